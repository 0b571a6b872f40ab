"""A draft is issued: due from now on, and paid from credits where the firm has that done (D18, D20)."""

from __future__ import annotations

import uuid

import ledger
import models
from billing import calendar
from billing.access import visibility
from billing.access.policy import MANAGES_INVOICES, require
from billing.access.principals import System, Viewer
from billing.errors import InvoiceNotChangeable
from billing.invoices.rules import Changed
from billing.payments.pay_invoice import pay_from_credits
from billing.services import Services
from billing.transaction import NothingToDo, act, client_of, transaction, visible_invoice
from models import CreditApplication, InvoiceStatus


async def issue_invoice(services: Services, viewer: Viewer, invoice_id: uuid.UUID) -> Changed:
    """Issue the draft. Issued before: answers as the first time (D30). Raise NotFound, InvoiceNotChangeable (void)."""
    require(viewer, MANAGES_INVOICES)
    async with services.reads() as session:
        invoice = await visible_invoice(session, visibility.invoices(viewer), invoice_id)
    changed = Changed(invoice.id, invoice.client_id)
    async with transaction(services, viewer, "invoice.issued", client_id=changed.client_id) as book:
        invoice = await visible_invoice(book.session, visibility.invoices(viewer), invoice_id)
        if invoice.status is InvoiceStatus.VOID:
            raise InvoiceNotChangeable(invoice.status, "This invoice is void: it cannot be issued again.")
        if invoice.status is not InvoiceStatus.DRAFT:
            raise NothingToDo
        await issue_in(book, invoice)
    return changed


async def issue_in(
    book: ledger.Book,
    invoice: models.Invoice,
    *,
    chosen_credits: int | None = None,
    operation: models.Operation | None = None,
) -> None:
    """Issue inside a transaction that is under way. A total of 0 is paid when issued (D11).

    `chosen_credits` minor units are paid from credits by whoever issues it; with None, as far as the credits go, by
    the system, where the firm's settings say so (D20).
    """
    invoice.status = InvoiceStatus.UNPAID if invoice.total else InvoiceStatus.PAID
    invoice.issued_on = calendar.today(book.firm.time_zone, book.now)
    await book.session.flush()
    await ledger.invoices.issue(book, invoice)
    if chosen_credits is not None:
        await pay_from_credits(book, invoice, chosen_credits, operation)
        return
    settings = await book.session.get_one(models.PaymentSettings, book.firm.id)
    client = await client_of(book.session, book.firm.id, invoice.client_id)
    part = min(client.available, invoice.payable)
    if settings.credit_application is CreditApplication.ON_ISSUE and part:
        system = act(System(book.firm.id), "credits.applied", client_id=client.id)
        await pay_from_credits(await book.then(system), invoice, part, operation=None)
