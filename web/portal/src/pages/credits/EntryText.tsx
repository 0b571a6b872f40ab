import { DateText } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { EntryText_entryFragment } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import styles from "./Credits.module.css";

const EntryFragment = graphql(`
  fragment EntryText_entry on CreditEntry {
    id
    kind
    reason
    offlineMethod
    receivedOn
    prepayment { id number memo }
    payment { id number invoice { id number description } }
    reverses { id kind createdAt }
  }
`);

/** Why the credits changed, and what for. */
export function EntryText({ entry }: { entry: FragmentType<typeof EntryFragment> }) {
  const read = readFragment(EntryFragment, entry);
  const { prepayment, payment, reason } = read;
  const details = [payment?.invoice?.description, prepayment?.memo, reason].filter(Boolean);
  return (
    <div className={styles.text}>
      <span>{title(read)}</span>
      {details.length > 0 && <span className="soft small">{details.join(" · ")}</span>}
    </div>
  );
}

function title({ kind, prepayment, payment, offlineMethod, receivedOn, reverses }: EntryText_entryFragment): ReactNode {
  const subject = prepayment ? (
    <Link href={`/credits/prepayments/${encodeURIComponent(prepayment.id)}`}>{prepayment.number}</Link>
  ) : payment?.invoice ? (
    <Link href={`/invoices/${encodeURIComponent(payment.invoice.id)}`}>{payment.invoice.number}</Link>
  ) : (
    payment?.number
  );
  const isOfInvoice = !prepayment && Boolean(payment?.invoice);
  switch (kind) {
    case "PREPAYMENT":
      return <Trans>Prepayment {subject}</Trans>;
    case "PAYMENT_RECEIVED":
      return isOfInvoice ? <Trans>Payment received for invoice {subject}</Trans> : <Trans>Payment received {subject}</Trans>;
    case "CREDIT_NOTE":
      return <Trans>Credit note</Trans>;
    case "OFFLINE_PAYMENT":
      return (
        <>
          {offlineMethod === "CASH" ? (
            <Trans>Payment in cash</Trans>
          ) : offlineMethod === "CHEQUE" ? (
            <Trans>Payment by cheque</Trans>
          ) : offlineMethod === "WIRE" ? (
            <Trans>Payment by wire transfer</Trans>
          ) : (
            <Trans>Payment to the firm</Trans>
          )}
          {receivedOn && (
            <>
              {", "}
              <DateText value={receivedOn} />
            </>
          )}
        </>
      );
    case "INVOICE_PAYMENT":
      return isOfInvoice ? <Trans>Invoice {subject} paid</Trans> : <Trans>Invoice paid, {subject}</Trans>;
    case "REFUND":
      return isOfInvoice ? <Trans>Refund of a payment of invoice {subject}</Trans> : <Trans>Refund of {subject}</Trans>;
    case "DISPUTE":
      return isOfInvoice ? (
        <Trans>Payment of invoice {subject} taken back by the bank</Trans>
      ) : (
        <Trans>{subject} taken back by the bank</Trans>
      );
    case "REVERSAL":
      return reverses ? reversal(reverses.kind, subject) : <Trans>Reversal</Trans>;
  }
}

function reversal(reversed: EntryText_entryFragment["kind"], subject: ReactNode): ReactNode {
  switch (reversed) {
    case "INVOICE_PAYMENT":
      return subject ? <Trans>Credits returned from invoice {subject}</Trans> : <Trans>Credits returned from an invoice</Trans>;
    case "CREDIT_NOTE":
      return <Trans>Credit note reversed</Trans>;
    case "OFFLINE_PAYMENT":
      return <Trans>Payment to the firm reversed</Trans>;
    case "REFUND":
      return subject ? <Trans>Refund of {subject} returned</Trans> : <Trans>Refund returned</Trans>;
    case "DISPUTE":
      return subject ? <Trans>Money of {subject} returned by the bank</Trans> : <Trans>Money returned by the bank</Trans>;
    default:
      return <Trans>Reversal</Trans>;
  }
}
