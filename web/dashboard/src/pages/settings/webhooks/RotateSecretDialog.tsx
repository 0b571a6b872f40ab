import { Dialog } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { ConfirmationDialog } from "../../../components/ConfirmationDialog.tsx";
import { Secret } from "./Secret.tsx";

const RotateSecret = graphql(`
  mutation DashboardRotateWebhookSecret($id: ID!) {
    rotateWebhookSecret(input: { webhookEndpointId: $id }) {
      ... on CreateWebhookEndpointPayload {
        secret
        webhookEndpoint { id ...EndpointDetails_endpoint }
      }
      ... on UserError { message }
    }
  }
`);

export function RotateSecretDialog({ id, onClose }: { id: string; onClose(): void }) {
  const rotate = useMutation(RotateSecret);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) {
    return (
      <Dialog title={<Trans>The new secret</Trans>} isOpen isWide keepsOpen onClose={onClose}>
        <Secret secret={secret} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <ConfirmationDialog
      title={<Trans>Make a new secret?</Trans>}
      action={<Trans>Make a new secret</Trans>}
      mutation={rotate}
      onConfirm={async () => setSecret((await rotate.run({ id }))?.secret ?? null)}
      onClose={onClose}
    >
      <p>
        <Trans>Your system has 24 hours to take the new secret: until then, the present one is good as well.</Trans>
      </p>
    </ConfirmationDialog>
  );
}
