import { Badge, Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { PrepaymentUses_prepaymentFragment } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { difference } from "./difference.ts";
import styles from "./PrepaymentUses.module.css";

const PrepaymentFragment = graphql(`
  fragment PrepaymentUses_prepayment on Prepayment {
    id
    status
    amount { amount currencyCode }
    remaining { amount currencyCode }
    uses {
      amount { amount currencyCode }
      source { id }
      payment { id number settledAt invoice { id number description } }
    }
    refunds { id status reason createdAt settledAt amount { amount currencyCode } failure { code message } }
    disputes { id status openedAt closedAt amount { amount currencyCode } withdrawn { amount currencyCode } }
  }
`);

type Prepayment = PrepaymentUses_prepaymentFragment;
type Kind = "used" | "refunded" | "withdrawn" | "reserved" | "remaining";
type Part = { key: string; kind: Kind; amount: Prepayment["amount"]; title: ReactNode; details?: ReactNode };

/** Where each cent of a prepayment went: what it paid, what went back, and what is left. */
export function PrepaymentUses({ prepayment }: { prepayment: FragmentType<typeof PrepaymentFragment> }) {
  const read = readFragment(PrepaymentFragment, prepayment);
  if (read.status === "REQUIRES_ACTION") return null;
  if (read.status !== "SUCCEEDED") {
    return (
      <Card title={<Trans>Where the money went</Trans>}>
        <p className="soft">
          {read.status === "PROCESSING" ? (
            <Trans>The money is on its way. It becomes credits when it arrives.</Trans>
          ) : (
            <Trans>No money was taken, and nothing was added to your credits.</Trans>
          )}
        </p>
      </Card>
    );
  }
  const parts = partsOf(read);
  return (
    <Card title={<Trans>Where the money went</Trans>} end={<Money value={read.amount} />}>
      <div className={styles.bar} aria-hidden="true">
        {parts
          .filter(({ amount }) => Number(amount.amount) > 0)
          .map(({ key, kind, amount }) => (
            <span key={key} className={styles[kind]} style={{ flexGrow: Number(amount.amount) }} />
          ))}
      </div>
      <ul className="list">
        {parts.map(({ key, kind, amount, title, details }) => (
          <li key={key} className={`list-item ${styles.part}`}>
            <span className={`${styles.dot} ${styles[kind]}`} aria-hidden="true" />
            <div className="list-item-text">
              <span>{title}</span>
              {details && <span className="row small soft">{details}</span>}
            </div>
            <div className="list-item-end">
              <Money value={amount} />
            </div>
          </li>
        ))}
      </ul>
      <FailedRefunds refunds={read.refunds} />
    </Card>
  );
}

function partsOf({ amount, remaining, uses, refunds, disputes }: Prepayment): Part[] {
  const returned = refunds.filter(({ status }) => status !== "FAILED");
  const rest = difference(
    amount.amount,
    [...uses, ...returned, { amount: remaining }]
      .map((part) => part.amount.amount)
      .concat(disputes.map(({ withdrawn }) => withdrawn.amount)),
  );
  const parts: (Part | null)[] = [
    ...uses.map((use) => ({ key: use.payment.id, kind: "used" as const, amount: use.amount, ...useTexts(use) })),
    ...returned.map((refund) => ({
      key: refund.id,
      kind: "refunded" as const,
      amount: refund.amount,
      title: refund.status === "PROCESSING" ? <Trans>Refund on its way</Trans> : <Trans>Refunded</Trans>,
      details: (
        <>
          <DateText value={refund.settledAt ?? refund.createdAt} />
          <span>{refund.reason}</span>
        </>
      ),
    })),
    ...disputes.map((dispute) => ({
      key: dispute.id,
      kind: "withdrawn" as const,
      amount: dispute.withdrawn,
      ...disputeTexts(dispute),
    })),
    // The API has no field for what payments in progress reserve: it is what the other parts leave.
    Number(rest) > 0
      ? {
          key: "reserved",
          kind: "reserved",
          amount: { ...amount, amount: rest },
          title: <Trans>Reserved for payments in progress</Trans>,
        }
      : null,
    { key: "remaining", kind: "remaining", amount: remaining, title: <Trans>Unspent, part of your credits</Trans> },
  ];
  return parts.filter((part) => part !== null);
}

function useTexts({ payment }: Prepayment["uses"][number]): Pick<Part, "title" | "details"> {
  const { invoice, number, settledAt } = payment;
  return {
    title: invoice ? (
      <Trans>
        Invoice <Link href={`/invoices/${encodeURIComponent(invoice.id)}`}>{invoice.number}</Link>
      </Trans>
    ) : (
      <Trans>Payment {number}</Trans>
    ),
    details: (
      <>
        {settledAt && <DateText value={settledAt} />}
        {invoice?.description && <span>{invoice.description}</span>}
      </>
    ),
  };
}

function disputeTexts({ status, openedAt, closedAt, amount }: Prepayment["disputes"][number]): Pick<Part, "title" | "details"> {
  return {
    title:
      status === "OPEN" ? (
        <Trans>Disputed: the bank has not decided yet</Trans>
      ) : status === "LOST" ? (
        <Trans>Taken back by the bank</Trans>
      ) : (
        <Trans>Disputed: decided in favor of the firm</Trans>
      ),
    details: (
      <>
        <DateText value={closedAt ?? openedAt} />
        <span>
          <Trans>
            Disputed: <Money value={amount} />
          </Trans>
        </span>
      </>
    ),
  };
}

function FailedRefunds({ refunds }: { refunds: Prepayment["refunds"] }) {
  const failed = refunds.filter(({ status }) => status === "FAILED");
  if (failed.length === 0) return null;
  return (
    <ul className="list">
      {failed.map(({ id, amount, createdAt, failure }) => (
        <li key={id} className="list-item">
          <div className="list-item-text">
            <span className="row">
              <Trans>
                Refund of <Money value={amount} />
              </Trans>
              <Badge tone="bad">
                <Trans>Failed</Trans>
              </Badge>
            </span>
            <span className="row small soft">
              <DateText value={createdAt} />
              {failure && <span>{failure.message}</span>}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
