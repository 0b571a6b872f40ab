"""A payment that takes too long is taken off its invoice; if its money still comes, it becomes credits (D24)."""

from __future__ import annotations

import uuid

from sqlalchemy import select

import models
from billing.access import visibility
from billing.access.policy import MANAGES_PAYMENTS, require
from billing.access.principals import Viewer
from billing.charges import lifecycle
from billing.errors import NotFound, PaymentNotChangeable
from billing.payments.cancel_payment import Canceled, changed
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from models import PaidBy, PaymentStatus

_SHOWN_AS_PROCESSING = (PaymentStatus.CREATING, PaymentStatus.PROCESSING)


async def release_payment(services: Services, viewer: Viewer, payment_id: uuid.UUID) -> Canceled:
    """Release a payment under way: its invoice is payable again at once, credits beside it are free again.

    When it has taken too long is for the firm to judge. Released before: answers as the first time (D30).
    Raise NotFound, PaymentNotChangeable.
    """
    require(viewer, MANAGES_PAYMENTS)
    async with services.reads() as session:
        payment = await session.scalar(
            select(models.Payment).where(models.Payment.id == payment_id, visibility.payments(viewer))
        )
        if payment is None:
            raise NotFound
        if payment.paid_by is PaidBy.CREDITS and payment.partner_id is not None:
            payment = await session.get_one(models.Payment, (payment.firm_id, payment.partner_id))
    answer = changed(payment)
    async with transaction(services, viewer, "payment.released", client_id=payment.client_id) as book:
        payment = await book.session.get_one(models.Payment, (payment.firm_id, payment.id))
        if payment.status is PaymentStatus.RELEASED:
            raise NothingToDo
        if payment.status not in _SHOWN_AS_PROCESSING:
            raise PaymentNotChangeable(
                payment.status, "Only a payment that the provider or the bank has under way can be released."
            )
        await lifecycle.end(book, payment, PaymentStatus.RELEASED)
    return answer
