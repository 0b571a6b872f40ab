import { Button, Card, EmptyState, LoadMore, PageHeader, QueryView, Select, Skeleton } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { graphql, usePages } from "@acompte/shared/graphql";
import type { ClientOrder } from "@acompte/shared/graphql/types";
import { useMember } from "@acompte/shared/shell";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { UserRoundPlus, UsersRound } from "lucide-react";
import { ClearFilters, FilterBar, PhoneOnly } from "../../components/FilterBar.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { useFilters } from "../../components/useFilters.ts";
import { belongsToList, readOrder, readShow, readVariables, reorder } from "./clientList.ts";
import { ClientTable } from "./ClientTable.tsx";
import { newClientForm, NewClientDialog } from "./NewClientDialog.tsx";

const ClientsDocument = graphql(`
  query DashboardClients($search: String, $filter: ClientFilter, $orderBy: ClientOrder, $after: String) {
    firm {
      id
      clients(search: $search, filter: $filter, orderBy: $orderBy, first: 25, after: $after) {
        totalCount
        edges {
          node {
            id
            archivedAt
            amountDue { amount currencyCode }
            creditAccount { id balance { amount currencyCode } }
            ...ClientTable_client
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** The firm's clients. An employee sees theirs. */
export default function ClientsPage() {
  const { t } = useLingui();
  const canCreate = useMember().rights.includes("MANAGE_CLIENTS");
  const filters = useFilters();
  const show = readShow(filters);
  const order = readOrder(filters);
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    ClientsDocument,
    readVariables(filters),
    (data) => data.firm?.clients,
  );
  const [isCreating, setCreating] = useOperationDialog(newClientForm);
  const clients = nodes.filter((client) => belongsToList(show, client));
  const totalCount = query.data?.firm?.clients?.totalCount;
  const setOrder = ({ field, direction }: ClientOrder) => filters.set({ order: field, direction });
  const createButton = canCreate && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <UserRoundPlus aria-hidden="true" />
      <Trans>New client</Trans>
    </Button>
  );

  return (
    <div className="page">
      <PageHeader title={t`Clients`} actions={createButton} />
      <Card>
        <FilterBar>
          <SearchField
            label={t`Name, reference or email address`}
            value={filters.get("search")}
            onChange={(search) => filters.set({ search })}
          />
          <Select
            label={t`Show`}
            value={show}
            onChange={(next) => filters.set({ show: next })}
            options={[
              { value: "", label: t`All clients` },
              { value: "OWING", label: t`Those who owe money` },
              { value: "OVERDUE", label: t`With overdue invoices` },
              { value: "CREDITS", label: t`With credits` },
              { value: "ARCHIVED", label: t`Archived` },
            ]}
          />
          <PhoneOnly>
            <Select
              label={t`Order`}
              value={`${order.field} ${order.direction}`}
              onChange={(value) => {
                const [field = "", direction = ""] = value.split(" ");
                filters.set({ order: field, direction });
              }}
              options={[
                { value: "CREATED DESC", label: t`Newest first` },
                { value: "CREATED ASC", label: t`Oldest first` },
                { value: "NAME ASC", label: t`Name, from A to Z` },
                { value: "NAME DESC", label: t`Name, from Z to A` },
                { value: "AVAILABLE DESC", label: t`Most credits first` },
                { value: "AVAILABLE ASC", label: t`Fewest credits first` },
                { value: "AMOUNT_DUE DESC", label: t`Most due first` },
                { value: "AMOUNT_DUE ASC", label: t`Least due first` },
              ]}
            />
          </PhoneOnly>
        </FilterBar>
        <p className="soft small" role="status">
          {totalCount !== undefined && <Plural value={totalCount} one="# client" other="# clients" />}
        </p>
        <QueryView query={query} skeleton={<Skeleton lines={8} />}>
          {() =>
            clients.length > 0 || hasMore ? (
              <ClientTable clients={clients} order={order} onOrder={(field) => setOrder(reorder(order, field))} />
            ) : (
              <EmptyState
                icon={<UsersRound className="icon" aria-hidden="true" />}
                title={
                  filters.isAnySet ? (
                    <Trans>No client matches</Trans>
                  ) : canCreate ? (
                    <Trans>No clients yet</Trans>
                  ) : (
                    <Trans>No client is assigned to you yet</Trans>
                  )
                }
              >
                {filters.isAnySet ? <ClearFilters filters={filters} /> : createButton}
              </EmptyState>
            )
          }
        </QueryView>
        <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
      </Card>
      {isCreating && <NewClientDialog onClose={() => setCreating(false)} />}
    </div>
  );
}
