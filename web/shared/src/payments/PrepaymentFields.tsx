import { useLingui } from "@lingui/react/macro";
import { fieldError, MoneyField, RadioCards, TextField } from "../components/index.ts";
import { useIdempotentForm } from "../forms/index.ts";
import { type Failure, type FragmentType, graphql, readFragment } from "../graphql/index.ts";
import type { PaymentMethod } from "../graphql/generated/graphql.ts";
import { prepaymentForm } from "./prepaymentForm.ts";

const OfferFragment = graphql(`
  fragment PrepaymentFields_offer on PrepaymentOffer {
    methods
    minimum { amount currencyCode }
    maximum { amount currencyCode }
    suggestedAmount { amount currencyCode }
  }
`);

type Offer = FragmentType<typeof OfferFragment>;
type Input = { amount: string; method: PaymentMethod; memo: string };

/** The fields that show their own errors. */
export const prepaymentFields = ["amount", "memo"];

export function usePrepaymentForm(clientId: string, offer: Offer) {
  const { methods, suggestedAmount } = readFragment(OfferFragment, offer);
  return useIdempotentForm<Input>(prepaymentForm(clientId), {
    amount: suggestedAmount?.amount ?? "",
    method: methods[0] ?? "CARD",
    memo: "",
  });
}

type Props = { offer: Offer; form: ReturnType<typeof usePrepaymentForm>; failure: Failure | null };

/** Amount, method and memo of a prepayment. */
export function PrepaymentFields({ offer, form, failure }: Props) {
  const { t } = useLingui();
  const { methods, minimum, maximum } = readFragment(OfferFragment, offer);
  // The limits may have changed since the offer was read.
  const limits = failure?.__typename === "AmountOutOfRange" ? failure : { minimum, maximum };
  return (
    <>
      <MoneyField
        label={t`Amount`}
        minimum={limits.minimum}
        maximum={limits.maximum}
        isLarge
        value={form.input.amount}
        onChange={(amount) => form.setInput({ amount })}
        error={fieldError(failure, "amount")}
      />
      {methods.length > 1 && (
        <RadioCards
          label={t`Payment method`}
          value={form.input.method}
          onChange={(method) => form.setInput({ method })}
          options={methods.map((method) =>
            method === "CARD"
              ? { value: method, label: t`Card`, hint: t`Credited at once` }
              : { value: method, label: t`Bank debit`, hint: t`Credited in a few days` },
          )}
        />
      )}
      <TextField
        label={t`What is it for?`}
        isOptional
        maxLength={500}
        value={form.input.memo}
        onChange={(memo) => form.setInput({ memo })}
        error={fieldError(failure, "memo")}
      />
    </>
  );
}
