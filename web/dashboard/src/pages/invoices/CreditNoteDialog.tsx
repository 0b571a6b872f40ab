import { Button, Callout, Dialog, fieldError, Form, MoneyField, Skeleton, TextField, useToast, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading, useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { creditNoteForm } from "./invoiceForms.ts";

const AddCreditNote = graphql(`
  mutation DashboardAddCreditNote($input: AddCreditNoteInput!) {
    addCreditNote(input: $input) {
      ... on CreditPayload {
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
        entry { id }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

const SentCreditNote = graphql(`
  query DashboardSentCreditNote($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      entry { id }
    }
  }
`);

type Props = { clientId: string; clientName: string; onClose(): void };

/** Grants credits to a client. */
export default function CreditNoteDialog({ clientId, clientName, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const form = useIdempotentForm(creditNoteForm(clientId), { amount: "", reason: "" });
  const add = useMutation(AddCreditNote);
  const sent = useQuery(
    SentCreditNote,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const found = form.wasSent ? sent.data?.operation?.entry : null;

  const isKnown = isResultKnown(form, sent);
  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!add.mayBeDone && isKnown) form.finish();
    onClose();
  }
  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await add.run({ input: { clientId, ...input, idempotencyKey } });
    if (!payload) return;
    toast(t`The credit note is written.`);
    form.finish();
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Write a credit note</Trans>}
      description={<Trans>{clientName} gets credits, which can pay any invoice.</Trans>}
      isOpen
      keepsOpen
      onClose={close}
    >
      {isResultLoading(form, sent) ? (
        <Skeleton />
      ) : found ? (
        <Callout tone="good">
          <Trans>Your last credit note is written. You can close this window.</Trans>
        </Callout>
      ) : (
        <Form failure={add.failure} fields={["amount", "reason"]} onSubmit={submit}>
          {!isKnown && <UnknownResult />}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={add.mayBeDone || !isKnown}>
            <MoneyField
              label={t`Amount`}
              isLarge
              value={form.input.amount}
              onChange={(amount) => form.setInput({ amount })}
              error={fieldError(add.failure, "amount")}
            />
            <TextField
              label={t`Reason`}
              hint={t`The client can read it.`}
              maxLength={500}
              value={form.input.reason}
              onChange={(reason) => form.setInput({ reason })}
              error={fieldError(add.failure, "reason")}
            />
          </fieldset>
          <Button type="submit" look="primary" isWide isPending={add.isPending}>
            <Trans>Write the credit note</Trans>
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
