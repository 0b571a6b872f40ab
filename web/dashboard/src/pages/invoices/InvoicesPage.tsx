import {
  buttonClass,
  Card,
  type Column,
  DateText,
  EmptyState,
  LoadMore,
  Money,
  PageHeader,
  QueryView,
  Select,
  Skeleton,
  Table,
} from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import type { DashboardInvoicesQuery, InvoiceOrderField } from "@acompte/shared/graphql/types";
import { useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { FileText } from "lucide-react";
import { Link } from "wouter";
import { ClientField } from "../../components/ClientField.tsx";
import { ClearFilters, DateFilters, FilterBar, PhoneOnly } from "../../components/FilterBar.tsx";
import { InvoiceStatusBadge } from "../../components/InvoiceStatusBadge.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { useFilters } from "../../components/useFilters.ts";
import { matches, readFilter, readOrder } from "./invoiceFilter.ts";

const InvoicesDocument = graphql(`
  query DashboardInvoices($filter: InvoiceFilter, $orderBy: InvoiceOrder, $after: String) {
    firm {
      id
      invoices(filter: $filter, orderBy: $orderBy, first: 25, after: $after) {
        totalCount
        edges {
          node {
            id
            number
            description
            client { id name }
            status
            isOverdue
            issuedOn
            dueOn
            total { amount currencyCode }
            amountDue { amount currencyCode }
            ...InvoiceStatusBadge_invoice
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Connection = NonNullable<NonNullable<DashboardInvoicesQuery["firm"]>["invoices"]>;
type Row = Connection["edges"][number]["node"];

/** The firm's invoices. An employee sees those of their clients. */
export default function InvoicesPage() {
  const { t } = useLingui();
  const { rights } = useMember();
  const filters = useFilters();
  const filter = readFilter(filters);
  const orderBy = readOrder(filters);
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    InvoicesDocument,
    { filter, orderBy },
    (data) => data.firm?.invoices,
  );
  const rows = nodes.filter((node) => matches(filter, node));

  function orderColumn(field: InvoiceOrderField, first: "ASC" | "DESC"): Column<Row>["sort"] {
    const direction = orderBy.field === field ? orderBy.direction : null;
    const next = direction === null ? first : direction === "ASC" ? "DESC" : "ASC";
    return { direction, onSort: () => filters.set({ order: field, direction: next }) };
  }
  const columns: Column<Row>[] = [
    {
      key: "number",
      label: t`Invoice`,
      sort: orderColumn("NUMBER", "DESC"),
      cell: ({ id, number, description }) => (
        <div className="list-item-text">
          <Link href={`/invoices/${encodeURIComponent(id)}`}>{number}</Link>
          {description && <span className="soft small">{description.split("\n")[0]}</span>}
        </div>
      ),
    },
    { key: "client", label: t`Client`, cell: ({ client }) => client.name },
    { key: "status", label: t`Status`, cell: (invoice) => <InvoiceStatusBadge invoice={invoice} /> },
    {
      key: "issued",
      label: t`Issued`,
      sort: orderColumn("ISSUED", "DESC"),
      cell: ({ issuedOn }) => (issuedOn && <DateText value={issuedOn} />),
    },
    {
      key: "due",
      label: t`Due on`,
      sort: orderColumn("DUE", "ASC"),
      cell: ({ dueOn }) => (dueOn && <DateText value={dueOn} />),
    },
    {
      key: "total",
      label: t`Total`,
      isAmount: true,
      sort: orderColumn("TOTAL", "DESC"),
      cell: ({ total }) => <Money value={total} />,
    },
    {
      key: "amountDue",
      label: t`Left to pay`,
      isAmount: true,
      sort: orderColumn("AMOUNT_DUE", "DESC"),
      cell: ({ amountDue }) => Number(amountDue.amount) > 0 && <Money value={amountDue} />,
    },
  ];

  return (
    <div className="page">
      <PageHeader
        title={t`Invoices`}
        actions={
          rights.includes("MANAGE_INVOICES") && (
            <Link className={buttonClass("primary")} href="/invoices/new">
              <Trans>New invoice</Trans>
            </Link>
          )
        }
      />
      <Card>
        <FilterBar>
          <SearchField
            label={t`Number or description`}
            value={filters.get("search")}
            onChange={(search) => filters.set({ search })}
          />
          <Select
            label={t`Status`}
            value={filters.get("status")}
            onChange={(status) => filters.set({ status })}
            options={[
              { value: "", label: t`All` },
              { value: "DRAFT", label: t`Drafts` },
              { value: "OPEN", label: t`To be paid` },
              { value: "OVERDUE", label: t`Overdue` },
              { value: "PARTIALLY_PAID", label: t`Partly paid` },
              { value: "PAID", label: t`Paid` },
              { value: "VOID", label: t`Void` },
            ]}
          />
          <ClientField
            label={t`Client`}
            value={filters.get("client")}
            onChange={(client) => filters.set({ client })}
          />
          <PhoneOnly>
            <Select
              label={t`Order`}
              value={`${orderBy.field} ${orderBy.direction}`}
              onChange={(value) => {
                const [order = "", direction = ""] = value.split(" ");
                filters.set({ order, direction });
              }}
              options={[
                { value: "CREATED DESC", label: t`Latest invoices first` },
                { value: "CREATED ASC", label: t`Earliest invoices first` },
                { value: "DUE ASC", label: t`Due first` },
                { value: "DUE DESC", label: t`Due last` },
                { value: "ISSUED DESC", label: t`Issued last` },
                { value: "ISSUED ASC", label: t`Issued first` },
                { value: "NUMBER ASC", label: t`By number, up` },
                { value: "NUMBER DESC", label: t`By number, down` },
                { value: "TOTAL DESC", label: t`Largest total` },
                { value: "TOTAL ASC", label: t`Smallest total` },
                { value: "AMOUNT_DUE DESC", label: t`Most to be paid` },
                { value: "AMOUNT_DUE ASC", label: t`Least to be paid` },
              ]}
            />
          </PhoneOnly>
        </FilterBar>
        <DateFilters
          filters={filters}
          summary={<Trans>Dates</Trans>}
          dates={[
            { name: "issued", fromLabel: t`Issued from`, toLabel: t`Issued until` },
            { name: "due", fromLabel: t`Due from`, toLabel: t`Due until` },
          ]}
        />
        <QueryView query={query} skeleton={<Skeleton lines={8} />}>
          {() =>
            rows.length === 0 && !hasMore ? (
              <EmptyState
                icon={<FileText className="icon" aria-hidden="true" />}
                title={filters.isAnySet ? <Trans>No invoice matches</Trans> : <Trans>No invoices yet</Trans>}
              >
                {filters.isAnySet && <ClearFilters filters={filters} />}
              </EmptyState>
            ) : (
              <Table caption={t`Invoices`} columns={columns} rows={rows} rowKey={({ id }) => id} />
            )
          }
        </QueryView>
        <LoadMore
          hasMore={hasMore && nodes.length > 0}
          isLoading={isLoadingMore}
          totalCount={query.data?.firm?.invoices?.totalCount}
          onLoad={loadMore}
        />
      </Card>
    </div>
  );
}
