import { readOperation } from "@acompte/shared/forms";

const name = (paymentId: string): string => `refund.${paymentId}`;

export const refundForm = {
  name,
  /** Whether one was sent from this tab, and its answer was not seen. */
  isUnanswered: (paymentId: string): boolean => readOperation(name(paymentId))?.isSent ?? false,
};
