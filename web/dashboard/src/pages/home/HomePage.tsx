import { buttonClass, Card, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { ClientsWhoOwe } from "./ClientsWhoOwe.tsx";
import { FailedPayments } from "./FailedPayments.tsx";
import { OpenDisputes } from "./OpenDisputes.tsx";
import { OverdueInvoices } from "./OverdueInvoices.tsx";

/** The one request of the first page. */
const HomeDocument = graphql(`
  query DashboardHome($since: Date!) {
    ...Shell_query
    viewer {
      ... on FirmMember { id rights }
    }
    firm {
      id
      ...OverdueInvoices_firm
      ...FailedPayments_firm
      ...OpenDisputes_firm
      ...ClientsWhoOwe_firm
    }
  }
`);

/** For how long a failure asks for attention. */
const days = 30;

/** What waits for the firm. */
export default function HomePage() {
  const { t } = useLingui();
  const [since] = useState(() => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
  const query = useQuery(HomeDocument, { since });
  const viewer = query.data?.viewer;
  const mayInvoice = viewer?.__typename === "FirmMember" && viewer.rights.includes("MANAGE_INVOICES");
  return (
    <div className="page">
      <PageHeader
        title={t`Overview`}
        actions={
          mayInvoice && (
            <Link className={buttonClass("primary")} href="/invoices/new">
              <Trans>New invoice</Trans>
            </Link>
          )
        }
      />
      <QueryView query={query} skeleton={<HomeSkeleton />}>
        {({ firm }) =>
          firm && (
            <div className="main-and-side">
              <div className="stack">
                <OverdueInvoices firm={firm} />
                <FailedPayments firm={firm} since={since} />
              </div>
              <div className="stack">
                <OpenDisputes firm={firm} />
                <ClientsWhoOwe firm={firm} />
              </div>
            </div>
          )
        }
      </QueryView>
    </div>
  );
}

function HomeSkeleton() {
  return (
    <div className="main-and-side">
      <Card>
        <Skeleton lines={6} />
      </Card>
      <Card>
        <Skeleton lines={4} />
      </Card>
    </div>
  );
}
