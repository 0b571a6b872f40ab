"""Jobs where transactions run side by side: whoever calls at the moment at which a worker gives a job back."""

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
    async with asyncio.timeout(10), database.read_engine.connect() as looking:
        while await looking.scalar(WAITING) == 0:
            await looking.rollback()


@pytest.mark.parametrize("moment", [1, 2, 3])
async def test_enqueue_is_never_lost(app: AppHarness, moment: int) -> None:
    """D29: at each statement by which a job is given back for good, a call for it: it is due again, at once."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    other = Database(app.database.url)
    statements, calls = itertools.count(1), []

    async def call() -> None:
        async with other.writes.begin() as session:
            await queue.enqueue(session, firm.id, lease.kind, prepayment.id, app.clock())

    def comes(*_: Any) -> None:
        if next(statements) == moment:
            calls.append(asyncio.ensure_future(call()))
            blocked = asyncio.ensure_future(wait_for_lock_waiter(other))
            await_only(asyncio.wait((calls[0], blocked), return_when=asyncio.FIRST_COMPLETED))
            blocked.cancel()

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", comes)
    await queue.finish(app.services, lease, None)
    event.remove(engine, "before_cursor_execute", comes)
    if not calls:
        assert moment == 3
        await call()
    await asyncio.gather(*calls)
    await other.close()
    async with app.services.reads() as session:
        (job,) = (await session.scalars(select(models.Job).where(models.Job.subject_id == prepayment.id))).all()
    assert (job.run_at, job.leased_until) == (app.clock(), None)


async def test_two_workers_share_the_work(app: AppHarness) -> None:
    """D29: two processes that look all the time: each job is taken once, and all are done in the end."""
    firm = await app.create_ready_firm()
    for _ in range(12):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    other = Database(app.database.url)
    leased = await asyncio.gather(
        *(queue.lease_due(services, limit=4) for services in (app.services, _with_database(app, other)) * 4)
    )
    ids = [lease.job_id for leases in leased for lease in leases]
    assert len(ids) == len(set(ids)) >= 4
    await app.run_due_jobs()
    of_charges = models.Job.kind == models.JobKind.SYNC_PREPAYMENT
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Job.attempts).where(of_charges))).all() == [1] * 12
    await other.close()


def _with_database(house: AppHarness, database: Database) -> Services:
    return dataclasses.replace(house.services, reads=database.reads, writes=database.writes)
