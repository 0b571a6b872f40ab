import { Breadcrumb, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useParams } from "wouter";
import { InvoiceStatusBadge } from "../../components/InvoiceStatusBadge.tsx";
import { InvoiceActions } from "./InvoiceActions.tsx";
import { InvoiceSums } from "./InvoiceSums.tsx";
import { InvoiceLineTable } from "./InvoiceLineTable.tsx";
import { InvoicePaymentList } from "./InvoicePaymentList.tsx";

const InvoiceFragment = graphql(`
  fragment InvoicePage_invoice on Invoice {
    id
    number
    status
    client { id name }
    ...InvoiceStatusBadge_invoice
    ...InvoiceActions_invoice
    ...InvoiceSums_invoice
    ...InvoiceLineTable_invoice
    ...InvoicePaymentList_invoice
  }
`);

const InvoiceDocument = graphql(`
  query DashboardInvoice($id: ID!) {
    invoice(id: $id) { id ...InvoicePage_invoice }
  }
`);

export default function InvoicePage() {
  const { id = "" } = useParams();
  const query = useQuery(InvoiceDocument, { id: decodeURIComponent(id) });
  return (
    <QueryView query={query} skeleton={<Skeleton lines={8} />}>
      {({ invoice }) => (invoice ? <Invoice key={invoice.id} invoice={invoice} /> : <NotFoundPage />)}
    </QueryView>
  );
}

function Invoice({ invoice: masked }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { t } = useLingui();
  const invoice = readFragment(InvoiceFragment, masked);
  const { number, status, client } = invoice;
  return (
    <div className="page">
      <PageHeader
        title={status === "DRAFT" ? t`Draft ${number}` : t`Invoice ${number}`}
        breadcrumb={
          <Breadcrumb to="/invoices">
            <Trans>Invoices</Trans>
          </Breadcrumb>
        }
        description={
          <span className="row">
            <Link href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>
            <InvoiceStatusBadge invoice={invoice} />
          </span>
        }
        actions={<InvoiceActions invoice={invoice} />}
      />
      <div className="main-and-side">
        <div className="side">
          <InvoiceSums invoice={invoice} />
        </div>
        <div className="stack">
          <InvoiceLineTable invoice={invoice} />
          <InvoicePaymentList invoice={invoice} />
        </div>
      </div>
    </div>
  );
}
