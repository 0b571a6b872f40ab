"""The caller goes away in the middle: what was begun is finished, and what was read is let go."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
from typing import Any

import pytest
from sqlalchemy import select

import models
from graph import context
from models import PaymentStatus
from sandbox import Fault
from tests.support.asking import ask, do, gid, read
from tests.support.firm import Firm, House

PREPAY = "mutation ($i: MakePrepaymentInput!) { makePrepayment(input: $i) { __typename } }"
PAY = "mutation ($i: PayInvoiceInput!) { payInvoice(input: $i) { __typename } }"
HOME = """{ viewer { __typename } firm { id invoices { totalCount edges { node { id client { id } payments { id } } } }
  clients { totalCount edges { node { id users { id }
    creditAccount { entries { edges { node { actor { name } } } } } } } }
} }"""


def lent(house: House) -> int:
    """How many connections to the database are in somebody's hands."""
    return sum(house.database.lent())


async def leave(caller: asyncio.Task[Any]) -> None:
    """The caller's connection is cut: the server cancels what it was doing for them."""
    caller.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await caller
    assert caller.cancelled()


async def finished() -> None:
    """All deeds that were begun have come to their end."""
    await asyncio.wait_for(asyncio.gather(*context.under_way), 30)


async def wish_to_prepay(firm: Firm) -> dict[str, Any]:
    return {"clientId": gid("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "once"}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_mutation_is_done_to_its_end(house: House, when: Any) -> None:
    """Cut off while Stripe is asked: the prepayment is opened all the same, and the same key finds it."""
    firm = await house.ready_firm()
    wish = await wish_to_prepay(firm)
    asked = house.sandbox.faults.add(Fault("pause", when, path="/payment_intents$"))
    caller = asyncio.create_task(ask(house.services, firm.client_user, PREPAY, {"i": wish}))
    await asyncio.wait_for(asked.reached.wait(), 30)
    await leave(caller)
    asked.release.set()
    await finished()
    assert lent(house) == 0
    async with house.services.reads() as session:
        (prepayment,) = await session.scalars(select(models.Prepayment))
    assert prepayment.status is PaymentStatus.REQUIRES_ACTION
    again = await do(
        house.services, firm.client_user, "makePrepayment",
        "... on MakePrepaymentPayload { replayed prepayment { id checkout { __typename } } }", **wish,
    )  # fmt: skip
    assert (again["replayed"], again["prepayment"]) == (
        True,
        {"id": gid("Prepayment", prepayment.id), "checkout": {"__typename": "StripeCheckout"}},
    )
    assert len(house.sandbox.events(kind="payment_intent.created")) == 1


async def test_a_mutation_that_waits_for_the_firm_is_done_when_it_is_its_turn(house: House) -> None:
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    invoice_id = await firm.issue("50.00")
    wish = {
        "invoiceId": gid("Invoice", invoice_id), "amount": {"choice": "FULL"}, "from": "CREDITS",
        "idempotencyKey": "once",
    }  # fmt: skip
    async with house.services.writes.begin() as somebody_else:
        await somebody_else.execute(select(models.Firm.seq))
        caller = asyncio.create_task(ask(house.services, firm.client_user, PAY, {"i": wish}))
        while not context.under_way:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        await leave(caller)
        assert (await firm.figures(invoice_id))[0] == "UNPAID"
    await finished()
    assert await firm.figures(invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), lent(house)) == ((0, 0), 0)


async def test_a_deed_that_fails_with_nobody_there_harms_nobody(house: House) -> None:
    """Its refusal has nobody to be told to, and is no error of the server's either."""
    firm = await house.ready_firm()
    wish = await wish_to_prepay(firm)
    asked = house.sandbox.faults.add(Fault("pause", path="/payment_intents$"))
    house.sandbox.faults.add(Fault("drop", path="/payment_intents$", times=20))
    caller = asyncio.create_task(ask(house.services, firm.client_user, PREPAY, {"i": wish}))
    await asyncio.wait_for(asked.reached.wait(), 30)
    await leave(caller)
    asked.release.set()
    await asyncio.gather(*context.under_way, return_exceptions=True)
    house.sandbox.faults.clear()
    assert (len(context.under_way), lent(house)) == (0, 0)
    again = await ask(house.services, firm.client_user, PREPAY, {"i": wish})
    assert again.data == {"makePrepayment": {"__typename": "MakePrepaymentPayload"}}


# GraphQL's own: it has made coroutines for fields that it had not come to.
@pytest.mark.filterwarnings(r"ignore:coroutine '(GraphQLCoreConverter|Executor)\..*' was never awaited:RuntimeWarning")
async def test_a_query_lets_go_of_its_connection(house: House) -> None:
    """Cut off at every step of it, many more times than there are connections; the next one is answered as before."""
    firm = await house.ready_firm()
    await firm.prepay("50.00")
    await firm.pay(await firm.issue("50.00"), "20.00")
    before = await read(house.services, firm.owner, HOME)
    cut = 0
    # How far a query is after so many steps depends on how threads are scheduled: on a busy machine most are over.
    for steps in itertools.cycle(range(1, 101)):
        caller = asyncio.create_task(ask(house.services, firm.owner, HOME))
        for _ in range(steps):
            await asyncio.sleep(0)
        if not caller.done():
            await leave(caller)
            cut += 1
        assert lent(house) == 0, steps
        if steps == 100 and cut > 20:
            break
    for moment in range(20):
        callers = [asyncio.create_task(ask(house.services, firm.owner, HOME)) for _ in range(12)]
        await asyncio.sleep(moment / 500)
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        assert lent(house) == 0, moment
    assert await read(house.services, firm.owner, HOME) == before
    gc.collect()  # what GraphQL made and did not await is thrown away here, not in the middle of another test
