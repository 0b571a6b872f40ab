import { Callout, Card, DateText, Money } from "@acompte/shared/components";
import type { ActorKind, PaidBy, PaymentAction, PaymentStatus } from "@acompte/shared/graphql/types";
import type { PaymentToOpen } from "@acompte/shared/payment";
import { PaymentStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { PaymentActions } from "../../payments/PaymentActions.tsx";

type Props = {
  payment: {
    id: string;
    number: string;
    status: PaymentStatus;
    paidBy: PaidBy;
    amount: PaymentToOpen["amount"];
    failure: { message: string } | null;
    createdAt: string;
    settledAt: string | null;
    actor: { kind: ActorKind; name: string; isViewer: boolean };
    actions: readonly PaymentAction[];
    checkout: PaymentToOpen["checkout"] | null;
  };
};

/** The amount, what became of it, and what can be done. */
export function PaymentSummary({ payment }: Props) {
  const { status, paidBy, amount, failure, createdAt, settledAt, actor } = payment;
  return (
    <Card title={<Trans>Amount</Trans>} end={<PaymentStatusBadge status={status} paidBy={paidBy} />}>
      <div aria-live="polite" className="stack">
        <Money value={amount} isFigure />
        <p>
          <Outcome status={status} paidBy={paidBy} settledAt={settledAt} />
        </p>
        {failure && status !== "SUCCEEDED" && (
          <Callout tone="bad">
            <p>{failure.message}</p>
          </Callout>
        )}
      </div>
      <p className="small soft">
        {actor.kind === "SYSTEM" ? (
          <Trans>
            Started by itself on <DateText value={createdAt} withTime />
          </Trans>
        ) : actor.isViewer ? (
          <Trans>
            Started by you on <DateText value={createdAt} withTime />
          </Trans>
        ) : (
          <Trans>
            Started by {actor.name} on <DateText value={createdAt} withTime />
          </Trans>
        )}
      </p>
      <PaymentActions payment={payment} />
    </Card>
  );
}

type OutcomeProps = { status: PaymentStatus; paidBy: PaidBy; settledAt: string | null };

function Outcome({ status, paidBy, settledAt }: OutcomeProps) {
  if (paidBy === "CREDITS" && (status === "REQUIRES_ACTION" || status === "PROCESSING")) {
    return <Trans>These credits are reserved until the payment that belongs to them has ended.</Trans>;
  }
  switch (status) {
    case "REQUIRES_ACTION":
      return <Trans>This payment has to be completed. Otherwise it is canceled after an hour, and nothing is charged.</Trans>;
    case "PROCESSING":
      return <Trans>Your bank is processing the payment. A bank debit takes a few days.</Trans>;
    case "SUCCEEDED":
      return settledAt ? (
        <Trans>
          Paid on <DateText value={settledAt} withTime />
        </Trans>
      ) : (
        <Trans>Paid</Trans>
      );
    case "FAILED":
      return <Trans>Nothing was charged, and nothing will be.</Trans>;
    case "CANCELED":
      return <Trans>It was canceled before it was completed. Nothing was charged.</Trans>;
    case "RELEASED":
      return <Trans>The firm released it from its invoice. If the money still comes, it becomes credits.</Trans>;
  }
}
