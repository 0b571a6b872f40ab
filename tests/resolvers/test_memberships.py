"""A person with several memberships signs in to one, and sees and does everything as that membership alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import update

import models
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.identity import authentication, operator
from models import FirmRole
from tests.resolvers.test_typed_results import MutationChecker, node_ref
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, execute, global_id, query_data

EMAIL, PASSWORD = "ada@example.test", "correct horse"


@dataclass
class Ada:
    """A person with one membership in a firm and two with clients of another, by name."""

    first_firm: Firm
    second_firm: Firm
    memberships: dict[str, Any] = field(default_factory=dict)

    def membership_id(self, name: str) -> str:
        return global_id("Seat", self.memberships[name])

    async def sign_in(self, **fields: Any) -> Any:
        """The result of signIn; nothing in its input depends on a firm."""
        return await MutationChecker(self.first_firm, "signIn")(**{"email": EMAIL, "password": PASSWORD} | fields)


@pytest.fixture
async def ada(app: AppHarness) -> Ada:
    services = app.services
    first_firm, second_firm = await app.create_firm(name="Here"), await app.create_firm(name="There")
    second = await create_client.add_client(services, second_firm.id, ClientDetails("Second client"))
    ada = Ada(first_firm, second_firm)
    ada.memberships["member"] = await operator.add_member(
        services, first_firm.id, email=EMAIL, name="Ada", password=PASSWORD, role=FirmRole.EMPLOYEE
    )
    for name, client_id, email in (("first", second_firm.client_id, EMAIL.upper()), ("second", second, f" {EMAIL} ")):
        ada.memberships[name] = await operator.add_client_user(
            services, second_firm.id, client_id, email=email, name="Ada L.", password=None
        )
    return ada


async def test_sign_in_choice_selects_membership(app: AppHarness, ada: Ada) -> None:
    """Roles: with several memberships the result is a choice of all of them and no session; then one is chosen."""
    assert await ada.sign_in() == ("SeatChoice", {"seats": [
        {"id": ada.membership_id("member"), "firmName": "Here", "clientName": None, "role": "EMPLOYEE"},
        {"id": ada.membership_id("second"), "firmName": "There", "clientName": "Second client", "role": None},
        {"id": ada.membership_id("first"), "firmName": "There", "clientName": "There's client", "role": None},
    ]})  # fmt: skip
    assert (await all_rows(app.services))["session"] == []
    kinds = {"member": "FirmMember", "first": "ClientUser", "second": "ClientUser"}
    for name, kind in kinds.items():
        type_name, payload = await ada.sign_in(seatId=ada.membership_id(name), token=True)
        assert (type_name, payload["viewer"]) == ("SignInPayload", node_ref(kind, ada.memberships[name]))
        viewer = await authentication.authenticate(app.services, payload["accessToken"])
        assert viewer is not None
        assert viewer.id == ada.memberships[name]


async def test_session_sees_only_its_membership(app: AppHarness, ada: Ada) -> None:
    """Roles: nothing of the other membership's firm or client is visible."""
    query = "query ($ids: [ID!]!) { firm { name } nodes(ids: $ids) { id } }"
    clients = [client["id"] for client in await client_nodes(app)]
    visible = {}
    for name in ada.memberships:
        _, payload = await ada.sign_in(seatId=ada.membership_id(name), token=True)
        viewer = await authentication.authenticate(app.services, payload["accessToken"])
        data = await query_data(app.services, viewer, query, ids=clients)
        visible[name] = (data["firm"]["name"], [node_["id"] for node_ in data["nodes"] if node_])
    first, second = global_id("Client", ada.second_firm.client_id), [id_ for id_ in clients if id_ not in (
        global_id("Client", ada.second_firm.client_id), global_id("Client", ada.first_firm.client_id)
    )]  # fmt: skip
    assert visible == {"member": ("Here", []), "first": ("There", [first]), "second": ("There", second)}


async def client_nodes(app: AppHarness) -> list[dict[str, str]]:
    return [{"id": global_id("Client", row[1])} for row in (await all_rows(app.services))["client"]]


@pytest.mark.both_databases
async def test_memberships_are_those_of_the_viewer_alone(app: AppHarness, ada: Ada) -> None:
    """P7: also of the members whom an owner can read; in the order in which `signIn` offers them."""
    services = app.services
    query = "{ firm { members { name memberships { id firmName clientName role isCurrent } } } }"
    members = (await query_data(services, ada.first_firm.owner, query))["firm"]["members"]
    assert [(member["name"], member["memberships"]) for member in members if member["name"] == "Ada"] == [("Ada", None)]
    _, payload = await ada.sign_in(seatId=ada.membership_id("second"), token=True)
    viewer = await authentication.authenticate(services, payload["accessToken"])
    query = "{ viewer { ... on ClientUser { memberships { id firmName clientName role isCurrent } } } }"
    assert (await query_data(services, viewer, query))["viewer"]["memberships"] == [
        {"id": ada.membership_id(name), "firmName": firm_name, "clientName": client, "role": role, "isCurrent": current}
        for name, firm_name, client, role, current in (
            ("member", "Here", None, "EMPLOYEE", False),
            ("second", "There", "Second client", None, True),
            ("first", "There", "There's client", None, False),
        )
    ]


async def test_foreign_membership_is_refused(app: AppHarness, ada: Ada) -> None:
    """Another person's membership, an unknown one, an id of another type: answered like a wrong password."""
    other = await operator.add_member(
        app.services,
        ada.first_firm.id,
        email="bob@example.test",
        name="Bob",
        password="another password",
        role=FirmRole.ADMIN,
    )
    invalid_ids = [
        global_id("Seat", other),
        global_id("Seat", models.new_id()),
        global_id("FirmMember", ada.memberships["member"]),
        "x",
        "",
    ]
    texts = set()
    query = "mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on UserError { message } } }"
    for invalid_id in invalid_ids:
        input_fields = {"email": EMAIL, "password": PASSWORD, "seatId": invalid_id}
        response = await execute(app.services, None, query, {"input": input_fields})
        assert response.cookie is None
        texts.add(response.text)
    input_fields = {"email": EMAIL, "password": "wrong", "seatId": ada.membership_id("member")}
    texts.add((await execute(app.services, None, query, {"input": input_fields})).text)
    assert len(texts) == 1
    assert '"SignInFailed"' in texts.pop()
    assert (await all_rows(app.services))["session"] == []


@pytest.mark.both_databases
@pytest.mark.usefixtures("ada")
async def test_one_request_checks_one_password(app: AppHarness) -> None:
    """Of 30 sign-ins under aliases the first is attempted; the others are answered without being counted or hashed."""
    attempt = "signIn(input: $input) { __typename ... on UserError { message } ... on SeatChoice { seats { id } } }"
    query = f"mutation ($input: SignInInput!) {{ {' '.join(f'a{number}: {attempt}' for number in range(30))} }}"
    limited = {"__typename": "SignInFailed", "message": "Only one password can be checked or set per request."}
    wrong = await execute(app.services, None, query, {"input": {"email": EMAIL, "password": "wrong"}})
    assert [wrong.data[f"a{number}"] == limited for number in range(30)] == [False, *[True] * 29]
    assert wrong.data["a0"]["__typename"] == "SignInFailed"
    assert {counter[1] for counter in (await all_rows(app.services))["sign_in_throttle"]} == {1}
    right = await execute(app.services, None, query, {"input": {"email": EMAIL, "password": PASSWORD}})
    first, *others = right.data.values()
    assert (len(first["seats"]), others) == (3, [limited] * 29)


async def test_removed_membership_is_not_offered(app: AppHarness, ada: Ada) -> None:
    """Roles: it cannot be chosen; with one left there is no choice; with none, sign-in fails."""

    async def remove(model: Any, name: str) -> None:
        async with app.services.writes.begin() as session:
            await session.execute(
                update(model).where(model.id == ada.memberships[name]).values(removed_at=app.clock())
            )  # fmt: skip

    await remove(models.ClientUser, "first")
    kind, payload = await ada.sign_in()
    assert (kind, [choice["id"] for choice in payload["seats"]]) == (
        "SeatChoice",
        [ada.membership_id("member"), ada.membership_id("second")],
    )
    assert await ada.sign_in(seatId=ada.membership_id("first")) == ("SignInFailed", {})
    await remove(models.FirmMember, "member")
    kind, payload = await ada.sign_in()
    assert (kind, payload["viewer"]) == ("SignInPayload", node_ref("ClientUser", ada.memberships["second"]))
    assert (await ada.sign_in(seatId=ada.membership_id("second")))[0] == "SignInPayload"
    await remove(models.ClientUser, "second")
    assert await ada.sign_in() == ("SignInFailed", {})


async def test_email_address_is_not_case_sensitive(ada: Ada) -> None:
    """Roles: one address is one person in any case; passwords are case-sensitive."""
    for email in (EMAIL, "ADA@EXAMPLE.TEST", " Ada@Example.Test "):
        assert (await ada.sign_in(email=email))[0] == "SeatChoice"
    assert await ada.sign_in(password=PASSWORD.upper()) == ("SignInFailed", {})
    assert await ada.sign_in(email="ada@example.test.") == ("SignInFailed", {})
    kind, payload = await ada.sign_in(email="ADA@example.test", seatId=ada.membership_id("first"))
    assert (kind, payload["viewer"]) == ("SignInPayload", node_ref("ClientUser", ada.memberships["first"]))
