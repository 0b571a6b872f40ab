import { Trans } from "@lingui/react/macro";
import type { OfflineMethod, PaidBy } from "../graphql/generated/graphql.ts";

type Props = {
  /** What a payment was paid by, or a prepayment's method. */
  paidBy: PaidBy;
  card?: { brand: string; last4: string } | null;
  offlineMethod?: OfflineMethod | null;
};

/** How somebody paid: "Visa •••• 4242", "Bank debit", "Cheque". */
export function PaidByName({ paidBy, card, offlineMethod }: Props) {
  switch (paidBy) {
    case "CREDITS":
      return <Trans>Credits</Trans>;
    case "CARD":
      return card ? (
        <span>
          {card.brand.charAt(0).toUpperCase() + card.brand.slice(1)} <span aria-hidden="true">••••</span> {card.last4}
        </span>
      ) : (
        <Trans>Card</Trans>
      );
    case "BANK_DEBIT":
      return <Trans>Bank debit</Trans>;
    case "OFFLINE":
      return <OfflineMethodName method={offlineMethod ?? "OTHER"} />;
  }
}

function OfflineMethodName({ method }: { method: OfflineMethod }) {
  switch (method) {
    case "CASH":
      return <Trans>Cash</Trans>;
    case "CHEQUE":
      return <Trans>Cheque</Trans>;
    case "WIRE":
      return <Trans>Wire transfer</Trans>;
    case "OTHER":
      return <Trans>In another way</Trans>;
  }
}
