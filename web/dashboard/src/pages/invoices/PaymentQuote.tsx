import { DefinitionList, ErrorCallout, Money } from "@acompte/shared/components";
import type { QuoteState } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";

type Props = { quote: QuoteState; isOutdated: boolean };

/** The figures of a payment before it is made, or why it cannot be. */
export function PaymentQuote({ quote: { quote, refusal }, isOutdated }: Props) {
  if (isOutdated) return null;
  if (refusal) {
    return (
      <ErrorCallout>
        <p>{refusal.message}</p>
      </ErrorCallout>
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
