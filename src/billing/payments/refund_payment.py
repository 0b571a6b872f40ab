"""What a payment brought goes back, partly or whole: to the payer, or to the credits that it came from (D26)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import amount_input
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle, refunds
from billing.credits import allocations
from billing.errors import NotFound, NotRefundable
from billing.idempotency import KeyedCommand, run_once
from billing.prepayments.refund_prepayment import get_refund_for_operation
from billing.services import Services
from models import JobKind, PaidBy
from money import Money


@dataclass(frozen=True, slots=True)
class RefundPaymentCommand:
    """The wish."""

    payment_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class RefundPaymentResult:
    """What came of it; `replayed`: the key had been used for the same wish before."""

    refund_id: uuid.UUID
    payment_id: uuid.UUID
    invoice_id: uuid.UUID | None
    client_id: uuid.UUID
    replayed: bool


async def refund_payment(services: Services, viewer: Viewer, command: RefundPaymentCommand) -> RefundPaymentResult:
    """Give the sum back: card and debit to the payer, credits to credits; of offline money it is only recorded (D22).

    What was on the invoice is due again. Raise NotFound, InvalidAmount, InvalidInput, NotRefundable,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "refundPayment", command.idempotency_key, command)

    async def record(transaction: ledger.LedgerTransaction) -> tuple[RefundPaymentResult, bool]:
        payment = await transaction.session.scalar(
            select(models.Payment).where(models.Payment.id == command.payment_id, visibility.payments(viewer))
        )
        if payment is None:
            raise NotFound
        transaction.set_client(payment.client_id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        if payment.connection_id is not None:
            amount_input.check_exactly_chargeable(amount, transaction.currency)
        lot = await ledger.payments.find_lot(transaction, payment)
        refundable = payment.applied + (0 if lot is None else ledger.lots.unspent_amount(lot))
        if amount > refundable:
            blocked_by = (
                ()
                if lot is None
                else await allocations.load_lot_allocations(transaction.session, lot, except_payment_id=payment.id)
            )
            raise NotRefundable(Money(refundable, transaction.currency), blocked_by)
        operation = await keyed.claim(transaction, client_id=payment.client_id, invoice_id=payment.invoice_id)
        refund = await _record_refund(transaction, payment, lot, amount, command.reason, operation)
        is_at_provider = refund.connection_id is not None
        return RefundPaymentResult(
            refund.id, payment.id, payment.invoice_id, payment.client_id, replayed=False
        ), is_at_provider

    async def replay(operation: models.Operation) -> tuple[RefundPaymentResult, bool]:
        refund = await get_refund_for_operation(services, operation)
        result = RefundPaymentResult(
            refund.id, command.payment_id, operation.invoice_id, operation.client_id, replayed=True
        )
        return result, refund.connection_id is not None

    result, is_at_provider = await run_once(services, keyed, "refund.made", record, replay, reason=command.reason)
    if is_at_provider:
        context = await lifecycle.load_context(services, JobKind.SYNC_PAYMENT, viewer.firm_id, command.payment_id)
        await refunds.request_refund(services, context, result.refund_id, is_retry=result.replayed)
    return result


async def _record_refund(
    transaction: ledger.LedgerTransaction,
    payment: models.Payment,
    lot: models.Account | None,
    amount: int,
    reason: str,
    operation: models.Operation,
) -> models.Refund:
    """Refund what is unspent of the payment's money first, then what is on its invoice."""
    if lot is None:
        return await refunds.refund_to_credits(transaction, payment, amount, reason, operation)
    refund = await refunds.create(transaction, payment, amount, reason, operation)
    beyond = amount - ledger.lots.unspent_amount(lot)
    if beyond > 0:
        await ledger.unapply.unapply(transaction, payment, beyond, refunds.refund_reference(refund), lot=lot)
    await ledger.refunds.hold_refund(transaction, refund, lot)
    if payment.paid_by is PaidBy.OFFLINE:
        await ledger.refunds.pay_refund(transaction, refund, payment)
    return refund
