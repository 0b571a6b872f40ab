import { Badge } from "@acompte/shared/components";
import type { InvoiceStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

/** How an invoice stands. That it is overdue matters more than what of it is paid. */
export function InvoiceStatusBadge({ status, isOverdue }: { status: InvoiceStatus; isOverdue: boolean }) {
  if (isOverdue) {
    return (
      <Badge tone="bad">
        <Trans>Overdue</Trans>
      </Badge>
    );
  }
  switch (status) {
    case "PAID":
      return (
        <Badge tone="good">
          <Trans context="invoice">Paid</Trans>
        </Badge>
      );
    case "PARTIALLY_PAID":
      return (
        <Badge tone="info">
          <Trans>Partly paid</Trans>
        </Badge>
      );
    case "VOID":
      return (
        <Badge>
          <Trans>Voided</Trans>
        </Badge>
      );
    default:
      return (
        <Badge tone="warning">
          <Trans>To pay</Trans>
        </Badge>
      );
  }
}
