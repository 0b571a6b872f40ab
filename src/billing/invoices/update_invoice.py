"""Update a draft invoice; of an issued one, correct the description and the due date (D59)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete

import ledger
import models
from billing import text_input
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.errors import InvoiceNotChangeable
from billing.invoices import rules
from billing.invoices.create_invoice import check_number
from billing.invoices.rules import InvoiceResult, Line
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import begin_transaction
from billing.unset import UNSET, Unset
from models import InvoiceStatus
from money import Money
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class UpdateInvoiceCommand:
    """UNSET leaves a field unchanged, None clears it. `lines` replaces all lines."""

    invoice_id: uuid.UUID
    number: str | Unset = UNSET
    description: str | Unset | None = UNSET
    lines: tuple[Line, ...] | Unset = UNSET
    deposit_requested: Decimal | Unset | None = UNSET
    due_on: dt.date | Unset | None = UNSET

    @property
    def is_correction(self) -> bool:
        """Whether it sets nothing but what can be corrected on an issued invoice (D59)."""
        return (self.number, self.lines, self.deposit_requested) == (UNSET, UNSET, UNSET)


async def update_invoice(services: Services, viewer: Viewer, command: UpdateInvoiceCommand) -> InvoiceResult:
    """Update the draft, or correct the issued invoice.

    Raises NotFound, InvalidInput, InvalidAmount, and InvoiceNotChangeable if the invoice is void, or issued and the
    command sets anything but the description and the due date.
    """
    require_permission(viewer, MANAGE_INVOICES)
    async with begin_transaction(services, viewer, "invoice.updated") as transaction:
        invoice = await get_visible(
            transaction.session, models.Invoice, command.invoice_id, visibility.invoices(viewer)
        )
        transaction.set_client(invoice.client_id)
        transaction.set_subject(invoice)
        if not rules.can_be_updated(invoice):
            raise InvoiceNotChangeable(invoice.status, _("This invoice is void and cannot be changed."))
        if invoice.status is not InvoiceStatus.DRAFT:
            if not command.is_correction:
                message = _("Only the description and the due date of an issued invoice can be changed.")
                raise InvoiceNotChangeable(invoice.status, message)
            transaction.set_kind("invoice.corrected")  # which its client's users see, unlike changes of drafts
        await _apply_changes(transaction, invoice, command)
        return InvoiceResult(invoice.id, invoice.client_id)


async def _apply_changes(
    transaction: ledger.LedgerTransaction, invoice: models.Invoice, command: UpdateInvoiceCommand
) -> None:
    number = invoice.number if command.number is UNSET else command.number
    if text_input.appearance(number) != invoice.number_key:
        await check_number(transaction, number)
    rules.set_texts(invoice, number, invoice.description if command.description is UNSET else command.description)
    if command.due_on is not UNSET:
        invoice.due_on = command.due_on
    deposit = None
    if invoice.deposit_requested is not None:
        deposit = Money(invoice.deposit_requested, transaction.currency).decimal
    if command.deposit_requested is not UNSET:
        deposit = command.deposit_requested
    if command.lines is not UNSET:
        # A CHECK constraint keeps the deposit within the total, and the new total may be smaller than the old deposit.
        invoice.deposit_requested = None
        lines = rules.build_lines(command.lines, invoice, transaction.currency)
        old_lines = delete(models.InvoiceLine).filter_by(firm_id=invoice.firm_id, invoice_id=invoice.id)
        await transaction.session.execute(old_lines)
        transaction.session.add_all(lines)
    invoice.deposit_requested = rules.parse_deposit(deposit, invoice.total, transaction.currency)
