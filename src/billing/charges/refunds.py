"""Refunds: written down and committed first, then asked for at the provider, then recorded (D26).

A refund is reserved at once, done when the provider says so, and returns where it was if it fails. One that was made
in the provider's own dashboard is found and booked (D28).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select

import gateway
import ledger
import models
from billing import idempotency
from billing.access.principals import System
from billing.charges import lifecycle, loss_recovery
from billing.charges.clawback import claw_back
from billing.charges.lifecycle import ChargeContext, ProviderPayment
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.jobs import alerts, queue
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import RefundStatus
from money import Money

_KEY_LIFETIME = dt.timedelta(hours=23)
"""How long the provider is sure to know a key: after that, nothing is asked for again (D30)."""

_FIRST_SYNC_DELAY = dt.timedelta(seconds=30)
_DASHBOARD_REASON = "Refunded in the payment provider's dashboard."


async def create(
    transaction: ledger.LedgerTransaction,
    charge: ProviderPayment,
    amount: int,
    reason: str,
    operation: models.Operation | None,
) -> models.Refund:
    """Note a refund of `amount` minor units. A charge's is to be asked for; of credits or offline money it is done."""
    by_provider = charge.connection_id is not None
    refund = models.Refund(
        firm_id=charge.firm_id,
        id=models.new_id(),
        client_id=charge.client_id,
        payment_id=charge.id if isinstance(charge, models.Payment) else None,
        prepayment_id=charge.id if isinstance(charge, models.Prepayment) else None,
        operation_id=None if operation is None else operation.id,
        connection_id=charge.connection_id,
        event_seq=transaction.seq,
        amount=amount,
        lost=0,
        status=RefundStatus.CREATING if by_provider else RefundStatus.SUCCEEDED,
        reason=reason,
        created_at=transaction.now,
        settled_at=None if by_provider else transaction.now,
    )
    await transaction.add(refund)
    charge.changed_seq = transaction.seq
    if by_provider:
        await queue.enqueue(
            transaction.session,
            charge.firm_id,
            lifecycle.sync_job_kind(charge),
            charge.id,
            transaction.now + _FIRST_SYNC_DELAY,
        )
    return refund


async def refund_to_credits(
    transaction: ledger.LedgerTransaction,
    payment: models.Payment,
    amount: int,
    reason: str,
    operation: models.Operation | None,
) -> models.Refund:
    """Refund a payment from credits to credits, at once: its invoice is due again by that part (D26, D21)."""
    refund = await create(transaction, payment, amount, reason, operation)
    await ledger.unapply.unapply(transaction, payment, amount, refund_reference(refund))
    payment.refunded += amount
    return refund


def refund_reference(refund: models.Refund) -> str:
    """The refund as the cause of what moves for it."""
    return f"refund:{refund.id}"


async def request_refund(services: Services, context: ChargeContext, refund_id: uuid.UUID, *, is_retry: bool) -> None:
    """Ask the provider for the refund, if that is still to be done, and record what it answered.

    `again`: it may have been asked before, and the answer lost. Raise ProviderUnavailable: it is not known, asking
    again is safe. Raise ProviderRefused: nothing is given back, what was set aside is where it was, and the key is
    free.
    """
    async with services.reads() as session:
        refund = await session.get_one(models.Refund, (context.firm.id, refund_id))
    if refund.status is RefundStatus.FAILED and refund.provider_refund_id is None:
        raise ProviderRefused(refund.failure_code or gateway.FailureCode.OTHER.value)  # to a twin, just now
    if refund.status is not RefundStatus.CREATING or context.charge.intent_id is None:
        return
    if not _is_key_valid(services, refund):
        await _confirm_creation(services, context, refund)
        return
    try:
        truth = await services.provider.create_refund(
            context.account_id, context.charge.intent_id, refund.id, Money(refund.amount, context.firm.currency)
        )
    except gateway.ProviderBusy:
        return  # a twin is asking at this moment, and will record the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except (gateway.ProviderRefused, gateway.ProviderObjectNotFound) as error:
        if is_retry and isinstance(error, gateway.ProviderDisconnected):
            raise ProviderUnavailable from error  # a closed door does not tell what was done before it closed
        refused = error if isinstance(error, gateway.ProviderRefused) else None
        code = gateway.FailureCode.OTHER if refused is None else refused.code
        await _record_refusal(
            services, context, refund.id, code, "missing" if refused is None else refused.provider_code
        )
        raise ProviderRefused(code.value) from error
    await apply_provider_refund(services, context, truth)


async def resume_creating(services: Services, context: ChargeContext) -> None:
    """See the charge's refunds through that were written down, and whose answer was lost.

    While the provider is sure to know the key, it is asked again with the same; after that it is looked up, and
    where there is none, none was made (D30). Raise payments.ProviderUnavailable.
    """
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Refund).where(
                models.Refund.firm_id == context.firm.id,
                (models.Refund.payment_id == context.charge.id) | (models.Refund.prepayment_id == context.charge.id),
                models.Refund.status == RefundStatus.CREATING,
            )
        )
        waiting = found.all()
    for refund in waiting:
        try:
            if _is_key_valid(services, refund):
                await request_refund(services, context, refund.id, is_retry=True)
            else:
                await _apply_if_created(services, context, refund)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except ProviderRefused:
            continue  # recorded as failed: its money is where it was


def _is_key_valid(services: Services, refund: models.Refund) -> bool:
    return services.clock() - refund.created_at < _KEY_LIFETIME


async def _confirm_creation(services: Services, context: ChargeContext, refund: models.Refund) -> None:
    """Raise ProviderUnavailable where that cannot be told, or it was never made: asking again is safe (D30)."""
    try:
        made = await _apply_if_created(services, context, refund)
    except (gateway.ProviderUnavailable, gateway.ProviderRefused, gateway.ProviderObjectNotFound) as error:
        raise ProviderUnavailable from error
    if not made:
        raise ProviderUnavailable


async def _apply_if_created(services: Services, context: ChargeContext, refund: models.Refund) -> bool:
    """See what became of a refund that is too old to be asked for, and record it. Whether it was made."""
    if context.charge.intent_id is None:
        message = "a refund of a charge that never was"
        raise AssertionError(message)
    for truth in await services.provider.list_refunds(context.account_id, context.charge.intent_id):
        if truth.internal_id == refund.id:
            await apply_provider_refund(services, context, truth)
            return True
    await _record_refusal(services, context, refund.id, gateway.FailureCode.OTHER, "never_made")
    return False


async def _record_refusal(
    services: Services,
    context: ChargeContext,
    refund_id: uuid.UUID,
    code: gateway.FailureCode,
    provider_code: str | None,
) -> None:
    async with begin_transaction(
        services, System(context.firm.id), "refund.refused", client_id=context.client.id
    ) as transaction:
        refund = await transaction.session.get_one(models.Refund, (context.firm.id, refund_id))
        if refund.status is not RefundStatus.CREATING:
            raise Unchanged
        charge = await lifecycle.load(transaction.session, context.kind, context.firm.id, context.charge.id)
        refund.failure_code, refund.provider_code = code.value, provider_code
        await _fail(transaction, refund, charge)
        await idempotency.release(transaction, refund)


async def apply_provider_refund(services: Services, context: ChargeContext, provider_refund: gateway.Refund) -> None:
    """Book what the truth adds to our row; a refund that we do not know was made in the dashboard (D28)."""
    if provider_refund.amount.currency != context.firm.currency or provider_refund.amount.minor <= 0:
        message = (
            f"A refund of {provider_refund.amount.format()} was not booked: the firm's books are in another currency."
        )
        await alerts.raise_alert(services, context.firm.id, "refund.mismatch", context.charge.id, message)
        return
    event = f"refund.{provider_refund.status.value.lower()}"
    async with begin_transaction(services, System(context.firm.id), event, client_id=context.client.id) as transaction:
        charge = await lifecycle.load(transaction.session, context.kind, context.firm.id, context.charge.id)
        refund = await _find(transaction, charge, provider_refund)
        if refund is None:
            refund = await _import_from_dashboard(transaction, charge, provider_refund)
        if not _has_news(refund, provider_refund):
            raise Unchanged
        refund.provider_refund_id = provider_refund.id
        refund.failure_code = None if provider_refund.failure is None else provider_refund.failure.value
        refund.provider_code = provider_refund.provider_code
        charge.changed_seq = transaction.seq
        if provider_refund.status is gateway.RefundStatus.FAILED:
            await _fail(transaction, refund, charge)
        elif provider_refund.status is gateway.RefundStatus.SUCCEEDED:
            refund.status = RefundStatus.SUCCEEDED
            refund.settled_at = transaction.now
            await ledger.refunds.pay_refund(transaction, refund, charge)
        else:
            refund.status = RefundStatus.PROCESSING


def _has_news(refund: models.Refund, provider_refund: gateway.Refund) -> bool:
    """Whether the truth is further along: a refund that succeeded may still fail, and one that failed is over."""
    if refund.status is RefundStatus.CREATING:
        return True
    if refund.status is RefundStatus.PROCESSING:
        return provider_refund.status is not gateway.RefundStatus.PENDING
    return refund.status is RefundStatus.SUCCEEDED and provider_refund.status is gateway.RefundStatus.FAILED


async def _find(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_refund: gateway.Refund
) -> models.Refund | None:
    """Our row: by the id that the provider gave, else by ours, where it is a refund of this charge.

    Not one that was given up, and that the provider has after all: that money went, and is booked as a further one.
    """
    given_up = (models.Refund.status == RefundStatus.FAILED) & models.Refund.provider_refund_id.is_(None)
    of_charge = (models.Refund.payment_id == charge.id) | (models.Refund.prepayment_id == charge.id)
    same = (models.Refund.provider_refund_id == provider_refund.id) | (models.Refund.id == provider_refund.internal_id)
    found = await transaction.session.scalars(
        select(models.Refund).where(models.Refund.firm_id == charge.firm_id, of_charge, same, ~given_up)
    )
    return found.one_or_none()


async def _import_from_dashboard(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_refund: gateway.Refund
) -> models.Refund:
    """Set the money aside for a refund that is on its way already; what is not unspent is taken like a dispute."""
    lot = await ledger.unapply.find_lot(transaction, charge)
    if lot is None or provider_refund.status is gateway.RefundStatus.FAILED:
        raise Unchanged
    refund = await create(transaction, charge, provider_refund.amount.minor, _DASHBOARD_REASON, operation=None)
    await claw_back(transaction, lot, refund.amount, refund_reference(refund))
    await ledger.refunds.hold_refund(transaction, refund, lot)
    return refund


async def _fail(transaction: ledger.LedgerTransaction, refund: models.Refund, charge: ProviderPayment) -> None:
    """Nothing was given back: the money returns to where it was, an invoice included that still asks for it."""
    refund.status = RefundStatus.FAILED
    refund.settled_at = None
    refund.lost = 0
    lot = await ledger.unapply.find_lot(transaction, charge)
    if lot is None:
        message = "a refund of money that never came"
        raise AssertionError(message)
    await ledger.refunds.reverse_refund(transaction, refund, charge, lot)
    await loss_recovery.recover_losses(transaction, charge, lot, f"{refund_reference(refund)}:failed")
    await ledger.unapply.reapply(transaction, lot, refund_reference(refund), f"{refund_reference(refund)}:failed")
