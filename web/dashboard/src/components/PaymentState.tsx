import { Badge } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaymentStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { DisputeStatusBadge } from "./DisputeStatusBadge.tsx";

const PaymentFragment = graphql(`
  fragment PaymentState_payment on Payment {
    id
    status
    amount { amount currencyCode }
    refunded { amount currencyCode }
    dispute
  }
`);

const PrepaymentFragment = graphql(`
  fragment PaymentState_prepayment on Prepayment {
    id
    status
    amount { amount currencyCode }
    refunded { amount currencyCode }
    dispute
  }
`);

type Props =
  | { payment: FragmentType<typeof PaymentFragment>; prepayment?: undefined }
  | { prepayment: FragmentType<typeof PrepaymentFragment>; payment?: undefined };

/** The status of a payment or prepayment, and whether it was refunded or disputed, which is reported beside it. */
export function PaymentState({ payment, prepayment }: Props) {
  const state = readFragment(PaymentFragment, payment) ?? readFragment(PrepaymentFragment, prepayment);
  if (!state) return null;
  return (
    <span className="row">
      <PaymentStatusBadge status={state.status} />
      {Number(state.refunded.amount) > 0 && (
        <Badge tone="info">
          {state.refunded.amount === state.amount.amount ? <Trans>Refunded</Trans> : <Trans>Partly refunded</Trans>}
        </Badge>
      )}
      {state.dispute && <DisputeStatusBadge status={state.dispute} />}
    </span>
  );
}
