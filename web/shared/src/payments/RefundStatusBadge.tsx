import { Trans } from "@lingui/react/macro";
import { Badge } from "../components/index.ts";
import type { RefundStatus } from "../graphql/generated/graphql.ts";

export function RefundStatusBadge({ status }: { status: RefundStatus }) {
  switch (status) {
    case "PROCESSING":
      return (
        <Badge tone="info">
          <Trans>In progress</Trans>
        </Badge>
      );
    case "SUCCEEDED":
      return (
        <Badge tone="good">
          <Trans>Refunded</Trans>
        </Badge>
      );
    case "FAILED":
      return (
        <Badge tone="bad">
          <Trans>Failed</Trans>
        </Badge>
      );
  }
}
