import { Badge, Card, DateText, EmptyState, Money, buttonClass } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Plural, Trans } from "@lingui/react/macro";
import { CircleCheck } from "lucide-react";
import { Link } from "wouter";
import { PaymentItem } from "../../payments/PaymentItem.tsx";

const ToDoListFragment = graphql(`
  fragment ToDoList_client on Client {
    id
    amountDue { amount currencyCode }
    toPay: invoices(
      filter: { status: [UNPAID, PARTIALLY_PAID] }
      orderBy: { field: DUE, direction: ASC }
      first: 10
    ) {
      totalCount
      edges {
        node { id status ...InvoiceToPay_invoice }
      }
    }
    paymentsToConfirm: payments(filter: { status: [REQUIRES_ACTION] }, first: 10) {
      edges {
        node { id status paidBy ...PaymentItem_payment }
      }
    }
    prepaymentsToConfirm: prepayments(filter: { status: [REQUIRES_ACTION] }, first: 10) {
      edges {
        node { id status ...PaymentItem_prepayment }
      }
    }
  }
`);

/** What waits for the client: payments to confirm, and invoices to pay. */
export function ToDoList({ client }: { client: FragmentType<typeof ToDoListFragment> }) {
  const { amountDue, toPay, paymentsToConfirm, prepaymentsToConfirm } = readFragment(ToDoListFragment, client);
  // An object whose state has just changed stays in the list until it is loaded again.
  const invoices = (toPay?.edges ?? []).filter(({ node }) => ["UNPAID", "PARTIALLY_PAID"].includes(node.status));
  const payments = paymentsToConfirm.edges.filter(
    ({ node }) => node.status === "REQUIRES_ACTION" && node.paidBy !== "CREDITS",
  );
  const prepayments = prepaymentsToConfirm.edges.filter(({ node }) => node.status === "REQUIRES_ACTION");
  const isEmpty = invoices.length + payments.length + prepayments.length === 0;
  const others = (toPay?.totalCount ?? 0) - (toPay?.edges.length ?? 0);

  return (
    <Card
      title={<Trans>To do</Trans>}
      end={
        amountDue &&
        Number(amountDue.amount) > 0 && (
          <span className="soft">
            <Trans>
              <Money value={amountDue} /> due in all
            </Trans>
          </span>
        )
      }
    >
      {isEmpty ? (
        <EmptyState icon={<CircleCheck className="icon" aria-hidden="true" />} title={<Trans>Nothing to do</Trans>}>
          <Trans>No invoice waits to be paid.</Trans>
        </EmptyState>
      ) : (
        <ul className="list">
          {payments.map(({ node }) => (
            <PaymentItem key={node.id} payment={node} />
          ))}
          {prepayments.map(({ node }) => (
            <PaymentItem key={node.id} prepayment={node} />
          ))}
          {invoices.map(({ node }) => (
            <InvoiceToPay key={node.id} invoice={node} />
          ))}
        </ul>
      )}
      {others > 0 && (
        <Link href="/invoices">
          <Plural value={others} one="# more invoice" other="# more invoices" />
        </Link>
      )}
    </Card>
  );
}

const InvoiceToPayFragment = graphql(`
  fragment InvoiceToPay_invoice on Invoice {
    id
    number
    description
    dueOn
    isOverdue
    status
    amountDue { amount currencyCode }
    amountPending { amount currencyCode }
    depositDue { amount currencyCode }
    actions
  }
`);

function InvoiceToPay({ invoice }: { invoice: FragmentType<typeof InvoiceToPayFragment> }) {
  const { id, number, description, dueOn, isOverdue, amountDue, amountPending, depositDue, actions } = readFragment(
    InvoiceToPayFragment,
    invoice,
  );
  const path = `/invoices/${encodeURIComponent(id)}`;
  const canPay = actions.some((action) => action.startsWith("PAY_"));
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={path}>{description ?? number}</Link>
        <span className="row small soft">
          <span>{number}</span>
          {isOverdue ? (
            <Badge tone="bad">
              {dueOn ? (
                <Trans>
                  Overdue since <DateText value={dueOn} />
                </Trans>
              ) : (
                <Trans>Overdue</Trans>
              )}
            </Badge>
          ) : (
            dueOn && (
              <span>
                <Trans>
                  Due on <DateText value={dueOn} />
                </Trans>
              </span>
            )
          )}
          {Number(amountPending.amount) > 0 && (
            <Badge tone="info">
              <Trans>
                <Money value={amountPending} /> in progress
              </Trans>
            </Badge>
          )}
          {depositDue && (
            <Badge tone="info">
              <Trans>
                Deposit <Money value={depositDue} />
              </Trans>
            </Badge>
          )}
        </span>
      </div>
      <div className="list-item-end">
        <Money value={amountDue} />
        {canPay && (
          <Link className={buttonClass(isOverdue ? "primary" : "secondary")} href={path}>
            <Trans>Pay</Trans>
            <span className="visually-hidden"> {number}</span>
          </Link>
        )}
      </div>
    </li>
  );
}
