import { fieldError, MoneyField, Select, TextField, useToast } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation } from "@acompte/shared/graphql";
import type { OfflineMethod } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";

const RecordOfflineCredits = graphql(`
  mutation DashboardRecordOfflineCredits($input: RecordOfflinePaymentInput!) {
    recordOfflinePayment(input: $input) {
      ... on RecordOfflinePaymentPayload {
        creditAccount { ...ClientCreditsChange_account }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

export const offlineCreditsForm = (clientId: string): string => `offline-credits.${clientId}`;
const amountField = "to.credits.amount";

type Input = { amount: string; method: OfflineMethod; receivedOn: string; reason: string };

/** Money that came in cash, by cheque or by wire transfer, and becomes credits. */
export function OfflineCreditsDialog({ clientId, onClose }: { clientId: string; onClose(): void }) {
  const { t } = useLingui();
  const showToast = useToast();
  const form = useIdempotentForm<Input>(offlineCreditsForm(clientId), {
    amount: "",
    method: "WIRE",
    receivedOn: "",
    reason: "",
  });
  const record = useMutation(RecordOfflineCredits);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const { amount, method, receivedOn, reason } = input;
    const payload = await record.run({
      input: {
        to: { credits: { clientId, amount } },
        method,
        receivedOn: receivedOn || null,
        reason: reason || null,
        idempotencyKey,
      },
    });
    if (!payload) return;
    form.finish();
    onClose();
    showToast(<Trans>The money is recorded, and is now credits.</Trans>);
  }

  return (
    <OperationDialog
      title={<Trans>Record money received</Trans>}
      description={<Trans>In cash, by cheque or by wire transfer. It becomes credits of the client.</Trans>}
      form={form}
      mutation={record}
      fields={[amountField, "receivedOn", "reason"]}
      action={<Trans>Record the money</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <MoneyField
        label={t`Amount received`}
        isLarge
        value={form.input.amount}
        onChange={(amount) => form.setInput({ amount })}
        error={fieldError(record.failure, amountField)}
      />
      <Select
        label={t`How it came`}
        value={form.input.method}
        onChange={(method) => form.setInput({ method })}
        options={[
          { value: "WIRE", label: t`Wire transfer` },
          { value: "CHEQUE", label: t`Cheque` },
          { value: "CASH", label: t`Cash` },
          { value: "OTHER", label: t`In another way` },
        ]}
      />
      <TextField
        label={t`Received on`}
        hint={t`Today, if you leave it empty.`}
        type="date"
        isOptional
        value={form.input.receivedOn}
        onChange={(receivedOn) => form.setInput({ receivedOn })}
        error={fieldError(record.failure, "receivedOn")}
      />
      <TextField
        label={t`Note`}
        hint={t`Such as the number of the cheque. The client can read it.`}
        isOptional
        maxLength={500}
        value={form.input.reason}
        onChange={(reason) => form.setInput({ reason })}
        error={fieldError(record.failure, "reason")}
      />
    </OperationDialog>
  );
}
