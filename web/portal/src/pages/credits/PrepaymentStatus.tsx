import { Badge, type Tone } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { PaymentStatus } from "@acompte/shared/graphql/types";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";

const PrepaymentFragment = graphql(`
  fragment PrepaymentStatus_prepayment on Prepayment {
    id
    status
    amount { amount currencyCode }
    refunded { amount currencyCode }
    dispute
  }
`);

const names: Record<PaymentStatus, [Tone, MessageDescriptor]> = {
  REQUIRES_ACTION: ["warning", msg`To be completed`],
  PROCESSING: ["info", msg`On its way`],
  SUCCEEDED: ["good", msg`Received`],
  FAILED: ["bad", msg`Failed`],
  CANCELED: ["neutral", msg`Canceled`],
  RELEASED: ["neutral", msg`Released`],
};

/** What became of a prepayment, with its dispute and what was refunded. */
export function PrepaymentStatus({ prepayment }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const { t } = useLingui();
  const { status, amount, refunded, dispute } = readFragment(PrepaymentFragment, prepayment);
  const [tone, name] = names[status];
  return (
    <span className="row">
      <Badge tone={tone}>{t(name)}</Badge>
      {dispute === "OPEN" && (
        <Badge tone="warning">
          <Trans>Disputed</Trans>
        </Badge>
      )}
      {dispute === "LOST" && (
        <Badge tone="bad">
          <Trans>Taken back</Trans>
        </Badge>
      )}
      {dispute === "WON" && (
        <Badge>
          <Trans>Dispute closed</Trans>
        </Badge>
      )}
      {Number(refunded.amount) > 0 && (
        <Badge>{refunded.amount === amount.amount ? <Trans>Refunded</Trans> : <Trans>Partly refunded</Trans>}</Badge>
      )}
    </span>
  );
}
