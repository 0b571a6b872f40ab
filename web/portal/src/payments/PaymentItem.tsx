import { Badge, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaidByName, PaymentStatusBadge } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { PaymentActions } from "./PaymentActions.tsx";
import styles from "./payments.module.css";
import { paymentPath, prepaymentPath } from "./paymentPath.ts";

const PaymentFragment = graphql(`
  fragment PaymentItem_payment on Payment {
    id
    number
    status
    amount { amount currencyCode }
    paidBy
    offlineMethod
    card { brand last4 }
    failure { code message }
    refunded { amount currencyCode }
    dispute
    createdAt
    settledAt
    actions
    checkout { ...PaymentWindow_checkout }
    invoice { id number }
  }
`);

const PrepaymentFragment = graphql(`
  fragment PaymentItem_prepayment on Prepayment {
    id
    number
    status
    amount { amount currencyCode }
    method
    memo
    card { brand last4 }
    failure { code message }
    refunded { amount currencyCode }
    dispute
    createdAt
    settledAt
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

type Props = {
  /** Whether the invoice is known, so that the link says where the money comes from. */
  isOnInvoice?: boolean;
  children?: ReactNode;
} & (
  | { payment: FragmentType<typeof PaymentFragment>; prepayment?: undefined }
  | { prepayment: FragmentType<typeof PrepaymentFragment>; payment?: undefined }
);

/** A payment or prepayment in a list: how it stands, why it failed, and what can be done with it. */
export function PaymentItem({ payment: maskedPayment, prepayment: maskedPrepayment, isOnInvoice = false, children }: Props) {
  const payment = readFragment(PaymentFragment, maskedPayment);
  const prepayment = readFragment(PrepaymentFragment, maskedPrepayment);
  const shown = payment ?? prepayment;
  if (!shown) return null;
  const { id, number, status, amount, failure, refunded, dispute, createdAt, settledAt, card } = shown;
  const paidBy = payment?.paidBy ?? prepayment?.method ?? "CARD";
  const source = <PaidByName paidBy={paidBy} card={card} offlineMethod={payment?.offlineMethod} />;
  const isOpen = status === "REQUIRES_ACTION" || status === "PROCESSING";
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={payment ? paymentPath(id) : prepaymentPath(id)}>
          {isOnInvoice ? (
            source
          ) : payment?.invoice ? (
            <Trans>Invoice {payment.invoice.number}</Trans>
          ) : payment ? (
            <Trans>Payment of an invoice</Trans>
          ) : (
            (prepayment?.memo ?? <Trans>Prepayment</Trans>)
          )}
        </Link>
        <span className={styles.facts}>
          <PaymentStatusBadge status={status} paidBy={paidBy} />
          {dispute === "OPEN" && (
            <Badge tone="warning">
              <Trans>Disputed</Trans>
            </Badge>
          )}
          <span>
            <DateText value={settledAt ?? createdAt} />
          </span>
          {!isOnInvoice && <span>{source}</span>}
          {settledAt !== null && <span>{number}</span>}
        </span>
        {failure && (isOpen || status === "FAILED") && <span className="field-error">{failure.message}</span>}
        {status === "PROCESSING" && paidBy === "BANK_DEBIT" && (
          <span className="small soft">
            <Trans>The bank takes a few days.</Trans>
          </span>
        )}
        {Number(refunded.amount) > 0 && (
          <span className="small soft">
            <Trans>
              <Money value={refunded} /> refunded
            </Trans>
          </span>
        )}
      </div>
      <div className="list-item-end">
        <Money value={amount} />
      </div>
      {/* What is done with the charge is done with the credits that pay together with it. */}
      {paidBy !== "CREDITS" && <PaymentActions payment={shown} />}
      {children}
    </li>
  );
}
