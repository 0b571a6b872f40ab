"""Issue a draft invoice, and pay it from available credits if the firm applies credits on issue (D18, D20)."""

import uuid
from decimal import Decimal

import ledger
import models
from billing import amount_input, calendar
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, MANAGE_PAYMENTS, require_permission
from billing.access.principals import System, Viewer
from billing.active_clients import archived_message
from billing.errors import InsufficientCredits, InvoiceNotChangeable
from billing.invoices import rules
from billing.invoices.rules import InvoiceResult
from billing.notices.add_notice import add_notice
from billing.payments import pay_invoice
from billing.payments.allocation import AmountExceedsPayable
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, build_event_meta
from models import CreditApplication, InvoiceStatus, NoticeKind
from money import Money
from translation import gettext as _


async def issue_invoice(
    services: Services, viewer: Viewer, invoice_id: uuid.UUID, pay_from_credits: Decimal | None = None
) -> InvoiceResult:
    """Issue the draft, and pay the amount `pay_from_credits` of it from credits (D20).

    Does nothing if it is already issued and nothing is to be paid (D30). Raises NotFound, InvalidAmount,
    AmountExceedsPayable, InsufficientCredits, and InvoiceNotChangeable if the invoice is void, is already issued and
    was to be paid, or its client is archived (D38).
    """
    require_permission(viewer, MANAGE_INVOICES)
    if pay_from_credits is not None:
        require_permission(viewer, MANAGE_PAYMENTS)
    async with services.reads() as session:
        invoice = await get_visible(session, models.Invoice, invoice_id, visibility.invoices(viewer))
    result = InvoiceResult(invoice.id, invoice.client_id)
    async with begin_transaction(services, viewer, "invoice.issued", client_id=result.client_id) as transaction:
        invoice = await get_visible(transaction.session, models.Invoice, invoice_id, visibility.invoices(viewer))
        credits_amount = parse_credits_amount(pay_from_credits, transaction.currency)
        client = await transaction.get(models.Client, invoice.client_id)
        if not rules.can_be_issued(invoice, client):
            if invoice.status in (InvoiceStatus.DRAFT, InvoiceStatus.VOID) or credits_amount is not None:
                raise InvoiceNotChangeable(invoice.status, _refusal_message(invoice))
            raise Unchanged
        transaction.set_subject(invoice)
        check_credits_amount(credits_amount, invoice, client, transaction.currency)
        await issue_in_transaction(transaction, invoice, credits_amount=credits_amount)
    return result


def _refusal_message(invoice: models.Invoice) -> str:
    if invoice.status is InvoiceStatus.DRAFT:
        return archived_message()
    if invoice.status is InvoiceStatus.VOID:
        return _("This invoice is void and cannot be issued.")
    return _("This invoice has been issued already.")


def parse_credits_amount(pay_from_credits: Decimal | None, currency: str) -> int | None:
    """The amount to pay from credits when an invoice is issued, in minor units, or None. Raises InvalidAmount."""
    return amount_input.parse_optional_amount(pay_from_credits, currency, "payFromCredits")


def check_credits_amount(
    credits_amount: int | None, invoice: models.Invoice, client: models.Client, currency: str
) -> None:
    """Check that so much of the invoice can be paid from credits (D20).

    Raises AmountExceedsPayable, InsufficientCredits.
    """
    if credits_amount is None:
        return
    excess, missing = credits_amount - invoice.total, credits_amount - client.available
    if excess > 0:
        raise AmountExceedsPayable(Money(invoice.total, currency), Money(excess, currency))
    if missing > 0:
        raise InsufficientCredits(Money(client.available, currency), Money(missing, currency))


async def issue_in_transaction(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    *,
    credits_amount: int | None = None,
    operation: models.Operation | None = None,
) -> None:
    """Issue the invoice inside an open transaction. An invoice with a total of 0 is PAID (D11).

    Pays `credits_amount` minor units from credits as the transaction's actor. With None, the system pays as much as the
    credits cover, if the firm applies credits on issue (D20).
    """
    invoice.status = InvoiceStatus.UNPAID if invoice.total else InvoiceStatus.PAID
    invoice.issued_on = calendar.today(transaction.firm.time_zone, transaction.now)
    await transaction.session.flush()
    await ledger.invoices.issue(transaction, invoice)
    due_on = None if invoice.due_on is None else invoice.due_on.isoformat()
    await add_notice(
        transaction, NoticeKind.INVOICE_ISSUED, invoice, number=invoice.number, amount=invoice.total, due_on=due_on
    )
    if credits_amount is not None:
        await pay_invoice.pay_from_credits(transaction, invoice, credits_amount, operation)
        return
    settings = await transaction.session.get_one(models.PaymentSettings, transaction.firm.id)
    client = await transaction.get(models.Client, invoice.client_id)
    amount = min(client.available, invoice.payable)
    if settings.credit_application is CreditApplication.ON_ISSUE and amount:
        system = build_event_meta(System(transaction.firm.id), "credits.applied", client_id=client.id)
        further = await transaction.continue_as(system)
        await pay_invoice.pay_from_credits(further, invoice, amount, operation=None)
