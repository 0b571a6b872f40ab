import { Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { RefundStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { RefundFailureText } from "../../components/FailureText.tsx";

const RefundFragment = graphql(`
  fragment PaymentRefund_refund on Refund {
    id
    amount { amount currencyCode }
    status
    failure { code message }
    reason
    actor { kind name isViewer }
    createdAt
    settledAt
  }
`);

/** What went back to the payer, or is on its way there. Not shown if there is none. */
export function PaymentRefunds({ refunds }: { refunds: readonly FragmentType<typeof RefundFragment>[] }) {
  const all = readFragment(RefundFragment, refunds);
  if (all.length === 0) return null;
  return (
    <Card title={<Trans>Refunds</Trans>}>
      <ul className="list">
        {all.map(({ id, amount, status, failure, reason, actor, createdAt }) => (
          <li className="list-item" key={id}>
            <div className="list-item-text">
              <span>{reason}</span>
              <span className="small soft">
                <Trans>
                  <DateText value={createdAt} withTime /> by {actor.name}
                </Trans>
              </span>
              {failure && (
                <span className="field-error">
                  <RefundFailureText code={failure.code} />
                </span>
              )}
            </div>
            <div className="list-item-end">
              <RefundStatusBadge status={status} />
              <Money value={amount} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
