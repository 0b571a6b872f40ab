"""What is told by one statement is told alike wherever it is selected: in fragments, in live pages, however deep."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id
from tests.support.subscription_client import subscribe

pytestmark = pytest.mark.both_databases

DEEP_QUERY = "payments { invoice { " * 4 + "payments { %s }" + " } }" * 4
ACCOUNT = """client { creditAccount {
  before: balanceAt(at: "2020-03-02T09:00:00Z") { amount } after: balanceAt(at: "2030-03-02T09:00:00Z") { amount } }
  invoices(first: 2) { totalCount edges { node { number } } } }"""
SUBSCRIPTION = "subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) { %s } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    return firm


async def test_what_lies_deep_has_all_that_is_selected_there(firm: Firm) -> None:
    """A fragment that two fields share, one of which selects more besides: in whatever order they stand."""
    invoice = await firm.create_invoice("10.00")
    await firm.pay(invoice, "10.00")
    own = global_id("Invoice", invoice)
    shared = f"fragment F on Invoice {{ {DEEP_QUERY % 'id'} }}"
    one = f'one: invoice(id: "{own}") {{ ...F }}'
    two = f'two: invoice(id: "{own}") {{ ...F {DEEP_QUERY % "amount { amount }"} }}'
    answers = []
    for fields in (two, f"{one} {two}", f"{two} {one}"):
        answer = await execute(firm.app.services, firm.owner, f"{shared} {{ {fields} }}")
        assert answer.errors == []
        answers.append(answer.data["two"])
    found: Any = answers[0]
    while "payments" in found:
        found = found["payments"][0]
        found = found.get("invoice", found)
    assert (found["id"][:4], found["amount"]) == (global_id("Payment", invoice)[:4], {"amount": "10.00"})
    assert answers[1:] == answers[:1] * 2


async def test_live_changes_equal_query_results(firm: Firm) -> None:
    """Lists and arguments in a subscription: each field has its own."""
    services, user = firm.app.services, firm.client_user
    client = global_id("Client", firm.client_id)
    firm.app.clock.advance(seconds=3600)
    await firm.create_invoice("10.00")
    async with subscribe(services, user, firm.client_id, query=SUBSCRIPTION % ACCOUNT) as page:
        await actions.issue_credit_note(firm, "1.00")
        told = (await page.next_change())["client"]
    asked = await execute(services, user, f'{{ client(id: "{client}") {{ {ACCOUNT[9:-1]} }} }}')
    assert told == asked.data["client"]
    account = told["creditAccount"]
    assert (account["before"], account["after"]) == ({"amount": "0.00"}, {"amount": "31.00"})
    assert told["invoices"]["totalCount"] == 1
