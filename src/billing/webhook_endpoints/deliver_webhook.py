"""The job of a delivery: post one notice to one webhook endpoint, at least once, with growing delays (D55)."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass

import structlog
from prometheus_client import Counter
from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import gateway
import models
from billing.access.principals import System
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.disable_endpoint import disable_endpoint
from db import retries
from db.opaque_ids import encode_global_id
from models import WebhookDelivery, WebhookEndpoint, WebhookEndpointStatus

_log = structlog.get_logger()
_GONE = 410
_DELIVERIES = Counter(
    "acompte_webhook_deliveries",
    "Attempts to deliver to webhook endpoints: succeeded, failed (tried again later), given_up.",
    ["outcome"],
)
_SUBJECT_TYPES = {
    "payment_id": "Payment", "prepayment_id": "Prepayment", "refund_id": "Refund", "dispute_id": "Dispute",
    "invoice_id": "Invoice", "entry_id": "CreditEntry", "connection_id": "PaymentProvider",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Loaded:
    delivery: WebhookDelivery
    endpoint: WebhookEndpoint
    notice: models.Notice


async def deliver_webhook(services: Services, firm_id: uuid.UUID, delivery_id: uuid.UUID) -> dt.datetime | None:
    """Post the delivery if it is due. Returns when to try again; None once it has ended.

    Each start of a server makes all jobs due, so the delivery's own time decides.
    """
    loaded = await _load(services, firm_id, delivery_id)
    delivery, now = loaded.delivery, services.clock()
    if delivery.next_attempt_at is None or loaded.endpoint.deleted_at is not None:
        return None
    if now < delivery.next_attempt_at:
        return delivery.next_attempt_at
    webhook = gateway.OutgoingWebhook(
        url=loaded.endpoint.url,
        id=f"msg_{delivery.id.hex}",
        at=now,
        body=build_body(loaded.notice),
        secrets=rules.signing_secrets(services, loaded.endpoint, now),
        owner=str(firm_id),
    )
    try:
        status = await services.webhook_sender.send(webhook)
    except gateway.WebhookNotDelivered as error:
        return await _record_failure(services, loaded, error)
    # Retry only this write: retrying the whole job would send the webhook again.
    await retries.retry_on_conflict(_store_success, services, loaded, status)
    _DELIVERIES.labels("succeeded").inc()
    return None


def build_body(notice: models.Notice) -> str:
    """The body as JSON: kind, time and global ids, the same at each attempt.

    Receivers query the API for the current state.
    """
    data = {"noticeId": encode_global_id("Notice", notice.id), "clientId": None, "subjectType": None, "subjectId": None}
    if notice.client_id is not None:
        data["clientId"] = encode_global_id("Client", notice.client_id)
    for column, type_name in _SUBJECT_TYPES.items():
        subject_id = getattr(notice, column)
        if subject_id is not None:
            data["subjectType"], data["subjectId"] = type_name, encode_global_id(type_name, subject_id)
    timestamp = notice.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": notice.kind.name, "timestamp": timestamp, "data": data}, separators=(",", ":"))


async def _load(services: Services, firm_id: uuid.UUID, delivery_id: uuid.UUID) -> _Loaded:
    delivery, endpoint, notice = WebhookDelivery, WebhookEndpoint, models.Notice
    query = (
        select(delivery, endpoint, notice)
        .join(endpoint, and_(endpoint.firm_id == delivery.firm_id, endpoint.id == delivery.endpoint_id))
        .join(notice, and_(notice.firm_id == delivery.firm_id, notice.id == delivery.notice_id))
        .where(delivery.firm_id == firm_id, delivery.id == delivery_id)
    )
    async with services.reads() as session:
        row = (await session.execute(query)).one()
    return _Loaded(*row)


async def _store_success(services: Services, loaded: _Loaded, status: int) -> None:
    values = {
        "attempts": loaded.delivery.attempts + 1, "succeeded_at": services.clock(), "next_attempt_at": None,
        "last_status": status, "last_error": None,
    }  # fmt: skip
    recovered = {"status": WebhookEndpointStatus.ACTIVE, "failing_since": None}
    async with services.writes.begin() as session:
        is_failing = (*_is_endpoint(loaded), WebhookEndpoint.status == WebhookEndpointStatus.FAILING)
        await session.execute(update(WebhookEndpoint).where(*is_failing).values(**recovered))
        await session.execute(update(WebhookDelivery).where(*_is_same_attempt(loaded)).values(**values))


async def _record_failure(
    services: Services, loaded: _Loaded, error: gateway.WebhookNotDelivered
) -> dt.datetime | None:
    now, attempts = services.clock(), loaded.delivery.attempts + 1
    delay = None if error.status == _GONE else rules.delivery_retry_delay(attempts)
    next_attempt_at = None if delay is None else now + delay
    identity = {"firm_id": str(loaded.delivery.firm_id), "delivery_id": str(loaded.delivery.id)}
    _log.warning("webhook not delivered", **identity, failure=error.failure.name, reason=str(error), attempts=attempts)
    is_last = error.status == _GONE or _is_over(loaded.endpoint.failing_since, now)
    store = _store_last_failure if is_last else _store_failure
    next_attempt_at = await retries.retry_on_conflict(store, services, loaded, error, next_attempt_at, now)
    _DELIVERIES.labels("given_up" if next_attempt_at is None else "failed").inc()
    return next_attempt_at


async def _store_last_failure(
    services: Services,
    loaded: _Loaded,
    error: gateway.WebhookNotDelivered,
    next_attempt_at: dt.datetime | None,
    now: dt.datetime,
) -> dt.datetime | None:
    """Store a failed attempt and disable its endpoint (D55), unless that has changed. Returns when to try again.

    In one transaction: killed between two, a job that is repeated would find the delivery ended, and leave the endpoint
    FAILING for ever.
    """
    firm_id, is_disabled = loaded.endpoint.firm_id, False
    async with begin_transaction(services, System(firm_id), "webhook_endpoint.disabled") as transaction:
        failing_since = await _add_failure(transaction.session, loaded, error, None, now)
        if not (error.status == _GONE or _is_over(failing_since, now)):
            raise Unchanged
        await disable_endpoint(transaction, loaded.endpoint)
        is_disabled = True
    if not is_disabled:
        return await _store_failure(services, loaded, error, next_attempt_at, now)
    services.notifications.notify_jobs_due()
    return None


async def _store_failure(
    services: Services,
    loaded: _Loaded,
    error: gateway.WebhookNotDelivered,
    next_attempt_at: dt.datetime | None,
    now: dt.datetime,
) -> dt.datetime | None:
    """Store a failed attempt. Returns `next_attempt_at`."""
    async with services.writes.begin() as session:
        await _add_failure(session, loaded, error, next_attempt_at, now)
    return next_attempt_at


async def _add_failure(
    session: AsyncSession,
    loaded: _Loaded,
    error: gateway.WebhookNotDelivered,
    next_attempt_at: dt.datetime | None,
    now: dt.datetime,
) -> dt.datetime | None:
    """Write a failed attempt. Returns since when its endpoint fails; None if that is disabled or deleted."""
    values = {
        "attempts": loaded.delivery.attempts + 1, "next_attempt_at": next_attempt_at, "last_status": error.status,
        "last_error": error.failure,
    }  # fmt: skip
    endpoint, delivery = WebhookEndpoint, WebhookDelivery
    failing = {"status": WebhookEndpointStatus.FAILING, "failing_since": func.coalesce(endpoint.failing_since, now)}
    is_enabled = (*_is_endpoint(loaded), endpoint.status != WebhookEndpointStatus.DISABLED)
    marked = update(endpoint).where(*is_enabled, endpoint.deleted_at.is_(None)).values(**failing)
    failing_since = await session.scalar(marked.returning(endpoint.failing_since))
    # A delivery that was ended meanwhile stays so, and is sent again only if somebody asks for it.
    still_waits = (*_is_same_attempt(loaded), delivery.next_attempt_at.is_not(None))
    await session.execute(update(delivery).where(*still_waits).values(**values))
    return failing_since


def _is_over(failing_since: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether an endpoint has failed for so long that it is disabled (D55)."""
    return failing_since is not None and now >= failing_since + rules.FAILING_PERIOD


def _is_same_attempt(loaded: _Loaded) -> tuple[ColumnElement[bool], ...]:
    """SQL: whether no other attempt was stored since the delivery was loaded."""
    row, delivery = WebhookDelivery, loaded.delivery
    return row.firm_id == delivery.firm_id, row.id == delivery.id, row.attempts == delivery.attempts


def _is_endpoint(loaded: _Loaded) -> tuple[ColumnElement[bool], ...]:
    return WebhookEndpoint.firm_id == loaded.endpoint.firm_id, WebhookEndpoint.id == loaded.endpoint.id
