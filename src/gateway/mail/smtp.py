"""Delivery to an SMTP server. The only module that imports aiosmtplib."""

import asyncio
import enum
import functools
import ssl
from contextlib import suppress
from dataclasses import dataclass, field

import aiosmtplib

from gateway.mail.message import build_message, envelope_address
from gateway.mail.types import MailRefused, MailUnavailable, OutgoingMail

_PERMANENT = 500
"""SMTP replies from here on are permanent refusals."""


class SmtpSecurity(enum.Enum):
    """STARTTLS: encrypt the connection first, or send nothing. TLS: encrypt it from the start. NONE: no encryption."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mails are handed over, and how. `tls_context` verifies certificates; by default, as the system does."""

    host: str
    port: int
    security: SmtpSecurity
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls_context: ssl.SSLContext | None = None
    reply_seconds: float = 20
    """How long the server may take for one reply."""
    total_seconds: float = 60
    """How long it may take for one mail."""


class SmtpMailer:
    """Hands over each mail on a connection of its own."""

    def __init__(self, server: SmtpServer, sender_address: str) -> None:
        self._server = server
        self._sender_address = sender_address

    @functools.cached_property
    def _tls_context(self) -> ssl.SSLContext | None:
        # Created once, because that reads the certificates of all authorities.
        if self._server.security is SmtpSecurity.NONE:
            return None
        return self._server.tls_context or ssl.create_default_context()

    async def send(self, mail: OutgoingMail) -> None:
        """Hand over the mail. Raises MailUnavailable, MailRefused.

        A 5xx reply to the recipient or the content is permanent (MailRefused). Other failures concern the server or its
        settings (connection, encryption, sign-in, sender): once these are corrected, the same mail can be sent.
        """
        message, client = build_message(mail, self._sender_address), self._client()
        recipient = envelope_address(mail.recipient.address)
        try:
            async with asyncio.timeout(self._server.total_seconds):
                await client.connect()
                await client.send_message(message, sender=self._sender_address, recipients=[recipient])
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0].code, error.recipients[0].message) from error
        except aiosmtplib.SMTPDataError as error:
            raise _refusal(error.code, error.message) from error
        except aiosmtplib.SMTPNotSupported as error:
            if recipient.isascii():
                raise MailUnavailable(_describe(error)) from error
            raise MailRefused("The mail server does not support addresses that are not ASCII (SMTPUTF8).") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            # TimeoutError is an OSError, and so is an untrusted certificate's error, which is a ValueError as well.
            raise MailUnavailable(_describe(error)) from error
        except ValueError as error:
            raise MailRefused("The address is not an email address.") from error
        else:
            # The mail is accepted, whatever the server replies to QUIT.
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=1)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            # By default it is looked up, which may block.
            local_hostname=self._sender_address.rpartition("@")[2],
            timeout=server.reply_seconds,
            use_tls=server.security is SmtpSecurity.TLS,
            start_tls=server.security is SmtpSecurity.STARTTLS,
            tls_context=self._tls_context,
        )


def _refusal(code: int, message: str) -> MailRefused | MailUnavailable:
    text = f"{code} {' '.join(message.split())}"
    return MailRefused(text) if code >= _PERMANENT else MailUnavailable(text)


def _describe(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return f"{error.code} {' '.join(error.message.split())}"
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    return " ".join(str(error).split()) or type(error).__name__
