import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { usePaymentWindow } from "@acompte/shared/payment";
import { PrepaymentFields, prepaymentFields, usePrepaymentForm } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { OperationDialog } from "../../components/OperationDialog.tsx";

const OfferFragment = graphql(`
  fragment MakePrepaymentDialog_offer on PrepaymentOffer { available ...PrepaymentFields_offer }
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
      ... on AmountOutOfRange {
        minimum { amount currencyCode }
        maximum { amount currencyCode }
      }
    }
  }
`);

type Props = { clientId: string; offer: FragmentType<typeof OfferFragment>; onClose(): void };

/** A prepayment that a member makes for the client, whose card or account is at hand. */
export function MakePrepaymentDialog({ clientId, offer: masked, onClose }: Props) {
  const offer = readFragment(OfferFragment, masked);
  const form = usePrepaymentForm(clientId, offer);
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

  return (
    <OperationDialog
      title={<Trans>Make a prepayment</Trans>}
      description={<Trans>With the client’s card or bank account. The money becomes credits as soon as it arrives.</Trans>}
      form={form}
      mutation={make}
      fields={prepaymentFields}
      action={<Trans>Continue to payment</Trans>}
      onSubmit={submit}
      onClose={onClose}
    >
      <PrepaymentFields offer={offer} form={form} failure={make.failure} />
    </OperationDialog>
  );
}
