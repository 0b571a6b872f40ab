"""Deliveries that wait for their next attempt."""

import datetime as dt

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.jobs import queue
from models import JobKind


async def end_waiting_deliveries(session: AsyncSession, endpoint: models.WebhookEndpoint) -> None:
    """End all deliveries of the endpoint that wait. Their jobs find nothing to do; they can be sent again."""
    delivery = models.WebhookDelivery
    waiting = (
        delivery.firm_id == endpoint.firm_id,
        delivery.endpoint_id == endpoint.id,
        delivery.next_attempt_at.is_not(None),
    )
    await session.execute(update(delivery).where(*waiting).values(next_attempt_at=None))


async def repeat_delivery(session: AsyncSession, delivery: models.WebhookDelivery, now: dt.datetime) -> None:
    """Have the delivery sent again, as if it were new."""
    row = models.WebhookDelivery
    again = {
        "attempts": 0, "succeeded_at": None, "next_attempt_at": now, "last_status": None, "last_error": None,
    }  # fmt: skip
    await session.execute(update(row).filter_by(firm_id=delivery.firm_id, id=delivery.id).values(**again))
    await queue.enqueue(session, delivery.firm_id, JobKind.DELIVER_WEBHOOK, delivery.id, now)
