import {
  Button,
  Callout,
  Checkbox,
  Dialog,
  fieldError,
  Form,
  Money,
  MoneyField,
  Select,
  Skeleton,
  TextField,
  useToast,
  UnknownResult,
} from "@acompte/shared/components";
import { isResultKnown, isResultLoading, useIdempotentForm } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import type { OfflineMethod } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { offlinePaymentForm } from "./invoiceForms.ts";

const InvoiceFragment = graphql(`
  fragment OfflinePaymentDialog_invoice on Invoice {
    id
    number
    amountPayable { amount currencyCode }
  }
`);

const RecordOfflinePayment = graphql(`
  mutation DashboardRecordOfflinePayment($input: RecordOfflinePaymentInput!) {
    recordOfflinePayment(input: $input) {
      ... on RecordOfflinePaymentPayload {
        payment { id ...InvoicePaymentItem_payment }
        invoice {
          id
          client { id amountDue { amount currencyCode } }
          ...InvoicePage_invoice
        }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

const SentOfflinePayment = graphql(`
  query DashboardSentOfflinePayment($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      payments { id number }
    }
  }
`);

type Input = {
  amount: string;
  method: OfflineMethod;
  receivedOn: string;
  reason: string;
  excessToCredits: boolean;
};
type Props = { invoice: FragmentType<typeof InvoiceFragment>; onClose(): void };

/** Records money that came in cash, by cheque or by wire transfer. */
export default function OfflinePaymentDialog({ invoice, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const { id, number, amountPayable } = readFragment(InvoiceFragment, invoice);
  const form = useIdempotentForm<Input>(offlinePaymentForm(id), {
    amount: amountPayable.amount,
    method: "WIRE",
    receivedOn: "",
    reason: "",
    excessToCredits: false,
  });
  const record = useMutation(RecordOfflinePayment);
  const sent = useQuery(
    SentOfflinePayment,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const found = form.wasSent ? sent.data?.operation?.payments[0] : null;
  const excess = Number(form.input.amount) > Number(amountPayable.amount);
  const failure = record.failure;

  const isKnown = isResultKnown(form, sent);
  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!record.mayBeDone && isKnown) form.finish();
    onClose();
  }
  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await record.run({
      input: {
        to: { invoice: { invoiceId: id, amount: { partial: input.amount }, excessToCredits: excess && input.excessToCredits } },
        method: input.method,
        receivedOn: input.receivedOn || null,
        reason: input.reason || null,
        idempotencyKey,
      },
    });
    if (!payload) return;
    toast(t`The payment is recorded.`);
    form.finish();
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Record a payment</Trans>}
      description={
        <Trans>
          Invoice {number}: <Money value={amountPayable} /> can be paid.
        </Trans>
      }
      isOpen
      keepsOpen
      onClose={close}
    >
      {isResultLoading(form, sent) ? (
        <Skeleton />
      ) : found ? (
        <Callout tone="good">
          <Trans>Your last payment is recorded as {found.number}. You can close this window.</Trans>
        </Callout>
      ) : (
        <Form failure={failure} fields={["amount", "receivedOn", "reason"]} onSubmit={submit}>
          {!isKnown && <UnknownResult />}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={record.mayBeDone || !isKnown}>
            <MoneyField
              label={t`Amount received`}
              isLarge
              value={form.input.amount}
              onChange={(amount) => form.setInput({ amount })}
              error={fieldError(failure, "amount")}
            />
            {excess && (
              <Checkbox
                label={t`Add the excess to the client’s credits`}
                isChecked={form.input.excessToCredits}
                onChange={(excessToCredits) => form.setInput({ excessToCredits })}
              />
            )}
            <Select
              label={t`How was it paid?`}
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
              type="date"
              label={t`Received on`}
              hint={t`Today if you leave it empty.`}
              isOptional
              value={form.input.receivedOn}
              onChange={(receivedOn) => form.setInput({ receivedOn })}
              error={fieldError(failure, "receivedOn")}
            />
            <TextField
              label={t`Note`}
              hint={t`The number of a cheque, for example. The client can read it.`}
              isOptional
              maxLength={500}
              value={form.input.reason}
              onChange={(reason) => form.setInput({ reason })}
              error={fieldError(failure, "reason")}
            />
          </fieldset>
          <Button type="submit" look="primary" isWide isPending={record.isPending}>
            <Trans>Record the payment</Trans>
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
