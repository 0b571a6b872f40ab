import { readOperation } from "@acompte/shared/forms";

/** A form of an invoice that moves money: its name, and whether it was sent from this tab without an answer. */
const formOf = (kind: string) => {
  const name = (invoiceId: string): string => `${kind}.${invoiceId}`;
  return { name, isUnanswered: (invoiceId: string): boolean => readOperation(name(invoiceId))?.isSent ?? false };
};

export const paymentForm = formOf("payment");
export const offlinePaymentForm = formOf("offlinePayment");
