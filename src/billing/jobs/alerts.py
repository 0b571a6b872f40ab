"""Alerts: what a person has to look at, because the system must not decide it by itself (P5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import structlog
from sqlalchemy import select

import models
from billing.services import Services
from db.upsert import insert

_log = structlog.get_logger()


async def raise_alert(services: Services, firm_id: uuid.UUID, kind: str, subject_id: uuid.UUID, message: str) -> None:
    """Keep the alert, once for each kind and subject, and say it in the log."""
    async with services.writes.begin() as session:
        fresh = await session.scalar(
            insert(session, models.Alert)
            .values(
                firm_id=firm_id,
                id=models.new_id(),
                kind=kind,
                subject_id=subject_id,
                message=message,
                raised_at=services.clock(),
            )
            .on_conflict_do_nothing()
            .returning(models.Alert.id)
        )
    if fresh is not None:
        _log.error("alert", kind=kind, firm_id=str(firm_id), subject_id=str(subject_id), message=message)


async def list_open_alerts(services: Services) -> Sequence[models.Alert]:
    """All alerts, oldest first, for whoever runs the server."""
    async with services.reads() as session:
        return (await session.scalars(select(models.Alert).order_by(models.Alert.raised_at, models.Alert.id))).all()
