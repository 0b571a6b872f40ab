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
from models import AccountKind, CreditEntryKind, PaymentMethod, TransferCode
from tests.support.firm import AppHarness, Firm

EVENT_META = ledger.EventMeta("test.booked")


@contextmanager
def record_statements(house: AppHarness) -> Iterator[list[str]]:
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
    async with firm.app.services.reads() as session:
        found = await session.scalars(
            select(models.Event.seq).where(models.Event.firm_id == firm.id).order_by(models.Event.seq)
        )
        return list(found)


async def post_to_billed_clearing(firm: Firm, amount: int, billed: models.Account | None = None) -> None:
    """A transfer from cash, in a transaction of its own, to the firm's own account unless told otherwise."""
    async with firm.app.services.writes.begin() as session:
        transaction = await ledger.LedgerTransaction.begin(session, firm.id, EVENT_META, firm.app.clock())
        cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
        await transaction.post(
            cash,
            billed or await transaction.get_firm_account(AccountKind.BILLED_CLEARING),
            amount,
            TransferCode.INVOICE_ISSUED,
            "test",
        )


async def test_the_lock_comes_first(app: AppHarness) -> None:
    """D12, D33: before anything is read or written, the firm's next number is taken: that is the lock."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    with record_statements(app) as seen:
        invoice = await firm.create_invoice("60.00")
        await firm.pay(invoice, "30.00")
        (charge,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
        await firm.settle_charge(charge)
        other = await firm.create_invoice("10.00")
        await firm.pay(other, AmountChoice.FULL)
        await firm.pay(await firm.create_invoice("90.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
        await void_invoice.void_invoice(app.services, firm.owner, other, "mistake")
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


async def test_numbers_have_no_gap(app: AppHarness) -> None:
    """D32: one number for each event, in order; what was taken back, or never came to be, has none."""
    firm = await app.create_firm()
    services = app.services
    for is_wrong in (False, True, False):
        try:
            async with services.writes.begin() as session:
                transaction = await ledger.LedgerTransaction.begin(session, firm.id, EVENT_META, app.clock())
                further = await transaction.continue_as(ledger.EventMeta("test.followed"))
                assert (transaction.seq + 1, transaction.event.kind) == (further.seq, "test.booked")
                if is_wrong:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
    assert await events(firm) == [1, 2, 3, 4]
    assert await firm.event_seq() == 4


async def test_whoever_comes_at_the_same_time_waits(app: AppHarness) -> None:
    """D12, D33: a dozen at once in one firm come one after the other, each with a number of its own."""
    firm = await app.create_firm()
    inside = 0

    async def write() -> int:
        nonlocal inside
        async with app.services.writes.begin() as session:
            transaction = await ledger.LedgerTransaction.begin(session, firm.id, EVENT_META, app.clock())
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
            assert inside == 1
            inside -= 1
            return transaction.seq

    assert sorted(await asyncio.gather(*(write() for _ in range(12)))) == list(range(1, 13))
    async with app.services.reads() as session:
        billed = select(func.count()).where(models.Account.firm_id == firm.id)
        assert await session.scalar(billed) == 1


async def test_unknown_firm_is_refused(app: AppHarness) -> None:
    """There is nothing to lock, and nothing is written."""
    with pytest.raises(NoResultFound):
        async with app.services.writes.begin() as session:
            await ledger.LedgerTransaction.begin(session, models.new_id(), EVENT_META, app.clock())


async def test_posted_sums_are_visible_at_once(app: AppHarness) -> None:
    """D33: inside the transaction, account, client and invoice already are what they will be; the entry, too."""
    firm = await app.create_firm()
    async with app.services.writes.begin() as session:
        transaction = await ledger.LedgerTransaction.begin(session, firm.id, EVENT_META, app.clock())
        client = await session.get_one(models.Client, (firm.id, firm.client_id))
        lot = await transaction.open_account(
            AccountKind.LOT, client_id=firm.client_id, source=CreditEntryKind.CREDIT_NOTE
        )
        cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
        for amount, after in ((7, 7), (5, 12)):
            entry = models.CreditEntry(kind=CreditEntryKind.CREDIT_NOTE)
            posted = await transaction.post(
                cash, lot, amount, TransferCode.CREDIT_ISSUED, f"test:{amount}", entry=entry
            )
            assert (entry.id, entry.client_id, entry.amount) == (posted.id, firm.client_id, amount)
            assert (entry.balance_after, client.available, lot.credits_posted, cash.debits_posted) == (
                after,
                after,
                after,
                after,
            )
            assert (posted.event_seq, posted.currency, entry.created_at) == (transaction.seq, "EUR", app.clock())
    assert await firm.credits() == (12, 0)


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_or_less_is_never_posted(app: AppHarness, amount: int) -> None:
    """D32: a transfer has an amount; a correction is a transfer the other way round."""
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError, match=r"ck_transfer_amount|ck_account_sums"):
            await post_to_billed_clearing(firm, amount)


async def test_no_account_of_another_firm_can_be_posted_to(app: AppHarness) -> None:
    """D33: the books of two firms, of one currency or two, never meet in a transfer."""
    firm = await app.create_firm()
    for currency in ("EUR", "USD"):
        other = await app.create_firm(f"Other {currency}", currency=currency)
        async with app.services.writes.begin() as session:
            books = await ledger.LedgerTransaction.begin(session, other.id, EVENT_META, app.clock())
            theirs = await books.get_firm_account(AccountKind.BILLED_CLEARING)
        async with firm.assert_unchanged(), other.assert_unchanged():
            with pytest.raises(IntegrityError, match=r"FOREIGN KEY|ForeignKeyViolationError"):
                await post_to_billed_clearing(firm, 1, theirs)


async def test_a_correction_names_what_it_reverses(app: AppHarness) -> None:
    """D32: each transfer of an undone invoice names the one that it undoes, of the same two accounts and amount."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    invoice = await firm.create_invoice("60.00")
    await firm.pay(invoice, "50.00")
    before = await firm.event_seq()
    await void_invoice.void_invoice(app.services, firm.owner, invoice, "mistake")
    async with app.services.reads() as session:
        found = await session.scalars(select(models.Transfer).where(models.Transfer.firm_id == firm.id))
        transfers = {one.id: one for one in found}
    undoing = [one for one in transfers.values() if one.event_seq > before]
    (refund,) = {one.reference.split(":undo:")[0] for one in undoing if ":undo:" in one.reference}
    assert len(undoing) == 4
    for one in undoing:
        undone = transfers[one.reverses_id or one.id]
        assert undone.event_seq < one.event_seq
        assert (undone.debit_id, undone.credit_id, undone.amount) == (one.credit_id, one.debit_id, one.amount)
        assert one.reference in (f"{undone.reference}:undone", f"{refund}:undo:{undone.id}")
