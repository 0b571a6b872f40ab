import { Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { DisputeStatus } from "@acompte/shared/graphql/types";
import { RefundStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";

const RefundFragment = graphql(`
  fragment RefundItem_refund on Refund {
    id
    status
    amount { amount currencyCode }
    reason
    failure { code message }
    createdAt
    settledAt
  }
`);

const DisputeFragment = graphql(`
  fragment DisputeItem_dispute on Dispute {
    id
    status
    amount { amount currencyCode }
    withdrawn { amount currencyCode }
    openedAt
    closedAt
  }
`);

type Props = {
  refunds: readonly ({ id: string } & FragmentType<typeof RefundFragment>)[];
  disputes: readonly ({ id: string } & FragmentType<typeof DisputeFragment>)[];
};

/** What of a payment went back to the payer, or is in dispute. Nothing for a payment without. */
export function RefundsAndDisputes({ refunds, disputes }: Props) {
  return (
    <>
      {refunds.length > 0 && (
        <Card title={<Trans>Refunds</Trans>}>
          <ul className="list">
            {refunds.map((refund) => (
              <RefundItem key={refund.id} refund={refund} />
            ))}
          </ul>
        </Card>
      )}
      {disputes.length > 0 && (
        <Card title={<Trans>Disputes</Trans>}>
          <ul className="list">
            {disputes.map((dispute) => (
              <DisputeItem key={dispute.id} dispute={dispute} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function RefundItem({ refund }: { refund: FragmentType<typeof RefundFragment> }) {
  const { status, amount, reason, failure, createdAt, settledAt } = readFragment(RefundFragment, refund);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span>{reason}</span>
        <span className="row small soft">
          <RefundStatusBadge status={status} />
          <DateText value={settledAt ?? createdAt} />
        </span>
        {failure && (
          <span className="field-error">
            <Trans>It did not arrive. The firm still has the money.</Trans>
          </span>
        )}
      </div>
      <Money value={amount} />
    </li>
  );
}

function DisputeItem({ dispute }: { dispute: FragmentType<typeof DisputeFragment> }) {
  const { status, amount, withdrawn, openedAt, closedAt } = readFragment(DisputeFragment, dispute);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <DisputeStatusText status={status} />
        <span className="small soft">
          {closedAt ? (
            <Trans>
              From <DateText value={openedAt} /> to <DateText value={closedAt} />
            </Trans>
          ) : (
            <Trans>
              Since <DateText value={openedAt} />
            </Trans>
          )}
        </span>
        {Number(withdrawn.amount) > 0 && (
          <span className="small soft">
            <Trans>
              <Money value={withdrawn} /> taken back by the bank
            </Trans>
          </span>
        )}
      </div>
      <Money value={amount} />
    </li>
  );
}

function DisputeStatusText({ status }: { status: DisputeStatus }) {
  switch (status) {
    case "OPEN":
      return <Trans>The bank has not decided yet.</Trans>;
    case "WON":
      return <Trans>Decided in favor of the firm.</Trans>;
    case "LOST":
      return <Trans>Decided in favor of the payer.</Trans>;
  }
}
