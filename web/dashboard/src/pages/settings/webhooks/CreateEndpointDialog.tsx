import { Button, Callout, Dialog, Form } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import type { NoticeKind } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { EndpointFields } from "./EndpointFields.tsx";
import { endpointForm, type EndpointInput } from "./endpointForm.ts";
import { Secret } from "./Secret.tsx";

const CreateEndpoint = graphql(`
  mutation DashboardCreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      ... on CreateWebhookEndpointPayload {
        secret
        webhookEndpoint { id ...EndpointItem_endpoint }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

type Props = { available: readonly NoticeKind[]; onClose(): void };

/** A new endpoint, and then its secret. */
export function CreateEndpointDialog({ available, onClose }: Props) {
  const form = useIdempotentForm<EndpointInput>(endpointForm, { url: "", kinds: null });
  const create = useMutation(CreateEndpoint);
  const [created, setCreated] = useState<{ secret: string | null } | null>(null);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await create.run({ input: { ...input, idempotencyKey } });
    if (!payload) return;
    form.finish();
    setCreated({ secret: payload.secret });
  }
  function close(): void {
    if (!create.mayBeDone) form.finish();
    onClose();
  }

  return (
    <Dialog
      title={created ? <Trans>The endpoint is added</Trans> : <Trans>Add an endpoint</Trans>}
      isOpen
      isWide
      keepsOpen
      onClose={close}
    >
      {created ? (
        <Secret secret={created.secret} onClose={close} />
      ) : (
        <Form failure={create.failure} fields={["url", "kinds"]} onSubmit={submit}>
          {form.wasSent && (
            <Callout>
              <p>
                <Trans>The last answer was lost. Send it again: nothing is added twice.</Trans>
              </p>
            </Callout>
          )}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={create.mayBeDone || form.wasSent}>
            <EndpointFields
              input={form.input}
              available={available}
              failure={create.failure}
              onChange={form.setInput}
            />
          </fieldset>
          <div className="form-actions">
            <Button type="submit" look="primary" isPending={create.isPending}>
              <Trans>Add the endpoint</Trans>
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
