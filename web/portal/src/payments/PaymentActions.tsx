import { Button, ErrorCallout } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import type { PaymentAction } from "@acompte/shared/graphql/types";
import { type PaymentToOpen, usePaymentWindow } from "@acompte/shared/payment";
import { Trans } from "@lingui/react/macro";

const CancelPayment = graphql(`
  mutation PortalCancelPayment($id: ID!) {
    cancelPayment(input: { id: $id }) {
      ... on MoneyPayload {
        payments { id status actions }
        prepayment { id status actions }
        invoice {
          id
          status
          amountPending { amount currencyCode }
          amountPayable { amount currencyCode }
          depositDue { amount currencyCode }
          actions
        }
        creditAccount { id available { amount currencyCode } reserved { amount currencyCode } }
      }
      ... on UserError { message }
    }
  }
`);

type Props = {
  payment: {
    id: string;
    number: string;
    amount: PaymentToOpen["amount"];
    actions: readonly PaymentAction[];
    checkout: PaymentToOpen["checkout"] | null;
  };
};

/** What the viewer can do with a payment or prepayment: complete it in the payment window, or give it up. */
export function PaymentActions({ payment }: Props) {
  const { id, number, amount, actions, checkout } = payment;
  const cancel = useMutation(CancelPayment);
  const openPayment = usePaymentWindow();
  const canOpen = actions.includes("OPEN_CHECKOUT") && checkout !== null;
  const canCancel = actions.includes("CANCEL");
  if (!canOpen && !canCancel && cancel.failure === null) return null;
  return (
    <>
      <div className="list-item-end">
        {canCancel && (
          <Button look="quiet" isPending={cancel.isPending} onClick={() => cancel.run({ id })}>
            <span>
              <Trans>Cancel</Trans>
              <span className="visually-hidden"> {number}</span>
            </span>
          </Button>
        )}
        {canOpen && (
          <Button look="primary" onClick={() => openPayment({ checkout, amount })}>
            <span>
              <Trans>Complete</Trans>
              <span className="visually-hidden"> {number}</span>
            </span>
          </Button>
        )}
      </div>
      {cancel.failure && (
        <ErrorCallout>
          <p>{cancel.failure.message}</p>
        </ErrorCallout>
      )}
    </>
  );
}
