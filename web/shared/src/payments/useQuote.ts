import { graphql, useQuery } from "@acompte/shared/graphql";
import type { AmountToPay, PaymentMethod, PaymentSource, PortalQuoteQuery } from "@acompte/shared/graphql/types";
import { useEffect, useEffectEvent, useRef } from "react";

const QuoteDocument = graphql(`
  query PortalQuote($invoiceId: ID!, $amount: AmountToPay!, $from: PaymentSource!, $rest: PaymentMethod) {
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

type Result = NonNullable<NonNullable<PortalQuoteQuery["invoice"]>["quote"]>;
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

/** What a payment would do now. It is asked for again whenever `figures`, on which it depends, have changed. */
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
