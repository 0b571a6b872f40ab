import { Badge } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaymentStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";

const PrepaymentFragment = graphql(`
  fragment PrepaymentStatus_prepayment on Prepayment {
    id
    status
    amount { amount currencyCode }
    refunded { amount currencyCode }
    dispute
  }
`);

/** What became of a prepayment, with its dispute and what was refunded. */
export function PrepaymentStatus({ prepayment }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const { status, amount, refunded, dispute } = readFragment(PrepaymentFragment, prepayment);
  return (
    <span className="row">
      <PaymentStatusBadge status={status} />
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
