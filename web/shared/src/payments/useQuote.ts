import { useEffect, useEffectEvent, useRef } from "react";
import type { AmountToPay, InvoiceQuoteQuery, PaymentMethod, PaymentSource } from "../graphql/generated/graphql.ts";
import { graphql, useQuery } from "../graphql/index.ts";

const QuoteDocument = graphql(`
  query InvoiceQuote($invoiceId: ID!, $amount: AmountToPay!, $from: PaymentSource!, $rest: PaymentMethod) {
    invoice(id: $invoiceId) {
      id
      quote(amount: $amount, from: $from, rest: $rest) {
        ... on Quote {
          amount { amount currencyCode }
          fromCredits { amount currencyCode }
          charged { amount currencyCode }
          amountDueAfter { amount currencyCode }
          creditsAfter { amount currencyCode }
          token
        }
        ... on UserError { message }
        ... on AmountOutOfRange {
          minimum { amount currencyCode }
          maximum { amount currencyCode }
        }
      }
    }
  }
`);

type Result = NonNullable<NonNullable<InvoiceQuoteQuery["invoice"]>["quote"]>;
export type Quote = Extract<Result, { __typename: "Quote" }>;
type Refusal = Exclude<Result, Quote>;

type Payment = { invoiceId: string; amount: AmountToPay | null; from: PaymentSource; rest: PaymentMethod | null };

export type QuoteState = {
  /** The last figures, which are out of date while `isLoading`. */
  quote: Quote | null;
  /** Why this payment is not possible. */
  refusal: Refusal | null;
  isLoading: boolean;
  reload(): void;
};

/** What a payment would do now. It is loaded again whenever `figures`, on which it depends, change. */
export function useQuote({ amount, ...payment }: Payment, figures: string): QuoteState {
  const { data, isLoading, reload } = useQuery(
    QuoteDocument,
    { ...payment, amount: amount ?? { choice: "REMAINING" } },
    { pause: amount === null, requestPolicy: "network-only" },
  );
  const quoted = useRef(figures);
  const refresh = useEffectEvent(() => {
    if (amount !== null) reload();
  });
  useEffect(() => {
    if (quoted.current !== figures) refresh();
    quoted.current = figures;
  }, [figures]);

  const result = amount === null ? null : (data?.invoice?.quote ?? null);
  return {
    quote: result?.__typename === "Quote" ? result : null,
    refusal: result !== null && result.__typename !== "Quote" ? result : null,
    isLoading: isLoading && amount !== null,
    reload,
  };
}
