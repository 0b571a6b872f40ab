"""An invoice is taken back: the credits that it used return to where they came from (D21)."""

from __future__ import annotations

import uuid

import ledger
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.charges import refunds
from billing.errors import InvoiceNotChangeable
from billing.invoices.rules import InvoiceResult
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, get_visible_invoice
from models import InvoiceStatus


async def void_invoice(services: Services, viewer: Viewer, invoice_id: uuid.UUID, reason: str) -> InvoiceResult:
    """Void the invoice, draft or issued. Void before: answers as the first time (D30).

    Raise NotFound; InvoiceNotChangeable while a payment is under way for it, or money by card, debit or offline is
    on it that was not refunded.
    """
    require_permission(viewer, MANAGE_INVOICES)
    async with services.reads() as session:
        invoice = await get_visible_invoice(session, visibility.invoices(viewer), invoice_id)
    changed = InvoiceResult(invoice.id, invoice.client_id)
    async with begin_transaction(
        services, viewer, "invoice.voided", client_id=changed.client_id, reason=reason
    ) as transaction:
        invoice = await get_visible_invoice(transaction.session, visibility.invoices(viewer), invoice_id)
        if invoice.status is InvoiceStatus.VOID:
            raise Unchanged
        if invoice.pending:
            raise InvoiceNotChangeable(invoice.status, "A payment for this invoice is under way.")
        on_it = await ledger.invoices.applied_payments(transaction, invoice)
        if invoice.paid > ledger.invoices.paid_from_credits(on_it):
            raise InvoiceNotChangeable(
                invoice.status, "Money by card, debit or offline is on this invoice: refund it first."
            )
        for payment in on_it:
            await refunds.refund_to_credits(transaction, payment, payment.applied, reason, operation=None)
        if invoice.status is not InvoiceStatus.DRAFT:
            await ledger.invoices.void(transaction, invoice)
        invoice.status = InvoiceStatus.VOID
    return changed
