import { graphql, useLiveChanges } from "@acompte/shared/graphql";
import type { Viewer } from "@acompte/shared/shell";

/** Everything that a page of the portal shows of what can change. */
const PortalChanges = graphql(`
  subscription PortalChanges($clientId: ID!, $after: String) {
    clientChanges(clientId: $clientId, after: $after) {
      cursor
      reload
      client {
        id
        name
        amountDue { amount currencyCode }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
        prepaymentOffer {
          available
          reason
          methods
          minimum { amount currencyCode }
          maximum { amount currencyCode }
          suggestedAmount { amount currencyCode }
        }
      }
      invoices {
        id
        client { id }
        number
        status
        isOverdue
        description
        dueOn
        amountPaid { amount currencyCode }
        amountPending { amount currencyCode }
        amountDue { amount currencyCode }
        amountPayable { amount currencyCode }
        depositDue { amount currencyCode }
        lastPaidAt
        voidedAt
        voidReason
        actions
        payments { id }
      }
      payments {
        id
        client { id }
        invoice { id number }
        number
        amount { amount currencyCode }
        status
        checkout { ...PaymentWindow_checkout }
        failure { code message }
        refunded { amount currencyCode }
        dispute
        settledAt
        receivedOn
        card { brand last4 }
        actions
        refunds { id ...RefundItem_refund }
        disputes { id ...DisputeItem_dispute }
        ...CreditsUsed_payment
      }
      prepayments {
        id
        client { id }
        number
        amount { amount currencyCode }
        method
        memo
        createdAt
        status
        checkout { ...PaymentWindow_checkout }
        failure { code message }
        remaining { amount currencyCode }
        refunded { amount currencyCode }
        dispute
        settledAt
        receivedOn
        card { brand last4 }
        actions
        ...PrepaymentUses_prepayment
      }
      entries {
        id
        kind
        amount { amount currencyCode }
        balanceAfter { amount currencyCode }
        createdAt
      }
      removedIds
    }
  }
`);

export function PortalLive({ viewer }: { viewer: Viewer }) {
  const client = viewer.__typename === "ClientUser" ? viewer.client : null;
  useLiveChanges(PortalChanges, client && { clientId: client.id, after: client.changesCursor });
  return null;
}
