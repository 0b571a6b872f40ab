"""The job queue. The job table is inbox and outbox: webhooks enqueue syncs, and a provider payment is
committed with its job.

A worker leases a due job, and renews the lease while the job runs. An expired lease can be taken by another worker:
leases are short, so that the jobs of a killed process wait for seconds only. The job of a provider
payment lives until the payment has ended, so that neither a crash nor a lost webhook loses a payment (D29).
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    Select,
    Update,
    case,
    delete,
    exists,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.services import Services
from db.upsert import insert

LEASE_DURATION = dt.timedelta(seconds=6)
"""How long a lease lasts unless it is renewed, and so how long the jobs of a killed process wait."""
RENEWAL_INTERVAL = LEASE_DURATION / 3


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


async def make_all_due(services: Services) -> None:
    """Make every job due now. Runs at each start: a webhook may have been missed while the process was not running.

    Also a job that another process runs at this moment runs again, because it may have queried the provider before the
    change. Raises a conflict of the database, after which it can be repeated.
    """
    # Locked in one order, so that processes that start together wait for each other.
    jobs = select(models.Job.firm_id, models.Job.id).order_by(models.Job.firm_id, models.Job.id).with_for_update()
    now = services.clock()
    run_at = case((models.Job.run_at > now, now), else_=models.Job.run_at)
    async with services.writes.begin() as session:
        await session.execute(_update(_is_in(jobs)).values(run_at=run_at, wakes=models.Job.wakes + 1))


async def lease_due(
    services: Services,
    limit: int = 20,
    *,
    kinds: Collection[models.JobKind] = tuple(models.JobKind),
    running: Collection[Lease] = (),
    limit_per_firm: int | None = None,
) -> Sequence[Lease]:
    """Lease up to `limit` due jobs that no worker has leased, or whose lease has expired, oldest first.

    `running` are the leases that the caller has: their jobs are not leased again, and they count for `limit_per_firm`.
    Returns fewer than there are if a firm has reached that limit; the next call skips it.
    """
    now = services.clock()
    is_due = _is_due(now)
    firm_counts = Counter(lease.firm_id for lease in running)
    full_firms = [firm_id for firm_id, count in firm_counts.items() if limit_per_firm and count >= limit_per_firm]
    due = select(models.Job.firm_id, models.Job.id).where(*is_due, models.Job.kind.in_(kinds))
    due = due.where(models.Job.firm_id.not_in(full_firms), models.Job.id.not_in([lease.job_id for lease in running]))
    async with services.reads() as session:
        candidates = (await session.execute(due.order_by(models.Job.run_at).limit(limit))).all()
    chosen = []
    for firm_id, job_id in candidates:
        firm_counts[firm_id] += 1
        if limit_per_firm is None or firm_counts[firm_id] <= limit_per_firm:
            chosen.append((firm_id, job_id))
    if not chosen:
        return []
    lease_id, job = models.new_id(), models.Job
    lease = _update(_is_in(_unlocked().where(tuple_(job.firm_id, job.id).in_(chosen), *is_due)))
    lease = lease.values(leased_until=now + LEASE_DURATION, lease_id=lease_id, attempts=job.attempts + 1)
    columns = (job.firm_id, job.id, job.kind, job.subject_id, job.attempts, job.wakes)
    leases = {}
    async with services.writes.begin() as session:
        leased = await session.execute(lease.returning(*columns))
        for firm_id, job_id, kind, subject_id, attempts, wakes in leased:
            leases[firm_id, job_id] = Lease(firm_id, job_id, lease_id, kind, subject_id, attempts, wakes)
    return [leases[key] for key in chosen if key in leases]


def are_due(kinds: Collection[models.JobKind], now: dt.datetime | BindParameter[dt.datetime]) -> Exists:
    """Return the condition that there are jobs of these kinds to lease."""
    return exists().where(*_is_due(now), models.Job.kind.in_(kinds))


def _is_due(now: dt.datetime | BindParameter[dt.datetime]) -> tuple[ColumnElement[bool], ...]:
    is_free = or_(models.Job.leased_until.is_(None), models.Job.leased_until < now)
    return (models.Job.run_at <= now, is_free)


async def renew(services: Services, leases: Collection[Lease]) -> None:
    """Extend these leases by `LEASE_DURATION` from now. A lease that another worker has taken over stays lost."""
    job = models.Job
    held = tuple_(job.firm_id, job.id, job.lease_id).in_([(lease.firm_id, lease.job_id, lease.id) for lease in leases])
    async with services.writes.begin() as session:
        await session.execute(
            _update(_is_in(_unlocked().where(held))).values(leased_until=services.clock() + LEASE_DURATION)
        )


def _unlocked() -> Select[uuid.UUID, uuid.UUID]:
    """Jobs that no other transaction changes now; so leasing and renewing wait for nobody, and deadlock with nobody."""
    return select(models.Job.firm_id, models.Job.id).with_for_update(skip_locked=True)


def _is_in(jobs: Select[uuid.UUID, uuid.UUID]) -> ColumnElement[bool]:
    return tuple_(models.Job.firm_id, models.Job.id).in_(jobs)


def _update(condition: ColumnElement[bool]) -> Update:
    return update(models.Job).where(condition).execution_options(synchronize_session=False)


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
