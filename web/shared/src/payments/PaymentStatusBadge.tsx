import { Trans } from "@lingui/react/macro";
import { Badge } from "../components/index.ts";
import type { PaidBy, PaymentStatus } from "../graphql/generated/graphql.ts";

type Props = { status: PaymentStatus; paidBy?: PaidBy };

/** The status of a payment or prepayment. Credits wait for the payment that belongs to them. */
export function PaymentStatusBadge({ status, paidBy }: Props) {
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
          <Trans>Incomplete</Trans>
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
          <Trans context="payment">Paid</Trans>
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
