"""Two deeds at once: the rival comes at each moment of the first at which it can make a difference.

Before the first looks at the books, the rival runs to its end; where the first takes the firm's lock, the rival is
started and has to wait. Whatever the moment, what comes of it is what would have come of the two deeds one after the
other, in one order or the other.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.util import await_only

from billing import cancel_payment, issue_invoice, sync, update_payment_settings, void_invoice
from billing.amounts import AmountChoice, PaymentSource
from billing.refusals import Refusal
from models import CreditApplication, JobKind, PaymentMethod
from tests.support.firm import Firm, House, open_house

REMAINING = AmountChoice.REMAINING
CREDITS = PaymentSource.CREDITS


@dataclass(frozen=True)
class World:
    """A client with credits of 10 available and 20 held; an invoice of 50, of which 20 + 15 are under way; a draft."""

    firm: Firm
    invoice: uuid.UUID
    draft: uuid.UUID
    charge: uuid.UUID

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

    async def outcome(self) -> tuple[Any, ...]:
        """Everything that a client can see of it."""
        return (
            await self.firm.credits(),
            await self.firm.figures(self.invoice),
            await self.firm.figures(self.draft),
            (await self.firm.payment(self.charge)).status.value,
        )


DEEDS: dict[str, Callable[[World], Awaitable[object]]] = {
    "pay from credits": World.pay_from_credits,
    "pay with a card": World.pay_with_a_card,
    "cancel": World.cancel,
    "void": World.void,
    "issue": World.issue,
    "settle": World.settle,
}


@dataclass(frozen=True)
class Template:
    """A world that was built once, in a folder, to be copied as often as it is needed."""

    folder: Path
    world: World

    @asynccontextmanager
    async def copy(self, folder: Path) -> AsyncIterator[World]:
        """A house of its own in the folder, with the same world in it."""
        folder.mkdir()
        shutil.copy(self.folder / "sandbox.db", folder)
        async with open_house(self.folder / "acompte.db", folder) as house:
            was = self.world
            house.keys = was.firm.house.keys
            house.clock.now = was.firm.house.clock.now
            firm = Firm(house, was.firm.id, was.firm.client_id, was.firm.currency)
            firm.owner, firm.client_user = was.firm.owner, was.firm.client_user
            yield World(firm, was.invoice, was.draft, was.charge)


@pytest.fixture(scope="module")
def templates(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Template]:
    """One world whose payer has not paid yet, and one (True) whose has, just now, and nobody here knows of it."""

    async def build(*, paid: bool) -> Template:
        folder = tmp_path_factory.mktemp("world")
        async with open_house(template, folder) as house:
            firm = await house.ready_firm()
            on_issue = update_payment_settings.UpdatePaymentSettings(credit_application=CreditApplication.ON_ISSUE)
            invoice, draft = await firm.issue("50.00"), await firm.issue("25.00", issue=False)
            await firm.prepay("20.00")
            charge, _ = await firm.pay(invoice, "35.00", CREDITS, PaymentMethod.CARD)
            await firm.prepay("10.00")
            await update_payment_settings.update_payment_settings(house.services, firm.owner, on_issue)
            if paid:
                await firm.confirm(charge, "pm_card_visa")
            return Template(folder, World(firm, invoice, draft, charge.id))

    return {paid: asyncio.run(build(paid=paid)) for paid in (False, True)}


async def answer(deed: Awaitable[object]) -> str:
    try:
        await deed
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


@asynccontextmanager
async def rival_at(
    house: House, moment: int, rival: Callable[[], Awaitable[str]]
) -> AsyncIterator[list[asyncio.Task[str]]]:
    """The rival comes when the block begins its transaction of this number; never where it has not so many."""
    started: list[asyncio.Task[str]] = []
    begun = itertools.count(1)

    def begins(*, writing: bool) -> None:
        if started or next(begun) != moment:
            return
        started.append(asyncio.ensure_future(rival()))
        if not writing:
            await_only(started[0])

    def reads(_connection: Any) -> None:
        begins(writing=False)

    def writes(_connection: Any) -> None:
        begins(writing=True)

    engines = (house.database.read_engine.sync_engine, reads), (house.database.write_engine.sync_engine, writes)
    for engine, hook in engines:
        event.listen(engine, "begin", hook)
    try:
        yield started
    finally:
        for task in started:
            await task
        for engine, hook in engines:
            event.remove(engine, "begin", hook)


@pytest.mark.parametrize(("first", "rival"), [*itertools.product(DEEDS, repeat=2)])
async def test_a_rival_at_every_moment(
    templates: dict[bool, Template], tmp_path: Path, first: str, rival: str
) -> None:
    """P4, D12, D33: nobody spends more than there is, no invoice takes more than it asks, at any instant."""
    template = templates["settle" in (first, rival)]
    possible = []
    for order in ((first, rival), (rival, first)):
        async with template.copy(tmp_path / f"{order[0]} first {len(possible)}") as world:
            answers = [(name, await answer(DEEDS[name](world))) for name in order]
            possible.append((sorted(answers), await world.outcome()))
    for moment in itertools.count(1):
        async with template.copy(tmp_path / str(moment)) as world:
            came = rival_at(world.firm.house, moment, lambda world=world: answer(DEEDS[rival](world)))
            async with asyncio.timeout(10), came as started:
                answers = [(first, await answer(DEEDS[first](world)))]
            if not started:
                break
            answers.append((rival, started[0].result()))
            assert (sorted(answers), await world.outcome()) in possible, moment
    assert moment > 2
