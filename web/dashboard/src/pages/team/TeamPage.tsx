import { Button, Card, LoadMore, PageHeader, QueryView, Skeleton } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { graphql, usePages } from "@acompte/shared/graphql";
import { RoleName } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { UserRoundPlus } from "lucide-react";
import { Link } from "wouter";
import { InvitationItem } from "../../components/InvitationItem.tsx";
import { inviteMemberForm, InviteMemberDialog } from "./InviteMemberDialog.tsx";
import { MemberItem } from "./MemberItem.tsx";

const TeamDocument = graphql(`
  query DashboardTeam($after: String) {
    firm {
      id
      members { id ...MemberItem_member }
      invitations(first: 50, after: $after) {
        edges {
          node {
            id
            role
            status
            client { id name archivedAt }
            ...InvitationItem_invitation
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

/** Who works for the firm, and who is invited. For the owner and admins. */
export default function TeamPage() {
  const { t } = useLingui();
  // Live changes do not tell who has accepted an invitation to the firm.
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    TeamDocument,
    {},
    (data) => data.firm?.invitations,
    { requestPolicy: "cache-and-network" },
  );
  const [isInviting, setInviting] = useOperationDialog(inviteMemberForm);
  const open = nodes.filter(({ status }) => status === "PENDING" || status === "EXPIRED");
  return (
    <div className="page">
      <PageHeader
        title={t`Team`}
        actions={
          <Button look="primary" onClick={() => setInviting(true)}>
            <UserRoundPlus aria-hidden="true" />
            <Trans>Invite somebody</Trans>
          </Button>
        }
      />
      <div className="main-and-side">
        <Card title={<Trans>Members</Trans>}>
          <QueryView query={query} skeleton={<Skeleton lines={6} />}>
            {({ firm }) => (
              <ul className="list">
                {firm?.members?.map((member) => <MemberItem key={member.id} member={member} />)}
              </ul>
            )}
          </QueryView>
        </Card>
        <Card title={<Trans>Open invitations</Trans>}>
          <QueryView query={query}>
            {() =>
              open.length === 0 ? (
                <p className="soft">
                  <Trans>No invitation waits for an answer.</Trans>
                </p>
              ) : (
                <ul className="list">
                  {open.map((invitation) => (
                    <InvitationItem
                      key={invitation.id}
                      invitation={invitation}
                      canResend={invitation.client === null || invitation.client.archivedAt === null}
                    >
                      {invitation.client ? (
                        <Trans>
                          User of{" "}
                          <Link href={`/clients/${encodeURIComponent(invitation.client.id)}`}>{invitation.client.name}</Link>
                        </Trans>
                      ) : (
                        invitation.role && <RoleName role={invitation.role} />
                      )}
                    </InvitationItem>
                  ))}
                </ul>
              )
            }
          </QueryView>
          <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
        </Card>
      </div>
      {isInviting && <InviteMemberDialog onClose={() => setInviting(false)} />}
    </div>
  );
}
