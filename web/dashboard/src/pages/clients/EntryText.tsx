import { DateText } from "@acompte/shared/components";
import type { ClientStatement_entryFragment } from "@acompte/shared/graphql/types";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { EntryKindText } from "../payments/EntryKindText.tsx";

/** Why credits changed, when, who did it, and the reason that they gave. */
export function EntryText({ entry, children }: { entry: ClientStatement_entryFragment; children: ReactNode }) {
  const { kind, createdAt, actor, reason, prepayment, payment, reverses } = entry;
  return (
    <div className="list-item-text">
      <span>
        <EntryKindText kind={kind} />
        {prepayment && (
          <>
            {" "}
            <Link href={`/payments/${encodeURIComponent(prepayment.id)}`}>{prepayment.number}</Link>
          </>
        )}
        {payment?.invoice ? (
          <>
            {" "}
            <Link href={`/invoices/${encodeURIComponent(payment.invoice.id)}`}>{payment.invoice.number}</Link>
          </>
        ) : (
          payment && (
            <>
              {" "}
              <Link href={`/payments/${encodeURIComponent(payment.id)}`}>{payment.number}</Link>
            </>
          )
        )}
      </span>
      {reverses && (
        <span className="soft small">
          <EntryKindText kind={reverses.kind} />, <DateText value={reverses.createdAt} />
        </span>
      )}
      {(reason ?? prepayment?.memo) && <span className="soft small">{reason ?? prepayment?.memo}</span>}
      <span className="soft small">
        <DateText value={createdAt} /> · {actor.name}
      </span>
      {children}
    </div>
  );
}
