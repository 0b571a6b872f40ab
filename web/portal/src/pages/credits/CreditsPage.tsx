import { Card, DateText, EmptyState, LoadMore, Money, PageHeader, PeriodFilter, QueryView, Skeleton, Table, usePeriod } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { WalletMinimal } from "lucide-react";
import { CreditFigures } from "./CreditFigures.tsx";
import { CreditsNavigation } from "./CreditsNavigation.tsx";
import { EntryText } from "./EntryText.tsx";
import { SignedMoney } from "./SignedMoney.tsx";

const CreditsDocument = graphql(`
  query PortalCredits($from: DateTime, $to: DateTime, $after: String) {
    viewer {
      ... on ClientUser {
        id
        client {
          id
          creditAccount {
            id
            ...CreditFigures_creditAccount
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
    }
  }
`);

/** The statement: every change of the credits, with the balance after it. */
export default function CreditsPage() {
  const { t } = useLingui();
  const { period, setPeriod, isSet, range } = usePeriod();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(CreditsDocument, range, (data) =>
    data.viewer?.__typename === "ClientUser" ? data.viewer.client.creditAccount.entries : null,
  );
  return (
    <div className="page">
      <PageHeader title={t`Credits`} description={<Trans>Your money with the firm, ready to pay invoices.</Trans>} />
      <CreditsNavigation />
      <QueryView
        query={query}
        skeleton={
          <Card>
            <Skeleton lines={8} />
          </Card>
        }
      >
        {({ viewer }) =>
          viewer?.__typename === "ClientUser" && (
            <>
              <CreditFigures creditAccount={viewer.client.creditAccount} />
              <Card title={<Trans>Statement</Trans>}>
                {(isSet || nodes.length > 0) && <PeriodFilter period={period} onChange={setPeriod} />}
                {nodes.length === 0 && isSet ? (
                  <p className="soft">
                    <Trans>Nothing in this period.</Trans>
                  </p>
                ) : nodes.length === 0 ? (
                  <EmptyState icon={<WalletMinimal className="icon" aria-hidden="true" />} title={<Trans>No credits yet</Trans>}>
                    <Trans>Once you have prepaid, each change of your credits is listed here.</Trans>
                  </EmptyState>
                ) : (
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
                )}
                <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onLoad={loadMore} />
              </Card>
            </>
          )
        }
      </QueryView>
    </div>
  );
}
