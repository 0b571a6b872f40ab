"""An SMTP server on this machine that does what a test says, and a certificate for it."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ACCEPTED = "250 OK"


def parse(content: bytes) -> EmailMessage:
    """The message that these bytes are."""
    # Not from bytes: the parser does not decode headers in UTF-8 (RFC 6532).
    message = email.message_from_string(content.decode(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@dataclass
class ReceivedMail:
    """A mail that the server has accepted, with its envelope."""

    sender: str
    recipients: list[str]
    content: bytes
    is_encrypted: bool
    username: str | None

    @property
    def message(self) -> EmailMessage:
        return parse(self.content)


@dataclass
class MailServer:
    """Accepts mails, unless replies or pauses are planned. A planned reply is for one command."""

    port: int = 0
    received: list[ReceivedMail] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    """Planned replies by command (`MAIL`, `RCPT`, `DATA`), the next one first; "close" closes the connection."""
    paused: bool = False
    """While true, the server answers nothing to the end of a mail."""
    closes_after_acceptance: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client waits for an answer that is paused."""
    release: asyncio.Event = field(default_factory=asyncio.Event)

    def plan(self, command: str, *replies: str) -> None:
        self.replies.setdefault(command, []).extend(replies)

    def _reply(self, server: SMTP, command: str) -> str | None:
        planned = self.replies.get(command)
        reply = planned.pop(0) if planned else None
        if reply == "close":
            _abort(server)
            raise ConnectionResetError
        return reply

    async def handle_MAIL(  # noqa: N802  (aiosmtpd calls it by this name)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._reply(server, "MAIL") or ACCEPTED

    async def handle_RCPT(  # noqa: N802  (aiosmtpd calls it by this name)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if (reply := self._reply(server, "RCPT")) is not None:
            return reply
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(  # noqa: N802  (aiosmtpd calls it by this name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.paused:
            self.reached.set()
            await self.release.wait()
        if (reply := self._reply(server, "DATA")) is not None:
            return reply
        assert isinstance(envelope.content, bytes)
        username = session.auth_data.login.decode() if isinstance(session.auth_data, LoginPassword) else None
        self.received.append(
            ReceivedMail(
                envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content, session.ssl is not None, username
            )
        )
        if self.closes_after_acceptance:
            assert server.transport is not None
            await server.push(ACCEPTED)
            server.transport.close()
        return ACCEPTED

    async def handle_exception(self, error: Exception) -> str:
        """What aiosmtpd calls for errors of the methods above."""
        if isinstance(error, ConnectionResetError):
            return "421 Closing"
        raise error


def _abort(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


@asynccontextmanager
async def run_mail_server(mail_server: MailServer | None = None, **options: Any) -> AsyncIterator[MailServer]:
    """Serve on a free port for the duration of the block. `options` are those of aiosmtpd's `SMTP`.

    A server that is passed serves again, on its port.
    """
    handler = mail_server or MailServer()
    loop = asyncio.get_running_loop()
    connections: set[SMTP] = set()

    def connect() -> SMTP:
        protocol = SMTP(handler, hostname="mail.test", enable_SMTPUTF8=options.pop("enable_SMTPUTF8", False), **options)
        connections.add(protocol)
        return protocol

    tls = options.pop("ssl_context", None)
    server = await loop.create_server(connect, "127.0.0.1", handler.port, ssl=tls)
    handler.port = server.sockets[0].getsockname()[1]
    try:
        yield handler
    finally:
        handler.release.set()
        server.close()
        for connection in connections:
            _abort(connection)
        await server.wait_closed()


def require_password(username: str, password: str) -> dict[str, Any]:
    """Options of a server that takes mails only after this sign-in."""

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        is_right = (data.login, data.password) == (username.encode(), password.encode())
        return AuthResult(success=is_right, handled=False, auth_data=data)

    return {"authenticator": authenticate, "auth_required": True}


def create_certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A self-signed certificate for 127.0.0.1: the context of a server with it, and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=file)
