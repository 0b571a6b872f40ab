"""What became of a charge after its money came: refunds and disputes, ours or made in the provider's dashboard."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

import gateway
import models
from billing.charges import disputes, refunds
from billing.charges.lifecycle import ChargeContext, ProviderPayment
from billing.jobs import alerts
from billing.services import Services
from models import DisputeStatus, RefundStatus

_CREATING_REFUND_DELAY = dt.timedelta(minutes=1)
_PROCESSING_REFUND_DELAY = dt.timedelta(hours=1)
_DISPUTE_DELAY = dt.timedelta(hours=6)
_ALERT_AFTER = {RefundStatus.CREATING: dt.timedelta(minutes=30), RefundStatus.PROCESSING: dt.timedelta(days=14)}


async def sync_refunds_and_disputes(
    services: Services, context: ChargeContext, intent: gateway.Intent
) -> dt.datetime | None:
    """Book what the provider says of the charge's refunds and disputes, in the order they were made (D27, D28).

    When to ask again; None when nothing is under way. Raise payments.ProviderUnavailable.
    """
    known = await _load_open(services, context.charge)
    if not (intent.has_refunds or intent.has_disputes or known):
        return None
    told: list[gateway.Refund | gateway.Dispute] = [
        *await services.provider.list_refunds(context.account_id, intent.id),
        *await services.provider.list_disputes(context.account_id, intent.id),
    ]
    for truth in sorted(told, key=lambda each: each.created_at):
        if isinstance(truth, gateway.Refund):
            await refunds.apply_provider_refund(services, context, truth)
        else:
            await disputes.apply_provider_dispute(services, context, truth)
    # Last: a refund that the provider does not answer for must not hide what else it says.
    await refunds.resume_creating(services, context)
    await alert_if_overdue(services, context.charge)
    pause = _sync_delay(await _load_open(services, context.charge))
    return None if pause is None else services.clock() + pause


async def alert_if_overdue(services: Services, charge: ProviderPayment) -> None:
    """Tell a person of a refund that should have ended long ago, as far as we can know (P5)."""
    for each in await _load_open(services, charge):
        if isinstance(each, models.Refund) and services.clock() - each.created_at > _ALERT_AFTER[each.status]:
            since = f"{each.created_at:%Y-%m-%d %H:%M} UTC"
            message = f"This refund should have ended long ago: {each.status.value}, made at {since}."
            await alerts.raise_alert(services, each.firm_id, "refund.slow", each.id, message)


async def _load_open(services: Services, charge: ProviderPayment) -> list[models.Refund | models.Dispute]:
    """What is known of here, and has not ended."""
    of_prepayment = isinstance(charge, models.Prepayment)
    async with services.reads() as session:
        found: list[models.Refund | models.Dispute] = []
        under_way = (RefundStatus.CREATING, RefundStatus.PROCESSING)
        of = models.Refund.prepayment_id if of_prepayment else models.Refund.payment_id
        found += await session.scalars(
            select(models.Refund).where(
                models.Refund.firm_id == charge.firm_id, of == charge.id, models.Refund.status.in_(under_way)
            )
        )
        disputed = models.Dispute.prepayment_id if of_prepayment else models.Dispute.payment_id
        found += await session.scalars(
            select(models.Dispute).where(
                models.Dispute.firm_id == charge.firm_id,
                disputed == charge.id,
                models.Dispute.status == DisputeStatus.OPEN,
            )
        )
        return found


def _sync_delay(open_rows: list[models.Refund | models.Dispute]) -> dt.timedelta | None:
    """How long to wait: a refund that is not known to exist is urgent; banks take days for the others."""
    pauses = [
        _DISPUTE_DELAY
        if isinstance(each, models.Dispute)
        else _CREATING_REFUND_DELAY
        if each.status is RefundStatus.CREATING
        else _PROCESSING_REFUND_DELAY
        for each in open_rows
    ]
    return min(pauses, default=None)
