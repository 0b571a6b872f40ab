import { QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { NotFoundPage } from "@acompte/shared/shell";
import { Redirect, useParams } from "wouter";
import { PaymentDetail, PrepaymentDetail } from "./PaymentDetail.tsx";

const PaymentDocument = graphql(`
  query DashboardPayment($id: ID!) {
    node(id: $id) {
      id
      ... on Payment { ...PaymentDetail_payment }
      ... on Prepayment { ...PaymentDetail_prepayment }
      ... on Refund {
        payment { id }
        prepayment { id }
      }
    }
  }
`);

/** A payment, a prepayment, or the one that a refund is of. */
export default function PaymentPage() {
  const { id = "" } = useParams();
  const query = useQuery(PaymentDocument, { id: decodeURIComponent(id) });
  return (
    <QueryView query={query} skeleton={<Skeleton lines={8} />}>
      {({ node }) => {
        if (node?.__typename === "Payment") return <PaymentDetail key={node.id} payment={node} />;
        if (node?.__typename === "Prepayment") return <PrepaymentDetail key={node.id} prepayment={node} />;
        const refunded = node?.__typename === "Refund" ? (node.payment ?? node.prepayment) : null;
        return refunded ? <Redirect to={`/payments/${encodeURIComponent(refunded.id)}`} replace /> : <NotFoundPage />;
      }}
    </QueryView>
  );
}
