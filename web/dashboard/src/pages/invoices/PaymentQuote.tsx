import { Alert, DefinitionList, Money } from "@acompte/shared/components";
import { graphql, useQuery } from "@acompte/shared/graphql";
import type { AmountToPay, DashboardQuoteQuery } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { type Source, toInstruction } from "./paymentSource.ts";

const QuoteDocument = graphql(`
  query DashboardQuote($invoiceId: ID!, $amount: AmountToPay!, $from: PaymentSource!, $rest: PaymentMethod) {
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

const pause = 300;

type Result = NonNullable<NonNullable<DashboardQuoteQuery["invoice"]>["quote"]>;
type Quote = Extract<Result, { __typename: "Quote" }>;

type QuoteState = {
  quote: Quote | null;
  /** Why this payment is not possible. */
  refusal: Exclude<Result, Quote> | null;
  /** What the payment is agreed to by. Null while there is no quote for what is chosen. */
  token: string | null;
  reload(): void;
};

/** What a payment would do now. */
export function useQuote(invoiceId: string, amount: AmountToPay | null, source: Source | null): QuoteState {
  const chosen = JSON.stringify(amount && source && { amount, ...toInstruction(source) });
  const [asked, setAsked] = useState(chosen);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(chosen), pause);
    return () => clearTimeout(timer);
  }, [chosen]);
  const variables = JSON.parse(asked) as { amount: AmountToPay } & ReturnType<typeof toInstruction> | null;
  const query = useQuery(
    QuoteDocument,
    { invoiceId, ...(variables ?? { amount: { choice: "REMAINING" }, ...toInstruction("CREDITS") }) },
    { pause: variables === null, requestPolicy: "network-only" },
  );
  const isCurrent = variables !== null && asked === chosen && !query.isLoading;
  const result = isCurrent ? query.data?.invoice?.quote : null;
  return {
    quote: result?.__typename === "Quote" ? result : null,
    refusal: result && result.__typename !== "Quote" ? result : null,
    token: result?.__typename === "Quote" ? result.token : null,
    reload: query.reload,
  };
}

/** The figures of a payment before it is made, or why it cannot be. */
export function PaymentQuote({ quote: { quote, refusal } }: { quote: QuoteState }) {
  if (refusal) {
    return (
      <Alert>
        <p>{refusal.message}</p>
      </Alert>
    );
  }
  if (quote === null) return null;
  const rows = [
    [<Trans key="credits">From credits</Trans>, quote.fromCredits],
    [<Trans key="charged">To be charged</Trans>, quote.charged],
    [<Trans key="due">Left to pay afterwards</Trans>, quote.amountDueAfter],
    [<Trans key="left">Credits afterwards</Trans>, quote.creditsAfter],
  ] as const;
  return (
    <div role="status">
      <DefinitionList
        areFigures
        items={rows
          .filter(([, { amount }], index) => index > 1 || Number(amount) > 0)
          .map(([label, value]) => [label, <Money key="amount" value={value} />] as const)}
      />
    </div>
  );
}
