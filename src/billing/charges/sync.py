"""Sync a provider payment: fetch its state from the provider and book what is missing (D9, D23, D29).

Webhooks, answers to our own calls and the worker all end here. Because the state is fetched, the number and order of
webhooks do not matter.
"""

import datetime as dt
import uuid
from contextlib import suppress

import structlog

import gateway
import ledger
import models
from billing import calendar
from billing.access.principals import Actor, System
from billing.charges import charge_notices, intents, lifecycle, payment_rules, sync_refunds_and_disputes
from billing.charges.lifecycle import OPEN_STATUSES, ChargeContext
from billing.errors import AmountOutOfRange, ProviderRefused, ProviderUnavailable
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from gateway import IntentStatus
from models import JobKind, PaymentMethod, PaymentStatus, ProviderPayment
from money import Money

_log = structlog.get_logger()

_MIN_DELAY = dt.timedelta(seconds=10)
_MAX_DELAY = dt.timedelta(minutes=5)
_MINUTE = "%Y-%m-%d %H:%M"
_ALERT_AFTER = {PaymentMethod.CARD: dt.timedelta(minutes=30), PaymentMethod.BANK_DEBIT: dt.timedelta(days=14)}


def job_retry_delay(attempts: int) -> dt.timedelta:
    """Exponential backoff from 10 seconds to 5 minutes, so that no settlement is found later than 10 minutes (P3)."""
    return min(_MIN_DELAY * 2.0 ** min(attempts, 10), _MAX_DELAY)


async def sync_charge(
    services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID, attempts: int = 0
) -> dt.datetime | None:
    """Sync one provider payment, its refunds and its disputes. Returns when to sync again; None once all have ended.

    Raises gateway.ProviderUnavailable if the provider does not answer, or no longer shows the payment, which raises an
    alert. What was booked until then stays booked.
    """
    context = await lifecycle.load_context(services, kind, firm_id, charge_id)
    if context.charge.intent_id is None and context.charge.ended_at is None:
        await _resume_request(services, context)
        context = await lifecycle.load_context(services, kind, firm_id, charge_id)
    if context.charge.intent_id is None:
        # If it has not ended, a concurrent call is requesting the intent and may still record it.
        return services.clock() + job_retry_delay(attempts) if context.charge.ended_at is None else None
    try:
        intent = await services.provider.fetch_intent(context.account_id, context.charge.intent_id)
        if intent.status is IntentStatus.REQUIRES_ACTION and _should_cancel(context.charge, intent, services.clock()):
            intent = await services.provider.cancel_intent(context.account_id, context.charge.intent_id)
    except gateway.ProviderRefused as error:
        # Whether money was taken is unknown (P5), so the payment stays open and the operator has to decide.
        message = f"The provider no longer shows this payment ({error})."
        await alerts.raise_alert(services, firm_id, "charge.unreachable", charge_id, message)
        raise gateway.ProviderUnavailable from error
    await apply_provider_state(services, context, intent)
    context = await lifecycle.load_context(services, kind, firm_id, charge_id)
    next_sync_at = (
        await sync_refunds_and_disputes.sync_refunds_and_disputes(services, context, intent)
        if context.charge.settled_at is not None
        else None
    )
    if next_sync_at is not None or context.charge.ended_at is not None:
        return next_sync_at
    await alert_if_stuck(services, kind, firm_id, charge_id)
    return _next_sync_at(context.charge, services.clock(), attempts)


async def _resume_request(services: Services, context: ChargeContext) -> None:
    """Request the intent again with the same key; after the payment window, look it up instead (D30)."""
    charge = context.charge
    if lifecycle.is_window_open(charge, services.clock()):
        try:
            await intents.request_intent(services, context)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except (ProviderRefused, AmountOutOfRange):
            _log.info("charge refused", charge_id=str(charge.id))
        return
    intent = None
    if charge.customer_id is not None:
        # If the firm revoked our access to the account, an unrecorded intent can be canceled: no payer has its secret.
        with suppress(gateway.ProviderRefused):
            intent = await services.provider.find_intent(context.account_id, charge.customer_id, charge.id)
    if intent is not None:
        await intents.attach_intent(services, context, intent)
        return
    # The secret of an unrecorded intent never reached a payer, so it cannot take any money.
    async with lifecycle.begin(services, context, "charge.expired") as transaction:
        current = await lifecycle.reload(transaction, context)
        if current.intent_id is not None or current.ended_at is not None:
            raise Unchanged
        if current.status is PaymentStatus.RELEASED:
            current.ended_at = transaction.now
            return
        await lifecycle.close(transaction, current, PaymentStatus.CANCELED)


def _should_cancel(charge: ProviderPayment, intent: gateway.Intent, now: dt.datetime) -> bool:
    """Whether to cancel an intent that requires action.

    True if its payment window has expired (D35), its bank debit was returned, or it was released from its invoice
    (D24). A declined card can be tried again within the payment window (D23).
    """
    is_released = charge.status is PaymentStatus.RELEASED
    return is_released or _is_returned_debit(charge, intent) or not lifecycle.is_window_open(charge, now)


def _is_returned_debit(charge: ProviderPayment, intent: gateway.Intent) -> bool:
    return charge.method is PaymentMethod.BANK_DEBIT and intent.failure is not None and intent.has_charge


async def apply_provider_state(
    services: Services, context: ChargeContext, intent: gateway.Intent, canceled_by: Actor | None = None
) -> None:
    """Book the provider's state of the payment, if it differs from ours. `canceled_by` is the actor of a cancellation.

    An intent that does not match the payment is not booked, but raises an alert.
    """
    mismatch = _find_mismatch(context, intent)
    if mismatch is not None:
        await alerts.raise_alert(services, context.firm.id, "charge.mismatch", context.charge.id, mismatch)
        return
    if not _has_news(context.charge, intent):
        return
    firm_id, client_id = context.firm.id, context.client.id
    event = f"charge.{intent.status.value.lower()}"
    actor = canceled_by if canceled_by is not None and intent.status is IntentStatus.CANCELED else System(firm_id)
    async with begin_transaction(services, actor, event, client_id=client_id) as transaction:
        charge = await lifecycle.reload(transaction, context)
        is_final = intent.status in (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)
        has_changed = (charge.status, charge.failure_code) != (context.charge.status, context.charge.failure_code)
        if not _has_news(charge, intent) or (has_changed and not is_final):
            raise Unchanged  # a concurrent sync booked a newer state, which this one must not undo
        charge.failure_code = None if intent.failure is None else intent.failure.value
        charge.provider_code = intent.provider_code
        if intent.card is not None:
            charge.card_brand, charge.card_last4 = intent.card.brand, intent.card.last4
        if intent.status is IntentStatus.SUCCEEDED:
            await _settle(transaction, charge)
            await charge_notices.add_received_notice(transaction, charge)
        elif charge.status is PaymentStatus.RELEASED:
            charge.ended_at = transaction.now
        elif intent.status is IntentStatus.CANCELED:
            is_returned = _is_returned_debit(charge, intent)
            await lifecycle.close(transaction, charge, PaymentStatus.FAILED if is_returned else PaymentStatus.CANCELED)
            if is_returned:
                await charge_notices.add_failed_notice(transaction, charge)
        else:
            charge.status = PaymentStatus(intent.status.value)
            charge.processing_since = transaction.now if intent.status is IntentStatus.PROCESSING else None
            await lifecycle.sync_split_tender(transaction, charge)


def _find_mismatch(context: ChargeContext, intent: gateway.Intent) -> str | None:
    """How the intent differs from what we requested, as a message for the operator; None if it does not."""
    expected = Money(context.charge.amount, context.firm.currency)
    if intent.status is IntentStatus.CANCELED and not intent.received.minor:
        return None  # no money was taken
    if intent.livemode is not context.livemode:
        return "The payment's mode (test or live) differs from that of the firm's provider account."
    if intent.amount != expected:
        return f"Expected {expected}, but the provider has {intent.amount}."
    if intent.status is IntentStatus.SUCCEEDED and intent.received != expected:
        return f"Expected {expected}, but the provider received {intent.received}."
    return None


def _has_news(charge: ProviderPayment, intent: gateway.Intent) -> bool:
    """Whether the provider's state differs from ours.

    Only a success can still change a payment that has ended, and only a success or a cancellation a released one.
    """
    if charge.settled_at is not None:
        return False
    if intent.status is IntentStatus.SUCCEEDED:
        return True
    if charge.ended_at is not None:
        return False
    if charge.status is PaymentStatus.RELEASED:
        return intent.status is IntentStatus.CANCELED
    failure = None if intent.failure is None else intent.failure.value
    has_new_card = intent.card is not None and intent.card != gateway.Card(
        charge.card_brand or "", charge.card_last4 or ""
    )
    return has_new_card or (charge.status.value, charge.failure_code) != (intent.status.value, failure)


async def _settle(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Book a settlement: the amount becomes credits, which pay the payment's invoice, if it has one (D9, D14, D25).

    Money that settles after the payment has ended pays its invoice only if all of it is payable; else it stays credits.
    """
    is_open = charge.status in OPEN_STATUSES
    is_released = charge.status is PaymentStatus.RELEASED
    await ledger.payments.receive_from_provider(transaction, charge)
    today = calendar.today(transaction.firm.time_zone, transaction.now)
    ledger.payments.mark_settled(transaction, charge, today)
    charge.ended_at = transaction.now
    charge.client_secret = None
    if not is_released:
        charge.status = PaymentStatus.SUCCEEDED
    if isinstance(charge, models.Prepayment) or is_released:
        return
    credits_part = await lifecycle.find_split_tender(transaction, charge)
    if is_open:
        await ledger.payments.settle(transaction, charge, is_reserved=True)
        if credits_part is not None:
            credits_part.status = PaymentStatus.SUCCEEDED
            ledger.payments.mark_settled(transaction, credits_part, received_on=None)
            await ledger.payments.settle(transaction, credits_part, is_reserved=True)
    elif credits_part is None:
        invoice = await transaction.session.get_one(models.Invoice, (charge.firm_id, charge.invoice_id))
        if invoice.payable >= charge.amount:
            await ledger.payments.settle(transaction, charge, is_reserved=False)


async def alert_if_stuck(services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> None:
    """Raise an alert if the provider payment, or a refund of it, is stuck (P5).

    A payment that can be released gets its notice as well (D49).
    """
    charge = (await lifecycle.load_context(services, kind, firm_id, charge_id)).charge
    await sync_refunds_and_disputes.alert_if_stuck(services, charge)
    is_processing = charge.status is PaymentStatus.PROCESSING
    since = charge.processing_since if is_processing else charge.expires_at
    if charge.ended_at is not None or charge.method is None or since is None:
        return
    if services.clock() - since > _ALERT_AFTER[charge.method if is_processing else PaymentMethod.CARD]:
        message = f"Still in status {charge.status.value}, although its payment window closed at {since:{_MINUTE}} UTC."
        if is_processing:
            message = f"In status {charge.status.value} since {since:{_MINUTE}} UTC, longer than expected."
        await alerts.raise_alert(services, firm_id, "charge.slow", charge_id, message)
        if isinstance(charge, models.Payment) and payment_rules.can_be_released(charge):
            await charge_notices.add_stuck_notice(services, charge)


def _next_sync_at(charge: ProviderPayment, now: dt.datetime, attempts: int) -> dt.datetime:
    retry_at = now + job_retry_delay(attempts)
    if charge.expires_at is not None and now < charge.expires_at:
        return min(retry_at, charge.expires_at)
    return retry_at
