import { useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { ConfirmationDialog } from "../../../components/ConfirmationDialog.tsx";
import { UpdateEndpoint } from "./updateEndpoint.ts";

export function DisableEndpointDialog({ id, onClose }: { id: string; onClose(): void }) {
  const update = useMutation(UpdateEndpoint);
  return (
    <ConfirmationDialog
      title={<Trans>Disable the endpoint?</Trans>}
      action={<Trans>Disable</Trans>}
      isDangerous
      mutation={update}
      onConfirm={async () => (await update.run({ input: { webhookEndpointId: id, enabled: false } })) && onClose()}
      onClose={onClose}
    >
      <p>
        <Trans>
          What waits to be delivered is not sent any more, and what happens until you enable the endpoint again is not
          sent later.
        </Trans>
      </p>
    </ConfirmationDialog>
  );
}
