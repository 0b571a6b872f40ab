"""Jobs: leased to one worker at a time, never lost, and enqueued as often as anyone likes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

import models
from billing import worker
from billing.charges import sync
from billing.jobs import queue
from models import JobKind, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness, Firm

TEN_YEARS = dt.timedelta(days=3650)


async def due_jobs(app: AppHarness, kind: JobKind = JobKind.SYNC_PREPAYMENT) -> Sequence[models.Job]:
    async with app.services.reads() as session:
        return (await session.scalars(select(models.Job).where(models.Job.kind == kind))).all()


async def enqueue(app: AppHarness, firm: Firm, subject: models.Prepayment, *, seconds: int = 0) -> None:
    async with app.services.writes.begin() as session:
        run_at = app.clock() + dt.timedelta(seconds=seconds)
        await queue.enqueue(session, firm.id, JobKind.SYNC_PREPAYMENT, subject.id, run_at)


async def test_job_exists_while_a_provider_payment_is_open(app: AppHarness) -> None:
    """D29: it is committed before the provider is called, and deleted when the payment has ended."""
    firm = await app.create_ready_firm()
    fault = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    starting = asyncio.create_task(firm.start_prepayment("20.00"))
    await fault.reached.wait()
    (job,) = await due_jobs(app)
    assert job.run_at - app.clock() == dt.timedelta(seconds=30)
    fault.release.set()
    await firm.settle_charge(await starting)
    assert await due_jobs(app) == []


async def test_enqueued_many_times_is_one_job_at_the_earliest_time(app: AppHarness) -> None:
    """D29: webhooks, calls and the sweeper enqueue the same job; a later time does not postpone it."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    for seconds in (500, 10, 20, 400):
        await enqueue(app, firm, prepayment, seconds=seconds)
    (job,) = await due_jobs(app)
    assert job.run_at - app.clock() == dt.timedelta(seconds=10)
    assert job.wakes == 5


async def test_each_job_goes_to_one_worker(app: AppHarness) -> None:
    """Three workers that lease concurrently get each job once."""
    firm = await app.create_ready_firm()
    for _ in range(5):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    lease_lists = await asyncio.gather(*(queue.lease_due(app.services) for _ in range(3)))
    ids = [lease.job_id for leases in lease_lists for lease in leases if lease.kind is JobKind.SYNC_PREPAYMENT]
    assert (len(ids), len(set(ids))) == (5, 5)
    assert await queue.lease_due(app.services) == []


async def test_lease_of_a_dead_worker_expires(app: AppHarness) -> None:
    """P3, D29: after six seconds another worker gets the job; the first one's lease has no effect any more."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=31)
    (expired,) = await queue.lease_due(app.services)
    app.clock.advance(seconds=6)
    assert await queue.lease_due(app.services) == []
    app.clock.advance(seconds=1)
    (other,) = await queue.lease_due(app.services)
    assert (other.job_id, other.attempts) == (expired.job_id, 2)
    await queue.renew(app.services, [expired])
    await queue.finish(app.services, expired, None)
    (job,) = await due_jobs(app)
    assert (job.lease_id, job.leased_until) == (other.id, app.clock() + dt.timedelta(seconds=6))
    await queue.finish(app.services, other, app.clock())
    await app.run_due_jobs()
    assert await firm.credits() == (20_00, 0)


async def test_renewed_lease_does_not_expire(app: AppHarness) -> None:
    """However long the job takes, no other worker gets it."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    for _ in range(5):
        app.clock.advance(seconds=5)
        await queue.renew(app.services, [lease])
    app.clock.advance(seconds=5)
    assert await queue.lease_due(app.services) == []
    assert [job.lease_id for job in await due_jobs(app)] == [lease.id]


async def test_worker_does_not_lease_a_job_that_it_runs(app: AppHarness) -> None:
    """Even if it could not renew the lease in time."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    app.clock.advance(seconds=7)
    assert await queue.lease_due(app.services, running=[lease]) == []
    assert len(await queue.lease_due(app.services)) == 1


async def test_leases_of_one_firm_are_limited(app: AppHarness) -> None:
    """The oldest jobs first; a firm that has reached the limit is skipped, however many of its jobs are due."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await app.run_due_jobs()
    for _ in range(4):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=1)
    await other.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    first = await queue.lease_due(app.services, 4, limit_per_firm=3)
    assert [lease.firm_id for lease in first] == [firm.id] * 3
    second = await queue.lease_due(app.services, 4, running=first, limit_per_firm=3)
    assert [lease.firm_id for lease in second] == [other.id]
    assert await queue.lease_due(app.services, 4, running=[*first, *second], limit_per_firm=3) == []
    (third,) = await queue.lease_due(app.services, 4, running=first[1:], limit_per_firm=3)
    assert third.firm_id == firm.id


async def test_all_jobs_are_due_at_the_start(app: AppHarness) -> None:
    """P3: the payer may have confirmed while no server was there to receive the webhook."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=1)
    await app.run_due_jobs()
    assert await firm.credits() == (0, 0)
    await queue.make_all_due(app.services)
    (job,) = await due_jobs(app)
    assert (job.run_at, job.wakes) == (app.clock(), 2)
    await app.run_due_jobs()
    assert await firm.credits() == (20_00, 0)


async def test_job_that_runs_during_a_start_runs_again(app: AppHarness) -> None:
    """P3: it may have queried the provider before the change that the starting process could not be told of."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    due_since = app.clock() - dt.timedelta(seconds=1)
    await queue.make_all_due(app.services)
    (job,) = await due_jobs(app)
    assert (job.run_at, job.lease_id) == (due_since, lease.id)
    await queue.finish(app.services, lease, app.clock() + dt.timedelta(minutes=5))
    (job,) = await due_jobs(app)
    assert (job.run_at, job.lease_id) == (app.clock(), None)


async def test_job_enqueued_while_running_runs_again(app: AppHarness) -> None:
    """D29: the change may have happened after the provider was queried."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    fault = app.sandbox.faults.add(Fault("pause", when="after", method="GET", path="payment_intents/"))
    running = asyncio.create_task(worker.run_due_jobs(app.services))
    await fault.reached.wait()
    await firm.confirm(prepayment, "pm_card_visa")
    await enqueue(app, firm, prepayment)
    fault.release.set()
    assert await running == 1
    assert await firm.credits() == (0, 0)
    assert await worker.run_due_jobs(app.services) == 1
    assert await firm.credits() == (20_00, 0)


async def test_finished_job_is_deleted_unless_enqueued_again(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    (lease,) = await queue.lease_due(app.services)
    await enqueue(app, firm, prepayment)
    await queue.finish(app.services, lease, None)
    (job,) = await due_jobs(app)
    assert (job.run_at, job.lease_id) == (app.clock(), None)


async def test_failing_job_does_not_block_others(app: AppHarness) -> None:
    """It stays, to be retried later; the others run."""
    firm = await app.create_ready_firm()
    broken, good = await firm.start_prepayment("20.00"), await firm.start_prepayment("30.00")
    await firm.confirm(good, "pm_card_visa")
    assert broken.intent_id is not None
    app.sandbox.tamper(broken.intent_id, currency=None)
    app.clock.advance(seconds=31)
    assert await worker.run_due_jobs(app.services) == 2
    assert await firm.credits() == (30_00, 0)
    (job,) = await due_jobs(app)
    assert job.subject_id == broken.id
    assert job.run_at > app.clock()
    assert (await firm.prepayment(broken.id)).status is PaymentStatus.REQUIRES_ACTION


@given(attempts=st.integers(0, 10_000))
def test_polling_starts_soon_and_never_pauses_longer_than_five_minutes(attempts: int) -> None:
    """P3, D29: the delay grows to five minutes and stays there."""
    assert dt.timedelta(seconds=10) <= sync.job_retry_delay(attempts) <= sync.job_retry_delay(attempts + 1)
    assert sync.job_retry_delay(attempts) <= dt.timedelta(minutes=5)
