import type { AmountName, SourceName } from "@acompte/shared/payments";

/** What the payer chose. Null: what is offered first. */
export type PaymentInput = {
  amount: AmountName | null;
  partial: string;
  source: SourceName | null;
  /** The quote that was shown when it was sent. */
  quoteToken: string | null;
};

export const emptyPaymentInput: PaymentInput = { amount: null, partial: "", source: null, quoteToken: null };

export const paymentFormName = (invoiceId: string): string => `payment.${invoiceId}`;
