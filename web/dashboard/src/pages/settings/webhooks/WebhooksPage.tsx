import { Button, Card, EmptyState, QueryView, Skeleton } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Webhook } from "lucide-react";
import { Link } from "wouter";
import styles from "../settings.module.css";
import { SettingsHeader } from "../SettingsHeader.tsx";
import { CreateEndpointDialog } from "./CreateEndpointDialog.tsx";
import { endpointForm } from "./endpointForm.ts";
import { EndpointStatus } from "./EndpointStatus.tsx";

const WebhooksDocument = graphql(`
  query DashboardWebhooks {
    firm {
      id
      webhookEndpoints { id ...EndpointItem_endpoint }
    }
    viewer {
      ... on FirmMember { id noticePreferences { available } }
    }
  }
`);

/** Where systems of the firm hear of what happens. */
export default function WebhooksPage() {
  const { t } = useLingui();
  const query = useQuery(WebhooksDocument);
  const [isCreating, setCreating] = useOperationDialog(endpointForm);
  return (
    <div className="page page-form">
      <SettingsHeader title={t`Webhooks`} />
      <Card
        title={<Trans>Endpoints</Trans>}
        end={
          <Button onClick={() => setCreating(true)}>
            <Trans>Add an endpoint</Trans>
          </Button>
        }
      >
        <p className="soft">
          <Trans>Your own systems hear of payments, invoices and credits as soon as something happens.</Trans>
        </p>
        <QueryView query={query} skeleton={<Skeleton lines={3} />}>
          {({ firm, viewer }) => (
            <>
              {firm?.webhookEndpoints?.length === 0 ? (
                <EmptyState icon={<Webhook className="icon" aria-hidden="true" />} title={<Trans>No endpoints yet</Trans>} />
              ) : (
                <ul className="list">
                  {firm?.webhookEndpoints?.map((endpoint) => <EndpointItem key={endpoint.id} endpoint={endpoint} />)}
                </ul>
              )}
              {isCreating && viewer?.__typename === "FirmMember" && (
                <CreateEndpointDialog
                  available={viewer.noticePreferences?.available ?? []}
                  onClose={() => setCreating(false)}
                />
              )}
            </>
          )}
        </QueryView>
      </Card>
    </div>
  );
}

const EndpointFragment = graphql(`
  fragment EndpointItem_endpoint on WebhookEndpoint {
    id
    url
    kinds
    status
  }
`);

function EndpointItem({ endpoint }: { endpoint: FragmentType<typeof EndpointFragment> }) {
  const { id, url, kinds, status } = readFragment(EndpointFragment, endpoint);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link className={styles.address} href={`/settings/webhooks/${encodeURIComponent(id)}`}>
          {url}
        </Link>
        <span className="soft small">
          {kinds === null ? (
            <Trans>All notices</Trans>
          ) : (
            <Plural value={kinds.length} one="# kind of notice" other="# kinds of notices" />
          )}
        </span>
      </div>
      <div className="list-item-end">
        <EndpointStatus status={status} />
      </div>
    </li>
  );
}
