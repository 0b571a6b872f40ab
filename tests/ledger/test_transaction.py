"""Ledger transactions: the firm's lock first, one event number each, all or nothing."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, NoResultFound

import ledger
import models
from billing.invoices import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import AccountKind, CreditEntryKind, PaymentMethod, TransferCode
from tests.support.firm import AppHarness, Firm
from tests.support.ledger import ledger_transaction
from tests.support.round_trips import record_round_trips, written_tables

LOCK = re.compile(r"UPDATE firm SET seq ?= ?\(?(firm\.)?seq \+ ")


async def event_numbers(firm: Firm) -> list[int]:
    async with firm.app.services.reads() as session:
        numbers = await session.scalars(
            select(models.Event.seq).where(models.Event.firm_id == firm.id).order_by(models.Event.seq)
        )
        return list(numbers)


async def post_to_billed_clearing(firm: Firm, amount: int, billed: models.Account | None = None) -> None:
    """Post a transfer from the firm's cash to `billed`, by default the firm's own billed clearing account."""
    async with ledger_transaction(firm.app, firm.id) as transaction:
        cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
        await transaction.post(
            cash,
            billed or await transaction.get_firm_account(AccountKind.BILLED_CLEARING),
            amount,
            TransferCode.INVOICE_ISSUED,
            "test",
        )


async def test_the_lock_comes_first(app: AppHarness) -> None:
    """D12, D33: the first statement of every money transaction takes the firm's next number, and with it the lock."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    with record_round_trips() as log:
        invoice = await firm.create_invoice("60.00")
        await firm.pay(invoice, "30.00")
        (charge,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
        await firm.settle_charge(charge)
        other = await firm.create_invoice("10.00")
        await firm.pay(other, AmountChoice.FULL)
        await firm.pay(await firm.create_invoice("90.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
        await void_invoice.void_invoice(app.services, firm.owner, other, "mistake")
    money_tables = {"event", "transfer", "account", "credit_entry"}
    transactions = [
        (statements, [written_tables(statement) for statement in statements])
        for statements in log.transactions
        if any(written_tables(statement) & money_tables for statement in statements)
    ]
    assert len(transactions) > 8
    for statements, tables in transactions:
        assert LOCK.match(statements[0]), statements
        assert any("event" in written for written in tables[1:]), tables


async def test_numbers_have_no_gap(app: AppHarness) -> None:
    """D32: one number per event, in order; a transaction that is rolled back uses none."""
    firm = await app.create_firm()
    for fails in (False, True, False):
        try:
            async with ledger_transaction(app, firm.id) as transaction:
                next_transaction = await transaction.continue_as(ledger.EventMeta("test.followed"))
                assert (transaction.seq + 1, transaction.event.kind) == (next_transaction.seq, "test.posted")
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue
    assert await event_numbers(firm) == [1, 2, 3, 4]
    assert await firm.event_seq() == 4


async def test_concurrent_transactions_wait(app: AppHarness) -> None:
    """D12, D33: a dozen transactions of one firm run one after the other, each with its own number."""
    firm = await app.create_firm()
    active = 0

    async def write() -> int:
        nonlocal active
        async with ledger_transaction(app, firm.id) as transaction:
            active += 1
            assert active == 1
            await asyncio.sleep(0)
            await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
            assert active == 1
            active -= 1
            return transaction.seq

    assert sorted(await asyncio.gather(*(write() for _ in range(12)))) == list(range(1, 13))
    async with app.services.reads() as session:
        accounts = select(func.count()).where(models.Account.firm_id == firm.id)
        assert await session.scalar(accounts) == 1


async def test_unknown_firm_is_refused(app: AppHarness) -> None:
    """There is no row to lock, and nothing is written."""
    with pytest.raises(NoResultFound):
        async with ledger_transaction(app, models.new_id()):
            pass


async def test_posted_totals_are_visible_at_once(app: AppHarness) -> None:
    """D33: account, client and entry are up to date inside the transaction."""
    firm = await app.create_firm()
    async with ledger_transaction(app, firm.id) as transaction:
        client = await transaction.session.get_one(models.Client, (firm.id, firm.client_id))
        lot = await transaction.open_account(
            AccountKind.LOT, client_id=firm.client_id, source=CreditEntryKind.CREDIT_NOTE
        )
        cash = await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
        for amount, after in ((7, 7), (5, 12)):
            entry = models.CreditEntry(kind=CreditEntryKind.CREDIT_NOTE)
            transfer = await transaction.post(
                cash, lot, amount, TransferCode.CREDIT_ISSUED, f"test:{amount}", entry=entry
            )
            assert (entry.id, entry.client_id, entry.amount) == (transfer.id, firm.client_id, amount)
            assert (entry.balance_after, client.available, lot.credits_posted, cash.debits_posted) == (
                after,
                after,
                after,
                after,
            )
            assert (transfer.event_seq, transfer.currency, entry.created_at) == (transaction.seq, "EUR", app.clock())
    assert await firm.credits() == (12, 0)


@pytest.mark.parametrize("amount", [0, -1])
async def test_amount_must_be_positive(app: AppHarness, amount: int) -> None:
    """D32: a correction is a transfer the other way round, not a negative one."""
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError, match=r"ck_transfer_amount|ck_account_sums"):
            await post_to_billed_clearing(firm, amount)


async def test_account_of_another_firm_is_refused(app: AppHarness) -> None:
    """D33: transfers never connect two firms, whether they have the same currency or not."""
    firm = await app.create_firm()
    for currency in ("EUR", "USD"):
        other = await app.create_firm(f"Other {currency}", currency=currency)
        async with ledger_transaction(app, other.id) as transaction:
            other_account = await transaction.get_firm_account(AccountKind.BILLED_CLEARING)
        async with firm.assert_unchanged(), other.assert_unchanged():
            with pytest.raises(IntegrityError, match=r"FOREIGN KEY|ForeignKeyViolationError"):
                await post_to_billed_clearing(firm, 1, other_account)


async def test_reversals_name_what_they_reverse(app: AppHarness) -> None:
    """D32: each transfer of a voided invoice's reversal names one of the same accounts and amount."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    invoice = await firm.create_invoice("60.00")
    await firm.pay(invoice, "50.00")
    before = await firm.event_seq()
    await void_invoice.void_invoice(app.services, firm.owner, invoice, "mistake")
    async with app.services.reads() as session:
        rows = await session.scalars(select(models.Transfer).where(models.Transfer.firm_id == firm.id))
        transfers = {transfer.id: transfer for transfer in rows}
    reversals = [transfer for transfer in transfers.values() if transfer.event_seq > before]
    (refund,) = {reversal.reference.split(":undo:")[0] for reversal in reversals if ":undo:" in reversal.reference}
    assert len(reversals) == 4
    for reversal in reversals:
        original = transfers[reversal.reverses_id or reversal.id]
        assert original.event_seq < reversal.event_seq
        assert (original.debit_id, original.credit_id) == (reversal.credit_id, reversal.debit_id)
        assert original.amount == reversal.amount
        assert reversal.reference in (f"{original.reference}:undone", f"{refund}:undo:{original.id}")
