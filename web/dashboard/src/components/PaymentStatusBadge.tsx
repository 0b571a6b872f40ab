import { Badge } from "@acompte/shared/components";
import type { PaymentStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

/** The status of a payment or prepayment. */
export function PaymentStatusBadge({ status }: { status: PaymentStatus }) {
  switch (status) {
    case "REQUIRES_ACTION":
      return (
        <Badge tone="warning">
          <Trans>Waits for the payer</Trans>
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
          <Trans>Received</Trans>
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
          <Trans>Released</Trans>
        </Badge>
      );
  }
}
