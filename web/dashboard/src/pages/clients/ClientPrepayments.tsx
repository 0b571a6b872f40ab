import { LoadMore, QueryView } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { ClientPrepayment } from "./ClientPrepayment.tsx";

const PrepaymentsDocument = graphql(`
  query DashboardClientPrepayments($clientId: ID!, $after: String) {
    client(id: $clientId) {
      id
      prepayments(first: 10, after: $after) {
        edges { node { id ...ClientPrepayment_prepayment } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export function ClientPrepayments({ clientId }: { clientId: string }) {
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    PrepaymentsDocument,
    { clientId },
    (data) => data.client?.prepayments,
  );
  return (
    <div className="stack">
      <QueryView query={query}>
        {() =>
          nodes.length === 0 ? (
            <p className="soft">
              <Trans>No prepayments yet.</Trans>
            </p>
          ) : (
            <ul className="list">
              {nodes.map((prepayment) => (
                <ClientPrepayment key={prepayment.id} prepayment={prepayment} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
    </div>
  );
}
