"""What is told by one statement is told alike wherever it is selected: in fragments, in live pages, however deep."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import returns
from tests.support.asking import ask, gid
from tests.support.firm import Firm, House
from tests.support.following import following

pytestmark = pytest.mark.both_databases

DEEP = "payments { invoice { " * 4 + "payments { %s }" + " } }" * 4
ACCOUNT = """client { creditAccount {
  before: balanceAt(at: "2020-03-02T09:00:00Z") { amount } after: balanceAt(at: "2030-03-02T09:00:00Z") { amount } }
  invoices(first: 2) { totalCount edges { node { number } } } }"""
FOLLOWED = "subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) { %s } }"


@pytest.fixture
async def firm(house: House) -> Firm:
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    return firm


async def test_what_lies_deep_has_all_that_is_selected_there(firm: Firm) -> None:
    """A fragment that two fields share, one of which selects more besides: in whatever order they stand."""
    invoice = await firm.issue("10.00")
    await firm.pay(invoice, "10.00")
    own = gid("Invoice", invoice)
    shared = f"fragment F on Invoice {{ {DEEP % 'id'} }}"
    one = f'one: invoice(id: "{own}") {{ ...F }}'
    two = f'two: invoice(id: "{own}") {{ ...F {DEEP % "amount { amount }"} }}'
    answers = []
    for fields in (two, f"{one} {two}", f"{two} {one}"):
        answer = await ask(firm.house.services, firm.owner, f"{shared} {{ {fields} }}")
        assert answer.errors == []
        answers.append(answer.data["two"])
    found: Any = answers[0]
    while "payments" in found:
        found = found["payments"][0]
        found = found.get("invoice", found)
    assert (found["id"][:4], found["amount"]) == (gid("Payment", invoice)[:4], {"amount": "10.00"})
    assert answers[1:] == answers[:1] * 2


async def test_live_pages_tell_what_a_query_tells(firm: Firm) -> None:
    """Lists and arguments in a subscription: each field has its own."""
    services, user = firm.house.services, firm.client_user
    client = gid("Client", firm.client_id)
    firm.house.clock.move(seconds=3600)
    await firm.issue("10.00")
    async with following(services, user, firm.client_id, query=FOLLOWED % ACCOUNT) as page:
        await returns.note(firm, "1.00")
        told = (await page.next())["client"]
    asked = await ask(services, user, f'{{ client(id: "{client}") {{ {ACCOUNT[9:-1]} }} }}')
    assert told == asked.data["client"]
    account = told["creditAccount"]
    assert (account["before"], account["after"]) == ({"amount": "0.00"}, {"amount": "31.00"})
    assert told["invoices"]["totalCount"] == 1
