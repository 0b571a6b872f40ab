"""Refund the unspent part of a prepayment to its payer, in whole or in part (D26)."""

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
from billing.errors import NotRefundable
from billing.idempotency import KeyedCommand, run_once
from billing.rows import get_visible
from billing.services import Services
from models import JobKind
from money import Money


@dataclass(frozen=True, slots=True)
class RefundPrepaymentCommand:
    """Input of `refundPrepayment`."""

    prepayment_id: uuid.UUID
    amount: Decimal
    reason: str
    idempotency_key: str


async def refund_prepayment(services: Services, viewer: Viewer, command: RefundPrepaymentCommand) -> RefundResult:
    """Reserve the amount, then request the refund through the provider account that took the prepayment (D26).

    Raises NotFound, InvalidAmount, InvalidInput, NotRefundable, IdempotencyConflict, ProviderUnavailable,
    ProviderRefused.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "refundPrepayment", command.idempotency_key, command)

    async def reserve(transaction: ledger.LedgerTransaction) -> RefundResult:
        is_visible = visibility.payments(viewer, models.Prepayment)
        prepayment = await get_visible(transaction.session, models.Prepayment, command.prepayment_id, is_visible)
        transaction.set_client(prepayment.client_id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        amount_input.check_exactly_chargeable(amount, transaction.currency, "amount")
        lot = await ledger.payments.find_lot(transaction, prepayment)
        unspent = 0 if lot is None else ledger.lots.unspent_amount(lot)
        refundable = payment_rules.refundable_amount(prepayment, unspent)
        if lot is None or amount > refundable:
            blocked_by = () if lot is None else await allocations.load_lot_allocations(transaction.session, lot)
            raise NotRefundable(Money(refundable, transaction.currency), blocked_by)
        operation = await keyed.claim(transaction, client_id=prepayment.client_id)
        refund = await refunds.create(transaction, prepayment, amount, command.reason, operation)
        await ledger.refunds.hold_refund(transaction, refund, lot)
        return RefundResult(refund, invoice_id=None, replayed=False)

    replay = functools.partial(refunds.replay, services)
    result = await run_once(services, keyed, "refund.made", reserve, replay, reason=command.reason)
    context = await lifecycle.load_context(services, JobKind.SYNC_PREPAYMENT, viewer.firm_id, command.prepayment_id)
    await refunds.request_refund(services, context, result.refund.id, is_retry=result.replayed)
    return result
