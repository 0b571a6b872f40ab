"""The SMTP client, with a real SMTP server on this machine."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from gateway import MailAddress, MailRefused, MailUnavailable, SmtpMailer, SmtpSecurity, SmtpServer
from tests.gateway.mail.conftest import MAIL_ID, SENDER, build_mail
from tests.support.mail_server import create_certificate, require_password, run_mail_server
from tests.support.server_process import free_port


def mailer(port: int, security: SmtpSecurity = SmtpSecurity.NONE, **options: Any) -> SmtpMailer:
    return SmtpMailer(SmtpServer("127.0.0.1", port, security, **options), SENDER)


async def test_mail_is_accepted() -> None:
    """Envelope and message arrive as they were sent."""
    async with run_mail_server() as server:
        await mailer(server.port).send(build_mail())
        (received,) = server.received
    assert (received.sender, received.recipients) == (SENDER, ["ada@client.test"])
    assert received.message["Message-ID"] == f"<{MAIL_ID}@acompte.test>"
    body = received.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["Bonjour Ada,", "", "une facture est arrivée."]
    assert not received.is_encrypted


@pytest.mark.parametrize(
    ("command", "reply", "error"),
    [
        ("RCPT", "550 5.1.1 No such user", MailRefused),
        ("RCPT", "450 4.2.1 Mailbox busy", MailUnavailable),
        ("DATA", "554 5.7.1 Spam", MailRefused),
        ("DATA", "451 4.3.0 Try again later", MailUnavailable),
        ("MAIL", "451 4.3.0 Try again later", MailUnavailable),
        # What is wrong with the sender is mended without touching the mail.
        ("MAIL", "550 5.7.1 Sender not allowed", MailUnavailable),
    ],
)
async def test_refusals(command: str, reply: str, error: type[Exception]) -> None:
    """D48: 5xx for recipient or content is for good, anything else for now. The next mail is accepted."""
    async with run_mail_server() as server:
        server.plan(command, reply)
        with pytest.raises(error) as refused:
            await mailer(server.port).send(build_mail())
        assert str(refused.value) == reply
        assert server.received == []
        await mailer(server.port).send(build_mail())
        assert len(server.received) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
async def test_lost_connection(command: str) -> None:
    """D48: whenever the server closes it, the mail is tried again."""
    async with run_mail_server() as server:
        server.plan(command, "close")
        with pytest.raises(MailUnavailable):
            await mailer(server.port).send(build_mail())


async def test_connection_lost_after_acceptance() -> None:
    """The mail is sent: a server that hangs up without a farewell does not make it repeat."""
    async with run_mail_server() as server:
        server.closes_after_acceptance = True
        await mailer(server.port).send(build_mail())
        assert len(server.received) == 1


async def test_no_server() -> None:
    """D48: gone is for now."""
    with pytest.raises(MailUnavailable):
        await mailer(free_port()).send(build_mail())
    with pytest.raises(MailUnavailable):
        server = SmtpServer("mail.invalid", 25, SmtpSecurity.NONE)
        await SmtpMailer(server, SENDER).send(build_mail())


@pytest.mark.parametrize("limit", ["reply_seconds", "total_seconds"])
async def test_slow_server(limit: str) -> None:
    """D48: the time for a reply and for a mail is bounded."""
    async with run_mail_server() as server:
        server.paused = True
        options: dict[str, Any] = {limit: 0.3}
        sending = asyncio.create_task(mailer(server.port, **options).send(build_mail()))
        await server.reached.wait()
        start = time.monotonic()
        with pytest.raises(MailUnavailable, match=r"^The mail server did not answer in time\.$"):
            await sending
        assert time.monotonic() - start < 10


async def test_server_that_never_greets() -> None:
    """D48: what answers nothing at all is slow as well."""

    async def keep_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()

    silent = await asyncio.start_server(keep_silent, "127.0.0.1", 0)
    async with silent:
        port = silent.sockets[0].getsockname()[1]
        with pytest.raises(MailUnavailable):
            await mailer(port, reply_seconds=0.3).send(build_mail())


async def test_starttls_and_sign_in(tmp_path: Path) -> None:
    """The connection is encrypted before name, password and mail are sent."""
    server_context, client_context = create_certificate(tmp_path)
    options = {"tls_context": server_context, "require_starttls": True, **require_password("acompte", "word")}
    client: dict[str, Any] = {"tls_context": client_context, "username": "acompte", "password": "word"}
    async with run_mail_server(**options) as server:
        await mailer(server.port, SmtpSecurity.STARTTLS, **client).send(build_mail())
        (received,) = server.received
        assert (received.is_encrypted, received.username) == (True, "acompte")
        # A wrong password is a setting to mend, not a reason to lose mails.
        with pytest.raises(MailUnavailable, match=r"^535 "):
            await mailer(server.port, SmtpSecurity.STARTTLS, **{**client, "password": "w"}).send(build_mail())
        assert len(server.received) == 1


async def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    server_context, client_context = create_certificate(tmp_path)
    async with run_mail_server(ssl_context=server_context) as server:
        await mailer(server.port, SmtpSecurity.TLS, tls_context=client_context).send(build_mail())
        assert len(server.received) == 1


async def test_nothing_is_sent_in_clear(tmp_path: Path) -> None:
    """Neither to a server without STARTTLS nor to one whose certificate is not trusted."""
    async with run_mail_server() as server:
        with pytest.raises(MailUnavailable):
            await mailer(server.port, SmtpSecurity.STARTTLS).send(build_mail())
        assert server.received == []
    server_context, _ = create_certificate(tmp_path)
    async with run_mail_server(tls_context=server_context) as server:
        with pytest.raises(MailUnavailable):
            await mailer(server.port, SmtpSecurity.STARTTLS).send(build_mail())
        assert server.received == []


async def test_address_that_is_not_ascii() -> None:
    """D48: sent to a server with SMTPUTF8; given up at any other."""
    mail = build_mail(recipient=MailAddress("zoë@client.test", "Zoë"))
    async with run_mail_server(enable_SMTPUTF8=True) as server:
        await mailer(server.port).send(mail)
        (received,) = server.received
        assert received.recipients == ["zoë@client.test"]
        assert received.message["To"].addresses[0].addr_spec == "zoë@client.test"
    async with run_mail_server() as server:
        with pytest.raises(MailRefused, match="SMTPUTF8"):
            await mailer(server.port).send(mail)
        await mailer(server.port).send(build_mail(recipient=MailAddress("zoe@bücher.test", "Zoë")))
        assert server.received[0].recipients == ["zoe@xn--bcher-kva.test"]
