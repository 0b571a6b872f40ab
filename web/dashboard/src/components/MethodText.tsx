import type { OfflineMethod, PaidBy } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

type Props = {
  /** What a payment was paid by, or a prepayment's method. */
  paidBy: PaidBy;
  card?: { brand: string; last4: string } | null;
  offlineMethod?: OfflineMethod | null;
};

/** How somebody paid: "Visa •••• 4242", "Bank debit", "Cheque". */
export function MethodText({ paidBy, card, offlineMethod }: Props) {
  if (card) {
    return (
      <span>
        {card.brand.charAt(0).toUpperCase() + card.brand.slice(1)} •••• {card.last4}
      </span>
    );
  }
  switch (paidBy) {
    case "CREDITS":
      return <Trans>Credits</Trans>;
    case "CARD":
      return <Trans>Card</Trans>;
    case "BANK_DEBIT":
      return <Trans>Bank debit</Trans>;
    case "OFFLINE":
      return <OfflineMethodText method={offlineMethod ?? "OTHER"} />;
  }
}

function OfflineMethodText({ method }: { method: OfflineMethod }) {
  switch (method) {
    case "CASH":
      return <Trans>Cash</Trans>;
    case "CHEQUE":
      return <Trans>Cheque</Trans>;
    case "WIRE":
      return <Trans>Wire transfer</Trans>;
    case "OTHER":
      return <Trans>Offline</Trans>;
  }
}
