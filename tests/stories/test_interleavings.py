"""Interleavings: a rival use case of another process runs at every SQL statement of a first one.

Where the first has not locked the firm, the rival runs to its end before the statement; where the first holds the lock,
the rival is started, and must wait. At every statement, the outcome must be that of the two use cases one after the
other, in one order or the other. `make test` draws one rival for each use case; `make test-long` runs all pairs.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import itertools
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.util import await_only

from billing.charges import sync
from billing.errors import DomainError, ProviderRefused, ProviderUnavailable
from billing.invoices import issue_invoice, void_invoice
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings import update_payment_settings
from db.driver import DRIVER_TRANSACTION
from models import CreditApplication, JobKind, PaymentMethod
from sandbox import Fault
from tests.support import actions
from tests.support.database_backends import DatabaseBackend, PostgresqlBackend, copy_sqlite_file
from tests.support.driver_spy import DriverSpy, spy_on_driver
from tests.support.firm import AppHarness, Firm
from tests.support.long_runs import IS_LONG
from tests.support.other_process import firm_in, other_process

REMAINING = AmountChoice.REMAINING
CREDITS = PaymentSource.CREDITS


@dataclass(frozen=True)
class Scenario:
    """A client with credits of 10 available and 20 held, and three invoices.

    `invoice`: of 50, of which 20 + 15 are pending by `charge`. `draft`: of 25. The third is of 16: `paid` paid 6 of it
    from the credits that came with `prepayment`, and `card` paid 10.
    """

    firm: Firm
    invoice: uuid.UUID
    draft: uuid.UUID
    charge: uuid.UUID
    paid: uuid.UUID
    card: uuid.UUID
    prepayment: uuid.UUID

    async def pay_from_credits(self) -> object:
        return await self.firm.pay(self.invoice, "8.00")

    async def pay_by_card(self) -> object:
        return await self.firm.pay(self.invoice, REMAINING, CREDITS, PaymentMethod.CARD)

    async def cancel(self) -> object:
        return await cancel_payment.cancel_payment(self.firm.app.services, self.firm.client_user, self.charge)

    async def void(self) -> object:
        return await void_invoice.void_invoice(self.firm.app.services, self.firm.owner, self.invoice, "mistake")

    async def issue(self) -> object:
        return await issue_invoice.issue_invoice(self.firm.app.services, self.firm.owner, self.draft)

    async def issue_and_pay(self) -> object:
        services, owner = self.firm.app.services, self.firm.owner
        return await issue_invoice.issue_invoice(services, owner, self.draft, Decimal("8.00"))

    async def settle(self) -> object:
        services = self.firm.app.services
        return await sync.sync_charge(services, JobKind.SYNC_PAYMENT, self.firm.id, self.charge)

    async def refund_money(self) -> object:
        return await actions.refund(self.firm, await self.firm.prepayment(self.prepayment), "7.00")

    async def refund_card(self) -> object:
        return await actions.refund(self.firm, await self.firm.payment(self.card), "10.00")

    async def refund_to_credits(self) -> object:
        return await actions.refund(self.firm, await self.firm.payment(self.paid), "6.00")

    async def issue_credit_note(self) -> object:
        return await actions.issue_credit_note(self.firm, "3.00")

    async def pay_offline(self) -> object:
        return await actions.record_offline(self.firm, "20.00", self.invoice, excess_to_credits=True)

    async def release(self) -> object:
        return await actions.release(self.firm, await self.firm.payment(self.charge))

    async def sync_dispute(self) -> object:
        services = self.firm.app.services
        return await sync.sync_charge(services, JobKind.SYNC_PREPAYMENT, self.firm.id, self.prepayment)

    async def outcome(self) -> tuple[Any, ...]:
        """Every figure that a client can see."""
        return (
            await self.firm.credits(),
            await self.firm.invoice_figures(self.invoice),
            await self.firm.invoice_figures(self.draft),
            await self.firm.invoice_figures((await self.firm.payment(self.card)).invoice_id),
            [(await self.firm.payment(payment)).status.value for payment in (self.charge, self.card, self.paid)],
            sorted(await actions.refund_figures(self.firm)),
            await actions.dispute_figures(self.firm),
        )


USE_CASES: dict[str, Callable[[Scenario], Awaitable[object]]] = {
    "pay from credits": Scenario.pay_from_credits,
    "pay by card": Scenario.pay_by_card,
    "cancel": Scenario.cancel,
    "void": Scenario.void,
    "issue": Scenario.issue,
    "issue and pay": Scenario.issue_and_pay,
    "settle": Scenario.settle,
    "refund money": Scenario.refund_money,
    "refund a card": Scenario.refund_card,
    "refund to credits": Scenario.refund_to_credits,
    "credit note": Scenario.issue_credit_note,
    "pay offline": Scenario.pay_offline,
    "release": Scenario.release,
    "sync a dispute": Scenario.sync_dispute,
}

_PROVIDER_DRIVEN = ("settle", "sync a dispute", "release")
"""Use cases that need a state of the provider's objects."""


def provider_driven(use_cases: Sequence[str]) -> tuple[str, ...]:
    """Those of the use cases that need a state of the provider's objects."""
    return tuple(name for name in _PROVIDER_DRIVEN if name in use_cases)


def snapshot_name(*use_cases: str) -> str:
    """The name of the state in which these provider-driven use cases can run."""
    return "_".join(["ready", *use_cases]).replace(" ", "_")


@dataclass(frozen=True)
class Snapshots:
    """States of the database and the provider that can be restored any number of times."""

    app: AppHarness
    backend: DatabaseBackend
    simulator_file: Path

    async def save(self, name: str) -> None:
        await self.backend.save_snapshot(self.app.database, name)
        copy_sqlite_file(self.simulator_file, self.simulator_file.with_name(f"{name} at the provider"))

    async def restore(self, name: str) -> None:
        await self.backend.restore_snapshot(self.app.database, name)
        copy_sqlite_file(self.simulator_file.with_name(f"{name} at the provider"), self.simulator_file)


async def build_scenario(app: AppHarness, snapshots: Snapshots, pairs: Iterable[Sequence[str]]) -> Scenario:
    """Save the scenario in the states that the provider-driven use cases of these pairs need.

    "settle": the payer has confirmed the charge; "sync a dispute": 12 of the prepayment are disputed; neither is known
    here. "release": the charge is processing.
    """
    firm = await app.create_ready_firm()
    invoice, draft = await firm.create_invoice("50.00"), await firm.create_invoice("25.00", issue=False)
    await firm.prepay("20.00")
    charge, _ = await firm.pay(invoice, "35.00", CREDITS, PaymentMethod.CARD)
    small = await firm.create_invoice("16.00")
    (card,) = await firm.pay(small, "10.00", PaymentSource.CARD)
    await firm.settle_charge(card)
    prepayment = await firm.prepay("16.00")
    (paid,) = await firm.pay(small, "6.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await snapshots.save(snapshot_name())
    for use_cases in {provider_driven(pair) for pair in pairs} - {()}:
        await snapshots.restore(snapshot_name())
        if "release" in use_cases:
            app.sandbox.tamper(str(charge.intent_id), status="processing")
            await sync.sync_charge(app.services, JobKind.SYNC_PAYMENT, firm.id, charge.id)
            app.sandbox.tamper(str(charge.intent_id), status="requires_payment_method")
        if "sync a dispute" in use_cases:
            await actions.run_control(firm, "dispute", await firm.prepayment(prepayment), amount=12_00)
        if "settle" in use_cases:
            await firm.confirm(charge, "pm_card_visa")
        await snapshots.save(snapshot_name(*use_cases))
    return Scenario(firm, invoice, draft, charge.id, paid.id, card.id, prepayment)


async def outcome_of(use_case: Awaitable[object]) -> str:
    try:
        await use_case
    except ProviderUnavailable:
        # For a refund that another process requested meanwhile, and that was refused: no money was refunded.
        return ProviderRefused.__name__
    except DomainError as error:
        return type(error).__name__
    return "done"


@dataclass
class RivalSchedule:
    """Starts the rival before the first use case's statement number `moment`."""

    rival: Callable[[], Awaitable[str]]
    rival_app: AppHarness
    moment: int
    task: asyncio.Task[str] | None = None
    """The rival; None if the first use case had fewer statements."""
    count: int = 0

    async def before_statement(self, *, is_locked: bool) -> None:
        """Start the rival if it is its moment, and let it run until it ends or, with the lock held, until it waits."""
        self.count += 1
        if self.count != self.moment:
            return
        self.task = asyncio.ensure_future(self.rival())
        # The rival waits for the lock once it has a connection for writing.
        while not (self.task.done() or (is_locked and self.rival_app.database.connections_in_use()[1])):
            await asyncio.sleep(0.001)


class StatementHooks:
    """Calls the schedule before each statement of the application, with whether its transaction holds the lock."""

    def __init__(self, app: AppHarness, schedule: RivalSchedule) -> None:
        self._schedule = schedule
        self._engines = app.database.read_engine.sync_engine, app.database.write_engine.sync_engine
        self._is_session_writing = False
        self.spy: DriverSpy | None = None

    @property
    def _is_locked(self) -> bool:
        return self._is_session_writing or bool(self.spy and self.spy.open_transactions)

    async def on_driver(self, _statements: object) -> None:
        await self._schedule.before_statement(is_locked=self._is_locked)

    def on_statement(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement == "BEGIN":
            return  # of a snapshot, which begins with the next statement
        await_only(self._schedule.before_statement(is_locked=self._is_locked))
        # On SQLite the first statement is BEGIN IMMEDIATE, on PostgreSQL it locks the rows that it changes.
        self._is_session_writing = self._is_session_writing or self._is_write_session(connection)

    def on_commit(self, connection: Connection) -> None:
        if self._is_write_session(connection):
            await_only(self._schedule.before_statement(is_locked=True))
            self._is_session_writing = False

    def on_rollback(self, connection: Connection) -> None:
        if self._is_write_session(connection):
            self._is_session_writing = False

    def _is_write_session(self, connection: Connection) -> bool:
        is_ledger_transaction = connection.get_execution_options().get(DRIVER_TRANSACTION)
        return connection.engine is self._engines[1] and not is_ledger_transaction

    def listen(self) -> None:
        for change in self._listeners():
            event.listen(*change)

    def remove(self) -> None:
        for change in self._listeners():
            event.remove(*change)

    def _listeners(self) -> list[tuple[Any, str, Callable[..., None]]]:
        reads, writes = self._engines
        return [
            (reads, "before_cursor_execute", self.on_statement),
            (writes, "before_cursor_execute", self.on_statement),
            (writes, "commit", self.on_commit),
            (writes, "rollback", self.on_rollback),
        ]


@asynccontextmanager
async def run_rival_at(
    app: AppHarness, rival_app: AppHarness, moment: int, rival: Callable[[], Awaitable[str]]
) -> AsyncIterator[RivalSchedule]:
    """Start the rival before the block's statement number `moment`: at none, if the block has fewer.

    A statement is what `driver.fetch` reads, the beginning of a ledger transaction, what it fetches, each statement of
    a session, and each commit.
    """
    schedule = RivalSchedule(rival, rival_app, moment)
    hooks = StatementHooks(app, schedule)
    hooks.listen()
    try:
        async with spy_on_driver(app, on_query=hooks.on_driver, on_write=hooks.on_driver) as hooks.spy:
            yield schedule
    finally:
        hooks.remove()
        if schedule.task is not None:
            await schedule.task


async def sync_dispute_during_refund(scenario: Scenario) -> tuple[Any, ...]:
    """A refund is reserved, a dispute of the same money is synchronized, and then the provider refuses the refund.

    Each of the three steps is right: the dispute cannot know that the reserved amount will be available again.
    """
    faults = scenario.firm.app.sandbox.faults
    pause = faults.add(Fault("pause", "before", path="/refunds$"))
    refund = asyncio.create_task(outcome_of(scenario.refund_money()))
    await pause.reached.wait()
    dispute = await outcome_of(scenario.sync_dispute())
    pause.release.set()
    results = [("refund money", await refund), ("sync a dispute", dispute)]
    return sorted(results), await scenario.outcome()


@pytest.mark.parametrize("first", USE_CASES)
async def test_rival_at_every_statement(
    app: AppHarness, database_backend: DatabaseBackend, tmp_path: Path, first: str
) -> None:
    """P4, D12, D33: no credits are spent twice and no invoice receives more than its total, at any statement.

    A short run takes every sixth statement: the first, seventh and so on with SQLite, the fourth, tenth and so on with
    PostgreSQL.
    """
    snapshots = Snapshots(app, database_backend, tmp_path / "sandbox.db")
    rivals = list(USE_CASES) if IS_LONG else random.Random(first).sample(list(USE_CASES), 1)
    scenario = await build_scenario(app, snapshots, [(first, rival) for rival in rivals])
    async with other_process(app) as rival_app:
        rival_scenario = dataclasses.replace(scenario, firm=firm_in(rival_app, scenario.firm))

        async def run_rival(name: str) -> str:
            return await outcome_of(USE_CASES[name](rival_scenario))

        for rival in rivals:
            state = snapshot_name(*provider_driven((first, rival)))
            possible = []
            for order in ((first, rival), (rival, first)):
                await snapshots.restore(state)
                results = [(name, await outcome_of(USE_CASES[name](scenario))) for name in order]
                possible.append((sorted(results), await scenario.outcome()))
            if {first, rival} == {"refund money", "sync a dispute"}:
                await snapshots.restore(state)
                possible.append(await sync_dispute_during_refund(scenario))
            first_moment = 4 if isinstance(database_backend, PostgresqlBackend) and not IS_LONG else 1
            for moment in itertools.count(first_moment, 1 if IS_LONG else 6):
                await snapshots.restore(state)
                scheduled = run_rival_at(app, rival_app, moment, functools.partial(run_rival, rival))
                async with asyncio.timeout(20), scheduled as schedule:
                    results = [(first, await outcome_of(USE_CASES[first](scenario)))]
                if schedule.task is None:
                    assert moment > first_moment
                    break
                results.append((rival, schedule.task.result()))
                assert (sorted(results), await scenario.outcome()) in possible, (rival, moment)
                await app.audit()
