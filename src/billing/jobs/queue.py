"""The job queue. The job table is inbox and outbox: webhooks enqueue syncs, and a charge is committed with its job.

A worker leases a due job; an expired lease can be taken by another worker. The job of a charge lives until the charge
has ended, so that neither a crash nor a lost webhook loses a payment (D29).
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.services import Services
from db.upsert import insert

_LEASE_DURATION = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Lease:
    """A leased job. `wakes` is how often it had been enqueued when the lease was taken."""

    firm_id: uuid.UUID
    job_id: uuid.UUID
    id: uuid.UUID
    kind: models.JobKind
    subject_id: uuid.UUID
    attempts: int
    wakes: int


def new_job(firm_id: uuid.UUID, kind: models.JobKind, subject_id: uuid.UUID, run_at: dt.datetime) -> models.Job:
    """The job of an object that is new, and so has none yet."""
    return models.Job(**_first_columns(run_at), firm_id=firm_id, kind=kind, subject_id=subject_id)


def _first_columns(run_at: dt.datetime) -> dict[str, Any]:
    return {"id": models.new_id(), "run_at": run_at, "wakes": 1, "created_at": run_at}


async def enqueue(
    session: AsyncSession, firm_id: uuid.UUID, kind: models.JobKind, subject_id: uuid.UUID, run_at: dt.datetime
) -> None:
    """Enqueue a job for the subject. If it already has one of this kind, that runs at the earlier of the two times."""
    key = {"firm_id": firm_id, "kind": kind, "subject_id": subject_id}
    job = insert(session, models.Job).values(**key, **_first_columns(run_at))
    await session.execute(job.on_conflict_do_update(index_elements=[*key], set_={"wakes": models.Job.wakes + 1}))
    runs_later = update(models.Job).filter_by(**key).where(models.Job.run_at > run_at)
    await session.execute(runs_later.values(run_at=run_at))


async def lease_due(services: Services, limit: int = 20) -> Sequence[Lease]:
    """Lease up to `limit` due jobs that no worker has leased, or whose lease has expired."""
    now = services.clock()
    is_free = or_(models.Job.leased_until.is_(None), models.Job.leased_until < now)
    due = select(models.Job.firm_id, models.Job.id).where(models.Job.run_at <= now, is_free)
    async with services.reads() as session:
        candidates = (await session.execute(due.order_by(models.Job.run_at).limit(limit))).all()
    leases = []
    for firm_id, job_id in candidates:
        lease_id = models.new_id()
        async with services.writes.begin() as session:
            leased = await session.execute(
                update(models.Job)
                .where(models.Job.firm_id == firm_id, models.Job.id == job_id, models.Job.run_at <= now, is_free)
                .values(leased_until=now + _LEASE_DURATION, lease_id=lease_id, attempts=models.Job.attempts + 1)
                .returning(models.Job.kind, models.Job.subject_id, models.Job.attempts, models.Job.wakes)
                .execution_options(synchronize_session=False)
            )
            for kind, subject_id, attempts, wakes in leased:
                leases.append(Lease(firm_id, job_id, lease_id, kind, subject_id, attempts, wakes))
    return leases


async def finish(services: Services, lease: Lease, run_at: dt.datetime | None) -> None:
    """End the lease: run the job again at `run_at`, or delete it if None. If enqueued meanwhile, it is due at once."""
    is_leased = (models.Job.firm_id == lease.firm_id, models.Job.id == lease.job_id, models.Job.lease_id == lease.id)
    not_enqueued_since = (*is_leased, models.Job.wakes == lease.wakes)
    no_lease = {"leased_until": None, "lease_id": None}
    done = delete(models.Job).where(*not_enqueued_since)
    run_later = update(models.Job).where(*not_enqueued_since).values(**no_lease, run_at=run_at)
    # Executed last, to see an enqueue that committed while the other one ran: if still leased, the job is due now.
    run_now = update(models.Job).where(*is_leased).values(**no_lease, run_at=services.clock())
    async with services.writes.begin() as session:
        for statement in (done if run_at is None else run_later, run_now):
            await session.execute(statement.execution_options(synchronize_session=False))
