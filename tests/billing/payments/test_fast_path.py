"""Paying from credits without the firm's lock: asked once, written once, and never on what is not so any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

import ledger
import models
from billing.errors import IdempotencyConflict, InsufficientCredits
from billing.payments import pay_invoice
from billing.payments.allocation import AmountChoice, AmountRequest, InvoiceNotPayable, PartialAmount, PaymentSource
from billing.payments.prefetch import load_payment_snapshot
from billing.transaction import begin_optimistic_transaction
from db.guarded_write import ConcurrentWrite
from models import AccountKind, CreditEntryKind
from tests.support import actions
from tests.support.driver_spy import in_another_process, in_app, spy_on_driver
from tests.support.firm import AppHarness, Firm

REMAINING = AmountChoice.REMAINING


@contextmanager
def record_locked_path(house: AppHarness) -> Iterator[list[str]]:
    """What goes through the engines: statements of sessions."""
    seen: list[str] = []

    def see_it(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engines = house.database.read_engine.sync_engine, house.database.write_engine.sync_engine
    for engine in engines:
        event.listen(engine, "before_cursor_execute", see_it)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", see_it)


@asynccontextmanager
async def record_driver_trips(house: AppHarness) -> AsyncIterator[list[list[str]]]:
    """What goes straight to the database, trip by trip."""
    seen: list[list[str]] = []

    async def note(texts: Sequence[tuple[str, Any]]) -> None:
        seen.append([text for text, _ in texts])

    async with spy_on_driver(house, on_query=note, on_write=note):
        yield seen


async def create_ready_firm(house: AppHarness, credits_: str = "30.00") -> Firm:
    """A firm that has paid from credits before: all its accounts are open."""
    firm = await house.create_ready_firm()
    await actions.issue_credit_note(firm, "1.00")
    await firm.prepay("1.00")
    await firm.pay(await firm.create_invoice("2.00"), REMAINING)
    await firm.prepay(credits_)
    return firm


async def pay(firm: Firm, invoice: Any, amount: AmountRequest | str, key: str) -> pay_invoice.PayInvoiceResult:
    intention = PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount
    wish = pay_invoice.PayInvoiceCommand(invoice, intention, PaymentSource.CREDITS, None, key)
    return await pay_invoice.pay_invoice(firm.app.services, firm.client_user, wish)


@pytest.mark.parametrize("lots", [1, 3])
async def test_fast_path_takes_two_round_trips(app: AppHarness, lots: int) -> None:
    """Asked in one, written in one; on PostgreSQL each is one statement, on SQLite writing is one for each table."""
    firm = await create_ready_firm(app)
    for _ in range(lots - 1):
        await firm.prepay("10.00")
    invoice = await firm.create_invoice("100.00")
    amount = f"{30 + 10 * (lots - 1)}.00"
    async with record_driver_trips(app) as gone:
        with record_locked_path(app) as seen:
            await pay(firm, invoice, amount, "k")
    assert seen == []
    asked, written = gone
    assert len(asked) == 1
    is_chained = app.database.write_engine.dialect.name == "postgresql"
    assert len(written) == (1 if is_chained else 11), written
    assert await firm.invoice_figures(invoice) == (
        "PARTIALLY_PAID",
        int(float(amount) * 100),
        0,
        100_00 - int(float(amount) * 100),
    )


async def test_what_is_written_is_what_the_lock_writes(app: AppHarness) -> None:
    """D14, D18, D32: the same transfers, causes, sums and numbers, whichever way a payment goes."""
    firm = await create_ready_firm(app)
    written = []
    for straight in (True, False):
        invoice = await firm.create_invoice("10.00")
        before = await firm.event_seq()
        if straight:
            with record_locked_path(app) as seen:
                await pay(firm, invoice, "4.00", "straight")
            assert seen == []
        else:

            async def meddle(_texts: Any) -> None:
                await actions.issue_credit_note(firm, "1.00")

            async with spy_on_driver(app, on_write=meddle):
                await firm.pay(invoice, "4.00")
            before += 1
        written.append(await rows_since(firm, before))
    assert written[0] == written[1]
    assert len(written[0]) > 8


async def rows_since(firm: Firm, seq: int) -> list[str]:
    """All that an event added and changed, without what is different each time."""
    found: list[str] = []
    async with firm.app.services.reads() as session:
        for model, column in (
            (models.Event, models.Event.seq),
            (models.Payment, models.Payment.event_seq),
            (models.Transfer, models.Transfer.event_seq),
            (models.CreditEntry, models.CreditEntry.event_seq),
            (models.Account, models.Account.changed_seq),
            (models.Invoice, models.Invoice.changed_seq),
        ):
            for row in await session.scalars(select(model).where(model.firm_id == firm.id, column > seq)):
                values = {key: value for key, value in vars(row).items() if not key.startswith("_")}
                told = {key: value for key, value in values.items() if _is_comparable(key, value)}
                if isinstance(row, models.Account):
                    told = {"kind": row.kind.name}
                told.pop("balance_after", None)
                found.append(f"{model.__name__} {sorted((key, str(value)) for key, value in told.items())}")
    return sorted(found)


def _is_comparable(key: str, value: object) -> bool:
    if key.endswith("seq") or key in ("reference", "number"):
        return False
    return isinstance(value, (str, int)) or hasattr(value, "name")


async def test_concurrent_requests_with_one_key(app: AppHarness) -> None:
    """P1, D30: a dozen with one key, at the same moment, here: one pays, the others are told what it did."""
    firm = await create_ready_firm(app)
    invoice = await firm.create_invoice("100.00")
    paid = await asyncio.gather(*(pay(firm, invoice, "5.00", "one") for _ in range(12)))
    assert sorted(each.replayed for each in paid) == [False] + [True] * 11
    assert len({each.payment_ids for each in paid}) == 1
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 5_00, 0, 95_00)


@pytest.mark.parametrize("same", [True, False])
async def test_concurrent_request_in_another_process(app: AppHarness, *, same: bool) -> None:
    """P1, D30: it comes between our asking and our writing, with our key: it has paid, and we say so, or that it is
    another wish."""
    firm = await create_ready_firm(app)
    invoice = await firm.create_invoice("100.00")
    twin = in_app(firm, in_another_process(app))

    async def comes(_texts: Any) -> None:
        assert not (await pay(twin, invoice, "5.00" if same else "6.00", "one")).replayed

    async with spy_on_driver(app, on_write=comes):
        if same:
            assert (await pay(firm, invoice, "5.00", "one")).replayed
        else:
            with pytest.raises(IdempotencyConflict):
                await pay(firm, invoice, "5.00", "one")
    assert (await firm.invoice_figures(invoice))[1] == (5_00 if same else 6_00)


async def test_a_collision_is_decided_on_the_newest_state(app: AppHarness) -> None:
    """P4, D13: REMAINING is what remains then; credits are those that are left then; what is paid is not paid again."""
    firm = await create_ready_firm(app, "30.00")
    rival = in_app(firm, in_another_process(app))
    invoice, other = await firm.create_invoice("20.00"), await firm.create_invoice("50.00")

    async def pays_a_part(_texts: Any) -> None:
        await rival.pay(invoice, "15.00")

    async def pays_it(_texts: Any) -> None:
        await rival.pay(invoice, REMAINING)

    async def spends_all(_texts: Any) -> None:
        await rival.pay(other, "10.00")

    async with spy_on_driver(app, on_write=pays_a_part):
        (payment,) = await firm.pay(invoice, REMAINING)
    assert payment.amount == 5_00
    async with spy_on_driver(app, on_write=spends_all):
        with pytest.raises(InsufficientCredits):
            await firm.pay(other, "5.00")
    await firm.prepay("40.00")
    invoice = await firm.create_invoice("20.00")
    async with spy_on_driver(app, on_write=pays_it):
        with pytest.raises(InvoiceNotPayable):
            await firm.pay(invoice, REMAINING)
    assert await firm.invoice_figures(invoice) == ("PAID", 20_00, 0, 0)


@pytest.mark.parametrize("wrong", ["invoice", "amount", "credits"])
async def test_a_refusal_leaves_nothing(app: AppHarness, wrong: str) -> None:
    """D30: nothing is written, not even tried to, and the key is free."""
    firm = await create_ready_firm(app)
    invoice = await firm.create_invoice("100.00")
    async with firm.assert_unchanged(), record_driver_trips(app) as gone:
        with pytest.raises(Exception, match=r".") as refused:
            await pay(firm, models.new_id() if wrong == "invoice" else invoice, {"amount": "101"}.get(wrong, "99"), "k")
    assert refused.type.__name__ == {
        "invoice": "NotFound", "amount": "AmountExceedsPayable", "credits": "InsufficientCredits"
    }[wrong]  # fmt: skip
    assert len(gone) == 1
    assert not (await pay(firm, invoice, "5", "k")).replayed


async def test_data_not_prefetched_takes_the_locked_path(app: AppHarness) -> None:
    """D14: a firm's first payment, which opens accounts; and more lots than are read at once, the oldest first."""
    firm = await app.create_ready_firm()
    await firm.prepay("5.00")
    with record_locked_path(app) as seen:
        await firm.pay(await firm.create_invoice("2.00"), REMAINING)
    assert seen
    for _ in range(40):
        await actions.issue_credit_note(firm, "1.00")
    invoice = await firm.create_invoice("50.00")
    with record_locked_path(app) as seen:
        await firm.pay(invoice, "42.00")
    assert seen
    assert await firm.credits() == (1_00, 0)
    with record_locked_path(app) as seen:
        await pay(firm, invoice, "1.00", "straight")
    assert seen == []


async def pay_from_draft(firm: Firm, invoice: Any) -> tuple[Any, Any]:
    seen = await load_payment_snapshot(firm.app.services, firm.client_user, invoice, "a key")
    rows = (seen.client, seen.invoice, *seen.accounts)
    return seen, begin_optimistic_transaction(firm.app.services, firm.client_user, "test", seen.firm, rows)


async def test_the_tables_guard_a_draft_too(app: AppHarness) -> None:
    """D12, D32, D33: no lot is overdrawn, no cause is booked twice, and of a draft that breaks it nothing is kept."""
    firm = await create_ready_firm(app)
    invoice = await firm.create_invoice("100.00")
    async with app.services.reads() as session:
        cause = (
            await session.scalars(select(models.Transfer.reference).where(models.Transfer.firm_id == firm.id))
        ).first()
    lot_due = (AccountKind.LOT, AccountKind.RECEIVABLE)
    for amount, name, ending in (
        (31_00, "test", "overdrawn|balance_after|ck_client_available"),
        (1, cause, r"UNIQUE|uq_transfer"),
    ):
        seen, drafting = await pay_from_draft(firm, invoice)
        lot, due = (next(each for each in seen.accounts if each.kind is kind) for kind in lot_due)
        async with firm.assert_unchanged():
            with pytest.raises(IntegrityError, match=ending):
                async with drafting as transaction:
                    payment = models.Payment(
                        firm_id=firm.id, id=models.new_id(), client_id=firm.client_id, invoice_id=invoice,
                        amount=amount, event_seq=transaction.seq, paid_by=models.PaidBy.CREDITS,
                        status=models.PaymentStatus.SUCCEEDED,
                        created_at=transaction.now, settled_at=transaction.now,
                    )  # fmt: skip
                    await transaction.add(payment)
                    lot.payment_id = payment.id
                    await transaction.post(
                        lot, due, amount, name, entry=models.CreditEntry(kind=CreditEntryKind.INVOICE_PAYMENT)
                    )


async def test_stale_draft_is_not_committed(app: AppHarness) -> None:
    """D12: whatever happened in the firm since it was read, even if it was elsewhere."""
    firm = await create_ready_firm(app)
    _, drafting = await pay_from_draft(firm, await firm.create_invoice("100.00"))
    await firm.create_invoice("7.00")
    async with firm.assert_unchanged():
        with pytest.raises(ConcurrentWrite):
            async with drafting as transaction:
                await transaction.open_account(AccountKind.WRITE_OFFS)


async def test_draft_transaction_runs_no_query(app: AppHarness) -> None:
    """What was not read is not foreseen, and nothing of the draft is kept."""
    firm = await create_ready_firm(app)
    _, drafting = await pay_from_draft(firm, await firm.create_invoice("100.00"))
    async with firm.assert_unchanged():
        with pytest.raises(ledger.NotPrefetched):
            async with drafting as transaction:
                await transaction.get_firm_account(AccountKind.CASH_OFFLINE)
