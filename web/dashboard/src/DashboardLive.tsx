import { graphql, useLiveChanges } from "@acompte/shared/graphql";
import type { Viewer } from "@acompte/shared/shell";

/** Everything that a page of the dashboard shows of what can change, and of what can be new to it. */
const DashboardChanges = graphql(`
  subscription DashboardChanges($after: String) {
    firmChanges(after: $after) {
      cursor
      reload
      clients {
        id
        name
        email
        reference
        archivedAt
        amountDue { amount currencyCode }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
        prepaymentOffer {
          available
          methods
          minimum { amount currencyCode }
          maximum { amount currencyCode }
          suggestedAmount { amount currencyCode }
        }
        users { id name email }
        invitations { id name email role status expiresAt }
        assignedMembers { id name email }
        actions
      }
      invoices {
        id
        number
        status
        isOverdue
        description
        dueOn
        issuedOn
        total { amount currencyCode }
        amountPaid { amount currencyCode }
        amountPending { amount currencyCode }
        amountDue { amount currencyCode }
        amountPayable { amount currencyCode }
        depositRequested { amount currencyCode }
        depositDue { amount currencyCode }
        lines {
          description
          quantity
          unitPrice { amount currencyCode }
          amount { amount currencyCode }
        }
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
        amount { amount currencyCode }
        paidBy
        offlineMethod
        createdAt
        card { brand last4 }
        failure { code message providerCode }
        refundable { amount currencyCode }
        refunded { amount currencyCode }
        refunds { id }
        dispute
        disputes { id }
        settledAt
        receivedOn
        providerReference
        actions
      }
      prepayments {
        id
        number
        status
        card { brand last4 }
        failure { code message providerCode }
        remaining { amount currencyCode }
        uses {
          payment { id }
          amount { amount currencyCode }
        }
        refundable { amount currencyCode }
        refunded { amount currencyCode }
        refunds { id }
        dispute
        disputes { id }
        settledAt
        receivedOn
        providerReference
        actions
      }
      refunds {
        id
        status
        amount { amount currencyCode }
        reason
        failure { code message }
        actor { kind name isViewer }
        createdAt
        settledAt
      }
      disputes {
        id
        status
        amount { amount currencyCode }
        withdrawn { amount currencyCode }
        reason
        evidenceDueAt
        openedAt
        closedAt
      }
      notices { id kind text createdAt readAt }
      removedIds
    }
  }
`);

export function DashboardLive({ viewer }: { viewer: Viewer }) {
  const firm = viewer.__typename === "FirmMember" ? viewer.firm : null;
  useLiveChanges(DashboardChanges, firm && { after: firm.changesCursor });
  return null;
}
