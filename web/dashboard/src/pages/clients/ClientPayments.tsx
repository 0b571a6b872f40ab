import { DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaidByName } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PaymentState } from "../../components/PaymentState.tsx";

const ClientPaymentsFragment = graphql(`
  fragment ClientPayments_client on Client {
    id
    latestPayments: payments(first: 5) {
      totalCount
      edges {
        node {
          id
          number
          paidBy
          offlineMethod
          card { brand last4 }
          createdAt
          amount { amount currencyCode }
          invoice { id number }
          ...PaymentState_payment
        }
      }
    }
  }
`);

/** The newest payments of the client's invoices, and the way to all of them. */
export function ClientPayments({ client }: { client: FragmentType<typeof ClientPaymentsFragment> }) {
  const { id, latestPayments } = readFragment(ClientPaymentsFragment, client);
  const { edges, totalCount } = latestPayments;
  if (edges.length === 0) {
    return (
      <p className="soft">
        <Trans>No payments yet.</Trans>
      </p>
    );
  }
  return (
    <div className="stack">
      <ul className="list">
        {edges.map(({ node: payment }) => (
          <li className="list-item" key={payment.id}>
            <div className="list-item-text">
              <Link href={`/payments/${encodeURIComponent(payment.id)}`}>
                {payment.invoice ? <Trans>Invoice {payment.invoice.number}</Trans> : payment.number}
              </Link>
              <span className="soft small">
                {payment.number} · <DateText value={payment.createdAt} /> · <PaidByName {...payment} />
              </span>
            </div>
            <div className="list-item-end">
              <PaymentState payment={payment} />
              <Money value={payment.amount} />
            </div>
          </li>
        ))}
      </ul>
      <div className="row">
        <Link href={`/payments?client=${encodeURIComponent(id)}`}>
          <Trans>All payments ({totalCount})</Trans>
        </Link>
      </div>
    </div>
  );
}
