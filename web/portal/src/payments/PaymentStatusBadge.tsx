import { Badge } from "@acompte/shared/components";
import type { PaidBy, PaymentStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

/** How a payment or prepayment stands. Credits wait for the charge that pays together with them. */
export function PaymentStatusBadge({ status, paidBy }: { status: PaymentStatus; paidBy: PaidBy }) {
  if (paidBy === "CREDITS" && (status === "REQUIRES_ACTION" || status === "PROCESSING")) {
    return (
      <Badge tone="info">
        <Trans>Reserved</Trans>
      </Badge>
    );
  }
  switch (status) {
    case "REQUIRES_ACTION":
      return (
        <Badge tone="warning">
          <Trans>To complete</Trans>
        </Badge>
      );
    case "PROCESSING":
      return (
        <Badge tone="info">
          <Trans>In progress</Trans>
        </Badge>
      );
    case "SUCCEEDED":
      return (
        <Badge tone="good">
          <Trans>Paid</Trans>
        </Badge>
      );
    case "FAILED":
      return (
        <Badge tone="bad">
          <Trans>Failed</Trans>
        </Badge>
      );
    case "CANCELED":
      return (
        <Badge>
          <Trans>Canceled</Trans>
        </Badge>
      );
    case "RELEASED":
      return (
        <Badge>
          <Trans>Released from the invoice</Trans>
        </Badge>
      );
  }
}
