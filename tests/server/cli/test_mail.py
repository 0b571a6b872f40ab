"""`acompte send-test-mail` tries the settings of the mail server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from tests.support.mail_server import run_mail_server
from tests.support.server_process import ServerProcess, run_server

SENDER = "billing@acompte.test"


async def test_mail_is_sent_at_once(tmp_path: Path) -> None:
    """And the server's refusal is reported in one line."""
    async with run_mail_server() as mails:
        smtp = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mails.port), "SMTP_SECURITY": "none", "MAIL_FROM": SENDER}
        server = ServerProcess(tmp_path, smtp)
        await server.migrate()
        sent = await asyncio.to_thread(server.invoke, "send-test-mail", "ada@client.test")
        assert (sent.exit_code, sent.stdout) == (0, "The mail to ada@client.test was accepted.\n")
        (received,) = mails.received
        assert (received.sender, received.recipients) == (SENDER, ["ada@client.test"])
        assert received.message["From"] == f"Acompte <{SENDER}>"
        mails.plan("RCPT", "550 5.1.1 No such user")
        refused = await asyncio.to_thread(server.invoke, "send-test-mail", "nobody@client.test")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert refused.stderr.splitlines()[-1] == "Failed: The mail was not accepted: 550 5.1.1 No such user"


async def test_mail_of_the_demo_is_on_the_page_of_the_simulator(tmp_path: Path) -> None:
    """D48: another process writes it to the folder that the server's page reads."""
    async with run_server(tmp_path) as server, httpx.AsyncClient(base_url=f"{server.url}/sandbox") as browser:
        assert (await browser.get("/mail.json")).json() == {"mails": []}
        sent = await asyncio.to_thread(server.invoke, "send-test-mail", "ada@client.test")
        assert (sent.exit_code, sent.stdout) == (0, "The mail to ada@client.test was accepted.\n")
        (mail,) = (await browser.get("/mail.json", params={"to": "ada@client.test"})).json()["mails"]
        assert (mail["subject"], mail["from"]) == ("Test mail", "Acompte <acompte@localhost>")
        assert "This mail tests the settings" in (await browser.get(f"/mail/{mail['id']}")).text
        assert (await browser.get(f"/mail/{mail['id']}/html")).status_code == 200
    assert f" {server.url}/sandbox/mail\n" in (tmp_path / "banner.txt").read_text()
