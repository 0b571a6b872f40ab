"""A firm's books, open for one transaction: the lock first of all, one number for each, everything or nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, NoResultFound

import ledger
import models
from billing.invoices import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import AccountKind, CreditEntryKind, PaymentMethod
from tests.support.firm import Firm, House

ACT = ledger.Act("test.booked")


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """What is asked of the database that writes, each transaction from its BEGIN on."""
    seen: list[str] = []

    def begin(_connection: Any) -> None:
        seen.append("BEGIN")

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(" ".join(statement.split()))

    engine = house.database.write_engine.sync_engine
    event.listen(engine, "begin", begin)
    event.listen(engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", see)
        event.remove(engine, "begin", begin)


async def events(firm: Firm) -> list[int]:
    async with firm.house.services.reads() as session:
        found = await session.scalars(
            select(models.Event.seq).where(models.Event.firm_id == firm.id).order_by(models.Event.seq)
        )
        return list(found)


async def post_to_billed(firm: Firm, amount: int, billed: models.Account | None = None) -> None:
    """A transfer from cash, in a transaction of its own, to the firm's own account unless told otherwise."""
    async with firm.house.services.writes.begin() as session:
        book = await ledger.Book.open(session, firm.id, ACT, firm.house.clock())
        cash = await book.firm_account(AccountKind.CASH_OFFLINE)
        await book.post(cash, billed or await book.firm_account(AccountKind.BILLED), amount, "test")


async def test_the_lock_comes_first(house: House) -> None:
    """D12, D33: before anything is read or written, the firm's next number is taken: that is the lock."""
    firm = await house.ready_firm()
    await firm.prepay("100.00")
    with statements(house) as seen:
        invoice = await firm.issue("60.00")
        await firm.pay(invoice, "30.00")
        (charge,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
        await firm.come(charge)
        other = await firm.issue("10.00")
        await firm.pay(other, AmountChoice.FULL)
        await firm.pay(await firm.issue("90.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
        await void_invoice.void_invoice(house.services, firm.owner, other, "mistake")
    transactions: list[list[str]] = []
    for statement in seen:
        if statement == "BEGIN":
            transactions.append([])
        else:
            transactions[-1].append(statement)
    of_money = [one for one in transactions if any("INSERT INTO event" in statement for statement in one)]
    assert len(of_money) > 8
    for one in of_money:
        assert re.match(r"UPDATE firm SET seq=\(firm.seq \+ [^ ]+\) WHERE firm.id = [^ ]+ RETURNING", one[0])
        assert "INSERT INTO event " in one[1]
    posted = [one for one in transactions if any("INSERT INTO transfer" in statement for statement in one)]
    assert posted
    assert all(one in of_money for one in posted)


async def test_numbers_have_no_gap(house: House) -> None:
    """D32: one number for each event, in order; what was taken back, or never came to be, has none."""
    firm = await house.firm()
    services = house.services
    for is_wrong in (False, True, False):
        try:
            async with services.writes.begin() as session:
                book = await ledger.Book.open(session, firm.id, ACT, house.clock())
                further = await book.then(ledger.Act("test.followed"))
                assert (book.seq + 1, book.event.kind) == (further.seq, "test.booked")
                if is_wrong:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
    assert await events(firm) == [1, 2, 3, 4]
    assert await firm.seq() == 4


async def test_whoever_comes_at_the_same_time_waits(house: House) -> None:
    """D12, D33: a dozen at once in one firm come one after the other, each with a number of its own."""
    firm = await house.firm()
    inside = 0

    async def write() -> int:
        nonlocal inside
        async with house.services.writes.begin() as session:
            book = await ledger.Book.open(session, firm.id, ACT, house.clock())
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            await book.firm_account(AccountKind.BILLED)
            assert inside == 1
            inside -= 1
            return book.seq

    assert sorted(await asyncio.gather(*(write() for _ in range(12)))) == list(range(1, 13))
    async with house.services.reads() as session:
        billed = select(func.count()).where(models.Account.firm_id == firm.id)
        assert await session.scalar(billed) == 1


async def test_a_firm_that_is_not_there_has_no_books(house: House) -> None:
    """There is nothing to lock, and nothing is written."""
    with pytest.raises(NoResultFound):
        async with house.services.writes.begin() as session:
            await ledger.Book.open(session, models.new_id(), ACT, house.clock())


async def test_an_accounts_sums_are_told_at_once(house: House) -> None:
    """D33: inside the transaction, account, client and invoice already are what they will be; the entry, too."""
    firm = await house.firm()
    async with house.services.writes.begin() as session:
        book = await ledger.Book.open(session, firm.id, ACT, house.clock())
        client = await session.get_one(models.Client, (firm.id, firm.client_id))
        lot = await book.open_account(AccountKind.LOT, client_id=firm.client_id, source=CreditEntryKind.CREDIT_NOTE)
        cash = await book.firm_account(AccountKind.CASH_OFFLINE)
        for amount, after in ((7, 7), (5, 12)):
            entry = models.CreditEntry(kind=CreditEntryKind.CREDIT_NOTE)
            posted = await book.post(cash, lot, amount, f"test:{amount}", entry=entry)
            assert (entry.id, entry.client_id, entry.amount) == (posted.id, firm.client_id, amount)
            assert (entry.balance_after, client.available, lot.credits, cash.debits) == (after, after, after, after)
            assert (posted.event_seq, posted.currency, entry.created_at) == (book.seq, "EUR", house.clock())
    assert await firm.credits() == (12, 0)


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_or_less_is_never_posted(house: House, amount: int) -> None:
    """D32: a transfer has an amount; a correction is a transfer the other way round."""
    firm = await house.firm()
    async with firm.unmoved():
        with pytest.raises(IntegrityError, match=r"ck_transfer_amount|ck_account_sums"):
            await post_to_billed(firm, amount)


async def test_no_account_of_another_firm_can_be_posted_to(house: House) -> None:
    """D33: the books of two firms, of one currency or two, never meet in a transfer."""
    firm = await house.firm()
    for currency in ("EUR", "USD"):
        other = await house.firm(f"Other {currency}", currency=currency)
        async with house.services.writes.begin() as session:
            books = await ledger.Book.open(session, other.id, ACT, house.clock())
            theirs = await books.firm_account(AccountKind.BILLED)
        async with firm.unmoved(), other.unmoved():
            with pytest.raises(IntegrityError, match=r"FOREIGN KEY|ForeignKeyViolationError"):
                await post_to_billed(firm, 1, theirs)


async def test_a_correction_names_what_it_reverses(house: House) -> None:
    """D32: each transfer of an undone invoice names the one that it undoes, of the same two accounts and amount."""
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    invoice = await firm.issue("60.00")
    await firm.pay(invoice, "50.00")
    before = await firm.seq()
    await void_invoice.void_invoice(house.services, firm.owner, invoice, "mistake")
    async with house.services.reads() as session:
        found = await session.scalars(select(models.Transfer).where(models.Transfer.firm_id == firm.id))
        transfers = {one.id: one for one in found}
    undoing = [one for one in transfers.values() if one.event_seq > before]
    (refund,) = {one.cause.split(":undo:")[0] for one in undoing if ":undo:" in one.cause}
    assert len(undoing) == 4
    for one in undoing:
        undone = transfers[one.reverses_id or one.id]
        assert undone.event_seq < one.event_seq
        assert (undone.debit_id, undone.credit_id, undone.amount) == (one.credit_id, one.debit_id, one.amount)
        assert one.cause in (f"{undone.cause}:undone", f"{refund}:undo:{undone.id}")
