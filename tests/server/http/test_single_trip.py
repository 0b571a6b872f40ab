"""Cached viewers: the statement that answers a query, or loads what a payment decides on, verifies the session."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from billing.access.policy import NotAuthenticated
from billing.access.principals import Member, SessionCheck, Viewer
from billing.identity import authentication, memberships
from billing.identity.tokens import digest_of
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.pay_invoice import PayInvoiceCommand, pay_invoice
from billing.transaction import begin_transaction
from models import FirmMember, FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, global_id, record_statements
from tests.support.round_trips import read_tables, record_round_trips
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

HOME = (
    "{ viewer { __typename ... on ClientUser { name client { invoices(first: 3) { edges { node { number } } } } } } }"
)
CLIENTS = "{ firm { clients(first: 9) { edges { node { name } } } } }"
SETTINGS = "{ firm { paymentSettings { hideInvoicesFromClients } } }"


class Caller:
    """Sends requests with a session's token."""

    def __init__(self, http: httpx.AsyncClient, app: AppHarness, token: str) -> None:
        self.http, self.app, self.token = http, app, token

    @classmethod
    async def of(cls, http: httpx.AsyncClient, app: AppHarness, viewer: Viewer) -> Caller:
        return cls(http, app, await session_of(app.services, viewer))

    async def execute(self, query: str, **variables: Any) -> tuple[int, Any]:
        """The number of statements, and the response."""
        with record_statements(self.app.database.read_engine) as statements:
            response = await self.http.post(
                "/graphql",
                json={"query": query, "variables": variables},
                headers={"Authorization": f"Bearer {self.token}"},
            )
        return len(statements), response.json()


async def test_cached_query_is_one_statement(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The first request authenticates with a statement of its own; the responses are equal."""
    invoice = await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    count, first = await caller.execute(HOME)
    assert count == 2
    assert first["data"]["viewer"]["client"]["invoices"]["edges"][0]["node"] == {
        "number": (await firm.invoice(invoice)).number
    }
    assert await caller.execute(HOME) == (1, first)
    _, other = await caller.execute("{ viewer { ... on ClientUser { id } } }")
    assert await caller.execute("{ viewer { ... on ClientUser { id } } }") == (1, other)


async def test_variables_are_those_of_the_request(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    for _ in range(3):
        await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    query = """query($n: Int!, $with: Boolean!) { viewer { ... on ClientUser { client {
        invoices(first: $n) { edges { node { number id @include(if: $with) } } } } } } }"""

    async def field_counts(n: object, *, ids: bool) -> tuple[int, Any]:
        count, result = await caller.execute(query, n=n, **{"with": ids})
        if "errors" in result:
            return count, [error["extensions"]["code"] for error in result["errors"]]
        return count, [len(edge["node"]) for edge in result["data"]["viewer"]["client"]["invoices"]["edges"]]

    assert await field_counts(1, ids=False) == (2, [1])
    assert await field_counts(2, ids=False) == (1, [1, 1])
    assert await field_counts(3, ids=True) == (1, [2, 2, 2])
    assert (await field_counts(-1, ids=True))[1] == ["BAD_USER_INPUT"]
    assert (await field_counts("many", ids=True))[1] == ["BAD_USER_INPUT"]


async def test_expired_session_returns_nothing(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: signed out, expired, or the membership removed: from the next request on."""
    unauthenticated = {"data": {"viewer": None}}
    signed_out, removed = [await Caller.of(http, app, firm.client_user) for _ in range(2)]
    expired = await Caller.of(http, app, firm.owner)
    for caller in (signed_out, removed, expired):
        await caller.execute(HOME)
        assert (await caller.execute(HOME))[1]["data"]["viewer"] is not None
    await signed_out.execute("mutation { signOut }")
    assert (await signed_out.execute(HOME))[1] == unauthenticated
    await memberships.remove_client_user(app.services, firm.id, firm.client_user.id)
    assert (await removed.execute(HOME))[1] == unauthenticated
    app.clock.advance(days=15)
    assert (await expired.execute(HOME))[1] == unauthenticated
    assert all(
        authentication.find_cached_viewer(app.services, caller.token) is None
        for caller in (signed_out, removed, expired)
    )


async def test_changes_of_rights_take_effect_at_once(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: from the next request on, although the viewer is cached with other rights."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE)
    caller = await Caller.of(http, app, employee)
    for _ in range(2):
        assert len((await caller.execute(CLIENTS))[1]["data"]["firm"]["clients"]["edges"]) == 0
    await memberships.change_rights(app.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS], granted=True)
    for expected in (3, 1):
        count, result = await caller.execute(CLIENTS)
        assert (count, len(result["data"]["firm"]["clients"]["edges"])) == (expected, 1)
    await memberships.change_rights(app.services, firm.id, employee.id, [MemberRight.VIEW_ALL_CLIENTS], granted=False)
    for expected in (3, 1):
        count, result = await caller.execute(CLIENTS)
        assert (count, len(result["data"]["firm"]["clients"]["edges"])) == (expected, 0)


async def test_lost_role_hides_settings(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Roles: an admin who becomes an employee gets FORBIDDEN for settings."""
    admin = await firm.add_member("ada", FirmRole.ADMIN)
    caller = await Caller.of(http, app, admin)
    for _ in range(2):
        assert (await caller.execute(SETTINGS))[1]["data"]["firm"]["paymentSettings"] is not None
    await memberships.set_role(app.services, firm.id, admin.id, FirmRole.EMPLOYEE)
    for _ in range(2):
        result = (await caller.execute(SETTINGS))[1]
        assert result["data"] == {"firm": {"paymentSettings": None}}
        assert result["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_cached_viewer_is_always_verified(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """A wrong cached viewer changes no response, and no mutation is executed for it."""
    other = await app.create_firm()
    await firm.create_invoice("12.00")
    caller = await Caller.of(http, app, firm.client_user)
    _, expected = await caller.execute(HOME)
    wrong_viewers = (
        other.client_user,
        firm.owner,
        Member(firm.id, firm.client_user.id, FirmRole.OWNER, frozenset(MemberRight)),
    )
    for viewer in wrong_viewers:
        app.services.cached_viewers[digest_of(caller.token)] = viewer
        assert (await caller.execute(HOME))[1] == expected
        assert authentication.find_cached_viewer(app.services, caller.token) == firm.client_user
    before = await all_rows(app.services)
    query = "mutation($i: UpdatePaymentSettingsInput!) { updatePaymentSettings(input: $i) { __typename } }"
    for viewer in wrong_viewers:
        app.services.cached_viewers[digest_of(caller.token)] = viewer
        for _ in range(2):
            _, result = await caller.execute(query, i={"hideInvoicesFromClients": True})
            assert result["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await all_rows(app.services) == before


PAY = """mutation($input: PayInvoiceInput!) { payInvoice(input: $input) {
  __typename ... on PayInvoicePayload { invoice { number } } ... on UserError { message } } }"""


async def pay(caller: Caller, firm: Firm, invoice: uuid.UUID) -> tuple[list[str], Any]:
    """The statements of a payment of 1.00 from credits, and the response."""
    fields = {"invoiceId": global_id("Invoice", invoice), "amount": {"partial": "1.00"}, "from": "CREDITS"}
    with record_round_trips() as log:
        _, result = await caller.execute(PAY, input={**fields, "idempotencyKey": firm.app.new_key()})
    return log.statements, result


async def test_payment_verifies_the_session_in_its_transaction(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """The first request authenticates with a statement of its own; the next locks, loads and writes only."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE, *MemberRight)
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("10.00")
    for viewer in (firm.client_user, firm.owner, employee):
        caller = await Caller.of(http, app, viewer)
        for expected in (1, 0, 0):
            statements, result = await pay(caller, firm, invoice)
            assert result["data"]["payInvoice"]["__typename"] == "PayInvoicePayload"
            lookups = [tables for sql in statements if "session" in (tables := read_tables(sql))]
            assert sum("invoice" not in tables for tables in lookups) == expected
            assert sum("invoice" in tables for tables in lookups) == 1 - expected
    assert await firm.credits() == (100, 0)


async def test_changed_session_pays_nothing(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: signed out, removed, expired, or without the right: refused from the next request on, and nothing moves."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE, *MemberRight)
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("10.00")
    signed_out, removed = [await Caller.of(http, app, firm.client_user) for _ in range(2)]
    demoted, expired = await Caller.of(http, app, employee), await Caller.of(http, app, firm.owner)
    for caller in (signed_out, removed, demoted, expired):
        assert (await pay(caller, firm, invoice))[1]["data"]["payInvoice"]["__typename"] == "PayInvoicePayload"

    async def assert_refused(caller: Caller, code: str) -> None:
        before = await all_rows(app.services)
        for amount_invoice in (invoice, uuid.uuid4()):
            _, result = await pay(caller, firm, amount_invoice)
            assert [error["extensions"]["code"] for error in result["errors"]] == [code]
            assert result["data"] == {"payInvoice": None}
        assert await all_rows(app.services) == before

    # Ended behind the cache's back, as by another process.
    digest = digest_of(signed_out.token)
    cached = app.services.cached_viewers[digest]
    await signed_out.execute("mutation { signOut }")
    app.services.cached_viewers[digest] = cached
    await assert_refused(signed_out, "UNAUTHENTICATED")
    await memberships.change_rights(app.services, firm.id, employee.id, [MemberRight.MANAGE_PAYMENTS], granted=False)
    await assert_refused(demoted, "FORBIDDEN")
    await memberships.remove_client_user(app.services, firm.id, firm.client_user.id)
    await assert_refused(removed, "UNAUTHENTICATED")
    app.clock.advance(days=15)
    await assert_refused(expired, "UNAUTHENTICATED")


async def test_session_that_ends_during_a_payment_pays_nothing(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm
) -> None:
    """The session is looked up again under the firm's lock: rights that were revoked meanwhile do not pay."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE, *MemberRight)
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("10.00")
    caller = await Caller.of(http, app, employee)
    assert (await pay(caller, firm, invoice))[1]["data"]["payInvoice"]["__typename"] == "PayInvoicePayload"
    async with begin_transaction(app.services, firm.owner, "member.changed") as transaction:
        paying = asyncio.create_task(pay(caller, firm, invoice))
        await asyncio.sleep(0.05)
        (await transaction.get(FirmMember, employee.id)).manage_payments = False
    _, result = await paying
    assert result["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await firm.credits() == (900, 0)


async def test_retried_payment_is_verified_again(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """P8: an attempt that verified the session was rolled back; rights that were revoked since then do not pay."""
    employee = await firm.add_member("emil", FirmRole.EMPLOYEE, *MemberRight)
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("10.00")
    caller = await Caller.of(http, app, employee)
    check = SessionCheck(digest_of(caller.token), is_verified=True)
    command = PayInvoiceCommand(invoice, AmountChoice.FULL, PaymentSource.CREDITS, None, app.new_key())
    await memberships.change_rights(app.services, firm.id, employee.id, [MemberRight.MANAGE_PAYMENTS], granted=False)
    before = await all_rows(app.services)
    with pytest.raises(NotAuthenticated):
        await pay_invoice(app.services, dataclasses.replace(employee, session_check=check), command)
    assert await all_rows(app.services) == before


async def test_busy_database_is_not_waited_for_twice(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P10: a payment that cannot lock its firm in time says so after one attempt."""
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("10.00")
    caller = await Caller.of(http, app, firm.client_user)
    assert (await pay(caller, firm, invoice))[1]["data"]["payInvoice"]["__typename"] == "PayInvoicePayload"
    attempts = 0

    def time_out(*_: Any) -> None:
        nonlocal attempts
        attempts += 1
        raise PoolTimeout("no connection")

    monkeypatch.setattr(type(app.services.driver), "begin", time_out)
    _, result = await pay(caller, firm, invoice)
    assert [error["extensions"]["code"] for error in result["errors"]] == ["SERVICE_UNAVAILABLE"]
    assert attempts == 1


async def test_signing_out_runs_once(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """A mutation that ends the session it was verified by is not executed again."""
    caller = await Caller.of(http, app, firm.client_user)
    await caller.execute(HOME)
    assert (await caller.execute("mutation { signOut }"))[1] == {"data": {"signOut": True}}
    assert (await caller.execute("mutation { signOut }"))[1] == {"data": {"signOut": False}}


async def test_viewer_cache_is_bounded(http: httpx.AsyncClient, app: AppHarness, firm: Firm, monkeypatch: Any) -> None:

    monkeypatch.setattr(authentication, "_MAX_CACHED_VIEWERS", 3)
    for _ in range(5):
        await (await Caller.of(http, app, firm.client_user)).execute(HOME)
        assert len(app.services.cached_viewers) <= 3


async def test_database_error_is_reported_at_its_path(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The query is executed again the ordinary way, which finds the path. The database's message is masked."""
    caller = await Caller.of(http, app, firm.client_user)
    for _ in range(2):
        await caller.execute(HOME)
    await rename_column(app, "number", "renamed")
    try:
        _, result = await caller.execute(HOME)
    finally:
        await rename_column(app, "renamed", "number")
    assert result["data"] == {"viewer": None}
    errors = [(error["path"], error["extensions"]["code"]) for error in result["errors"]]
    assert errors == [(["viewer"], "INTERNAL_SERVER_ERROR")]
    assert "renamed" not in str(result)
    assert (await caller.execute(HOME))[0] == 1


async def rename_column(app: AppHarness, column: str, name: str) -> None:
    async with app.services.writes.begin() as session:
        await session.execute(text(f"ALTER TABLE invoice RENAME COLUMN {column} TO {name}"))
