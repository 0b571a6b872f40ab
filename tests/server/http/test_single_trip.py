"""A query that was asked before, by somebody who asked before: one statement finds out who it is, and answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from billing.access.principals import Member, Viewer
from billing.identity import memberships, sessions
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, record_statements
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

HOME = (
    "{ viewer { __typename ... on ClientUser { name client { invoices(first: 3) { edges { node { number } } } } } } }"
)
CLIENTS = "{ firm { clients(first: 9) { edges { node { name } } } } }"
SETTINGS = "{ firm { paymentSettings { hideInvoicesFromClients } } }"


class Caller:
    """Somebody with a session, over HTTP."""

    def __init__(self, http: httpx.AsyncClient, house: AppHarness, token: str) -> None:
        self.http, self.house, self.token = http, house, token

    @classmethod
    async def of(cls, http: httpx.AsyncClient, house: AppHarness, viewer: Viewer) -> Caller:
        return cls(http, house, await session_of(house.services, viewer))

    async def execute(self, query: str, **variables: Any) -> tuple[int, Any]:
        """How many statements it took, and the answer."""
        with record_statements(self.house.database.read_engine) as found:
            answer = await self.http.post(
                "/graphql",
                json={"query": query, "variables": variables},
                headers={"Authorization": f"Bearer {self.token}"},
            )
        return len(found), answer.json()


async def test_cached_query_is_one_statement(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The first request finds out who asks, and then answers; any further one does both at once, and says the same."""
    invoice = await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    asked, first = await caller.execute(HOME)
    assert asked == 2
    assert first["data"]["viewer"]["client"]["invoices"]["edges"][0]["node"] == {
        "number": (await firm.invoice(invoice)).number
    }
    assert await caller.execute(HOME) == (1, first)
    _, unknown = await caller.execute("{ viewer { ... on ClientUser { id } } }")
    assert await caller.execute("{ viewer { ... on ClientUser { id } } }") == (1, unknown)


async def test_other_values_other_answers(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The same document, with the variables of each request."""
    for _ in range(3):
        await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    query = """query($n: Int!, $with: Boolean!) { viewer { ... on ClientUser { client {
        invoices(first: $n) { edges { node { number id @include(if: $with) } } } } } } }"""

    async def told(n: object, *, ids: bool) -> tuple[int, Any]:
        asked, answer = await caller.execute(query, n=n, **{"with": ids})
        if "errors" in answer:
            return asked, [each["extensions"]["code"] for each in answer["errors"]]
        return asked, [len(edge["node"]) for edge in answer["data"]["viewer"]["client"]["invoices"]["edges"]]

    assert await told(1, ids=False) == (2, [1])
    assert await told(2, ids=False) == (1, [1, 1])
    assert await told(3, ids=True) == (1, [2, 2, 2])
    assert (await told(-1, ids=True))[1] == ["BAD_USER_INPUT"]
    assert (await told("many", ids=True))[1] == ["BAD_USER_INPUT"]


async def test_expired_session_returns_nothing(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: signed out, run out, or the seat taken away: from the next request on it is nobody."""
    over = {"data": {"viewer": None}}
    signed_out, taken_away = [await Caller.of(http, app, firm.client_user) for _ in range(2)]
    run_out = await Caller.of(http, app, firm.owner)
    for caller in (signed_out, taken_away, run_out):
        await caller.execute(HOME)
        assert (await caller.execute(HOME))[1]["data"]["viewer"] is not None
    await signed_out.execute("mutation { signOut }")
    assert (await signed_out.execute(HOME))[1] == over
    await memberships.remove_client_user(app.services, firm.id, firm.client_user.id)
    assert (await taken_away.execute(HOME))[1] == over
    app.clock.advance(days=15)
    assert (await run_out.execute(HOME))[1] == over
    assert all(sessions.cached_viewer(app.services, each.token) is None for each in (signed_out, taken_away, run_out))


async def test_rights_are_those_of_the_moment(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: what was granted or revoked counts from the next request, also for who was known with other rights."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE)
    caller = await Caller.of(http, app, employee)
    for _ in range(2):
        assert len((await caller.execute(CLIENTS))[1]["data"]["firm"]["clients"]["edges"]) == 0
    await memberships.grant_rights(app.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS])
    for asked in (3, 1):
        found, told = await caller.execute(CLIENTS)
        assert (found, len(told["data"]["firm"]["clients"]["edges"])) == (asked, 1)
    await memberships.revoke_rights(app.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS])
    for asked in (3, 1):
        found, told = await caller.execute(CLIENTS)
        assert (found, len(told["data"]["firm"]["clients"]["edges"])) == (asked, 0)


async def test_lost_role_hides_settings(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Roles: an admin made an employee is told FORBIDDEN where the settings were."""
    admin = await firm.add_member("ada", FirmRole.ADMIN)
    caller = await Caller.of(http, app, admin)
    for _ in range(2):
        assert (await caller.execute(SETTINGS))[1]["data"]["firm"]["paymentSettings"] is not None
    await memberships.set_role(app.services, firm.id, admin.id, FirmRole.EMPLOYEE)
    for _ in range(2):
        told = (await caller.execute(SETTINGS))[1]
        assert (told["data"], told["errors"][0]["extensions"]["code"]) == (
            {"firm": {"paymentSettings": None}},
            "FORBIDDEN",
        )


async def test_cached_viewer_is_always_verified(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Whoever it is supposed to be: it is told to the one whose session it is, and a wish is done for nobody else."""
    other = await app.create_firm()
    await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    _, right = await caller.execute(HOME)
    wrong = (
        other.client_user,
        firm.owner,
        Member(firm.id, firm.client_user.id, FirmRole.OWNER, frozenset(MemberRight)),
    )
    for viewer in wrong:
        app.services.cached_viewers[sessions.digest(caller.token)] = viewer
        assert (await caller.execute(HOME))[1] == right
        assert sessions.cached_viewer(app.services, caller.token) == firm.client_user
    before = await all_rows(app.services)
    for viewer in wrong:
        app.services.cached_viewers[sessions.digest(caller.token)] = viewer
        wish = {"hideInvoicesFromClients": True}
        query = "mutation($i: UpdatePaymentSettingsInput!) { updatePaymentSettings(input: $i) { __typename } }"
        for _ in range(2):
            _, told = await caller.execute(query, i=wish)
            assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await all_rows(app.services) == before


async def test_viewer_cache_is_bounded(http: httpx.AsyncClient, app: AppHarness, firm: Firm, monkeypatch: Any) -> None:
    """What is remembered is bounded."""
    monkeypatch.setattr(sessions, "_MAX_CACHED_VIEWERS", 3)
    for _ in range(5):
        await (await Caller.of(http, app, firm.client_user)).execute(HOME)
        assert len(app.services.cached_viewers) <= 3


async def test_database_error_is_reported_at_its_path(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """It is asked again in the ordinary way, which says at which field; nothing of the database is told."""
    caller = await Caller.of(http, app, firm.client_user)
    for _ in range(2):
        await caller.execute(HOME)
    await rename_column(app, "number", "elsewhere")
    try:
        _, told = await caller.execute(HOME)
    finally:
        await rename_column(app, "elsewhere", "number")
    assert told["data"] == {"viewer": None}
    assert [(each["path"], each["extensions"]["code"]) for each in told["errors"]] == [
        (["viewer"], "INTERNAL_SERVER_ERROR")
    ]
    assert "elsewhere" not in str(told)
    assert (await caller.execute(HOME))[0] == 1


async def rename_column(house: AppHarness, column: str, name: str) -> None:
    async with house.services.writes.begin() as session:
        await session.execute(text(f"ALTER TABLE invoice RENAME COLUMN {column} TO {name}"))
