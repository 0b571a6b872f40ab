import { Badge } from "@acompte/shared/components";
import type { DisputeStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

export function DisputeStatusBadge({ status }: { status: DisputeStatus }) {
  switch (status) {
    case "OPEN":
      return (
        <Badge tone="bad">
          <Trans>Disputed</Trans>
        </Badge>
      );
    case "WON":
      return (
        <Badge tone="good">
          <Trans>Dispute won</Trans>
        </Badge>
      );
    case "LOST":
      return (
        <Badge>
          <Trans>Dispute lost</Trans>
        </Badge>
      );
  }
}
