import { type Column, DateText, EmptyState, LoadMore, Money, QueryView, Skeleton, Table } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import type { DashboardPaymentsQuery } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { CreditCard } from "lucide-react";
import { Link } from "wouter";
import { ClearFilters } from "../../components/FilterBar.tsx";
import { MethodText } from "../../components/MethodText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import type { Filters } from "../../components/useFilters.ts";
import { matches, readFilter } from "./paymentFilter.ts";

const PaymentsDocument = graphql(`
  query DashboardPayments($filter: PaymentFilter, $after: String) {
    firm {
      id
      payments(filter: $filter, first: 25, after: $after) {
        totalCount
        edges {
          node {
            id
            number
            status
            client { id name }
            invoice { id number }
            paidBy
            offlineMethod
            card { brand last4 }
            amount { amount currencyCode }
            createdAt
            receivedOn
            ...PaymentState_payment
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Connection = NonNullable<NonNullable<DashboardPaymentsQuery["firm"]>["payments"]>;
type Row = Connection["edges"][number]["node"];

export function PaymentList({ filters }: { filters: Filters }) {
  const { t } = useLingui();
  const filter = readFilter(filters);
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    PaymentsDocument,
    { filter },
    (data) => data.firm?.payments,
  );
  const rows = nodes.filter((node) => matches(filter, node));
  const columns: Column<Row>[] = [
    {
      key: "number",
      label: t`Payment`,
      cell: ({ id, number }) => (
        <div className="list-item-text">
          <Link href={`/payments/${encodeURIComponent(id)}`}>{number}</Link>
        </div>
      ),
    },
    { key: "client", label: t`Client`, cell: ({ client }) => client.name },
    {
      key: "invoice",
      label: t`Invoice`,
      cell: ({ invoice }) =>
        invoice && <Link href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>,
    },
    { key: "method", label: t`Paid by`, cell: (payment) => <MethodText {...payment} /> },
    { key: "state", label: t`Status`, cell: (payment) => <PaymentState payment={payment} /> },
    {
      key: "date",
      label: t`Date`,
      cell: ({ receivedOn, createdAt }) => <DateText value={receivedOn ?? createdAt} />,
    },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
  ];
  return (
    <>
      <QueryView query={query} skeleton={<Skeleton lines={8} />}>
        {() =>
          rows.length === 0 && !hasMore ? (
            <EmptyState icon={<CreditCard className="icon" aria-hidden="true" />} title={<Trans>No payment here</Trans>}>
              {filters.isAnySet && <ClearFilters filters={filters} />}
            </EmptyState>
          ) : (
            <Table caption={t`Payments of invoices`} columns={columns} rows={rows} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
      <LoadMore
        hasMore={hasMore && nodes.length > 0}
        isLoading={isLoadingMore}
        totalCount={query.data?.firm?.payments?.totalCount}
        onLoad={loadMore}
      />
    </>
  );
}
