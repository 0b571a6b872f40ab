import { Button, Callout, Dialog, Form, Skeleton, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading } from "@acompte/shared/forms";
import { type Failure, graphql, useQuery } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

const SentOperation = graphql(`
  query DashboardSentOperation($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      idempotencyKey
      status
    }
  }
`);

type Props = {
  title: ReactNode;
  description?: ReactNode;
  /** The form's state, of `useIdempotentForm`. */
  form: { idempotencyKey: string; wasSent: boolean; finish(): void };
  mutation: { failure: Failure | null; isPending: boolean; mayBeDone: boolean };
  /** The fields of the input that show their own errors. */
  fields: readonly string[];
  /** What the button says. */
  action: ReactNode;
  isWide?: boolean;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
};

/** A form for something that must not be done twice. After a reload, it says what became of what was sent. */
export function OperationDialog({ title, description, form, mutation, fields, action, isWide, onSubmit, onClose, children }: Props) {
  const sent = useQuery(
    SentOperation,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const isKnown = isResultKnown(form, sent);
  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!mutation.mayBeDone && isKnown) form.finish();
    onClose();
  }
  return (
    <Dialog title={title} description={description} isOpen isWide={isWide} keepsOpen onClose={close}>
      {isResultLoading(form, sent) ? (
        <Skeleton />
      ) : form.wasSent && sent.data?.operation?.status === "DONE" ? (
        <div className="form">
          <Callout tone="good">
            <Trans>What you sent was done.</Trans>
          </Callout>
          <Button look="primary" isWide onClick={close}>
            <Trans>Close</Trans>
          </Button>
        </div>
      ) : (
        <Form failure={mutation.failure} fields={fields} onSubmit={onSubmit}>
          {!isKnown && <UnknownResult />}
          {form.wasSent && isKnown && (
            <Callout>
              <Trans>What you sent was not done. You can send it again: nothing is done twice.</Trans>
            </Callout>
          )}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={mutation.mayBeDone || !isKnown}>
            {children}
          </fieldset>
          <Button type="submit" look="primary" isWide isPending={mutation.isPending}>
            {action}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
