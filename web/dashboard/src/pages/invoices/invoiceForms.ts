/** Names of the forms whose operation must not be done twice. */
export const paymentForm = (invoiceId: string): string => `payment.${invoiceId}`;
export const offlinePaymentForm = (invoiceId: string): string => `offlinePayment.${invoiceId}`;
export const creditNoteForm = (clientId: string): string => `creditNote.${clientId}`;
