"""A process is killed at any moment while it delivers webhooks: no notice is lost, none is told that never was."""

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

from sqlalchemy import select

import models
from db.engines import Database
from models import WebhookDelivery, WebhookEndpoint
from tests.support.graphql_client import global_id
from tests.support.long_runs import IS_LONG
from tests.support.preloaded_process import PreloadedProcess
from tests.support.server_process import ServerProcess
from tests.support.webhook_receiver import WebhookReceiver, answer, run_receiver

KILL_COUNT = 20 if IS_LONG else 2
SEED = 20261129


async def create_firm(database: Database, url: str) -> uuid.UUID:
    """A firm with a webhook endpoint."""
    firm_id, now = models.new_id(), dt.datetime.now(dt.UTC)
    async with database.writes.begin() as session:
        session.add(
            models.Firm(
                id=firm_id, name="Lumière", currency="EUR", country="FR", time_zone="Europe/Paris", created_at=now
            )
        )
        await session.flush()
        session.add(WebhookEndpoint(firm_id=firm_id, id=models.new_id(), url=url, created_at=now))
    return firm_id


@contextmanager
def run_process(server: ServerProcess, firm_id: uuid.UUID, writer_count: int) -> Iterator[None]:
    """The process of `webhook_process`, for the duration of the block; killed with -9 at its end."""
    environment, arguments = server.process_environment(), (str(firm_id), str(writer_count))
    with Path(os.devnull).open() as nothing, (server.folder / "process.log").open("ab") as log:
        process = PreloadedProcess.start(
            arguments, environment, nothing, log, log, module="tests.support.webhook_process"
        )
    try:
        yield
        assert process.poll() is None, (server.folder / "process.log").read_text()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


async def wait_for_webhooks(receiver: WebhookReceiver, number: int) -> None:
    async with asyncio.timeout(60):
        while len(receiver.received) < number:
            await asyncio.sleep(0.005)


async def committed_notices(database: Database) -> set[str]:
    async with database.reads() as session:
        return {global_id("Notice", id_) for id_ in await session.scalars(select(models.Notice.id))}


async def wait_until_delivered(database: Database) -> None:
    async with asyncio.timeout(60):
        while True:
            async with database.reads() as session:
                undelivered = select(models.Notice.id).where(models.Notice.delivered_at.is_(None))
                waiting = select(WebhookDelivery.id).where(WebhookDelivery.succeeded_at.is_(None))
                if await session.scalar(undelivered) is None and await session.scalar(waiting) is None:
                    return
            await asyncio.sleep(0.05)


async def test_killed_while_delivering(database: dict[str, str], tmp_path: Path) -> None:
    """D49, D55: exactly the committed notices arrive, each at least once, and again only as the same message."""
    chance = random.Random(SEED)
    async with run_receiver() as receiver:
        receiver.accepts_retries = True  # what fails twice is tried again after five minutes only
        server = ServerProcess(tmp_path, database)
        await server.migrate()
        db = Database(server.database_url)
        firm_id = await create_firm(db, receiver.url)
        for _ in range(KILL_COUNT):
            receiver.answers = [answer(500), b""]
            with run_process(server, firm_id, 2):
                await wait_for_webhooks(receiver, len(receiver.received) + chance.randint(3, 30))
                # In the middle of commits, of requests to the receiver, or between the two.
                await asyncio.sleep(chance.uniform(0, 0.1))
        receiver.answers.clear()
        committed = await committed_notices(db)
        received = {request.data["noticeId"] for request in receiver.received}
        assert received <= committed
        assert len(received) >= 3 * KILL_COUNT
        with run_process(server, firm_id, 0):
            await wait_until_delivered(db)
        assert {request.data["noticeId"] for request in receiver.received} == committed == await committed_notices(db)
        messages = {(request.id, request.body) for request in receiver.received}
        assert len({id_ for id_, _ in messages}) == len(messages) == len(committed)
        await db.close()
    await server.audit()
