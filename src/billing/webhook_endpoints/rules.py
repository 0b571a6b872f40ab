"""Rules of webhook endpoints: their URL, kinds and secrets, and when deliveries are repeated (D53, D54)."""

import base64
import datetime as dt
import uuid
from collections.abc import Collection
from urllib.parse import urlsplit

import gateway
import models
from billing.access.notice_audiences import WEBHOOK_KINDS
from billing.derived_tokens import derive_token
from billing.errors import InvalidInput
from billing.services import Services
from gateway import WebhookUrlProblem
from models import NoticeKind
from translation import gettext as _
from translation import gettext_noop

MAX_ENDPOINTS = 10
"""How many endpoints a firm can have."""
ROTATION_PERIOD = dt.timedelta(hours=24)
"""How long the former secrets of an endpoint sign beside its new one."""
MAX_SECRETS = 5
"""How many secrets of an endpoint sign at the same time."""
FAILING_PERIOD = dt.timedelta(days=3)
"""An endpoint is disabled when a delivery fails this long after its first failure since the last success."""
RETRY_DELAYS = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""Between the attempts of a delivery, as the Standard Webhooks specification suggests: three days in all."""

_URL_MESSAGES = {
    WebhookUrlProblem.MALFORMED: gettext_noop("Enter a web address, such as https://example.com/webhooks."),
    WebhookUrlProblem.NOT_ENCRYPTED: gettext_noop("The address must begin with https://."),
    WebhookUrlProblem.WITH_CREDENTIALS: gettext_noop("The address must not contain a user name or a password."),
    WebhookUrlProblem.HOST_NOT_FOUND: gettext_noop("The host of this address was not found."),
    WebhookUrlProblem.ADDRESS_NOT_ALLOWED: gettext_noop("The host of this address is not on the public Internet."),
}


async def check_url(services: Services, firm_id: uuid.UUID, url: str) -> str:
    """Return the URL in its normal form. Resolves its name. Raises InvalidInput if it cannot be that of an endpoint."""
    if len(url) > models.WEBHOOK_URL_LENGTH:
        raise InvalidInput("url", _("Enter at most {count} characters.").format(count=models.WEBHOOK_URL_LENGTH))
    try:
        checked = await services.webhook_sender.check_url(url, str(firm_id))
    except gateway.WebhookUrlInvalid as error:
        raise InvalidInput("url", _(_URL_MESSAGES[error.problem])) from None
    if len(checked) > models.WEBHOOK_URL_LENGTH:  # its normal form can be longer
        raise InvalidInput("url", _("Enter at most {count} characters.").format(count=models.WEBHOOK_URL_LENGTH))
    return checked


def check_kinds(kinds: Collection[NoticeKind] | None) -> None:
    """Raise InvalidInput if no kind is chosen, or one that cannot be sent to endpoints. None is all of them."""
    if kinds is None:
        return
    if not kinds:
        raise InvalidInput("kinds", _("Choose at least one kind of notice."))
    if not set(kinds) <= set(WEBHOOK_KINDS):
        raise InvalidInput("kinds", _("One of these kinds cannot be sent to webhook endpoints."))


def current_secret(services: Services, endpoint: models.WebhookEndpoint) -> str:
    """The secret with which the receiver verifies signatures: `whsec_` and base64."""
    return _secret(services, endpoint, endpoint.secret_version)


def signing_secrets(services: Services, endpoint: models.WebhookEndpoint, now: dt.datetime) -> list[str]:
    """The secrets to sign with now, the current one first: former ones as well for a day after a rotation (D53).

    At most `MAX_SECRETS`: the newest ones, and always the one from before that day's first rotation.
    """
    is_rotating = endpoint.secret_rotated_at is not None and now < endpoint.secret_rotated_at + ROTATION_PERIOD
    oldest = endpoint.oldest_secret_version if is_rotating else endpoint.secret_version
    versions = list(range(endpoint.secret_version, oldest - 1, -1))
    # Drop the middle ones: the receiver still uses the oldest, unless its operator got one of the later secrets.
    del versions[MAX_SECRETS - 1 : -1]
    return [_secret(services, endpoint, version) for version in versions]


def _secret(services: Services, endpoint: models.WebhookEndpoint, version: int) -> str:
    token = derive_token(services.token_secret, "webhook endpoint", endpoint.id, version)
    return gateway.encode_webhook_secret(base64.urlsafe_b64decode(token + "="))


def delivery_retry_delay(attempts: int) -> dt.timedelta | None:
    """The delay before the next attempt, after this many attempts. None if there is none."""
    return RETRY_DELAYS[attempts - 1] if attempts <= len(RETRY_DELAYS) else None


def host_of(url: str) -> str:
    """The host of an endpoint's URL, for texts: the rest of it can contain secrets."""
    return urlsplit(url).hostname or ""
