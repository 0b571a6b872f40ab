import { readOperation } from "@acompte/shared/forms";

const name = (clientId: string): string => `prepayment.${clientId}`;

export const prepaymentForm = {
  name,
  /** Whether one was sent from this tab, and its answer was not seen. */
  isUnanswered: (clientId: string): boolean => readOperation(name(clientId))?.isSent ?? false,
};
