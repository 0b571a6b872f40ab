import type { CreditEntryKind } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

/** Why credits changed. */
export function EntryKindText({ kind }: { kind: CreditEntryKind }) {
  switch (kind) {
    case "PREPAYMENT":
      return <Trans>Prepayment</Trans>;
    case "CREDIT_NOTE":
      return <Trans>Credit note</Trans>;
    case "OFFLINE_PAYMENT":
      return <Trans>Offline payment</Trans>;
    case "PAYMENT_RECEIVED":
      return <Trans>Payment</Trans>;
    case "INVOICE_PAYMENT":
      return <Trans>Payment of an invoice</Trans>;
    case "REFUND":
      return <Trans>A refund</Trans>;
    case "DISPUTE":
      return <Trans>Dispute</Trans>;
    case "REVERSAL":
      return <Trans>A reversal</Trans>;
  }
}
