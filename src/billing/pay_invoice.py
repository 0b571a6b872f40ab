"""An invoice is paid: partly, by what remains, or in full; from credits, by card, by debit, or by both (D13 to D17)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import ledger
import models
from billing import amounts, charges, idempotency, offers, visibility
from billing.actor import Viewer
from billing.amounts import Intention, PaymentSource, Split
from billing.policy import PAYS_INVOICES, require
from billing.refusals import InvalidInput, MethodUnavailable, ProviderUnavailable
from billing.services import Services
from billing.transactions import client_of, settings_of, transaction, visible_invoice
from models import JobKind, PaidBy, PaymentMethod, PaymentStatus
from money import Money

_MUTATION = "payInvoice"


@dataclass(frozen=True, slots=True)
class PayInvoice:
    """The wish. With source CREDITS, `rest` says how to raise what the credits do not cover."""

    invoice_id: uuid.UUID
    amount: Intention
    source: PaymentSource
    rest: PaymentMethod | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What came of it: one payment for each source. `replayed`: the key had been used for the same wish before."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    payment_ids: tuple[uuid.UUID, ...]
    replayed: bool


async def pay_invoice(services: Services, viewer: Viewer, wish: PayInvoice) -> Paid:
    """Pay the invoice as wished: from credits at once, by card or debit once the provider says that the money came.

    Raise NotFound, InvalidInput, InvalidAmount, InvoiceNotPayable, NothingPayable, FullAmountNotPossible, NoDepositDue,
    AmountExceedsPayable, InsufficientCredits, MethodUnavailable, AmountOutOfRange, IdempotencyConflict,
    ProviderUnavailable, ProviderRefused.
    """
    require(viewer, PAYS_INVOICES)
    if wish.rest is not None and wish.source is not PaymentSource.CREDITS:
        raise InvalidInput("rest", "The rest is for payments from credits.")
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    replayed = operation is not None
    if operation is None:
        try:
            operation = await _write_down(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation, replayed = twin.operation, True
    payments = await _payments_of(services, operation)
    for payment in payments:
        if payment.paid_by is not PaidBy.CREDITS:
            await charges.ask(services, JobKind.SYNC_PAYMENT, viewer.firm_id, payment.id)
    return Paid(wish.invoice_id, operation.client_id, tuple(payment.id for payment in payments), replayed)


async def _write_down(services: Services, viewer: Viewer, wish: PayInvoice) -> models.Operation:
    async with transaction(services, viewer, "invoice.paid") as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        invoice = await visible_invoice(book.session, visibility.invoices(viewer), wish.invoice_id)
        book.concerns(invoice.client_id)
        client = await client_of(book.session, book.firm.id, invoice.client_id)
        amount = amounts.to_pay(wish.amount, invoice, book.currency)
        parts = amounts.split(amount, Money(client.available, book.currency), wish.source, wish.rest)
        connection = await _connection(book, wish, parts) if parts.charged else None
        operation = await idempotency.claim(
            book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id, invoice_id=invoice.id
        )
        charge = None
        if connection is not None:
            charge = await _charge(book, invoice, operation, parts.charged, _method(wish), connection)
        if parts.from_credits:
            await pay_from_credits(book, invoice, parts.from_credits, operation, together_with=charge)
        return operation


def _method(wish: PayInvoice) -> PaymentMethod:
    """How the charged part is charged."""
    if wish.source is PaymentSource.CREDITS:
        if wish.rest is None:
            message = "nothing is charged without a method"
            raise AssertionError(message)
        return wish.rest
    return PaymentMethod(wish.source.value)


async def _connection(book: ledger.Book, wish: PayInvoice, parts: Split) -> models.ProviderConnection:
    settings, connections = await settings_of(book.session, book.firm.id)
    methods = offers.offered(settings, connections)
    amounts.check_charge(parts.charged, _method(wish), methods, book.currency)
    default = offers.default_connection(settings, connections)
    if default is None:
        raise MethodUnavailable(methods)
    return default


async def _charge(
    book: ledger.Book,
    invoice: models.Invoice,
    operation: models.Operation,
    amount: int,
    method: PaymentMethod,
    connection: models.ProviderConnection,
) -> models.Payment:
    payment = _payment(
        book,
        invoice,
        operation,
        amount=amount,
        paid_by=PaidBy(method.value),
        method=method,
        connection_id=connection.id,
        status=PaymentStatus.CREATING,
    )
    await charges.write_down(book, payment)
    await ledger.begin(book, payment)
    return payment


async def pay_from_credits(
    book: ledger.Book,
    invoice: models.Invoice,
    amount: int,
    operation: models.Operation | None,
    *,
    together_with: models.Payment | None = None,
) -> models.Payment:
    """Pay `amount` minor units of the invoice from the client's oldest credits, which must reach (D14).

    At once; or, together with a charge, held until that one settles or ends: both settle or neither does (D16).
    """
    if together_with is None:
        payment = _payment(
            book, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
            status=PaymentStatus.SUCCEEDED, settled_at=book.now,
        )  # fmt: skip
        await book.add(payment)
        await ledger.hold(book, payment)
        await ledger.settle(book, payment, begun=False)
        return payment
    payment = _payment(
        book, invoice, operation, amount=amount, paid_by=PaidBy.CREDITS,
        status=together_with.status, partner_id=together_with.id,
    )  # fmt: skip
    await book.add(payment)
    together_with.partner_id = payment.id
    await ledger.begin(book, payment)
    await ledger.hold(book, payment)
    return payment


def _payment(
    book: ledger.Book, invoice: models.Invoice, operation: models.Operation | None, **columns: Any
) -> models.Payment:
    return models.Payment(
        firm_id=book.firm.id,
        id=models.new_id(),
        client_id=invoice.client_id,
        invoice_id=invoice.id,
        operation_id=None if operation is None else operation.id,
        event_seq=book.seq,
        refunded=0,
        created_at=book.now,
        **columns,
    )


async def _payments_of(services: Services, operation: models.Operation) -> list[models.Payment]:
    async with services.reads() as session:
        found = await session.scalars(
            select(models.Payment)
            .where(models.Payment.firm_id == operation.firm_id, models.Payment.operation_id == operation.id)
            .order_by(models.Payment.id)
        )
        payments = list(found.all())
    if not payments:
        raise ProviderUnavailable  # refused to a twin at this moment, and the key given back: asking again is safe
    return payments
