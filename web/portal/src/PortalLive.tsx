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
        number
        status
        failure { code message }
        refunded { amount currencyCode }
        dispute
        settledAt
        actions
      }
      prepayments {
        id
        number
        status
        failure { code message }
        remaining { amount currencyCode }
        refunded { amount currencyCode }
        dispute
        settledAt
        actions
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
