"""What a dispute does to the books: money that the provider took, and gave back (D27)."""

from __future__ import annotations

import models
from ledger.reversals import standing, undone
from ledger.transaction import Book
from ledger.unapply import unspent
from models import AccountKind, CreditEntryKind


def withdrawal(dispute: models.Dispute) -> str:
    """The dispute's latest taking of the funds, as a cause."""
    return f"dispute:{dispute.id}:withdrawn:{dispute.withdrawals}"


async def withdraw(book: Book, dispute: models.Dispute, lot: models.Account) -> None:
    """The provider took the disputed funds: out of what is unspent of the lot; the rest is the firm's loss (D27)."""
    by = withdrawal(dispute)
    cash = await book.firm_account(AccountKind.CASH_PROVIDER)
    part = min(dispute.amount, unspent(lot))
    if part:
        await book.post(lot, cash, part, by, entry=_of_dispute(dispute))
    if dispute.amount > part:
        loss = await book.firm_account(AccountKind.LOSS)
        await book.post(loss, cash, dispute.amount - part, f"{by}:lost")


async def cover_dispute(book: Book, dispute: models.Dispute, lot: models.Account, by: str) -> None:
    """What is unspent of the lot makes good the loss that the withdrawal left to the firm."""
    withdrawn = withdrawal(dispute)
    loss = await book.firm_account(AccountKind.LOSS)
    for lost, left in await standing(book, models.Transfer.cause == f"{withdrawn}:lost"):
        part = min(left, unspent(lot))
        if part:
            cause = f"{withdrawn}:covered:{by}"
            await book.post(lot, loss, part, cause, entry=_of_dispute(dispute), reverses=lost)


async def reinstate(book: Book, dispute: models.Dispute, lot: models.Account, by: str) -> None:
    """The provider gave the disputed funds back: what it had taken is there again (D27)."""
    withdrawn = withdrawal(dispute)
    cash = await book.firm_account(AccountKind.CASH_PROVIDER)
    loss = await book.firm_account(AccountKind.LOSS)
    for lost, left in await standing(book, models.Transfer.cause == f"{withdrawn}:lost"):
        await book.post(cash, loss, left, undone(by, lost), reverses=lost)
    taken = models.Transfer.cause == withdrawn
    covered = models.Transfer.cause.startswith(f"{withdrawn}:covered:", autoescape=True)
    for made, left in await standing(book, models.Transfer.debit_id == lot.id, taken | covered):
        await book.post(cash, lot, left, undone(by, made), entry=_of_dispute(dispute, made), reverses=made)


def _of_dispute(dispute: models.Dispute, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.DISPUTE,
        payment_id=dispute.payment_id,
        prepayment_id=dispute.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
