"""A client that disconnects: running commands finish, and queries release their connections."""

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
HOME_QUERY = """{ viewer { __typename } firm { id
  invoices { totalCount edges { node { id client { id } payments { id } } } }
  clients { totalCount edges { node { id users { id }
    creditAccount { entries { edges { node { actor { name } } } } } } } }
} }"""


def connections_in_use(app: AppHarness) -> int:
    """The number of database connections in use."""
    return sum(app.database.connections_in_use())


async def disconnect(request: asyncio.Task[Any]) -> None:
    """Cancel the request, as the server does when the connection is closed."""
    request.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await request
    assert request.cancelled()


async def wait_for_running_commands() -> None:
    await asyncio.wait_for(asyncio.gather(*context.running_commands), 30)


async def prepayment_input(firm: Firm) -> dict[str, Any]:
    return {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "once"}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_mutation_completes_after_disconnect(app: AppHarness, when: Any) -> None:
    """Disconnected during the request to Stripe: the prepayment is opened, and the same key finds it."""
    firm = await app.create_ready_firm()
    input_fields = await prepayment_input(firm)
    fault = app.sandbox.faults.add(Fault("pause", when, path="/payment_intents$"))
    request = asyncio.create_task(execute(app.services, firm.client_user, PREPAY, {"i": input_fields}))
    await asyncio.wait_for(fault.reached.wait(), 30)
    await disconnect(request)
    fault.release.set()
    await wait_for_running_commands()
    assert connections_in_use(app) == 0
    async with app.services.reads() as session:
        (prepayment,) = await session.scalars(select(models.Prepayment))
    assert prepayment.status is PaymentStatus.REQUIRES_ACTION
    again = await run_mutation(
        app.services, firm.client_user, "makePrepayment",
        "... on MakePrepaymentPayload { replayed prepayment { id checkout { __typename } } }", **input_fields,
    )  # fmt: skip
    assert (again["replayed"], again["prepayment"]) == (
        True,
        {"id": global_id("Prepayment", prepayment.id), "checkout": {"__typename": "StripeCheckout"}},
    )
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1


async def test_mutation_waiting_for_the_firms_lock_completes(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    invoice_id = await firm.create_invoice("50.00")
    input_fields = {
        "invoiceId": global_id("Invoice", invoice_id), "amount": {"choice": "FULL"}, "from": "CREDITS",
        "idempotencyKey": "once",
    }  # fmt: skip
    async with app.services.writes.begin() as rival:
        await rival.execute(select(models.Firm.seq))
        request = asyncio.create_task(execute(app.services, firm.client_user, PAY, {"i": input_fields}))
        while not context.running_commands:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        await disconnect(request)
        assert (await firm.invoice_figures(invoice_id))[0] == "UNPAID"
    await wait_for_running_commands()
    assert await firm.invoice_figures(invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), connections_in_use(app)) == ((0, 0), 0)


async def test_failed_mutation_after_disconnect_is_harmless(app: AppHarness) -> None:
    """Its error is neither returned nor logged as an internal error."""
    firm = await app.create_ready_firm()
    input_fields = await prepayment_input(firm)
    fault = app.sandbox.faults.add(Fault("pause", path="/payment_intents$"))
    app.sandbox.faults.add(Fault("drop", path="/payment_intents$", times=20))
    request = asyncio.create_task(execute(app.services, firm.client_user, PREPAY, {"i": input_fields}))
    await asyncio.wait_for(fault.reached.wait(), 30)
    await disconnect(request)
    fault.release.set()
    await asyncio.gather(*context.running_commands, return_exceptions=True)
    app.sandbox.faults.clear()
    assert (len(context.running_commands), connections_in_use(app)) == (0, 0)
    again = await execute(app.services, firm.client_user, PREPAY, {"i": input_fields})
    assert again.data == {"makePrepayment": {"__typename": "MakePrepaymentPayload"}}


# graphql-core has created coroutines for fields that it did not reach.
@pytest.mark.filterwarnings(r"ignore:coroutine '(GraphQLCoreConverter|Executor)\..*' was never awaited:RuntimeWarning")
async def test_canceled_query_releases_its_connection(app: AppHarness) -> None:
    """Canceled at every step, far more often than there are connections; the next query is answered as before."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    await firm.pay(await firm.create_invoice("50.00"), "20.00")
    before = await query_data(app.services, firm.owner, HOME_QUERY)
    cancel_count = 0
    # How far a query gets in that many steps depends on thread scheduling: on a busy machine most have finished.
    for steps in itertools.cycle(range(1, 101)):
        request = asyncio.create_task(execute(app.services, firm.owner, HOME_QUERY))
        for _ in range(steps):
            await asyncio.sleep(0)
        if not request.done():
            await disconnect(request)
            cancel_count += 1
        assert connections_in_use(app) == 0, steps
        if steps == 100 and cancel_count > 20:
            break
    for delay in range(20):
        requests = [asyncio.create_task(execute(app.services, firm.owner, HOME_QUERY)) for _ in range(12)]
        await asyncio.sleep(delay / 500)
        for request in requests:
            request.cancel()
        await asyncio.gather(*requests, return_exceptions=True)
        assert connections_in_use(app) == 0, delay
    assert await query_data(app.services, firm.owner, HOME_QUERY) == before
    gc.collect()  # coroutines that graphql-core did not await are collected here, not during another test
