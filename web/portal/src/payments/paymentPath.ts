/** The page of a payment of an invoice. */
export const paymentPath = (id: string): string => `/payments/${encodeURIComponent(id)}`;

export const prepaymentPath = (id: string): string => `/credits/prepayments/${encodeURIComponent(id)}`;
