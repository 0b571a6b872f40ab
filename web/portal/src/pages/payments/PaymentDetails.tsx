import { Card, DateText, DefinitionList, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaidByName } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { CreditsUsed } from "../../payments/CreditsUsed.tsx";
import { paymentPath } from "../../payments/paymentPath.ts";
import { PaymentSummary } from "./PaymentSummary.tsx";
import { RefundsAndDisputes } from "./RefundsAndDisputes.tsx";

const PaymentDetailsFragment = graphql(`
  fragment PaymentDetails_payment on Payment {
    id
    number
    status
    amount { amount currencyCode }
    paidBy
    offlineMethod
    reason
    card { brand last4 }
    failure { code message }
    createdAt
    settledAt
    receivedOn
    actor { kind name isViewer }
    actions
    checkout { ...PaymentWindow_checkout }
    invoice { id number description }
    partner { id number paidBy amount { amount currencyCode } }
    refunds { id ...RefundItem_refund }
    disputes { id ...DisputeItem_dispute }
    fundedBy { amount { amount currencyCode } }
    ...CreditsUsed_payment
  }
`);

export function PaymentDetails({ payment }: { payment: FragmentType<typeof PaymentDetailsFragment> }) {
  const shown = readFragment(PaymentDetailsFragment, payment);
  const { invoice, partner, paidBy, card, offlineMethod, reason, receivedOn, refunds, disputes, fundedBy } = shown;
  const items: [ReactNode, ReactNode][] = [];
  if (invoice) {
    items.push([
      <Trans key="invoice">Invoice</Trans>,
      <Link key="link" href={`/invoices/${encodeURIComponent(invoice.id)}`}>
        {invoice.description ? `${invoice.number}, ${invoice.description}` : invoice.number}
      </Link>,
    ]);
  }
  items.push([
    <Trans key="source">Paid by</Trans>,
    <PaidByName key="name" paidBy={paidBy} card={card} offlineMethod={offlineMethod} />,
  ]);
  if (partner) {
    items.push([
      <Trans key="partner">Together with</Trans>,
      <Link key="link" href={paymentPath(partner.id)}>
        {partner.number} (<Money value={partner.amount} />)
      </Link>,
    ]);
  }
  if (reason) items.push([<Trans key="reason">Note</Trans>, reason]);
  if (receivedOn) {
    items.push([<Trans key="received">Received on</Trans>, <DateText key="date" value={receivedOn} />]);
  }
  return (
    <div className="main-and-side">
      <div className="stack">
        <PaymentSummary payment={shown} />
        {fundedBy.length > 0 && (
          <Card title={<Trans>Credits used</Trans>}>
            <CreditsUsed payment={shown} isOpen />
          </Card>
        )}
        <RefundsAndDisputes refunds={refunds} disputes={disputes} />
      </div>
      <Card title={<Trans>Details</Trans>}>
        <DefinitionList items={items} />
      </Card>
    </div>
  );
}
