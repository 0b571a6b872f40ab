"""The same access rules for live pages: who may subscribe to a client, and what an event has for whom (P7)."""

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
SELECTIONS = " ".join(
    f"{name} {fields_of(NODE_TYPES[kind]).replace('{', '{ __typename', 1)}" for name, kind in LISTS.items()
)
QUERY = f"""subscription ($client: ID!, $after: String) {{ clientChanges(clientId: $client, after: $after) {{
  cursor reload removedIds client {{ __typename id }} {SELECTIONS} }} }}"""


async def cursor_before_all_events(both_firms: TwoFirms, firm_id: uuid.UUID, client_id: uuid.UUID) -> tuple[str, bool]:
    """A cursor from before the client's first event, and whether a change since then makes pages reload."""
    event = models.Event
    async with both_firms.app.services.reads() as session:
        key = (await session.get_one(models.Firm, firm_id)).cursor_key
        first_seq = select(func.min(event.seq)).where(event.firm_id == firm_id, event.client_id == client_id)
        first = (await session.scalars(first_seq)).one()
        before = await session.get_one(event, (firm_id, first - 1))
        firm_wide = select(event.seq).where(
            event.firm_id == firm_id,
            event.seq >= first,
            event.client_id.is_(None),
            event.kind.not_like("invitation.%"),  # of members to be: no page shows them
            event.kind.not_like("webhook_endpoint.%"),  # no page of a client shows them
        )
        needs_reload = (await session.scalars(firm_wide.limit(1))).first() is not None
    return cursors.encrypt_cursor(cursors.Position(before.seq, before.at), key, client_id), needs_reload


def expected_refusal(requester: Requester) -> dict[str, Any]:
    message, code = (
        ("You are not signed in.", "UNAUTHENTICATED") if requester.is_anonymous else ("Not found.", "NOT_FOUND")
    )
    error = {"message": message, "path": ["clientChanges"], "extensions": {"code": code}}
    return {"data": None, "errors": [error]}


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_subscription_permissions_and_content(both_firms: TwoFirms, name: str) -> None:
    """A visible client: all of it that is visible, as a query returns it. Any other: the same error."""
    requester, services = both_firms.requesters[name], both_firms.app.services
    visible = {}
    for kind in LISTS.values():
        objects, response = await read_all(both_firms, requester, kind)
        visible.update(
            {object_.id: value for object_, value in zip(objects, response.data["nodes"], strict=False) if value}
        )
    for client in [object_ for object_ in both_firms.objects.values() if object_.type_name == "Client"]:
        after, needs_reload = await cursor_before_all_events(both_firms, client.firm_id, client.database_id)
        assert needs_reload is (client.firm_id == both_firms.firms[1].firm.id)
        async with subscribe(services, requester.viewer, client.database_id, after, query=QUERY) as page:
            result = await page.next_result()
        if not can_see(requester, client):
            for error in result["errors"]:
                del error["locations"]
            assert result == expected_refusal(requester)
            continue
        change = result["data"]["clientChanges"]
        assert (change["client"]["id"], change["reload"]) == (client.id, needs_reload)
        for list_name, kind in LISTS.items():
            ids_of_client = {
                object_.id
                for object_ in both_firms.objects.values()
                if object_.type_name == kind and object_.client_id == client.database_id
            }
            assert {item["id"]: item for item in change[list_name]} == {
                id_: visible[id_] for id_ in ids_of_client & visible.keys() if not needs_reload
            }
        assert {error["extensions"]["code"] for error in result.get("errors", [])} <= {"FORBIDDEN"}
    for invalid_id in (global_id("Client", UNKNOWN_ID), global_id("Seat", UNKNOWN_ID), "x", ""):
        async with subscribe(services, requester.viewer, invalid_id, query=QUERY) as page:
            result = await page.next_result()
            del result["errors"][0]["locations"]
            assert result == expected_refusal(requester)
