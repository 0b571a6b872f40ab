import { buttonClass, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { InvoiceStatusBadge } from "../../components/InvoiceStatusBadge.tsx";

const ClientInvoicesFragment = graphql(`
  fragment ClientInvoices_client on Client {
    id
    actions
    latestInvoices: invoices(first: 5) {
      totalCount
      edges {
        node {
          id
          number
          description
          status
          dueOn
          total { amount currencyCode }
          amountDue { amount currencyCode }
          ...InvoiceStatusBadge_invoice
        }
      }
    }
  }
`);

/** The client's newest invoices, and the way to all of them. */
export function ClientInvoices({ client }: { client: FragmentType<typeof ClientInvoicesFragment> }) {
  const { id, actions, latestInvoices } = readFragment(ClientInvoicesFragment, client);
  const ofClient = `?client=${encodeURIComponent(id)}`;
  const invoices = latestInvoices?.edges ?? [];
  return (
    <div className="stack">
      {invoices.length === 0 ? (
        <p className="soft">
          <Trans>No invoices yet.</Trans>
        </p>
      ) : (
        <ul className="list">
          {invoices.map(({ node: invoice }) => (
            <li className="list-item" key={invoice.id}>
              <div className="list-item-text">
                <Link href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>
                <span className="soft small">
                  {invoice.description?.split("\n")[0]}
                  {invoice.description && invoice.dueOn && " · "}
                  {invoice.dueOn && (
                    <Trans>
                      Due on <DateText value={invoice.dueOn} />
                    </Trans>
                  )}
                </span>
              </div>
              <div className="list-item-end">
                <InvoiceStatusBadge invoice={invoice} />
                <Money value={invoice.status === "PARTIALLY_PAID" ? invoice.amountDue : invoice.total} />
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        {actions.includes("CREATE_INVOICE") && (
          <Link className={buttonClass()} href={`/invoices/new${ofClient}`}>
            <Trans>New invoice</Trans>
          </Link>
        )}
        {invoices.length > 0 && (
          <Link href={`/invoices${ofClient}`}>
            <Trans>All invoices ({latestInvoices?.totalCount})</Trans>
          </Link>
        )}
      </div>
    </div>
  );
}
