"""Fetch and book the refunds and disputes of a settled payment, including those made in the provider's dashboard."""

import datetime as dt

from sqlalchemy import select

import gateway
import models
from billing.charges import disputes, refunds
from billing.charges.lifecycle import ChargeContext, is_of
from billing.jobs import alerts
from billing.services import Services
from models import DisputeStatus, ProviderPayment, RefundStatus

# A refund that may not exist is urgent; banks take days for the others.
_SYNC_DELAYS: dict[RefundStatus | DisputeStatus, dt.timedelta] = {
    RefundStatus.CREATING: dt.timedelta(minutes=1),
    RefundStatus.PROCESSING: dt.timedelta(hours=1),
    DisputeStatus.OPEN: dt.timedelta(hours=6),
}
_ALERT_AFTER = {RefundStatus.CREATING: dt.timedelta(minutes=30), RefundStatus.PROCESSING: dt.timedelta(days=14)}


async def sync_refunds_and_disputes(
    services: Services, context: ChargeContext, intent: gateway.Intent
) -> dt.datetime | None:
    """Book the provider's refunds and disputes of the payment, oldest first (D27, D28).

    Returns when to sync again; None if none is open. Raises gateway.ProviderUnavailable.
    """
    open_rows = await _load_open(services, context.charge)
    if not (intent.has_refunds or intent.has_disputes or open_rows):
        return None
    provider_objects: list[gateway.Refund | gateway.Dispute] = [
        *await services.provider.list_refunds(context.account_id, intent.id),
        *await services.provider.list_disputes(context.account_id, intent.id),
    ]
    for provider_object in sorted(provider_objects, key=lambda provider_object: provider_object.created_at):
        if isinstance(provider_object, gateway.Refund):
            await refunds.apply_provider_refund(services, context, provider_object)
        else:
            await disputes.apply_provider_dispute(services, context, provider_object)
    # Last, because it may raise: the refunds and disputes above are booked by then.
    await refunds.resume_creating(services, context)
    await alert_if_stuck(services, context.charge)
    delays = [_SYNC_DELAYS[row.status] for row in await _load_open(services, context.charge)]
    return services.clock() + min(delays) if delays else None


async def alert_if_stuck(services: Services, charge: ProviderPayment) -> None:
    """Raise an alert for each refund of the payment that is stuck (P5)."""
    for row in await _load_open(services, charge):
        if isinstance(row, models.Refund) and services.clock() - row.created_at > _ALERT_AFTER[row.status]:
            message = f"Refund {row.status.value} since {row.created_at:%Y-%m-%d %H:%M} UTC."
            await alerts.raise_alert(services, row.firm_id, "refund.slow", row.id, message)


async def _load_open(services: Services, charge: ProviderPayment) -> list[models.Refund | models.Dispute]:
    """Our open refunds and disputes of the payment."""
    open_refund = models.Refund.status.in_((RefundStatus.CREATING, RefundStatus.PROCESSING))
    open_dispute = models.Dispute.status == DisputeStatus.OPEN
    async with services.reads() as session:
        return [
            *await session.scalars(select(models.Refund).where(is_of(charge, models.Refund), open_refund)),
            *await session.scalars(select(models.Dispute).where(is_of(charge, models.Dispute), open_dispute)),
        ]
