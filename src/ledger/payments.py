"""How money moves for a payment or a prepayment. Each movement has causes of its own, so none can happen twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

import models
from ledger.reversals import standing_with
from ledger.transaction import Book
from models import AccountKind, CreditEntryKind

Charge = models.Payment | models.Prepayment


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment from credits has of one lot: the transfer that took it, and what of it was not given back."""

    lot: models.Account
    taken: models.Transfer
    left: int


async def begin(book: Book, payment: models.Payment) -> None:
    """Set the payment's amount aside on its invoice: pending, no longer payable (D15)."""
    pending = await book.open_account(
        AccountKind.PENDING, client_id=payment.client_id, invoice_id=payment.invoice_id, payment_id=payment.id
    )
    await book.post(pending, await due_account(book, payment), payment.amount, f"payment:{payment.id}:begun")


async def undo_begin(book: Book, payment: models.Payment) -> None:
    """Make the payment's amount payable again."""
    begun = await _transfer(book, f"payment:{payment.id}:begun")
    pending = await account_of(book, payment, AccountKind.PENDING)
    await book.post(
        await due_account(book, payment), pending, begun.amount, f"payment:{payment.id}:begun:undone", reverses=begun
    )


async def hold(book: Book, payment: models.Payment) -> list[Part]:
    """Set the client's oldest credits aside for the payment: which money pays it is fixed from now on (D14, D16)."""
    held = await book.open_account(AccountKind.HELD, client_id=payment.client_id, payment_id=payment.id)
    missing = payment.amount
    parts = []
    for lot in await book.unspent(payment.client_id, payment.amount):
        part = min(missing, lot.credits - lot.debits)
        taken = await book.post(lot, held, part, f"payment:{payment.id}:held:{lot.id}")
        parts.append(Part(lot, taken, part))
        missing -= part
        if not missing:
            return parts
    message = "held more credits than there are"
    raise AssertionError(message)


async def give_back(book: Book, payment: models.Payment) -> None:
    """Return held credits to the money they came from, at its original age."""
    held = await account_of(book, payment, AccountKind.HELD)
    for part in await parts_of(book, payment):
        await book.post(held, part.lot, part.left, f"transfer:{part.taken.id}:undone", reverses=part.taken)


async def receive(book: Book, charge: Charge) -> None:
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


async def receive_offline(book: Book, payment: models.Payment, received_on: dt.date, came_at: dt.datetime) -> None:
    """Money came that no provider carried, for an invoice: a lot of its own, as old as the day it came (D14, D22)."""
    cash = await book.firm_account(AccountKind.CASH_OFFLINE)
    kind = CreditEntryKind.OFFLINE_PAYMENT
    lot = await book.open_account(
        AccountKind.LOT, client_id=payment.client_id, payment_id=payment.id, source=kind, opened_at=came_at
    )
    entry = models.CreditEntry(
        kind=kind,
        payment_id=payment.id,
        lot_id=lot.id,
        offline_method=payment.offline_method,
        received_on=received_on,
    )
    await book.post(cash, lot, payment.amount, f"payment:{payment.id}:received", entry=entry)


async def settle(book: Book, payment: models.Payment, *, begun: bool, held: Sequence[Part] | None = None) -> None:
    """Pay the invoice with what the payment holds or received, and count it as earned.

    `begun`: the amount is pending on the invoice; else it is taken off what is payable. `held`: what it holds, where
    that has just been set aside.
    """
    by_credits = payment.paid_by is models.PaidBy.CREDITS
    source = await source_of(book, payment)
    target = await account_of(book, payment, AccountKind.PENDING) if begun else await due_account(book, payment)
    entry = models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT, payment_id=payment.id)
    settled = await book.post(source, target, payment.amount, f"payment:{payment.id}:settled", entry=entry)
    parts = held or (await parts_of(book, payment) if by_credits else ())
    await count(book, settled, sum(part.left for part in parts if part.lot.source is CreditEntryKind.CREDIT_NOTE))


async def count(book: Book, settled: models.Transfer, noted: int) -> None:
    """Count what was settled as revenue, but for what credit notes paid: that was granted, not earned (D34)."""
    billed = await book.firm_account(AccountKind.BILLED)
    for kind, part in ((AccountKind.REVENUE, settled.amount - noted), (AccountKind.NOTES, noted)):
        if part:
            await book.post(billed, await book.firm_account(kind), part, counted(settled, kind))


def counted(settled: models.Transfer, kind: AccountKind) -> str:
    """The cause of the transfer that counts what was settled."""
    return f"{settled.cause}:{kind.value.lower()}"


async def parts_of(book: Book, payment: models.Payment) -> list[Part]:
    """The lots whose money a payment from credits holds or has spent, and how much, the first taken first."""
    held = await account_of(book, payment, AccountKind.HELD)
    of_held = models.Transfer.credit_id == held.id
    taken = await standing_with(book, models.Transfer.debit_id, of_held, models.Account.kind == AccountKind.LOT)
    return [Part(lot, transfer, left) for transfer, left, lot in taken]


async def source_of(book: Book, payment: models.Payment) -> models.Account:
    """The account of the payment that its money goes onto the invoice from: what it holds, or what came for it."""
    by_credits = payment.paid_by is models.PaidBy.CREDITS
    return await account_of(book, payment, AccountKind.HELD if by_credits else AccountKind.LOT)


async def due_account(book: Book, of: models.Payment | models.Invoice) -> models.Account:
    """The account of what is payable on an invoice."""
    invoice_id = of.invoice_id if isinstance(of, models.Payment) else of.id
    return _there(await book.account(AccountKind.DUE, invoice_id=invoice_id))


async def account_of(book: Book, payment: models.Payment, kind: AccountKind) -> models.Account:
    """The payment's account of this kind."""
    return _there(await book.account(kind, payment_id=payment.id))


def _there(account: models.Account | None) -> models.Account:
    if account is None:
        message = "an account that was never opened"
        raise AssertionError(message)
    return account


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
