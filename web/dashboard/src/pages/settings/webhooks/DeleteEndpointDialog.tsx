import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useLocation } from "wouter";
import { ConfirmationDialog } from "../../../components/ConfirmationDialog.tsx";

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
    <ConfirmationDialog
      title={<Trans>Delete the endpoint?</Trans>}
      action={<Trans>Delete</Trans>}
      isDangerous
      mutation={remove}
      onConfirm={async () => (await remove.run({ id })) && navigate("/settings/webhooks")}
      onClose={onClose}
    >
      <p>
        <Trans>Nothing is sent there any more, and its deliveries are no longer shown.</Trans>
      </p>
    </ConfirmationDialog>
  );
}
