import { Breadcrumb, Callout, Card, DateText, DefinitionList, Money, PageHeader } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { PaymentDetail_paymentFragment, PaymentDetail_prepaymentFragment } from "@acompte/shared/graphql/types";
import { PaidByName } from "@acompte/shared/payments";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { PaymentFailureText } from "../../components/FailureText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import { StripeLink } from "../../components/StripeLink.tsx";
import { PaymentDisputes } from "./PaymentDisputes.tsx";
import { EntryKindText } from "./EntryKindText.tsx";
import { PaymentActions } from "./PaymentActions.tsx";
import { PaymentRefunds } from "./PaymentRefunds.tsx";

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
    refunds { id ...PaymentRefund_refund }
    disputes { id ...PaymentDispute_dispute }
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

const PrepaymentFragment = graphql(`
  fragment PaymentDetail_prepayment on Prepayment {
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
    refunds { id ...PaymentRefund_refund }
    disputes { id ...PaymentDispute_dispute }
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

type Fact = [label: ReactNode, value: ReactNode];
type DetailProps = {
  payment: PaymentDetail_paymentFragment | PaymentDetail_prepaymentFragment;
  title: string;
  breadcrumb: ReactNode;
  state: ReactNode;
  actions: ReactNode;
  /** What there is to say of this kind of payment, beside its client. */
  facts: (Fact | null)[];
  figures?: Fact[];
  /** Where its money came from, or went to. */
  children: ReactNode;
};

/** A payment of an invoice. */
export function PaymentDetail({ payment: masked }: { payment: FragmentType<typeof PaymentFragment> }) {
  const { t } = useLingui();
  const payment = readFragment(PaymentFragment, masked);
  const { number, invoice, partner, reason, fundedBy } = payment;
  return (
    <Detail
      payment={payment}
      title={t`Payment ${number}`}
      breadcrumb={
        <Breadcrumb to="/payments">
          <Trans>Payments</Trans>
        </Breadcrumb>
      }
      state={<PaymentState payment={payment} />}
      actions={<PaymentActions payment={payment} />}
      facts={[
        invoice && [
          <Trans key="invoice">Invoice</Trans>,
          <Link key="value" href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>,
        ],
        [<Trans key="paidBy">Paid by</Trans>, <PaidByName key="value" {...payment} />],
        partner && [
          <Trans key="partner">Together with</Trans>,
          <Link key="value" href={`/payments/${encodeURIComponent(partner.id)}`}>
            {partner.number} (<Money value={partner.amount} />)
          </Link>,
        ],
        reason ? [<Trans key="note">Note</Trans>, reason] : null,
      ]}
    >
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
    </Detail>
  );
}

export function PrepaymentDetail({ prepayment: masked }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const { t } = useLingui();
  const prepayment = readFragment(PrepaymentFragment, masked);
  const { number, method, card, memo, remaining, uses } = prepayment;
  return (
    <Detail
      payment={prepayment}
      title={t`Prepayment ${number}`}
      breadcrumb={
        <Breadcrumb to="/payments?list=prepayments">
          <Trans>Prepayments</Trans>
        </Breadcrumb>
      }
      state={<PaymentState prepayment={prepayment} />}
      actions={<PaymentActions prepayment={prepayment} />}
      facts={[
        [<Trans key="paidBy">Paid by</Trans>, <PaidByName key="value" paidBy={method} card={card} />],
        memo ? [<Trans key="memo">What for</Trans>, memo] : null,
      ]}
      figures={[[<Trans key="remaining">Unspent</Trans>, <Money key="value" value={remaining} />]]}
    >
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
    </Detail>
  );
}

/** What payments and prepayments have in common. */
function Detail({ payment, title, breadcrumb, state, actions, facts, figures = [], children }: DetailProps) {
  const { client, amount, failure, refunds, disputes } = payment;
  return (
    <div className="page">
      <PageHeader title={title} breadcrumb={breadcrumb} description={state} actions={actions} />
      {failure && (
        <Callout tone="bad">
          <p>
            <PaymentFailureText code={failure.code} />
          </p>
          {failure.providerCode && (
            <p className="soft small">
              <Trans>Stripe says: {failure.providerCode}</Trans>
            </p>
          )}
        </Callout>
      )}
      <div className="main-and-side">
        <div className="side">
          <Card title={<Trans>Amount</Trans>}>
            <Money value={amount} isFigure />
            <DefinitionList
              areFigures
              items={[
                ...figures,
                [<Trans key="refunded">Refunded</Trans>, <Money key="value" value={payment.refunded} />],
                [<Trans key="refundable">Can be refunded</Trans>, <Money key="value" value={payment.refundable} />],
              ]}
            />
          </Card>
        </div>
        <div className="stack">
          <Card title={<Trans>Details</Trans>}>
            <DefinitionList
              items={[
                [
                  <Trans key="client">Client</Trans>,
                  <Link key="value" href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>,
                ],
                ...facts.filter((fact) => fact !== null),
                ...progressOf(payment),
              ]}
            />
          </Card>
          {children}
          <PaymentRefunds refunds={refunds} />
          <PaymentDisputes disputes={disputes} />
        </div>
      </div>
    </div>
  );
}

/** Who started it and when, when it was settled and received, and where the provider has it. */
function progressOf({ createdAt, actor, settledAt, receivedOn, providerReference }: DetailProps["payment"]): Fact[] {
  const facts: (Fact | null)[] = [
    [
      <Trans key="started">Started</Trans>,
      <Trans key="value">
        <DateText value={createdAt} withTime /> by {actor.name}
      </Trans>,
    ],
    settledAt ? [<Trans key="settled">Settled</Trans>, <DateText key="value" value={settledAt} withTime />] : null,
    receivedOn ? [<Trans key="received">Received on</Trans>, <DateText key="value" value={receivedOn} />] : null,
    providerReference
      ? [
          <Trans key="reference">At Stripe</Trans>,
          <StripeLink key="value" reference={providerReference}>
            {providerReference}
          </StripeLink>,
        ]
      : null,
  ];
  return facts.filter((fact) => fact !== null);
}
