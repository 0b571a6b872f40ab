import { Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaidByName } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PaymentFailureText } from "../../components/FailureText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";

const InvoiceFragment = graphql(`
  fragment InvoicePaymentList_invoice on Invoice {
    id
    status
    payments { id ...InvoicePaymentItem_payment }
  }
`);

/** Everything that was paid, or was going to be. */
export function InvoicePaymentList({ invoice }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { status, payments } = readFragment(InvoiceFragment, invoice);
  if (status === "DRAFT") return null;
  return (
    <Card title={<Trans>Payments</Trans>}>
      {payments.length === 0 ? (
        <p className="soft">
          <Trans>Nothing has been paid yet.</Trans>
        </p>
      ) : (
        <ul className="list">
          {payments.map((payment) => (
            <InvoicePaymentItem key={payment.id} payment={payment} />
          ))}
        </ul>
      )}
    </Card>
  );
}

const PaymentFragment = graphql(`
  fragment InvoicePaymentItem_payment on Payment {
    id
    number
    amount { amount currencyCode }
    paidBy
    offlineMethod
    card { brand last4 }
    createdAt
    receivedOn
    failure { code message providerCode }
    ...PaymentState_payment
  }
`);

function InvoicePaymentItem({ payment: masked }: { payment: FragmentType<typeof PaymentFragment> }) {
  const payment = readFragment(PaymentFragment, masked);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={`/payments/${encodeURIComponent(payment.id)}`}>{payment.number}</Link>
        <span className="row small soft">
          <PaidByName {...payment} />
          <DateText value={payment.receivedOn ?? payment.createdAt} />
        </span>
        {payment.failure && (
          <span className="small soft">
            <PaymentFailureText code={payment.failure.code} />
          </span>
        )}
      </div>
      <div className="list-item-end">
        <PaymentState payment={payment} />
        <Money value={payment.amount} />
      </div>
    </li>
  );
}
