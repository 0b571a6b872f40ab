"""The tokens of links in mails: derived when they are needed, stored as digests, good once."""

import hashlib
import uuid

from billing.derived_tokens import derive_token
from billing.errors import DomainError
from billing.mail.queue_mail import LIFETIMES
from billing.services import Services
from models import MailKind
from translation import gettext as _

# A link and its mail expire together.
INVITATION_LIFETIME = LIFETIMES[MailKind.INVITATION]
PASSWORD_RESET_LIFETIME = LIFETIMES[MailKind.PASSWORD_RESET]
_INVITATION = "invitation"
_PASSWORD_RESET = "password_reset"  # noqa: S105  (a purpose, not a password)


class TokenNotValid(DomainError):
    """The token is used, revoked, expired or unknown: the cases are indistinguishable."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _("This link is not valid any more. Please ask for a new one."))


def invitation_token(services: Services, invitation_id: uuid.UUID, generation: int) -> str:
    """The token in the link of an invitation."""
    return derive_token(services.token_secret, _INVITATION, invitation_id, generation)


def password_reset_token(services: Services, reset_id: uuid.UUID) -> str:
    """The token in the link of a password reset."""
    return derive_token(services.token_secret, _PASSWORD_RESET, reset_id, 1)


def digest_of(text: str) -> str:
    """The SHA-256 digest of a token, or of an address that is counted. Only the digest is stored, so that a leaked
    database contains no usable tokens.

    Lone surrogates are accepted: the token comes from a URL.
    """
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
