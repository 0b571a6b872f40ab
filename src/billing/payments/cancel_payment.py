"""A payment window is given up: canceled at the provider first, then here (D23, D35)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

import gateway
import models
from billing.access import visibility
from billing.access.policy import CANCELS_PAYMENTS, require
from billing.access.principals import Viewer
from billing.charges import lifecycle, sync
from billing.charges.lifecycle import Charge
from billing.errors import NotFound, PaymentNotChangeable, ProviderUnavailable
from billing.services import Services
from models import PaidBy, PaymentStatus


@dataclass(frozen=True, slots=True)
class Canceled:
    """All that it changes: with credits beside a charge, both parts."""

    payment_ids: tuple[uuid.UUID, ...]
    prepayment_id: uuid.UUID | None
    invoice_id: uuid.UUID | None
    client_id: uuid.UUID


async def cancel_payment(services: Services, viewer: Viewer, payment_or_prepayment_id: uuid.UUID) -> Canceled:
    """Cancel a payment or prepayment that requires action. Canceled before: answers as the first time (D30).

    Raise NotFound, PaymentNotChangeable, ProviderUnavailable.
    """
    require(viewer, CANCELS_PAYMENTS)
    charge = await _find(services, viewer, payment_or_prepayment_id)
    kind = lifecycle.kind_of(charge)
    if charge.status is PaymentStatus.CANCELED:
        return changed(charge)
    if charge.status is not PaymentStatus.REQUIRES_ACTION or charge.intent_id is None:
        raise PaymentNotChangeable(charge.status, "Only a payment that waits for its payer can be canceled.")
    asked = await lifecycle.look_up(services, kind, charge.firm_id, charge.id)
    try:
        truth = await services.provider.cancel_intent(asked.account_id, charge.intent_id)
    except (gateway.ProviderUnavailable, gateway.ProviderRefused, gateway.ProviderMissing) as error:
        raise ProviderUnavailable from error
    await sync.record(services, asked, truth, by=viewer)
    charge = (await lifecycle.look_up(services, kind, charge.firm_id, charge.id)).charge
    if charge.status is not PaymentStatus.CANCELED:
        raise PaymentNotChangeable(charge.status, "It was too late to cancel: the payer was faster.")
    return changed(charge)


async def _find(services: Services, viewer: Viewer, id_: uuid.UUID) -> Charge:
    """The charge of that id; for credits that pay together with one, that one."""
    async with services.reads() as session:
        prepayment = await session.scalar(
            select(models.Prepayment).where(models.Prepayment.id == id_, visibility.prepayments(viewer))
        )
        if prepayment is not None:
            return prepayment
        payment = await session.scalar(
            select(models.Payment).where(models.Payment.id == id_, visibility.payments(viewer))
        )
        if payment is not None and payment.paid_by is PaidBy.CREDITS and payment.partner_id is not None:
            return await session.get_one(models.Payment, (payment.firm_id, payment.partner_id))
    if payment is None:
        raise NotFound
    return payment


def changed(charge: Charge) -> Canceled:
    """All that ending the charge changes."""
    if isinstance(charge, models.Prepayment):
        return Canceled((), charge.id, None, charge.client_id)
    parts = (charge.id,) if charge.partner_id is None else (charge.id, charge.partner_id)
    return Canceled(parts, None, charge.invoice_id, charge.client_id)
