"""The demo's mails are files: complete, and one for each mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway import FolderMailer, MailAddress, MailRefused
from tests.gateway.mail.conftest import MAIL_ID, SENDER, build_mail
from tests.support.mail_server import parse


async def test_mail_is_one_file_however_often_it_is_sent(tmp_path: Path) -> None:
    """D48: as a recipient keeps one of the messages with the same Message-ID."""
    mailer = FolderMailer(tmp_path / "mail", SENDER)
    for _ in range(3):
        await mailer.send(build_mail())
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == f"{MAIL_ID}.eml"
    message = parse(file.read_bytes())
    assert (message["To"], message["Subject"]) == ("Ada Martin <ada@client.test>", "Votre facture")


async def test_address_that_is_not_ascii(tmp_path: Path) -> None:
    await FolderMailer(tmp_path, SENDER).send(build_mail(recipient=MailAddress("zoë@client.test", "Zoë")))
    (file,) = tmp_path.iterdir()
    assert parse(file.read_bytes())["To"].addresses[0].addr_spec == "zoë@client.test"


async def test_malformed_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MailRefused):
        await FolderMailer(tmp_path, SENDER).send(build_mail(recipient=MailAddress("ada", "Ada")))
    assert list(tmp_path.iterdir()) == []
