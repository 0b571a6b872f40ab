import { Card, DateText, DefinitionList, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

const InvoiceFragment = graphql(`
  fragment InvoiceSums_invoice on Invoice {
    id
    status
    total { amount currencyCode }
    amountPaid { amount currencyCode }
    amountPending { amount currencyCode }
    amountDue { amount currencyCode }
    depositRequested { amount currencyCode }
    depositDue { amount currencyCode }
    issuedOn
    dueOn
    lastPaidAt
    voidedAt
    voidReason
    client {
      id
      creditAccount { id available { amount currencyCode } }
    }
  }
`);

/** What is due of the invoice, and since when. */
export function InvoiceSums({ invoice: masked }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const invoice = readFragment(InvoiceFragment, masked);
  const isDraft = invoice.status === "DRAFT";
  const { available } = invoice.client.creditAccount;
  const amounts: [ReactNode, ReactNode][] = [[<Trans key="total">Total</Trans>, <Money key="amount" value={invoice.total} />]];
  const add = (label: ReactNode, money: { amount: string; currencyCode: string } | null) => {
    if (money && Number(money.amount) > 0) amounts.push([label, <Money key="amount" value={money} />]);
  };
  add(<Trans key="paid">Paid so far</Trans>, invoice.amountPaid);
  add(<Trans key="pending">Payments in progress</Trans>, invoice.amountPending);
  add(<Trans key="deposit">Deposit</Trans>, invoice.depositRequested);
  if (!isDraft) add(<Trans key="depositDue">Deposit still to be paid</Trans>, invoice.depositDue);
  add(<Trans key="credits">The client’s credits</Trans>, available);

  const dates: [ReactNode, ReactNode][] = [];
  const addDate = (label: ReactNode, value: string | null) => {
    if (value) dates.push([label, <DateText key="date" value={value} />]);
  };
  addDate(<Trans key="issued">Issued on</Trans>, invoice.issuedOn);
  addDate(<Trans key="due">Due on</Trans>, invoice.dueOn);
  addDate(<Trans key="lastPaid">Last payment</Trans>, invoice.lastPaidAt);
  addDate(<Trans key="voided">Voided on</Trans>, invoice.voidedAt);
  if (invoice.voidReason) dates.push([<Trans key="reason">Reason</Trans>, invoice.voidReason]);

  return (
    <Card title={isDraft ? <Trans>Total</Trans> : <Trans>Left to pay</Trans>}>
      <div aria-live="polite">
        <Money value={isDraft ? invoice.total : invoice.amountDue} isFigure />
      </div>
      <DefinitionList areFigures items={isDraft ? amounts.slice(1) : amounts} />
      {dates.length > 0 && <DefinitionList areFigures items={dates} />}
    </Card>
  );
}
