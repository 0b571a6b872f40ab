import { DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { PaidByName } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import { PaymentFailureText } from "../../components/FailureText.tsx";
import { PaymentState } from "../../components/PaymentState.tsx";
import { PaymentActions } from "../payments/PaymentActions.tsx";

const ClientPrepaymentFragment = graphql(`
  fragment ClientPrepayment_prepayment on Prepayment {
    id
    number
    status
    method
    memo
    card { brand last4 }
    amount { amount currencyCode }
    remaining { amount currencyCode }
    failure { code message }
    createdAt
    actions
    ...PaymentState_prepayment
    ...PaymentActions_prepayment
  }
`);

/** A prepayment in the list of its client, and what can be done with it. */
export function ClientPrepayment({ prepayment: masked }: { prepayment: FragmentType<typeof ClientPrepaymentFragment> }) {
  const prepayment = readFragment(ClientPrepaymentFragment, masked);
  const { id, number, status, method, memo, card, amount, remaining, failure, createdAt, actions } = prepayment;
  return (
    <li className="list-item">
      <div className="list-item-text">
        <Link href={`/payments/${encodeURIComponent(id)}`}>{memo ?? number}</Link>
        <span className="soft small">
          {memo && `${number} · `}
          <DateText value={createdAt} /> · <PaidByName paidBy={method} card={card} />
        </span>
        {failure && status !== "SUCCEEDED" && (
          <span className="soft small">
            <PaymentFailureText code={failure.code} />
          </span>
        )}
        {status === "SUCCEEDED" && (
          <span className="soft small">
            <Trans>
              <Money value={remaining} /> unspent
            </Trans>
          </span>
        )}
      </div>
      <div className="list-item-end">
        <PaymentState prepayment={prepayment} />
        <Money value={amount} />
      </div>
      {actions.length > 0 && (
        <div className="list-item-end">
          <PaymentActions prepayment={prepayment} />
        </div>
      )}
    </li>
  );
}
