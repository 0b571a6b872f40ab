"""An invoice is made for a client: as a draft, or issued at once, or issued and paid from credits (D11, D20)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import idempotency
from billing.access import visibility
from billing.access.policy import MANAGES_INVOICES, MANAGES_PAYMENTS, require
from billing.access.principals import Viewer
from billing.errors import InsufficientCredits, InvalidInput
from billing.invoices import rules
from billing.invoices.issue_invoice import issue_in
from billing.invoices.rules import Line
from billing.payments import allocation
from billing.services import Services
from billing.transaction import transaction, visible_client
from models import InvoiceStatus
from money import Money

_MUTATION = "createInvoice"


@dataclass(frozen=True, slots=True)
class CreateInvoice:
    """The wish. `pay_from_credits` pays that much from credits as it is issued, and needs `issue`."""

    client_id: uuid.UUID
    number: str | None
    description: str | None
    lines: tuple[Line, ...]
    deposit_requested: Decimal | None
    due_on: dt.date | None
    issue: bool
    pay_from_credits: Decimal | None
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Created:
    """What came of it; `replayed`: the key had been used for the same wish before."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def create_invoice(services: Services, viewer: Viewer, wish: CreateInvoice) -> Created:
    """Make the invoice, all or nothing.

    Raise NotFound, InvalidInput, InvalidAmount, InsufficientCredits, AmountExceedsPayable, IdempotencyConflict.
    """
    require(viewer, MANAGES_INVOICES)
    if wish.pay_from_credits is not None:
        require(viewer, MANAGES_PAYMENTS)
        if not wish.issue:
            raise InvalidInput("payFromCredits", "Only an invoice that is issued can be paid: set issue to true.")
    operation = await idempotency.claimed(services, viewer, _MUTATION, wish.idempotency_key, wish)
    if operation is None:
        try:
            return await _create(services, viewer, wish)
        except idempotency.Claimed as twin:
            operation = twin.operation
    if operation.invoice_id is None:
        message = "an operation without its invoice"
        raise AssertionError(message)
    return Created(operation.invoice_id, operation.client_id, replayed=True)


async def _create(services: Services, viewer: Viewer, wish: CreateInvoice) -> Created:
    async with transaction(services, viewer, "invoice.created") as book:
        await idempotency.refuse_twin(book, viewer, _MUTATION, wish.idempotency_key, wish)
        client = await visible_client(book.session, visibility.clients(viewer), wish.client_id)
        book.concerns(client.id)
        invoice = models.Invoice(
            firm_id=book.firm.id,
            id=models.new_id(),
            client_id=client.id,
            event_seq=book.seq,
            number=await _number(book, wish.number),
            status=InvoiceStatus.DRAFT,
            description=wish.description,
            paid=0,
            pending=0,
            due_on=wish.due_on,
            created_at=book.now,
        )
        lines = rules.build_lines(wish.lines, invoice, book.currency)
        invoice.deposit_requested = rules.deposit(wish.deposit_requested, invoice.total, book.currency)
        chosen = _chosen_credits(book, wish, invoice, client)
        await book.add(invoice)
        book.session.add_all(lines)
        operation = await idempotency.claim(
            book, viewer, _MUTATION, wish.idempotency_key, wish, client_id=client.id, invoice_id=invoice.id
        )
        if wish.issue:
            await issue_in(book, invoice, chosen_credits=chosen, operation=operation)
        return Created(invoice.id, client.id, replayed=False)


def _chosen_credits(
    book: ledger.Book, wish: CreateInvoice, invoice: models.Invoice, client: models.Client
) -> int | None:
    """How much of the new invoice is to be paid from credits, in minor units; None where no part was chosen (D20)."""
    if wish.pay_from_credits is None:
        return None
    part = allocation.parse(wish.pay_from_credits, book.currency, "payFromCredits")
    if part > invoice.total:
        payable = Money(invoice.total, book.currency)
        raise allocation.AmountExceedsPayable(payable, Money(part - invoice.total, book.currency))
    if part > client.available:
        available = Money(client.available, book.currency)
        raise InsufficientCredits(available, Money(part - client.available, book.currency))
    return part


async def _number(book: ledger.Book, wished: str | None) -> str:
    """The number wished for, or the firm's next one that is free."""
    if wished is not None:
        await check_number(book, wished)
        return wished
    while True:
        book.firm.last_invoice_number += 1
        number = f"{book.firm.last_invoice_number:05d}"
        if not await _is_taken(book, number):
            return number


async def check_number(book: ledger.Book, number: str) -> None:
    """Raise InvalidInput where the number is empty, or another invoice of the firm has it."""
    if not number.strip():
        raise InvalidInput("number", "A number must not be empty.")
    if await _is_taken(book, number):
        raise InvalidInput("number", "Another invoice has this number.")


async def _is_taken(book: ledger.Book, number: str) -> bool:
    found = await book.session.scalar(
        select(models.Invoice.id).where(models.Invoice.firm_id == book.firm.id, models.Invoice.number == number)
    )
    return found is not None
