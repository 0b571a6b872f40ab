"""Ledger side of invoices: a receivable from issue until the invoice is paid or void."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

import models
from ledger.payments import find_transfer, receivable_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, TransferCode


async def issue(transaction: LedgerTransaction, invoice: models.Invoice) -> None:
    """Open the invoice's receivable account and post its total. A total of 0 posts nothing."""
    receivable = await transaction.open_account(
        AccountKind.RECEIVABLE, client_id=invoice.client_id, invoice_id=invoice.id
    )
    if invoice.total:
        billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
        reference = f"invoice:{invoice.id}:issued"
        await transaction.post(receivable, billed, invoice.total, TransferCode.INVOICE_ISSUED, reference)


async def void(transaction: LedgerTransaction, invoice: models.Invoice) -> None:
    """Reverse the issue of an invoice that has neither applied nor pending payments (D21)."""
    if invoice.total:
        billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
        issue_reference = f"invoice:{invoice.id}:issued"
        await transaction.post(
            billed,
            await receivable_account(transaction, invoice),
            invoice.total,
            TransferCode.INVOICE_VOIDED,
            f"{issue_reference}:undone",
            reverses=await find_transfer(transaction, issue_reference),
        )


def paid_from_credits(payments: Iterable[models.Payment]) -> int:
    """Sum the amounts that payments from credits have applied to the invoice, in minor units."""
    return sum(payment.applied for payment in payments if payment.paid_by is models.PaidBy.CREDITS)


async def load_applied_payments(transaction: LedgerTransaction, invoice: models.Invoice) -> Sequence[models.Payment]:
    """Return the payments that are applied to the invoice, the latest first."""
    payments = select(models.Payment).filter_by(firm_id=transaction.firm.id, invoice_id=invoice.id)
    applied = payments.where(models.Payment.applied > 0).order_by(models.Payment.id.desc())
    return (await transaction.session.scalars(applied)).all()
