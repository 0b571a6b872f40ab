import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useId, useMemo, useState } from "react";
import { Button } from "../../components/Button.tsx";
import { Money } from "../../components/Money.tsx";
import { Callout, ErrorCallout } from "../../components/Callout.tsx";
import { RadioCards } from "../../components/RadioCards.tsx";
import { Skeleton } from "../../components/Skeleton.tsx";
import { TextField } from "../../components/TextField.tsx";
import type { MoneyValue } from "../../language/formats.tsx";
import type { PaymentFormProps } from "../paymentForm.ts";
import { Authentication } from "./Authentication.tsx";
import { useDeclineMessage } from "./declineMessage.ts";
import { createSimulator, type Intent, SimulatorError } from "./simulator.ts";
import { compact, findTestMethod, group, testMethods } from "./testMethods.ts";

/** The payment form of the Stripe simulator: no money moves. */
export default function SimulatorForm({ checkout, amount, onOutcome }: PaymentFormProps) {
  const { t } = useLingui();
  const declineMessage = useDeclineMessage();
  const { publishableKey, clientSecret, accountId, apiBase } = checkout;
  const simulator = useMemo(
    () => createSimulator({ publishableKey, clientSecret, accountId, apiBase }),
    [publishableKey, clientSecret, accountId, apiBase],
  );
  const [intent, setIntent] = useState<Intent | null>(null);
  const [type, setType] = useState<string | null>(null);
  const [number, setNumber] = useState("");
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  async function run(step: () => Promise<Intent>): Promise<void> {
    setPending(true);
    setMessage(null);
    try {
      const next = await step();
      setIntent(next);
      if (next.status === "succeeded" || next.status === "processing") onOutcome(next.status);
      else if (next.last_payment_error) {
        setMessage(declineMessage(next.last_payment_error.decline_code ?? next.last_payment_error.code));
      }
    } catch (error) {
      setMessage(
        error instanceof SimulatorError
          ? declineMessage(error.code)
          : t`The payment provider could not be reached. Check your connection, and try again.`,
      );
    } finally {
      setPending(false);
    }
  }

  useEffect(() => {
    void run(() => simulator.retrieve());
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [simulator]);

  if (intent === null) {
    return message === null ? (
      <Skeleton />
    ) : (
      <ErrorCallout>
        <p>{message}</p>
        <Button isPending={isPending} onClick={() => run(() => simulator.retrieve())}>
          <Trans>Try again</Trans>
        </Button>
      </ErrorCallout>
    );
  }
  if (intent.status === "canceled") {
    return (
      <Callout>
        <Trans>This payment was canceled.</Trans>
      </Callout>
    );
  }
  if (intent.status === "requires_action") {
    return (
      <Authentication
        amount={amount}
        isPending={isPending}
        onAnswer={(passes) => run(() => simulator.authenticate(intent, passes))}
      />
    );
  }

  const chosen = type ?? intent.payment_method_types[0] ?? "card";
  function submit(event: FormEvent): void {
    event.preventDefault();
    const method = findTestMethod(chosen, number);
    if (method) void run(() => simulator.confirm(method.token));
    else setMessage(t`This is not one of the test numbers below.`);
  }

  return (
    <form className="form" onSubmit={submit}>
      <Callout>
        <Trans>This is a simulation: no money moves. Use one of the test numbers below.</Trans>
      </Callout>
      {message && (
        <ErrorCallout>
          <p>{message}</p>
        </ErrorCallout>
      )}
      {intent.payment_method_types.length > 1 && (
        <RadioCards
          label={t`How do you want to pay?`}
          value={chosen}
          onChange={(next) => {
            setType(next);
            setNumber("");
          }}
          options={intent.payment_method_types.map((value) => ({
            value,
            label: value === "card" ? t`Card` : t`Bank debit`,
          }))}
        />
      )}
      {chosen === "card" ? (
        <CardFields number={number} onChange={setNumber} />
      ) : (
        <DebitFields type={chosen} amount={amount} number={number} onChange={setNumber} />
      )}
      <Button type="submit" look="primary" isWide isPending={isPending}>
        <span>
          <Trans>
            Pay <Money value={amount} />
          </Trans>
        </span>
      </Button>
      <TestNumbers type={chosen} onChoose={setNumber} />
    </form>
  );
}

function CardFields({ number, onChange }: { number: string; onChange(number: string): void }) {
  const { t } = useLingui();
  const [expiry, setExpiry] = useState("12 / 34");
  const [securityCode, setSecurityCode] = useState("123");
  return (
    <div className="stack">
      <TextField
        label={t`Card number`}
        inputMode="numeric"
        autoComplete="off"
        value={number}
        onChange={(value) => onChange(group(compact(value)))}
      />
      <div className="pair">
        <TextField label={t`Expiry`} autoComplete="off" value={expiry} onChange={setExpiry} />
        <TextField
          label={t`Security code`}
          inputMode="numeric"
          autoComplete="off"
          value={securityCode}
          onChange={setSecurityCode}
        />
      </div>
    </div>
  );
}

function DebitFields({ type, amount, number, onChange }: { type: string; amount: MoneyValue; number: string; onChange(number: string): void }) {
  const { t } = useLingui();
  const isSepa = type === "sepa_debit";
  return (
    <div className="stack">
      <TextField
        label={isSepa ? t`IBAN` : t`Account number`}
        autoComplete="off"
        spellCheck={false}
        value={number}
        onChange={(value) => onChange(group(compact(value)))}
      />
      <p className="small soft">
        {isSepa ? (
          <Trans>
            SEPA Direct Debit mandate: by paying, you authorize the firm and Stripe to send instructions to your bank to
            debit <Money value={amount} /> from your account, and your bank to debit it. You can claim a refund from your
            bank within eight weeks.
          </Trans>
        ) : (
          <Trans>
            By paying, you authorize the firm and Stripe to debit <Money value={amount} /> from this account.
          </Trans>
        )}
      </p>
    </div>
  );
}

function TestNumbers({ type, onChoose }: { type: string; onChoose(number: string): void }) {
  const { t } = useLingui();
  const id = useId();
  return (
    <section className="stack" aria-labelledby={id}>
      <h3 id={id}>
        <Trans>Test numbers</Trans>
      </h3>
      <ul className="list">
        {testMethods[type]?.map(({ number, outcome }) => (
          <li key={number}>
            <button type="button" className="test-number" onClick={() => onChoose(group(number))}>
              <span className="money">{group(number)}</span>
              <span className="soft small">{t(outcome)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
