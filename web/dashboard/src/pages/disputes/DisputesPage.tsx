import {
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
import type { DashboardDisputesQuery, DisputeFilter, DisputeStatus } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { Scale } from "lucide-react";
import { Link } from "wouter";
import { ClientField } from "../../components/ClientField.tsx";
import { DisputeReasonText } from "../../components/DisputeReasonText.tsx";
import { DisputeStatusBadge } from "../../components/DisputeStatusBadge.tsx";
import { ClearFilters, FilterBar } from "../../components/FilterBar.tsx";
import { StripeLink } from "../../components/StripeLink.tsx";
import { useFilters } from "../../components/useFilters.ts";

const DisputesDocument = graphql(`
  query DashboardDisputes($filter: DisputeFilter, $after: String) {
    firm {
      id
      disputes(filter: $filter, first: 25, after: $after) {
        totalCount
        edges {
          node {
            id
            status
            client { id name }
            amount { amount currencyCode }
            withdrawn { amount currencyCode }
            reason
            evidenceDueAt
            openedAt
            payment { id number providerReference }
            prepayment { id number providerReference }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Connection = NonNullable<NonNullable<DashboardDisputesQuery["firm"]>["disputes"]>;
type Row = Connection["edges"][number]["node"];

const statuses: readonly string[] = ["OPEN", "WON", "LOST"] satisfies DisputeStatus[];

/** Disputes of payments. They are answered in the provider's dashboard. */
export default function DisputesPage() {
  const { t } = useLingui();
  const filters = useFilters();
  const status = filters.get("status");
  const client = filters.get("client");
  const filter: DisputeFilter = {
    status: statuses.includes(status) ? [status as DisputeStatus] : null,
    clientIds: client ? [client] : null,
  };
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    DisputesDocument,
    { filter },
    (data) => data.firm?.disputes,
  );
  // One that has just been decided stays in the list until it is loaded again.
  const rows = nodes.filter((node) => !filter.status || filter.status.includes(node.status));
  const columns: Column<Row>[] = [
    {
      key: "client",
      label: t`Client`,
      cell: ({ id, client, reason }) => (
        <div className="list-item-text">
          <Link href={`/disputes/${encodeURIComponent(id)}`}>{client.name}</Link>
          <span className="soft small">
            <DisputeReasonText reason={reason} />
          </span>
        </div>
      ),
    },
    {
      key: "payment",
      label: t`Payment`,
      cell: ({ payment, prepayment }) => {
        const disputed = payment ?? prepayment;
        return disputed && <Link href={`/payments/${encodeURIComponent(disputed.id)}`}>{disputed.number}</Link>;
      },
    },
    { key: "status", label: t`Status`, cell: ({ status }) => <DisputeStatusBadge status={status} /> },
    {
      key: "deadline",
      label: t`Answer by`,
      cell: ({ status, evidenceDueAt }) =>
        status === "OPEN" && evidenceDueAt && <DateText value={evidenceDueAt} withTime />,
    },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
    { key: "withdrawn", label: t`Withdrawn`, isAmount: true, cell: ({ withdrawn }) => <Money value={withdrawn} /> },
    {
      key: "provider",
      label: t`Answer at`,
      cell: ({ payment, prepayment }) => {
        const reference = (payment ?? prepayment)?.providerReference;
        return (
          reference && (
            <StripeLink reference={reference}>
              <Trans>Stripe</Trans>
            </StripeLink>
          )
        );
      },
    },
  ];

  return (
    <div className="page">
      <PageHeader title={t`Disputes`} description={t`A payer disputes a payment with their bank. You answer it at Stripe.`} />
      <Card>
        <FilterBar>
          <Select
            label={t`Status`}
            value={status}
            onChange={(next) => filters.set({ status: next })}
            options={[
              { value: "", label: t({ message: "All", context: "disputes" }) },
              { value: "OPEN", label: t`Open` },
              { value: "WON", label: t`Won` },
              { value: "LOST", label: t`Lost` },
            ]}
          />
          <ClientField label={t`Client`} value={client} onChange={(next) => filters.set({ client: next })} />
        </FilterBar>
        <QueryView query={query} skeleton={<Skeleton lines={6} />}>
          {() =>
            rows.length === 0 && !hasMore ? (
              <EmptyState
                icon={<Scale className="icon" aria-hidden="true" />}
                title={filters.isAnySet ? <Trans>No dispute matches</Trans> : <Trans>No disputes yet</Trans>}
              >
                {filters.isAnySet && <ClearFilters filters={filters} />}
              </EmptyState>
            ) : (
              <Table caption={t`Disputes`} columns={columns} rows={rows} rowKey={({ id }) => id} />
            )
          }
        </QueryView>
        <LoadMore
          hasMore={hasMore && nodes.length > 0}
          isLoading={isLoadingMore}
          totalCount={query.data?.firm?.disputes?.totalCount}
          onLoad={loadMore}
        />
      </Card>
    </div>
  );
}
