import { useToast } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { OperationDialog } from "../../components/OperationDialog.tsx";
import { ClientFields, clientFields, type ClientInput } from "./ClientFields.tsx";
import { clientPath } from "./clientPath.ts";

const CreateClient = graphql(`
  mutation DashboardCreateClient($input: CreateClientInput!) {
    createClient(input: $input) {
      ... on ClientPayload {
        client { id name email reference }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

export const newClientForm = "client";

export function NewClientDialog({ onClose }: { onClose(): void }) {
  const [, navigate] = useLocation();
  const showToast = useToast();
  const form = useIdempotentForm<ClientInput>(newClientForm, { name: "", email: "", reference: "" });
  const create = useMutation(CreateClient);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await create.run({
      input: { name: input.name, email: input.email || null, reference: input.reference || null, idempotencyKey },
    });
    if (!payload) return;
    form.finish();
    onClose();
    showToast(<Trans>{payload.client.name} is now a client.</Trans>);
    navigate(clientPath(payload.client.id));
  }

  return (
    <OperationDialog
      title={<Trans>New client</Trans>}
      form={form}
      mutation={create}
      fields={clientFields}
      action={<Trans>Create the client</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <ClientFields input={form.input} onChange={form.setInput} failure={create.failure} />
    </OperationDialog>
  );
}
