"""Two deeds at once: the rival comes at each moment of the first at which it can make a difference.

Before the first looks at the books, the rival runs to its end; where the first takes the firm's lock, the rival is
started and has to wait. Whatever the moment, what comes of it is what would have come of the two deeds one after the
other, in one order or the other. One rival of each; in `make test-long`, all.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import itertools
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from models import CreditApplication, JobKind, PaymentMethod
from sandbox import Fault
from tests.support import actions
from tests.support.database_backends import DatabaseBackend, copy_sqlite_file
from tests.support.driver_spy import in_another_process, in_app, spy_on_driver
from tests.support.firm import AppHarness, Firm
from tests.support.long_runs import IS_LONG

REMAINING = AmountChoice.REMAINING
CREDITS = PaymentSource.CREDITS


@dataclass(frozen=True)
class Scenario:
    """A client with credits of 10 available and 20 held; an invoice of 50, of which 20 + 15 are under way; a draft.

    And an invoice of 16: 6 of it are paid from the money of which 10 are available, `paid`, and 10 by a `card`.
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

    async def pay_with_a_card(self) -> object:
        return await self.firm.pay(self.invoice, REMAINING, CREDITS, PaymentMethod.CARD)

    async def cancel(self) -> object:
        return await cancel_payment.cancel_payment(self.firm.app.services, self.firm.client_user, self.charge)

    async def void(self) -> object:
        return await void_invoice.void_invoice(self.firm.app.services, self.firm.owner, self.invoice, "mistake")

    async def issue(self) -> object:
        return await issue_invoice.issue_invoice(self.firm.app.services, self.firm.owner, self.draft)

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
        """Everything that a client can see of it."""
        return (
            await self.firm.credits(),
            await self.firm.invoice_figures(self.invoice),
            await self.firm.invoice_figures(self.draft),
            await self.firm.invoice_figures((await self.firm.payment(self.card)).invoice_id),
            [(await self.firm.payment(one)).status.value for one in (self.charge, self.card, self.paid)],
            sorted(await actions.refund_figures(self.firm)),
            await actions.dispute_figures(self.firm),
        )


USE_CASES: dict[str, Callable[[Scenario], Awaitable[object]]] = {
    "pay from credits": Scenario.pay_from_credits,
    "pay with a card": Scenario.pay_with_a_card,
    "cancel": Scenario.cancel,
    "void": Scenario.void,
    "issue": Scenario.issue,
    "settle": Scenario.settle,
    "refund money": Scenario.refund_money,
    "refund a card": Scenario.refund_card,
    "refund to credits": Scenario.refund_to_credits,
    "note": Scenario.issue_credit_note,
    "pay offline": Scenario.pay_offline,
    "release": Scenario.release,
    "hear of a dispute": Scenario.sync_dispute,
}


_WEBHOOK_DRIVEN = ("settle", "hear of a dispute", "release")


def prepared_state(*about: str) -> str:
    """What the state is called in which all of this can happen."""
    return "_".join(["ready", *about]).replace(" ", "_")


@dataclass(frozen=True)
class Snapshots:
    """States of a house, kept to go back to as often as is needed."""

    app: AppHarness
    backend: DatabaseBackend
    simulator_file: Path

    async def save(self, name: str) -> None:
        await self.backend.save_snapshot(self.app.database, name)
        copy_sqlite_file(self.simulator_file, self.simulator_file.with_name(f"{name} at the provider"))

    async def restore(self, name: str) -> None:
        await self.backend.restore_snapshot(self.app.database, name)
        copy_sqlite_file(self.simulator_file.with_name(f"{name} at the provider"), self.simulator_file)


async def build_scenario(house: AppHarness, snapshots: Snapshots) -> Scenario:
    """The world, kept in each state of the provider's that some deeds are about, in every combination of them.

    "settle": the payer of the charge just has, and nobody here knows of it; "hear of a dispute": 12 of the client's
    money are disputed, and nobody here knows of it; "release": the charge is processing.
    """
    firm = await house.create_ready_firm()
    invoice, draft = await firm.create_invoice("50.00"), await firm.create_invoice("25.00", issue=False)
    await firm.prepay("20.00")
    charge, _ = await firm.pay(invoice, "35.00", CREDITS, PaymentMethod.CARD)
    small = await firm.create_invoice("16.00")
    (card,) = await firm.pay(small, "10.00", PaymentSource.CARD)
    await firm.settle_charge(card)
    money = await firm.prepay("16.00")
    (paid,) = await firm.pay(small, "6.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, on_issue)
    await snapshots.save(prepared_state())
    for number in range(len(_WEBHOOK_DRIVEN) + 1):
        for about in itertools.combinations(_WEBHOOK_DRIVEN, number):
            await snapshots.restore(prepared_state())
            if "release" in about:
                house.sandbox.tamper(str(charge.intent_id), status="processing")
                await sync.sync_charge(house.services, JobKind.SYNC_PAYMENT, firm.id, charge.id)
                house.sandbox.tamper(str(charge.intent_id), status="requires_payment_method")
            if "hear of a dispute" in about:
                await actions.act_at_provider(firm, "dispute", await firm.prepayment(money), amount=12_00)
            if "settle" in about:
                await firm.confirm(charge, "pm_card_visa")
            await snapshots.save(prepared_state(*about))
    return Scenario(firm, invoice, draft, charge.id, paid.id, card.id, money)


async def outcome_of(use_case: Awaitable[object]) -> str:
    try:
        await use_case
    except ProviderUnavailable:
        # To whoever's refund somebody else asked for meanwhile, and was refused: nothing was given back.
        return ProviderRefused.__name__
    except DomainError as refusal:
        return type(refusal).__name__
    return "done"


@asynccontextmanager
async def run_rival_at(
    house: AppHarness, moment: int, rival: Callable[[], Awaitable[str]]
) -> AsyncIterator[list[asyncio.Task[str]]]:
    """The rival comes at the block's moment of this number; never where it has not so many.

    A moment is where a transaction begins, and where one that writes goes on from its first statement; also where a
    deed that takes no lock asks, and where it writes.
    """
    started: list[asyncio.Task[str]] = []
    moments = itertools.count(1)
    engines = house.database.read_engine.sync_engine, house.database.write_engine.sync_engine
    # SQLite's lock comes with BEGIN: whoever writes then has to wait. PostgreSQL's comes with the first statement.
    locks_at_begin = engines[1].dialect.name == "sqlite"

    def comes(*, locked: bool, wait: bool = True) -> None:
        if started or next(moments) != moment:
            return
        started.append(asyncio.ensure_future(rival()))
        if wait and not locked:
            await_only(started[0])

    def begins(connection: Connection) -> None:
        comes(locked=locks_at_begin and connection.engine is engines[1])

    def locked(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not locks_at_begin and statement.startswith("UPDATE firm SET seq"):
            comes(locked=True)

    async def unlocked(_texts: object) -> None:
        comes(locked=False, wait=False)
        for rival_of_it in started:
            await rival_of_it

    for engine in engines:
        event.listen(engine, "begin", begins)
    event.listen(engines[1], "after_cursor_execute", locked)
    try:
        async with spy_on_driver(house, on_query=unlocked, on_write=unlocked):
            yield started
    finally:
        for task in started:
            await task
        for engine in engines:
            event.remove(engine, "begin", begins)
        event.remove(engines[1], "after_cursor_execute", locked)


async def webhook_during_provider_request(scenario: Scenario) -> tuple[Any, ...]:
    """A refund is written down, a dispute of the same money is heard of, and then the provider refuses the refund.

    Three steps, of which each is right: the dispute cannot know that what is reserved will be unspent again.
    """
    faults = scenario.firm.app.sandbox.faults
    pause = faults.add(Fault("pause", "before", path="/refunds$"))
    refund = asyncio.create_task(outcome_of(scenario.refund_money()))
    await pause.reached.wait()
    heard = await outcome_of(scenario.sync_dispute())
    pause.release.set()
    answers = [("refund money", await refund), ("hear of a dispute", heard)]
    return sorted(answers), await scenario.outcome()


@pytest.mark.parametrize("first", USE_CASES)
async def test_a_rival_at_every_moment(
    app: AppHarness, database_backend: DatabaseBackend, tmp_path: Path, first: str
) -> None:
    """P4, D12, D33: nobody spends more than there is, no invoice takes more than it asks, at any instant."""
    snapshots = Snapshots(app, database_backend, tmp_path / "sandbox.db")
    world = await build_scenario(app, snapshots)

    # The rival is of another process: in this one it would wait for its turn.
    world_of_rival = dataclasses.replace(world, firm=in_app(world.firm, in_another_process(app)))

    async def play(name: str) -> str:
        return await outcome_of(USE_CASES[name](world_of_rival))

    rivals = list(USE_CASES) if IS_LONG else random.Random(first).sample(list(USE_CASES), 1)
    for rival in rivals:
        state = prepared_state(*(one for one in _WEBHOOK_DRIVEN if one in (first, rival)))
        possible = []
        for order in ((first, rival), (rival, first)):
            await snapshots.restore(state)
            answers = [(name, await outcome_of(USE_CASES[name](world))) for name in order]
            possible.append((sorted(answers), await world.outcome()))
        if {first, rival} == {"refund money", "hear of a dispute"}:
            await snapshots.restore(state)
            possible.append(await webhook_during_provider_request(world))
        moment = 0
        for moment in itertools.count(1):
            await snapshots.restore(state)
            came = run_rival_at(app, moment, functools.partial(play, rival))
            async with asyncio.timeout(20), came as started:
                answers = [(first, await outcome_of(USE_CASES[first](world)))]
            if not started:
                break
            answers.append((rival, started[0].result()))
            assert (sorted(answers), await world.outcome()) in possible, (rival, moment)
            await app.audit()
        assert moment > 1
