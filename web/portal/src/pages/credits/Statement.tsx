import { Card, DateText, EmptyState, LoadMore, Money, PeriodFilter, QueryView, SignedMoney, Skeleton, Table, usePeriod } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { WalletMinimal } from "lucide-react";
import { EntryText } from "./EntryText.tsx";

const StatementDocument = graphql(`
  query PortalStatement($clientId: ID!, $from: DateTime, $to: DateTime, $after: String) {
    client(id: $clientId) {
      id
      creditAccount {
        id
        entries(from: $from, to: $to, first: 25, after: $after) {
          edges {
            node {
              id
              createdAt
              amount { amount currencyCode }
              balanceAfter { amount currencyCode }
              ...EntryText_entry
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

/** Every change of the credits, with the balance after it. */
export function Statement({ clientId }: { clientId: string }) {
  const { t } = useLingui();
  const { period, setPeriod, isSet, range } = usePeriod();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    StatementDocument,
    { clientId, ...range },
    (data) => data.client?.creditAccount.entries,
  );
  return (
    <Card title={<Trans>Statement</Trans>}>
      {(isSet || nodes.length > 0 || query.isLoading) && <PeriodFilter period={period} onChange={setPeriod} />}
      <QueryView query={query} skeleton={<Skeleton lines={6} />}>
        {() =>
          nodes.length > 0 ? (
            <Table
              caption={t`Changes of your credits, newest first`}
              rows={nodes}
              rowKey={({ id }) => id}
              columns={[
                { key: "text", label: t`What for`, cell: (entry) => <EntryText entry={entry} /> },
                { key: "date", label: t`Date`, cell: (entry) => <DateText value={entry.createdAt} /> },
                { key: "amount", label: t`Amount`, isAmount: true, cell: (entry) => <SignedMoney value={entry.amount} /> },
                { key: "balance", label: t`Balance`, isAmount: true, cell: (entry) => <Money value={entry.balanceAfter} /> },
              ]}
            />
          ) : isSet ? (
            <p className="soft">
              <Trans>Nothing in this period.</Trans>
            </p>
          ) : (
            <EmptyState icon={<WalletMinimal className="icon" aria-hidden="true" />} title={<Trans>No credits yet</Trans>}>
              <Trans>Once you have prepaid, each change of your credits is listed here.</Trans>
            </EmptyState>
          )
        }
      </QueryView>
      <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
    </Card>
  );
}
