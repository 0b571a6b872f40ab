"""One person, several places: they sign in to one, and everything is asked from that seat alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import update

import models
from billing.identity import accounts, sessions
from models import FirmRole
from tests.resolvers.test_typed_results import Mutation, node
from tests.support.asking import ask, everything, gid, read
from tests.support.firm import Firm, House

EMAIL, PASSWORD = "ada@example.test", "correct horse"


@dataclass
class Ada:
    """She has a seat in one firm, and seats with two clients of another; each by its global id, in its place."""

    here: Firm
    there: Firm
    seats: dict[str, Any] = field(default_factory=dict)

    def seat(self, name: str) -> str:
        return gid("Seat", self.seats[name])

    async def sign_in(self, **more: Any) -> Any:
        """As the page of another firm would: nothing of the firm is in what is sent."""
        return await Mutation(self.here, "signIn")(**{"email": EMAIL, "password": PASSWORD} | more)


@pytest.fixture
async def ada(house: House) -> Ada:
    services = house.services
    here, there = await house.firm(name="Here"), await house.firm(name="There")
    second = await accounts.add_client(services, there.id, name="Second client")
    found = Ada(here, there)
    found.seats["member"] = await accounts.add_member(
        services, here.id, email=EMAIL, name="Ada", password=PASSWORD, role=FirmRole.EMPLOYEE
    )
    for name, client_id, email in (("first", there.client_id, EMAIL.upper()), ("second", second, f" {EMAIL} ")):
        found.seats[name] = await accounts.add_client_user(
            services, there.id, client_id, email=email, name="Ada L.", password=None
        )
    return found


async def test_from_the_choice_to_a_seat(house: House, ada: Ada) -> None:
    """Roles: right password, several seats: a choice of all of them, and nobody is signed in; then one is."""
    assert await ada.sign_in() == ("SeatChoice", {"seats": [
        {"id": ada.seat("member"), "firmName": "Here", "clientName": None, "role": "EMPLOYEE"},
        {"id": ada.seat("second"), "firmName": "There", "clientName": "Second client", "role": None},
        {"id": ada.seat("first"), "firmName": "There", "clientName": "There's client", "role": None},
    ]})  # fmt: skip
    assert (await everything(house.services))["session"] == []
    kinds = {"member": "FirmMember", "first": "ClientUser", "second": "ClientUser"}
    for name, kind in kinds.items():
        told, payload = await ada.sign_in(seatId=ada.seat(name), token=True)
        assert (told, payload["viewer"]) == ("SignInPayload", node(kind, ada.seats[name]))
        viewer = await sessions.who(house.services, payload["accessToken"])
        assert viewer is not None
        assert viewer.id == ada.seats[name]


async def test_everything_is_asked_from_that_seat_alone(house: House, ada: Ada) -> None:
    """Roles: in the other seat's firm, and with its other client, the same person knows of nothing."""
    asking = "query ($ids: [ID!]!) { firm { name } nodes(ids: $ids) { id } }"
    clients = [each["id"] for each in await all_clients(house)]
    seen = {}
    for name in ada.seats:
        _, payload = await ada.sign_in(seatId=ada.seat(name), token=True)
        viewer = await sessions.who(house.services, payload["accessToken"])
        told = await read(house.services, viewer, asking, ids=clients)
        seen[name] = (told["firm"]["name"], [each["id"] for each in told["nodes"] if each])
    first, second = gid("Client", ada.there.client_id), [each for each in clients if each not in (
        gid("Client", ada.there.client_id), gid("Client", ada.here.client_id)
    )]  # fmt: skip
    assert seen == {"member": ("Here", []), "first": ("There", [first]), "second": ("There", second)}


async def all_clients(house: House) -> list[dict[str, str]]:
    return [{"id": gid("Client", row[1])} for row in (await everything(house.services))["client"]]


async def test_a_seat_that_is_not_theirs(house: House, ada: Ada) -> None:
    """Somebody else's seat, one that never was, another kind of id: as if the password were wrong; nobody is let in."""
    other = await accounts.add_member(
        house.services,
        ada.here.id,
        email="bob@example.test",
        name="Bob",
        password="another password",
        role=FirmRole.ADMIN,
    )
    wrong = [gid("Seat", other), gid("Seat", models.new_id()), gid("FirmMember", ada.seats["member"]), "x", ""]
    texts = set()
    query = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on UserError { message } } }"
    for seat_id in wrong:
        wish = {"email": EMAIL, "password": PASSWORD, "seatId": seat_id}
        answer = await ask(house.services, None, query, {"input": wish})
        assert answer.cookie is None
        texts.add(answer.text)
    wish = {"email": EMAIL, "password": "wrong", "seatId": ada.seat("member")}
    texts.add((await ask(house.services, None, query, {"input": wish})).text)
    assert len(texts) == 1
    assert '"SignInFailed"' in texts.pop()
    assert (await everything(house.services))["session"] == []


async def test_a_seat_that_was_taken_away_does_not_count(house: House, ada: Ada) -> None:
    """Roles: not offered, not to be chosen; with one left there is no choice; with none, nobody comes in."""

    async def take_away(model: Any, name: str) -> None:
        async with house.services.writes.begin() as session:
            await session.execute(
                update(model).where(model.id == ada.seats[name]).values(removed_at=house.clock())
            )  # fmt: skip

    await take_away(models.ClientUser, "first")
    kind, told = await ada.sign_in()
    assert (kind, [each["id"] for each in told["seats"]]) == ("SeatChoice", [ada.seat("member"), ada.seat("second")])
    assert await ada.sign_in(seatId=ada.seat("first")) == ("SignInFailed", {})
    await take_away(models.FirmMember, "member")
    kind, told = await ada.sign_in()
    assert (kind, told["viewer"]) == ("SignInPayload", node("ClientUser", ada.seats["second"]))
    assert (await ada.sign_in(seatId=ada.seat("second")))[0] == "SignInPayload"
    await take_away(models.ClientUser, "second")
    assert await ada.sign_in() == ("SignInFailed", {})


async def test_whatever_the_case_of_the_address(ada: Ada) -> None:
    """Roles: one address is one person, however it is written; the password is not."""
    for email in (EMAIL, "ADA@EXAMPLE.TEST", " Ada@Example.Test "):
        assert (await ada.sign_in(email=email))[0] == "SeatChoice"
    assert await ada.sign_in(password=PASSWORD.upper()) == ("SignInFailed", {})
    assert await ada.sign_in(email="ada@example.test.") == ("SignInFailed", {})
    kind, told = await ada.sign_in(email="ADA@example.test", seatId=ada.seat("first"))
    assert (kind, told["viewer"]) == ("SignInPayload", node("ClientUser", ada.seats["first"]))
