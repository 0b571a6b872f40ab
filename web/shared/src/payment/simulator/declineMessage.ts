import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";

/** What Stripe.js would say of a decline, in the payer's language. */
export function useDeclineMessage(): (code: string | undefined) => string {
  const { t } = useLingui();
  return useCallback(
    (code) => {
      switch (code) {
        case "insufficient_funds":
          return t`There is not enough money on this account. Please try another way to pay.`;
        case "expired_card":
          return t`This card has expired. Please use another one.`;
        case "payment_intent_authentication_failure":
          return t`Your bank could not confirm that it is you. Nothing was paid. You can try again.`;
        default:
          return t`The payment was declined, and nothing was paid. Please try another way to pay.`;
      }
    },
    [t],
  );
}
