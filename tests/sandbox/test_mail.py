"""The pages of the demo's mails."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from gateway import FolderMailer, MailAddress
from sandbox import SimulatorSettings, StripeSimulator
from tests.gateway.mail.conftest import build_mail

URL = "http://acompte.test/sandbox"
IDS = [uuid.UUID(f"01946b00-0000-7000-8000-00000000000{number}") for number in range(3)]
LINK = "http://portal.test/invitation#token=a_b-c"


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "mail"


@pytest.fixture
async def browser(folder: pathlib.Path, tmp_path: pathlib.Path) -> AsyncIterator[httpx.AsyncClient]:
    sandbox = StripeSimulator(SimulatorSettings(tmp_path / "sandbox.db", URL, None, "whsec", mail_folder=folder))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app), base_url="http://sandbox") as http:
        yield http
    await sandbox.aclose()


async def send(folder: pathlib.Path, number: int, **changes: object) -> None:
    mail = dataclasses.replace(
        build_mail(),
        id=IDS[number],
        created_at=dt.datetime(2026, 3, 2, 9, number, tzinfo=dt.UTC),
        subject=f"Mail <{number}>",
        text=f"Bonjour <Ada>\n\n{LINK}\n",
        html=f'<!doctype html><html><head></head><body><script>x</script><a href="{LINK}">Open</a></body></html>',
        **changes,  # type: ignore[arg-type]
    )
    await FolderMailer(folder, "acompte@localhost").send(mail)


async def test_no_mails(browser: httpx.AsyncClient) -> None:
    """Also before the folder exists."""
    assert "No mails yet." in (await browser.get("/mail")).text
    assert (await browser.get("/mail.json")).json() == {"mails": []}


async def test_newest_mail_is_first(browser: httpx.AsyncClient, folder: pathlib.Path) -> None:
    """In the order in which they were queued, whenever their files were written."""
    for number in (2, 0, 1):
        await send(folder, number)
    page = (await browser.get("/mail")).text
    positions = [page.index(f"Mail &lt;{number}&gt;") for number in (2, 1, 0)]
    assert positions == sorted(positions)
    mails = (await browser.get("/mail.json")).json()["mails"]
    assert [mail["id"] for mail in mails] == [str(id_) for id_ in reversed(IDS)]


async def test_mail_as_json(browser: httpx.AsyncClient, folder: pathlib.Path) -> None:
    """Everything that a test or a developer looks for, of one recipient."""
    await send(folder, 0)
    await send(folder, 1, recipient=MailAddress("zoë@client.test", "Zoë"))
    (mail,) = (await browser.get("/mail.json", params={"to": "zoë@client.test"})).json()["mails"]
    assert mail == {
        "id": str(IDS[1]),
        "from": "Dupont & Fils <acompte@localhost>",
        "to": "Zoë <zoë@client.test>",
        "subject": "Mail <1>",
        "date": "Mon, 02 Mar 2026 09:01:00 +0000",
        "message_id": f"<{IDS[1]}@localhost>",
        "reply_to": "Dupont & Fils <anne@dupont.test>",
        "content_language": "fr",
        "text": f"Bonjour <Ada>\n\n{LINK}\n",
        "html": mail["html"],
        "links": [LINK],
    }


async def test_one_mail(browser: httpx.AsyncClient, folder: pathlib.Path) -> None:
    """Its text is escaped, its links can be clicked, its HTML is in a frame that runs nothing."""
    await send(folder, 0)
    response = await browser.get(f"/mail/{IDS[0]}")
    page = response.text
    assert "Bonjour &lt;Ada&gt;" in page
    assert f'<a href="{LINK}" target="_blank">{LINK}</a>' in page
    assert (
        f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="HTML" src="{URL}/mail/{IDS[0]}/html">'
        in page
    )
    assert "<script>" not in page
    assert "frame-src 'self'" in response.headers["content-security-policy"]
    document = await browser.get(f"/mail/{IDS[0]}/html")
    policy = document.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "script" not in policy
    assert "allow-same-origin" not in policy
    assert f'<head><base target="_blank"></head><body><script>x</script><a href="{LINK}">Open</a>' in document.text


@pytest.mark.parametrize("name", [str(IDS[2]), "..%2fsandbox", "x", "%00"])
async def test_unknown_mail(browser: httpx.AsyncClient, name: str) -> None:
    for path in (f"/mail/{name}", f"/mail/{name}/html"):
        assert (await browser.get(path)).status_code == 404


async def test_without_a_folder_there_are_no_pages(tmp_path: pathlib.Path) -> None:
    """As in the tests of the API."""
    sandbox = StripeSimulator(SimulatorSettings(tmp_path / "sandbox.db", URL, None, "whsec"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=sandbox.app), base_url="http://sandbox") as http:
        assert (await http.get("/mail")).status_code == 404
    await sandbox.aclose()
