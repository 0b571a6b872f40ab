import type { MoneyValue } from "../language/formats.tsx";

export type StripeCheckout = {
  publishableKey: string;
  clientSecret: string;
  accountId: string | null;
  apiBase: string | null;
};

/** How a payment left the window: paid, or on its way through the bank. */
export type Outcome = "succeeded" | "processing";

/** A form in the payment window. It shows a decline itself, and can be sent again. */
export type PaymentFormProps = {
  checkout: StripeCheckout;
  amount: MoneyValue;
  onOutcome(outcome: Outcome): void;
};
