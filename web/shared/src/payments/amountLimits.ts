import type { MoneyValue } from "../language/formats.tsx";

type Refusal = { __typename: string; minimum?: MoneyValue | null; maximum?: MoneyValue | null };
type Limits = { minimum: MoneyValue | null; maximum: MoneyValue };

/** The limits of an amount to pay: what is payable and, once an amount was refused for that, what can be charged. */
export function amountLimits(payable: MoneyValue, refusal: Refusal | null): Limits {
  const { minimum = null, maximum = null } = refusal?.__typename === "AmountOutOfRange" ? refusal : {};
  return { minimum, maximum: maximum && Number(maximum.amount) < Number(payable.amount) ? maximum : payable };
}
