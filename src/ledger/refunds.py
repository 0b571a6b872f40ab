"""What a refund does to the books: money set aside, paid out, and back where it was if that fails (D26)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

import models
from ledger.payments import Charge, find_transfer
from ledger.reversals import standing, undone
from ledger.transaction import Book
from ledger.unapply import unspent
from models import AccountKind, CreditEntryKind, PaidBy


async def hold_refund(book: Book, refund: models.Refund, lot: models.Account) -> None:
    """Set a refund's amount aside: out of what is unspent of the lot; what is beyond that is the firm's loss."""
    part = min(refund.amount, unspent(lot))
    refund.lost = refund.amount - part
    held = await book.open_account(AccountKind.HELD, client_id=refund.client_id, refund_id=refund.id)
    if part:
        await book.post(lot, held, part, f"refund:{refund.id}:held")


async def pay_refund(book: Book, refund: models.Refund, charge: Charge) -> None:
    """The refund was paid out: it is no longer the client's (D26)."""
    offline = isinstance(charge, models.Payment) and charge.paid_by is PaidBy.OFFLINE
    cash = await book.firm_account(AccountKind.CASH_OFFLINE if offline else AccountKind.CASH_PROVIDER)
    part = refund.amount - refund.lost
    if part:
        await book.post(await _held_for(book, refund), cash, part, f"refund:{refund.id}:paid", entry=_of_refund(refund))
    if refund.lost:
        loss = await book.firm_account(AccountKind.LOSS)
        await book.post(loss, cash, refund.lost, f"refund:{refund.id}:lost")
    charge.refunded += refund.amount


async def cover_refund(book: Book, refund: models.Refund, lot: models.Account, by: str) -> None:
    """What is unspent of the lot makes good the loss that the refund left to the firm: it is set aside, or paid out."""
    part = min(refund.lost, unspent(lot))
    if not part:
        return
    refund.lost -= part
    lost = await find_transfer(book, f"refund:{refund.id}:lost")
    if lost is None:
        await book.post(lot, await _held_for(book, refund), part, f"refund:{refund.id}:held:{by}")
        return
    loss = await book.firm_account(AccountKind.LOSS)
    await book.post(lot, loss, part, f"refund:{refund.id}:covered:{by}", entry=_of_refund(refund), reverses=lost)


async def undo_refund(book: Book, refund: models.Refund, charge: Charge, lot: models.Account) -> None:
    """The refund failed, before or after it was paid out: its money returns to where it was (D26)."""
    by = f"refund:{refund.id}:failed"
    held = await _held_for(book, refund)
    cash, loss = await book.firm_account(AccountKind.CASH_PROVIDER), await book.firm_account(AccountKind.LOSS)
    from_client = _caused(refund, "paid") | _caused(refund, "covered")
    paid = await standing(book, from_client)
    lost = await standing(book, _caused(refund, "lost"))
    for made, left in paid:
        back = held if made.debit_id == held.id else lot
        await book.post(cash, back, left, undone(by, made), entry=_of_refund(refund, made), reverses=made)
    for made, left in lost:
        await book.post(cash, loss, left, undone(by, made), reverses=made)
    if paid or lost:
        charge.refunded -= refund.amount
    for made, left in await standing(book, _caused(refund, "held")):
        await book.post(held, lot, left, undone(by, made), reverses=made)


def _caused(refund: models.Refund, what: str) -> ColumnElement[bool]:
    """Transfers of the refund, of one kind."""
    cause = f"refund:{refund.id}:{what}"
    return (models.Transfer.cause == cause) | models.Transfer.cause.startswith(f"{cause}:", autoescape=True)


async def _held_for(book: Book, refund: models.Refund) -> models.Account:
    found = await book.session.scalars(
        select(models.Account).where(models.Account.firm_id == book.firm.id, models.Account.refund_id == refund.id)
    )
    return found.one()


def _of_refund(refund: models.Refund, reverses: models.Transfer | None = None) -> models.CreditEntry:
    return models.CreditEntry(
        kind=CreditEntryKind.REFUND if reverses is None else CreditEntryKind.REVERSAL,
        payment_id=refund.payment_id,
        prepayment_id=refund.prepayment_id,
        reverses_id=None if reverses is None else reverses.id,
    )
