"""D14 for clients with many small lots: the oldest are spent first, and the cost depends on how many are spent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

import ledger
import models
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from models import AccountKind, CreditEntryKind, PaymentMethod
from tests.support import actions
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm

MANY = 240


async def add_credit_notes(firm: Firm, count: int, *, distinct_times: int = 7) -> list[uuid.UUID]:
    """Add credit notes of 1.00 that arrived in the past, in no order of age. Returns their lots, the oldest first."""
    lots = []
    async with firm.app.services.writes.begin() as session:
        transaction = await ledger.LedgerTransaction.begin(
            session, firm.id, ledger.EventMeta("test.booked"), firm.app.clock()
        )
        notes, kind = await transaction.get_firm_account(AccountKind.CREDIT_NOTES), CreditEntryKind.CREDIT_NOTE
        for number in range(count):
            at = firm.app.clock() - dt.timedelta(days=100, microseconds=number * 5 % distinct_times)
            lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind, opened_at=at)
            await transaction.post(
                notes,
                lot,
                1_00,
                models.TransferCode.CREDIT_ISSUED,
                f"note:{lot.id}",
                entry=models.CreditEntry(kind=kind, lot_id=lot.id),
            )
            lots.append((at, lot.id))
    return [lot_id for _, lot_id in sorted(lots)]


async def create_ready_firm(app: AppHarness) -> Firm:
    """A firm that has paid from credits before: its accounts exist, and no credits are left."""
    firm = await app.create_ready_firm()
    await actions.issue_credit_note(firm, "1.00")
    await firm.prepay("1.00")
    await firm.pay(await firm.create_invoice("2.00"), AmountChoice.FULL)
    return firm


@contextmanager
def record_locked_path(app: AppHarness) -> Iterator[list[str]]:
    """The statements of the ORM's write connection inside the block: what the locked path runs."""
    statements: list[str] = []

    def record(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record)


def lot_page_count(statements: Sequence[str]) -> int:
    return sum(statement.startswith("SELECT") and "ORDER BY account.opened_at" in statement for statement in statements)


def select_count(statements: Sequence[str]) -> int:
    return sum(statement.startswith("SELECT") for statement in statements)


async def lots_used_by(firm: Firm, payment: models.Payment) -> list[tuple[uuid.UUID, int]]:
    """Which lots the payment spent, and how much of each, in that order."""
    hold, transfer = models.Account, models.Transfer
    async with firm.app.services.reads() as session:
        rows = await session.execute(
            select(transfer.debit_id, transfer.amount)
            .join(hold, (hold.firm_id == transfer.firm_id) & (hold.id == transfer.credit_id))
            .where(transfer.firm_id == firm.id, hold.kind == AccountKind.HELD, hold.payment_id == payment.id)
            .order_by(transfer.id)
        )
        return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(
    ("amount", "page_count"),
    [("0.50", 0), ("15.50", 0), ("16.00", 0), ("16.01", 2), ("48.00", 2), ("48.01", 3), ("240", 4)],
)
async def test_only_as_many_lots_are_read_as_are_spent(app: AppHarness, amount: str, page_count: int) -> None:
    """Up to 16 on the fast path, in one statement; on the locked path in pages of 16, 32, 64, 128."""
    firm = await create_ready_firm(app)
    lots = await add_credit_notes(firm, MANY)
    invoice = await firm.create_invoice("1000.00")
    round_trips: list[int] = []

    async def record(queries: Sequence[Any]) -> None:
        round_trips.append(len(queries))

    with record_locked_path(app) as statements:
        async with spy_on_driver(app, on_query=record):
            (payment,) = await firm.pay(invoice, amount)
    assert round_trips == [1]
    assert lot_page_count(statements) == page_count
    assert bool(statements) is bool(page_count)
    whole, last_part = divmod(payment.amount, 1_00)
    parts = [1_00] * whole + [last_part] * bool(last_part)
    assert await lots_used_by(firm, payment) == list(zip(lots, parts, strict=False))
    assert await firm.credits() == (MANY * 1_00 - payment.amount, 0)
    await app.audit()


async def test_successive_payments_continue_where_the_last_one_stopped(app: AppHarness) -> None:
    """On either path, until all lots are spent."""
    firm = await create_ready_firm(app)
    lots = await add_credit_notes(firm, 80)
    invoice = await firm.create_invoice("1000.00")
    spent: list[tuple[uuid.UUID, int]] = []
    for amount in ("10.50", "40.00", "14.00", "15.50"):
        (payment,) = await firm.pay(invoice, amount)
        spent += await lots_used_by(firm, payment)
    assert await firm.credits() == (0, 0)
    assert {
        lot: sum(amount_of_lot for spent_lot, amount_of_lot in spent if spent_lot == lot) for lot in lots
    } == dict.fromkeys(lots, 1_00)
    assert [lot for lot, _ in spent] == sorted((lot for lot, _ in spent), key=lots.index)
    await app.audit()


async def test_holds_are_loaded_in_one_query(app: AppHarness) -> None:
    """D16: releasing or settling reserved credits takes as many queries for forty lots as for two."""
    firm = await create_ready_firm(app)
    query_counts: dict[str, set[int]] = {"released": set(), "settled": set()}
    for count in (2, 40):
        for ending, counts in query_counts.items():
            await add_credit_notes(firm, count)
            before = await firm.lot_balances()
            invoice = await firm.create_invoice(f"{count + 1}.00")
            payments = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
            assert [payment.amount for payment in payments] == [1_00, count * 1_00]
            with record_locked_path(app) as statements:
                if ending == "settled":
                    await firm.settle_charge(payments[0])
                else:
                    await cancel_payment(app.services, firm.client_user, payments[0].id)
            counts.add(select_count(statements))
            assert await firm.credits() == ((0 if ending == "settled" else count * 1_00), 0)
            if ending == "released":
                assert await firm.lot_balances() == before
                await firm.pay(invoice, f"{count}.00")
    assert [len(counts) for counts in query_counts.values()] == [1, 1], query_counts
    await app.audit()
