import { Badge, Card, DateText, EmptyState, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Plural, Trans } from "@lingui/react/macro";
import { CircleCheck } from "lucide-react";
import { Link } from "wouter";

const FirmFragment = graphql(`
  fragment OverdueInvoices_firm on Firm {
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
`);

export function OverdueInvoices({ firm }: { firm: FragmentType<typeof FirmFragment> }) {
  const { overdue } = readFragment(FirmFragment, firm);
  // An invoice that has just been paid stays in the list until it is loaded again.
  const invoices = (overdue?.edges ?? []).filter(({ node }) => node.isOverdue);
  const others = (overdue?.totalCount ?? 0) - (overdue?.edges.length ?? 0);
  return (
    <Card
      title={<Trans>Overdue invoices</Trans>}
      end={
        others > 0 && (
          <Link href="/invoices?status=OVERDUE&order=DUE&direction=ASC">
            <Plural value={others} one="# more" other="# more" />
          </Link>
        )
      }
    >
      {invoices.length === 0 ? (
        <EmptyState icon={<CircleCheck className="icon" aria-hidden="true" />} title={<Trans>Nothing is overdue</Trans>} />
      ) : (
        <ul className="list">
          {invoices.map(({ node }) => (
            <OverdueInvoice key={node.id} invoice={node} />
          ))}
        </ul>
      )}
    </Card>
  );
}

const InvoiceFragment = graphql(`
  fragment OverdueInvoice_invoice on Invoice {
    id
    number
    dueOn
    client { id name }
    amountDue { amount currencyCode }
    amountPending { amount currencyCode }
  }
`);

function OverdueInvoice({ invoice }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { id, number, dueOn, client, amountDue, amountPending } = readFragment(InvoiceFragment, invoice);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={`/invoices/${encodeURIComponent(id)}`}>{client.name}</Link>
        <span className="row small soft">
          <span>{number}</span>
          {dueOn && (
            <span>
              <Trans>
                Due on <DateText value={dueOn} />
              </Trans>
            </span>
          )}
          {Number(amountPending.amount) > 0 && (
            <Badge tone="info">
              <Trans>
                <Money value={amountPending} /> on its way
              </Trans>
            </Badge>
          )}
        </span>
      </div>
      <Money value={amountDue} />
    </li>
  );
}
