"""Signing in over HTTP, with a session cookie or a bearer token."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

import models
from billing.identity import login_rate_limit
from billing.identity.passwords import hash_password
from tests.support.firm import AppHarness, Firm

SIGN_IN = """mutation($i: SignInInput!) { signIn(input: $i) { __typename
    ... on SignInPayload { accessToken viewer { __typename } } } }"""
VIEWER_QUERY = "{ viewer { ... on ClientUser { name } } }"
OWN_PAGE_HEADERS = {"Acompte-Request": "1"}


@pytest.fixture
async def email(app: AppHarness, firm: Firm) -> str:
    """Email address of the client user, whose password is "right"."""
    async with app.services.writes.begin() as session:
        user = await session.get_one(models.ClientUser, (firm.id, firm.client_user.id))
        await session.execute(
            update(models.Person).where(models.Person.id == user.person_id).values(password_hash=hash_password("right"))
        )
        return (await session.scalars(select(models.Person.email).where(models.Person.id == user.person_id))).one()


async def sign_in(http: httpx.AsyncClient, email: str, **extra: Any) -> httpx.Response:
    body = {"query": SIGN_IN, "variables": {"i": {"email": email, "password": "right", **extra}}}
    return await http.post("/graphql", json=body, headers=OWN_PAGE_HEADERS)


async def query_viewer(http: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await http.post("/graphql", json={"query": VIEWER_QUERY}, headers=headers)


async def test_sign_in_sets_a_cookie(http: httpx.AsyncClient, email: str) -> None:
    """HttpOnly, SameSite, Secure and for this host only. The response contains no token."""
    response = await sign_in(http, email)
    assert response.json()["data"]["signIn"] == {
        "__typename": "SignInPayload",
        "accessToken": None,
        "viewer": {"__typename": "ClientUser"},
    }
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith("__host-acompte=")
    for attribute in ("httponly", "samesite=lax", "secure", "path=/"):
        assert attribute in cookie
    assert (await query_viewer(http, **OWN_PAGE_HEADERS)).json() == {"data": {"viewer": {"name": "client"}}}


async def test_device_is_remembered_after_signing_out(http: httpx.AsyncClient, app: AppHarness, email: str) -> None:
    """Failures of others in the same network do not delay it. Its cookie gives no access, and is not sent again."""
    await sign_in(http, email)
    device_token = http.cookies["__Host-acompte-device"]
    await http.post("/graphql", json={"query": "mutation { signOut }"}, headers=OWN_PAGE_HEADERS)
    assert http.cookies["__Host-acompte-device"] == device_token
    assert (await query_viewer(http, Authorization=f"Bearer {device_token}")).json() == {"data": {"viewer": None}}
    for _ in range(10):
        await login_rate_limit.register_attempt(app.services, email, login_rate_limit.Origin("127.0.0.1"))
    refused = await sign_in(httpx.AsyncClient(transport=http._transport, base_url=http.base_url), email)
    assert refused.json()["data"]["signIn"] == {"__typename": "SignInFailed"}
    response = await sign_in(http, email)
    assert response.json()["data"]["signIn"]["__typename"] == "SignInPayload"
    device_cookie = response.headers.get_list("set-cookie")[1].lower()
    assert device_cookie.startswith(f"__host-acompte-device={device_token};".lower())
    for attribute in ("httponly", "samesite=lax", "secure", "path=/", f"max-age={90 * 24 * 3600}"):
        assert attribute in device_cookie


@pytest.mark.parametrize("cookie", ["x" * 101, "", "\u00e9"])
async def test_device_cookie_that_is_not_ours_is_ignored(http: httpx.AsyncClient, email: str, cookie: str) -> None:
    headers = OWN_PAGE_HEADERS | {"Cookie": f"__Host-acompte-device={cookie}"}
    body = {"query": SIGN_IN, "variables": {"i": {"email": email, "password": "right"}}}
    response = await http.post("/graphql", json=body, headers=httpx.Headers(headers, encoding="utf-8"))
    assert response.json()["data"]["signIn"]["__typename"] == "SignInPayload"
    assert len(http.cookies["__Host-acompte-device"]) == 43


async def test_cross_site_requests_with_a_cookie_are_rejected(http: httpx.AsyncClient, email: str) -> None:
    """A cookie needs the preflight header and a known origin."""
    await sign_in(http, email)
    for headers in ({}, OWN_PAGE_HEADERS | {"Origin": "https://evil.test"}):
        rejected = await query_viewer(http, **headers)
        assert (rejected.status_code, rejected.json()["errors"][0]["extensions"]["code"]) == (403, "CROSS_SITE")
    known = await query_viewer(http, **OWN_PAGE_HEADERS, Origin="https://portal.test")
    assert known.json() == {"data": {"viewer": {"name": "client"}}}


async def test_cors(http: httpx.AsyncClient) -> None:
    """Only known origins may send credentials and read responses."""
    preflight = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "acompte-request,content-type",
    }
    known = await http.options("/graphql", headers={**preflight, "Origin": "https://portal.test"})
    assert known.headers["access-control-allow-origin"] == "https://portal.test"
    assert known.headers["access-control-allow-credentials"] == "true"
    unknown = await http.options("/graphql", headers={**preflight, "Origin": "https://evil.test"})
    assert (unknown.status_code, "access-control-allow-origin" in unknown.headers) == (400, False)


async def test_token_is_returned_on_request(http: httpx.AsyncClient, email: str) -> None:
    """Instead of a cookie; a bearer token needs no preflight header."""
    response = await sign_in(http, email, token=True)
    assert "set-cookie" not in response.headers
    token = response.json()["data"]["signIn"]["accessToken"]
    viewer = await query_viewer(http, Authorization=f"Bearer {token}")
    assert viewer.json() == {"data": {"viewer": {"name": "client"}}}
    assert (await query_viewer(http, Authorization="Bearer nonsense")).json() == {"data": {"viewer": None}}


async def test_bearer_token_takes_precedence_over_the_cookie(http: httpx.AsyncClient, email: str) -> None:
    await sign_in(http, email)
    assert (await query_viewer(http, **OWN_PAGE_HEADERS, Authorization="Bearer nonsense")).json() == {
        "data": {"viewer": None}
    }


async def test_sign_out(http: httpx.AsyncClient, email: str) -> None:
    """Ends the session on the server and deletes the cookie."""
    await sign_in(http, email)
    token = http.cookies["__Host-acompte"]
    response = await http.post("/graphql", json={"query": "mutation { signOut }"}, headers=OWN_PAGE_HEADERS)
    assert response.json() == {"data": {"signOut": True}}
    assert "max-age=0" in response.headers["set-cookie"].lower()
    assert (await query_viewer(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}


async def test_sessions_expire_after_14_days(http: httpx.AsyncClient, app: AppHarness, email: str) -> None:
    token = (await sign_in(http, email, token=True)).json()["data"]["signIn"]["accessToken"]
    app.clock.advance(days=13.9)
    assert (await query_viewer(http, Authorization=f"Bearer {token}")).json()["data"]["viewer"] is not None
    app.clock.advance(days=0.2)
    assert (await query_viewer(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}


async def test_removed_membership_is_refused_at_next_request(
    http: httpx.AsyncClient, app: AppHarness, email: str
) -> None:
    """P8: although the session still exists."""
    token = (await sign_in(http, email, token=True)).json()["data"]["signIn"]["accessToken"]
    async with app.services.writes.begin() as session:
        await session.execute(update(models.ClientUser).values(removed_at=app.clock()))
    assert (await query_viewer(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}
