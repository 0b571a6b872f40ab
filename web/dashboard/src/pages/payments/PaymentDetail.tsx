import { Card, DateText, DefinitionList, Money, Notice, PageHeader } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { MethodText } from "../../components/MethodText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import { StripeLink } from "../../components/StripeLink.tsx";
import { DisputesOfPayment } from "./DisputesOfPayment.tsx";
import { EntryKindText } from "./EntryKindText.tsx";
import { PaymentActions } from "./PaymentActions.tsx";
import { RefundsOfPayment } from "./RefundsOfPayment.tsx";

const PaymentFragment = graphql(`
  fragment PaymentDetail_payment on Payment {
    id
    number
    client { id name }
    invoice { id number }
    amount { amount currencyCode }
    paidBy
    offlineMethod
    reason
    card { brand last4 }
    failure { code message providerCode }
    providerReference
    partner { id number amount { amount currencyCode } }
    refundable { amount currencyCode }
    refunded { amount currencyCode }
    refunds { id ...RefundOfPayment_refund }
    disputes { id ...DisputeOfPayment_dispute }
    fundedBy {
      source { id kind createdAt }
      amount { amount currencyCode }
    }
    actor { kind name isViewer }
    createdAt
    settledAt
    receivedOn
    ...PaymentState_payment
    ...PaymentActions_payment
  }
`);

export function PaymentDetail({ payment: masked }: { payment: FragmentType<typeof PaymentFragment> }) {
  const { t } = useLingui();
  const payment = readFragment(PaymentFragment, masked);
  const { number, client, invoice, amount, partner, fundedBy } = payment;
  const facts: [ReactNode, ReactNode][] = [
    [<Trans key="client">Client</Trans>, <Link key="value" href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>],
  ];
  if (invoice) {
    facts.push([
      <Trans key="invoice">Invoice</Trans>,
      <Link key="value" href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>,
    ]);
  }
  facts.push([<Trans key="method">Paid by</Trans>, <MethodText key="value" {...payment} />]);
  if (partner) {
    facts.push([
      <Trans key="partner">Together with</Trans>,
      <Link key="value" href={`/payments/${encodeURIComponent(partner.id)}`}>
        {partner.number} (<Money value={partner.amount} />)
      </Link>,
    ]);
  }
  if (payment.reason) facts.push([<Trans key="note">Note</Trans>, payment.reason]);
  facts.push([
    <Trans key="started">Started</Trans>,
    <Trans key="value">
      <DateText value={payment.createdAt} withTime /> by {payment.actor.name}
    </Trans>,
  ]);
  if (payment.settledAt) {
    facts.push([<Trans key="settled">Settled</Trans>, <DateText key="value" value={payment.settledAt} withTime />]);
  }
  if (payment.receivedOn) {
    facts.push([<Trans key="received">Received on</Trans>, <DateText key="value" value={payment.receivedOn} />]);
  }
  if (payment.providerReference) {
    facts.push([
      <Trans key="reference">At Stripe</Trans>,
      <StripeLink key="value" reference={payment.providerReference}>
        {payment.providerReference}
      </StripeLink>,
    ]);
  }

  return (
    <div className="page">
      <PageHeader
        title={t`Payment ${number}`}
        description={<PaymentState payment={payment} />}
        actions={<PaymentActions payment={payment} />}
      />
      {payment.failure && (
        <Notice tone="bad">
          <p>{payment.failure.message}</p>
          {payment.failure.providerCode && (
            <p className="soft small">
              <Trans>Stripe says: {payment.failure.providerCode}</Trans>
            </p>
          )}
        </Notice>
      )}
      <div className="main-and-side">
        <div className="stack">
          <Card title={<Trans>Details</Trans>}>
            <DefinitionList items={facts} />
          </Card>
          {fundedBy.length > 0 && (
            <Card title={<Trans>Credits that paid it</Trans>}>
              <DefinitionList
                areFigures
                items={fundedBy.map(({ source, amount }) => [
                  <span key="source">
                    <EntryKindText kind={source.kind} />, <DateText value={source.createdAt} />
                  </span>,
                  <Money key="amount" value={amount} />,
                ] as const)}
              />
            </Card>
          )}
          <RefundsOfPayment refunds={payment.refunds} />
          <DisputesOfPayment disputes={payment.disputes} />
        </div>
        <Card title={<Trans>Amount</Trans>}>
          <Money value={amount} isFigure />
          <DefinitionList
            areFigures
            items={[
              [<Trans key="refunded">Refunded</Trans>, <Money key="value" value={payment.refunded} />],
              [<Trans key="refundable">Can be refunded</Trans>, <Money key="value" value={payment.refundable} />],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}
