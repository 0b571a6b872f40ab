import { type Column, DateText, EmptyState, LoadMore, Money, QueryView, Skeleton, Table } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import type { DashboardPrepaymentsQuery } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { PiggyBank } from "lucide-react";
import { Link } from "wouter";
import { ClearFilters } from "../../components/FilterBar.tsx";
import { MethodText } from "../../components/MethodText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import type { Filters } from "../../components/useFilters.ts";
import { matches, readFilter } from "./paymentFilter.ts";

const PrepaymentsDocument = graphql(`
  query DashboardPrepayments($filter: PaymentFilter, $after: String) {
    firm {
      id
      prepayments(filter: $filter, first: 25, after: $after) {
        totalCount
        edges {
          node {
            id
            number
            status
            client { id name }
            method
            card { brand last4 }
            memo
            amount { amount currencyCode }
            remaining { amount currencyCode }
            createdAt
            receivedOn
            ...PaymentState_prepayment
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Connection = NonNullable<NonNullable<DashboardPrepaymentsQuery["firm"]>["prepayments"]>;
type Row = Connection["edges"][number]["node"];

export function PrepaymentList({ filters }: { filters: Filters }) {
  const { t } = useLingui();
  const filter = readFilter(filters);
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    PrepaymentsDocument,
    { filter },
    (data) => data.firm?.prepayments,
  );
  const rows = nodes.filter((node) => matches(filter, node));
  const columns: Column<Row>[] = [
    {
      key: "number",
      label: t`Prepayment`,
      cell: ({ id, number, memo }) => (
        <div className="list-item-text">
          <Link href={`/payments/${encodeURIComponent(id)}`}>{number}</Link>
          {memo && <span className="soft small">{memo}</span>}
        </div>
      ),
    },
    { key: "client", label: t`Client`, cell: ({ client }) => client.name },
    { key: "method", label: t`Paid by`, cell: ({ method, card }) => <MethodText paidBy={method} card={card} /> },
    { key: "state", label: t`Status`, cell: (prepayment) => <PaymentState prepayment={prepayment} /> },
    {
      key: "date",
      label: t`Date`,
      cell: ({ receivedOn, createdAt }) => <DateText value={receivedOn ?? createdAt} />,
    },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
    { key: "remaining", label: t`Unspent`, isAmount: true, cell: ({ remaining }) => Number(remaining.amount) > 0 && <Money value={remaining} /> },
  ];
  return (
    <>
      <QueryView query={query} skeleton={<Skeleton lines={8} />}>
        {() =>
          rows.length === 0 && !hasMore ? (
            <EmptyState icon={<PiggyBank className="icon" aria-hidden="true" />} title={<Trans>No prepayment here</Trans>}>
              {filters.isAnySet && <ClearFilters filters={filters} />}
            </EmptyState>
          ) : (
            <Table caption={t`Prepayments`} columns={columns} rows={rows} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
      <LoadMore
        hasMore={hasMore && nodes.length > 0}
        isLoading={isLoadingMore}
        totalCount={query.data?.firm?.prepayments?.totalCount}
        onLoad={loadMore}
      />
    </>
  );
}
