"""What an invoice does to the books: it is due from its issue until it is paid or void."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

import models
from ledger.payments import find_transfer, receivable_account
from ledger.transaction import LedgerTransaction
from models import AccountKind, TransferCode


async def issue(transaction: LedgerTransaction, invoice: models.Invoice) -> None:
    """The whole total is due from now on. A total of 0 moves nothing."""
    due = await transaction.open_account(AccountKind.RECEIVABLE, client_id=invoice.client_id, invoice_id=invoice.id)
    if invoice.total:
        billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
        await transaction.post(due, billed, invoice.total, TransferCode.INVOICE_ISSUED, f"invoice:{invoice.id}:issued")


async def void(transaction: LedgerTransaction, invoice: models.Invoice) -> None:
    """Take the invoice out of what is due (D21). There must be no money on it, and none under way."""
    if invoice.total:
        billed = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
        cause = f"invoice:{invoice.id}:issued"
        issued = await find_transfer(transaction, cause)
        await transaction.post(
            billed,
            await receivable_account(transaction, invoice),
            invoice.total,
            TransferCode.INVOICE_VOIDED,
            f"{cause}:undone",
            reverses=issued,
        )


def paid_from_credits(payments: Iterable[models.Payment]) -> int:
    """How much of what an invoice's payments paid came from credits, in minor units, and is on it still."""
    return sum(payment.applied for payment in payments if payment.paid_by is models.PaidBy.CREDITS)


async def applied_payments(transaction: LedgerTransaction, invoice: models.Invoice) -> Sequence[models.Payment]:
    """The payments whose money is on the invoice, the last first."""
    found = await transaction.session.scalars(
        select(models.Payment)
        .where(
            models.Payment.firm_id == transaction.firm.id,
            models.Payment.invoice_id == invoice.id,
            models.Payment.applied > 0,
        )
        .order_by(models.Payment.id.desc())
    )
    return found.all()
