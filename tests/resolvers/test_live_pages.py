"""A page that follows a client is told what changes, as its viewer may see it, for as long as they may (P8, P9)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.asking import gid, read
from tests.support.firm import Firm, House
from tests.support.following import Page, following

CURSOR = "query ($id: ID!) { client(id: $id) { changesCursor } }"


@pytest.fixture
async def firm(house: House) -> Firm:
    return await house.ready_firm()


async def cursor(firm: Firm, viewer: Any = None) -> str:
    told = await read(firm.house.services, viewer or firm.client_user, CURSOR, id=gid("Client", firm.client_id))
    found: str = told["client"]["changesCursor"]
    return found


async def settled(page: Page) -> dict[str, Any]:
    """All that comes until nothing does, merged by id as a normalised cache would."""
    found: dict[str, Any] = {}
    while True:
        try:
            change = await page.next(0.5)
        except TimeoutError:
            return found
        assert change["reload"] is False
        for kind in ("invoices", "payments", "prepayments", "entries"):
            found.setdefault(kind, {}).update({each["id"]: each for each in change[kind]})
        found["client"] = change["client"]


async def test_nothing_comes_before_something_happens(firm: Firm) -> None:
    """Without a cursor it begins now: what was before is not told, what happens is."""
    await firm.issue("10.00")
    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        await page.quiet()
        invoice_id = await firm.issue("50.00")
        change = await page.next()
        assert [each["id"] for each in change["invoices"]] == [gid("Invoice", invoice_id)]
        assert (change["reload"], change["removedIds"], change["entries"]) == (False, [], [])


async def test_a_prepayment_from_its_window_to_its_credits(firm: Firm) -> None:
    """Asked for, paid, credited: the prepayment, its entry and the client's credits."""
    async with following(firm.house.services, firm.client_user, firm.client_id) as page:
        prepayment_id = await firm.prepay("100.00")
        told = await settled(page)
    own = gid("Prepayment", prepayment_id)
    assert told["prepayments"] == {own: {"id": own, "status": "SUCCEEDED", "remaining": {"amount": "100.00"}}}
    (entry,) = told["entries"].values()
    assert (entry["kind"], entry["amount"], entry["remaining"]) == (
        "PREPAYMENT",
        {"amount": "100.00"},
        {"amount": "100.00"},
    )
    assert told["client"]["creditAccount"]["balance"] == {"amount": "100.00"}
