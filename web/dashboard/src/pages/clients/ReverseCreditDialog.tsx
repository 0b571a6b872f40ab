import { fieldError, MoneyField, TextField, useToast } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { useFormats } from "@acompte/shared/language";
import { Trans, useLingui } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";

const ReverseCredit = graphql(`
  mutation DashboardReverseCredit($input: ReverseCreditInput!) {
    reverseCredit(input: $input) {
      ... on CreditPayload {
        creditAccount { ...ClientCreditsChange_account }
        entry { id ...ClientStatement_entry reverses { id remaining { amount currencyCode } } }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

export const reverseForm = (entryId: string): string => `reversal.${entryId}`;

type Props = { entry: { id: string; remaining: { amount: string; currencyCode: string } }; onClose(): void };

/** Takes back what is unspent of a credit note, or of money that was recorded as credits. */
export function ReverseCreditDialog({ entry, onClose }: Props) {
  const { t } = useLingui();
  const { money } = useFormats();
  const showToast = useToast();
  const { id, remaining } = entry;
  const form = useIdempotentForm(reverseForm(id), { amount: remaining.amount, reason: "" });
  const reverse = useMutation(ReverseCredit);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    if (!(await reverse.run({ input: { entryId: id, ...input, idempotencyKey } }))) return;
    form.finish();
    onClose();
    showToast(<Trans>The credits are taken back.</Trans>);
  }

  return (
    <OperationDialog
      title={<Trans>Take credits back</Trans>}
      description={<Trans>Of a credit note, or of money that you have returned or recorded by mistake.</Trans>}
      form={form}
      mutation={reverse}
      fields={["amount", "reason"]}
      action={<Trans>Take back</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <MoneyField
        label={t`Amount`}
        hint={t`At most ${money(remaining)}: what is not spent.`}
        isLarge
        value={form.input.amount}
        onChange={(amount) => form.setInput({ amount })}
        error={fieldError(reverse.failure, "amount")}
      />
      <TextField
        label={t`Reason`}
        hint={t`The client can read it.`}
        maxLength={500}
        value={form.input.reason}
        onChange={(reason) => form.setInput({ reason })}
        error={fieldError(reverse.failure, "reason")}
      />
    </OperationDialog>
  );
}
