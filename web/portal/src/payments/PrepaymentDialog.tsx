import { Button, Callout, Dialog, Form, Money, Skeleton, useToast, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import type { PrepaymentDialog_prepaymentFragment } from "@acompte/shared/graphql/types";
import { usePaymentWindow } from "@acompte/shared/payment";
import { PrepaymentFields, prepaymentFields, usePrepaymentForm } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { useEffect, useEffectEvent } from "react";

const OfferFragment = graphql(`
  fragment PrepaymentDialog_offer on PrepaymentOffer { ...PrepaymentFields_offer }
`);

/** A prepayment that was started, to open its payment window. */
const StartedFragment = graphql(`
  fragment PrepaymentDialog_prepayment on Prepayment {
    id
    client { id }
    number
    status
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const MakePrepayment = graphql(`
  mutation PortalMakePrepayment($input: MakePrepaymentInput!) {
    makePrepayment(input: $input) {
      ... on MakePrepaymentPayload {
        prepayment { ...PrepaymentDialog_prepayment }
        creditAccount { id available { amount currencyCode } reserved { amount currencyCode } }
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

const SentPrepayment = graphql(`
  query PortalSentPrepayment($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      prepayment { ...PrepaymentDialog_prepayment }
    }
  }
`);

type Props = { clientId: string; offer: FragmentType<typeof OfferFragment>; onClose(): void };

/** Amount and method, and then the payment window. */
export default function PrepaymentDialog({ clientId, offer: masked, onClose }: Props) {
  const offer = readFragment(OfferFragment, masked);
  const form = usePrepaymentForm(clientId, offer);
  const make = useMutation(MakePrepayment);
  const openPayment = usePaymentWindow();
  const showToast = useToast();
  const sent = useQuery(
    SentPrepayment,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const found = readFragment(StartedFragment, sent.data?.operation?.prepayment);

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await make.run({
      input: { amount: input.amount, method: input.method, memo: input.memo || null, idempotencyKey },
    });
    if (payload) goOn(readFragment(StartedFragment, payload.prepayment));
  }
  /** Goes on to the payment window if the prepayment waits for the payer, else ends with what became of it. */
  function goOn({ checkout, amount, actions, status }: PrepaymentDialog_prepaymentFragment): void {
    if (checkout && actions.includes("OPEN_CHECKOUT")) {
      openPayment({ checkout, amount, onClose: form.finish });
      onClose();
      return;
    }
    if (status === "SUCCEEDED") {
      showToast(
        <Trans>
          Your prepayment of <Money value={amount} /> has arrived.
        </Trans>,
      );
    } else if (status === "PROCESSING") {
      showToast(
        <Trans>
          Your prepayment of <Money value={amount} /> is on its way.
        </Trans>,
      );
    }
    form.finish();
    onClose();
  }
  const isKnown = isResultKnown(form, sent);
  function close(): void {
    // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
    if (!make.mayBeDone && isKnown) form.finish();
    onClose();
  }
  const goOnWithFound = useEffectEvent(goOn);
  useEffect(() => {
    if (found) goOnWithFound(found);
  }, [found]);

  return (
    <Dialog
      title={<Trans>Make a prepayment</Trans>}
      description={<Trans>The money becomes credits as soon as it arrives.</Trans>}
      isOpen
      keepsOpen
      onClose={close}
    >
      {isResultLoading(form, sent) || (isKnown && found) ? (
        <Skeleton />
      ) : (
        <Form failure={make.failure} fields={prepaymentFields} onSubmit={submit}>
          {!isKnown && <UnknownResult />}
          {form.wasSent && isKnown && (
            <Callout>
              <Trans>Your last prepayment was not started. You can send it again.</Trans>
            </Callout>
          )}
          {/* Other input would be another operation. */}
          <fieldset className="form" disabled={make.mayBeDone || !isKnown}>
            <PrepaymentFields offer={offer} form={form} failure={make.failure} />
          </fieldset>
          <Button type="submit" look="primary" isWide isPending={make.isPending}>
            <Trans>Continue to payment</Trans>
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
