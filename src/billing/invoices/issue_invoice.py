"""A draft is issued: due from now on, and paid from credits where the firm has that done (D18, D20)."""

from __future__ import annotations

import uuid

import ledger
import models
from billing import calendar
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, require_permission
from billing.access.principals import System, Viewer
from billing.errors import InvoiceNotChangeable
from billing.invoices.rules import InvoiceResult
from billing.payments.pay_invoice import pay_from_credits
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, build_event_meta, get_client, get_visible_invoice
from models import CreditApplication, InvoiceStatus


async def issue_invoice(services: Services, viewer: Viewer, invoice_id: uuid.UUID) -> InvoiceResult:
    """Issue the draft. Issued before: answers as the first time (D30). Raise NotFound, InvoiceNotChangeable (void)."""
    require_permission(viewer, MANAGE_INVOICES)
    async with services.reads() as session:
        invoice = await get_visible_invoice(session, visibility.invoices(viewer), invoice_id)
    changed = InvoiceResult(invoice.id, invoice.client_id)
    async with begin_transaction(services, viewer, "invoice.issued", client_id=changed.client_id) as transaction:
        invoice = await get_visible_invoice(transaction.session, visibility.invoices(viewer), invoice_id)
        if invoice.status is InvoiceStatus.VOID:
            raise InvoiceNotChangeable(invoice.status, "This invoice is void: it cannot be issued again.")
        if invoice.status is not InvoiceStatus.DRAFT:
            raise Unchanged
        await issue_in_transaction(transaction, invoice)
    return changed


async def issue_in_transaction(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    *,
    credits_to_apply: int | None = None,
    operation: models.Operation | None = None,
) -> None:
    """Issue inside a transaction that is under way. A total of 0 is paid when issued (D11).

    `chosen_credits` minor units are paid from credits by whoever issues it; with None, as far as the credits go, by
    the system, where the firm's settings say so (D20).
    """
    invoice.status = InvoiceStatus.UNPAID if invoice.total else InvoiceStatus.PAID
    invoice.issued_on = calendar.today(transaction.firm.time_zone, transaction.now)
    await transaction.session.flush()
    await ledger.invoices.issue(transaction, invoice)
    if credits_to_apply is not None:
        await pay_from_credits(transaction, invoice, credits_to_apply, operation)
        return
    settings = await transaction.session.get_one(models.PaymentSettings, transaction.firm.id)
    client = await get_client(transaction.session, transaction.firm.id, invoice.client_id)
    part = min(client.available, invoice.payable)
    if settings.credit_application is CreditApplication.ON_ISSUE and part:
        system = build_event_meta(System(transaction.firm.id), "credits.applied", client_id=client.id)
        await pay_from_credits(await transaction.continue_as(system), invoice, part, operation=None)
