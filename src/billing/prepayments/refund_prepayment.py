"""What is unspent of a prepayment goes back to its payer, partly or whole (D26)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import idempotency
from billing.access import visibility
from billing.access.policy import MANAGES_PAYMENTS, require
from billing.access.principals import Viewer
from billing.charges import lifecycle, refunds
from billing.credits import allocations
from billing.errors import NotFound, NotRefundable, ProviderUnavailable
from billing.payments import allocation
from billing.services import Services
from billing.transaction import transaction
from models import JobKind
from money import Money

_MUTATION = "refundPrepayment"


@dataclass(frozen=True, slots=True)
class RefundPrepayment:
    """The wish."""

    prepayment_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class PrepaymentRefunded:
    """What came of it; `replayed`: the key had been used for the same wish before."""

    refund_id: uuid.UUID
    prepayment_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def refund_prepayment(services: Services, viewer: Viewer, wish: RefundPrepayment) -> PrepaymentRefunded:
    """Set the sum aside and ask the provider to give it back, through the account that took it (D26).

    Raise NotFound, InvalidAmount, InvalidInput, NotRefundable, IdempotencyConflict, ProviderUnavailable,
    ProviderRefused.
    """
    require(viewer, MANAGES_PAYMENTS)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    replayed = operation is not None
    if operation is None:
        try:
            operation = await _write_down(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation, replayed = twin.operation, True
    refund = await refund_of(services, operation)
    asked = await lifecycle.look_up(services, JobKind.SYNC_PREPAYMENT, viewer.firm_id, wish.prepayment_id)
    await refunds.ask(services, asked, refund.id, again=replayed)
    return PrepaymentRefunded(refund.id, wish.prepayment_id, operation.client_id, replayed)


async def _write_down(services: Services, viewer: Viewer, wish: RefundPrepayment) -> models.Operation:
    async with transaction(services, viewer, "refund.made", reason=wish.reason) as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        prepayment = await book.session.scalar(
            select(models.Prepayment).where(models.Prepayment.id == wish.prepayment_id, visibility.prepayments(viewer))
        )
        if prepayment is None:
            raise NotFound
        book.concerns(prepayment.client_id)
        amount = allocation.parse(wish.amount, book.currency, "amount")
        allocation.check_exact(amount, book.currency)
        lot = await ledger.unapply.lot_of(book, prepayment)
        unspent = 0 if lot is None else ledger.unapply.unspent(lot)
        if lot is None or amount > unspent:
            blocked_by = () if lot is None else await allocations.uses_of_lot(book.session, lot)
            raise NotRefundable(Money(unspent, book.currency), blocked_by)
        operation = await idempotency.claim(
            book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=prepayment.client_id
        )
        refund = await refunds.write_down(book, prepayment, amount, wish.reason, operation)
        await ledger.refunds.hold_refund(book, refund, lot)
        return operation


async def refund_of(services: Services, operation: models.Operation) -> models.Refund:
    """The refund that the operation asked for. Raise ProviderUnavailable where it was refused to a twin just now."""
    async with services.reads() as session:
        refund = await session.scalar(
            select(models.Refund).where(
                models.Refund.firm_id == operation.firm_id, models.Refund.operation_id == operation.id
            )
        )
    if refund is None:
        raise ProviderUnavailable  # the key was given back: asking again is safe
    return refund
