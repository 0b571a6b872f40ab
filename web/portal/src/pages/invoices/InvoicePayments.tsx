import { Card } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { CreditsUsed } from "../../payments/CreditsUsed.tsx";
import { PaymentItem } from "../../payments/PaymentItem.tsx";

const InvoicePaymentsFragment = graphql(`
  fragment InvoicePayments_invoice on Invoice {
    id
    payments {
      id
      ...PaymentItem_payment
      ...CreditsUsed_payment
    }
  }
`);

/** The payments of an invoice, the newest first, with the credits that they used. */
export function InvoicePayments({ invoice }: { invoice: FragmentType<typeof InvoicePaymentsFragment> }) {
  const { payments } = readFragment(InvoicePaymentsFragment, invoice);
  return (
    <Card title={<Trans>Payments</Trans>}>
      {payments.length === 0 ? (
        <p className="soft">
          <Trans>Nothing has been paid yet.</Trans>
        </p>
      ) : (
        <ul className="list">
          {payments.toReversed().map((payment) => (
            <PaymentItem key={payment.id} payment={payment} isOnInvoice>
              <CreditsUsed payment={payment} />
            </PaymentItem>
          ))}
        </ul>
      )}
    </Card>
  );
}
