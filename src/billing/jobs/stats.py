"""Figures for whoever runs the server: what waits to be done, since when, and what a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

import models
from billing.services import Services


@dataclass(frozen=True, slots=True)
class JobStats:
    """Of this moment, over all firms."""

    jobs: int
    """Objects that are asked after: payments under way, and accounts."""
    jobs_due: int
    """Those whose time has come, taken by a worker or not."""
    oldest_due_seconds: float
    """For how long the oldest of them has been due; 0 where none is."""
    open_alerts: int
    """Alerts that nobody has settled."""


async def collect_stats(services: Services) -> JobStats:
    """Ask the database."""
    now = services.clock()
    async with services.reads() as session:
        jobs = await session.scalar(select(func.count()).select_from(models.Job))
        due, oldest = (
            await session.execute(select(func.count(), func.min(models.Job.run_at)).where(models.Job.run_at <= now))
        ).one()
        alerts = await session.scalar(select(func.count()).select_from(models.Alert))
    waited = (now - oldest).total_seconds() if oldest is not None else 0.0
    return JobStats(jobs or 0, due, waited, alerts or 0)
