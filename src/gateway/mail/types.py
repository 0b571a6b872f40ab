"""An outgoing mail, and why a mail server did not accept it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An email address with the name of its owner."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail, complete but for the sender's address. The same id, date and recipient make it the same mail."""

    id: uuid.UUID
    created_at: dt.datetime
    sender_name: str
    recipient: MailAddress
    reply_to: str | None
    locale: str
    subject: str
    text: str
    html: str


class MailUnavailable(Exception):
    """The mail server is away, too slow, misconfigured, or refuses for now. Whether it took the mail can be unknown."""


class MailRefused(Exception):
    """The mail server will never take this mail, or the mail cannot be addressed."""


class Mailer(Protocol):
    """Delivers mails."""

    async def send(self, mail: OutgoingMail) -> None:
        """Hand over the mail. Returns once it is accepted. Raises MailUnavailable, MailRefused."""
        ...
