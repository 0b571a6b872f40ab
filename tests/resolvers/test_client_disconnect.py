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
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, run_mutation

PREPAY = "mutation ($i: MakePrepaymentInput!) { makePrepayment(input: $i) { __typename } }"
PAY = "mutation ($i: PayInvoiceInput!) { payInvoice(input: $i) { __typename } }"
HOME_QUERY = """{ viewer { __typename } firm { id invoices { totalCount edges { node { id client { id } payments { id } } } }
  clients { totalCount edges { node { id users { id }
    creditAccount { entries { edges { node { actor { name } } } } } } } }
} }"""


def connections_in_use(house: AppHarness) -> int:
    """How many connections to the database are in somebody's hands."""
    return sum(house.database.connections_in_use())


async def disconnect(caller: asyncio.Task[Any]) -> None:
    """The caller's connection is cut: the server cancels what it was doing for them."""
    caller.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await caller
    assert caller.cancelled()


async def wait_for_running_commands() -> None:
    """All deeds that were begun have come to their end."""
    await asyncio.wait_for(asyncio.gather(*context.running_commands), 30)


async def prepayment_input(firm: Firm) -> dict[str, Any]:
    return {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "once"}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_mutation_completes_after_disconnect(app: AppHarness, when: Any) -> None:
    """Cut off while Stripe is asked: the prepayment is opened all the same, and the same key finds it."""
    firm = await app.create_ready_firm()
    wish = await prepayment_input(firm)
    asked = app.sandbox.faults.add(Fault("pause", when, path="/payment_intents$"))
    caller = asyncio.create_task(execute(app.services, firm.client_user, PREPAY, {"i": wish}))
    await asyncio.wait_for(asked.reached.wait(), 30)
    await disconnect(caller)
    asked.release.set()
    await wait_for_running_commands()
    assert connections_in_use(app) == 0
    async with app.services.reads() as session:
        (prepayment,) = await session.scalars(select(models.Prepayment))
    assert prepayment.status is PaymentStatus.REQUIRES_ACTION
    again = await run_mutation(
        app.services, firm.client_user, "makePrepayment",
        "... on MakePrepaymentPayload { replayed prepayment { id checkout { __typename } } }", **wish,
    )  # fmt: skip
    assert (again["replayed"], again["prepayment"]) == (
        True,
        {"id": global_id("Prepayment", prepayment.id), "checkout": {"__typename": "StripeCheckout"}},
    )
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1


async def test_a_mutation_that_waits_for_the_firm_is_done_when_it_is_its_turn(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    invoice_id = await firm.create_invoice("50.00")
    wish = {
        "invoiceId": global_id("Invoice", invoice_id), "amount": {"choice": "FULL"}, "from": "CREDITS",
        "idempotencyKey": "once",
    }  # fmt: skip
    async with app.services.writes.begin() as somebody_else:
        await somebody_else.execute(select(models.Firm.seq))
        caller = asyncio.create_task(execute(app.services, firm.client_user, PAY, {"i": wish}))
        while not context.running_commands:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        await disconnect(caller)
        assert (await firm.invoice_figures(invoice_id))[0] == "UNPAID"
    await wait_for_running_commands()
    assert await firm.invoice_figures(invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), connections_in_use(app)) == ((0, 0), 0)


async def test_failed_mutation_after_disconnect_is_harmless(app: AppHarness) -> None:
    """Its refusal has nobody to be told to, and is no error of the server's either."""
    firm = await app.create_ready_firm()
    wish = await prepayment_input(firm)
    asked = app.sandbox.faults.add(Fault("pause", path="/payment_intents$"))
    app.sandbox.faults.add(Fault("drop", path="/payment_intents$", times=20))
    caller = asyncio.create_task(execute(app.services, firm.client_user, PREPAY, {"i": wish}))
    await asyncio.wait_for(asked.reached.wait(), 30)
    await disconnect(caller)
    asked.release.set()
    await asyncio.gather(*context.running_commands, return_exceptions=True)
    app.sandbox.faults.clear()
    assert (len(context.running_commands), connections_in_use(app)) == (0, 0)
    again = await execute(app.services, firm.client_user, PREPAY, {"i": wish})
    assert again.data == {"makePrepayment": {"__typename": "MakePrepaymentPayload"}}


# GraphQL's own: it has made coroutines for fields that it had not come to.
@pytest.mark.filterwarnings(r"ignore:coroutine '(GraphQLCoreConverter|Executor)\..*' was never awaited:RuntimeWarning")
async def test_a_query_lets_go_of_its_connection(app: AppHarness) -> None:
    """Cut off at every step of it, many more times than there are connections; the next one is answered as before."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    before = await query_data(app.services, firm.owner, HOME_QUERY)
    cut = 0
    # How far a query is after so many steps depends on how threads are scheduled: on a busy machine most are over.
    for steps in itertools.cycle(range(1, 101)):
        caller = asyncio.create_task(execute(app.services, firm.owner, HOME_QUERY))
        for _ in range(steps):
            await asyncio.sleep(0)
        if not caller.done():
            await disconnect(caller)
            cut += 1
        assert connections_in_use(app) == 0, steps
        if steps == 100 and cut > 20:
            break
    for moment in range(20):
        callers = [asyncio.create_task(execute(app.services, firm.owner, HOME_QUERY)) for _ in range(12)]
        await asyncio.sleep(moment / 500)
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        assert connections_in_use(app) == 0, moment
    assert await query_data(app.services, firm.owner, HOME_QUERY) == before
    gc.collect()  # what GraphQL made and did not await is thrown away here, not in the middle of another test
