import { Callout, Card, DateText, DefinitionList, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { InvoiceStatusBadge } from "./InvoiceStatusBadge.tsx";

const InvoiceAmountsFragment = graphql(`
  fragment InvoiceAmounts_invoice on Invoice {
    id
    status
    isOverdue
    issuedOn
    dueOn
    lastPaidAt
    voidedAt
    voidReason
    total { amount currencyCode }
    amountPaid { amount currencyCode }
    amountPending { amount currencyCode }
    amountDue { amount currencyCode }
    amountPayable { amount currencyCode }
    depositRequested { amount currencyCode }
    depositDue { amount currencyCode }
  }
`);

/** What is left to pay, what of it is on its way, and when it is due. */
export function InvoiceAmounts({ invoice }: { invoice: FragmentType<typeof InvoiceAmountsFragment> }) {
  const {
    status,
    isOverdue,
    issuedOn,
    dueOn,
    lastPaidAt,
    voidedAt,
    voidReason,
    total,
    amountPaid,
    amountPending,
    amountDue,
    amountPayable,
    depositRequested,
    depositDue,
  } = readFragment(InvoiceAmountsFragment, invoice);
  const isPending = Number(amountPending.amount) > 0;
  const items: [ReactNode, ReactNode][] = [
    [<Trans key="total">Total</Trans>, <Money key="amount" value={total} />],
  ];
  if (Number(amountPaid.amount) > 0) {
    items.push([<Trans key="paid">Already paid</Trans>, <Money key="amount" value={amountPaid} />]);
  }
  if (isPending) {
    items.push([<Trans key="pending">Payments in progress</Trans>, <Money key="amount" value={amountPending} />]);
  }
  if (isPending && Number(amountPayable.amount) > 0) {
    items.push([<Trans key="payable">You can pay now</Trans>, <Money key="amount" value={amountPayable} />]);
  }
  if (depositRequested) {
    items.push([<Trans key="deposit">Deposit requested</Trans>, <Money key="amount" value={depositRequested} />]);
  }
  if (depositDue && Number(depositDue.amount) > 0 && depositDue.amount !== depositRequested?.amount) {
    items.push([<Trans key="left">Left of the deposit</Trans>, <Money key="amount" value={depositDue} />]);
  }
  if (issuedOn) items.push([<Trans key="issued">Issued on</Trans>, <DateText key="date" value={issuedOn} />]);
  if (dueOn) items.push([<Trans key="due">Due on</Trans>, <DateText key="date" value={dueOn} />]);

  return (
    <Card title={<Trans>Left to pay</Trans>} end={<InvoiceStatusBadge status={status} isOverdue={isOverdue} />}>
      <div aria-live="polite">
        <Money value={amountDue} isFigure />
        {status === "PAID" && lastPaidAt && (
          <p className="soft">
            <Trans>
              Paid in full on <DateText value={lastPaidAt} />
            </Trans>
          </p>
        )}
        {isPending && Number(amountPayable.amount) === 0 && (
          <p className="soft">
            <Trans>Payments in progress cover all that is due.</Trans>
          </p>
        )}
      </div>
      {status === "VOID" && (
        <Callout>
          <p>
            {voidedAt ? (
              <Trans>
                This invoice was voided on <DateText value={voidedAt} />. There is nothing to pay.
              </Trans>
            ) : (
              <Trans>This invoice was voided. There is nothing to pay.</Trans>
            )}
          </p>
          {voidReason && <p>{voidReason}</p>}
        </Callout>
      )}
      <DefinitionList areFigures items={items} />
    </Card>
  );
}
