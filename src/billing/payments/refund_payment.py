"""Refund a payment in whole or in part: to the payer, or to the credits that it was paid from (D26)."""

import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

import ledger
import models
from billing import amount_input
from billing.access import visibility
from billing.access.policy import MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.charges import lifecycle, payment_rules, refunds
from billing.charges.refunds import RefundResult
from billing.credits import allocations
from billing.errors import CreditAllocation, NotRefundable
from billing.idempotency import KeyedCommand, run_once
from billing.notices.add_notice import add_notice
from billing.rows import get_visible
from billing.services import Services
from models import JobKind, NoticeKind, PaidBy
from money import Money


@dataclass(frozen=True, slots=True)
class RefundPaymentCommand:
    """Input of `refundPayment`."""

    payment_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


async def refund_payment(services: Services, viewer: Viewer, command: RefundPaymentCommand) -> RefundResult:
    """Refund to the payer by card or debit, or to credits; for an offline payment, only record the refund (D22).

    What is unapplied from the invoice is due again. Raises NotFound, InvalidAmount, InvalidInput, NotRefundable,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "refundPayment", command.idempotency_key, command)

    async def record(transaction: ledger.LedgerTransaction) -> RefundResult:
        is_visible = visibility.payments(viewer, models.Payment)
        payment = await get_visible(transaction.session, models.Payment, command.payment_id, is_visible)
        transaction.set_client(payment.client_id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        if payment.connection_id is not None:
            amount_input.check_exactly_chargeable(amount, transaction.currency, "amount")
        lot = await ledger.payments.find_lot(transaction, payment)
        await _check_refundable(transaction, payment, lot, amount)
        operation = await keyed.claim(transaction, client_id=payment.client_id, invoice_id=payment.invoice_id)
        refund = await _record_refund(transaction, payment, lot, amount, command.reason, operation)
        return RefundResult(refund, payment.invoice_id, replayed=False)

    replay = functools.partial(refunds.replay, services)
    result = await run_once(services, keyed, "refund.made", record, replay, reason=command.reason)
    if result.refund.connection_id is not None:
        context = await lifecycle.load_context(services, JobKind.SYNC_PAYMENT, viewer.firm_id, command.payment_id)
        await refunds.request_refund(services, context, result.refund.id, is_retry=result.replayed)
    return result


async def _check_refundable(
    transaction: ledger.LedgerTransaction, payment: models.Payment, lot: models.Account | None, amount: int
) -> None:
    """Raises NotRefundable if `amount` exceeds what is applied to the invoice plus what is unspent of the lot."""
    refundable = payment_rules.refundable_amount(payment, 0 if lot is None else ledger.lots.unspent_amount(lot))
    if amount <= refundable:
        return
    blocked_by: tuple[CreditAllocation, ...] = ()
    if lot is not None:
        blocked_by = await allocations.load_lot_allocations(transaction.session, lot, except_payment_id=payment.id)
    raise NotRefundable(Money(refundable, transaction.currency), blocked_by)


async def _record_refund(
    transaction: ledger.LedgerTransaction,
    payment: models.Payment,
    lot: models.Account | None,
    amount: int,
    reason: str,
    operation: models.Operation,
) -> models.Refund:
    """Refund from the unspent part of the payment's lot first, then from what is applied to its invoice (D26)."""
    if lot is None:
        return await refunds.refund_to_credits(transaction, payment, amount, reason, operation)
    refund = await refunds.create(transaction, payment, amount, reason, operation)
    amount_to_unapply = amount - ledger.lots.unspent_amount(lot)
    if amount_to_unapply > 0:
        reference = refunds.refund_reference(refund)
        await ledger.unapply.unapply(transaction, payment, amount_to_unapply, reference, lot=lot)
    await ledger.refunds.hold_refund(transaction, refund, lot)
    if payment.paid_by is PaidBy.OFFLINE:
        await ledger.refunds.pay_refund(transaction, refund, payment)
        await add_notice(transaction, NoticeKind.REFUND_SUCCEEDED, refund, amount=amount)
    return refund
