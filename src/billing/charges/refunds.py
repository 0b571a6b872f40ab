"""Refunds at the provider: commit the refund, request it from the provider, then record the answer (D26).

The money is reserved at once, and leaves the ledger when the provider reports success. If the refund fails, it returns
to its lot, and to the invoice as far as that is payable. Refunds made in the dashboard are imported (D28).
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

import gateway
import ledger
import models
from billing import idempotency
from billing.charges import lifecycle
from billing.charges.clawback import claw_back, recover_losses
from billing.charges.lifecycle import ChargeContext
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.notices.add_notice import add_notice
from billing.rows import get_claimed
from billing.services import Services
from billing.transaction import Unchanged
from models import NoticeKind, ProviderPayment, RefundStatus
from money import Money
from translation import gettext as _
from translation import negotiate_locale, use_locale

_KEY_LIFETIME = dt.timedelta(hours=23)
"""The provider may forget an idempotency key after 24 hours. Later, a request could create a second refund (D30)."""


@dataclass(frozen=True, slots=True)
class RefundResult:
    """Result of `refundPayment` and `refundPrepayment`: the refund as recorded, before the provider answered.

    `replayed` tells whether the idempotency key was used before with the same input.
    """

    refund: models.Refund
    invoice_id: uuid.UUID | None
    replayed: bool


async def replay(services: Services, operation: models.Operation) -> RefundResult:
    """Return the result of the request that claimed the key. Raises ProviderUnavailable if it was released."""
    return RefundResult(await get_claimed(services, models.Refund, operation), operation.invoice_id, replayed=True)


async def create(
    transaction: ledger.LedgerTransaction,
    payment: models.Payment | models.Prepayment,
    amount: int,
    reason: str,
    operation: models.Operation | None,
) -> models.Refund:
    """Add a refund of `amount` minor units.

    That of a provider payment is CREATING, with a job that requests it; one of credits or offline money is SUCCEEDED.
    """
    by_provider = payment.connection_id is not None
    refund = models.Refund(
        firm_id=payment.firm_id,
        id=models.new_id(),
        client_id=payment.client_id,
        payment_id=payment.id if isinstance(payment, models.Payment) else None,
        prepayment_id=payment.id if isinstance(payment, models.Prepayment) else None,
        operation_id=None if operation is None else operation.id,
        connection_id=payment.connection_id,
        event_seq=transaction.seq,
        amount=amount,
        status=RefundStatus.CREATING if by_provider else RefundStatus.SUCCEEDED,
        reason=reason,
        created_at=transaction.now,
        settled_at=None if by_provider else transaction.now,
    )
    await transaction.add(refund)
    payment.changed_seq = transaction.seq
    if by_provider:
        await lifecycle.enqueue_sync(transaction.session, payment, transaction.now + lifecycle.FIRST_SYNC_DELAY)
    return refund


async def refund_to_credits(
    transaction: ledger.LedgerTransaction,
    payment: models.Payment,
    amount: int,
    reason: str,
    operation: models.Operation | None,
) -> models.Refund:
    """Refund `amount` minor units of a payment from credits to credits. Its invoice is due again by that part (D26)."""
    refund = await create(transaction, payment, amount, reason, operation)
    await ledger.unapply.unapply(transaction, payment, amount, refund_reference(refund))
    payment.refunded += amount
    return refund


def refund_reference(refund: models.Refund) -> str:
    """The prefix of the references of the refund's transfers."""
    return f"refund:{refund.id}"


async def request_refund(services: Services, context: ChargeContext, refund_id: uuid.UUID, *, is_retry: bool) -> None:
    """Request the refund from the provider if it is still CREATING, and record the answer.

    `is_retry`: an earlier request may have reached the provider. Raises ProviderUnavailable if the outcome is unknown
    (retrying is safe), and ProviderRefused if the provider rejects the refund, which is then FAILED, and its
    idempotency key released.
    """
    async with services.reads() as session:
        refund = await session.get_one(models.Refund, (context.firm.id, refund_id))
    if refund.status is RefundStatus.FAILED and refund.provider_refund_id is None:
        raise ProviderRefused(refund.failure_code or gateway.FailureCode.OTHER.value)  # answered to a concurrent call
    if refund.status is not RefundStatus.CREATING or context.charge.intent_id is None:
        return
    if not _is_key_valid(services, refund):
        await _confirm_creation(services, context, refund)
        return
    try:
        provider_refund = await services.provider.create_refund(
            context.account_id, context.charge.intent_id, refund.id, Money(refund.amount, context.firm.currency)
        )
    except gateway.ProviderBusy:
        return  # a concurrent call with the same key records the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except gateway.ProviderRefused as error:
        if is_retry and isinstance(error, gateway.ProviderDisconnected):
            raise ProviderUnavailable from error  # the first request may have succeeded before the disconnection
        await _record_refusal(services, context, refund.id, error.code, error.provider_code)
        raise ProviderRefused(error.code.value) from error
    await apply_provider_refund(services, context, provider_refund)


async def resume_creating(services: Services, context: ChargeContext) -> None:
    """Complete the payment's CREATING refunds, whose answers were lost.

    Repeats the request while its idempotency key is valid. Later, looks the refund up; if the provider has none, it
    was never created (D30). Raises gateway.ProviderUnavailable.
    """
    is_creating = lifecycle.is_of(context.charge, models.Refund) & (models.Refund.status == RefundStatus.CREATING)
    async with services.reads() as session:
        creating = (await session.scalars(select(models.Refund).where(is_creating))).all()
    for refund in creating:
        try:
            if _is_key_valid(services, refund):
                await request_refund(services, context, refund.id, is_retry=True)
            else:
                await _resolve_creating(services, context, refund)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except ProviderRefused:
            continue  # recorded as FAILED


def _is_key_valid(services: Services, refund: models.Refund) -> bool:
    return services.clock() - refund.created_at < _KEY_LIFETIME


async def _confirm_creation(services: Services, context: ChargeContext, refund: models.Refund) -> None:
    """Raise ProviderUnavailable if the refund was never created or that is unknown: retrying is safe (D30)."""
    try:
        was_created = await _resolve_creating(services, context, refund)
    except (gateway.ProviderUnavailable, gateway.ProviderRefused) as error:
        raise ProviderUnavailable from error
    if not was_created:
        raise ProviderUnavailable


async def _resolve_creating(services: Services, context: ChargeContext, refund: models.Refund) -> bool:
    """Look up a refund whose idempotency key has expired. Record its state, or FAILED if the provider has none.

    Returns whether the provider has it.
    """
    if context.charge.intent_id is None:
        raise AssertionError("a refund of a provider payment without an intent")
    for provider_refund in await services.provider.list_refunds(context.account_id, context.charge.intent_id):
        if await _is_created_as(services, context, provider_refund, refund):
            await apply_provider_refund(services, context, provider_refund)
            return True
    await _record_refusal(services, context, refund.id, gateway.FailureCode.OTHER, "never_made")
    return False


async def _is_created_as(
    services: Services, context: ChargeContext, provider_refund: gateway.Refund, refund: models.Refund
) -> bool:
    """Whether the provider's refund has our refund's id and amount, and is not recorded as another refund."""
    if provider_refund.internal_id != refund.id or provider_refund.amount.minor != refund.amount:
        return False
    is_same = models.Refund.provider_refund_id == provider_refund.id
    async with services.reads() as session:
        known = select(models.Refund.id).where(lifecycle.is_of(context.charge, models.Refund), is_same)
        return await session.scalar(known) in (None, refund.id)


async def _record_refusal(
    services: Services,
    context: ChargeContext,
    refund_id: uuid.UUID,
    code: gateway.FailureCode,
    provider_code: str | None,
) -> None:
    async with lifecycle.begin(services, context, "refund.refused") as transaction:
        refund = await transaction.session.get_one(models.Refund, (context.firm.id, refund_id))
        if refund.status is not RefundStatus.CREATING:
            raise Unchanged
        charge = await lifecycle.reload(transaction, context)
        transaction.set_subject(refund)
        refund.failure_code, refund.provider_code = code.value, provider_code
        await _fail(transaction, refund, charge)
        await idempotency.release(transaction, refund)


async def apply_provider_refund(services: Services, context: ChargeContext, provider_refund: gateway.Refund) -> None:
    """Book the state of the provider's refund. A refund unknown to us was made in the dashboard and is imported (D28).

    A refund that cannot be booked raises an alert (`lifecycle.alert_if_mismatched`).
    """
    if await lifecycle.alert_if_mismatched(services, context, "refund", provider_refund.amount):
        return
    event = f"refund.{provider_refund.status.value.lower()}"
    async with lifecycle.begin(services, context, event) as transaction:
        charge = await lifecycle.reload(transaction, context)
        refund = await _find(transaction, charge, provider_refund)
        if refund is None:
            refund = await _import_from_dashboard(transaction, charge, provider_refund)
        if not _has_news(refund, provider_refund):
            raise Unchanged
        transaction.set_subject(refund)
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
            await add_notice(transaction, NoticeKind.REFUND_SUCCEEDED, refund, amount=refund.amount)
        else:
            refund.status = RefundStatus.PROCESSING


def _has_news(refund: models.Refund, provider_refund: gateway.Refund) -> bool:
    """Whether the provider's state is further along than ours. A refund can still fail after it succeeded."""
    if refund.status is RefundStatus.CREATING:
        return True
    if refund.status is RefundStatus.PROCESSING:
        return provider_refund.status is not gateway.RefundStatus.PENDING
    return refund.status is RefundStatus.SUCCEEDED and provider_refund.status is gateway.RefundStatus.FAILED


async def _find(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_refund: gateway.Refund
) -> models.Refund | None:
    """Find our row of the provider's refund: by the provider's id or, before we know that, by our id in its metadata.

    The firm can edit and copy metadata, so our id counts only for a CREATING row of the same amount that has no
    provider's id. A row that has FAILED as never created does not match: its money was released, so the refund is
    imported as a new row.
    """
    refunds = select(models.Refund).where(lifecycle.is_of(charge, models.Refund))
    known = await transaction.session.scalar(refunds.where(models.Refund.provider_refund_id == provider_refund.id))
    if known is not None:
        return known
    is_creating = (models.Refund.status == RefundStatus.CREATING) & models.Refund.provider_refund_id.is_(None)
    is_same = (models.Refund.id == provider_refund.internal_id) & (models.Refund.amount == provider_refund.amount.minor)
    return await transaction.session.scalar(refunds.where(is_creating, is_same))


async def _import_from_dashboard(
    transaction: ledger.LedgerTransaction, charge: ProviderPayment, provider_refund: gateway.Refund
) -> models.Refund:
    """Add a refund that the provider already made, and reserve its money; spent money is clawed back (D28)."""
    lot = await ledger.payments.find_lot(transaction, charge)
    if lot is None or provider_refund.status is gateway.RefundStatus.FAILED:
        raise Unchanged
    with use_locale(negotiate_locale(transaction.firm.locale)):
        reason = _("Refunded in the payment provider's dashboard.")
    refund = await create(transaction, charge, provider_refund.amount.minor, reason, operation=None)
    await claw_back(transaction, lot, refund.amount, refund_reference(refund))
    await ledger.refunds.hold_refund(transaction, refund, lot)
    return refund


async def _fail(transaction: ledger.LedgerTransaction, refund: models.Refund, charge: ProviderPayment) -> None:
    """Mark the refund as FAILED. Its money returns to its lot, and to the invoice as far as that is payable."""
    refund.status = RefundStatus.FAILED
    refund.settled_at = None
    refund.lost = 0
    await add_notice(transaction, NoticeKind.REFUND_FAILED, refund, amount=refund.amount)
    lot = await ledger.payments.find_lot(transaction, charge)
    if lot is None:
        raise AssertionError("a refund of a payment that never settled")
    await ledger.refunds.reverse_refund(transaction, refund, charge)
    await recover_losses(transaction, charge, lot, f"{refund_reference(refund)}:failed")
    await ledger.unapply.reapply(transaction, lot, refund_reference(refund), f"{refund_reference(refund)}:failed")
