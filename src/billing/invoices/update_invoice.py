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
from billing.access.policy import MANAGE_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.errors import InvoiceNotChangeable
from billing.invoices import rules
from billing.invoices.create_invoice import check_number
from billing.invoices.rules import InvoiceResult, Line
from billing.services import Services
from billing.transaction import begin_transaction, get_visible_invoice
from billing.unset import UNSET, Unset
from models import InvoiceStatus
from money import Money


@dataclass(frozen=True, slots=True)
class UpdateInvoiceCommand:
    """The change. UNSET leaves as it is; None clears. Lines are replaced as a whole."""

    invoice_id: uuid.UUID
    number: str | Unset = UNSET
    description: str | Unset | None = UNSET
    lines: tuple[Line, ...] | Unset = UNSET
    deposit_requested: Decimal | Unset | None = UNSET
    due_on: dt.date | Unset | None = UNSET


async def update_invoice(services: Services, viewer: Viewer, command: UpdateInvoiceCommand) -> InvoiceResult:
    """Change the draft, all or nothing. Raise NotFound, InvoiceNotChangeable, InvalidInput, InvalidAmount."""
    require_permission(viewer, MANAGE_INVOICES)
    async with begin_transaction(services, viewer, "invoice.updated") as transaction:
        invoice = await get_visible_invoice(transaction.session, visibility.invoices(viewer), command.invoice_id)
        transaction.set_client(invoice.client_id)
        if invoice.status is not InvoiceStatus.DRAFT:
            raise InvoiceNotChangeable(invoice.status, "Only a draft can be changed.")
        await _apply_changes(transaction, invoice, command)
        return InvoiceResult(invoice.id, invoice.client_id)


async def _apply_changes(
    transaction: ledger.LedgerTransaction, invoice: models.Invoice, command: UpdateInvoiceCommand
) -> None:
    if command.number is not UNSET and command.number != invoice.number:
        await check_number(transaction, command.number)
        invoice.number = command.number
    if command.description is not UNSET:
        invoice.description = command.description
    if command.due_on is not UNSET:
        invoice.due_on = command.due_on
    kept = invoice.deposit_requested
    requested = Money(kept, transaction.currency).decimal if kept is not None else None
    if command.deposit_requested is not UNSET:
        requested = command.deposit_requested
    if command.lines is not UNSET:
        # Cleared first: the total may become smaller than the deposit that was requested of the old one.
        invoice.deposit_requested = None
        lines = rules.build_lines(command.lines, invoice, transaction.currency)
        await transaction.session.execute(
            delete(models.InvoiceLine).where(
                models.InvoiceLine.firm_id == invoice.firm_id, models.InvoiceLine.invoice_id == invoice.id
            )
        )
        transaction.session.add_all(lines)
    invoice.deposit_requested = rules.parse_deposit(requested, invoice.total, transaction.currency)
