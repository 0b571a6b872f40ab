import {
  Button,
  Callout,
  Card,
  ErrorCallout,
  fieldError,
  Form,
  Money,
  MoneyField,
  RadioCards,
  Skeleton,
  useToast,
} from "@acompte/shared/components";
import { useDebounced, useIdempotentForm } from "@acompte/shared/forms";
import { type Failure, type FragmentType, graphql, isAboutAmount, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import type { PayInvoice_invoiceFragment, PayInvoice_paymentFragment } from "@acompte/shared/graphql/types";
import { usePaymentWindow } from "@acompte/shared/payment";
import {
  amountLimits,
  type AmountName,
  amountOf,
  amountsToChoose,
  amountToPay,
  isDecimal,
  type SourceName,
  sourceOf,
  sourcesToChoose,
  useQuote,
} from "@acompte/shared/payments";
import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { emptyPaymentInput, type PaymentInput, paymentFormName } from "./invoicePaymentForm.ts";
import { QuoteFigures } from "./QuoteFigures.tsx";

const PayInvoiceFragment = graphql(`
  fragment PayInvoice_invoice on Invoice {
    id
    total { amount currencyCode }
    amountPayable { amount currencyCode }
    depositDue { amount currencyCode }
    actions
    client { id creditAccount { id available { amount currencyCode } } }
  }
`);

/** A payment that was started, to open its payment window. */
const StartedFragment = graphql(`
  fragment PayInvoice_payment on Payment {
    id
    status
    paidBy
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const PayInvoiceDocument = graphql(`
  mutation PortalPayInvoice($input: PayInvoiceInput!) {
    payInvoice(input: $input) {
      ... on PayInvoicePayload {
        invoice {
          id
          ...InvoiceAmounts_invoice
          ...PayInvoice_invoice
          ...InvoicePayments_invoice
          client { id amountDue { amount currencyCode } }
        }
        payments { id ...PayInvoice_payment }
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
  query PortalSentPayment($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      idempotencyKey
      status
      payments { id ...PayInvoice_payment }
    }
  }
`);

const typingDelay = 300;

/** How much to pay and from what, what that comes to, and then the payment window. */
export function PayInvoice({ invoice }: { invoice: FragmentType<typeof PayInvoiceFragment> }) {
  const toast = useToast();
  const payable = readFragment(PayInvoiceFragment, invoice);
  const { id, actions } = payable;
  const form = useIdempotentForm<PaymentInput>(paymentFormName(id), emptyPaymentInput);
  const pay = useMutation(PayInvoiceDocument);
  const openPayment = usePaymentWindow();
  const sent = useQuery(
    SentPayment,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent && !pay.isUnknown, requestPolicy: "network-only" },
  );
  const found = sent.data?.operation?.idempotencyKey === form.idempotencyKey ? sent.data.operation : null;
  const foundPayments = found?.payments.map((payment) => readFragment(StartedFragment, payment)) ?? [];
  const isUnfinished = found?.status === "IN_PROGRESS" && !foundPayments.some(canOpen);
  const resumedKey = useRef<string | null>(null);

  /** Sends what was chosen. What got no answer is sent again as it was. */
  async function send(changes?: Partial<PaymentInput>): Promise<boolean> {
    const { idempotencyKey, input } = form.begin(changes);
    const amount = input.amount && amountToPay(input.amount, input.partial);
    if (!amount || !input.source) return false;
    const { quoteToken } = input;
    const payload = await pay.run({
      input: { invoiceId: id, amount, ...sourceOf(input.source), quoteToken, idempotencyKey },
    });
    if (payload) proceed(payload.payments.map((payment) => readFragment(StartedFragment, payment)));
    return payload !== null;
  }
  /** Goes on to the payment window, or says what was paid. */
  function proceed(payments: readonly PayInvoice_paymentFragment[]): void {
    const toOpen = payments.find(canOpen);
    if (toOpen?.checkout) {
      openPayment({ checkout: toOpen.checkout, amount: toOpen.amount, onClose: form.finish });
      return;
    }
    form.finish();
    for (const { paidBy, status, amount } of payments) {
      if (status === "SUCCEEDED" && paidBy === "CREDITS") {
        toast(
          <Trans>
            <Money value={amount} /> paid from your credits.
          </Trans>,
        );
      }
    }
  }
  // After a reload, or a lost answer, it goes on from where it was, as soon as the server says where that is.
  const resume = useEffectEvent(() => {
    if (!found || isUnfinished || pay.isPending || resumedKey.current === found.idempotencyKey) return;
    resumedKey.current = found.idempotencyKey;
    pay.clearFailure();
    proceed(foundPayments);
  });
  useEffect(() => resume(), [found]);

  const canPay = actions.some((action) => action.startsWith("PAY_"));
  if (form.wasSent && sent.data === undefined) {
    return (
      <Frame>
        <p role="status" className="soft">
          <Trans>We are checking what became of your payment.</Trans>
        </p>
        <Skeleton />
      </Frame>
    );
  }
  if (pay.isUnknown || isUnfinished) {
    return (
      <Frame>
        {pay.failure ? (
          <ErrorCallout>
            <p>{pay.failure.message}</p>
          </ErrorCallout>
        ) : (
          <Callout>
            <Trans>Your payment has been started, and the payment provider has not answered yet.</Trans>
          </Callout>
        )}
        <Button look="primary" isWide isPending={pay.isPending} onClick={() => send()}>
          <Trans>Try again</Trans>
        </Button>
      </Frame>
    );
  }
  if (!canPay && !pay.isPending) return null;
  return (
    <Frame>
      {form.wasSent && found === null && (
        <Callout>
          <Trans>Your last payment was not started. You can send it again.</Trans>
        </Callout>
      )}
      <PaymentForm payable={payable} form={form} pay={pay} send={send} />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <Card title={<Trans>Pay this invoice</Trans>}>{children}</Card>;
}

const canOpen = ({ checkout, actions }: PayInvoice_paymentFragment): boolean =>
  checkout !== null && actions.includes("OPEN_CHECKOUT");

type PaymentFormProps = {
  payable: PayInvoice_invoiceFragment;
  form: { input: PaymentInput; setInput(changes: Partial<PaymentInput>): void };
  pay: { failure: Failure | null; isPending: boolean; clearFailure(): void };
  send(changes: Partial<PaymentInput>): Promise<boolean>;
};

function PaymentForm({ payable, form, pay, send }: PaymentFormProps) {
  const { t } = useLingui();
  const { id, amountPayable, depositDue, actions, client } = payable;
  const { available } = client.creditAccount;
  const partial = useDebounced(form.input.partial, typingDelay);

  const amounts = amountsToChoose(payable);
  const amountName = amounts.find((name) => name === form.input.amount) ?? amounts[0] ?? "REMAINING";
  const amount = amountOf(amountName, payable) ?? (isDecimal(partial) ? partial : amountPayable.amount);
  const sources = sourcesToChoose(actions, Number(available.amount) >= Number(amount));
  const source = sources.find((name) => name === form.input.source) ?? sources[0] ?? "CARD";
  const { from, rest } = sourceOf(source);
  const quote = useQuote(
    { invoiceId: id, amount: amountToPay(amountName, partial), from, rest },
    [amountPayable.amount, depositDue?.amount, available.amount, ...actions].join(" "),
  );
  const isOutdated = quote.isLoading || (amountName === "PARTIAL" && partial !== form.input.partial);

  function change(changes: Partial<PaymentInput>): void {
    // Other input would be another operation.
    if (pay.isPending) return;
    pay.clearFailure();
    form.setInput(changes);
  }
  async function submit(): Promise<void> {
    if (quote.quote === null || isOutdated) return;
    const wasDone = await send({ amount: amountName, source, quoteToken: quote.quote.token });
    // The figures may be others now.
    if (!wasDone) quote.reload();
  }

  const isAmountRefused = quote.refusal !== null && isAboutAmount(quote.refusal);
  // Credits and a charge share the amount: only the charge has limits of its own.
  const limits = amountLimits(amountPayable, rest === null ? (quote.refusal ?? pay.failure) : null);
  const amountError =
    amountName !== "PARTIAL" || isOutdated
      ? null
      : partial !== "" && !isDecimal(partial)
        ? t`Enter an amount in figures.`
        : (fieldError(pay.failure, "amount") ?? (isAmountRefused ? (quote.refusal?.message ?? null) : null));

  return (
    <Form failure={pay.failure} fields={amountName === "PARTIAL" ? ["amount"] : []} onSubmit={submit}>
      <RadioCards
        label={t`Amount to pay`}
        value={amountName}
        onChange={(name: AmountName) => change({ amount: name })}
        options={amounts.map((name) => {
          const value = amountOf(name, payable);
          return { value: name, label: <AmountLabel name={name} />, end: value !== null && <Money value={{ amount: value }} /> };
        })}
      />
      {amountName === "PARTIAL" && (
        <MoneyField
          label={t`Amount`}
          minimum={limits.minimum}
          maximum={limits.maximum}
          isLarge
          value={form.input.partial}
          onChange={(value) => change({ partial: value })}
          error={amountError}
        />
      )}
      <RadioCards
        label={t`How do you want to pay?`}
        value={source}
        onChange={(name: SourceName) => change({ source: name })}
        options={sources.map((name) => ({
          value: name,
          label: <SourceLabel name={name} />,
          hint: name.startsWith("CREDITS") ? (
            <Trans>
              <Money value={available} /> available
            </Trans>
          ) : name === "BANK_DEBIT" ? (
            <Trans>Paid in a few days</Trans>
          ) : (
            <Trans>Paid at once</Trans>
          ),
        }))}
      />
      <div className="stack" aria-live="polite" aria-busy={isOutdated}>
        {quote.quote ? (
          <QuoteFigures quote={quote.quote} method={rest ?? (from === "CREDITS" ? null : from)} isOutdated={isOutdated} />
        ) : quote.refusal && !(isAmountRefused && amountName === "PARTIAL") ? (
          <Callout tone="warning">{quote.refusal.message}</Callout>
        ) : (
          quote.isLoading && <Skeleton lines={2} />
        )}
      </div>
      <Button
        type="submit"
        look="primary"
        isWide
        isPending={pay.isPending || (isOutdated && quote.quote !== null)}
        disabled={quote.quote === null}
      >
        {quote.quote && Number(quote.quote.charged.amount) === 0 ? (
          <span>
            <Trans>
              Pay <Money value={quote.quote.amount} /> from credits
            </Trans>
          </span>
        ) : (
          <Trans>Continue to payment</Trans>
        )}
      </Button>
    </Form>
  );
}

function AmountLabel({ name }: { name: AmountName }) {
  switch (name) {
    case "DEPOSIT":
      return <Trans>The deposit</Trans>;
    case "FULL":
      return <Trans>The whole invoice</Trans>;
    case "REMAINING":
      return <Trans>What remains</Trans>;
    case "PARTIAL":
      return <Trans>Another amount</Trans>;
  }
}

function SourceLabel({ name }: { name: SourceName }) {
  switch (name) {
    case "CREDITS":
      return <Trans>Credits</Trans>;
    case "CREDITS_AND_CARD":
      return <Trans>Credits, and the rest by card</Trans>;
    case "CREDITS_AND_BANK_DEBIT":
      return <Trans>Credits, and the rest by bank debit</Trans>;
    case "CARD":
      return <Trans>Card</Trans>;
    case "BANK_DEBIT":
      return <Trans>Bank debit</Trans>;
  }
}
