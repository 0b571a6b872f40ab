import { Breadcrumb, buttonClass, Callout, Card, DateText, DefinitionList, Money, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { DisputeReasonText } from "../../components/DisputeReasonText.tsx";
import { DisputeStatusBadge } from "../../components/DisputeStatusBadge.tsx";
import { StripeLink } from "../../components/StripeLink.tsx";

const DisputeFragment = graphql(`
  fragment DisputePage_dispute on Dispute {
    id
    status
    client { id name }
    amount { amount currencyCode }
    withdrawn { amount currencyCode }
    reason
    evidenceDueAt
    openedAt
    closedAt
    payment { id number providerReference invoice { id number } }
    prepayment { id number providerReference }
  }
`);

const DisputeDocument = graphql(`
  query DashboardDispute($id: ID!) {
    node(id: $id) {
      id
      ... on Dispute { ...DisputePage_dispute }
    }
  }
`);

export default function DisputePage() {
  const { id = "" } = useParams();
  const query = useQuery(DisputeDocument, { id: decodeURIComponent(id) });
  return (
    <QueryView query={query} skeleton={<Skeleton lines={6} />}>
      {({ node }) => (node?.__typename === "Dispute" ? <Dispute key={node.id} dispute={node} /> : <NotFoundPage />)}
    </QueryView>
  );
}

function Dispute({ dispute: masked }: { dispute: FragmentType<typeof DisputeFragment> }) {
  const { t } = useLingui();
  const dispute = readFragment(DisputeFragment, masked);
  const { status, client, amount, withdrawn, reason, evidenceDueAt, openedAt, closedAt, payment } = dispute;
  const disputed = payment ?? dispute.prepayment;
  const facts: [ReactNode, ReactNode][] = [
    [<Trans key="client">Client</Trans>, <Link key="value" href={`/clients/${encodeURIComponent(client.id)}`}>{client.name}</Link>],
    [<Trans key="reason">Reason</Trans>, <DisputeReasonText key="value" reason={reason} />],
  ];
  if (disputed) {
    facts.push([
      payment ? <Trans key="payment">Payment</Trans> : <Trans key="prepayment">Prepayment</Trans>,
      <Link key="value" href={`/payments/${encodeURIComponent(disputed.id)}`}>{disputed.number}</Link>,
    ]);
  }
  if (payment?.invoice) {
    facts.push([
      <Trans key="invoice">Invoice</Trans>,
      <Link key="value" href={`/invoices/${encodeURIComponent(payment.invoice.id)}`}>{payment.invoice.number}</Link>,
    ]);
  }
  facts.push([<Trans key="opened">Opened</Trans>, <DateText key="value" value={openedAt} withTime />]);
  if (closedAt) facts.push([<Trans key="closed">Closed</Trans>, <DateText key="value" value={closedAt} withTime />]);

  return (
    <div className="page">
      <PageHeader
        title={t`Dispute with ${client.name}`}
        breadcrumb={
          <Breadcrumb to="/disputes">
            <Trans>Disputes</Trans>
          </Breadcrumb>
        }
        description={<DisputeStatusBadge status={status} />}
      />
      {status === "OPEN" && (
        <Callout tone={evidenceDueAt ? "warning" : "info"}>
          {evidenceDueAt ? (
            <p>
              <Trans>
                Answer it at Stripe by <DateText value={evidenceDueAt} withTime />. Otherwise it is lost.
              </Trans>
            </p>
          ) : (
            <p>
              <Trans>It cannot be answered. The bank decides.</Trans>
            </p>
          )}
          {disputed?.providerReference && (
            <StripeLink reference={disputed.providerReference} className={buttonClass()}>
              <Trans>Open at Stripe</Trans>
            </StripeLink>
          )}
        </Callout>
      )}
      <div className="main-and-side">
        <Card title={<Trans>Details</Trans>}>
          <DefinitionList items={facts} />
        </Card>
        <Card title={<Trans>Disputed amount</Trans>}>
          <Money value={amount} isFigure />
          <DefinitionList
            areFigures
            items={[[<Trans key="withdrawn">Withdrawn so far</Trans>, <Money key="value" value={withdrawn} />]]}
          />
        </Card>
      </div>
    </div>
  );
}
