import { buttonClass, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { InvoiceStatusBadge } from "./InvoiceStatusBadge.tsx";
import styles from "./invoices.module.css";

const InvoiceItemFragment = graphql(`
  fragment InvoiceItem_invoice on Invoice {
    id
    number
    description
    status
    isOverdue
    issuedOn
    dueOn
    total { amount currencyCode }
    amountDue { amount currencyCode }
    actions
  }
`);

/** An invoice in a list: how it stands, what is left of it, and the way to pay it. */
export function InvoiceItem({ invoice }: { invoice: FragmentType<typeof InvoiceItemFragment> }) {
  const { id, number, description, status, isOverdue, issuedOn, dueOn, total, amountDue, actions } = readFragment(
    InvoiceItemFragment,
    invoice,
  );
  const path = `/invoices/${encodeURIComponent(id)}`;
  const isOpen = status === "UNPAID" || status === "PARTIALLY_PAID";
  const isTotalDue = amountDue.amount === total.amount;
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={path}>{description ?? number}</Link>
        <span className={styles.facts}>
          <InvoiceStatusBadge status={status} isOverdue={isOverdue} />
          {description && <span>{number}</span>}
          {isOpen && dueOn ? (
            <span>
              <Trans>
                Due on <DateText value={dueOn} />
              </Trans>
            </span>
          ) : (
            issuedOn && (
              <span>
                <Trans>
                  Issued on <DateText value={issuedOn} />
                </Trans>
              </span>
            )
          )}
        </span>
      </div>
      <div className="list-item-end">
        <span className={styles.amount}>
          <Money value={isOpen ? amountDue : total} />
          {isOpen && !isTotalDue && (
            <span className="small soft">
              <Trans>
                of <Money value={total} />
              </Trans>
            </span>
          )}
        </span>
        {actions.some((action) => action.startsWith("PAY_")) && (
          <Link className={buttonClass(isOverdue ? "primary" : "secondary")} href={path}>
            <span>
              <Trans>Pay</Trans>
              <span className="visually-hidden"> {number}</span>
            </span>
          </Link>
        )}
      </div>
    </li>
  );
}
