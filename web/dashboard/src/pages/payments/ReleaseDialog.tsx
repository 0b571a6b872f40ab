import { Button, Dialog, Form, useToast } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";

const ReleasePayment = graphql(`
  mutation DashboardReleasePayment($input: ReleasePaymentInput!) {
    releasePayment(input: $input) {
      ... on MoneyPayload {
        payments { id ...PaymentDetail_payment }
        invoice { ...InvoiceChange_invoice }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
      }
      ... on UserError { message }
    }
  }
`);

type Props = { paymentId: string; number: string; onClose(): void };

/** Frees an invoice from a payment that takes too long. */
export default function ReleaseDialog({ paymentId, number, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const release = useMutation(ReleasePayment);

  async function submit(): Promise<void> {
    if (!(await release.run({ input: { paymentId } }))) return;
    toast(t`Payment ${number} is released.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Release payment {number}?</Trans>}
      description={
        <Trans>The invoice can be paid in another way at once. If the money still comes, it becomes the client’s credits.</Trans>
      }
      isOpen
      onClose={onClose}
    >
      <Form failure={release.failure} onSubmit={submit}>
        <Button type="submit" look="primary" isWide isPending={release.isPending}>
          <Trans>Release</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
