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
from billing.errors import ProviderRefused, ProviderUnavailable, Refusal
from billing.invoices import issue_invoice, void_invoice
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings import update_payment_settings
from models import CreditApplication, JobKind, PaymentMethod
from sandbox import Fault
from tests.support import returns
from tests.support.books import Books, copy
from tests.support.firm import Firm, House
from tests.support.longer import IS_LONG
from tests.support.straight import of_another_process, watched, with_house

REMAINING = AmountChoice.REMAINING
CREDITS = PaymentSource.CREDITS


@dataclass(frozen=True)
class World:
    """A client with credits of 10 available and 20 held; an invoice of 50, of which 20 + 15 are under way; a draft.

    And an invoice of 16: 6 of it are paid from the money of which 10 are available, `paid`, and 10 by a `card`.
    """

    firm: Firm
    invoice: uuid.UUID
    draft: uuid.UUID
    charge: uuid.UUID
    paid: uuid.UUID
    card: uuid.UUID
    money: uuid.UUID

    async def pay_from_credits(self) -> object:
        return await self.firm.pay(self.invoice, "8.00")

    async def pay_with_a_card(self) -> object:
        return await self.firm.pay(self.invoice, REMAINING, CREDITS, PaymentMethod.CARD)

    async def cancel(self) -> object:
        return await cancel_payment.cancel_payment(self.firm.house.services, self.firm.client_user, self.charge)

    async def void(self) -> object:
        return await void_invoice.void_invoice(self.firm.house.services, self.firm.owner, self.invoice, "mistake")

    async def issue(self) -> object:
        return await issue_invoice.issue_invoice(self.firm.house.services, self.firm.owner, self.draft)

    async def settle(self) -> object:
        services = self.firm.house.services
        return await sync.sync_charge(services, JobKind.SYNC_PAYMENT, self.firm.id, self.charge)

    async def refund_money(self) -> object:
        return await returns.refund(self.firm, await self.firm.prepayment(self.money), "7.00")

    async def refund_card(self) -> object:
        return await returns.refund(self.firm, await self.firm.payment(self.card), "10.00")

    async def refund_to_credits(self) -> object:
        return await returns.refund(self.firm, await self.firm.payment(self.paid), "6.00")

    async def note(self) -> object:
        return await returns.note(self.firm, "3.00")

    async def pay_offline(self) -> object:
        return await returns.offline(self.firm, "20.00", self.invoice, excess=True)

    async def release(self) -> object:
        return await returns.release(self.firm, await self.firm.payment(self.charge))

    async def hear_of_a_dispute(self) -> object:
        services = self.firm.house.services
        return await sync.sync_charge(services, JobKind.SYNC_PREPAYMENT, self.firm.id, self.money)

    async def outcome(self) -> tuple[Any, ...]:
        """Everything that a client can see of it."""
        return (
            await self.firm.credits(),
            await self.firm.figures(self.invoice),
            await self.firm.figures(self.draft),
            await self.firm.figures((await self.firm.payment(self.card)).invoice_id),
            [(await self.firm.payment(one)).status.value for one in (self.charge, self.card, self.paid)],
            sorted(await returns.refunds(self.firm)),
            await returns.disputes(self.firm),
        )


DEEDS: dict[str, Callable[[World], Awaitable[object]]] = {
    "pay from credits": World.pay_from_credits,
    "pay with a card": World.pay_with_a_card,
    "cancel": World.cancel,
    "void": World.void,
    "issue": World.issue,
    "settle": World.settle,
    "refund money": World.refund_money,
    "refund a card": World.refund_card,
    "refund to credits": World.refund_to_credits,
    "note": World.note,
    "pay offline": World.pay_offline,
    "release": World.release,
    "hear of a dispute": World.hear_of_a_dispute,
}


_ABOUT = ("settle", "hear of a dispute", "release")


def state_for(*about: str) -> str:
    """What the state is called in which all of this can happen."""
    return "_".join(["ready", *about]).replace(" ", "_")


@dataclass(frozen=True)
class Snapshots:
    """States of a house, kept to go back to as often as is needed."""

    house: House
    books: Books
    stand_in: Path

    async def keep(self, name: str) -> None:
        await self.books.keep(self.house.database, name)
        copy(self.stand_in, self.stand_in.with_name(f"{name} at the provider"))

    async def restore(self, name: str) -> None:
        await self.books.restore(self.house.database, name)
        copy(self.stand_in.with_name(f"{name} at the provider"), self.stand_in)


async def build(house: House, snapshots: Snapshots) -> World:
    """The world, kept in each state of the provider's that some deeds are about, in every combination of them.

    "settle": the payer of the charge just has, and nobody here knows of it; "hear of a dispute": 12 of the client's
    money are disputed, and nobody here knows of it; "release": the charge is processing.
    """
    firm = await house.ready_firm()
    invoice, draft = await firm.issue("50.00"), await firm.issue("25.00", issue=False)
    await firm.prepay("20.00")
    charge, _ = await firm.pay(invoice, "35.00", CREDITS, PaymentMethod.CARD)
    small = await firm.issue("16.00")
    (card,) = await firm.pay(small, "10.00", PaymentSource.CARD)
    await firm.come(card)
    money = await firm.prepay("16.00")
    (paid,) = await firm.pay(small, "6.00")
    on_issue = update_payment_settings.UpdatePaymentSettings(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, on_issue)
    await snapshots.keep(state_for())
    for number in range(len(_ABOUT) + 1):
        for about in itertools.combinations(_ABOUT, number):
            await snapshots.restore(state_for())
            if "release" in about:
                house.sandbox.tamper(str(charge.intent_id), status="processing")
                await sync.sync_charge(house.services, JobKind.SYNC_PAYMENT, firm.id, charge.id)
                house.sandbox.tamper(str(charge.intent_id), status="requires_payment_method")
            if "hear of a dispute" in about:
                await returns.at_provider(firm, "dispute", await firm.prepayment(money), amount=12_00)
            if "settle" in about:
                await firm.confirm(charge, "pm_card_visa")
            await snapshots.keep(state_for(*about))
    return World(firm, invoice, draft, charge.id, paid.id, card.id, money)


async def answer(deed: Awaitable[object]) -> str:
    try:
        await deed
    except ProviderUnavailable:
        # To whoever's refund somebody else asked for meanwhile, and was refused: nothing was given back.
        return ProviderRefused.__name__
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


@asynccontextmanager
async def rival_at(
    house: House, moment: int, rival: Callable[[], Awaitable[str]]
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
        async with watched(house, asking=unlocked, writing=unlocked):
            yield started
    finally:
        for task in started:
            await task
        for engine in engines:
            event.remove(engine, "begin", begins)
        event.remove(engines[1], "after_cursor_execute", locked)


async def heard_while_the_provider_is_asked(world: World) -> tuple[Any, ...]:
    """A refund is written down, a dispute of the same money is heard of, and then the provider refuses the refund.

    Three steps, of which each is right: the dispute cannot know that what is reserved will be unspent again.
    """
    faults = world.firm.house.sandbox.faults
    pause = faults.add(Fault("pause", "before", path="/refunds$"))
    refund = asyncio.create_task(answer(world.refund_money()))
    await pause.reached.wait()
    heard = await answer(world.hear_of_a_dispute())
    pause.release.set()
    answers = [("refund money", await refund), ("hear of a dispute", heard)]
    return sorted(answers), await world.outcome()


@pytest.mark.parametrize("first", DEEDS)
async def test_a_rival_at_every_moment(house: House, books: Books, tmp_path: Path, first: str) -> None:
    """P4, D12, D33: nobody spends more than there is, no invoice takes more than it asks, at any instant."""
    snapshots = Snapshots(house, books, tmp_path / "sandbox.db")
    world = await build(house, snapshots)

    # The rival is of another process: in this one it would wait for its turn.
    world_of_rival = dataclasses.replace(world, firm=with_house(world.firm, of_another_process(house)))

    async def play(name: str) -> str:
        return await answer(DEEDS[name](world_of_rival))

    rivals = list(DEEDS) if IS_LONG else random.Random(first).sample(list(DEEDS), 1)
    for rival in rivals:
        state = state_for(*(one for one in _ABOUT if one in (first, rival)))
        possible = []
        for order in ((first, rival), (rival, first)):
            await snapshots.restore(state)
            answers = [(name, await answer(DEEDS[name](world))) for name in order]
            possible.append((sorted(answers), await world.outcome()))
        if {first, rival} == {"refund money", "hear of a dispute"}:
            await snapshots.restore(state)
            possible.append(await heard_while_the_provider_is_asked(world))
        moment = 0
        for moment in itertools.count(1):
            await snapshots.restore(state)
            came = rival_at(house, moment, functools.partial(play, rival))
            async with asyncio.timeout(20), came as started:
                answers = [(first, await answer(DEEDS[first](world)))]
            if not started:
                break
            answers.append((rival, started[0].result()))
            assert (sorted(answers), await world.outcome()) in possible, (rival, moment)
            await house.audit()
        assert moment > 1
