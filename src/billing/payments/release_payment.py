"""A payment that takes too long is taken off its invoice; if its money still comes, it becomes credits (D24)."""

from __future__ import annotations

import uuid

from sqlalchemy import select

import models
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle
from billing.errors import NotFound, PaymentNotChangeable
from billing.payments.cancel_payment import ClosePaymentResult, close_result
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import PaidBy, PaymentStatus

_SHOWN_AS_PROCESSING = (PaymentStatus.CREATING, PaymentStatus.PROCESSING)


async def release_payment(services: Services, viewer: Viewer, payment_id: uuid.UUID) -> ClosePaymentResult:
    """Release a payment under way: its invoice is payable again at once, credits beside it are free again.

    When it has taken too long is for the firm to judge. Released before: answers as the first time (D30).
    Raise NotFound, PaymentNotChangeable.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    async with services.reads() as session:
        payment = await session.scalar(
            select(models.Payment).where(models.Payment.id == payment_id, visibility.payments(viewer))
        )
        if payment is None:
            raise NotFound
        if payment.paid_by is PaidBy.CREDITS and payment.split_tender_id is not None:
            payment = await session.get_one(models.Payment, (payment.firm_id, payment.split_tender_id))
    answer = close_result(payment)
    async with begin_transaction(services, viewer, "payment.released", client_id=payment.client_id) as transaction:
        payment = await transaction.session.get_one(models.Payment, (payment.firm_id, payment.id))
        if payment.status is PaymentStatus.RELEASED:
            raise Unchanged
        if payment.status not in _SHOWN_AS_PROCESSING:
            raise PaymentNotChangeable(
                payment.status, "Only a payment that the provider or the bank has under way can be released."
            )
        await lifecycle.close(transaction, payment, PaymentStatus.RELEASED)
    return answer
