"""Create an invoice: as a draft, issued at once, or issued and paid from credits (D11, D20)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

import ledger
import models
from billing import text_input
from billing.access.policy import MANAGE_INVOICES, MANAGE_PAYMENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import get_active_client
from billing.errors import InvalidInput
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.invoices import rules
from billing.invoices.issue_invoice import check_credits_amount, issue_in_transaction, parse_credits_amount
from billing.invoices.rules import InvoiceResult, Line
from billing.services import Services
from models import InvoiceStatus
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class CreateInvoiceCommand:
    """Input of `createInvoice`. `pay_from_credits` is the amount to pay from credits at issue (D20)."""

    client_id: uuid.UUID
    number: str | None
    description: str | None
    lines: tuple[Line, ...]
    deposit_requested: Decimal | None
    due_on: dt.date | None
    issue: bool
    pay_from_credits: Decimal | None
    idempotency_key: str


async def create_invoice(services: Services, viewer: Viewer, command: CreateInvoiceCommand) -> InvoiceResult:
    """Create the invoice, and issue and pay it if the command says so, in one transaction.

    Raises NotFound, InvalidInput, InvalidAmount, InsufficientCredits, AmountExceedsPayable, IdempotencyConflict.
    """
    require_permission(viewer, MANAGE_INVOICES)
    if command.pay_from_credits is not None:
        require_permission(viewer, MANAGE_PAYMENTS)
        if not command.issue:
            raise InvalidInput("payFromCredits", _("A draft cannot be paid. Issue the invoice to pay it."))
    keyed = KeyedCommand(viewer, "createInvoice", command.idempotency_key, command)

    async def create(transaction: ledger.LedgerTransaction) -> InvoiceResult:
        client = await get_active_client(transaction.session, viewer, command.client_id)
        transaction.set_client(client.id)
        invoice = await _new_draft(transaction, command, client.id)
        lines = rules.build_lines(command.lines, invoice, transaction.currency)
        invoice.deposit_requested = rules.parse_deposit(command.deposit_requested, invoice.total, transaction.currency)
        credits_amount = parse_credits_amount(command.pay_from_credits, transaction.currency)
        check_credits_amount(credits_amount, invoice, client, transaction.currency)
        await transaction.add(invoice)
        transaction.session.add_all(lines)
        operation = await keyed.claim(transaction, client_id=client.id, invoice_id=invoice.id)
        if command.issue:
            await issue_in_transaction(transaction, invoice, credits_amount=credits_amount, operation=operation)
        return InvoiceResult(invoice.id, client.id)

    async def replay(operation: models.Operation) -> InvoiceResult:
        assert operation.invoice_id is not None  # noqa: S101  (`create` claims the key with the invoice)
        return InvoiceResult(operation.invoice_id, claimed_client_id(operation), replayed=True)

    # Users of the client see that it was issued, and nothing of a draft.
    kind = "invoice.issued" if command.issue else "invoice.created"
    return await run_once(services, keyed, kind, create, replay)


async def _new_draft(
    transaction: ledger.LedgerTransaction, command: CreateInvoiceCommand, client_id: uuid.UUID
) -> models.Invoice:
    """Return a draft with a number and without lines. It is not added to the transaction yet."""
    invoice = models.Invoice(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=client_id,
        event_seq=transaction.seq,
        status=InvoiceStatus.DRAFT,
        paid=0,
        pending=0,
        due_on=command.due_on,
        created_at=transaction.now,
    )
    rules.set_texts(invoice, await _assign_number(transaction, command.number), command.description)
    return invoice


async def _assign_number(transaction: ledger.LedgerTransaction, requested: str | None) -> str:
    """Return the requested number, or the firm's next unused one. Raises InvalidInput."""
    if requested is not None:
        await check_number(transaction, requested)
        return requested
    while True:
        transaction.firm.last_invoice_number += 1
        number = f"{transaction.firm.last_invoice_number:05d}"
        if not await _is_taken(transaction, number):
            return number


async def check_number(transaction: ledger.LedgerTransaction, number: str) -> None:
    """Check a requested invoice number.

    Raises InvalidInput if it is blank, or if an invoice of the firm has one that looks the same (D36).
    """
    if text_input.is_blank(number):
        raise InvalidInput("number", _("Enter an invoice number."))
    if await _is_taken(transaction, number):
        raise InvalidInput("number", _("Another invoice already has this number."))


async def _is_taken(transaction: ledger.LedgerTransaction, number: str) -> bool:
    number_key = text_input.appearance(number)
    same_number = select(models.Invoice.id).filter_by(firm_id=transaction.firm.id, number_key=number_key)
    return await transaction.session.scalar(same_number) is not None
