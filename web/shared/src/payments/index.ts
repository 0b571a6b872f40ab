export { amountLimits } from "./amountLimits.ts";
export {
  type AmountName,
  amountOf,
  amountsToChoose,
  amountToPay,
  isDecimal,
  type SourceName,
  sourceOf,
  sourcesToChoose,
} from "./paymentChoices.ts";
export { PaidByName } from "./PaidByName.tsx";
export { PaymentStatusBadge } from "./PaymentStatusBadge.tsx";
export { PrepaymentFields, prepaymentFields, usePrepaymentForm } from "./PrepaymentFields.tsx";
export { prepaymentForm } from "./prepaymentForm.ts";
export { RefundStatusBadge } from "./RefundStatusBadge.tsx";
export { type Quote, type QuoteState, useQuote } from "./useQuote.ts";
