"""The ledger is append-only: every SQL statement on its way to the database is checked."""

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
from tests.support.ledger import ledger_transaction

FULL = AmountChoice.FULL
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT
APPEND_ONLY_TABLES = ("transfer", "credit_entry")
SOURCE = Path(ledger.__file__).parent.parent

# Also inside WITH ... AS (INSERT INTO ...).
_CHANGE = re.compile(
    r"(?:^\s*|\()(?:UPDATE|DELETE FROM|REPLACE INTO|INSERT OR REPLACE INTO)\s+\"?(\w+)([^()]*)", re.IGNORECASE
)
_INSERT = re.compile(r"(?:^\s*|\()INSERT INTO\s+\"?(\w+)", re.IGNORECASE)
_NEW_EVENT = re.compile(r"INSERT INTO event \(firm_id, seq, [^)]*\) VALUES \(([^)]*\)?)")
_SAME_EVENT = re.compile(r"WHERE (?:event\.)?firm_id = ([$?\d]+) AND (?:event\.)?seq = ([$?\d]+)(?: RETURNING 1)?$")


class AppendOnlyChecker:
    """Checks every statement, and collects those that change append-only rows."""

    def __init__(self) -> None:
        self.inserts: dict[str, int] = {}
        self.violations: list[str] = []
        self._new_events: dict[tuple[Any, ...], Connection | None] = {}
        """The events of open transactions, with the connection that inserted them; None for the driver."""

    async def on_query(self, statements: Sequence[tuple[str, Any]]) -> None:
        """Check statements that the driver sends."""
        for sql, values in statements:
            for parameters in values if isinstance(values, list) else [values]:
                self.on_statement(None, None, sql, parameters)

    async def on_write(self, statements: Sequence[tuple[str, Any]]) -> None:
        """Check statements that begin a transaction, or that are committed at once."""
        await self.on_query(statements)
        self._forget(None)

    def on_statement(self, conn: Connection | None, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        """Check one statement. An event may be updated in the transaction that inserts it."""
        for table in _INSERT.findall(statement):
            self.inserts[table] = self.inserts.get(table, 0) + 1
            if table in (*APPEND_ONLY_TABLES, "event") and "ON CONFLICT" in statement:
                self.violations.append(statement)
            if table == "event":
                match = _NEW_EVENT.search(statement)
                assert match, statement
                self._new_events[_event_key(match[1].split(", ")[:2], parameters[:2], parameters)] = conn
        for table, rest in _CHANGE.findall(statement):
            if table in APPEND_ONLY_TABLES:
                self.violations.append(statement)
            if table == "event":
                match = _SAME_EVENT.search(rest.removesuffix(" RETURNING 1"))
                if not match or _event_key(match.groups(), parameters[-2:], parameters) not in self._new_events:
                    self.violations.append(statement)

    def on_transaction_end(self, conn: Connection) -> None:
        """Forget the transaction's events, which must not change from now on."""
        self._forget(conn)

    def _forget(self, conn: Connection | None) -> None:
        self._new_events = {key: owner for key, owner in self._new_events.items() if owner is not conn}


def _event_key(placeholders: Sequence[str], positional: Sequence[Any], parameters: Sequence[Any]) -> tuple[Any, ...]:
    """Return an event's firm id and number: by numbered placeholder ($1), or else the positional parameter."""
    numbers = [re.match(r"\$(\d+)", placeholder) for placeholder in placeholders]
    return tuple(
        parameters[int(number[1]) - 1] if number else value for number, value in zip(numbers, positional, strict=True)
    )


@asynccontextmanager
async def check_append_only(app: AppHarness) -> AsyncIterator[AppendOnlyChecker]:
    """Check every statement of both engines and of the driver for the duration of the block."""
    checker = AppendOnlyChecker()
    writes, reads = app.database.write_engine.sync_engine, app.database.read_engine.sync_engine
    hooks: list[tuple[Engine, str, Callable[..., Any]]] = [
        (writes, "before_cursor_execute", checker.on_statement),
        (reads, "before_cursor_execute", checker.on_statement),
        # Not of the read engine, whose transactions end in the middle of others.
        (writes, "commit", checker.on_transaction_end),
        (writes, "rollback", checker.on_transaction_end),
    ]
    for engine, name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        async with spy_on_driver(app, on_query=checker.on_query, on_write=checker.on_write):
            yield checker
    finally:
        for engine, name, hook in hooks:
            event.remove(engine, name, hook)


async def run_all_use_cases(app: AppHarness, firm: Firm) -> None:
    """Prepay, pay in every way, void, cancel, fail and expire."""
    services = app.services
    for amount in ("30.00", "20.00", "100.00"):
        await firm.prepay(amount)
    declined = await firm.start_prepayment("15.00")
    await firm.settle_charge(declined, "pm_card_visa_chargeDeclined")
    await cancel_payment(services, firm.client_user, declined.id)
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
    await app.sandbox.tick()
    app.clock.advance(minutes=10)
    await app.run_due_jobs()
    large = await firm.create_invoice("500.00")
    for cancel in (True, False):
        charge, _ = await firm.pay(large, AmountChoice.REMAINING, CREDITS, PaymentMethod.CARD)
        if cancel:
            await cancel_payment(services, firm.client_user, charge.id)
        else:
            await firm.settle_charge(charge)
    expired = await firm.start_prepayment("25.00")
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert (await firm.prepayment(expired.id)).status is models.PaymentStatus.CANCELED
    await disable_prepayment.disable_prepayment(services, firm.owner)


async def test_ledger_rows_are_never_changed(app: AppHarness) -> None:
    """D32: no use case changes or removes a transfer, an entry or an event of an earlier transaction."""
    async with check_append_only(app) as checker:
        firm = await app.create_ready_firm()
        await run_all_use_cases(app, firm)
    assert checker.violations == []
    assert checker.inserts["transfer"] > 25  # statements, some of several rows
    assert checker.inserts["credit_entry"] >= 10
    assert checker.inserts["event"] > 20
    assert await firm.credits() == (0, 0)


@pytest.mark.parametrize("model", [models.Transfer, models.CreditEntry, models.Event])
@pytest.mark.parametrize("how", [update, delete])
async def test_checker_detects_changes(app: AppHarness, model: type[models.Base], how: Any) -> None:
    """D32: updates and deletes by any kind of statement are found."""
    firm = await app.create_prepaid_firm("30.00")
    key = next(iter(sqlalchemy.inspect(model).primary_key))
    async with check_append_only(app) as checker, app.services.writes() as session:
        statement = how(model).where(key == firm.id)
        if how is update:
            statement = statement.values({key: firm.id})
        with suppress(IntegrityError):
            await session.execute(statement.execution_options(synchronize_session=False))
        await session.rollback()
    assert len(checker.violations) == 1


async def test_event_client_may_be_set_in_its_own_transaction(app: AppHarness) -> None:
    """D32: an event can change in its own transaction, but not in a later one."""
    firm = await app.create_ready_firm()
    async with check_append_only(app) as checker:
        async with ledger_transaction(app, firm.id) as transaction:
            await transaction.session.flush()
            transaction.set_client(firm.client_id)
        assert checker.violations == []
        async with app.services.writes.begin() as session:
            old = await session.get_one(models.Event, (firm.id, transaction.seq))
            old.kind = "forged"
    assert len(checker.violations) == 1


def test_only_ledger_transaction_writes_transfers() -> None:
    """D32: one module creates transfers and events, and no code updates or deletes them."""
    creates = re.compile(r"models\.(Transfer|CreditEntry|Event)\(")
    changes = re.compile(r"\b(update|delete)\(\s*(models\.)?(Transfer|CreditEntry|Event)\b")
    creators: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text()
        name = path.relative_to(SOURCE).as_posix()
        assert not changes.search(text), name
        for model in creates.findall(text):
            creators.setdefault(model, set()).add(name)
    assert creators == {
        "Transfer": {"ledger/transaction.py"},
        "Event": {"ledger/events.py"},
        "CreditEntry": {
            "ledger/disputes.py",
            "ledger/refunds.py",
            "ledger/payments.py",
            "ledger/credit_notes.py",
            "ledger/unapply.py",
        },
    }
