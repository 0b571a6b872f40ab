"""D14 for clients with many small sums: the oldest go first, and what that costs depends on how many go."""

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


async def add_notes(firm: Firm, count: int, *, moments: int = 7) -> list[uuid.UUID]:
    """So many notes of 1.00, from a few moments long past, made in no order of age. Their lots, the oldest first."""
    made = []
    async with firm.app.services.writes.begin() as session:
        transaction = await ledger.LedgerTransaction.begin(
            session, firm.id, ledger.EventMeta("test.booked"), firm.app.clock()
        )
        notes, kind = await transaction.get_firm_account(AccountKind.CREDIT_NOTES), CreditEntryKind.CREDIT_NOTE
        for number in range(count):
            at = firm.app.clock() - dt.timedelta(days=100, microseconds=number * 5 % moments)
            lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind, opened_at=at)
            await transaction.post(
                notes,
                lot,
                1_00,
                models.TransferCode.CREDIT_ISSUED,
                f"note:{lot.id}",
                entry=models.CreditEntry(kind=kind, lot_id=lot.id),
            )
            made.append((at, lot.id))
    return [lot_id for _, lot_id in sorted(made)]


async def create_ready_firm(house: AppHarness) -> Firm:
    """A firm that has paid from credits before: all its accounts are open, and nothing is left."""
    firm = await house.create_ready_firm()
    await actions.issue_credit_note(firm, "1.00")
    await firm.prepay("1.00")
    await firm.pay(await firm.create_invoice("2.00"), AmountChoice.FULL)
    return firm


@contextmanager
def record_locked_path(house: AppHarness) -> Iterator[list[str]]:
    """What is asked and written under the firm's lock."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = house.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def lot_page_count(seen: Sequence[str]) -> int:
    return sum(statement.startswith("SELECT") and "ORDER BY account.opened_at" in statement for statement in seen)


def select_count(seen: Sequence[str]) -> int:
    return sum(statement.startswith("SELECT") for statement in seen)


async def lots_used_by(firm: Firm, payment: models.Payment) -> list[tuple[uuid.UUID, int]]:
    """What the payment took of which lot, in the order of taking."""
    held, transfer = models.Account, models.Transfer
    async with firm.app.services.reads() as session:
        found = await session.execute(
            select(transfer.debit_id, transfer.amount)
            .join(held, (held.firm_id == transfer.firm_id) & (held.id == transfer.credit_id))
            .where(transfer.firm_id == firm.id, held.kind == AccountKind.HELD, held.payment_id == payment.id)
            .order_by(transfer.id)
        )
        return [(row[0], row[1]) for row in found]


@pytest.mark.parametrize(
    ("amount", "read"), [("0.50", 0), ("15.50", 0), ("16.00", 0), ("16.01", 2), ("48.00", 2), ("48.01", 3), ("240", 4)]
)
async def test_the_oldest_go_and_no_more_are_read(app: AppHarness, amount: str, read: int) -> None:
    """Up to 16 without the lock, in one statement; with it in pages, 16, 32, 64, 128, as far as the amount reaches."""
    firm = await create_ready_firm(app)
    lots = await add_notes(firm, MANY)
    invoice = await firm.create_invoice("1000.00")
    trips: list[int] = []

    async def note(texts: Sequence[Any]) -> None:
        trips.append(len(texts))

    with record_locked_path(app) as seen:
        async with spy_on_driver(app, on_query=note):
            (payment,) = await firm.pay(invoice, amount)
    assert trips == [1]
    assert lot_page_count(seen) == read
    assert bool(seen) is bool(read)
    whole, rest = divmod(payment.amount, 1_00)
    parts = [1_00] * whole + [rest] * bool(rest)
    assert await lots_used_by(firm, payment) == list(zip(lots, parts, strict=False))
    assert await firm.credits() == (MANY * 1_00 - payment.amount, 0)
    await app.audit()


async def test_one_after_the_other(app: AppHarness) -> None:
    """Each takes up where the one before ended, whichever way it goes, until nothing is left."""
    firm = await create_ready_firm(app)
    lots = await add_notes(firm, 80)
    invoice = await firm.create_invoice("1000.00")
    found: list[tuple[uuid.UUID, int]] = []
    for amount in ("10.50", "40.00", "14.00", "15.50"):
        (payment,) = await firm.pay(invoice, amount)
        found += await lots_used_by(firm, payment)
    assert await firm.credits() == (0, 0)
    assert {lot: sum(part for each, part in found if each == lot) for lot in lots} == dict.fromkeys(lots, 1_00)
    assert [lot for lot, _ in found] == sorted((lot for lot, _ in found), key=lots.index)
    await app.audit()


async def test_holds_are_loaded_in_one_query(app: AppHarness) -> None:
    """D16: giving credits back, and settling them, asks as often for forty lots as for two."""
    firm = await create_ready_firm(app)
    often: dict[str, set[int]] = {"given back": set(), "settled": set()}
    for count in (2, 40):
        for ending, asks in often.items():
            await add_notes(firm, count)
            before = await firm.lot_balances()
            invoice = await firm.create_invoice(f"{count + 1}.00")
            both = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
            assert [each.amount for each in both] == [1_00, count * 1_00]
            with record_locked_path(app) as seen:
                if ending == "settled":
                    await firm.settle_charge(both[0])
                else:
                    await cancel_payment(app.services, firm.client_user, both[0].id)
            asks.add(select_count(seen))
            assert await firm.credits() == ((0 if ending == "settled" else count * 1_00), 0)
            if ending == "given back":
                assert await firm.lot_balances() == before
                await firm.pay(invoice, f"{count}.00")
    assert [len(asks) for asks in often.values()] == [1, 1], often
    await app.audit()
