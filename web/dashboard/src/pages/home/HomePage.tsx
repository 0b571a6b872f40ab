import { Card, EmptyState, Money, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { CircleCheck } from "lucide-react";

const HomeDocument = graphql(`
  query DashboardHome {
    ...Shell_query
    firm {
      id
      overdue: invoices(
        filter: { overdue: true }
        orderBy: { field: DUE, direction: ASC }
        first: 10
      ) {
        totalCount
        edges {
          node { id isOverdue ...OverdueInvoice_invoice }
        }
      }
    }
  }
`);

/** What waits for the firm. */
export default function HomePage() {
  const { t } = useLingui();
  const query = useQuery(HomeDocument);
  return (
    <div className="page">
      <PageHeader title={t`Overview`} />
      <Card title={<Trans>Overdue invoices</Trans>}>
        <QueryView query={query} skeleton={<Skeleton lines={4} />}>
          {({ firm }) => {
            const overdue = (firm?.overdue?.edges ?? []).filter(({ node }) => node.isOverdue);
            return overdue.length === 0 ? (
              <EmptyState icon={<CircleCheck className="icon" aria-hidden="true" />} title={<Trans>Nothing is overdue</Trans>} />
            ) : (
              <ul className="list">
                {overdue.map(({ node }) => (
                  <OverdueInvoice key={node.id} invoice={node} />
                ))}
              </ul>
            );
          }}
        </QueryView>
      </Card>
    </div>
  );
}

const OverdueInvoiceFragment = graphql(`
  fragment OverdueInvoice_invoice on Invoice {
    id
    number
    client { id name }
    amountDue { amount currencyCode }
  }
`);

function OverdueInvoice({ invoice }: { invoice: FragmentType<typeof OverdueInvoiceFragment> }) {
  const { number, client, amountDue } = readFragment(OverdueInvoiceFragment, invoice);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span>{client.name}</span>
        <span className="soft small">{number}</span>
      </div>
      <Money value={amountDue} />
    </li>
  );
}
