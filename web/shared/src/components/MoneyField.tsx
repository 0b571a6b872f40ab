import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useLanguage, useFormats } from "../language/index.ts";
import { Field, type FieldProps } from "./Field.tsx";
import type { MoneyValue } from "../language/formats.tsx";
import { formatForInput, parseAmount } from "./parseAmount.ts";

type Props = FieldProps & {
  /** A decimal such as "1234.50", or what was typed while that is none. */
  value: string;
  onChange(value: string): void;
  /** The limits, which are its hint if it has no other. */
  minimum?: MoneyValue | null;
  maximum?: MoneyValue | null;
  isLarge?: boolean;
  name?: string;
};

/** An amount in the firm's currency, typed as the viewer's language writes it. */
export function MoneyField({ label, hint, error, isOptional, value, onChange, minimum, maximum, isLarge = false, name }: Props) {
  const { t } = useLingui();
  const { locale } = useLanguage();
  const { currencyCode, money } = useFormats();
  const [typed, setTyped] = useState<{ text: string; value: string; locale: string } | null>(null);
  const isAsTyped = typed !== null && typed.value === value && typed.locale === locale;
  const text = isAsTyped ? typed.text : formatForInput(value, locale);
  const input = useRef<HTMLInputElement>(null);
  const problem =
    text === "" || parseAmount(text, locale) !== null
      ? null
      : t`Enter an amount, such as ${formatForInput("250.00", locale)}.`;
  useEffect(() => input.current?.setCustomValidity(problem ?? ""), [problem]);
  const limits =
    minimum && maximum
      ? t`Between ${money(minimum)} and ${money(maximum)}.`
      : minimum
        ? t`At least ${money(minimum)}.`
        : maximum
          ? t`At most ${money(maximum)}.`
          : null;

  return (
    <Field label={label} hint={hint ?? limits} error={(isAsTyped ? null : problem) ?? error} isOptional={isOptional}>
      {(control) => (
        <div className={isLarge ? "money-input money-input-large" : "money-input"}>
          <input
            {...control}
            ref={input}
            className="input"
            inputMode="decimal"
            autoComplete="off"
            name={name}
            required={!isOptional}
            value={text}
            onChange={(event) => {
              const next = parseAmount(event.target.value, locale) ?? event.target.value;
              setTyped({ text: event.target.value, value: next, locale });
              onChange(next);
            }}
            onBlur={() => setTyped(null)}
          />
          <span className="money-input-currency" aria-hidden="true">
            {currencyCode}
          </span>
        </div>
      )}
    </Field>
  );
}
