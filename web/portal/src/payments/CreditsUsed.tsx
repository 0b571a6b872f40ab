import { DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { CreditEntryKind } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import styles from "./payments.module.css";

const CreditsUsedFragment = graphql(`
  fragment CreditsUsed_payment on Payment {
    id
    fundedBy {
      amount { amount currencyCode }
      source { id kind createdAt prepayment { id number memo } }
    }
  }
`);

/** Which credits a payment used, to the cent. Nothing for a payment that used none. */
export function CreditsUsed({ payment, isOpen = false }: { payment: FragmentType<typeof CreditsUsedFragment>; isOpen?: boolean }) {
  const { fundedBy } = readFragment(CreditsUsedFragment, payment);
  if (fundedBy.length === 0) return null;
  const list = (
    <ul className="list">
      {fundedBy.map(({ amount, source }) => (
        <li className="list-item" key={source.id}>
          <div className="list-item-text">
            <span>
              <CreditSource {...source} />
            </span>
          </div>
          <Money value={amount} />
        </li>
      ))}
    </ul>
  );
  if (isOpen) return list;
  return (
    <details className={styles.details}>
      <summary>
        <Trans>Credits used</Trans>
      </summary>
      {list}
    </details>
  );
}

type Source = {
  kind: CreditEntryKind;
  createdAt: string;
  prepayment: { number: string; memo: string | null } | null;
};

function CreditSource({ kind, createdAt, prepayment }: Source) {
  if (prepayment) {
    const { number } = prepayment;
    // An element, because markup in a text would be taken for the message's own.
    const memo = <>{prepayment.memo}</>;
    return prepayment.memo ? (
      <Trans>
        {memo}, prepaid on <DateText value={createdAt} /> ({number})
      </Trans>
    ) : (
      <Trans>
        Prepayment {number} of <DateText value={createdAt} />
      </Trans>
    );
  }
  switch (kind) {
    case "CREDIT_NOTE":
      return <Trans>Credit note of <DateText value={createdAt} /></Trans>;
    case "OFFLINE_PAYMENT":
      return <Trans>Received by the firm on <DateText value={createdAt} /></Trans>;
    default:
      return <Trans>Credits of <DateText value={createdAt} /></Trans>;
  }
}
