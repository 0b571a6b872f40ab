"""Messages for payers about failed payments. They never reveal the provider's own reason, such as "stolen card"."""

from gateway import FailureCode
from translation import gettext, gettext_noop

_MESSAGES = {
    FailureCode.DECLINED: gettext_noop(
        "The payment was declined. Please try another card or account, or contact your bank."
    ),
    FailureCode.INSUFFICIENT_FUNDS: gettext_noop("Insufficient funds. Please try another card or account."),
    FailureCode.EXPIRED_CARD: gettext_noop("The card has expired. Please try another one."),
    FailureCode.WRONG_DETAILS: gettext_noop(
        "Some of the payment details are incorrect. Please check them and try again."
    ),
    FailureCode.AUTHENTICATION_FAILED: gettext_noop("Your bank could not authenticate you. Please try again."),
    FailureCode.TRY_AGAIN: gettext_noop("Something went wrong. Please try again."),
    FailureCode.BANK_RETURNED: gettext_noop(
        "Your bank returned the debit. Please contact your bank, or try another payment method."
    ),
    FailureCode.OTHER: gettext_noop("The payment failed. Please try again, or try another payment method."),
}


def failure_message(code: str) -> str:
    """The message for the value of a FailureCode, in the current language."""
    return gettext(_MESSAGES[FailureCode(code)])
