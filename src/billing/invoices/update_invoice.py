"""A draft is changed: only a draft can be."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete

import ledger
import models
from billing.access import visibility
from billing.access.policy import MANAGES_INVOICES, require
from billing.access.principals import Viewer
from billing.errors import InvoiceNotChangeable
from billing.invoices import rules
from billing.invoices.create_invoice import check_number
from billing.invoices.rules import Changed, Line
from billing.services import Services
from billing.transaction import transaction, visible_invoice
from billing.unset import UNSET, Unset
from models import InvoiceStatus
from money import Money


@dataclass(frozen=True, slots=True)
class UpdateInvoice:
    """The change. UNSET leaves as it is; None clears. Lines are replaced as a whole."""

    invoice_id: uuid.UUID
    number: str | Unset = UNSET
    description: str | Unset | None = UNSET
    lines: tuple[Line, ...] | Unset = UNSET
    deposit_requested: Decimal | Unset | None = UNSET
    due_on: dt.date | Unset | None = UNSET


async def update_invoice(services: Services, viewer: Viewer, wish: UpdateInvoice) -> Changed:
    """Change the draft, all or nothing. Raise NotFound, InvoiceNotChangeable, InvalidInput, InvalidAmount."""
    require(viewer, MANAGES_INVOICES)
    async with transaction(services, viewer, "invoice.updated") as book:
        invoice = await visible_invoice(book.session, visibility.invoices(viewer), wish.invoice_id)
        book.concerns(invoice.client_id)
        if invoice.status is not InvoiceStatus.DRAFT:
            raise InvoiceNotChangeable(invoice.status, "Only a draft can be changed.")
        await _change(book, invoice, wish)
        return Changed(invoice.id, invoice.client_id)


async def _change(book: ledger.Book, invoice: models.Invoice, wish: UpdateInvoice) -> None:
    if wish.number is not UNSET and wish.number != invoice.number:
        await check_number(book, wish.number)
        invoice.number = wish.number
    if wish.description is not UNSET:
        invoice.description = wish.description
    if wish.due_on is not UNSET:
        invoice.due_on = wish.due_on
    kept = invoice.deposit_requested
    requested = Money(kept, book.currency).decimal if kept is not None else None
    if wish.deposit_requested is not UNSET:
        requested = wish.deposit_requested
    if wish.lines is not UNSET:
        # Cleared first: the total may become smaller than the deposit that was requested of the old one.
        invoice.deposit_requested = None
        lines = rules.build_lines(wish.lines, invoice, book.currency)
        await book.session.execute(
            delete(models.InvoiceLine).where(
                models.InvoiceLine.firm_id == invoice.firm_id, models.InvoiceLine.invoice_id == invoice.id
            )
        )
        book.session.add_all(lines)
    invoice.deposit_requested = rules.deposit(requested, invoice.total, book.currency)
