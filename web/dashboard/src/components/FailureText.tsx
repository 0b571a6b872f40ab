import type { PaymentFailureCode } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";

type Props = { code: PaymentFailureCode };

/** Why a payment failed, for the firm: the API's message is for the payer. */
export function PaymentFailureText({ code }: Props) {
  switch (code) {
    case "DECLINED":
      return <Trans>The bank declined the payment.</Trans>;
    case "INSUFFICIENT_FUNDS":
      return <Trans>There was not enough money on the payer’s account.</Trans>;
    case "EXPIRED_CARD":
      return <Trans>The card has expired.</Trans>;
    case "WRONG_DETAILS":
      return <Trans>The details of the card or account were wrong.</Trans>;
    case "AUTHENTICATION_FAILED":
      return <Trans>The bank could not authenticate the payer.</Trans>;
    case "TRY_AGAIN":
      return <Trans>There was a temporary problem. The payer can try again.</Trans>;
    case "BANK_RETURNED":
      return <Trans>The payer’s bank returned the debit.</Trans>;
    case "OTHER":
      return <Trans>The payment failed for another reason.</Trans>;
  }
}

/** Why a refund failed, for the firm, which still has the money. */
export function RefundFailureText({ code }: Props) {
  switch (code) {
    case "INSUFFICIENT_FUNDS":
      return <Trans>Your Stripe balance was too low for this refund.</Trans>;
    case "EXPIRED_CARD":
      return <Trans>The payer’s card has expired or was canceled. Refund the money in another way.</Trans>;
    case "WRONG_DETAILS":
      return <Trans>The payer’s account is closed or not known. Refund the money in another way.</Trans>;
    case "TRY_AGAIN":
      return <Trans>There was a temporary problem. Try the refund again.</Trans>;
    case "DECLINED":
    case "AUTHENTICATION_FAILED":
    case "BANK_RETURNED":
      return <Trans>The payer’s bank refused the refund. Refund the money in another way.</Trans>;
    case "OTHER":
      return <Trans>The refund failed at Stripe. The money is still with you.</Trans>;
  }
}
