import { Breadcrumb, Button, Card, DateText, DefinitionList, ErrorCallout, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, readFragment, useMutation, usePages } from "@acompte/shared/graphql";
import type { EndpointDetails_endpointFragment, NoticeKind } from "@acompte/shared/graphql/types";
import { NotFoundPage, NoticeKindName } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useParams } from "wouter";
import styles from "../settings.module.css";
import { Deliveries } from "./Deliveries.tsx";
import { DeleteEndpointDialog } from "./DeleteEndpointDialog.tsx";
import { DisableEndpointDialog } from "./DisableEndpointDialog.tsx";
import { EditEndpointDialog } from "./EditEndpointDialog.tsx";
import { EndpointStatus } from "./EndpointStatus.tsx";
import { RotateSecretDialog } from "./RotateSecretDialog.tsx";
import { UpdateEndpoint } from "./updateEndpoint.ts";

const EndpointFragment = graphql(`
  fragment EndpointDetails_endpoint on WebhookEndpoint {
    id
    url
    kinds
    status
    createdAt
  }
`);

const EndpointDocument = graphql(`
  query DashboardWebhookEndpoint($id: ID!, $after: String) {
    node(id: $id) {
      ... on WebhookEndpoint {
        id
        ...EndpointDetails_endpoint
        deliveries(first: 20, after: $after) {
          edges {
            node { id ...Deliveries_delivery }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
    viewer {
      ... on FirmMember { id noticePreferences { available } }
    }
  }
`);

/** One endpoint: what it gets, and what became of what was sent to it. */
export default function WebhookEndpointPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const pages = usePages(EndpointDocument, { id: decodeURIComponent(id) }, ({ node }) =>
    node?.__typename === "WebhookEndpoint" ? node.deliveries : null,
  );
  if (pages.query.data && pages.query.data.node?.__typename !== "WebhookEndpoint") return <NotFoundPage />;
  return (
    <div className="page page-form">
      <PageHeader
        title={t`Webhook endpoint`}
        breadcrumb={
          <Breadcrumb to="/settings/webhooks">
            <Trans>Webhooks</Trans>
          </Breadcrumb>
        }
      />
      <QueryView query={pages.query} skeleton={<Skeleton lines={6} />}>
        {({ node, viewer }) =>
          node?.__typename === "WebhookEndpoint" && (
            <>
              <Endpoint
                endpoint={readFragment(EndpointFragment, node)}
                available={(viewer?.__typename === "FirmMember" && viewer.noticePreferences?.available) || []}
              />
              <Deliveries pages={pages} />
            </>
          )
        }
      </QueryView>
    </div>
  );
}

type Props = { endpoint: EndpointDetails_endpointFragment; available: readonly NoticeKind[] };

function Endpoint({ endpoint, available }: Props) {
  const { t } = useLingui();
  const { id, url, kinds, status, createdAt } = endpoint;
  const [asks, setAsks] = useState<"edit" | "rotate" | "disable" | "delete" | null>(null);
  const update = useMutation(UpdateEndpoint);
  const close = () => setAsks(null);
  return (
    <Card title={<Trans>Endpoint</Trans>} end={<EndpointStatus status={status} />}>
      {status === "FAILING" && (
        <p className="soft">
          <Trans>The newest attempt failed. After three days of only failing, the endpoint is disabled.</Trans>
        </p>
      )}
      <DefinitionList
        items={[
          [t`Address`, <span className={styles.address}>{url}</span>],
          [
            t`Notices`,
            kinds === null ? (
              <Trans>All notices</Trans>
            ) : (
              <ul>
                {kinds.map((kind) => (
                  <li key={kind}>
                    <NoticeKindName kind={kind} />
                  </li>
                ))}
              </ul>
            ),
          ],
          [t`Added`, <DateText value={createdAt} withTime />],
        ]}
      />
      {update.failure && (
        <ErrorCallout>
          <p>{update.failure.message}</p>
        </ErrorCallout>
      )}
      <div className="form-actions">
        <Button onClick={() => setAsks("edit")}>
          <Trans>Change</Trans>
        </Button>
        <Button onClick={() => setAsks("rotate")}>
          <Trans>New secret</Trans>
        </Button>
        {status === "DISABLED" ? (
          <Button isPending={update.isPending} onClick={() => update.run({ input: { webhookEndpointId: id, enabled: true } })}>
            <Trans>Enable</Trans>
          </Button>
        ) : (
          <Button onClick={() => setAsks("disable")}>
            <Trans>Disable</Trans>
          </Button>
        )}
        <Button look="danger" onClick={() => setAsks("delete")}>
          <Trans>Delete</Trans>
        </Button>
      </div>
      {asks === "edit" && <EditEndpointDialog endpoint={endpoint} available={available} onClose={close} />}
      {asks === "rotate" && <RotateSecretDialog id={id} onClose={close} />}
      {asks === "disable" && <DisableEndpointDialog id={id} onClose={close} />}
      {asks === "delete" && <DeleteEndpointDialog id={id} onClose={close} />}
    </Card>
  );
}
