/** The name of the form that refunds a payment or prepayment. */
export const refundForm = (paymentId: string): string => `refund.${paymentId}`;
