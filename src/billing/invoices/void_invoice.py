"""Void an invoice. The credits that paid it return to the lots they came from (D21)."""

import uuid

import ledger
import models
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, require_permission
from billing.access.principals import Viewer
from billing.charges import refunds
from billing.errors import InvoiceNotChangeable
from billing.invoices import rules
from billing.invoices.rules import InvoiceResult
from billing.notices.add_notice import add_notice
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import InvoiceStatus, NoticeKind
from translation import gettext as _


async def void_invoice(services: Services, viewer: Viewer, invoice_id: uuid.UUID, reason: str) -> InvoiceResult:
    """Void the invoice, draft or issued; does nothing if it is already void (D30).

    Raises NotFound, and InvoiceNotChangeable if it has a payment in progress, or money by card, debit or offline that
    is not refunded.
    """
    require_permission(viewer, MANAGE_INVOICES)
    async with services.reads() as session:
        invoice = await get_visible(session, models.Invoice, invoice_id, visibility.invoices(viewer))
    result = InvoiceResult(invoice.id, invoice.client_id)
    async with begin_transaction(
        services, viewer, "invoice.voided", client_id=result.client_id, reason=reason
    ) as transaction:
        invoice = await get_visible(transaction.session, models.Invoice, invoice_id, visibility.invoices(viewer))
        if invoice.status is InvoiceStatus.VOID:
            raise Unchanged
        transaction.set_subject(invoice)
        payments = await ledger.invoices.load_applied_payments(transaction, invoice)
        if not rules.can_be_voided(invoice, payments):
            message = _("This invoice has payments by card, bank debit or offline. Refund them first.")
            if invoice.pending:
                message = _("This invoice has a payment in progress. Cancel it or wait until it has settled.")
            raise InvoiceNotChangeable(invoice.status, message)
        for payment in payments:
            await refunds.refund_to_credits(transaction, payment, payment.applied, reason, operation=None)
        if invoice.status is not InvoiceStatus.DRAFT:
            await ledger.invoices.void(transaction, invoice)
            await add_notice(
                transaction, NoticeKind.INVOICE_VOIDED, invoice, number=invoice.number, amount=invoice.total
            )
        invoice.status = InvoiceStatus.VOID
        invoice.voided_at, invoice.void_reason = transaction.now, reason
    return result
