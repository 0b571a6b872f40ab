"""Cancel a payment or prepayment that requires action: at the provider first, then here (D23, D35)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import gateway
import models
from billing.access import visibility
from billing.access.policy import CANCEL_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle, payment_rules, sync
from billing.errors import PaymentNotChangeable, ProviderUnavailable
from billing.rows import get_visible
from billing.services import Services
from models import PaidBy, PaymentStatus, ProviderPayment
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class ClosePaymentResult:
    """The objects that a cancellation or release changed. A split tender has two payments."""

    payment_ids: tuple[uuid.UUID, ...]
    prepayment_id: uuid.UUID | None
    invoice_id: uuid.UUID | None
    client_id: uuid.UUID


async def cancel_payment(services: Services, viewer: Viewer, payment_or_prepayment_id: uuid.UUID) -> ClosePaymentResult:
    """Cancel a payment or prepayment that requires action; does nothing if it is already canceled (D30).

    Raises NotFound, PaymentNotChangeable, ProviderUnavailable.
    """
    require_permission(viewer, CANCEL_PAYMENTS)
    charge = await _find(services, viewer, payment_or_prepayment_id)
    kind = lifecycle.sync_job_kind(charge)
    if charge.status is PaymentStatus.CANCELED:
        return close_result(charge)
    if charge.status is PaymentStatus.CREATING:
        raise PaymentNotChangeable(
            charge.status, _("This payment is still being prepared. Please try again in a moment.")
        )
    if not payment_rules.can_be_canceled(charge) or charge.intent_id is None:
        raise PaymentNotChangeable(charge.status, _("This payment can no longer be canceled."))
    context = await lifecycle.load_context(services, kind, charge.firm_id, charge.id)
    try:
        intent = await services.provider.cancel_intent(context.account_id, charge.intent_id)
    except (gateway.ProviderUnavailable, gateway.ProviderRefused) as error:
        raise ProviderUnavailable from error
    await sync.apply_provider_state(services, context, intent, canceled_by=viewer)
    charge = (await lifecycle.load_context(services, kind, charge.firm_id, charge.id)).charge
    if charge.status is not PaymentStatus.CANCELED:
        raise PaymentNotChangeable(charge.status, _("This payment can no longer be canceled."))
    return close_result(charge)


async def _find(services: Services, viewer: Viewer, id_: uuid.UUID) -> ProviderPayment:
    """The prepayment with this id, or `get_provider_part` of the payment. Raises NotFound."""
    async with services.reads() as session:
        is_visible = visibility.payments(viewer, models.Prepayment)
        prepayment = await session.scalar(select(models.Prepayment).where(models.Prepayment.id == id_, is_visible))
        return prepayment or await get_provider_part(session, viewer, id_)


async def get_provider_part(session: AsyncSession, viewer: Viewer, payment_id: uuid.UUID) -> models.Payment:
    """The payment; for the credits part of a split tender, its provider part. Raises NotFound."""
    is_visible = visibility.payments(viewer, models.Payment)
    payment = await get_visible(session, models.Payment, payment_id, is_visible)
    if payment.paid_by is PaidBy.CREDITS and payment.split_tender_id is not None:
        return await session.get_one(models.Payment, (payment.firm_id, payment.split_tender_id))
    return payment


def close_result(charge: ProviderPayment) -> ClosePaymentResult:
    """The objects that closing the provider payment changes."""
    if isinstance(charge, models.Prepayment):
        return ClosePaymentResult((), charge.id, None, charge.client_id)
    payment_ids = (charge.id,) if charge.split_tender_id is None else (charge.id, charge.split_tender_id)
    return ClosePaymentResult(payment_ids, None, charge.invoice_id, charge.client_id)
