import { Card, DateText, EmptyState, LoadMore, Money, PageHeader, QueryView, Skeleton, Table } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { PiggyBank } from "lucide-react";
import { Link } from "wouter";
import styles from "./Credits.module.css";
import { CreditsNavigation } from "./CreditsNavigation.tsx";
import { PrepaymentStatus } from "./PrepaymentStatus.tsx";

const PrepaymentsDocument = graphql(`
  query PortalPrepayments($after: String) {
    viewer {
      ... on ClientUser {
        id
        client {
          id
          prepayments(first: 25, after: $after) {
            edges {
              node {
                id
                number
                memo
                createdAt
                amount { amount currencyCode }
                remaining { amount currencyCode }
                ...PrepaymentStatus_prepayment
              }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }
`);

export default function PrepaymentsPage() {
  const { t } = useLingui();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(PrepaymentsDocument, {}, (data) =>
    data.viewer?.__typename === "ClientUser" ? data.viewer.client.prepayments : null,
  );
  return (
    <div className="page">
      <PageHeader title={t`Prepayments`} description={<Trans>What you have paid ahead, and what is left of it.</Trans>} />
      <CreditsNavigation />
      <Card>
        <QueryView query={query} skeleton={<Skeleton lines={8} />}>
          {() =>
            nodes.length === 0 ? (
              <EmptyState icon={<PiggyBank className="icon" aria-hidden="true" />} title={<Trans>No prepayments yet</Trans>}>
                <Trans>You make a prepayment under Statement or on the home page, when the firm offers it.</Trans>
              </EmptyState>
            ) : (
              <Table
                caption={t`Prepayments, newest first`}
                rows={nodes}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: "number",
                    label: t`Prepayment`,
                    cell: ({ id, number, memo }) => (
                      <div className={styles.text}>
                        <Link href={`/credits/prepayments/${encodeURIComponent(id)}`}>{number}</Link>
                        {memo && <span className="soft small">{memo}</span>}
                      </div>
                    ),
                  },
                  { key: "date", label: t`Date`, cell: ({ createdAt }) => <DateText value={createdAt} /> },
                  { key: "status", label: t`Status`, cell: (prepayment) => <PrepaymentStatus prepayment={prepayment} /> },
                  { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
                  { key: "remaining", label: t`Unspent`, isAmount: true, cell: ({ remaining }) => <Money value={remaining} /> },
                ]}
              />
            )
          }
        </QueryView>
        <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onLoad={loadMore} />
      </Card>
    </div>
  );
}
