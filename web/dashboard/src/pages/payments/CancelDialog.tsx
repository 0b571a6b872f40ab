import { Button, Dialog, Form, useToast } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";

const CancelPayment = graphql(`
  mutation DashboardCancelPayment($id: ID!) {
    cancelPayment(input: { id: $id }) {
      ... on MoneyPayload {
        payments { id ...PaymentDetail_payment }
        prepayment { id ...PaymentDetail_prepayment }
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

type Props = { id: string; number: string; onClose(): void };

/** Gives up a payment that waits for the payer. */
export default function CancelDialog({ id, number, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const cancel = useMutation(CancelPayment);

  async function submit(): Promise<void> {
    if (!(await cancel.run({ id }))) return;
    toast(t`Payment ${number} is canceled.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Cancel payment {number}?</Trans>}
      description={<Trans>The payer cannot complete it any more. Nothing is charged.</Trans>}
      isOpen
      onClose={onClose}
    >
      <Form failure={cancel.failure} onSubmit={submit}>
        <Button type="submit" look="danger" isWide isPending={cancel.isPending}>
          <Trans>Cancel the payment</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
