"""Money that comes off invoices because it goes back, and is put back where it does not (D26 to D28)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

import models
from ledger.payments import Charge, Part, account_of, count, counted, due_account, parts_of, source_of
from ledger.reversals import standing, standing_with, undo, undone
from ledger.transaction import Book
from models import AccountKind, CreditEntryKind


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
    taken = await standing_with(book, models.Transfer.credit_id, models.Transfer.debit_id == lot.id)
    for _, left, target in reversed(taken):
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
