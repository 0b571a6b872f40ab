import { useFormats } from "../language/index.ts";
import type { MoneyValue } from "../language/formats.tsx";

/** An amount, in the firm's currency unless the query selected another. */
export function Money({ value, isFigure = false }: { value: MoneyValue; isFigure?: boolean }) {
  const { money } = useFormats();
  return <span className={isFigure ? "money figure" : "money"}>{money(value)}</span>;
}

/** A change of a balance: a credit has its sign too, and the minus is as wide as the plus. */
export function SignedMoney({ value }: { value: MoneyValue }) {
  if (value.amount.startsWith("-")) {
    return (
      <span>
        −<Money value={{ ...value, amount: value.amount.slice(1) }} />
      </span>
    );
  }
  if (Number(value.amount) === 0) return <Money value={value} />;
  return (
    <span className="money-added">
      +<Money value={value} />
    </span>
  );
}

/** A date, or with `withTime` a date and time, in the firm's time zone. */
export function DateText({ value, withTime = false }: { value: string; withTime?: boolean }) {
  const { date, dateTime } = useFormats();
  return <time dateTime={value}>{withTime ? dateTime(value) : date(value)}</time>;
}
