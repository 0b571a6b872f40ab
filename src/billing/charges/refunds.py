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
from billing.charges.clawback import reclaim
from billing.charges.lifecycle import Asked, Charge
from billing.errors import ProviderRefused, ProviderUnavailable
from billing.jobs import alerts, queue
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from models import RefundStatus
from money import Money

_KEY_LASTS = dt.timedelta(hours=23)
"""How long the provider is sure to know a key: after that, nothing is asked for again (D30)."""

_FIRST_LOOK = dt.timedelta(seconds=30)
_IN_DASHBOARD = "Refunded in the payment provider's dashboard."


async def write_down(
    book: ledger.Book, charge: Charge, amount: int, reason: str, operation: models.Operation | None
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
        event_seq=book.seq,
        amount=amount,
        lost=0,
        status=RefundStatus.CREATING if by_provider else RefundStatus.SUCCEEDED,
        reason=reason,
        created_at=book.now,
        settled_at=None if by_provider else book.now,
    )
    await book.add(refund)
    charge.changed_seq = book.seq
    if by_provider:
        await queue.enqueue(book.session, charge.firm_id, lifecycle.kind_of(charge), charge.id, book.now + _FIRST_LOOK)
    return refund


async def to_credits(
    book: ledger.Book, payment: models.Payment, amount: int, reason: str, operation: models.Operation | None
) -> models.Refund:
    """Refund a payment from credits to credits, at once: its invoice is due again by that part (D26, D21)."""
    refund = await write_down(book, payment, amount, reason, operation)
    await ledger.unapply.take_off(book, payment, amount, cause(refund))
    payment.refunded += amount
    return refund


def cause(refund: models.Refund) -> str:
    """The refund as the cause of what moves for it."""
    return f"refund:{refund.id}"


async def ask(services: Services, asked: Asked, refund_id: uuid.UUID, *, again: bool) -> None:
    """Ask the provider for the refund, if that is still to be done, and record what it answered.

    `again`: it may have been asked before, and the answer lost. Raise ProviderUnavailable: it is not known, asking
    again is safe. Raise ProviderRefused: nothing is given back, what was set aside is where it was, and the key is
    free.
    """
    async with services.reads() as session:
        refund = await session.get_one(models.Refund, (asked.firm.id, refund_id))
    if refund.status is RefundStatus.FAILED and refund.provider_refund_id is None:
        raise ProviderRefused(refund.failure_code or gateway.FailureCode.OTHER.value)  # to a twin, just now
    if refund.status is not RefundStatus.CREATING or asked.charge.intent_id is None:
        return
    if not _may_ask(services, refund):
        await _recover(services, asked, refund)
        return
    try:
        truth = await services.provider.create_refund(
            asked.account_id, asked.charge.intent_id, refund.id, Money(refund.amount, asked.firm.currency)
        )
    except gateway.ProviderBusy:
        return  # a twin is asking at this moment, and will record the answer
    except gateway.ProviderUnavailable as error:
        raise ProviderUnavailable from error
    except (gateway.ProviderRefused, gateway.ProviderMissing) as error:
        if again and isinstance(error, gateway.ProviderDisconnected):
            raise ProviderUnavailable from error  # a closed door does not tell what was done before it closed
        refused = error if isinstance(error, gateway.ProviderRefused) else None
        code = gateway.FailureCode.OTHER if refused is None else refused.code
        await _give_up(services, asked, refund.id, code, "missing" if refused is None else refused.provider_code)
        raise ProviderRefused(code.value) from error
    await record(services, asked, truth)


async def go_on(services: Services, asked: Asked) -> None:
    """See the charge's refunds through that were written down, and whose answer was lost.

    While the provider is sure to know the key, it is asked again with the same; after that it is looked up, and
    where there is none, none was made (D30). Raise payments.ProviderUnavailable.
    """
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Refund).where(
                models.Refund.firm_id == asked.firm.id,
                (models.Refund.payment_id == asked.charge.id) | (models.Refund.prepayment_id == asked.charge.id),
                models.Refund.status == RefundStatus.CREATING,
            )
        )
        waiting = found.all()
    for refund in waiting:
        try:
            if _may_ask(services, refund):
                await ask(services, asked, refund.id, again=True)
            else:
                await _look_up(services, asked, refund)
        except ProviderUnavailable as error:
            raise gateway.ProviderUnavailable from error
        except ProviderRefused:
            continue  # recorded as failed: its money is where it was


def _may_ask(services: Services, refund: models.Refund) -> bool:
    return services.clock() - refund.created_at < _KEY_LASTS


async def _recover(services: Services, asked: Asked, refund: models.Refund) -> None:
    """Raise ProviderUnavailable where that cannot be told, or it was never made: asking again is safe (D30)."""
    try:
        made = await _look_up(services, asked, refund)
    except (gateway.ProviderUnavailable, gateway.ProviderRefused, gateway.ProviderMissing) as error:
        raise ProviderUnavailable from error
    if not made:
        raise ProviderUnavailable


async def _look_up(services: Services, asked: Asked, refund: models.Refund) -> bool:
    """See what became of a refund that is too old to be asked for, and record it. Whether it was made."""
    if asked.charge.intent_id is None:
        message = "a refund of a charge that never was"
        raise AssertionError(message)
    for truth in await services.provider.refunds_of(asked.account_id, asked.charge.intent_id):
        if truth.our_id == refund.id:
            await record(services, asked, truth)
            return True
    await _give_up(services, asked, refund.id, gateway.FailureCode.OTHER, "never_made")
    return False


async def _give_up(
    services: Services, asked: Asked, refund_id: uuid.UUID, code: gateway.FailureCode, provider_code: str | None
) -> None:
    async with transaction(services, System(asked.firm.id), "refund.refused", client_id=asked.client.id) as book:
        refund = await book.session.get_one(models.Refund, (asked.firm.id, refund_id))
        if refund.status is not RefundStatus.CREATING:
            raise NothingToDo
        charge = await lifecycle.load(book.session, asked.kind, asked.firm.id, asked.charge.id)
        refund.failure_code, refund.provider_code = code.value, provider_code
        await _fail(book, refund, charge)
        await idempotency.free(book, refund)


async def record(services: Services, asked: Asked, truth: gateway.Refund) -> None:
    """Book what the truth adds to our row; a refund that we do not know was made in the dashboard (D28)."""
    if truth.amount.currency != asked.firm.currency or truth.amount.minor <= 0:
        message = f"A refund of {truth.amount.written()} was not booked: the firm's books are in another currency."
        await alerts.raise_alert(services, asked.firm.id, "refund.mismatch", asked.charge.id, message)
        return
    event = f"refund.{truth.status.value.lower()}"
    async with transaction(services, System(asked.firm.id), event, client_id=asked.client.id) as book:
        charge = await lifecycle.load(book.session, asked.kind, asked.firm.id, asked.charge.id)
        refund = await _find(book, charge, truth)
        if refund is None:
            refund = await _found_in_dashboard(book, charge, truth)
        if not _adds(refund, truth):
            raise NothingToDo
        refund.provider_refund_id = truth.id
        refund.failure_code = None if truth.failure is None else truth.failure.value
        refund.provider_code = truth.provider_code
        charge.changed_seq = book.seq
        if truth.status is gateway.RefundStatus.FAILED:
            await _fail(book, refund, charge)
        elif truth.status is gateway.RefundStatus.SUCCEEDED:
            refund.status = RefundStatus.SUCCEEDED
            refund.settled_at = book.now
            await ledger.refunds.pay_refund(book, refund, charge)
        else:
            refund.status = RefundStatus.PROCESSING


def _adds(refund: models.Refund, truth: gateway.Refund) -> bool:
    """Whether the truth is further along: a refund that succeeded may still fail, and one that failed is over."""
    if refund.status is RefundStatus.CREATING:
        return True
    if refund.status is RefundStatus.PROCESSING:
        return truth.status is not gateway.RefundStatus.PENDING
    return refund.status is RefundStatus.SUCCEEDED and truth.status is gateway.RefundStatus.FAILED


async def _find(book: ledger.Book, charge: Charge, truth: gateway.Refund) -> models.Refund | None:
    """Our row: by the id that the provider gave, else by ours, where it is a refund of this charge.

    Not one that was given up, and that the provider has after all: that money went, and is booked as a further one.
    """
    given_up = (models.Refund.status == RefundStatus.FAILED) & models.Refund.provider_refund_id.is_(None)
    of_charge = (models.Refund.payment_id == charge.id) | (models.Refund.prepayment_id == charge.id)
    same = (models.Refund.provider_refund_id == truth.id) | (models.Refund.id == truth.our_id)
    found = await book.session.scalars(
        select(models.Refund).where(models.Refund.firm_id == charge.firm_id, of_charge, same, ~given_up)
    )
    return found.one_or_none()


async def _found_in_dashboard(book: ledger.Book, charge: Charge, truth: gateway.Refund) -> models.Refund:
    """Set the money aside for a refund that is on its way already; what is not unspent is taken like a dispute."""
    lot = await ledger.unapply.lot_of(book, charge)
    if lot is None or truth.status is gateway.RefundStatus.FAILED:
        raise NothingToDo
    refund = await write_down(book, charge, truth.amount.minor, _IN_DASHBOARD, operation=None)
    await reclaim(book, lot, refund.amount, cause(refund))
    await ledger.refunds.hold_refund(book, refund, lot)
    return refund


async def _fail(book: ledger.Book, refund: models.Refund, charge: Charge) -> None:
    """Nothing was given back: the money returns to where it was, an invoice included that still asks for it."""
    refund.status = RefundStatus.FAILED
    refund.settled_at = None
    refund.lost = 0
    lot = await ledger.unapply.lot_of(book, charge)
    if lot is None:
        message = "a refund of money that never came"
        raise AssertionError(message)
    await ledger.refunds.undo_refund(book, refund, charge, lot)
    await loss_recovery.cover(book, charge, lot, f"{cause(refund)}:failed")
    await ledger.unapply.put_back(book, lot, cause(refund), f"{cause(refund)}:failed")
