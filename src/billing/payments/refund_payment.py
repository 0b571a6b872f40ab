"""What a payment brought goes back, partly or whole: to the payer, or to the credits that it came from (D26)."""

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
from billing.errors import NotFound, NotRefundable
from billing.payments import allocation
from billing.prepayments.refund_prepayment import refund_of
from billing.services import Services
from billing.transaction import transaction
from models import JobKind, PaidBy
from money import Money

_MUTATION = "refundPayment"


@dataclass(frozen=True, slots=True)
class RefundPayment:
    """The wish."""

    payment_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """What came of it; `replayed`: the key had been used for the same wish before."""

    refund_id: uuid.UUID
    payment_id: uuid.UUID
    invoice_id: uuid.UUID | None
    client_id: uuid.UUID
    replayed: bool


async def refund_payment(services: Services, viewer: Viewer, wish: RefundPayment) -> PaymentRefunded:
    """Give the sum back: card and debit to the payer, credits to credits; of offline money it is only recorded (D22).

    What was on the invoice is due again. Raise NotFound, InvalidAmount, InvalidInput, NotRefundable,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
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
    if refund.connection_id is not None:
        asked = await lifecycle.look_up(services, JobKind.SYNC_PAYMENT, viewer.firm_id, wish.payment_id)
        await refunds.ask(services, asked, refund.id, again=replayed)
    return PaymentRefunded(refund.id, wish.payment_id, operation.invoice_id, operation.client_id, replayed)


async def _write_down(services: Services, viewer: Viewer, wish: RefundPayment) -> models.Operation:
    async with transaction(services, viewer, "refund.made", reason=wish.reason) as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        payment = await book.session.scalar(
            select(models.Payment).where(models.Payment.id == wish.payment_id, visibility.payments(viewer))
        )
        if payment is None:
            raise NotFound
        book.concerns(payment.client_id)
        amount = allocation.parse(wish.amount, book.currency, "amount")
        if payment.connection_id is not None:
            allocation.check_exact(amount, book.currency)
        lot = await ledger.unapply.lot_of(book, payment)
        refundable = payment.applied + (0 if lot is None else ledger.unapply.unspent(lot))
        if amount > refundable:
            blocked_by = () if lot is None else await allocations.uses_of_lot(book.session, lot, besides=payment.id)
            raise NotRefundable(Money(refundable, book.currency), blocked_by)
        operation = await idempotency.claim(
            book, viewer, _MUTATION, wish.idempotency_key, wish,
            client_id=payment.client_id, invoice_id=payment.invoice_id,
        )  # fmt: skip
        await _give_back(book, payment, lot, amount, wish.reason, operation)
        return operation


async def _give_back(
    book: ledger.Book,
    payment: models.Payment,
    lot: models.Account | None,
    amount: int,
    reason: str,
    operation: models.Operation,
) -> None:
    """What is unspent of its money first, then what is on its invoice."""
    if lot is None:
        await refunds.to_credits(book, payment, amount, reason, operation)
        return
    refund = await refunds.write_down(book, payment, amount, reason, operation)
    beyond = amount - ledger.unapply.unspent(lot)
    if beyond > 0:
        await ledger.unapply.take_off(book, payment, beyond, refunds.cause(refund), of=lot)
    await ledger.refunds.hold_refund(book, refund, lot)
    if payment.paid_by is PaidBy.OFFLINE:
        await ledger.refunds.pay_refund(book, refund, payment)
