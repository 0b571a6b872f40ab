import type { PaymentMethod, PaymentMethodChoice } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

export function MethodName({ method }: { method: PaymentMethod | PaymentMethodChoice }) {
  if (method === "CARD") return <Trans>Card</Trans>;
  if (method === "BANK_DEBIT") return <Trans>Bank debit</Trans>;
  return <Trans>Card or bank debit</Trans>;
}
