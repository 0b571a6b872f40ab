import { Breadcrumb, Card, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useParams } from "wouter";
import { PaymentDetails } from "./PaymentDetails.tsx";

const PaymentDocument = graphql(`
  query PortalPayment($id: ID!) {
    node(id: $id) {
      ... on Payment { id number ...PaymentDetails_payment }
    }
  }
`);

/** One payment of an invoice: how it ended, the credits that it used, and what came back. */
export default function PaymentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(PaymentDocument, { id });
  const payment = query.data?.node?.__typename === "Payment" ? query.data.node : null;
  if (query.data && payment === null) return <NotFoundPage />;
  const number = payment?.number;
  return (
    <div className="page">
      <PageHeader
        title={number ? t`Payment ${number}` : t`Payment`}
        breadcrumb={
          <Breadcrumb to="/payments">
            <Trans>Payments</Trans>
          </Breadcrumb>
        }
      />
      <QueryView
        query={query}
        skeleton={
          <Card>
            <Skeleton lines={6} />
          </Card>
        }
      >
        {() => payment && <PaymentDetails payment={payment} />}
      </QueryView>
    </div>
  );
}
