"""Internet messages: complete, the same for each attempt, and closed to injected headers."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

import pytest

from gateway import MailAddress, MailRefused
from gateway.mail.message import build_message, envelope_address, needs_utf8
from tests.gateway.mail.conftest import MAIL_ID, SENDER, build_mail
from tests.support.mail_server import parse


def read(message: EmailMessage) -> EmailMessage:
    """The message as a recipient parses it."""
    return parse(message.as_bytes())


def text_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_headers_and_bodies() -> None:
    """D48: sender, answers, constant id and date, automatic, no list; text first, then HTML."""
    message = read(build_message(build_mail(), SENDER))
    assert {name.lower(): str(value) for name, value in message.items()} == {
        "from": "Dupont & Fils <billing@acompte.test>",
        "to": "Ada Martin <ada@client.test>",
        "reply-to": "Dupont & Fils <anne@dupont.test>",
        "subject": "Votre facture",
        "date": "Mon, 02 Mar 2026 09:30:00 +0000",
        "message-id": f"<{MAIL_ID}@acompte.test>",
        "content-language": "fr",
        "auto-submitted": "auto-generated",
        "x-auto-response-suppress": "All",
        "mime-version": "1.0",
        "content-type": f'multipart/alternative; boundary="=_{MAIL_ID.hex}"',
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(message, "plain") == "Bonjour Ada,\n\nune facture est arrivée.\n"
    assert text_of(message, "html") == "<p>Bonjour Ada, une facture est arrivée.</p>\n"


def test_without_reply_address() -> None:
    assert "Reply-To" not in build_message(build_mail(reply_to=None), SENDER)


def test_each_attempt_is_the_same_message() -> None:
    """D48: whoever receives it twice recognizes it."""
    first, second = (build_message(build_mail(), SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_message_is_7bit_with_short_lines() -> None:
    """Every mail server can forward it unchanged."""
    content = build_message(build_mail(text="é" * 5000, html=f"<p>{'é' * 5000}</p>"), SENDER).as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert text_of(parse(content), "plain") == "é" * 5000 + "\n"


@pytest.mark.parametrize("length", [*range(50, 130), 1000])
def test_a_long_subject_keeps_its_spaces(length: int) -> None:
    """Wherever a line breaks, and whichever policy writes it."""
    subject = ("Votre paiement de 250,00 € pour la facture 00006 a été reçu. " * 20)[:length].strip()
    message = build_message(build_mail(subject=subject), SENDER)
    for content in (message.as_bytes(), message.as_bytes(policy=SMTP), message.as_bytes(policy=SMTPUTF8)):
        assert parse(content)["Subject"] == subject
    assert max(map(len, message.as_bytes().split(b"\r\n"))) <= 78


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00", "\x85"])
def test_no_name_or_subject_adds_a_header(line_break: str) -> None:
    """Line breaks become spaces."""
    attack = f"Ada{line_break}Bcc: eve@evil.test{line_break}{line_break}body"
    mail = build_mail(sender_name=attack, recipient=MailAddress("ada@client.test", attack), subject=attack)
    message = read(build_message(mail, SENDER))
    assert "Bcc" not in message
    assert message["Subject"] == "Ada Bcc: eve@evil.test body"
    (sender,), (recipient,) = message["From"].addresses, message["To"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Ada Bcc: eve@evil.test body", SENDER)
    assert (recipient.display_name, recipient.addr_spec) == ("Ada Bcc: eve@evil.test body", "ada@client.test")


@pytest.mark.parametrize(
    "name", ['"Ada" <eve@evil.test>', "Ada, eve@evil.test", "=?utf-8?q?Ada?=", "Zoë; Ада", "", ","]
)
def test_name_is_no_address(name: str) -> None:
    """Whatever a name contains, the message has one recipient."""
    message = read(build_message(build_mail(recipient=MailAddress("ada@client.test", name)), SENDER))
    (recipient,) = message["To"].addresses
    assert recipient.addr_spec == "ada@client.test"


@pytest.mark.parametrize(
    "address",
    ["", "ada", "@client.test", "ada@", "ada@client.test\r\nBcc: eve@evil.test", "ada @client.test", "a\tb@c.test"],
)
def test_malformed_address_is_refused(address: str) -> None:
    """D48: for good."""
    with pytest.raises(MailRefused):
        build_message(build_mail(recipient=MailAddress(address, "Ada")), SENDER)


@pytest.mark.parametrize("address", ["", "anne", "anne@dupont.test\r\nBcc: eve@evil.test", "zoë@dupont.test"])
def test_address_for_replies_that_does_not_work_is_left_out(address: str) -> None:
    """The mail itself is sent."""
    message = read(build_message(build_mail(reply_to=address), SENDER))
    assert "Reply-To" not in message
    assert "Bcc" not in message
    assert read(build_message(build_mail(reply_to="a@bücher.test"), SENDER))["Reply-To"].addresses[0].addr_spec == (
        "a@xn--bcher-kva.test"
    )


@pytest.mark.parametrize(
    ("address", "expected", "is_utf8"),
    [
        ("ada@client.test", "ada@client.test", False),
        ("ada@bücher.test", "ada@xn--bcher-kva.test", False),
        ("zoë@client.test", "zoë@client.test", True),
        # The old standard would deliver to strasse.test, which is somebody else's.
        ("ada@straße.test", "ada@straße.test", True),
        (f"ada@{'ü' * 70}.test", f"ada@{'ü' * 70}.test", True),
    ],
)
def test_international_addresses(address: str, expected: str, is_utf8: bool) -> None:
    """A domain is encoded if that loses nothing; the rest needs SMTPUTF8."""
    assert envelope_address(address) == expected
    assert needs_utf8(build_mail(recipient=MailAddress(address, "Ada"))) is is_utf8
