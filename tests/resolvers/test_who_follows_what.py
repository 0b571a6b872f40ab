"""The same table for live pages: who may begin to follow a client, and what an event tells whom (P7)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

import models
from billing.live import cursors
from tests.resolvers.table import sees
from tests.resolvers.test_who_sees_what import KINDS, NEVER, PEOPLE, all_of, fields
from tests.support.asking import gid
from tests.support.following import following
from tests.support.neighbours import Neighbours, Who

LISTS = {"invoices": "Invoice", "payments": "Payment", "prepayments": "Prepayment", "entries": "CreditEntry"}
QUERY = f"""subscription ($client: ID!, $after: String) {{ clientChanges(clientId: $client, after: $after) {{
  cursor reload removedIds client {{ __typename id }}
  {" ".join(f"{name} {fields(KINDS[kind]).replace('{', '{ __typename', 1)}" for name, kind in LISTS.items())} }} }}"""


async def beginning(street: Neighbours, firm_id: uuid.UUID, client_id: uuid.UUID) -> tuple[str, bool]:
    """The cursor of before anything happened to the client; and whether pages are read anew since."""
    event = models.Event
    async with street.house.services.reads() as session:
        key = (await session.get_one(models.Firm, firm_id)).cursor_key
        own = select(func.min(event.seq)).where(event.firm_id == firm_id, event.client_id == client_id)
        first = (await session.scalars(own)).one()
        before = await session.get_one(event, (firm_id, first - 1))
        of_all = select(event.seq).where(event.firm_id == firm_id, event.seq >= first, event.client_id.is_(None))
        anew = (await session.scalars(of_all.limit(1))).first() is not None
    return cursors.sealed(cursors.Position(before.seq, before.at), key, client_id), anew


def refused(who: Who) -> dict[str, Any]:
    message, code = (
        ("Sign in first.", "UNAUTHENTICATED") if who.is_nobody else ("There is no such thing here.", "NOT_FOUND")
    )
    error = {"message": message, "path": ["clientChanges"], "extensions": {"code": code}}
    return {"data": None, "errors": [error]}


@pytest.mark.parametrize("name", PEOPLE)
async def test_who_begins_and_what_they_are_told(street: Neighbours, name: str) -> None:
    """Of a client that they see: all of it that they see, told as it is everywhere. Of any other: one answer."""
    who, services = street.people[name], street.house.services
    told = {}
    for kind in LISTS.values():
        things, known = await all_of(street, who, kind)
        told.update({thing.id: each for thing, each in zip(things, known.data["nodes"], strict=False) if each})
    for thing in [each for each in street.things.values() if each.kind == "Client"]:
        after, anew = await beginning(street, thing.firm_id, thing.own_id)
        assert anew is (thing.firm_id == street.sides[1].firm.id)
        async with following(services, who.viewer, thing.own_id, after, query=QUERY) as page:
            answer = await page.answer()
        if not sees(who, thing):
            for error in answer["errors"]:
                del error["locations"]
            assert answer == refused(who)
            continue
        change = answer["data"]["clientChanges"]
        assert (change["client"]["id"], change["reload"]) == (thing.id, anew)
        for listed, kind in LISTS.items():
            own = {each.id for each in street.things.values() if each.kind == kind and each.client_id == thing.own_id}
            assert {each["id"]: each for each in change[listed]} == {
                own_id: told[own_id] for own_id in own & told.keys() if not anew
            }
        assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"FORBIDDEN"}
    for nothing in (gid("Client", NEVER), gid("Seat", NEVER), "x", ""):
        async with following(services, who.viewer, nothing, query=QUERY) as page:
            answer = await page.answer()
            del answer["errors"][0]["locations"]
            assert answer == refused(who)
