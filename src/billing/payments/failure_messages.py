"""Messages for payers about failed payments. They never reveal the provider's own reason, such as "stolen card"."""

from gateway import FailureCode

_MESSAGES = {
    FailureCode.DECLINED: "The payment was declined. Please try another card or account, or contact your bank.",
    FailureCode.INSUFFICIENT_FUNDS: "Insufficient funds. Please try another card or account.",
    FailureCode.EXPIRED_CARD: "The card has expired. Please try another one.",
    FailureCode.WRONG_DETAILS: "Some of the payment details are incorrect. Please check them and try again.",
    FailureCode.AUTHENTICATION_FAILED: "Your bank could not authenticate you. Please try again.",
    FailureCode.TRY_AGAIN: "Something went wrong. Please try again.",
    FailureCode.BANK_RETURNED: "Your bank returned the debit. Please contact your bank, or try another payment method.",
    FailureCode.OTHER: "The payment failed. Please try again, or try another payment method.",
}


def failure_message(code: str) -> str:
    """The message for the value of a FailureCode."""
    return _MESSAGES[FailureCode(code)]
