import { fieldError, TextField, useToast } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";
import { MemberFields, memberFields, type MemberInput, toMemberInput } from "./MemberFields.tsx";

const InviteMember = graphql(`
  mutation DashboardInviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      ... on InvitePayload {
        invitation { id ...InvitationItem_invitation client { id name archivedAt } }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

export const inviteMemberForm = "invitation";

export function InviteMemberDialog({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const showToast = useToast();
  const form = useIdempotentForm<MemberInput & { name: string; email: string }>(inviteMemberForm, {
    name: "",
    email: "",
    role: "EMPLOYEE",
    rights: [],
    clients: [],
  });
  const invite = useMutation(InviteMember);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const { name, email } = input;
    if (!(await invite.run({ input: { name, email, ...toMemberInput(input), idempotencyKey } }))) return;
    form.finish();
    onClose();
    showToast(<Trans>The invitation is on its way to {email}.</Trans>);
  }

  return (
    <OperationDialog
      title={<Trans>Invite somebody</Trans>}
      description={<Trans>They become a member of the firm. The link in the email is valid for 7 days.</Trans>}
      form={form}
      mutation={invite}
      fields={["name", "email", ...memberFields]}
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
      <MemberFields input={form.input} onChange={form.setInput} failure={invite.failure} />
    </OperationDialog>
  );
}
