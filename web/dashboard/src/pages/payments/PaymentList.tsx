import { type Column, DateText, EmptyState, LoadMore, Money, QueryView, Skeleton, Table } from "@acompte/shared/components";
import { graphql, type PagesState, usePages } from "@acompte/shared/graphql";
import type { DashboardPaymentsQuery, DashboardPrepaymentsQuery, PaymentStatus } from "@acompte/shared/graphql/types";
import { PaidByName } from "@acompte/shared/payments";
import { Trans, useLingui } from "@lingui/react/macro";
import { CreditCard } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ClearFilters } from "../../components/FilterBar.tsx";
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

type NodeOf<Connection> = Connection extends { edges: { node: infer Node }[] } ? Node : never;
type Payment = NodeOf<NonNullable<DashboardPaymentsQuery["firm"]>["payments"]>;
type Prepayment = NodeOf<NonNullable<DashboardPrepaymentsQuery["firm"]>["prepayments"]>;

export function PaymentList({ filters }: { filters: Filters }) {
  const { t } = useLingui();
  const pages = usePages(PaymentsDocument, { filter: readFilter(filters) }, (data) => data.firm?.payments);
  return (
    <PaymentTable
      filters={filters}
      pages={pages}
      totalCount={pages.query.data?.firm?.payments?.totalCount}
      caption={t`Payments of invoices`}
      emptyTitle={filters.isAnySet ? <Trans>No payment matches</Trans> : <Trans>No payments yet</Trans>}
      columns={(common: CommonColumns<Payment>) => [
        {
          key: "number",
          label: t`Payment`,
          cell: ({ id, number }) => (
            <div className="list-item-text">
              <Link href={`/payments/${encodeURIComponent(id)}`}>{number}</Link>
            </div>
          ),
        },
        common.client,
        {
          key: "invoice",
          label: t`Invoice`,
          cell: ({ invoice }) =>
            invoice && <Link href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>,
        },
        { key: "paidBy", label: t`Paid by`, cell: (payment) => <PaidByName {...payment} /> },
        { key: "state", label: t`Status`, cell: (payment) => <PaymentState payment={payment} /> },
        common.date,
        common.amount,
      ]}
    />
  );
}

export function PrepaymentList({ filters }: { filters: Filters }) {
  const { t } = useLingui();
  const pages = usePages(PrepaymentsDocument, { filter: readFilter(filters) }, (data) => data.firm?.prepayments);
  return (
    <PaymentTable
      filters={filters}
      pages={pages}
      totalCount={pages.query.data?.firm?.prepayments?.totalCount}
      caption={t`Prepayments`}
      emptyTitle={filters.isAnySet ? <Trans>No prepayment matches</Trans> : <Trans>No prepayments yet</Trans>}
      columns={(common: CommonColumns<Prepayment>) => [
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
        common.client,
        { key: "paidBy", label: t`Paid by`, cell: ({ method, card }) => <PaidByName paidBy={method} card={card} /> },
        { key: "state", label: t`Status`, cell: (prepayment) => <PaymentState prepayment={prepayment} /> },
        common.date,
        common.amount,
        {
          key: "remaining",
          label: t`Unspent`,
          isAmount: true,
          cell: ({ remaining }) => Number(remaining.amount) > 0 && <Money value={remaining} />,
        },
      ]}
    />
  );
}

type Row = {
  id: string;
  status: PaymentStatus;
  client: { name: string };
  createdAt: string;
  receivedOn: string | null;
  amount: { amount: string; currencyCode: string };
};
type CommonColumns<Shown> = Record<"client" | "date" | "amount", Column<Shown>>;

type Props<Shown extends Row, Data> = {
  filters: Filters;
  pages: PagesState<Data, Shown>;
  totalCount: number | undefined;
  caption: string;
  emptyTitle: ReactNode;
  columns(common: CommonColumns<Shown>): Column<Shown>[];
};

/** The payments or prepayments that match the filters, with the columns that both have in common. */
function PaymentTable<Shown extends Row, Data>({ filters, pages, totalCount, caption, emptyTitle, columns }: Props<Shown, Data>) {
  const { t } = useLingui();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = pages;
  const filter = readFilter(filters);
  const rows = nodes.filter((node) => matches(filter, node));
  const common: CommonColumns<Shown> = {
    client: { key: "client", label: t`Client`, cell: ({ client }) => client.name },
    date: { key: "date", label: t`Date`, cell: ({ receivedOn, createdAt }) => <DateText value={receivedOn ?? createdAt} /> },
    amount: { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
  };
  return (
    <>
      <QueryView query={query} skeleton={<Skeleton lines={8} />}>
        {() =>
          rows.length === 0 && !hasMore ? (
            <EmptyState icon={<CreditCard className="icon" aria-hidden="true" />} title={emptyTitle}>
              {filters.isAnySet && <ClearFilters filters={filters} />}
            </EmptyState>
          ) : (
            <Table caption={caption} columns={columns(common)} rows={rows} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
      <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} totalCount={totalCount} onLoad={loadMore} />
    </>
  );
}
