import { EmptyState, LoadMore, QueryView } from "@acompte/shared/components";
import { graphql, usePages } from "@acompte/shared/graphql";
import { useClientUser } from "@acompte/shared/shell";
import { Trans } from "@lingui/react/macro";
import { CircleCheck, EyeOff, SearchX } from "lucide-react";
import { InvoiceItem } from "./InvoiceItem.tsx";
import { type InvoiceListName, invoiceLists } from "./invoiceLists.ts";

const InvoicesDocument = graphql(`
  query PortalInvoices($clientId: ID!, $filter: InvoiceFilter, $orderBy: InvoiceOrder, $after: String) {
    client(id: $clientId) {
      id
      invoices(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
        totalCount
        edges {
          node { id status isOverdue ...InvoiceItem_invoice }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** One list of invoices, page by page. */
export function InvoiceList({ name, search }: { name: InvoiceListName; search: string }) {
  const { id: clientId } = useClientUser().client;
  const { filter, orderBy, contains } = invoiceLists[name];
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    InvoicesDocument,
    { clientId, filter: search === "" ? filter : { ...filter, search }, orderBy },
    (data) => data.client?.invoices,
  );
  const invoices = nodes.filter(contains);
  return (
    <QueryView query={query}>
      {({ client }) =>
        client && client.invoices === null ? (
          <EmptyState icon={<EyeOff className="icon" aria-hidden="true" />} title={<Trans>No invoices here</Trans>}>
            <Trans>Your firm sends its invoices in another way.</Trans>
          </EmptyState>
        ) : (
          <div className="stack">
            {invoices.length > 0 ? (
              <ul className="list">
                {invoices.map((invoice) => (
                  <InvoiceItem key={invoice.id} invoice={invoice} />
                ))}
              </ul>
            ) : search === "" ? (
              <EmptyState icon={<CircleCheck className="icon" aria-hidden="true" />} title={<EmptyTitle name={name} />} />
            ) : (
              <EmptyState icon={<SearchX className="icon" aria-hidden="true" />} title={<Trans>Nothing found</Trans>}>
                <Trans>No invoice of this list contains “{search}”.</Trans>
              </EmptyState>
            )}
            <LoadMore
              hasMore={hasMore}
              isLoading={isLoadingMore}
              totalCount={client?.invoices?.totalCount}
              onLoad={loadMore}
            />
          </div>
        )
      }
    </QueryView>
  );
}

function EmptyTitle({ name }: { name: InvoiceListName }) {
  switch (name) {
    case "open":
      return <Trans>No invoice waits to be paid</Trans>;
    case "overdue":
      return <Trans>Nothing is overdue</Trans>;
    case "paid":
      return <Trans>No invoice has been paid in full yet</Trans>;
    case "void":
      return <Trans>No invoice has been voided</Trans>;
    case "all":
      return <Trans>No invoices yet</Trans>;
  }
}
