"""How money moves for a payment or a prepayment. Each movement has causes of its own, so none can happen twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

import models
from ledger.book import Book
from models import AccountKind, CreditEntryKind


async def begin(book: Book, payment: models.Payment) -> None:
    """Set the payment's amount aside on its invoice: pending, no longer payable (D15)."""
    pending = await book.open_account(
        AccountKind.PENDING, client_id=payment.client_id, invoice_id=payment.invoice_id, payment_id=payment.id
    )
    await book.post(pending, await due_account(book, payment), payment.amount, f"payment:{payment.id}:begun")


async def undo_begin(book: Book, payment: models.Payment) -> None:
    """Make the payment's amount payable again."""
    begun = await _transfer(book, f"payment:{payment.id}:begun")
    pending = await _account(book, payment, AccountKind.PENDING)
    await book.post(
        await due_account(book, payment), pending, begun.amount, f"payment:{payment.id}:begun:undone", reverses=begun
    )


async def hold(book: Book, payment: models.Payment) -> None:
    """Set the client's oldest credits aside for the payment: which money pays it is fixed from now on (D14, D16)."""
    held = await book.open_account(AccountKind.HELD, client_id=payment.client_id, payment_id=payment.id)
    missing = payment.amount
    for lot in await _unspent(book, payment):
        part = min(missing, lot.credits - lot.debits)
        await book.post(lot, held, part, f"payment:{payment.id}:held:{lot.id}")
        missing -= part
        if not missing:
            return
    message = "held more credits than there are"
    raise AssertionError(message)


async def give_back(book: Book, payment: models.Payment) -> None:
    """Return held credits to the money they came from, at its original age."""
    held = await _account(book, payment, AccountKind.HELD)
    for lot, taken in await holdings(book, payment):
        await book.post(held, lot, taken.amount, f"transfer:{taken.id}:undone", reverses=taken)


async def receive(book: Book, charge: models.Payment | models.Prepayment) -> None:
    """Money came from the provider: exactly the amount, once, as a lot of its own (D9)."""
    cash = await book.firm_account(AccountKind.CASH_PROVIDER)
    if isinstance(charge, models.Prepayment):
        kind, name = CreditEntryKind.PREPAYMENT, "prepayment"
        lot = await book.open_account(AccountKind.LOT, client_id=charge.client_id, prepayment_id=charge.id, source=kind)
        entry = models.CreditEntry(kind=kind, prepayment_id=charge.id, lot_id=lot.id)
    else:
        kind, name = CreditEntryKind.PAYMENT_RECEIVED, "payment"
        lot = await book.open_account(AccountKind.LOT, client_id=charge.client_id, payment_id=charge.id, source=kind)
        entry = models.CreditEntry(kind=kind, payment_id=charge.id, lot_id=lot.id)
    await book.post(cash, lot, charge.amount, f"{name}:{charge.id}:received", entry=entry)


async def settle(book: Book, payment: models.Payment, *, begun: bool) -> None:
    """Pay the invoice with what the payment holds or received, and count it as earned.

    `begun`: the amount is pending on the invoice; else it is taken off what is payable. Revenue leaves out what
    credit notes paid: that was granted, not earned (D34).
    """
    by_credits = payment.paid_by is models.PaidBy.CREDITS
    source = await _account(book, payment, AccountKind.HELD if by_credits else AccountKind.LOT)
    target = await _account(book, payment, AccountKind.PENDING) if begun else await due_account(book, payment)
    entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
    await book.post(source, target, payment.amount, f"payment:{payment.id}:settled", entry=entry)
    noted = sum(
        taken.amount
        for lot, taken in (await holdings(book, payment) if by_credits else ())
        if lot.source is CreditEntryKind.CREDIT_NOTE
    )
    billed = await book.firm_account(AccountKind.BILLED)
    for kind, part in ((AccountKind.REVENUE, payment.amount - noted), (AccountKind.NOTES, noted)):
        if part:
            cause = f"payment:{payment.id}:{kind.value.lower()}"
            await book.post(billed, await book.firm_account(kind), part, cause)


async def take_back(book: Book, payment: models.Payment) -> None:
    """Take a settled payment from credits off its invoice, and return its credits to where they came from (D21)."""
    held = await _account(book, payment, AccountKind.HELD)
    settled = await _transfer(book, f"payment:{payment.id}:settled")
    entry = models.CreditEntry(kind=CreditEntryKind.REVERSAL, payment_id=payment.id, reverses_id=settled.id)
    due = await due_account(book, payment)
    await book.post(due, held, settled.amount, f"payment:{payment.id}:settled:undone", entry=entry, reverses=settled)
    billed = await book.firm_account(AccountKind.BILLED)
    for kind in (AccountKind.REVENUE, AccountKind.NOTES):
        cause = f"payment:{payment.id}:{kind.value.lower()}"
        counted = await find_transfer(book, cause)
        if counted is not None:
            await book.post(await book.firm_account(kind), billed, counted.amount, f"{cause}:undone", reverses=counted)
    await give_back(book, payment)


async def holdings(book: Book, payment: models.Payment) -> Sequence[tuple[models.Account, models.Transfer]]:
    """The lots whose money the payment holds or has spent, oldest first, each with the transfer that took it."""
    undone = aliased(models.Transfer)
    held = await _account(book, payment, AccountKind.HELD)
    rows = await book.session.execute(
        select(models.Account, models.Transfer)
        .join(
            models.Transfer,
            (models.Transfer.firm_id == models.Account.firm_id) & (models.Transfer.debit_id == models.Account.id),
        )
        .where(
            models.Transfer.firm_id == book.firm.id,
            models.Transfer.credit_id == held.id,
            models.Account.kind == AccountKind.LOT,
            ~select(undone.id)
            .where(undone.firm_id == models.Transfer.firm_id, undone.reverses_id == models.Transfer.id)
            .exists(),
        )
        .order_by(models.Transfer.id)
    )
    return [(row[0], row[1]) for row in rows]


async def due_account(book: Book, of: models.Payment | models.Invoice) -> models.Account:
    """The account of what is payable on an invoice."""
    invoice_id = of.invoice_id if isinstance(of, models.Payment) else of.id
    found = await book.session.scalars(
        select(models.Account).where(
            models.Account.firm_id == book.firm.id,
            models.Account.invoice_id == invoice_id,
            models.Account.kind == AccountKind.DUE,
        )
    )
    return found.one()


async def find_transfer(book: Book, cause: str) -> models.Transfer | None:
    """The transfer of this cause, if the fact was booked."""
    return await book.session.scalar(
        select(models.Transfer).where(models.Transfer.firm_id == book.firm.id, models.Transfer.cause == cause)
    )


async def _transfer(book: Book, cause: str) -> models.Transfer:
    found = await find_transfer(book, cause)
    if found is None:
        message = f"not booked: {cause}"
        raise AssertionError(message)
    return found


async def _account(book: Book, payment: models.Payment, kind: AccountKind) -> models.Account:
    found = await book.session.scalars(
        select(models.Account).where(
            models.Account.firm_id == book.firm.id, models.Account.payment_id == payment.id, models.Account.kind == kind
        )
    )
    return found.one()


async def _unspent(book: Book, payment: models.Payment) -> Sequence[models.Account]:
    found = await book.session.scalars(
        select(models.Account)
        .where(
            models.Account.firm_id == book.firm.id,
            models.Account.client_id == payment.client_id,
            models.Account.kind == AccountKind.LOT,
            models.Account.credits > models.Account.debits,
        )
        .order_by(models.Account.opened_at, models.Account.id)
    )
    return found.all()
