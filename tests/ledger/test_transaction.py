"""Ledger transactions: the firm's lock first, one event number each, all or nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Uuid, func, select, text
from sqlalchemy.exc import IntegrityError, NoResultFound

import ledger
import models
from billing.invoices import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from db.row_loader import LoadQuery, RowLoader
from models import AccountKind, CreditEntryKind, PaymentMethod, TransferCode
from models.base import NamedBind
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.ledger import ledger_transaction
from tests.support.round_trips import LOCK, SQLITE_LOCK, record_round_trips, written_tables

FIRM_LOCK = re.compile(rf"{re.escape(LOCK)}|{SQLITE_LOCK}|UPDATE firm SET seq ?= ?\(?firm\.seq \+ ")
"""The last is that of an event which is recorded in a session."""


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
    """D12, D33: the first statement of every money transaction takes the firm's lock."""
    firm = await app.create_prepaid_firm("100.00")
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
        assert FIRM_LOCK.match(statements[0]), statements
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


async def post_credits(transaction: ledger.LedgerTransaction, firm: Firm, reference: str) -> None:
    """Post credits of 5.00 between new accounts, which need no query."""
    kind = CreditEntryKind.CREDIT_NOTE
    lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind)
    cash = await transaction.open_account(AccountKind.CASH_OFFLINE)
    entry = models.CreditEntry(kind=kind, lot_id=lot.id)
    await transaction.post(cash, lot, 5_00, TransferCode.CREDIT_ISSUED, reference, entry=entry)


@asynccontextmanager
async def transaction_with_client(firm: Firm) -> AsyncIterator[ledger.LedgerTransaction]:
    """A transaction that has loaded the firm and its client, and so needs no session."""
    app = firm.app
    client = models.Client
    statement = (
        ledger.select_firm(client)
        .join(client, (client.firm_id == models.Firm.id) & (client.id == NamedBind("client", Uuid())))
        .where(models.Firm.id == NamedBind("firm", Uuid()))
    )
    query = LoadQuery(RowLoader(statement, app.services.driver.dialect), {"firm": firm.id, "client": firm.client_id})
    async with app.services.driver.begin(firm.id, query.statement) as writes:
        yield ledger.LedgerTransaction.begin(writes, ledger.EventMeta("test.posted"), app.clock(), query)


async def rows_of_event(firm: Firm, seq: int) -> dict[str, list[dict[str, str]]]:
    """The rows that the event added and changed, without ids, numbers and references."""
    rows: dict[str, list[dict[str, str]]] = {}
    async with firm.app.services.reads() as session:
        for model, column in (
            (models.Event, models.Event.seq),
            (models.Transfer, models.Transfer.event_seq),
            (models.CreditEntry, models.CreditEntry.event_seq),
            (models.Account, models.Account.changed_seq),
        ):
            for row in await session.scalars(select(model).where(model.firm_id == firm.id, column == seq)):
                values = {key: str(value) for key, value in vars(row).items() if not key.startswith("_")}
                comparable = {
                    key: value
                    for key, value in values.items()
                    if not (key.endswith(("id", "seq", "_at")) or key in ("reference", "balance_after"))
                }
                rows.setdefault(model.__name__, []).append(comparable)
    return {name: sorted(values, key=str) for name, values in rows.items()}


@pytest.mark.parametrize("with_session", ["from the start", "between"])
async def test_rows_are_the_same_with_a_session(app: AppHarness, with_session: str) -> None:
    """D32, D33: the driver writes rows with the commit, a session before each of its statements: the same rows."""
    written = []
    for variant in ("never", with_session):
        firm = await app.create_firm(variant)
        with record_round_trips() as log:
            async with transaction_with_client(firm) as transaction:
                if variant == "from the start":
                    await transaction.session.execute(text("SELECT 1"))
                await post_credits(transaction, firm, "first")
                if variant == "between":
                    await transaction.session.execute(text("SELECT 1"))
                await transaction.commit()
        assert ("SELECT 1" in log.statements) is (variant != "never")
        assert await firm.credits() == (5_00, 0)
        written.append(await rows_of_event(firm, transaction.seq))
    assert written[0] == written[1]
    assert {name: len(rows) for name, rows in written[0].items()} == {
        "Event": 1, "Transfer": 1, "CreditEntry": 1, "Account": 2
    }  # fmt: skip


@pytest.mark.parametrize("with_session", [False, True])
@pytest.mark.parametrize(
    ("reference", "amount", "constraint"),
    [
        ("posted before", 1, r"transfer\.firm_id, transfer\.reference|uq_transfer_firm_id_reference"),
        ("negative", -1, "ck_transfer_amount"),
        ("overdraft", 4, "ck_account_credits_not_overdrawn"),
    ],
)
async def test_violated_constraint_rolls_back(
    app: AppHarness, reference: str, amount: int, constraint: str, *, with_session: bool
) -> None:
    """D9, D32: the database refuses it whoever writes the rows, and nothing of the transaction remains."""
    firm = await app.create_firm()
    async with transaction_with_client(firm) as transaction:
        await post_credits(transaction, firm, "posted before")
        await transaction.commit()
    before = await all_rows(app.services)
    with pytest.raises(IntegrityError, match=constraint):
        async with transaction_with_client(firm) as transaction:
            if with_session:
                await transaction.session.execute(text("SELECT 1"))
            kind = CreditEntryKind.CREDIT_NOTE
            lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind)
            credit_notes = await transaction.open_account(AccountKind.CREDIT_NOTES)
            is_overdraft = reference == "overdraft"
            debit, credit = (lot, credit_notes) if is_overdraft else (credit_notes, lot)
            code = TransferCode.CREDIT_REVERSED if is_overdraft else TransferCode.CREDIT_ISSUED
            entry = models.CreditEntry(kind=kind, lot_id=lot.id)
            await transaction.post(credit_notes, lot, 3, TransferCode.CREDIT_ISSUED, "valid", entry=entry)
            await transaction.post(debit, credit, amount, code, reference, entry=models.CreditEntry(kind=kind))
            await transaction.commit()
    assert await all_rows(app.services) == before


async def test_reversals_name_what_they_reverse(app: AppHarness) -> None:
    """D32: each transfer of a voided invoice's reversal names one of the same accounts and amount."""
    firm = await app.create_prepaid_firm("50.00")
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
