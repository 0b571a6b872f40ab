import { Badge, Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { PaymentFailureText, RefundFailureText } from "../../components/FailureText.tsx";

const FirmFragment = graphql(`
  fragment FailedPayments_firm on Firm {
    id
    failedPayments: payments(filter: { status: [FAILED], createdFrom: $since }, first: 10) {
      edges {
        node {
          id
          status
          createdAt
          amount { amount currencyCode }
          client { id name }
          invoice { id number }
          failure { code message providerCode }
        }
      }
    }
    failedPrepayments: prepayments(filter: { status: [FAILED], createdFrom: $since }, first: 10) {
      edges {
        node {
          id
          status
          createdAt
          amount { amount currencyCode }
          client { id name }
          failure { code message providerCode }
        }
      }
    }
    failedRefunds: refunds(filter: { status: [FAILED] }, first: 10) {
      edges {
        node {
          id
          status
          createdAt
          amount { amount currencyCode }
          failure { code message }
          payment { id client { id name } }
          prepayment { id client { id name } }
        }
      }
    }
  }
`);

type Failure = {
  id: string;
  createdAt: string;
  clientName: string | undefined;
  what: ReactNode;
  why: ReactNode;
  amount: { amount: string; currencyCode: string };
};
type Props = { firm: FragmentType<typeof FirmFragment>; since: string };

/** Money that did not come, or did not go back. Not shown if there is none. */
export function FailedPayments({ firm, since }: Props) {
  const { failedPayments, failedPrepayments, failedRefunds } = readFragment(FirmFragment, firm);
  const payments = (failedPayments?.edges ?? []).map(({ node }): Failure & { status: string } => ({
    ...node,
    clientName: node.client.name,
    what: node.invoice ? <Trans>Payment of invoice {node.invoice.number}</Trans> : <Trans>Payment</Trans>,
    why: node.failure && <PaymentFailureText code={node.failure.code} />,
  }));
  const prepayments = (failedPrepayments?.edges ?? []).map(({ node }): Failure & { status: string } => ({
    ...node,
    clientName: node.client.name,
    what: <Trans>Prepayment</Trans>,
    why: node.failure && <PaymentFailureText code={node.failure.code} />,
  }));
  const refunds = (failedRefunds?.edges ?? []).map(({ node }): Failure & { status: string } => ({
    ...node,
    id: node.payment?.id ?? node.prepayment?.id ?? node.id,
    clientName: (node.payment ?? node.prepayment)?.client.name,
    what: <Trans>A refund</Trans>,
    why: node.failure && <RefundFailureText code={node.failure.code} />,
  }));
  const failures = [...payments, ...prepayments, ...refunds]
    .filter(({ status, createdAt }) => status === "FAILED" && createdAt >= since)
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  if (failures.length === 0) return null;
  return (
    <Card title={<Trans>Failed payments</Trans>}>
      <ul className="list">
        {failures.map((failure) => (
          <li className="list-item" key={`${failure.id} ${failure.createdAt}`}>
            <div className="list-item-text">
              <Link href={`/payments/${encodeURIComponent(failure.id)}`}>{failure.clientName}</Link>
              <span className="row small soft">
                <Badge tone="bad">{failure.what}</Badge>
                <DateText value={failure.createdAt} />
              </span>
              {failure.why && <span className="small soft">{failure.why}</span>}
            </div>
            <Money value={failure.amount} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
