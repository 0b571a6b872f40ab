import { fieldError, TextField, useToast } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";

const InviteClientUser = graphql(`
  mutation DashboardInviteClientUser($input: InviteClientUserInput!) {
    inviteClientUser(input: $input) {
      ... on InvitePayload {
        invitation {
          id
          ...InvitationItem_invitation
          client { id invitations { id } }
        }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

export const inviteUserForm = (clientId: string): string => `invitation.${clientId}`;

type Props = { clientId: string; clientName: string; onClose(): void };

export function InviteUserDialog({ clientId, clientName, onClose }: Props) {
  const { t } = useLingui();
  const showToast = useToast();
  const form = useIdempotentForm(inviteUserForm(clientId), { name: "", email: "" });
  const invite = useMutation(InviteClientUser);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await invite.run({ input: { clientId, ...input, idempotencyKey } });
    if (!payload) return;
    form.finish();
    onClose();
    showToast(<Trans>The invitation is on its way to {input.email}.</Trans>);
  }

  return (
    <OperationDialog
      title={<Trans>Invite a user</Trans>}
      description={<Trans>They see and pay what concerns {clientName}. The link in the email is valid for 7 days.</Trans>}
      form={form}
      mutation={invite}
      fields={["name", "email"]}
      action={<Trans>Send the invitation</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={t`Name`}
        autoComplete="off"
        maxLength={200}
        value={form.input.name}
        onChange={(name) => form.setInput({ name })}
        error={fieldError(invite.failure, "name")}
      />
      <TextField
        label={t`Email address`}
        type="email"
        autoComplete="off"
        maxLength={254}
        value={form.input.email}
        onChange={(email) => form.setInput({ email })}
        error={fieldError(invite.failure, "email")}
      />
    </OperationDialog>
  );
}
