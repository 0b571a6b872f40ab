"""Money that comes off invoices, and money that goes back: refunds, disputes, and both undone (D26 to D28)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

import models
from ledger.book import Book
from ledger.movements import Charge, Part, account_of, count, counted, due_account, find_transfer, parts_of, source_of
from ledger.reversals import standing, undo, undone
from models import AccountKind, CreditEntryKind, PaidBy


async def lot_of(book: Book, charge: Charge) -> models.Account | None:
    """The lot of what came for the charge; None until it came, and for payments from credits."""
    of = models.Account.prepayment_id if isinstance(charge, models.Prepayment) else models.Account.payment_id
    return await book.session.scalar(
        select(models.Account).where(
            models.Account.firm_id == book.firm.id, of == charge.id, models.Account.kind == AccountKind.LOT
        )
    )


def unspent(lot: models.Account) -> int:
    """What of the lot's money is neither spent nor set aside, in minor units."""
    return lot.credits - lot.debits


async def spenders(book: Book, lot: models.Account) -> Sequence[tuple[models.Payment, int]]:
    """The payments that have some of the lot's money, held or on their invoice, and how much: the last first."""
    onward = (AccountKind.HELD, AccountKind.DUE, AccountKind.PENDING)
    found: dict[uuid.UUID, int] = {}
    for transfer, left in reversed(await standing(book, models.Transfer.debit_id == lot.id)):
        target = await book.session.get_one(models.Account, (book.firm.id, transfer.credit_id))
        payment_id = lot.payment_id if target.kind is not AccountKind.HELD else target.payment_id
        if target.kind in onward and payment_id is not None:
            found[payment_id] = found.get(payment_id, 0) + left
    return await _with_payments(book, found)


async def _with_payments(book: Book, amounts: dict[uuid.UUID, int]) -> Sequence[tuple[models.Payment, int]]:
    return [
        (await book.session.get_one(models.Payment, (book.firm.id, payment_id)), amount)
        for payment_id, amount in amounts.items()
    ]


async def take_off(
    book: Book, payment: models.Payment, amount: int, by: str, *, of: models.Account | None = None
) -> None:
    """Take `amount` of a settled payment off its invoice, which is due again by that part.

    Its money returns to where it came from, at its original age, the last taken first; only to the lot `of` where
    that is given. `by` is the cause: a refund, a dispute.
    """
    source = await source_of(book, payment)
    chosen = [] if source.kind is AccountKind.LOT else _last(await parts_of(book, payment), amount, of)
    onto = models.Transfer.credit_id.in_(
        select(models.Account.id).where(
            models.Account.firm_id == book.firm.id, models.Account.invoice_id == payment.invoice_id
        )
    )
    settled = await standing(book, models.Transfer.debit_id == source.id, onto)
    ever = await book.session.scalars(
        select(models.Transfer).where(
            models.Transfer.firm_id == book.firm.id, models.Transfer.debit_id == source.id, onto
        )
    )
    all_settled = ever.all()

    def entry(of_transfer: models.Transfer) -> models.CreditEntry:
        return models.CreditEntry(kind=CreditEntryKind.REVERSAL, payment_id=payment.id, reverses_id=of_transfer.id)

    due = await due_account(book, payment)
    await undo(book, settled, amount, by, debit=due, credit=source, entry=entry)
    noted = sum(taken for part, taken in chosen if part.lot.source is CreditEntryKind.CREDIT_NOTE)
    billed = await book.firm_account(AccountKind.BILLED)
    for kind, part_of_it in ((AccountKind.REVENUE, amount - noted), (AccountKind.NOTES, noted)):
        if part_of_it:
            causes = [counted(one, kind) for one in all_settled]
            earned = await standing(book, models.Transfer.cause.in_(causes))
            await undo(book, earned, part_of_it, by, debit=await book.firm_account(kind), credit=billed)
    for part, taken in chosen:
        await book.post(source, part.lot, taken, undone(by, part.taken), reverses=part.taken)


def _last(parts: Sequence[Part], amount: int, of: models.Account | None) -> list[tuple[Part, int]]:
    """So much of the parts, the last taken first."""
    chosen = []
    for part in reversed(parts):
        taken = min(amount, part.left) if of is None or part.lot.id == of.id else 0
        if taken:
            chosen.append((part, taken))
        amount -= taken
    return chosen


async def taken_off(book: Book, lot: models.Account, by: str) -> Sequence[tuple[models.Payment, int]]:
    """What was taken off invoices for this cause and came back to the lot: payments and amounts, the first first.

    A payment that was paid again before may have had its part in several pieces: it is one here.
    """
    rows = await book.session.execute(
        select(models.Transfer, models.Account)
        .join(
            models.Account,
            (models.Account.firm_id == models.Transfer.firm_id) & (models.Account.id == models.Transfer.debit_id),
        )
        .where(
            models.Transfer.firm_id == book.firm.id,
            models.Transfer.credit_id == lot.id,
            models.Transfer.cause.startswith(f"{by}:undo:", autoescape=True),
            models.Account.kind.in_((AccountKind.HELD, AccountKind.DUE)),
        )
        .order_by(models.Transfer.event_seq, models.Transfer.id)
    )
    found: dict[uuid.UUID, int] = {}
    for transfer, debited in rows.all():
        payment_id = debited.payment_id or lot.payment_id
        if payment_id is not None:
            found[payment_id] = found.get(payment_id, 0) + transfer.amount
    return await _with_payments(book, found)


async def put_back(book: Book, lot: models.Account, off: str, by: str) -> None:
    """Pay the invoices again that the cause `off` had taken the lot's money off, up to what they still ask for.

    The last taken off is the first paid again; what no invoice asks for stays as credits (D27).
    """
    for payment, amount in reversed(await taken_off(book, lot, off)):
        due = await due_account(book, payment)
        again = min(amount, due.debits - due.credits, unspent(lot), payment.amount - payment.refunded - payment.applied)
        if again <= 0:
            continue
        source = lot
        if lot.payment_id != payment.id:
            source = await account_of(book, payment, AccountKind.HELD)
            await book.post(lot, source, again, f"{by}:again:{payment.id}:held")
        entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
        settled = await book.post(source, due, again, f"{by}:again:{payment.id}", entry=entry)
        await count(book, settled, again if lot.source is CreditEntryKind.CREDIT_NOTE else 0)


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
        entry = models.CreditEntry(
            kind=CreditEntryKind.REFUND, payment_id=refund.payment_id, prepayment_id=refund.prepayment_id
        )
        held = await _held_for(book, refund)
        await book.post(held, cash, part, f"refund:{refund.id}:paid", entry=entry)
    if refund.lost:
        loss = await book.firm_account(AccountKind.LOSS)
        await book.post(loss, cash, refund.lost, f"refund:{refund.id}:lost")
    charge.refunded += refund.amount


async def undo_refund(book: Book, refund: models.Refund, charge: Charge, lot: models.Account) -> None:
    """The refund failed, before or after it was paid out: its money returns to where it was (D26)."""
    held = await _held_for(book, refund)
    by = f"refund:{refund.id}:failed"
    cash = await book.firm_account(AccountKind.CASH_PROVIDER)
    paid = await find_transfer(book, f"refund:{refund.id}:paid")
    if paid is not None:
        entry = models.CreditEntry(
            kind=CreditEntryKind.REVERSAL,
            payment_id=refund.payment_id,
            prepayment_id=refund.prepayment_id,
            reverses_id=paid.id,
        )
        await book.post(cash, held, paid.amount, undone(by, paid), entry=entry, reverses=paid)
    lost = await find_transfer(book, f"refund:{refund.id}:lost")
    if lost is not None:
        loss = await book.firm_account(AccountKind.LOSS)
        await book.post(cash, loss, lost.amount, undone(by, lost), reverses=lost)
    if paid is not None or lost is not None:
        charge.refunded -= refund.amount
    taken = await find_transfer(book, f"refund:{refund.id}:held")
    if taken is not None:
        await book.post(held, lot, taken.amount, undone(by, taken), reverses=taken)


async def _held_for(book: Book, refund: models.Refund) -> models.Account:
    found = await book.session.scalars(
        select(models.Account).where(models.Account.firm_id == book.firm.id, models.Account.refund_id == refund.id)
    )
    return found.one()


async def withdraw(book: Book, dispute: models.Dispute, lot: models.Account, by: str) -> None:
    """The provider took the disputed funds: out of what is unspent of the lot; the rest is the firm's loss (D27)."""
    cash = await book.firm_account(AccountKind.CASH_PROVIDER)
    part = min(dispute.amount, unspent(lot))
    if part:
        await book.post(lot, cash, part, by, entry=_of_dispute(dispute))
    if dispute.amount > part:
        loss = await book.firm_account(AccountKind.LOSS)
        await book.post(loss, cash, dispute.amount - part, f"{by}:lost")


async def cover(
    book: Book, dispute: models.Dispute, lot: models.Account, withdrawn: str, refund: models.Refund, most: int
) -> int:
    """Up to `most` of the lot makes good the loss that the withdrawal left to the firm. How much did.

    Only where the refund had the money when the funds were withdrawn: else they would not have been taken of it.
    """
    loss, part = await book.firm_account(AccountKind.LOSS), 0
    later = models.Transfer.event_seq > refund.event_seq
    for lost, left in await standing(book, models.Transfer.cause == f"{withdrawn}:lost", later):
        part = min(left, most)
        if part:
            cause = f"{withdrawn}:covered:refund:{refund.id}"
            await book.post(lot, loss, part, cause, entry=_of_dispute(dispute), reverses=lost)
    return part


async def reinstate(book: Book, dispute: models.Dispute, lot: models.Account, withdrawn: str, by: str) -> None:
    """The provider gave the disputed funds back: what it had taken for the cause `withdrawn` is there again (D27)."""
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
