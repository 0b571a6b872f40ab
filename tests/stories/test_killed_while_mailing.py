"""A process is killed at any moment while it queues and sends mails: none is lost, none is sent for nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

import models
from db.engines import Database
from models import MailStatus
from tests.support.long_runs import IS_LONG
from tests.support.mail_server import MailServer, run_mail_server
from tests.support.preloaded_process import PreloadedProcess
from tests.support.server_process import ServerProcess

KILL_COUNT = 20 if IS_LONG else 2
SEED = 20261129
SENDER = "billing@acompte.test"


async def create_firm(database: Database) -> uuid.UUID:
    firm_id = models.new_id()
    async with database.writes.begin() as session:
        session.add(
            models.Firm(
                id=firm_id, name="Lumière", currency="EUR", country="FR", time_zone="Europe/Paris",
                created_at=dt.datetime.now(dt.UTC),
            )
        )  # fmt: skip
    return firm_id


@contextmanager
def run_process(server: ServerProcess, firm_id: uuid.UUID, writer_count: int) -> Iterator[PreloadedProcess]:
    """The process of `mail_process`, for the duration of the block; killed with -9 at its end."""
    environment, arguments = server.process_environment(), (str(firm_id), str(writer_count))
    with Path(os.devnull).open() as nothing, (server.folder / "process.log").open("ab") as log:
        process = PreloadedProcess.start(arguments, environment, nothing, log, log, module="tests.support.mail_process")
    try:
        yield process
        assert process.poll() is None, (server.folder / "process.log").read_text()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


async def wait_for_mails(mails: MailServer, number: int) -> None:
    async with asyncio.timeout(60):
        while len(mails.received) < number:
            await asyncio.sleep(0.005)


async def mail_ids(database: Database) -> set[str]:
    async with database.reads() as session:
        return {f"<{id_}@acompte.test>" for id_ in await session.scalars(select(models.Mail.id))}


async def wait_until_sent(database: Database) -> None:
    async with asyncio.timeout(60):
        while True:
            async with database.reads() as session:
                queued = select(func.count()).select_from(models.Mail).where(models.Mail.status == MailStatus.QUEUED)
                if not await session.scalar(queued):
                    return
            await asyncio.sleep(0.05)


async def test_killed_while_mailing(database: dict[str, str], tmp_path: Path) -> None:
    """D47, D48: exactly the committed mails arrive, each at least once, and again only as the same message."""
    chance = random.Random(SEED)
    async with run_mail_server() as mails:
        server = ServerProcess(
            tmp_path,
            {
                **database,
                "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": str(mails.port),
                "SMTP_SECURITY": "none",
                "MAIL_FROM": SENDER,
            },
        )
        await server.migrate()
        db = Database(server.database_url)
        firm_id = await create_firm(db)
        for _ in range(KILL_COUNT):
            mails.plan("DATA", "451 4.3.0 Not now", "close")
            with run_process(server, firm_id, 2):
                await wait_for_mails(mails, len(mails.received) + chance.randint(3, 30))
                # In the middle of commits, of conversations with the mail server, or between the two.
                await asyncio.sleep(chance.uniform(0, 0.1))
        mails.replies.clear()
        committed = await mail_ids(db)
        received = {str(mail.message["Message-ID"]) for mail in mails.received}
        assert received <= committed
        assert len(received) >= 3 * KILL_COUNT
        with run_process(server, firm_id, 0):
            await wait_until_sent(db)
        assert {str(mail.message["Message-ID"]) for mail in mails.received} == committed == await mail_ids(db)
        assert len({mail.content for mail in mails.received}) == len(committed)
        await db.close()
    await server.audit()
