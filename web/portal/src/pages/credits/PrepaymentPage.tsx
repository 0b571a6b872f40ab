import { Breadcrumb, Callout, Card, DateText, DefinitionList, Money, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { PaidByName } from "@acompte/shared/payments";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useParams } from "wouter";
import { PrepaymentStatus } from "./PrepaymentStatus.tsx";
import { PrepaymentToComplete } from "./PrepaymentToComplete.tsx";
import { PrepaymentUses } from "./PrepaymentUses.tsx";

const PrepaymentDocument = graphql(`
  query PortalPrepayment($id: ID!) {
    node(id: $id) {
      ... on Prepayment {
        id
        number
        ...PrepaymentToComplete_prepayment
        ...PrepaymentDetails_prepayment
        ...PrepaymentUses_prepayment
      }
    }
  }
`);

export default function PrepaymentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(PrepaymentDocument, { id });
  const prepayment = query.data?.node?.__typename === "Prepayment" ? query.data.node : null;
  if (query.data && prepayment === null) return <NotFoundPage />;
  const number = prepayment?.number;
  return (
    <div className="page">
      <PageHeader
        title={number ? t`Prepayment ${number}` : t`Prepayment`}
        breadcrumb={
          <Breadcrumb to="/credits/prepayments">
            <Trans>Prepayments</Trans>
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
        {() =>
          prepayment && (
            <div className="main-and-side">
              <div className="stack">
                <PrepaymentToComplete prepayment={prepayment} />
                <PrepaymentUses prepayment={prepayment} />
              </div>
              <PrepaymentDetails prepayment={prepayment} />
            </div>
          )
        }
      </QueryView>
    </div>
  );
}

const DetailsFragment = graphql(`
  fragment PrepaymentDetails_prepayment on Prepayment {
    id
    status
    method
    memo
    createdAt
    receivedOn
    amount { amount currencyCode }
    card { brand last4 }
    actor { name }
    failure { code message }
    ...PrepaymentStatus_prepayment
  }
`);

function PrepaymentDetails({ prepayment }: { prepayment: FragmentType<typeof DetailsFragment> }) {
  const read = readFragment(DetailsFragment, prepayment);
  const { status, method, memo, createdAt, receivedOn, amount, card, actor, failure } = read;
  return (
    <Card title={<Trans>Amount</Trans>}>
      <div className="stack">
        <Money value={amount} isFigure />
        <PrepaymentStatus prepayment={read} />
      </div>
      {failure && (status === "FAILED" || status === "REQUIRES_ACTION") && <Callout tone="bad">{failure.message}</Callout>}
      <DefinitionList
        items={[
          [
            <Trans key="label">Paid by</Trans>,
            <PaidByName key="value" paidBy={method} card={card} />,
          ],
          [<Trans key="label">Started</Trans>, <DateText key="value" value={createdAt} withTime />],
          ...(receivedOn ? [[<Trans key="label">Received</Trans>, <DateText key="value" value={receivedOn} />] as const] : []),
          [<Trans key="label">By</Trans>, actor.name],
          ...(memo ? [[<Trans key="label">For</Trans>, memo] as const] : []),
        ]}
      />
    </Card>
  );
}
