import { Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { DisputeReasonText } from "../../components/DisputeReasonText.tsx";
import { DisputeStatusBadge } from "../../components/DisputeStatusBadge.tsx";

const DisputeFragment = graphql(`
  fragment PaymentDispute_dispute on Dispute {
    id
    status
    amount { amount currencyCode }
    reason
    evidenceDueAt
    openedAt
  }
`);

/** Not shown if there is none. */
export function PaymentDisputes({ disputes }: { disputes: readonly FragmentType<typeof DisputeFragment>[] }) {
  const all = readFragment(DisputeFragment, disputes);
  if (all.length === 0) return null;
  return (
    <Card title={<Trans>Disputes</Trans>}>
      <ul className="list">
        {all.map(({ id, status, amount, reason, evidenceDueAt, openedAt }) => (
          <li className="list-item" key={id}>
            <div className="list-item-text">
              <Link href={`/disputes/${encodeURIComponent(id)}`}>
                <DisputeReasonText reason={reason} />
              </Link>
              <span className="small soft">
                {status === "OPEN" && evidenceDueAt ? (
                  <Trans>
                    Answer by <DateText value={evidenceDueAt} withTime />
                  </Trans>
                ) : (
                  <DateText value={openedAt} />
                )}
              </span>
            </div>
            <div className="list-item-end">
              <DisputeStatusBadge status={status} />
              <Money value={amount} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
