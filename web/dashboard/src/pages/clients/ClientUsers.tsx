import { Button, Card, useToast } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { ConfirmationDialog } from "../../components/ConfirmationDialog.tsx";
import { InvitationItem } from "../../components/InvitationItem.tsx";
import { inviteUserForm, InviteUserDialog } from "./InviteUserDialog.tsx";

const ClientUsersFragment = graphql(`
  fragment ClientUsers_client on Client {
    id
    name
    actions
    users { id name email }
    invitations { id status ...InvitationItem_invitation }
  }
`);

/** Who signs in for the client, and who is invited to. */
export function ClientUsers({ client }: { client: FragmentType<typeof ClientUsersFragment> }) {
  const { id, name: clientName, actions, users, invitations } = readFragment(ClientUsersFragment, client);
  const [isInviting, setInviting] = useOperationDialog(inviteUserForm(id));
  const [removed, setRemoved] = useState<(typeof users)[number] | null>(null);
  const open = (invitations ?? []).filter(({ status }) => status === "PENDING" || status === "EXPIRED");
  return (
    <Card title={<Trans>Users</Trans>}>
      {users.length + open.length === 0 ? (
        <p className="soft">
          <Trans>Nobody signs in for this client yet.</Trans>
        </p>
      ) : (
        <ul className="list">
          {users.map((user) => (
            <li className="list-item" key={user.id}>
              <div className="list-item-text">
                <span>{user.name}</span>
                <span className="soft small">{user.email}</span>
              </div>
              {actions.includes("UPDATE") && (
                <div className="list-item-end">
                  <Button look="quiet" onClick={() => setRemoved(user)}>
                    <Trans>Remove</Trans>
                    <span className="visually-hidden"> {user.name}</span>
                  </Button>
                </div>
              )}
            </li>
          ))}
          {open.map((invitation) => (
            <InvitationItem key={invitation.id} invitation={invitation} canResend={actions.includes("INVITE_USER")} />
          ))}
        </ul>
      )}
      {actions.includes("INVITE_USER") && (
        <Button onClick={() => setInviting(true)}>
          <UserRoundPlus aria-hidden="true" />
          <Trans>Invite a user</Trans>
        </Button>
      )}
      {isInviting && <InviteUserDialog clientId={id} clientName={clientName} onClose={() => setInviting(false)} />}
      {removed && <RemoveUserDialog user={removed} clientName={clientName} onClose={() => setRemoved(null)} />}
    </Card>
  );
}

const RemoveClientUser = graphql(`
  mutation DashboardRemoveClientUser($clientUserId: ID!) {
    removeClientUser(input: { clientUserId: $clientUserId }) {
      ... on ClientPayload {
        client { id users { id } }
      }
      ... on UserError { message }
    }
  }
`);

type RemoveProps = { user: { id: string; name: string }; clientName: string; onClose(): void };

function RemoveUserDialog({ user, clientName, onClose }: RemoveProps) {
  const showToast = useToast();
  const remove = useMutation(RemoveClientUser);
  const { name } = user;
  return (
    <ConfirmationDialog
      title={<Trans>Remove {name}?</Trans>}
      mutation={remove}
      action={<Trans>Remove the user</Trans>}
      isDangerous
      onConfirm={async () => {
        if (!(await remove.run({ clientUserId: user.id }))) return;
        onClose();
        showToast(<Trans>{name} is removed.</Trans>);
      }}
      onClose={onClose}
    >
      <p>
        <Trans>
          {name} is signed out at once, and sees nothing of {clientName} any more. What they did keeps their name.
        </Trans>
      </p>
    </ConfirmationDialog>
  );
}
