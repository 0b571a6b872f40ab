"""Messages about failed payments and refunds, for client users and members.

They never reveal the provider's own reason, such as "stolen card".
"""

from gateway import FailureCode
from translation import gettext, gettext_noop

_PAYMENT_MESSAGES = {
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

_REFUND_FAILED = gettext_noop("The refund failed.")
_REFUND_MESSAGES = {
    FailureCode.DECLINED: gettext_noop("The bank declined the refund."),
    FailureCode.INSUFFICIENT_FUNDS: gettext_noop("The refund failed: insufficient funds."),
    FailureCode.EXPIRED_CARD: gettext_noop("The refund failed: the card has expired or was canceled."),
    FailureCode.WRONG_DETAILS: gettext_noop("The refund failed: the account details are incorrect or out of date."),
    FailureCode.AUTHENTICATION_FAILED: _REFUND_FAILED,
    FailureCode.TRY_AGAIN: gettext_noop("The refund failed because of a temporary problem. It can be tried again."),
    FailureCode.BANK_RETURNED: gettext_noop("The bank returned the refund."),
    FailureCode.OTHER: _REFUND_FAILED,
}


def payment_failure_message(code: str) -> str:
    """The message of a payment or prepayment for the value of a FailureCode, in the current language."""
    return gettext(_PAYMENT_MESSAGES[FailureCode(code)])


def refund_failure_message(code: str) -> str:
    """The message of a refund for the value of a FailureCode, in the current language."""
    return gettext(_REFUND_MESSAGES[FailureCode(code)])
