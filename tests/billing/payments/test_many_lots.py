"""D14 for clients with many small lots: the oldest are spent first, at a cost that depends on how many are spent."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

import models
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from models import AccountKind, CreditEntryKind, PaymentMethod
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.ledger import ledger_transaction
from tests.support.round_trips import LOCK, RoundTripLog, read_tables, record_round_trips, written_tables

LOT_COUNT = 240


async def add_credit_notes(firm: Firm, count: int, *, moments: int = 7) -> list[uuid.UUID]:
    """Issue credit notes of 1.00 at a few moments long ago, in random order. Return their lots, oldest first."""
    lots = []
    async with ledger_transaction(firm.app, firm.id) as transaction:
        credit_notes = await transaction.get_firm_account(AccountKind.CREDIT_NOTES)
        kind = CreditEntryKind.CREDIT_NOTE
        for number in range(count):
            at = firm.app.clock() - dt.timedelta(days=100, microseconds=number * 5 % moments)
            lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind, opened_at=at)
            await transaction.post(
                credit_notes,
                lot,
                1_00,
                models.TransferCode.CREDIT_ISSUED,
                f"note:{lot.id}",
                entry=models.CreditEntry(kind=kind, lot_id=lot.id),
            )
            lots.append((at, lot.id))
    return [lot_id for _, lot_id in sorted(lots)]


async def create_firm_without_credits(app: AppHarness) -> Firm:
    """A firm that has paid from credits before: all its accounts are open, and no credits are left."""
    firm = await app.create_ready_firm()
    await actions.issue_credit_note(firm, "1.00")
    await firm.prepay("1.00")
    await firm.pay(await firm.create_invoice("2.00"), AmountChoice.FULL)
    return firm


def selects_under_lock(log: RoundTripLog) -> list[str]:
    """The SELECTs of transactions that changed the firm, under its lock."""
    changes = [statements for statements in log.transactions if "firm" in set().union(*map(written_tables, statements))]
    return [sql for statements in changes for sql in statements if read_tables(sql) and sql != LOCK]


def lot_pages(selects: list[str]) -> list[str]:
    return [sql for sql in selects if read_tables(sql) == {"account"} and "ORDER BY account.opened_at" in sql]


async def lots_used_by(firm: Firm, payment: models.Payment) -> list[tuple[uuid.UUID, int]]:
    """The payment's lots and the amount that it took of each, in the order of the transfers."""
    held, transfer = models.Account, models.Transfer
    async with firm.app.services.reads() as session:
        rows = await session.execute(
            select(transfer.debit_id, transfer.amount)
            .join(held, (held.firm_id == transfer.firm_id) & (held.id == transfer.credit_id))
            .where(transfer.firm_id == firm.id, held.kind == AccountKind.HELD, held.payment_id == payment.id)
            .order_by(transfer.id)
        )
        return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(
    ("amount", "pages"), [("0.50", 0), ("15.50", 0), ("16.00", 0), ("16.01", 2), ("48.00", 2), ("48.01", 3), ("240", 4)]
)
async def test_oldest_lots_are_spent_and_no_more_are_read(app: AppHarness, amount: str, pages: int) -> None:
    """D14: the 16 oldest come with everything else; more are read in pages of 16, 32, 64 and 128."""
    firm = await create_firm_without_credits(app)
    lots = await add_credit_notes(firm, LOT_COUNT)
    invoice = await firm.create_invoice("1000.00")
    with record_round_trips() as log:
        (payment,) = await firm.pay(invoice, amount)
    selects = selects_under_lock(log)
    assert len(lot_pages(selects)) == pages
    assert len(selects) == 1 + pages
    whole, rest = divmod(payment.amount, 1_00)
    amounts = [1_00] * whole + [rest] * bool(rest)
    assert await lots_used_by(firm, payment) == list(zip(lots, amounts, strict=False))
    assert await firm.credits() == (LOT_COUNT * 1_00 - payment.amount, 0)
    await app.audit()


async def test_payments_spend_lots_one_after_the_other(app: AppHarness) -> None:
    """D14: each continues where the one before ended, until no credits are left."""
    firm = await create_firm_without_credits(app)
    lots = await add_credit_notes(firm, 80)
    invoice = await firm.create_invoice("1000.00")
    used: list[tuple[uuid.UUID, int]] = []
    for amount in ("10.50", "40.00", "14.00", "15.50"):
        (payment,) = await firm.pay(invoice, amount)
        used += await lots_used_by(firm, payment)
    assert await firm.credits() == (0, 0)
    assert {lot: sum(part for lot_id, part in used if lot_id == lot) for lot in lots} == dict.fromkeys(lots, 1_00)
    assert [lot for lot, _ in used] == sorted((lot for lot, _ in used), key=lots.index)
    await app.audit()


async def test_holds_are_loaded_in_one_query(app: AppHarness) -> None:
    """D16: releasing and settling held credits takes as many queries for forty lots as for two."""
    firm = await create_firm_without_credits(app)
    query_counts: dict[str, set[int]] = {"released": set(), "settled": set()}
    for lot_count in (2, 40):
        for outcome, counts in query_counts.items():
            await add_credit_notes(firm, lot_count)
            before = await firm.lot_balances()
            invoice = await firm.create_invoice(f"{lot_count + 1}.00")
            payments = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
            assert [payment.amount for payment in payments] == [1_00, lot_count * 1_00]
            with record_round_trips() as log:
                if outcome == "settled":
                    await firm.settle_charge(payments[0])
                else:
                    await cancel_payment(app.services, firm.client_user, payments[0].id)
            counts.add(len(selects_under_lock(log)))
            assert await firm.credits() == ((0 if outcome == "settled" else lot_count * 1_00), 0)
            if outcome == "released":
                assert await firm.lot_balances() == before
                await firm.pay(invoice, f"{lot_count}.00")
    assert [len(counts) for counts in query_counts.values()] == [1, 1], query_counts
    await app.audit()
