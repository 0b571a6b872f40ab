import { Button, Callout, Dialog, fieldError, Form, Money, MoneyField, RadioCards, Skeleton, useToast, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading, useDebounced, useIdempotentForm } from "@acompte/shared/forms";
import { type FragmentType, graphql, isAboutAmount, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import type { PayInvoiceInput } from "@acompte/shared/graphql/types";
import { usePaymentWindow } from "@acompte/shared/payment";
import { amountLimits, amountToPay, type SourceName, sourceOf, sourcesToChoose, useQuote } from "@acompte/shared/payments";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useState } from "react";
import { paymentForm } from "./invoiceForms.ts";
import { PaymentQuote } from "./PaymentQuote.tsx";

const InvoiceFragment = graphql(`
  fragment PayDialog_invoice on Invoice {
    id
    number
    amountPayable { amount currencyCode }
    depositDue { amount currencyCode }
    actions
    client {
      id
      name
      creditAccount { id available { amount currencyCode } }
    }
  }
`);

const StartedFragment = graphql(`
  fragment PayDialog_payment on Payment {
    id
    number
    status
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const PayInvoice = graphql(`
  mutation DashboardPayInvoice($input: PayInvoiceInput!) {
    payInvoice(input: $input) {
      ... on PayInvoicePayload {
        payments { id ...PayDialog_payment ...InvoicePaymentItem_payment }
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
      ... on AmountOutOfRange {
        minimum { amount currencyCode }
        maximum { amount currencyCode }
      }
    }
  }
`);

const SentPayment = graphql(`
  query DashboardSentPayment($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      payments { id ...PayDialog_payment }
    }
  }
`);

const typingDelay = 300;

type Input = { choice: "REMAINING" | "DEPOSIT" | "PARTIAL"; partial: string; source: SourceName | null };
type Props = { invoice: FragmentType<typeof InvoiceFragment>; onClose(): void };

/** Pays for the client: from their credits, or through the provider in a window that the member completes. */
export default function PayDialog({ invoice: masked, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const { id, number, amountPayable, depositDue, actions, client } = readFragment(InvoiceFragment, masked);
  const { available } = client.creditAccount;
  const hasDeposit = Number(depositDue?.amount ?? 0) > 0;
  const form = useIdempotentForm<Input>(paymentForm(id), {
    choice: hasDeposit ? "DEPOSIT" : "REMAINING",
    partial: "",
    source: null,
  });
  const { choice, partial } = form.input;
  const settledPartial = useDebounced(partial, typingDelay);
  const wanted = Number(choice === "PARTIAL" ? partial : ((choice === "DEPOSIT" ? depositDue : null) ?? amountPayable).amount);
  const sources = sourcesToChoose(actions, Number(available.amount) >= wanted);
  const source = form.input.source && sources.includes(form.input.source) ? form.input.source : (sources[0] ?? null);
  const { from, rest } = sourceOf(source ?? "CREDITS");
  const quote = useQuote(
    { invoiceId: id, amount: source && amountToPay(choice, settledPartial), from, rest },
    [amountPayable.amount, depositDue?.amount, available.amount, ...actions].join(" "),
  );
  const isOutdated = quote.isLoading || (choice === "PARTIAL" && settledPartial !== partial);
  const pay = useMutation(PayInvoice);
  const isAmountRefused = choice === "PARTIAL" && quote.refusal !== null && isAboutAmount(quote.refusal);
  // Credits and a charge share the amount: only the charge has limits of its own.
  const limits = amountLimits(amountPayable, rest ? null : (quote.refusal ?? pay.failure));
  const openPayment = usePaymentWindow();
  const sent = useQuery(
    SentPayment,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const found = form.wasSent ? readFragment(StartedFragment, sent.data?.operation?.payments) : undefined;
  const wasDone = (found?.length ?? 0) > 0;
  const isKnown = isResultKnown(form, sent);
  const [sentInput, setSentInput] = useState<PayInvoiceInput | null>(null);

  /** What is paid now. What got no answer is sent again as it was, whatever has changed since. */
  function inputToSend(): PayInvoiceInput | null {
    if (pay.isUnknown) return sentInput;
    const amount = amountToPay(choice, partial);
    if (amount === null || source === null || quote.quote === null || isOutdated) return null;
    const { idempotencyKey } = form.begin({ source });
    return { invoiceId: id, amount, from, rest, quoteToken: quote.quote.token, idempotencyKey };
  }
  async function submit(): Promise<void> {
    const input = inputToSend();
    if (input === null) return;
    setSentInput(input);
    const payload = await pay.run({ input });
    // The figures may have changed: show the quote anew.
    if (payload === null) return quote.reload();
    if (confirm(readFragment(StartedFragment, payload.payments))) return;
    form.finish();
    toast(t`Invoice ${number} is paid from credits.`);
    onClose();
  }
  /** Goes on to the payment window, if one of the payments waits for the member. */
  function confirm(payments: readonly { amount: { amount: string; currencyCode: string }; actions: readonly string[]; checkout: Parameters<typeof openPayment>[0]["checkout"] | null }[]): boolean {
    const toComplete = payments.find(({ actions, checkout }) => checkout && actions.includes("OPEN_CHECKOUT"));
    if (!toComplete?.checkout) return false;
    openPayment({ checkout: toComplete.checkout, amount: toComplete.amount, onClose: form.finish });
    onClose();
    return true;
  }
  const confirmFound = useEffectEvent((payments: Parameters<typeof confirm>[0]) => void confirm(payments));
  useEffect(() => {
    if (found) confirmFound(found);
  }, [found]);

  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!pay.mayBeDone && isKnown) form.finish();
    onClose();
  }

  return (
    <Dialog
      title={<Trans>Pay invoice {number}</Trans>}
      description={<Trans>You pay for {client.name}.</Trans>}
      isOpen
      keepsOpen
      onClose={close}
    >
      {isResultLoading(form, sent) ? (
        <Skeleton />
      ) : wasDone ? (
        <Callout>
          <Trans>Your payment is in progress. You can close this window.</Trans>
        </Callout>
      ) : (
        <Form failure={pay.failure} fields={choice === "PARTIAL" ? ["amount"] : []} onSubmit={submit}>
          {!isKnown && <UnknownResult />}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={pay.mayBeDone || !isKnown}>
            <RadioCards
              label={t`How much?`}
              value={choice}
              onChange={(next) => form.setInput({ choice: next })}
              options={[
                ...(hasDeposit && depositDue
                  ? [{ value: "DEPOSIT" as const, label: t`The deposit`, end: <Money value={depositDue} /> }]
                  : []),
                { value: "REMAINING", label: t`All that is to be paid`, end: <Money value={amountPayable} /> },
                { value: "PARTIAL", label: t`Another amount` },
              ]}
            />
            {choice === "PARTIAL" && (
              <MoneyField
                label={t`Amount`}
                value={partial}
                onChange={(next) => form.setInput({ partial: next })}
                minimum={limits.minimum}
                maximum={limits.maximum}
                error={isOutdated ? null : (fieldError(pay.failure, "amount") ?? (isAmountRefused ? quote.refusal?.message : null))}
              />
            )}
            {sources.length > 0 && (
              <RadioCards
                label={t`What from?`}
                value={source}
                onChange={(next) => form.setInput({ source: next })}
                options={sources.map((value) => ({
                  value,
                  label: {
                    CREDITS: t`The client’s credits`,
                    CREDITS_AND_CARD: t`Credits, the rest by card`,
                    CREDITS_AND_BANK_DEBIT: t`Credits, the rest by bank debit`,
                    CARD: t`Card`,
                    BANK_DEBIT: t`Bank debit`,
                  }[value],
                  end: value === "CREDITS" ? <Money value={available} /> : undefined,
                }))}
              />
            )}
          </fieldset>
          {!isAmountRefused && !pay.isUnknown && <PaymentQuote quote={quote} isOutdated={isOutdated} />}
          <Button type="submit" look="primary" isWide isPending={pay.isPending} disabled={!pay.isUnknown && (quote.quote === null || isOutdated)}>
            {source === "CREDITS" ? <Trans>Pay from credits</Trans> : <Trans>Continue to payment</Trans>}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
