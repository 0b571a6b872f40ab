"""What a payer is told when a payment failed: polite, and never the provider's own word ("stolen card")."""

from __future__ import annotations

from gateway import FailureCode

_MESSAGES = {
    FailureCode.DECLINED: "The payment was declined. Please try another card or account, or ask your bank.",
    FailureCode.INSUFFICIENT_FUNDS: "There was not enough money for this payment. Please try another card or account.",
    FailureCode.EXPIRED_CARD: "The card has expired. Please try another one.",
    FailureCode.WRONG_DETAILS: "Some of the details were not right. Please check them and try again.",
    FailureCode.AUTHENTICATION_FAILED: "The bank could not confirm that it was you. Please try again.",
    FailureCode.TRY_AGAIN: "Something went wrong on the way. Please try again.",
    FailureCode.BANK_RETURNED: "The bank returned the debit. Please ask your bank, or pay in another way.",
    FailureCode.OTHER: "The payment did not go through. Please try again, or pay in another way.",
}


def failure_message(code: str) -> str:
    """The message for a FailureCode's name."""
    return _MESSAGES[FailureCode(code)]
