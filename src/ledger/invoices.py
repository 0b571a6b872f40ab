"""What an invoice does to the books: it is due from its issue until it is paid or void."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

import models
from ledger.book import Book
from ledger.movements import due_account, find_transfer, take_back
from models import AccountKind


async def issue(book: Book, invoice: models.Invoice) -> None:
    """The whole total is due from now on. A total of 0 moves nothing."""
    due = await book.open_account(AccountKind.DUE, client_id=invoice.client_id, invoice_id=invoice.id)
    if invoice.total:
        billed = await book.firm_account(AccountKind.BILLED)
        await book.post(due, billed, invoice.total, f"invoice:{invoice.id}:issued")


async def void(book: Book, invoice: models.Invoice) -> None:
    """Give back the credits that the invoice used, then take it out of what is due (D21).

    The invoice must have no money by card, debit or offline on it, and no payment under way.
    """
    for payment in await _payments_from_credits(book, invoice):
        await take_back(book, payment)
        payment.refunded = payment.amount
    if invoice.total:
        billed = await book.firm_account(AccountKind.BILLED)
        cause = f"invoice:{invoice.id}:issued"
        issued = await find_transfer(book, cause)
        await book.post(billed, await due_account(book, invoice), invoice.total, f"{cause}:undone", reverses=issued)


async def paid_from_credits(book: Book, invoice: models.Invoice) -> int:
    """How much of what is paid came from credits, in minor units; the rest came by card, debit or offline."""
    return from_credits(await _payments_from_credits(book, invoice))


def from_credits(payments: Iterable[models.Payment]) -> int:
    """How much of what an invoice's payments paid came from credits, in minor units, and was not taken back."""
    return sum(
        payment.amount - payment.refunded
        for payment in payments
        if payment.paid_by is models.PaidBy.CREDITS and payment.status is models.PaymentStatus.SUCCEEDED
    )


async def _payments_from_credits(book: Book, invoice: models.Invoice) -> Sequence[models.Payment]:
    found = await book.session.scalars(
        select(models.Payment)
        .where(
            models.Payment.firm_id == book.firm.id,
            models.Payment.invoice_id == invoice.id,
            models.Payment.status == models.PaymentStatus.SUCCEEDED,
            models.Payment.paid_by == models.PaidBy.CREDITS,
            models.Payment.refunded < models.Payment.amount,
        )
        .order_by(models.Payment.id.desc())
    )
    return found.all()
