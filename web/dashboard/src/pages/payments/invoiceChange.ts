import { graphql } from "@acompte/shared/graphql";

/** What a change of a payment changes of its invoice. */
export const InvoiceChangeFragment = graphql(`
  fragment InvoiceChange_invoice on Invoice {
    id
    status
    isOverdue
    amountPaid { amount currencyCode }
    amountPending { amount currencyCode }
    amountDue { amount currencyCode }
    amountPayable { amount currencyCode }
    depositDue { amount currencyCode }
    lastPaidAt
    actions
    client { id amountDue { amount currencyCode } }
    payments { id }
  }
`);
