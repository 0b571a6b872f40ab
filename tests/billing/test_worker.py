"""The worker: a slow provider account occupies its own slots only, and a failure ends nothing but the job itself."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, update

import models
from billing import worker
from billing.jobs import queue
from db.postgresql import READ_POOL_SIZE
from models import JobKind
from sandbox import Fault
from tests.support.firm import AppHarness, Firm
from tests.support.round_trips import record_round_trips


@asynccontextmanager
async def running_worker(app: AppHarness) -> AsyncIterator[None]:
    """The worker of a server, for the duration of the block."""
    working = asyncio.create_task(worker.run_worker(app.services))
    try:
        yield
    finally:
        app.sandbox.faults.clear()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


async def wait_until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait up to thirty seconds until the condition is true."""
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.01)


async def enqueue(app: AppHarness, firm: Firm, prepayment: models.Prepayment) -> None:
    """Do what the webhook of a prepayment does."""
    async with app.services.writes.begin() as session:
        await queue.enqueue(session, firm.id, JobKind.SYNC_PREPAYMENT, prepayment.id, app.clock())
    app.services.notifications.notify_jobs_due()


def pause_fetching(app: AppHarness, prepayment: models.Prepayment) -> Fault:
    """Let the provider answer nothing about this prepayment."""
    return app.sandbox.faults.add(Fault("pause", method="GET", path=f"payment_intents/{prepayment.intent_id}$"))


async def leased_jobs(app: AppHarness, *kinds: JobKind) -> list[models.Job]:
    async with app.services.reads() as session:
        leased = select(models.Job).where(models.Job.kind.in_(kinds), models.Job.lease_id.is_not(None))
        return list((await session.scalars(leased)).all())


async def test_notification_wakes_the_worker(app: AppHarness) -> None:
    """It runs the job at once."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    await firm.confirm(prepayment, "pm_card_visa")
    async with running_worker(app):
        await wait_until(lambda: has_beaten(app))
        assert await firm.credits() == (0, 0)
        await enqueue(app, firm, prepayment)
        await wait_until(lambda: has_credits(firm, 20_00))


async def has_credits(firm: Firm, minor: int) -> bool:
    return await firm.credits() == (minor, 0)


async def has_beaten(app: AppHarness) -> bool:
    return app.services.heartbeat.last_beat_at == app.clock()


async def test_slow_account_does_not_hold_up_another_firm(app: AppHarness) -> None:
    """P3: all slots of one firm wait for its account; another firm's money is recorded meanwhile, and then its own."""
    slow, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await app.run_due_jobs()
    waiting = [await slow.start_prepayment("10.00") for _ in range(12)]
    faults = [pause_fetching(app, prepayment) for prepayment in waiting]
    for prepayment in waiting:
        await slow.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=31)
    async with running_worker(app):
        await wait_until(lambda: are_reached(faults, 5))
        prepayment = await other.start_prepayment("30.00")
        await other.confirm(prepayment, "pm_card_visa")
        await enqueue(app, other, prepayment)
        await wait_until(lambda: has_credits(other, 30_00))
        assert await slow.credits() == (0, 0)
        assert await are_reached(faults, 5)
        leased = await leased_jobs(app, JobKind.SYNC_PREPAYMENT)
        assert [job.firm_id for job in leased].count(slow.id) == 5
        for fault in faults:
            fault.release.set()
        await wait_until(lambda: has_credits(slow, 120_00))


async def test_slow_accounts_together_leave_slots_to_other_firms(app: AppHarness) -> None:
    """P3: four slow accounts would fill all slots; once half are taken, a firm that has one gets no further one."""
    slow = [await app.create_ready_firm(name=f"Slow {number}") for number in range(4)]
    other = await app.create_ready_firm(name="Other")
    await app.run_due_jobs()
    faults = []
    for firm in slow:
        for _ in range(6):
            prepayment = await firm.start_prepayment("10.00")
            await firm.confirm(prepayment, "pm_card_visa")
            faults.append(pause_fetching(app, prepayment))
        app.clock.advance(seconds=1)
    app.clock.advance(seconds=31)
    async with running_worker(app):
        await wait_until(lambda: are_reached(faults, 12))
        prepayment = await other.start_prepayment("30.00")
        await other.confirm(prepayment, "pm_card_visa")
        await enqueue(app, other, prepayment)
        await wait_until(lambda: has_credits(other, 30_00))
        assert await are_reached(faults, 12)
        leased = Counter(job.firm_id for job in await leased_jobs(app, JobKind.SYNC_PREPAYMENT))
        assert [leased[firm.id] for firm in slow] == [5, 5, 1, 1]
        for fault in faults:
            fault.release.set()
        for firm in slow:
            await wait_until(functools.partial(has_credits, firm, 60_00))


async def are_reached(faults: list[Fault], count: int) -> bool:
    return sum(fault.reached.is_set() for fault in faults) == count


async def test_slow_sweep_delays_no_payment(app: AppHarness) -> None:
    """P3: sweeps have slots of their own, and one firm at most one of them."""
    firm = await app.create_ready_firm()
    await app.run_due_jobs()
    fault = app.sandbox.faults.add(Fault("pause", method="GET", path="payment_intents$"))
    app.clock.advance(hours=6, seconds=1)
    async with running_worker(app):
        await asyncio.wait_for(fault.reached.wait(), 30)
        prepayment = await firm.start_prepayment("20.00")
        await firm.confirm(prepayment, "pm_card_visa")
        await enqueue(app, firm, prepayment)
        await wait_until(lambda: has_credits(firm, 20_00))
        assert len(await leased_jobs(app, JobKind.SWEEP_CONNECTION)) == 1


async def test_lease_is_renewed_and_heart_beats_while_a_job_runs(app: AppHarness) -> None:
    """A sweep of many thousand intents is not leased by a second process, and its worker is not taken for dead."""
    await app.create_ready_firm()
    await app.run_due_jobs()
    fault = app.sandbox.faults.add(Fault("pause", method="GET", path="payment_intents$"))
    app.clock.advance(hours=6, seconds=1)
    async with running_worker(app):
        await asyncio.wait_for(fault.reached.wait(), 30)
        (before,) = await leased_jobs(app, JobKind.SWEEP_CONNECTION)
        app.clock.advance(minutes=3, seconds=1)

        async def is_renewed() -> bool:
            (job,) = await leased_jobs(app, JobKind.SWEEP_CONNECTION)
            return job.leased_until == app.clock() + queue.LEASE_DURATION and job.lease_id == before.lease_id

        await wait_until(is_renewed)
        await wait_until(lambda: has_beaten(app))
        (job,) = await leased_jobs(app, JobKind.SWEEP_CONNECTION)
        assert job.attempts == before.attempts
        assert await queue.lease_due(app.services, kinds=[JobKind.SWEEP_CONNECTION]) == []


async def test_slots_are_filled_again_as_each_becomes_free(app: AppHarness) -> None:
    """P3: no job waits for another one of its batch: of a firm's five slots, four wait and one runs the others."""
    firm = await app.create_ready_firm()
    await app.run_due_jobs()
    prepayments = [await firm.start_prepayment("10.00") for _ in range(10)]
    faults = [pause_fetching(app, prepayment) for prepayment in prepayments[:4]]
    for prepayment in prepayments:
        await firm.confirm(prepayment, "pm_card_visa")
    async with app.services.writes.begin() as session:
        last = [prepayment.id for prepayment in prepayments[4:]]
        later = update(models.Job).where(models.Job.subject_id.in_(last))
        await session.execute(later.values(run_at=app.clock.now.replace(minute=1)))
    app.clock.advance(minutes=2)
    async with running_worker(app):
        await wait_until(lambda: has_credits(firm, 60_00))
        assert await are_reached(faults, 4)


async def test_worker_survives_a_database_outage(app: AppHarness) -> None:
    """P3: a round and a job that the database fails are followed by others; the job runs again after its lease."""
    firm = await app.create_ready_firm()
    await app.run_due_jobs()
    prepayment = await firm.start_prepayment("20.00")
    await firm.confirm(prepayment, "pm_card_visa")
    failures: list[str] = []

    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        is_finish = statement.startswith("DELETE FROM job")
        if (is_finish and "finish" not in failures) or (
            statement.startswith("SELECT job.") and "round" not in failures
        ):
            failures.append("finish" if is_finish else "round")
            raise OSError("The connection was closed.")

    engines = [app.database.read_engine.sync_engine, app.database.write_engine.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", fail)
    try:
        async with running_worker(app):
            await enqueue(app, firm, prepayment)
            await wait_until(lambda: has_credits(firm, 20_00))
            async with asyncio.timeout(30):
                while failures != ["round", "finish"]:
                    await asyncio.sleep(0.01)
            app.clock.advance(seconds=7)
            await wait_until(lambda: has_no_job(app))
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", fail)


async def has_no_job(app: AppHarness) -> bool:
    async with app.services.reads() as session:
        is_sync = models.Job.kind == JobKind.SYNC_PREPAYMENT
        return (await session.scalars(select(models.Job.id).where(is_sync))).all() == []


async def test_round_raises_if_the_end_of_a_job_is_not_stored(app: AppHarness) -> None:
    """`acompte reconcile` must not report success then."""
    firm = await app.create_ready_firm()
    await app.run_due_jobs()
    await firm.settle_charge(await firm.start_prepayment("20.00"))
    await firm.start_prepayment("30.00")
    app.clock.advance(seconds=31)

    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE job SET run_at"):
            raise OSError("The connection was closed.")

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match=r"The connection was closed\."):
            await worker.run_due_jobs(app.services)
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert await firm.credits() == (20_00, 0)


async def test_nothing_to_do_is_found_by_one_statement(app: AppHarness) -> None:
    """An idle worker looks every second."""
    await app.create_firm()
    await worker.run_due_jobs(app.services)
    with record_round_trips() as log:
        assert await worker.run_due_jobs(app.services) == 0
    assert len(log.statements) == 1


@pytest.mark.postgresql
async def test_the_worker_does_not_wait_for_slow_queries(app: AppHarness) -> None:
    """P3: they may have taken all connections of the driver."""
    await app.create_firm()
    await worker.run_due_jobs(app.services)
    slow = [asyncio.create_task(app.services.driver.fetch("SELECT pg_sleep(600)", ())) for _ in range(READ_POOL_SIZE)]
    try:
        await asyncio.sleep(0.1)
        async with asyncio.timeout(20):
            assert await worker.run_due_jobs(app.services) == 0
        assert not any(task.done() for task in slow)
    finally:
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
