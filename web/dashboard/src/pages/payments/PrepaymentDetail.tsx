import { Card, DateText, DefinitionList, Money, Notice, PageHeader } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { MethodText } from "../../components/MethodText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import { StripeLink } from "../../components/StripeLink.tsx";
import { DisputesOfPayment } from "./DisputesOfPayment.tsx";
import { PaymentActions } from "./PaymentActions.tsx";
import { RefundsOfPayment } from "./RefundsOfPayment.tsx";

const PrepaymentFragment = graphql(`
  fragment PrepaymentDetail_prepayment on Prepayment {
    id
    number
    client { id name }
    amount { amount currencyCode }
    method
    memo
    card { brand last4 }
    failure { code message providerCode }
    providerReference
    remaining { amount currencyCode }
    refundable { amount currencyCode }
    refunded { amount currencyCode }
    refunds { id ...RefundOfPayment_refund }
    disputes { id ...DisputeOfPayment_dispute }
    uses {
      payment { id number invoice { id number } }
      amount { amount currencyCode }
    }
    actor { kind name isViewer }
    createdAt
    settledAt
    receivedOn
    ...PaymentState_prepayment
    ...PaymentActions_prepayment
  }
`);

export function PrepaymentDetail({ prepayment: masked }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const { t } = useLingui();
  const prepayment = readFragment(PrepaymentFragment, masked);
  const { number, client, amount, uses } = prepayment;
  const facts: [ReactNode, ReactNode][] = [
    [<Trans key="client">Client</Trans>, <Link key="value" href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>],
    [<Trans key="method">Paid by</Trans>, <MethodText key="value" paidBy={prepayment.method} card={prepayment.card} />],
  ];
  if (prepayment.memo) facts.push([<Trans key="memo">What for</Trans>, prepayment.memo]);
  facts.push([
    <Trans key="started">Started</Trans>,
    <Trans key="value">
      <DateText value={prepayment.createdAt} withTime /> by {prepayment.actor.name}
    </Trans>,
  ]);
  if (prepayment.settledAt) {
    facts.push([<Trans key="settled">Settled</Trans>, <DateText key="value" value={prepayment.settledAt} withTime />]);
  }
  if (prepayment.receivedOn) {
    facts.push([<Trans key="received">Received on</Trans>, <DateText key="value" value={prepayment.receivedOn} />]);
  }
  if (prepayment.providerReference) {
    facts.push([
      <Trans key="reference">At Stripe</Trans>,
      <StripeLink key="value" reference={prepayment.providerReference}>
        {prepayment.providerReference}
      </StripeLink>,
    ]);
  }

  return (
    <div className="page">
      <PageHeader
        title={t`Prepayment ${number}`}
        description={<PaymentState prepayment={prepayment} />}
        actions={<PaymentActions prepayment={prepayment} />}
      />
      {prepayment.failure && (
        <Notice tone="bad">
          <p>{prepayment.failure.message}</p>
          {prepayment.failure.providerCode && (
            <p className="soft small">
              <Trans>Stripe says: {prepayment.failure.providerCode}</Trans>
            </p>
          )}
        </Notice>
      )}
      <div className="main-and-side">
        <div className="stack">
          <Card title={<Trans>Details</Trans>}>
            <DefinitionList items={facts} />
          </Card>
          {uses.length > 0 && (
            <Card title={<Trans>What it paid</Trans>}>
              <ul className="list">
                {uses.map(({ payment, amount }) => (
                  <li className="list-item" key={payment.id}>
                    <div className="list-item-text">
                      <Link href={`/payments/${encodeURIComponent(payment.id)}`}>{payment.number}</Link>
                      {payment.invoice && (
                        <span className="small soft">
                          <Trans>Invoice {payment.invoice.number}</Trans>
                        </span>
                      )}
                    </div>
                    <Money value={amount} />
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <RefundsOfPayment refunds={prepayment.refunds} />
          <DisputesOfPayment disputes={prepayment.disputes} />
        </div>
        <Card title={<Trans>Amount</Trans>}>
          <Money value={amount} isFigure />
          <DefinitionList
            areFigures
            items={[
              [<Trans key="remaining">Unspent</Trans>, <Money key="value" value={prepayment.remaining} />],
              [<Trans key="refunded">Refunded</Trans>, <Money key="value" value={prepayment.refunded} />],
              [<Trans key="refundable">Can be refunded</Trans>, <Money key="value" value={prepayment.refundable} />],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}
