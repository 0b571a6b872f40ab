"""P10: an operation leaves nothing to the garbage collector, which stops all threads for as long as it collects."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from billing.access.principals import Viewer
from billing.services import Services, Snapshot
from graph.context import Context
from tests.support.firm import AppHarness
from tests.support.graphql_client import CLIENT_ADDRESS, SCHEMA, global_id

PAY = """mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) {
  __typename ... on PayInvoicePayload { invoice { status lines { amount { amount } } } } } }"""


async def execute(services: Services, viewer: Viewer, query: str, **variables: Any) -> weakref.ref[Context]:
    """Execute without errors. Return a reference to the operation's context that keeps nothing alive."""
    async with Snapshot(services) as snapshot:
        context = Context(services=services, viewer=viewer, snapshot=snapshot, address=CLIENT_ADDRESS)
        result = await SCHEMA.execute(query, variables, context_value=context)
        assert result.errors is None
        return weakref.ref(context)


@pytest.mark.parametrize("query", ["{ viewer { __typename } }", "{ __typename viewer { __typename } }"])
async def test_query(app: AppHarness, query: str) -> None:
    """By one statement, and by the executor."""
    firm = await app.create_firm()
    gc.disable()
    try:
        assert (await execute(app.services, firm.client_user, query))() is None
    finally:
        gc.enable()


async def test_mutation(app: AppHarness) -> None:
    """Also if a part of its payload is read afterwards."""
    firm = await app.create_prepaid_firm("100.00")
    fields = {"invoiceId": global_id("Invoice", await firm.create_invoice("60.00")), "amount": {"choice": "FULL"}}
    fields |= {"from": "CREDITS", "idempotencyKey": app.new_key()}
    gc.disable()
    try:
        assert (await execute(app.services, firm.client_user, PAY, input=fields))() is None
    finally:
        gc.enable()
