import { Badge } from "@acompte/shared/components";
import type { WebhookEndpointStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

export function EndpointStatus({ status }: { status: WebhookEndpointStatus }) {
  if (status === "ACTIVE") {
    return (
      <Badge tone="good">
        <Trans>Active</Trans>
      </Badge>
    );
  }
  if (status === "FAILING") {
    return (
      <Badge tone="warning">
        <Trans>Failing</Trans>
      </Badge>
    );
  }
  return (
    <Badge>
      <Trans>Disabled</Trans>
    </Badge>
  );
}
