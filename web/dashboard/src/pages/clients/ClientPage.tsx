import { Badge, Breadcrumb, Button, buttonClass, Callout, Card, DateText, EmptyState, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { Pencil, UserRoundX } from "lucide-react";
import { useState } from "react";
import { Link, useParams } from "wouter";
import { ArchiveClient, UnarchiveClient } from "./ArchiveClient.tsx";
import { AssignedMembers } from "./AssignedMembers.tsx";
import { ClientCredits } from "./ClientCredits.tsx";
import { ClientMoney } from "./ClientMoney.tsx";
import { ClientUsers } from "./ClientUsers.tsx";
import { EditClientDialog } from "./EditClientDialog.tsx";

const ClientDocument = graphql(`
  query DashboardClient($id: ID!) {
    client(id: $id) {
      id
      ...ClientPage_client
    }
  }
`);

export default function ClientPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id: string }>();
  const query = useQuery(ClientDocument, { id: decodeURIComponent(id) });
  return (
    <QueryView query={query} skeleton={<ClientSkeleton />}>
      {({ client }) =>
        client ? (
          <ClientView key={client.id} client={client} />
        ) : (
          <div className="page">
            <PageHeader title={t`Client`} />
            <Card>
              <EmptyState
                icon={<UserRoundX className="icon" aria-hidden="true" />}
                title={<Trans>Client not found</Trans>}
              >
                <Trans>It does not exist, or is not assigned to you any more.</Trans>
                <Link className={buttonClass()} href="/clients">
                  <Trans>All clients</Trans>
                </Link>
              </EmptyState>
            </Card>
          </div>
        )
      }
    </QueryView>
  );
}

const ClientPageFragment = graphql(`
  fragment ClientPage_client on Client {
    id
    name
    email
    reference
    archivedAt
    actions
    ...ArchiveClient_client
    ...AssignedMembers_client
    ...ClientCredits_client
    ...ClientMoney_client
    ...ClientUsers_client
  }
`);

function ClientView({ client: masked }: { client: FragmentType<typeof ClientPageFragment> }) {
  const client = readFragment(ClientPageFragment, masked);
  const { name, email, reference, archivedAt, actions } = client;
  const [isEditing, setEditing] = useState(false);
  return (
    <div className="page">
      <PageHeader
        title={name}
        breadcrumb={
          <Breadcrumb to="/clients">
            <Trans>Clients</Trans>
          </Breadcrumb>
        }
        description={
          (reference || email || archivedAt) && (
            <span className="row">
              {reference && <span>{reference}</span>}
              {email && <a href={`mailto:${email}`}>{email}</a>}
              {archivedAt && (
                <Badge>
                  <Trans>Archived</Trans>
                </Badge>
              )}
            </span>
          )
        }
        actions={
          actions.includes("UPDATE") && (
            <Button onClick={() => setEditing(true)}>
              <Pencil aria-hidden="true" />
              <Trans>Edit</Trans>
            </Button>
          )
        }
      />
      {archivedAt && (
        <Callout>
          <p>
            <Trans>
              Archived on <DateText value={archivedAt} />. It is left out of lists, and takes no new invoice, payment or
              user.
            </Trans>
          </p>
          {actions.includes("UNARCHIVE") && <UnarchiveClient clientId={client.id} />}
        </Callout>
      )}
      <div className="main-and-side">
        <div className="stack">
          <ClientCredits client={client} />
          <ClientMoney client={client} />
        </div>
        <div className="stack">
          <ClientUsers client={client} />
          <AssignedMembers client={client} />
          {actions.includes("UPDATE") && !archivedAt && <ArchiveClient client={client} />}
        </div>
      </div>
      {isEditing && <EditClientDialog client={client} onClose={() => setEditing(false)} />}
    </div>
  );
}

function ClientSkeleton() {
  return (
    <div className="page">
      <Skeleton lines={2} />
      <div className="main-and-side">
        <div className="stack">
          <Card>
            <Skeleton lines={4} />
          </Card>
          <Card>
            <Skeleton lines={6} />
          </Card>
        </div>
        <Card>
          <Skeleton lines={4} />
        </Card>
      </div>
    </div>
  );
}
