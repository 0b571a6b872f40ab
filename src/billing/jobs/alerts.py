"""Alerts: cases that the operator has to examine, because the application cannot decide them (P5)."""

import uuid
from collections.abc import Sequence

import structlog
from sqlalchemy import select

import models
from billing.services import Services
from db.upsert import insert

_log = structlog.get_logger()


async def raise_alert(services: Services, firm_id: uuid.UUID, kind: str, subject_id: uuid.UUID, message: str) -> None:
    """Store the alert, once per kind and subject, and log it as an error the first time."""
    async with services.writes.begin() as session:
        inserted_id = await session.scalar(
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
    if inserted_id is not None:
        _log.error("alert", kind=kind, firm_id=str(firm_id), subject_id=str(subject_id), message=message)


async def list_open_alerts(services: Services) -> Sequence[models.Alert]:
    """All alerts of all firms, oldest first."""
    async with services.reads() as session:
        return (await session.scalars(select(models.Alert).order_by(models.Alert.raised_at, models.Alert.id))).all()
