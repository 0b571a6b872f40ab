"""A query that was asked before, by somebody who asked before: one statement finds out who it is, and answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from billing.access.principals import Member, Viewer
from billing.identity import memberships, sessions
from models import FirmRole, MemberRight
from tests.support.asking import everything, statements
from tests.support.firm import Firm, House
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

HOME = (
    "{ viewer { __typename ... on ClientUser { name client { invoices(first: 3) { edges { node { number } } } } } } }"
)
CLIENTS = "{ firm { clients(first: 9) { edges { node { name } } } } }"
SETTINGS = "{ firm { paymentSettings { hideInvoicesFromClients } } }"


class Caller:
    """Somebody with a session, over HTTP."""

    def __init__(self, http: httpx.AsyncClient, house: House, token: str) -> None:
        self.http, self.house, self.token = http, house, token

    @classmethod
    async def of(cls, http: httpx.AsyncClient, house: House, viewer: Viewer) -> Caller:
        return cls(http, house, await session_of(house.services, viewer))

    async def asks(self, query: str, **variables: Any) -> tuple[int, Any]:
        """How many statements it took, and the answer."""
        with statements(self.house.database.read_engine) as found:
            answer = await self.http.post(
                "/graphql",
                json={"query": query, "variables": variables},
                headers={"Authorization": f"Bearer {self.token}"},
            )
        return len(found), answer.json()


async def test_one_statement(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """The first request finds out who asks, and then answers; any further one does both at once, and says the same."""
    invoice = await firm.issue("12.00")
    caller = await Caller.of(http, house, firm.client_user)
    asked, first = await caller.asks(HOME)
    assert asked == 2
    assert first["data"]["viewer"]["client"]["invoices"]["edges"][0]["node"] == {
        "number": (await firm.invoice(invoice)).number
    }
    assert await caller.asks(HOME) == (1, first)
    _, unknown = await caller.asks("{ viewer { ... on ClientUser { id } } }")
    assert await caller.asks("{ viewer { ... on ClientUser { id } } }") == (1, unknown)


async def test_other_values_other_answers(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """The same document, with the variables of each request."""
    for _ in range(3):
        await firm.issue("12.00")
    caller = await Caller.of(http, house, firm.client_user)
    query = """query($n: Int!, $with: Boolean!) { viewer { ... on ClientUser { client {
        invoices(first: $n) { edges { node { number id @include(if: $with) } } } } } } }"""

    async def told(n: object, *, ids: bool) -> tuple[int, Any]:
        asked, answer = await caller.asks(query, n=n, **{"with": ids})
        if "errors" in answer:
            return asked, [each["extensions"]["code"] for each in answer["errors"]]
        return asked, [len(edge["node"]) for edge in answer["data"]["viewer"]["client"]["invoices"]["edges"]]

    assert await told(1, ids=False) == (2, [1])
    assert await told(2, ids=False) == (1, [1, 1])
    assert await told(3, ids=True) == (1, [2, 2, 2])
    assert (await told(-1, ids=True))[1] == ["BAD_USER_INPUT"]
    assert (await told("many", ids=True))[1] == ["BAD_USER_INPUT"]


async def test_a_session_that_is_over_tells_nothing(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """P8: signed out, run out, or the seat taken away: from the next request on it is nobody."""
    over = {"data": {"viewer": None}}
    signed_out, taken_away = [await Caller.of(http, house, firm.client_user) for _ in range(2)]
    run_out = await Caller.of(http, house, firm.owner)
    for caller in (signed_out, taken_away, run_out):
        await caller.asks(HOME)
        assert (await caller.asks(HOME))[1]["data"]["viewer"] is not None
    await signed_out.asks("mutation { signOut }")
    assert (await signed_out.asks(HOME))[1] == over
    await memberships.remove_client_user(house.services, firm.id, firm.client_user.id)
    assert (await taken_away.asks(HOME))[1] == over
    house.clock.move(days=15)
    assert (await run_out.asks(HOME))[1] == over
    assert all(sessions.supposed(house.services, each.token) is None for each in (signed_out, taken_away, run_out))


async def test_rights_are_those_of_the_moment(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """P8: what was granted or revoked counts from the next request, also for who was known with other rights."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE)
    caller = await Caller.of(http, house, employee)
    for _ in range(2):
        assert len((await caller.asks(CLIENTS))[1]["data"]["firm"]["clients"]["edges"]) == 0
    await memberships.grant(house.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS])
    for asked in (3, 1):
        found, told = await caller.asks(CLIENTS)
        assert (found, len(told["data"]["firm"]["clients"]["edges"])) == (asked, 1)
    await memberships.revoke(house.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS])
    for asked in (3, 1):
        found, told = await caller.asks(CLIENTS)
        assert (found, len(told["data"]["firm"]["clients"]["edges"])) == (asked, 0)


async def test_a_role_that_is_gone_tells_no_settings(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """Roles: an admin made an employee is told FORBIDDEN where the settings were."""
    admin = await firm.add_member("ada", FirmRole.ADMIN)
    caller = await Caller.of(http, house, admin)
    for _ in range(2):
        assert (await caller.asks(SETTINGS))[1]["data"]["firm"]["paymentSettings"] is not None
    await memberships.set_role(house.services, firm.id, admin.id, FirmRole.EMPLOYEE)
    for _ in range(2):
        told = (await caller.asks(SETTINGS))[1]
        assert (told["data"], told["errors"][0]["extensions"]["code"]) == (
            {"firm": {"paymentSettings": None}},
            "FORBIDDEN",
        )


async def test_what_a_session_is_supposed_to_be_is_never_gone_by(
    http: httpx.AsyncClient, house: House, firm: Firm
) -> None:
    """Whoever it is supposed to be: it is told to the one whose session it is, and a wish is done for nobody else."""
    other = await house.firm()
    await firm.issue("12.00")
    caller = await Caller.of(http, house, firm.client_user)
    _, right = await caller.asks(HOME)
    wrong = (
        other.client_user,
        firm.owner,
        Member(firm.id, firm.client_user.id, FirmRole.OWNER, frozenset(MemberRight)),
    )
    for viewer in wrong:
        house.services.seats[sessions.digest(caller.token)] = viewer
        assert (await caller.asks(HOME))[1] == right
        assert sessions.supposed(house.services, caller.token) == firm.client_user
    before = await everything(house.services)
    for viewer in wrong:
        house.services.seats[sessions.digest(caller.token)] = viewer
        wish = {"hideInvoicesFromClients": True}
        query = "mutation($i: UpdatePaymentSettingsInput!) { updatePaymentSettings(input: $i) { __typename } }"
        for _ in range(2):
            _, told = await caller.asks(query, i=wish)
            assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await everything(house.services) == before


async def test_seats_are_forgotten(http: httpx.AsyncClient, house: House, firm: Firm, monkeypatch: Any) -> None:
    """What is remembered is bounded."""
    monkeypatch.setattr(sessions, "_MOST_SEATS", 3)
    for _ in range(5):
        await (await Caller.of(http, house, firm.client_user)).asks(HOME)
        assert len(house.services.seats) <= 3


async def test_a_question_that_the_database_refuses_is_told_at_its_place(
    http: httpx.AsyncClient, house: House, firm: Firm
) -> None:
    """It is asked again in the ordinary way, which says at which field; nothing of the database is told."""
    caller = await Caller.of(http, house, firm.client_user)
    for _ in range(2):
        await caller.asks(HOME)
    await renamed(house, "number", "elsewhere")
    try:
        _, told = await caller.asks(HOME)
    finally:
        await renamed(house, "elsewhere", "number")
    assert told["data"] == {"viewer": None}
    assert [(each["path"], each["extensions"]["code"]) for each in told["errors"]] == [
        (["viewer"], "INTERNAL_SERVER_ERROR")
    ]
    assert "elsewhere" not in str(told)
    assert (await caller.asks(HOME))[0] == 1


async def renamed(house: House, column: str, name: str) -> None:
    async with house.services.writes.begin() as session:
        await session.execute(text(f"ALTER TABLE invoice RENAME COLUMN {column} TO {name}"))
