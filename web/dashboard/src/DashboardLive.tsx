import { graphql, useLiveChanges } from "@acompte/shared/graphql";
import type { Viewer } from "@acompte/shared/shell";

/** Everything that a page of the dashboard shows of what can change. */
const DashboardChanges = graphql(`
  subscription DashboardChanges($after: String) {
    firmChanges(after: $after) {
      cursor
      reload
      clients {
        id
        name
        archivedAt
        amountDue { amount currencyCode }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
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
        refundable { amount currencyCode }
        refunded { amount currencyCode }
        dispute
        settledAt
        providerReference
        actions
      }
      prepayments {
        id
        number
        status
        failure { code message }
        remaining { amount currencyCode }
        refundable { amount currencyCode }
        refunded { amount currencyCode }
        dispute
        settledAt
        providerReference
        actions
      }
      refunds { id status settledAt }
      disputes { id status evidenceDueAt withdrawn { amount currencyCode } closedAt }
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
