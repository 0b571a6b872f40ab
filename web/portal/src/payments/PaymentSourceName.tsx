import type { OfflineMethod, PaidBy } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

type Props = {
  paidBy: PaidBy;
  card?: { brand: string; last4: string } | null;
  offlineMethod?: OfflineMethod | null;
};

/** Where the money of a payment comes from. */
export function PaymentSourceName({ paidBy, card, offlineMethod }: Props) {
  switch (paidBy) {
    case "CREDITS":
      return <Trans>Credits</Trans>;
    case "CARD":
      return card ? (
        <>
          {card.brand.charAt(0).toUpperCase() + card.brand.slice(1)} <span aria-hidden="true">••••</span> {card.last4}
        </>
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
      return <Trans>Bank transfer</Trans>;
    case "OTHER":
      return <Trans>Received by the firm</Trans>;
  }
}
