"""Issue a draft invoice, and pay it from available credits if the firm applies credits on issue (D18, D20)."""

import uuid
from decimal import Decimal

import ledger
import models
from billing import amount_input, calendar
from billing.access import visibility
from billing.access.policy import MANAGE_INVOICES, MANAGE_PAYMENTS, require_permission
from billing.access.principals import System, Viewer
from billing.active_clients import archived_message, is_active
from billing.errors import InsufficientCredits, InvoiceNotChangeable
from billing.invoices.rules import InvoiceResult
from billing.notices.add_notice import add_notice
from billing.payments.allocation import AmountExceedsPayable
from billing.payments.pay_invoice import pay_from_credits
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, build_event_meta, get_client
from models import CreditApplication, InvoiceStatus, NoticeKind
from money import Money
from translation import gettext as _


async def issue_invoice(
    services: Services, viewer: Viewer, invoice_id: uuid.UUID, credits_to_apply: Decimal | None = None
) -> InvoiceResult:
    """Issue the draft, and pay `credits_to_apply` of it from credits (D20).

    Does nothing if it is already issued and nothing is to be paid (D30). Raises NotFound, InvalidAmount,
    AmountExceedsPayable, InsufficientCredits, and InvoiceNotChangeable if the invoice is void, is already issued and
    was to be paid, or its client is archived (D38).
    """
    require_permission(viewer, MANAGE_INVOICES)
    if credits_to_apply is not None:
        require_permission(viewer, MANAGE_PAYMENTS)
    async with services.reads() as session:
        invoice = await get_visible(session, models.Invoice, invoice_id, visibility.invoices(viewer))
    result = InvoiceResult(invoice.id, invoice.client_id)
    async with begin_transaction(services, viewer, "invoice.issued", client_id=result.client_id) as transaction:
        invoice = await get_visible(transaction.session, models.Invoice, invoice_id, visibility.invoices(viewer))
        amount = amount_input.parse_optional_amount(credits_to_apply, transaction.currency, "payFromCredits")
        if invoice.status is InvoiceStatus.VOID:
            raise InvoiceNotChangeable(invoice.status, _("This invoice is void and cannot be issued."))
        if invoice.status is not InvoiceStatus.DRAFT:
            if amount is not None:
                raise InvoiceNotChangeable(invoice.status, _("This invoice has been issued already."))
            raise Unchanged
        transaction.set_subject(invoice)
        client = await transaction.get(models.Client, invoice.client_id)
        if not is_active(client):
            raise InvoiceNotChangeable(invoice.status, archived_message())
        if credits_to_apply is not None:
            amount = parse_credits_to_apply(credits_to_apply, invoice, client, transaction.currency)
        await issue_in_transaction(transaction, invoice, credits_to_apply=amount)
    return result


def parse_credits_to_apply(requested: Decimal, invoice: models.Invoice, client: models.Client, currency: str) -> int:
    """Return the part of the invoice that is to be paid from credits when it is issued, in minor units (D20).

    Raises InvalidAmount, AmountExceedsPayable, InsufficientCredits.
    """
    amount = amount_input.parse_amount(requested, currency, "payFromCredits")
    if amount > invoice.total:
        raise AmountExceedsPayable(Money(invoice.total, currency), Money(amount - invoice.total, currency))
    if amount > client.available:
        raise InsufficientCredits(Money(client.available, currency), Money(amount - client.available, currency))
    return amount


async def issue_in_transaction(
    transaction: ledger.LedgerTransaction,
    invoice: models.Invoice,
    *,
    credits_to_apply: int | None = None,
    operation: models.Operation | None = None,
) -> None:
    """Issue the invoice inside an open transaction. An invoice with a total of 0 is PAID (D11).

    Pays `credits_to_apply` minor units from credits as the transaction's actor. With None, the system pays as much as
    the credits cover, if the firm applies credits on issue (D20).
    """
    invoice.status = InvoiceStatus.UNPAID if invoice.total else InvoiceStatus.PAID
    invoice.issued_on = calendar.today(transaction.firm.time_zone, transaction.now)
    await transaction.session.flush()
    await ledger.invoices.issue(transaction, invoice)
    due_on = None if invoice.due_on is None else invoice.due_on.isoformat()
    await add_notice(
        transaction, NoticeKind.INVOICE_ISSUED, invoice, number=invoice.number, amount=invoice.total, due_on=due_on
    )
    if credits_to_apply is not None:
        await pay_from_credits(transaction, invoice, credits_to_apply, operation)
        return
    settings = await transaction.session.get_one(models.PaymentSettings, transaction.firm.id)
    client = await get_client(transaction.session, transaction.firm.id, invoice.client_id)
    amount = min(client.available, invoice.payable)
    if settings.credit_application is CreditApplication.ON_ISSUE and amount:
        system = build_event_meta(System(transaction.firm.id), "credits.applied", client_id=client.id)
        await pay_from_credits(await transaction.continue_as(system), invoice, amount, operation=None)
