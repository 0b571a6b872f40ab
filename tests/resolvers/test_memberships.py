"""One person, several places: they sign in to one, and everything is asked from that seat alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import update

import models
from billing.identity import accounts, sessions
from models import FirmRole
from tests.resolvers.test_typed_results import MutationChecker, node
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, execute, global_id, query_data

EMAIL, PASSWORD = "ada@example.test", "correct horse"


@dataclass
class Ada:
    """She has a seat in one firm, and seats with two clients of another; each by its global id, in its place."""

    first_firm: Firm
    second_firm: Firm
    memberships: dict[str, Any] = field(default_factory=dict)

    def membership_id(self, name: str) -> str:
        return global_id("Seat", self.memberships[name])

    async def sign_in(self, **more: Any) -> Any:
        """As the page of another firm would: nothing of the firm is in what is sent."""
        return await MutationChecker(self.first_firm, "signIn")(**{"email": EMAIL, "password": PASSWORD} | more)


@pytest.fixture
async def ada(app: AppHarness) -> Ada:
    services = app.services
    here, there = await app.create_firm(name="Here"), await app.create_firm(name="There")
    second = await accounts.add_client(services, there.id, name="Second client")
    found = Ada(here, there)
    found.memberships["member"] = await accounts.add_member(
        services, here.id, email=EMAIL, name="Ada", password=PASSWORD, role=FirmRole.EMPLOYEE
    )
    for name, client_id, email in (("first", there.client_id, EMAIL.upper()), ("second", second, f" {EMAIL} ")):
        found.memberships[name] = await accounts.add_client_user(
            services, there.id, client_id, email=email, name="Ada L.", password=None
        )
    return found


async def test_sign_in_choice_selects_membership(app: AppHarness, ada: Ada) -> None:
    """Roles: right password, several seats: a choice of all of them, and nobody is signed in; then one is."""
    assert await ada.sign_in() == ("SeatChoice", {"seats": [
        {"id": ada.membership_id("member"), "firmName": "Here", "clientName": None, "role": "EMPLOYEE"},
        {"id": ada.membership_id("second"), "firmName": "There", "clientName": "Second client", "role": None},
        {"id": ada.membership_id("first"), "firmName": "There", "clientName": "There's client", "role": None},
    ]})  # fmt: skip
    assert (await all_rows(app.services))["session"] == []
    kinds = {"member": "FirmMember", "first": "ClientUser", "second": "ClientUser"}
    for name, kind in kinds.items():
        told, payload = await ada.sign_in(seatId=ada.membership_id(name), token=True)
        assert (told, payload["viewer"]) == ("SignInPayload", node(kind, ada.memberships[name]))
        viewer = await sessions.authenticate(app.services, payload["accessToken"])
        assert viewer is not None
        assert viewer.id == ada.memberships[name]


async def test_session_sees_only_its_membership(app: AppHarness, ada: Ada) -> None:
    """Roles: in the other seat's firm, and with its other client, the same person knows of nothing."""
    asking = "query ($ids: [ID!]!) { firm { name } nodes(ids: $ids) { id } }"
    clients = [each["id"] for each in await client_ids(app)]
    seen = {}
    for name in ada.memberships:
        _, payload = await ada.sign_in(seatId=ada.membership_id(name), token=True)
        viewer = await sessions.authenticate(app.services, payload["accessToken"])
        told = await query_data(app.services, viewer, asking, ids=clients)
        seen[name] = (told["firm"]["name"], [each["id"] for each in told["nodes"] if each])
    first, second = global_id("Client", ada.second_firm.client_id), [each for each in clients if each not in (
        global_id("Client", ada.second_firm.client_id), global_id("Client", ada.first_firm.client_id)
    )]  # fmt: skip
    assert seen == {"member": ("Here", []), "first": ("There", [first]), "second": ("There", second)}


async def client_ids(house: AppHarness) -> list[dict[str, str]]:
    return [{"id": global_id("Client", row[1])} for row in (await all_rows(house.services))["client"]]


async def test_foreign_membership_is_refused(app: AppHarness, ada: Ada) -> None:
    """Somebody else's seat, one that never was, another kind of id: as if the password were wrong; nobody is let in."""
    other = await accounts.add_member(
        app.services,
        ada.first_firm.id,
        email="bob@example.test",
        name="Bob",
        password="another password",
        role=FirmRole.ADMIN,
    )
    wrong = [
        global_id("Seat", other),
        global_id("Seat", models.new_id()),
        global_id("FirmMember", ada.memberships["member"]),
        "x",
        "",
    ]
    texts = set()
    query = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on UserError { message } } }"
    for seat_id in wrong:
        wish = {"email": EMAIL, "password": PASSWORD, "seatId": seat_id}
        answer = await execute(app.services, None, query, {"input": wish})
        assert answer.cookie is None
        texts.add(answer.text)
    wish = {"email": EMAIL, "password": "wrong", "seatId": ada.membership_id("member")}
    texts.add((await execute(app.services, None, query, {"input": wish})).text)
    assert len(texts) == 1
    assert '"SignInFailed"' in texts.pop()
    assert (await all_rows(app.services))["session"] == []


async def test_removed_membership_is_not_offered(app: AppHarness, ada: Ada) -> None:
    """Roles: not offered, not to be chosen; with one left there is no choice; with none, nobody comes in."""

    async def take_away(model: Any, name: str) -> None:
        async with app.services.writes.begin() as session:
            await session.execute(
                update(model).where(model.id == ada.memberships[name]).values(removed_at=app.clock())
            )  # fmt: skip

    await take_away(models.ClientUser, "first")
    kind, told = await ada.sign_in()
    assert (kind, [each["id"] for each in told["seats"]]) == (
        "SeatChoice",
        [ada.membership_id("member"), ada.membership_id("second")],
    )
    assert await ada.sign_in(seatId=ada.membership_id("first")) == ("SignInFailed", {})
    await take_away(models.FirmMember, "member")
    kind, told = await ada.sign_in()
    assert (kind, told["viewer"]) == ("SignInPayload", node("ClientUser", ada.memberships["second"]))
    assert (await ada.sign_in(seatId=ada.membership_id("second")))[0] == "SignInPayload"
    await take_away(models.ClientUser, "second")
    assert await ada.sign_in() == ("SignInFailed", {})


async def test_whatever_the_case_of_the_address(ada: Ada) -> None:
    """Roles: one address is one person, however it is written; the password is not."""
    for email in (EMAIL, "ADA@EXAMPLE.TEST", " Ada@Example.Test "):
        assert (await ada.sign_in(email=email))[0] == "SeatChoice"
    assert await ada.sign_in(password=PASSWORD.upper()) == ("SignInFailed", {})
    assert await ada.sign_in(email="ada@example.test.") == ("SignInFailed", {})
    kind, told = await ada.sign_in(email="ADA@example.test", seatId=ada.membership_id("first"))
    assert (kind, told["viewer"]) == ("SignInPayload", node("ClientUser", ada.memberships["first"]))
