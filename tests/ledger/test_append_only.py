"""The books are only ever added to: looked at where every statement passes on its way to the database."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Connection, Engine, delete, event, update
from sqlalchemy.exc import IntegrityError

import ledger
import models
from billing.errors import NotFound
from billing.invoices import issue_invoice, void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.prepayments import disable_prepayment
from models import PaymentMethod
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm

FULL = AmountChoice.FULL
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT
APPEND_ONLY_TABLES = ("transfer", "credit_entry")
SOURCE = Path(ledger.__file__).parent.parent

# Also as links of a chain: WITH ... AS (INSERT INTO ...).
_CHANGE = re.compile(
    r"(?:^\s*|\()(?:UPDATE|DELETE FROM|REPLACE INTO|INSERT OR REPLACE INTO)\s+\"?(\w+)([^()]*)", re.IGNORECASE
)
_INSERT = re.compile(r"(?:^\s*|\()INSERT INTO\s+\"?(\w+)", re.IGNORECASE)
_NEW_EVENT = re.compile(
    r"INSERT INTO event \(firm_id, seq, [^)]*\)(?: SELECT fresh\.\* FROM locked,)? \(?VALUES \(([^)]*\)?)"
)
_SAME_EVENT = re.compile(r"WHERE (?:event\.)?firm_id = ([$?\d]+) AND (?:event\.)?seq = ([$?\d]+)$")


class AppendOnlyChecker:
    """Sees every statement of a database, and keeps those that change what is written for ever."""

    def __init__(self) -> None:
        self.added: dict[str, int] = {}
        self.wrong: list[str] = []
        self._fresh: set[tuple[Any, Any]] = set()

    async def on_driver_statements(self, texts: Sequence[tuple[str, Any]]) -> None:
        """What goes straight to the database is over at once."""
        for text, values in texts:
            for each in values if isinstance(values, list) else [values]:
                self.on_statement(None, None, text, each)
        self._fresh.clear()

    def on_statement(self, _conn: Connection | None, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        for added in _INSERT.findall(statement):
            self.added[added] = self.added.get(added, 0) + 1
            if added in (*APPEND_ONLY_TABLES, "event") and "ON CONFLICT" in statement:
                self.wrong.append(statement)
            if added == "event":
                new = _NEW_EVENT.search(statement)
                assert new, statement
                self._fresh.add(_event_key(new[1].split(", ")[:2], parameters[:2], parameters))
        for changed, rest in _CHANGE.findall(statement):
            if changed in APPEND_ONLY_TABLES:
                self.wrong.append(statement)
            if changed == "event":
                same = _SAME_EVENT.search(rest.removesuffix(" RETURNING 1"))
                if not same or _event_key(same.groups(), parameters[-2:], parameters) not in self._fresh:
                    self.wrong.append(statement)

    def on_transaction_end(self, _conn: Connection) -> None:
        """The transaction has ended: from now on its event is history."""
        self._fresh.clear()


def _event_key(places: Sequence[str], otherwise: Sequence[Any], parameters: Sequence[Any]) -> tuple[Any, ...]:
    """An event's firm and number: the parameters of these numbers; where they have none, the others."""
    numbers = [re.match(r"\$(\d+)", place) for place in places]
    return tuple(
        parameters[int(number[1]) - 1] if number else other for number, other in zip(numbers, otherwise, strict=True)
    )


@asynccontextmanager
async def check_append_only(house: AppHarness) -> AsyncIterator[AppendOnlyChecker]:
    """Every statement of both engines, and what goes past them, is looked at inside the block."""
    watch = AppendOnlyChecker()
    writes, reads = house.database.write_engine.sync_engine, house.database.read_engine.sync_engine
    hooks: list[tuple[Engine, str, Callable[..., Any]]] = [
        (writes, "before_cursor_execute", watch.on_statement),
        (reads, "before_cursor_execute", watch.on_statement),
        # Whoever only reads may end in the middle of somebody's transaction.
        (writes, "commit", watch.on_transaction_end),
        (writes, "rollback", watch.on_transaction_end),
    ]
    for engine, name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        async with spy_on_driver(house, on_query=watch.on_driver_statements, on_write=watch.on_driver_statements):
            yield watch
    finally:
        for engine, name, hook in hooks:
            event.remove(engine, name, hook)


async def run_all_use_cases(house: AppHarness, firm: Firm) -> None:
    """Everything that can happen to money so far."""
    services = house.services
    for amount in ("30.00", "20.00", "100.00"):
        await firm.prepay(amount)
    refused = await firm.start_prepayment("15.00")
    await firm.settle_charge(refused, "pm_card_visa_chargeDeclined")
    await cancel_payment(services, firm.client_user, refused.id)
    draft = await firm.create_invoice("12.00", issue=False)
    await issue_invoice.issue_invoice(services, firm.owner, draft)
    paid = await firm.create_invoice("60.00")
    await firm.pay(paid, "45.00")
    with pytest.raises(NotFound):
        await firm.pay(models.new_id(), FULL)
    await void_invoice.void_invoice(services, firm.owner, paid, "mistake")
    by_card, by_debit = await firm.create_invoice("40.00"), await firm.create_invoice("41.00")
    (card,) = await firm.pay(by_card, FULL, CARD)
    (debit,) = await firm.pay(by_debit, FULL, DEBIT, viewer=firm.owner)
    await firm.settle_charge(card)
    await firm.settle_charge(debit, "pm_insufficientFunds_de")
    await house.sandbox.tick()
    house.clock.advance(minutes=10)
    await house.run_due_jobs()
    big = await firm.create_invoice("500.00")
    for cancel in (True, False):
        charge, _ = await firm.pay(big, AmountChoice.REMAINING, CREDITS, PaymentMethod.CARD)
        if cancel:
            await cancel_payment(services, firm.client_user, charge.id)
        else:
            await firm.settle_charge(charge)
    late = await firm.start_prepayment("25.00")
    house.clock.advance(minutes=61)
    await house.run_due_jobs()
    assert (await firm.prepayment(late.id)).status is models.PaymentStatus.CANCELED
    await disable_prepayment.disable_prepayment(services, firm.owner)


async def test_ledger_rows_are_never_changed(app: AppHarness) -> None:
    """D32: over a firm's whole life no transfer and no entry is changed or removed, nor an event once written."""
    async with check_append_only(app) as watch:
        firm = await app.create_ready_firm()
        await run_all_use_cases(app, firm)
    assert watch.wrong == []
    assert watch.added["transfer"] > 25  # statements, some of several rows
    assert watch.added["credit_entry"] >= 10
    assert watch.added["event"] > 20
    assert await firm.credits() == (0, 0)


@pytest.mark.parametrize("model", [models.Transfer, models.CreditEntry, models.Event])
@pytest.mark.parametrize("how", [update, delete])
async def test_checker_detects_changes(app: AppHarness, model: type[models.Base], how: Any) -> None:
    """D32: a change of history would be seen, in ways that nobody may think of."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    key = next(iter(sqlalchemy.inspect(model).primary_key))
    async with check_append_only(app) as watch, app.services.writes() as session:
        statement = how(model).where(key == firm.id)
        if how is update:
            statement = statement.values({key: firm.id})
        with suppress(IntegrityError):
            await session.execute(statement.execution_options(synchronize_session=False))
        await session.rollback()
    assert len(watch.wrong) == 1


async def test_event_client_may_be_set_in_its_own_transaction(app: AppHarness) -> None:
    """D32: inside its own transaction; not in the next."""
    firm = await app.create_ready_firm()
    async with check_append_only(app) as watch:
        async with app.services.writes.begin() as session:
            transaction = await ledger.LedgerTransaction.begin(session, firm.id, ledger.EventMeta("test"), app.clock())
            await session.flush()
            transaction.set_client(firm.client_id)
        assert watch.wrong == []
        async with app.services.writes.begin() as session:
            old = await session.get_one(models.Event, (firm.id, transaction.seq))
            old.kind = "forged"
    assert len(watch.wrong) == 1


def test_only_ledger_transaction_writes_transfers() -> None:
    """D32: one hand; and no code that could change or remove what is in the books."""
    made = re.compile(r"models\.(Transfer|CreditEntry|Event)\(")
    changed = re.compile(r"\b(update|delete)\(\s*(models\.)?(Transfer|CreditEntry|Event)\b")
    makers: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        name = path.relative_to(SOURCE).as_posix()
        assert not changed.search(text), name
        for what in made.findall(text):
            makers.setdefault(what, set()).add(name)
    assert makers == {
        "Transfer": {"ledger/transaction.py"},
        "Event": {"ledger/transaction.py"},
        "CreditEntry": {
            "ledger/disputes.py",
            "ledger/refunds.py",
            "ledger/payments.py",
            "ledger/credit_notes.py",
            "ledger/unapply.py",
        },
    }
