"""A selection gives the same data in fragments, in deep nesting and in subscriptions."""

from __future__ import annotations

import pytest

from graph.sqlquery import plan_cache
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id
from tests.support.subscription_client import subscribe

pytestmark = pytest.mark.both_databases

DEEP_QUERY = "payments { invoice { client { invoices(first: 1) { edges { node { client { %s } } } } } } }"
ACCOUNT = """client { creditAccount {
  before: balanceAt(at: "2020-03-02T09:00:00Z") { amount } after: balanceAt(at: "2030-03-02T09:00:00Z") { amount } }
  invoices(first: 2) { totalCount edges { node { number } } } }"""
SUBSCRIPTION = "subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) { %s } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    return firm


async def test_deep_objects_have_all_fields_selected_by_shared_fragments(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two fields share a fragment, and one of them selects more; in any order. Further statements read deep fields."""
    monkeypatch.setattr(plan_cache, "_DEPTH_LIMITS", (10,))
    invoice = await firm.create_invoice("10.00")
    await firm.pay(invoice, "10.00")
    invoice_id = global_id("Invoice", invoice)
    shared = f"fragment F on Invoice {{ {DEEP_QUERY % 'id'} }}"
    first_field = f'one: invoice(id: "{invoice_id}") {{ ...F }}'
    second_field = f'two: invoice(id: "{invoice_id}") {{ ...F {DEEP_QUERY % "creditAccount { id }"} }}'
    results = []
    for fields in (second_field, f"{first_field} {second_field}", f"{second_field} {first_field}"):
        response = await execute(firm.app.services, firm.owner, f"{shared} {{ {fields} }}")
        assert response.errors == []
        results.append(response.data["two"])
    (edge,) = results[0]["payments"][0]["invoice"]["client"]["invoices"]["edges"]
    account = {"id": global_id("CreditAccount", firm.client_id)}
    assert edge["node"]["client"] == {"id": global_id("Client", firm.client_id), "creditAccount": account}
    assert results[1:] == results[:1] * 2


async def test_live_changes_equal_query_results(firm: Firm) -> None:
    """Connections and arguments in a subscription."""
    services, user = firm.app.services, firm.client_user
    client = global_id("Client", firm.client_id)
    firm.app.clock.advance(seconds=3600)
    await firm.create_invoice("10.00")
    async with subscribe(services, user, firm.client_id, query=SUBSCRIPTION % ACCOUNT) as page:
        await actions.issue_credit_note(firm, "1.00")
        changed = (await page.next_change())["client"]
    queried = await execute(services, user, f'{{ client(id: "{client}") {{ {ACCOUNT[9:-1]} }} }}')
    assert changed == queried.data["client"]
    account = changed["creditAccount"]
    assert (account["before"], account["after"]) == ({"amount": "0.00"}, {"amount": "31.00"})
    assert changed["invoices"]["totalCount"] == 1
