import { Button, Card, Form } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { usePaymentWindow } from "@acompte/shared/payment";
import { Trans } from "@lingui/react/macro";

const PrepaymentFragment = graphql(`
  fragment PrepaymentToComplete_prepayment on Prepayment {
    id
    status
    amount { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const CancelPrepayment = graphql(`
  mutation PortalCancelPrepayment($id: ID!) {
    cancelPayment(input: { id: $id }) {
      ... on MoneyPayload {
        prepayment { id status actions checkout { ...PaymentWindow_checkout } }
        creditAccount { id available { amount currencyCode } reserved { amount currencyCode } }
      }
      ... on UserError { message }
    }
  }
`);

/** What is left to do while a prepayment waits for its payer. */
export function PrepaymentToComplete({ prepayment }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const { id, status, amount, actions, checkout } = readFragment(PrepaymentFragment, prepayment);
  const cancel = useMutation(CancelPrepayment);
  const openPayment = usePaymentWindow();
  if (status !== "REQUIRES_ACTION") return null;
  const canOpen = actions.includes("OPEN_CHECKOUT") && checkout;
  return (
    <Card title={<Trans>This prepayment is not complete</Trans>}>
      <p className="soft">
        {canOpen ? (
          <Trans>Nothing has been charged yet. If you do not complete it, it ends by itself within an hour.</Trans>
        ) : (
          <Trans>Nothing has been charged yet. Only the person who started it can complete it.</Trans>
        )}
      </p>
      <Form failure={cancel.failure} onSubmit={() => canOpen && openPayment({ checkout, amount })}>
        <div className="form-actions">
          {canOpen && (
            <Button type="submit" look="primary">
              <Trans>Complete the payment</Trans>
            </Button>
          )}
          {actions.includes("CANCEL") && (
            <Button isPending={cancel.isPending} onClick={() => cancel.run({ id })}>
              <Trans>Cancel the prepayment</Trans>
            </Button>
          )}
        </div>
      </Form>
    </Card>
  );
}
