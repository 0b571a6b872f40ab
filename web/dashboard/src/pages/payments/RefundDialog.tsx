import { Button, Callout, Dialog, fieldError, Form, Money, MoneyField, Skeleton, TextField, useToast, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading, useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation, useQuery } from "@acompte/shared/graphql";
import type { PaidBy } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { refundForm } from "./refundForm.ts";

const RefundPayment = graphql(`
  mutation DashboardRefundPayment($input: RefundPaymentInput!) {
    refundPayment(input: $input) {
      ... on RefundPaymentPayload {
        refund {
          id
          payment { id }
          prepayment { id }
          ...PaymentRefund_refund
        }
        payment { id ...PaymentDetail_payment }
        invoice { ...InvoiceChange_invoice }
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

const RefundPrepayment = graphql(`
  mutation DashboardRefundPrepayment($input: RefundPrepaymentInput!) {
    refundPrepayment(input: $input) {
      ... on RefundPrepaymentPayload {
        refund {
          id
          payment { id }
          prepayment { id }
          ...PaymentRefund_refund
        }
        prepayment { id ...PaymentDetail_prepayment }
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

const SentRefund = graphql(`
  query DashboardSentRefund($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      refund { id amount { amount currencyCode } }
    }
  }
`);

type Props = {
  id: string;
  number: string;
  refundable: { amount: string; currencyCode: string };
  /** What a payment was paid by. Null: it is a prepayment. */
  paidBy: PaidBy | null;
  onClose(): void;
};

/** Gives money back: to the payer, or to the credits that it came from. */
export default function RefundDialog({ id, number, refundable, paidBy, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const form = useIdempotentForm(refundForm(id), { amount: refundable.amount, reason: "" });
  const ofPayment = useMutation(RefundPayment);
  const ofPrepayment = useMutation(RefundPrepayment);
  const { isPending, mayBeDone, failure } = paidBy === null ? ofPrepayment : ofPayment;
  const sent = useQuery(
    SentRefund,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const found = form.wasSent ? sent.data?.operation?.refund : null;

  const isKnown = isResultKnown(form, sent);
  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!mayBeDone && isKnown) form.finish();
    onClose();
  }
  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload =
      paidBy === null
        ? await ofPrepayment.run({ input: { prepaymentId: id, ...input, idempotencyKey } })
        : await ofPayment.run({ input: { paymentId: id, ...input, idempotencyKey } });
    if (!payload) return;
    form.finish();
    toast(t`The refund is made.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Refund {number}</Trans>}
      description={
        paidBy === "CREDITS" ? (
          <Trans>It goes back to the credits, and the invoice is due again by as much.</Trans>
        ) : paidBy === "OFFLINE" ? (
          <Trans>This only records that you gave the money back. The invoice is due again by as much.</Trans>
        ) : paidBy === null ? (
          <Trans>It goes back to the payer, from what is unspent.</Trans>
        ) : (
          <Trans>It goes back to the payer. The invoice is due again by what it loses.</Trans>
        )
      }
      isOpen
      keepsOpen
      onClose={close}
    >
      {isResultLoading(form, sent) ? (
        <Skeleton />
      ) : isKnown && found ? (
        <Callout tone="good">
          <Trans>
            Your last refund of <Money value={found.amount} /> is made. You can close this window.
          </Trans>
        </Callout>
      ) : (
        <Form failure={failure} fields={["amount", "reason"]} onSubmit={submit}>
          {!isKnown && <UnknownResult />}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={mayBeDone || !isKnown}>
            <MoneyField
              label={t`Amount`}
              hint={
                <Trans>
                  At most <Money value={refundable} />.
                </Trans>
              }
              isLarge
              value={form.input.amount}
              onChange={(amount) => form.setInput({ amount })}
              error={fieldError(failure, "amount")}
            />
            <TextField
              label={t`Reason`}
              hint={t`The client can read it.`}
              maxLength={500}
              value={form.input.reason}
              onChange={(reason) => form.setInput({ reason })}
              error={fieldError(failure, "reason")}
            />
          </fieldset>
          <Button type="submit" look="primary" isWide isPending={isPending}>
            <Trans context="action">Refund</Trans>
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
