import { Button, Dialog, Form } from "@acompte/shared/components";
import { useMutation } from "@acompte/shared/graphql";
import type { EndpointDetails_endpointFragment, NoticeKind } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { EndpointFields } from "./EndpointFields.tsx";
import type { EndpointInput } from "./endpointForm.ts";
import { UpdateEndpoint } from "./updateEndpoint.ts";

type Props = { endpoint: EndpointDetails_endpointFragment; available: readonly NoticeKind[]; onClose(): void };

export function EditEndpointDialog({ endpoint: { id, url, kinds }, available, onClose }: Props) {
  const update = useMutation(UpdateEndpoint);
  const [input, setInput] = useState<EndpointInput>({ url, kinds });
  return (
    <Dialog title={<Trans>Change the endpoint</Trans>} isOpen isWide keepsOpen onClose={onClose}>
      <Form
        failure={update.failure}
        fields={["url", "kinds"]}
        onSubmit={async () => (await update.run({ input: { webhookEndpointId: id, ...input } })) && onClose()}
      >
        <EndpointFields
          input={input}
          available={available}
          failure={update.failure}
          onChange={(changes) => setInput({ ...input, ...changes })}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" isPending={update.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
