"""Messages for the firm: why an attempt to deliver a webhook failed."""

from models import WebhookFailure
from translation import gettext as _
from translation import gettext_noop

_MESSAGES = {
    WebhookFailure.STATUS: gettext_noop("The receiver answered with status {status}."),
    WebhookFailure.HOST_NOT_FOUND: gettext_noop("The host of the address was not found."),
    WebhookFailure.ADDRESS_NOT_ALLOWED: gettext_noop("The host of the address is not on the public Internet."),
    WebhookFailure.CONNECTION_FAILED: gettext_noop(
        "Could not connect to the receiver, or its certificate is not valid."
    ),
    WebhookFailure.NOT_ENCRYPTED: gettext_noop("The address does not begin with https://."),
    WebhookFailure.TIMED_OUT: gettext_noop("The receiver did not answer in time."),
    WebhookFailure.INVALID_ANSWER: gettext_noop("The receiver's answer is not valid HTTP."),
}


def message_of(failure: WebhookFailure, status: int | None) -> str:
    """The message, in the current language. `status` is that of the receiver's answer, if it gave one."""
    return _(_MESSAGES[failure]).format(status=status)
