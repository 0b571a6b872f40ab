"""The same table for live pages: who may begin to follow a client, and what an event tells whom (P7)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

import models
from billing.live import cursors
from tests.resolvers.read_rules import can_see
from tests.resolvers.test_read_access import NODE_TYPES, REQUESTER_NAMES, UNKNOWN_ID, fields_of, read_all
from tests.support.graphql_client import global_id
from tests.support.subscription_client import subscribe
from tests.support.two_firms import Requester, TwoFirms

LISTS = {"invoices": "Invoice", "payments": "Payment", "prepayments": "Prepayment", "entries": "CreditEntry"}
QUERY = f"""subscription ($client: ID!, $after: String) {{ clientChanges(clientId: $client, after: $after) {{
  cursor reload removedIds client {{ __typename id }}
  {" ".join(f"{name} {fields_of(NODE_TYPES[kind]).replace('{', '{ __typename', 1)}" for name, kind in LISTS.items())} }} }}"""


async def first_result(street: TwoFirms, firm_id: uuid.UUID, client_id: uuid.UUID) -> tuple[str, bool]:
    """The cursor of before anything happened to the client; and whether pages are read anew since."""
    event = models.Event
    async with street.app.services.reads() as session:
        key = (await session.get_one(models.Firm, firm_id)).cursor_key
        own = select(func.min(event.seq)).where(event.firm_id == firm_id, event.client_id == client_id)
        first = (await session.scalars(own)).one()
        before = await session.get_one(event, (firm_id, first - 1))
        of_all = select(event.seq).where(event.firm_id == firm_id, event.seq >= first, event.client_id.is_(None))
        anew = (await session.scalars(of_all.limit(1))).first() is not None
    return cursors.encrypt_cursor(cursors.Position(before.seq, before.at), key, client_id), anew


def expected_refusal(requester: Requester) -> dict[str, Any]:
    message, code = (
        ("You are not signed in.", "UNAUTHENTICATED")
        if requester.is_anonymous
        else ("Not found.", "NOT_FOUND")
    )
    error = {"message": message, "path": ["clientChanges"], "extensions": {"code": code}}
    return {"data": None, "errors": [error]}


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_subscription_permissions_and_content(both_firms: TwoFirms, name: str) -> None:
    """Of a client that they see: all of it that they see, told as it is everywhere. Of any other: one answer."""
    who, services = both_firms.requesters[name], both_firms.app.services
    told = {}
    for kind in LISTS.values():
        things, known = await read_all(both_firms, who, kind)
        told.update({thing.id: each for thing, each in zip(things, known.data["nodes"], strict=False) if each})
    for thing in [each for each in both_firms.objects.values() if each.type_name == "Client"]:
        after, anew = await first_result(both_firms, thing.firm_id, thing.own_id)
        assert anew is (thing.firm_id == both_firms.firms[1].firm.id)
        async with subscribe(services, who.viewer, thing.own_id, after, query=QUERY) as page:
            answer = await page.next_result()
        if not can_see(who, thing):
            for error in answer["errors"]:
                del error["locations"]
            assert answer == expected_refusal(who)
            continue
        change = answer["data"]["clientChanges"]
        assert (change["client"]["id"], change["reload"]) == (thing.id, anew)
        for listed, kind in LISTS.items():
            own = {
                each.id
                for each in both_firms.objects.values()
                if each.type_name == kind and each.client_id == thing.own_id
            }
            assert {each["id"]: each for each in change[listed]} == {
                own_id: told[own_id] for own_id in own & told.keys() if not anew
            }
        assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"FORBIDDEN"}
    for nothing in (global_id("Client", UNKNOWN_ID), global_id("Seat", UNKNOWN_ID), "x", ""):
        async with subscribe(services, who.viewer, nothing, query=QUERY) as page:
            answer = await page.next_result()
            del answer["errors"][0]["locations"]
            assert answer == expected_refusal(who)
