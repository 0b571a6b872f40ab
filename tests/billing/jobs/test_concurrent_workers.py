"""Jobs with concurrent transactions: a job is enqueued while a worker finishes it, or two workers lease."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.util import await_only

import models
from billing.jobs import queue
from billing.services import Services
from db.engines import Database
from tests.support.firm import AppHarness

pytestmark = pytest.mark.postgresql

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def wait_for_lock_waiter(database: Database) -> None:
    async with asyncio.timeout(10), database.read_engine.connect() as connection:
        while await connection.scalar(WAITING) == 0:
            await connection.rollback()


@pytest.mark.parametrize("statement_number", [1, 2, 3])
async def test_enqueue_is_never_lost(app: AppHarness, statement_number: int) -> None:
    """D29: enqueued before any of the statements that finish the job, it is due again at once."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    other = Database(app.database.url)
    statements, enqueuing = itertools.count(1), []

    async def enqueue() -> None:
        async with other.writes.begin() as session:
            await queue.enqueue(session, firm.id, lease.kind, prepayment.id, app.clock())

    def enqueue_before_statement(*_: Any) -> None:
        if next(statements) == statement_number:
            enqueuing.append(asyncio.ensure_future(enqueue()))
            blocked = asyncio.ensure_future(wait_for_lock_waiter(other))
            await_only(asyncio.wait((enqueuing[0], blocked), return_when=asyncio.FIRST_COMPLETED))
            blocked.cancel()

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", enqueue_before_statement)
    await queue.finish(app.services, lease, None)
    event.remove(engine, "before_cursor_execute", enqueue_before_statement)
    if not enqueuing:
        assert statement_number == 3
        await enqueue()
    await asyncio.gather(*enqueuing)
    await other.close()
    async with app.services.reads() as session:
        (job,) = (await session.scalars(select(models.Job).where(models.Job.subject_id == prepayment.id))).all()
    assert (job.run_at, job.leased_until) == (app.clock(), None)


async def test_two_workers_share_the_work(app: AppHarness) -> None:
    """D29: of two processes that poll concurrently, each job is leased by one, and all jobs run."""
    firm = await app.create_ready_firm()
    for _ in range(12):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    other = Database(app.database.url)
    lease_lists = await asyncio.gather(
        *(queue.lease_due(services, limit=4) for services in (app.services, _with_database(app, other)) * 4)
    )
    ids = [lease.job_id for leases in lease_lists for lease in leases]
    assert len(ids) == len(set(ids)) >= 4
    await app.run_due_jobs()
    is_sync = models.Job.kind == models.JobKind.SYNC_PREPAYMENT
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Job.attempts).where(is_sync))).all() == [1] * 12
    await other.close()


def _with_database(app: AppHarness, database: Database) -> Services:
    return dataclasses.replace(app.services, reads=database.reads, writes=database.writes)
