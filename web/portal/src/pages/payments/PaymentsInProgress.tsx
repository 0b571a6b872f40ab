import { Card, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import type { PaymentStatus } from "@acompte/shared/graphql/types";
import { useClientUser } from "@acompte/shared/shell";
import { Trans } from "@lingui/react/macro";
import { PaymentItem } from "../../payments/PaymentItem.tsx";

const PaymentsInProgressDocument = graphql(`
  query PortalPaymentsInProgress($clientId: ID!) {
    client(id: $clientId) {
      id
      paymentsInProgress: payments(filter: { status: [REQUIRES_ACTION, PROCESSING] }, first: 100) {
        edges {
          node { id status createdAt ...PaymentItem_payment }
        }
      }
      prepaymentsInProgress: prepayments(filter: { status: [REQUIRES_ACTION, PROCESSING] }, first: 100) {
        edges {
          node { id status createdAt ...PaymentItem_prepayment }
        }
      }
    }
  }
`);

const isInProgress = ({ node }: { node: { status: PaymentStatus } }): boolean =>
  node.status === "REQUIRES_ACTION" || node.status === "PROCESSING";

/** Payments and prepayments that have not ended: those that wait for the payer first. Not shown if there is none. */
export function PaymentsInProgress() {
  const query = useQuery(PaymentsInProgressDocument, { clientId: useClientUser().client.id });
  const { client } = query.data ?? {};
  const payments = client?.paymentsInProgress.edges.filter(isInProgress) ?? [];
  const prepayments = client?.prepaymentsInProgress.edges.filter(isInProgress) ?? [];
  if (query.data && payments.length + prepayments.length === 0) return null;
  const items = [
    ...payments.map(({ node }) => ({ ...node, item: <PaymentItem key={node.id} payment={node} /> })),
    ...prepayments.map(({ node }) => ({ ...node, item: <PaymentItem key={node.id} prepayment={node} /> })),
  ].sort(
    (one, other) =>
      Number(other.status === "REQUIRES_ACTION") - Number(one.status === "REQUIRES_ACTION") ||
      other.createdAt.localeCompare(one.createdAt),
  );
  return (
    <Card title={<Trans>In progress</Trans>}>
      <QueryView query={query} skeleton={<Skeleton lines={2} />}>
        {() => <ul className="list">{items.map(({ item }) => item)}</ul>}
      </QueryView>
    </Card>
  );
}
