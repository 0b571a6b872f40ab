"""Webhooks of providers: enqueue a sync of the object they name. Their content is never booked (D23, D29)."""

import structlog
from sqlalchemy import select

import gateway
import models
from billing.charges import lifecycle
from billing.jobs import queue
from billing.services import Services
from gateway import WebhookSubjectKind
from models import JobKind

_log = structlog.get_logger()


async def handle_webhook(services: Services, subject: gateway.WebhookSubject) -> bool:
    """Enqueue a sync of the object. Returns False if the account, its mode or the object is unknown."""
    is_known = await _enqueue_sync(services, subject)
    if is_known:
        services.notifications.notify_jobs_due()
    return is_known


async def _enqueue_sync(services: Services, subject: gateway.WebhookSubject) -> bool:
    async with services.writes.begin() as session:
        connection = await session.scalar(
            select(models.ProviderConnection).where(models.ProviderConnection.account_id == subject.account_id)
        )
        if connection is None or connection.livemode is not subject.livemode:
            _log.info("webhook for unknown account", account_id=subject.account_id, livemode=subject.livemode)
            return False
        now, firm_id = services.clock(), connection.firm_id
        if subject.kind is not WebhookSubjectKind.INTENT:
            is_deauthorized = subject.kind is WebhookSubjectKind.DEAUTHORIZED
            job_kind = JobKind.CLOSE_CONNECTION if is_deauthorized else JobKind.SYNC_CONNECTION
            await queue.enqueue(session, firm_id, job_kind, connection.id, now)
            return True
        charge = await lifecycle.find_by_intent(session, connection.id, subject.object_id)
        if charge is not None:
            await lifecycle.enqueue_sync(session, charge, now)
        return charge is not None
