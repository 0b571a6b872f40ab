import { useLingui } from "@lingui/react/macro";

/** Why a payer disputes a payment, by the provider's code. A code that it adds later is shown as it is. */
export function DisputeReasonText({ reason }: { reason: string | null }) {
  const { t } = useLingui();
  const texts: Record<string, string> = {
    bank_cannot_process: t`The bank cannot process it`,
    check_returned: t`The cheque was returned`,
    credit_not_processed: t`A promised refund did not come`,
    customer_initiated: t`The payer started it`,
    debit_not_authorized: t`The debit was not authorized`,
    duplicate: t`Charged twice`,
    fraudulent: t`The payer says it was fraud`,
    general: t`No particular reason`,
    incorrect_account_details: t`Wrong account details`,
    insufficient_funds: t`Insufficient funds`,
    noncompliant: t`Against the card network’s rules`,
    product_not_received: t`Nothing was delivered`,
    product_unacceptable: t`Not as it was described`,
    subscription_canceled: t`A subscription was canceled`,
    unrecognized: t`The payer does not recognize it`,
  };
  return <>{reason === null ? t`No reason given` : (texts[reason] ?? reason)}</>;
}
