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
from billing.charges.lifecycle import UNDER_WAY, Asked, Charge
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.jobs import alerts
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from gateway import IntentStatus
from models import JobKind, PaymentMethod, PaymentStatus
from money import Money

_log = structlog.get_logger()

_SOONEST = dt.timedelta(seconds=10)
_LATEST = dt.timedelta(minutes=5)
_PATIENCE = {PaymentMethod.CARD: dt.timedelta(minutes=30), PaymentMethod.BANK_DEBIT: dt.timedelta(days=14)}


def again_after(attempts: int) -> dt.timedelta:
    """How long to wait before asking again: soon at first, then every five minutes, so that none waits for ten (P3)."""
    return min(_SOONEST * 2.0 ** min(attempts, 10), _LATEST)


async def sync_charge(
    services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID, attempts: int = 0
) -> dt.datetime | None:
    """Bring one charge up to what the provider says. When to ask again; None once it has ended.

    Raise payments.ProviderUnavailable where the provider does not answer: nothing has changed.
    """
    asked = await lifecycle.look_up(services, kind, firm_id, charge_id)
    if asked.charge.intent_id is None and asked.charge.ended_at is None:
        await _find_out(services, asked)
        asked = await lifecycle.look_up(services, kind, firm_id, charge_id)
    if asked.charge.intent_id is None:
        # Not ended: somebody else is asking at this moment, and may yet record the answer.
        return services.clock() + again_after(attempts) if asked.charge.ended_at is None else None
    try:
        truth = await services.provider.fetch_intent(asked.account_id, asked.charge.intent_id)
        if truth.status is IntentStatus.REQUIRES_ACTION and _must_end(asked.charge, truth, services.clock()):
            truth = await services.provider.cancel_intent(asked.account_id, asked.charge.intent_id)
    except (gateway.ProviderRefused, gateway.ProviderMissing) as error:
        # What became of the money cannot be known from here (P5): it stays as it is, and a person has to look.
        message = f"The provider does not show this payment any more ({error})."
        await alerts.raise_alert(services, firm_id, "charge.unreachable", charge_id, message)
        raise gateway.ProviderUnavailable from error
    await record(services, asked, truth)
    asked = await lifecycle.look_up(services, kind, firm_id, charge_id)
    after = (
        await sync_refunds_and_disputes.sync_returns(services, asked, truth)
        if asked.charge.settled_at is not None
        else None
    )
    return after or await _next_look(services, asked, attempts)


async def _find_out(services: Services, asked: Asked) -> None:
    """The answer to asking was lost: go on with the same key, or, too late for that, see what became of it."""
    charge = asked.charge
    if lifecycle.may_ask(charge, services.clock()):
        try:
            await lifecycle.ask(services, asked.kind, charge.firm_id, charge.id)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except ProviderRefused:
            _log.info("charge refused", charge_id=str(charge.id))
        return
    found = None
    if asked.customer_id is not None:
        # Where the account is not ours to see any more, nothing is found, and nothing of it can reach a payer.
        with suppress(gateway.ProviderRefused, gateway.ProviderMissing):
            found = await services.provider.find_intent(asked.account_id, asked.customer_id, charge.id)
    if found is not None:
        await lifecycle.adopt(services, asked, found)
        return
    # Nobody ever got the secret of an intent that was not recorded, so nothing can be taken by it.
    async with transaction(services, System(charge.firm_id), "charge.expired", client_id=charge.client_id) as book:
        current = await lifecycle.load(book.session, asked.kind, charge.firm_id, charge.id)
        if current.intent_id is not None or current.ended_at is not None:
            raise NothingToDo
        if current.status is PaymentStatus.RELEASED:
            current.ended_at = book.now
            return
        await lifecycle.end(book, current, PaymentStatus.CANCELED)


def _must_end(charge: Charge, truth: gateway.Intent, now: dt.datetime) -> bool:
    """Whether an intent that waits for its payer is to be canceled: nobody waits for it any more.

    Its window is over (D35), its debit came back, or it was released from its invoice (D24).

    A card that was declined may be tried again in the same window (D23); a debit that the bank took in and returned
    is an end.
    """
    released = charge.status is PaymentStatus.RELEASED
    return released or _came_back(charge, truth) or not lifecycle.may_ask(charge, now)


def _came_back(charge: Charge, truth: gateway.Intent) -> bool:
    return charge.method is PaymentMethod.BANK_DEBIT and truth.failure is not None and truth.reached_bank


async def record(services: Services, asked: Asked, truth: gateway.Intent, by: Actor | None = None) -> None:
    """Book what the truth adds to our row, by cause: nothing where it adds nothing. `by`: who canceled it."""
    problem = _mismatch(asked, truth)
    if problem is not None:
        await alerts.raise_alert(services, asked.firm.id, "charge.mismatch", asked.charge.id, problem)
        return
    if not _adds(asked.charge, truth):
        return
    firm_id, client_id = asked.firm.id, asked.client.id
    event = f"charge.{truth.status.value.lower()}"
    actor = by if by is not None and truth.status is IntentStatus.CANCELED else System(firm_id)
    async with transaction(services, actor, event, client_id=client_id) as book:
        charge = await lifecycle.load(book.session, asked.kind, firm_id, asked.charge.id)
        final = truth.status in (IntentStatus.SUCCEEDED, IntentStatus.CANCELED)
        moved_on = (charge.status, charge.failure_code) != (asked.charge.status, asked.charge.failure_code)
        if not _adds(charge, truth) or (moved_on and not final):
            raise NothingToDo  # somebody fetched a newer truth meanwhile: an older one must not undo it
        charge.failure_code = None if truth.failure is None else truth.failure.value
        charge.provider_code = truth.provider_code
        if truth.status is IntentStatus.SUCCEEDED:
            await _succeed(book, charge)
        elif charge.status is PaymentStatus.RELEASED:
            charge.ended_at = book.now
        elif truth.status is IntentStatus.CANCELED:
            await lifecycle.end(
                book, charge, PaymentStatus.FAILED if _came_back(charge, truth) else PaymentStatus.CANCELED
            )
        else:
            charge.status = PaymentStatus(truth.status.value)
            charge.processing_since = book.now if truth.status is IntentStatus.PROCESSING else None
            await lifecycle.mirror(book, charge)


def _mismatch(asked: Asked, truth: gateway.Intent) -> str | None:
    """What the provider has that we did not ask for: to be looked at by a person, never booked."""
    wanted = Money(asked.charge.amount, asked.firm.currency)
    if truth.status is IntentStatus.CANCELED and not truth.received.minor:
        return None  # nothing was taken, whatever it was that was asked for
    if truth.livemode is not asked.livemode:
        return "The provider has this payment in another mode (test or live) than the firm's account."
    if truth.amount != wanted:
        return f"Asked for {wanted.written()}, but the provider has {truth.amount.written()}."
    if truth.status is IntentStatus.SUCCEEDED and truth.received != wanted:
        return f"Asked for {wanted.written()}, but the provider received {truth.received.written()}."
    return None


def _adds(charge: Charge, truth: gateway.Intent) -> bool:
    """Whether the truth tells more than the row. Only money that came can still change a charge that has ended.

    Of one that was released, only its end is of interest.
    """
    if charge.settled_at is not None:
        return False
    if truth.status is IntentStatus.SUCCEEDED:
        return True
    if charge.ended_at is not None:
        return False
    if charge.status is PaymentStatus.RELEASED:
        return truth.status is IntentStatus.CANCELED
    failure = None if truth.failure is None else truth.failure.value
    return (charge.status.value, charge.failure_code) != (truth.status.value, failure)


async def _succeed(book: ledger.Book, charge: Charge) -> None:
    """The money came: exactly its amount becomes credits, and moves on to the invoice that it came for (D9, D14, D25).

    Late, after the charge had ended, it pays an invoice that still asks for all of it; else it stays as credits.
    """
    in_time = charge.status in UNDER_WAY
    released = charge.status is PaymentStatus.RELEASED
    await ledger.payments.receive(book, charge)
    charge.settled_at = charge.ended_at = book.now
    charge.client_secret = None
    if not released:
        charge.status = PaymentStatus.SUCCEEDED
    if isinstance(charge, models.Prepayment) or released:
        return
    partner = await lifecycle.partner_of(book, charge)
    if in_time:
        await ledger.payments.settle(book, charge, begun=True)
        if partner is not None:
            partner.status = PaymentStatus.SUCCEEDED
            partner.settled_at = book.now
            await ledger.payments.settle(book, partner, begun=True)
    elif partner is None and await _still_asked_for(book, charge):
        await ledger.payments.settle(book, charge, begun=False)


async def _still_asked_for(book: ledger.Book, payment: models.Payment) -> bool:
    invoice = await book.session.get_one(models.Invoice, (payment.firm_id, payment.invoice_id))
    return invoice.payable >= payment.amount


async def raise_if_slow(services: Services, kind: JobKind, firm_id: uuid.UUID, charge_id: uuid.UUID) -> None:
    """Tell a person of a charge, or a refund of it, that should have ended long ago, as far as we can know (P5)."""
    charge = (await lifecycle.look_up(services, kind, firm_id, charge_id)).charge
    await sync_refunds_and_disputes.raise_if_slow(services, charge)
    processing = charge.status is PaymentStatus.PROCESSING
    since = charge.processing_since if processing else charge.expires_at
    if charge.ended_at is not None or charge.method is None or since is None:
        return
    if services.clock() - since > _PATIENCE[charge.method if processing else PaymentMethod.CARD]:
        message = f"This should have ended long ago: {charge.status.value}, counted from {since:%Y-%m-%d %H:%M} UTC."
        await alerts.raise_alert(services, firm_id, "charge.slow", charge_id, message)


async def _next_look(services: Services, asked: Asked, attempts: int) -> dt.datetime | None:
    charge, now = asked.charge, services.clock()
    if charge.ended_at is not None:
        return None
    await raise_if_slow(services, asked.kind, charge.firm_id, charge.id)
    later = now + again_after(attempts)
    if charge.expires_at is not None and now < charge.expires_at:
        return min(later, charge.expires_at)
    return later
