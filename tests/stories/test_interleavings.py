"""Two deeds at once: the rival comes at each moment of the first at which it can make a difference.

Where the first only reads, the rival runs to its end before the first goes on; where the first holds the firm's lock,
the rival is started and has to wait. Whatever the moment, what comes of it is what would have come of the two deeds one
after the other, in one order or the other.
"""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.util import await_only

import models
from billing import cancel_payment, issue_invoice, sync, update_payment_settings, void_invoice
from billing.actor import ClientUser
from billing.amounts import AmountChoice, PaymentSource
from billing.refusals import Refusal
from models import CreditApplication, JobKind, PaymentMethod
from tests.support.firm import Firm, House

REMAINING = AmountChoice.REMAINING
CREDITS = PaymentSource.CREDITS


@dataclass(frozen=True)
class World:
    """A client of its own: credits of 10 available and 20 held; an invoice of 50, of which 20 + 15 are under way."""

    house: House
    firm: Firm
    user: ClientUser
    invoice: uuid.UUID
    draft: uuid.UUID
    charge: models.Payment

    async def pay_from_credits(self) -> object:
        return await self.firm.pay(self.invoice, "8.00", viewer=self.user)

    async def pay_with_a_card(self) -> object:
        return await self.firm.pay(self.invoice, REMAINING, CREDITS, PaymentMethod.CARD, viewer=self.user)

    async def cancel(self) -> object:
        return await cancel_payment.cancel_payment(self.house.services, self.user, self.charge.id)

    async def void(self) -> object:
        return await void_invoice.void_invoice(self.house.services, self.firm.owner, self.invoice, "mistake")

    async def issue(self) -> object:
        return await issue_invoice.issue_invoice(self.house.services, self.firm.owner, self.draft)

    async def settle(self) -> object:
        return await sync.sync_charge(
            self.house.services, JobKind.SYNC_PAYMENT, self.firm.id, self.charge.id
        )

    async def outcome(self) -> tuple[Any, ...]:
        """Everything that a client can see of it."""
        return (
            await self.firm.credits(self.user.client_id),
            await self.firm.figures(self.invoice),
            await self.firm.figures(self.draft),
            (await self.firm.payment(self.charge.id)).status.value,
        )


DEEDS: dict[str, Callable[[World], Awaitable[object]]] = {
    "pay from credits": World.pay_from_credits,
    "pay with a card": World.pay_with_a_card,
    "cancel": World.cancel,
    "void": World.void,
    "issue": World.issue,
    "settle": World.settle,
}


async def build(firm: Firm, *, paid: bool) -> World:
    """`paid`: the payer has just confirmed, and nobody here knows of it yet."""
    client_id = await firm.add_client()
    user = await firm.add_user(client_id, f"user-{client_id.hex}")
    invoice, draft = await firm.issue("50.00", client_id), await firm.issue("25.00", client_id, issue=False)
    await _credits(firm, user, "20.00")
    charge, _ = await firm.pay(invoice, "35.00", CREDITS, PaymentMethod.CARD, viewer=user)
    await _credits(firm, user, "10.00")
    if paid:
        await firm.confirm(charge, "pm_card_visa")
    return World(firm.house, firm, user, invoice, draft, charge)


async def _credits(firm: Firm, user: ClientUser, amount: str) -> None:
    """A prepayment of this client that came, without the worker: others' payments are left as they are."""
    mine = Firm(firm.house, firm.id, user.client_id, firm.currency)
    mine.owner, mine.client_user = firm.owner, user
    prepayment = await mine.ask_prepayment(amount)
    await mine.confirm(prepayment, "pm_card_visa")
    await sync.sync_charge(firm.house.services, JobKind.SYNC_PREPAYMENT, firm.id, prepayment.id)


async def answer(deed: Awaitable[object]) -> str:
    try:
        await deed
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


@asynccontextmanager
async def rival_at(house: House, moment: int, rival: Callable[[], Awaitable[str]]) -> AsyncIterator[list[asyncio.Task[str]]]:
    """The rival comes at the statement of this number, of those of the block; none where there are not so many."""
    started: list[asyncio.Task[str]] = []
    seen = 0

    def come(*, waits: bool) -> None:
        nonlocal seen
        if started or seen < 0:
            return
        seen += 1
        if seen == moment:
            started.append(asyncio.ensure_future(rival()))
            if not waits:
                await_only(started[0])

    def reading(*_: Any) -> None:
        come(waits=False)

    def writing(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # With the lock taken it makes no difference when the rival comes: at the first and at the last moment.
        if statement.startswith(("UPDATE firm", "INSERT INTO event")):
            come(waits=True)

    engines = (house.database.read_engine.sync_engine, reading), (house.database.write_engine.sync_engine, writing)
    for engine, hook in engines:
        event.listen(engine, "before_cursor_execute", hook)
    try:
        yield started
    finally:
        for engine, hook in engines:
            event.remove(engine, "before_cursor_execute", hook)
        if started:
            await started[0]


@pytest.mark.parametrize(("first", "rival"), [*itertools.product(DEEDS, repeat=2)])
async def test_a_rival_at_every_moment(house: House, first: str, rival: str) -> None:
    """P4, D12, D33: nobody spends more than there is, no invoice takes more than it asks, at any instant."""
    firm = await house.ready_firm()
    on_issue = update_payment_settings.UpdatePaymentSettings(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, on_issue)
    paid = "settle" in (first, rival)
    possible = []
    for order in ((first, rival), (rival, first)):
        world = await build(firm, paid=paid)
        answers = [(name, await answer(DEEDS[name](world))) for name in order]
        possible.append((sorted(answers), await world.outcome()))
    for moment in itertools.count(1):
        world = await build(firm, paid=paid)
        async with rival_at(house, moment, lambda world=world: answer(DEEDS[rival](world))) as started:
            async with asyncio.timeout(10):
                answers = [(first, await answer(DEEDS[first](world)))]
        if not started:
            break
        answers.append((rival, started[0].result()))
        assert (sorted(answers), await world.outcome()) in possible, moment
        await house.audit()
    assert moment > 2
