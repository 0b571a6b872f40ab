"""Statistics for the operator: queued and due jobs, their age, and open alerts."""

from dataclasses import dataclass

from sqlalchemy import func, select

import models
from billing.services import Services


@dataclass(frozen=True, slots=True)
class JobStats:
    """Current statistics, over all firms."""

    jobs: int
    """All jobs, due or scheduled for later."""
    jobs_due: int
    """Due jobs, leased or not."""
    oldest_due_seconds: float
    """How long the oldest due job has been due; 0 if none is due."""
    open_alerts: int
    mails_waiting: int
    """Mails that are not sent yet."""


async def collect_stats(services: Services) -> JobStats:
    """Collect the statistics from the database."""
    now = services.clock()
    async with services.reads() as session:
        jobs = await session.scalar(select(func.count()).select_from(models.Job))
        due, oldest = (
            await session.execute(select(func.count(), func.min(models.Job.run_at)).where(models.Job.run_at <= now))
        ).one()
        is_mail = models.Job.kind == models.JobKind.SEND_MAIL
        mails = await session.scalar(select(func.count()).select_from(models.Job).where(is_mail))
        alerts = await session.scalar(select(func.count()).select_from(models.Alert))
    oldest_due_seconds = (now - oldest).total_seconds() if oldest is not None else 0.0
    return JobStats(jobs or 0, due, oldest_due_seconds, alerts or 0, mails or 0)
