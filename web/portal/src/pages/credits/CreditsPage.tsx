import { Card, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import { useClientUser } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { PrepaymentOffer } from "../../payments/PrepaymentOffer.tsx";
import { CreditFigures } from "./CreditFigures.tsx";
import { CreditsNavigation } from "./CreditsNavigation.tsx";
import { Statement } from "./Statement.tsx";

const CreditsDocument = graphql(`
  query PortalCredits($clientId: ID!) {
    client(id: $clientId) {
      id
      creditAccount { id ...CreditFigures_creditAccount }
      ...PrepaymentOffer_client
    }
  }
`);

/** What the client has with the firm, the way to add to it, and how it came about. */
export default function CreditsPage() {
  const { t } = useLingui();
  const clientId = useClientUser().client.id;
  const query = useQuery(CreditsDocument, { clientId });
  return (
    <div className="page">
      <PageHeader title={t`Credits`} description={<Trans>Your money with the firm, ready to pay invoices.</Trans>} />
      <CreditsNavigation />
      <QueryView
        query={query}
        skeleton={
          <div className="columns">
            <Card>
              <Skeleton lines={2} />
            </Card>
            <Card>
              <Skeleton lines={2} />
            </Card>
          </div>
        }
      >
        {({ client }) =>
          client && (
            <div className="columns">
              <CreditFigures creditAccount={client.creditAccount} />
              <PrepaymentOffer client={client} />
            </div>
          )
        }
      </QueryView>
      <Statement clientId={clientId} />
    </div>
  );
}
