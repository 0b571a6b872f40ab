"""Fetch the provider's truth of one object and book what is missing (D9, D23, D29).

A webhook, the answer to our own call, the worker that asks after everything under way: all end here. What is true is
fetched, so it does not matter how often or in which order anybody says that something changed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress

import structlog

import gateway
import ledger
import models
from billing.access.principals import Actor, System
from billing.charges import lifecycle, sync_refunds_and_disputes
from billing.charges.lifecycle import OPEN_STATUSES, ChargeContext, ProviderPayment
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from gateway import IntentStatus
from models import JobKind, PaymentMethod, PaymentStatus
from money import Money

_log = structlog.get_logger()

_MIN_DELAY = dt.timedelta(seconds=10)
_MAX_DELAY = dt.timedelta(minutes=5)
_ALERT_AFTER = {PaymentMethod.CARD: dt.timedelta(minutes=30), PaymentMethod.BANK_DEBIT: dt.timedelta(days=14)}


def retry_delay(attempts: int) -> dt.timedelta:
    """How long to wait before asking again: soon at first, then every five minutes, so that none waits for ten (P3)."""
    return min(_MIN_DELAY * 2.0 ** min(attempts, 10), _MAX_DELAY)


async def sync_charge(
    services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID, attempts: int = 0
) -> dt.datetime | None:
    """Bring one charge up to what the provider says. When to ask again; None once it has ended.

    Raise payments.ProviderUnavailable where the provider does not answer: nothing has changed.
    """
    asked = await lifecycle.load_context(services, kind, firm_id, charge_id)
    if asked.charge.intent_id is None and asked.charge.ended_at is None:
        await _resume_request(services, asked)
        asked = await lifecycle.load_context(services, kind, firm_id, charge_id)
    if asked.charge.intent_id is None:
        # Not ended: somebody else is asking at this moment, and may yet record the answer.
        return services.clock() + retry_delay(attempts) if asked.charge.ended_at is None else None
    try:
        truth = await services.provider.fetch_intent(asked.account_id, asked.charge.intent_id)
        if truth.status is IntentStatus.REQUIRES_ACTION and _should_cancel(asked.charge, truth, services.clock()):
            truth = await services.provider.cancel_intent(asked.account_id, asked.charge.intent_id)
    except (gateway.ProviderRefused, gateway.ProviderObjectNotFound) as error:
        # What became of the money cannot be known from here (P5): it stays as it is, and a person has to look.
        message = f"The provider does not show this payment any more ({error})."
        await alerts.raise_alert(services, firm_id, "charge.unreachable", charge_id, message)
        raise gateway.ProviderUnavailable from error
    await apply_provider_state(services, asked, truth)
    asked = await lifecycle.load_context(services, kind, firm_id, charge_id)
    after = (
        await sync_refunds_and_disputes.sync_refunds_and_disputes(services, asked, truth)
        if asked.charge.settled_at is not None
        else None
    )
    return after or await _next_sync_at(services, asked, attempts)


async def _resume_request(services: Services, context: ChargeContext) -> None:
    """The answer to asking was lost: go on with the same key, or, too late for that, see what became of it."""
    charge = context.charge
    if lifecycle.is_window_open(charge, services.clock()):
        try:
            await lifecycle.request_intent(services, context.kind, charge.firm_id, charge.id)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except ProviderRefused:
            _log.info("charge refused", charge_id=str(charge.id))
        return
    found = None
    if context.customer_id is not None:
        # Where the account is not ours to see any more, nothing is found, and nothing of it can reach a payer.
        with suppress(gateway.ProviderRefused, gateway.ProviderObjectNotFound):
            found = await services.provider.find_intent(context.account_id, context.customer_id, charge.id)
    if found is not None:
        await lifecycle.attach_intent(services, context, found)
        return
    # Nobody ever got the secret of an intent that was not recorded, so nothing can be taken by it.
    async with begin_transaction(
        services, System(charge.firm_id), "charge.expired", client_id=charge.client_id
    ) as transaction:
        current = await lifecycle.load(transaction.session, context.kind, charge.firm_id, charge.id)
        if current.intent_id is not None or current.ended_at is not None:
            raise Unchanged
        if current.status is PaymentStatus.RELEASED:
            current.ended_at = transaction.now
            return
        await lifecycle.close(transaction, current, PaymentStatus.CANCELED)


def _should_cancel(charge: ProviderPayment, intent: gateway.Intent, now: dt.datetime) -> bool:
    """Whether an intent that waits for its payer is to be canceled: nobody waits for it any more.

    Its window is over (D35), its debit came back, or it was released from its invoice (D24).

    A card that was declined may be tried again in the same window (D23); a debit that the bank took in and returned
    is an end.
    """
    released = charge.status is PaymentStatus.RELEASED
    return released or _is_returned_debit(charge, intent) or not lifecycle.is_window_open(charge, now)


def _is_returned_debit(charge: ProviderPayment, intent: gateway.Intent) -> bool:
    return charge.method is PaymentMethod.BANK_DEBIT and intent.failure is not None and intent.has_charge


async def apply_provider_state(
    services: Services, context: ChargeContext, intent: gateway.Intent, canceled_by: Actor | None = None
) -> None:
    """Book what the truth adds to our row, by cause: nothing where it adds nothing. `by`: who canceled it."""
    problem = _find_mismatch(context, intent)
    if problem is not None:
        await alerts.raise_alert(services, context.firm.id, "charge.mismatch", context.charge.id, problem)
        return
    if not _has_news(context.charge, intent):
        return
    firm_id, client_id = context.firm.id, context.client.id
    event = f"charge.{intent.status.value.lower()}"
    actor = canceled_by if canceled_by is not None and intent.status is IntentStatus.CANCELED else System(firm_id)
    async with begin_transaction(services, actor, event, client_id=client_id) as transaction:
        charge = await lifecycle.load(transaction.session, context.kind, firm_id, context.charge.id)
        final = intent.status in (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)
        moved_on = (charge.status, charge.failure_code) != (context.charge.status, context.charge.failure_code)
        if not _has_news(charge, intent) or (moved_on and not final):
            raise Unchanged  # somebody fetched a newer truth meanwhile: an older one must not undo it
        charge.failure_code = None if intent.failure is None else intent.failure.value
        charge.provider_code = intent.provider_code
        if intent.status is IntentStatus.SUCCEEDED:
            await _settle(transaction, charge)
        elif charge.status is PaymentStatus.RELEASED:
            charge.ended_at = transaction.now
        elif intent.status is IntentStatus.CANCELED:
            await lifecycle.close(
                transaction,
                charge,
                PaymentStatus.FAILED if _is_returned_debit(charge, intent) else PaymentStatus.CANCELED,
            )
        else:
            charge.status = PaymentStatus(intent.status.value)
            charge.processing_since = transaction.now if intent.status is IntentStatus.PROCESSING else None
            await lifecycle.sync_split_tender(transaction, charge)


def _find_mismatch(context: ChargeContext, intent: gateway.Intent) -> str | None:
    """What the provider has that we did not ask for: to be looked at by a person, never booked."""
    wanted = Money(context.charge.amount, context.firm.currency)
    if intent.status is IntentStatus.CANCELED and not intent.received.minor:
        return None  # nothing was taken, whatever it was that was asked for
    if intent.livemode is not context.livemode:
        return "The provider has this payment in another mode (test or live) than the firm's account."
    if intent.amount != wanted:
        return f"Asked for {wanted.format()}, but the provider has {intent.amount.format()}."
    if intent.status is IntentStatus.SUCCEEDED and intent.received != wanted:
        return f"Asked for {wanted.format()}, but the provider received {intent.received.format()}."
    return None


def _has_news(charge: ProviderPayment, intent: gateway.Intent) -> bool:
    """Whether the truth tells more than the row. Only money that came can still change a charge that has ended.

    Of one that was released, only its end is of interest.
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
    return (charge.status.value, charge.failure_code) != (intent.status.value, failure)


async def _settle(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """The money came: exactly its amount becomes credits, and moves on to the invoice that it came for (D9, D14, D25).

    Late, after the charge had ended, it pays an invoice that still asks for all of it; else it stays as credits.
    """
    in_time = charge.status in OPEN_STATUSES
    released = charge.status is PaymentStatus.RELEASED
    await ledger.payments.receive_from_provider(transaction, charge)
    charge.settled_at = charge.ended_at = transaction.now
    charge.client_secret = None
    if not released:
        charge.status = PaymentStatus.SUCCEEDED
    if isinstance(charge, models.Prepayment) or released:
        return
    partner = await lifecycle.find_split_tender(transaction, charge)
    if in_time:
        await ledger.payments.settle(transaction, charge, is_reserved=True)
        if partner is not None:
            partner.status = PaymentStatus.SUCCEEDED
            partner.settled_at = transaction.now
            await ledger.payments.settle(transaction, partner, is_reserved=True)
    elif partner is None and await _is_still_payable(transaction, charge):
        await ledger.payments.settle(transaction, charge, is_reserved=False)


async def _is_still_payable(transaction: ledger.LedgerTransaction, payment: models.Payment) -> bool:
    invoice = await transaction.session.get_one(models.Invoice, (payment.firm_id, payment.invoice_id))
    return invoice.payable >= payment.amount


async def alert_if_overdue(services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> None:
    """Tell a person of a charge, or a refund of it, that should have ended long ago, as far as we can know (P5)."""
    charge = (await lifecycle.load_context(services, kind, firm_id, charge_id)).charge
    await sync_refunds_and_disputes.alert_if_overdue(services, charge)
    processing = charge.status is PaymentStatus.PROCESSING
    since = charge.processing_since if processing else charge.expires_at
    if charge.ended_at is not None or charge.method is None or since is None:
        return
    if services.clock() - since > _ALERT_AFTER[charge.method if processing else PaymentMethod.CARD]:
        message = f"This should have ended long ago: {charge.status.value}, counted from {since:%Y-%m-%d %H:%M} UTC."
        await alerts.raise_alert(services, firm_id, "charge.slow", charge_id, message)


async def _next_sync_at(services: Services, context: ChargeContext, attempts: int) -> dt.datetime | None:
    charge, now = context.charge, services.clock()
    if charge.ended_at is not None:
        return None
    await alert_if_overdue(services, context.kind, charge.firm_id, charge.id)
    later = now + retry_delay(attempts)
    if charge.expires_at is not None and now < charge.expires_at:
        return min(later, charge.expires_at)
    return later
