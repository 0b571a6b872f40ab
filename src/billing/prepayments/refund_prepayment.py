"""Refund the unspent part of a prepayment to its payer, in whole or in part (D26)."""

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
from billing.errors import NotFound, NotRefundable, ProviderUnavailable
from billing.idempotency import KeyedCommand, run_once
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


@dataclass(frozen=True, slots=True)
class RefundPrepaymentResult:
    """Result of `refundPrepayment`.

    `replayed` tells whether the idempotency key was used before with the same input.
    """

    refund_id: uuid.UUID
    prepayment_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def refund_prepayment(
    services: Services, viewer: Viewer, command: RefundPrepaymentCommand
) -> RefundPrepaymentResult:
    """Reserve the amount, then request the refund through the provider account that took the prepayment (D26).

    Raises NotFound, InvalidAmount, InvalidInput, NotRefundable, IdempotencyConflict, ProviderUnavailable,
    ProviderRefused.
    """
    require_permission(viewer, MANAGE_PAYMENTS)
    keyed = KeyedCommand(viewer, "refundPrepayment", command.idempotency_key, command)

    async def reserve(transaction: ledger.LedgerTransaction) -> RefundPrepaymentResult:
        prepayment = await transaction.session.scalar(
            select(models.Prepayment).where(
                models.Prepayment.id == command.prepayment_id, visibility.prepayments(viewer)
            )
        )
        if prepayment is None:
            raise NotFound
        transaction.set_client(prepayment.client_id)
        amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
        amount_input.check_exactly_chargeable(amount, transaction.currency)
        lot = await ledger.payments.find_lot(transaction, prepayment)
        unspent = 0 if lot is None else ledger.lots.unspent_amount(lot)
        if lot is None or amount > unspent:
            blocked_by = () if lot is None else await allocations.load_lot_allocations(transaction.session, lot)
            raise NotRefundable(Money(unspent, transaction.currency), blocked_by)
        operation = await keyed.claim(transaction, client_id=prepayment.client_id)
        refund = await refunds.create(transaction, prepayment, amount, command.reason, operation)
        await ledger.refunds.hold_refund(transaction, refund, lot)
        return RefundPrepaymentResult(refund.id, prepayment.id, prepayment.client_id, replayed=False)

    async def replay(operation: models.Operation) -> RefundPrepaymentResult:
        refund = await get_refund_for_operation(services, operation)
        return RefundPrepaymentResult(refund.id, command.prepayment_id, operation.client_id, replayed=True)

    result = await run_once(services, keyed, "refund.made", reserve, replay, reason=command.reason)
    context = await lifecycle.load_context(services, JobKind.SYNC_PREPAYMENT, viewer.firm_id, command.prepayment_id)
    await refunds.request_refund(services, context, result.refund_id, is_retry=result.replayed)
    return result


async def get_refund_for_operation(services: Services, operation: models.Operation) -> models.Refund:
    """Return the refund of a claimed key. Raises ProviderUnavailable if the key was released meanwhile."""
    async with services.reads() as session:
        refund = await session.scalar(
            select(models.Refund).where(
                models.Refund.firm_id == operation.firm_id, models.Refund.operation_id == operation.id
            )
        )
    if refund is None:
        # The provider has just refused a concurrent request with this key, which released it: a retry is safe (D30).
        raise ProviderUnavailable
    return refund
