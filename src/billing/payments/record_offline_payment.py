"""Money that no provider carried: cash, a cheque, a wire. It pays an invoice, or becomes credits (D22)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

import ledger
import models
from billing import calendar, idempotency
from billing.access import visibility
from billing.access.policy import MANAGES_PAYMENTS, require
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.payments import allocation
from billing.payments.allocation import AmountExceedsPayable, Intention
from billing.services import Services
from billing.transaction import transaction, visible_client, visible_invoice
from models import OfflineMethod, PaidBy, PaymentStatus

_MUTATION = "recordOfflinePayment"
_EARLIEST = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ToInvoice:
    """The money pays an invoice; with `excess_to_credits`, a partial sum above what is payable becomes credits."""

    invoice_id: uuid.UUID
    amount: Intention
    excess_to_credits: bool


@dataclass(frozen=True, slots=True)
class ToCredits:
    """The money becomes credits."""

    client_id: uuid.UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RecordOfflinePayment:
    """The wish. `received_on`: the day the money came, in the firm's time zone; None: today."""

    to: ToInvoice | ToCredits
    method: OfflineMethod
    received_on: dt.date | None
    reason: str | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class OfflineRecorded:
    """What came of it; no payment where it became credits only."""

    client_id: uuid.UUID
    invoice_id: uuid.UUID | None
    payment_id: uuid.UUID | None
    replayed: bool


async def record_offline_payment(services: Services, viewer: Viewer, wish: RecordOfflinePayment) -> OfflineRecorded:
    """Book the money at once. It is as old as the day it came (D14); the books show it from now on.

    Raise NotFound, InvalidAmount, InvalidInput, AmountExceedsPayable, NothingPayable, FullAmountNotPossible,
    NoDepositDue, InvoiceNotPayable, IdempotencyConflict.
    """
    require(viewer, MANAGES_PAYMENTS)
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    if operation is None:
        try:
            return await _record(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation = twin.operation
    async with services.reads() as session:
        payment_id = await session.scalar(
            select(models.Payment.id).where(
                models.Payment.firm_id == operation.firm_id, models.Payment.operation_id == operation.id
            )
        )
    return OfflineRecorded(operation.client_id, operation.invoice_id, payment_id, replayed=True)


async def _record(services: Services, viewer: Viewer, wish: RecordOfflinePayment) -> OfflineRecorded:
    async with transaction(services, viewer, "offline_payment.recorded", reason=wish.reason) as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        if isinstance(wish.to, ToInvoice):
            return await _pay(book, viewer, wish, wish.to)
        client = await visible_client(book.session, visibility.clients(viewer), wish.to.client_id)
        book.concerns(client.id)
        amount = allocation.parse(wish.to.amount, book.currency, "to.credits.amount")
        received_on, came_at = _came(book, wish.received_on)
        operation = await idempotency.claim(book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id)
        await ledger.credit_notes.take_in(book, client.id, amount, wish.method, received_on, came_at, operation)
        return OfflineRecorded(client.id, None, None, replayed=False)


async def _pay(book: ledger.Book, viewer: Viewer, wish: RecordOfflinePayment, to: ToInvoice) -> OfflineRecorded:
    invoice = await visible_invoice(book.session, visibility.invoices(viewer), to.invoice_id)
    book.concerns(invoice.client_id)
    excess = 0
    try:
        amount = allocation.to_pay(to.amount, invoice, book.currency)
    except AmountExceedsPayable as beyond:
        if not to.excess_to_credits:
            raise
        amount, excess = beyond.payable.minor, beyond.excess.minor
    received_on, came_at = _came(book, wish.received_on)
    operation = await idempotency.claim(
        book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=invoice.client_id, invoice_id=invoice.id
    )
    payment = models.Payment(
        firm_id=book.firm.id,
        id=models.new_id(),
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        operation_id=operation.id,
        event_seq=book.seq,
        amount=amount,
        applied=0,
        refunded=0,
        paid_by=PaidBy.OFFLINE,
        offline_method=wish.method,
        status=PaymentStatus.SUCCEEDED,
        settled_at=book.now,
        created_at=book.now,
    )
    await book.add(payment)
    await ledger.payments.receive_offline(book, payment, received_on, came_at)
    await ledger.payments.settle(book, payment, begun=False)
    if excess:
        await ledger.credit_notes.take_in(book, invoice.client_id, excess, wish.method, received_on, came_at, operation)
    return OfflineRecorded(invoice.client_id, invoice.id, payment.id, replayed=False)


def _came(book: ledger.Book, received_on: dt.date | None) -> tuple[dt.date, dt.datetime]:
    """The day the money came, and from when on it counts as there: the start of that day, or now."""
    today = calendar.today(book.firm.time_zone, book.now)
    if received_on is None or received_on == today:
        return today, book.now
    if not _EARLIEST <= received_on < today:
        raise InvalidInput("receivedOn", "Money is recorded once it is there: a day up to today.")
    start = dt.datetime.combine(received_on, dt.time(), ZoneInfo(book.firm.time_zone))
    return received_on, start.astimezone(dt.UTC)
