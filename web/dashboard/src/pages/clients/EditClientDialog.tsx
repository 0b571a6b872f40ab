import { Button, Dialog, Form, useToast } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { ClientFields, clientFields, type ClientInput } from "./ClientFields.tsx";

const UpdateClient = graphql(`
  mutation DashboardUpdateClient($input: UpdateClientInput!) {
    updateClient(input: $input) {
      ... on ClientPayload {
        client { id name email reference }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

type Props = { client: { id: string; name: string; email: string | null; reference: string | null }; onClose(): void };

export function EditClientDialog({ client, onClose }: Props) {
  const showToast = useToast();
  const [input, setInput] = useState<ClientInput>({
    name: client.name,
    email: client.email ?? "",
    reference: client.reference ?? "",
  });
  const update = useMutation(UpdateClient);

  async function submit(): Promise<void> {
    const { name, email, reference } = input;
    const payload = await update.run({
      input: { clientId: client.id, name, email: email || null, reference: reference || null },
    });
    if (!payload) return;
    onClose();
    showToast(<Trans>The client is saved.</Trans>);
  }

  return (
    <Dialog title={<Trans>Edit the client</Trans>} isOpen keepsOpen onClose={onClose}>
      <Form failure={update.failure} fields={clientFields} onSubmit={submit}>
        <ClientFields
          input={input}
          onChange={(changes) => setInput({ ...input, ...changes })}
          failure={update.failure}
        />
        <Button type="submit" look="primary" isWide isPending={update.isPending}>
          <Trans>Save</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
