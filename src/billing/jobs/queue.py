"""Jobs: objects to be asked after, leased to one worker at a time. One table is inbox, outbox and reconciliation.

A job for a charge is written down with the charge itself and stays until the charge has ended, so neither a crash nor
a lost message loses anything (D29).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.services import Services
from db.upsert import insert

_LEASE_DURATION = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job taken, and how often it had been called for when it was."""

    firm_id: uuid.UUID
    job_id: uuid.UUID
    id: uuid.UUID
    kind: models.JobKind
    subject_id: uuid.UUID
    attempts: int
    wakes: int


async def enqueue(
    session: AsyncSession, firm_id: uuid.UUID, kind: models.JobKind, subject_id: uuid.UUID, run_at: dt.datetime
) -> None:
    """Ask after the object from `run_at` on; where that was asked for already, at the earlier of the two times."""
    wish = insert(session, models.Job).values(
        firm_id=firm_id,
        id=models.new_id(),
        kind=kind,
        subject_id=subject_id,
        run_at=run_at,
        attempts=0,
        wakes=1,
        created_at=run_at,
    )
    await session.execute(
        wish.on_conflict_do_update(
            index_elements=["firm_id", "kind", "subject_id"],
            set_={"wakes": models.Job.wakes + 1},
        )
    )
    await session.execute(
        update(models.Job)
        .where(models.Job.firm_id == firm_id, models.Job.kind == kind, models.Job.subject_id == subject_id)
        .where(models.Job.run_at > run_at)
        .values(run_at=run_at)
    )


async def lease_due(services: Services, limit: int = 20) -> Sequence[Lease]:
    """Take jobs that are due and nobody else has, or had and did not finish in time."""
    now = services.clock()
    free = or_(models.Job.leased_until.is_(None), models.Job.leased_until < now)
    due = (
        select(models.Job.firm_id, models.Job.id)
        .where(models.Job.run_at <= now, free)
        .order_by(models.Job.run_at)
        .limit(limit)
    )
    async with services.reads() as session:
        candidates = (await session.execute(due)).all()
    leases = []
    for firm_id, job_id in candidates:
        lease_id = models.new_id()
        async with services.writes.begin() as session:
            taken = await session.execute(
                update(models.Job)
                .where(models.Job.firm_id == firm_id, models.Job.id == job_id, models.Job.run_at <= now, free)
                .values(leased_until=now + _LEASE_DURATION, lease_id=lease_id, attempts=models.Job.attempts + 1)
                .returning(models.Job.kind, models.Job.subject_id, models.Job.attempts, models.Job.wakes)
                .execution_options(synchronize_session=False)
            )
            for kind, subject_id, attempts, wakes in taken:
                leases.append(Lease(firm_id, job_id, lease_id, kind, subject_id, attempts, wakes))
    return leases


async def finish(services: Services, lease: Lease, run_at: dt.datetime | None) -> None:
    """Give a job back: to run again at `run_at`, or never. Called for while it ran, it is due again at once."""
    mine = (
        models.Job.firm_id == lease.firm_id,
        models.Job.id == lease.job_id,
        models.Job.lease_id == lease.id,
    )
    async with services.writes.begin() as session:
        free = {"leased_until": None, "lease_id": None}
        uncalled = (*mine, models.Job.wakes == lease.wakes)
        if run_at is None:
            await session.execute(delete(models.Job).where(*uncalled).execution_options(synchronize_session=False))
        else:
            again = update(models.Job).where(*uncalled).values(**free, run_at=run_at)
            await session.execute(again.execution_options(synchronize_session=False))
        # Asked last: a call that came in while the statement before this one ran is seen only by the next.
        called = update(models.Job).where(*mine).values(**free, run_at=services.clock())
        await session.execute(called.execution_options(synchronize_session=False))
