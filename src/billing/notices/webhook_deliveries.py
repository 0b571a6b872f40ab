"""Deliveries of a notice to webhook endpoints, added in the same transaction as its mails (D53)."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access.notice_audiences import WEBHOOK_KINDS
from billing.jobs import queue
from models import JobKind, NoticeKind, WebhookEndpointStatus


def endpoint_kinds(endpoint: models.WebhookEndpoint) -> tuple[NoticeKind, ...] | None:
    """The kinds that the firm has chosen for the endpoint; None for all."""
    return None if endpoint.kinds is None else tuple(NoticeKind[name] for name in endpoint.kinds.split())


def encode_kinds(kinds: Collection[NoticeKind] | None) -> str | None:
    """The column of an endpoint for these kinds, in the order of the enumeration."""
    return None if kinds is None else " ".join(kind.name for kind in NoticeKind if kind in kinds)


async def add_webhook_deliveries(session: AsyncSession, notice: models.Notice, now: dt.datetime) -> None:
    """Add a delivery and its job for each endpoint of the firm that is not disabled and wants this kind (D53)."""
    if notice.kind not in WEBHOOK_KINDS:
        return
    endpoint = models.WebhookEndpoint
    wants = (
        endpoint.firm_id == notice.firm_id,
        endpoint.status != WebhookEndpointStatus.DISABLED,
        endpoint.deleted_at.is_(None),
    )
    # Locked, so that an endpoint that is disabled or deleted at this moment ends this delivery with the others.
    found = await session.scalars(select(endpoint).where(*wants).order_by(endpoint.id).with_for_update(read=True))
    for row in found:
        kinds = endpoint_kinds(row)
        if kinds is None or notice.kind in kinds:
            delivery = models.WebhookDelivery(
                firm_id=row.firm_id, id=models.new_id(), endpoint_id=row.id, notice_id=notice.id,
                next_attempt_at=now, created_at=now,
            )  # fmt: skip
            session.add_all([delivery, queue.new_job(row.firm_id, JobKind.DELIVER_WEBHOOK, delivery.id, now)])
    await session.flush()
