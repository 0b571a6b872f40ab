import { fieldError, MoneyField, RadioCards, TextField } from "@acompte/shared/components";
import { useIdempotentForm } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { PaymentMethod } from "@acompte/shared/graphql/types";
import { useFormats } from "@acompte/shared/language";
import { usePaymentWindow } from "@acompte/shared/payment";
import { Trans, useLingui } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";

const OfferFragment = graphql(`
  fragment MakePrepaymentDialog_offer on PrepaymentOffer {
    available
    methods
    minimum { amount currencyCode }
    maximum { amount currencyCode }
    suggestedAmount { amount currencyCode }
  }
`);

const MakePrepayment = graphql(`
  mutation DashboardMakePrepayment($input: MakePrepaymentInput!) {
    makePrepayment(input: $input) {
      ... on MakePrepaymentPayload {
        prepayment {
          id
          ...ClientPrepayment_prepayment
          amount { amount currencyCode }
          checkout { ...PaymentWindow_checkout }
        }
        creditAccount { ...ClientCreditsChange_account }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

export const prepaymentForm = (clientId: string): string => `prepayment.${clientId}`;

type Input = { amount: string; method: PaymentMethod; memo: string };
type Props = { clientId: string; offer: FragmentType<typeof OfferFragment>; onClose(): void };

/** A prepayment that a member makes for the client, whose card or account is at hand. */
export function MakePrepaymentDialog({ clientId, offer, onClose }: Props) {
  const { t } = useLingui();
  const { money } = useFormats();
  const { methods, minimum, maximum, suggestedAmount } = readFragment(OfferFragment, offer);
  const form = useIdempotentForm<Input>(prepaymentForm(clientId), {
    amount: suggestedAmount?.amount ?? "",
    method: methods[0] ?? "CARD",
    memo: "",
  });
  const make = useMutation(MakePrepayment);
  const openPayment = usePaymentWindow();

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await make.run({
      input: { clientId, amount: input.amount, method: input.method, memo: input.memo || null, idempotencyKey },
    });
    if (!payload) return;
    form.finish();
    onClose();
    // Until it is confirmed, it waits among the client's prepayments.
    const { checkout, amount } = payload.prepayment;
    if (checkout) openPayment({ checkout, amount });
  }

  const limits =
    minimum && maximum
      ? t`Between ${money(minimum)} and ${money(maximum)}.`
      : minimum
        ? t`At least ${money(minimum)}.`
        : maximum
          ? t`At most ${money(maximum)}.`
          : null;
  return (
    <OperationDialog
      title={<Trans>Make a prepayment</Trans>}
      description={<Trans>With the client's card or bank account. The money becomes credits when it has come.</Trans>}
      form={form}
      mutation={make}
      fields={["amount", "memo"]}
      action={<Trans>Continue to payment</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <MoneyField
        label={t`Amount`}
        hint={limits}
        isLarge
        value={form.input.amount}
        onChange={(amount) => form.setInput({ amount })}
        error={fieldError(make.failure, "amount")}
      />
      {methods.length > 1 && (
        <RadioCards
          label={t`How does the client pay?`}
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
        error={fieldError(make.failure, "memo")}
      />
    </OperationDialog>
  );
}
