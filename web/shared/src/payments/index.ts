export { amountLimits } from "./amountLimits.ts";
export { PaidByName } from "./PaidByName.tsx";
export { PaymentStatusBadge } from "./PaymentStatusBadge.tsx";
export { PrepaymentFields, prepaymentFields, usePrepaymentForm } from "./PrepaymentFields.tsx";
export { prepaymentForm } from "./prepaymentForm.ts";
export { RefundStatusBadge } from "./RefundStatusBadge.tsx";
