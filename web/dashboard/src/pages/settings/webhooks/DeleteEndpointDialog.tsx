import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { ConfirmDialog } from "../ConfirmDialog.tsx";

const DeleteEndpoint = graphql(`
  mutation DashboardDeleteWebhookEndpoint($id: ID!) {
    deleteWebhookEndpoint(input: { webhookEndpointId: $id }) {
      ... on DeleteWebhookEndpointPayload {
        firm {
          id
          webhookEndpoints { id }
        }
      }
      ... on UserError { message }
    }
  }
`);

export function DeleteEndpointDialog({ id, onClose }: { id: string; onClose(): void }) {
  const remove = useMutation(DeleteEndpoint);
  const [, navigate] = useLocation();
  return (
    <ConfirmDialog
      title={<Trans>Delete the endpoint?</Trans>}
      action={<Trans>Delete</Trans>}
      isDangerous
      isPending={remove.isPending}
      failure={remove.failure}
      onConfirm={async () => (await remove.run({ id })) && navigate("/settings/webhooks")}
      onClose={onClose}
    >
      <p>
        <Trans>Nothing is sent there any more, and its deliveries are no longer shown.</Trans>
      </p>
    </ConfirmDialog>
  );
}
