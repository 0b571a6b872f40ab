import { Alert, Button, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { usePaymentWindow } from "@acompte/shared/payment";
import { Trans } from "@lingui/react/macro";

const PaymentFragment = graphql(`
  fragment PaymentToConfirm_payment on Payment {
    id
    number
    status
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
    invoice { id number }
  }
`);

const PrepaymentFragment = graphql(`
  fragment PaymentToConfirm_prepayment on Prepayment {
    id
    number
    status
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const CancelPayment = graphql(`
  mutation PortalCancelPayment($id: ID!) {
    cancelPayment(input: { id: $id }) {
      ... on MoneyPayload {
        payments { id status actions }
        prepayment { id status actions }
        invoice { id status amountPending { amount currencyCode } amountPayable { amount currencyCode } actions }
        creditAccount { id available { amount currencyCode } reserved { amount currencyCode } }
      }
      ... on UserError { message }
    }
  }
`);

type Props =
  | { payment: FragmentType<typeof PaymentFragment>; prepayment?: undefined }
  | { prepayment: FragmentType<typeof PrepaymentFragment>; payment?: undefined };

/** A payment whose window was left open: it can be completed, or given up. */
export function PaymentToConfirm({ payment, prepayment }: Props) {
  const ofInvoice = readFragment(PaymentFragment, payment);
  const subject = ofInvoice ?? readFragment(PrepaymentFragment, prepayment);
  const cancel = useMutation(CancelPayment);
  const openPayment = usePaymentWindow();
  if (!subject) return null;
  const { id, number, amount, actions, checkout } = subject;
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span>
          {ofInvoice?.invoice ? (
            <Trans>Complete your payment of invoice {ofInvoice.invoice.number}</Trans>
          ) : (
            <Trans>Complete your prepayment</Trans>
          )}
        </span>
        <span className="soft small">{number}</span>
      </div>
      <div className="list-item-end">
        <Money value={amount} />
        {actions.includes("CANCEL") && (
          <Button look="quiet" isPending={cancel.isPending} onClick={() => cancel.run({ id })}>
            <Trans>Cancel</Trans>
          </Button>
        )}
        {actions.includes("OPEN_CHECKOUT") && checkout && (
          <Button look="primary" onClick={() => openPayment({ checkout, amount })}>
            <Trans>Complete</Trans>
          </Button>
        )}
      </div>
      {cancel.failure && (
        <Alert>
          <p>{cancel.failure.message}</p>
        </Alert>
      )}
    </li>
  );
}
