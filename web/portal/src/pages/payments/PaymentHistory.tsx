import { Card, LoadMore, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { useClientUser } from "@acompte/shared/shell";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PaymentItem } from "../../payments/PaymentItem.tsx";

const PaymentHistoryDocument = graphql(`
  query PortalPaymentHistory($clientId: ID!, $after: String) {
    client(id: $clientId) {
      id
      payments(filter: { status: [SUCCEEDED, FAILED, CANCELED, RELEASED] }, first: 20, after: $after) {
        totalCount
        edges {
          node { id status ...PaymentItem_payment }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The payments of invoices that have ended, the newest first. */
export function PaymentHistory() {
  const { id: clientId } = useClientUser().client;
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    PaymentHistoryDocument,
    { clientId },
    (data) => data.client?.payments,
  );
  const ended = nodes.filter(({ status }) => status !== "REQUIRES_ACTION" && status !== "PROCESSING");
  return (
    <Card title={<Trans>Earlier payments</Trans>}>
      <p className="soft">
        <Trans>
          Once a prepayment is paid, it is part of your credits: you find it under{" "}
          <Link href="/credits/prepayments">Prepayments</Link>.
        </Trans>
      </p>
      <QueryView query={query} skeleton={<Skeleton lines={6} />}>
        {({ client }) =>
          ended.length === 0 ? (
            <p className="soft">
              <Trans>Nothing has been paid yet.</Trans>
            </p>
          ) : (
            <>
              <ul className="list">
                {ended.map((payment) => (
                  <PaymentItem key={payment.id} payment={payment} />
                ))}
              </ul>
              <LoadMore
                hasMore={hasMore}
                isLoading={isLoadingMore}
                totalCount={client?.payments.totalCount}
                onLoad={loadMore}
              />
            </>
          )
        }
      </QueryView>
    </Card>
  );
}
