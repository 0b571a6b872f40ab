"""A mail as an Internet message (RFC 5322, MIME)."""

import email.policy
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from typing import Any, cast

from gateway.mail.types import MailAddress, MailRefused, OutgoingMail

_ENCODED_LINE_LENGTH = 66
"""So that the first line has at most 76 characters with the header's name (RFC 2047)."""


class _SubjectHeader(UniqueUnstructuredHeader):
    """A subject in encoded words (RFC 2047). Between two of them, Python 3.11 loses spaces where it breaks a line."""

    def fold(self, *, policy: Policy) -> str:
        """The header's lines."""
        header: Any = self
        if str(self).isascii():
            return str(cast("Any", super()).fold(policy=policy))
        encoded = Header(str(self), "utf-8", maxlinelen=_ENCODED_LINE_LENGTH).encode(linesep=policy.linesep)
        return f"{header.name}: {encoded.lstrip()}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", cast("Any", _SubjectHeader))
_POLICY = email.policy.SMTP.clone(header_factory=_HEADERS)


def build_message(mail: OutgoingMail, sender_address: str) -> EmailMessage:
    """Return the message of a mail, as text and HTML, from `sender_address`. The same mail has the same message.

    Line breaks and other control characters in names and the subject become spaces, so that they cannot add a header. A
    reply-to address that not every mail server accepts is left out. Raises MailRefused if the recipient's address is
    malformed.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _header(MailAddress(sender_address, mail.sender_name))
    message["To"] = _header(mail.recipient)
    if mail.reply_to is not None and (reply_to := _reply_header(mail.reply_to, mail.sender_name)) is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.id}@{sender_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # Other mail systems do not answer with an absence note.
    message["X-Auto-Response-Suppress"] = "All"
    # No server has to convert it, and no line is too long.
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.locale
    # A boundary of the mail's own: by default, Python draws a new one for each attempt.
    message.set_boundary(f"=_{mail.id.hex}")
    return message


def envelope_address(address: str) -> str:
    """The address as a mail server gets it: a domain that is not ASCII is encoded, if that loses nothing.

    What is not ASCII in the result needs a server with SMTPUTF8.
    """
    local_part, _, domain = address.rpartition("@")
    try:
        encoded = domain.encode("idna").decode()
        is_lossless = encoded.encode().decode("idna") == domain.lower()
    except UnicodeError:
        return address
    return f"{local_part}@{encoded}" if is_lossless else address


def needs_utf8(mail: OutgoingMail) -> bool:
    """Whether the message has to be sent with SMTPUTF8, because the recipient's address is not ASCII."""
    return not envelope_address(mail.recipient.address).isascii()


def _reply_header(address: str, name: str) -> Address | None:
    if not envelope_address(address).isascii():
        return None
    try:
        return _header(MailAddress(address, name))
    except MailRefused:
        return None


def _header(owner: MailAddress) -> Address:
    local_part, at, domain = envelope_address(owner.address).rpartition("@")
    if not (local_part and at and domain) or _one_line(owner.address) != owner.address or " " in owner.address:
        raise MailRefused("The address is not an email address.")
    try:
        return Address(_one_line(owner.name), local_part, domain)
    except ValueError as error:
        raise MailRefused("The address is not an email address.") from error


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
