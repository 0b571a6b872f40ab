import { Breadcrumb, Card, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useParams } from "wouter";
import { InvoiceAmounts } from "./InvoiceAmounts.tsx";
import { InvoiceLines } from "./InvoiceLines.tsx";
import { InvoicePayments } from "./InvoicePayments.tsx";
import { PayInvoice } from "./PayInvoice.tsx";
import styles from "./invoice.module.css";

const InvoiceDocument = graphql(`
  query PortalInvoice($id: ID!) {
    invoice(id: $id) {
      id
      number
      description
      ...InvoiceAmounts_invoice
      ...PayInvoice_invoice
      ...InvoiceLines_invoice
      ...InvoicePayments_invoice
    }
  }
`);

export default function InvoicePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(InvoiceDocument, { id });
  const invoice = query.data?.invoice;
  if (invoice === null) return <NotFoundPage />;
  const number = invoice?.number;
  return (
    <div className="page">
      <PageHeader
        title={number ? t`Invoice ${number}` : t`Invoice`}
        breadcrumb={
          <Breadcrumb to="/invoices">
            <Trans>Invoices</Trans>
          </Breadcrumb>
        }
        description={invoice?.description}
      />
      <QueryView query={query} skeleton={<InvoiceSkeleton />}>
        {({ invoice }) =>
          invoice && (
            <div className={styles.invoice}>
              <div className="stack">
                <InvoiceAmounts invoice={invoice} />
                <PayInvoice key={invoice.id} invoice={invoice} />
              </div>
              <div className="stack">
                <InvoiceLines invoice={invoice} />
                <InvoicePayments invoice={invoice} />
              </div>
            </div>
          )
        }
      </QueryView>
    </div>
  );
}

function InvoiceSkeleton() {
  return (
    <div className={styles.invoice}>
      <Card>
        <Skeleton lines={5} />
      </Card>
      <Card>
        <Skeleton lines={8} />
      </Card>
    </div>
  );
}
