/** The name of the form in which a client's prepayment is made. */
export const prepaymentForm = (clientId: string): string => `prepayment.${clientId}`;
