"""Signing in over HTTP: a cookie that scripts never see, a bearer token where one is asked for."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

import models
from billing.identity.sign_in import hash_password
from tests.support.firm import AppHarness, Firm

SIGN_IN = """mutation($i: SignInInput!) { signIn(input: $i) { __typename
    ... on SignInPayload { accessToken viewer { __typename } } } }"""
VIEWER_QUERY = "{ viewer { ... on ClientUser { name } } }"
OWN_PAGE_HEADERS = {"Acompte-Request": "1"}


@pytest.fixture
async def email(app: AppHarness, firm: Firm) -> str:
    """The address of the client's user, whose password is "right"."""
    async with app.services.writes.begin() as session:
        user = await session.get_one(models.ClientUser, (firm.id, firm.client_user.id))
        await session.execute(
            update(models.Person).where(models.Person.id == user.person_id).values(password_hash=hash_password("right"))
        )
        found = await session.scalars(select(models.Person.email).where(models.Person.id == user.person_id))
        return found.one()


async def sign_in(http: httpx.AsyncClient, email: str, **more: Any) -> httpx.Response:
    wish = {"email": email, "password": "right", **more}
    return await http.post("/graphql", json={"query": SIGN_IN, "variables": {"i": wish}}, headers=OWN_PAGE_HEADERS)


async def viewer_name(http: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await http.post("/graphql", json={"query": VIEWER_QUERY}, headers=headers)


async def test_a_browser_gets_a_cookie_that_scripts_never_see(http: httpx.AsyncClient, email: str) -> None:
    """HttpOnly, SameSite, Secure, of this host alone; and no token in the answer."""
    answer = await sign_in(http, email)
    assert answer.json()["data"]["signIn"] == {
        "__typename": "SignInPayload",
        "accessToken": None,
        "viewer": {"__typename": "ClientUser"},
    }
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-acompte=")
    for part in ("httponly", "samesite=lax", "secure", "path=/"):
        assert part in cookie
    assert (await viewer_name(http, **OWN_PAGE_HEADERS)).json() == {"data": {"viewer": {"name": "client"}}}


async def test_another_site_cannot_use_the_cookie(http: httpx.AsyncClient, email: str) -> None:
    """Without the preflight header, or from an unknown origin, the cookie is not taken, and nothing is run."""
    await sign_in(http, email)
    for headers in ({}, OWN_PAGE_HEADERS | {"Origin": "https://evil.test"}):
        refused = await viewer_name(http, **headers)
        assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "CROSS_SITE")
    known = await viewer_name(http, **OWN_PAGE_HEADERS, Origin="https://portal.test")
    assert known.json() == {"data": {"viewer": {"name": "client"}}}


async def test_only_known_origins_may_read_answers(http: httpx.AsyncClient) -> None:
    """CORS with credentials for our own pages, and for nobody else."""
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "acompte-request,content-type"}
    ours = await http.options("/graphql", headers={**asked, "Origin": "https://portal.test"})
    assert ours.headers["access-control-allow-origin"] == "https://portal.test"
    assert ours.headers["access-control-allow-credentials"] == "true"
    theirs = await http.options("/graphql", headers={**asked, "Origin": "https://evil.test"})
    assert (theirs.status_code, "access-control-allow-origin" in theirs.headers) == (400, False)


async def test_token_is_returned_on_request(http: httpx.AsyncClient, email: str) -> None:
    """The same session as bearer token, without a cookie, and no header of ours needed."""
    answer = await sign_in(http, email, token=True)
    assert "set-cookie" not in answer.headers
    token = answer.json()["data"]["signIn"]["accessToken"]
    seen = await viewer_name(http, Authorization=f"Bearer {token}")
    assert seen.json() == {"data": {"viewer": {"name": "client"}}}
    assert (await viewer_name(http, Authorization="Bearer nonsense")).json() == {"data": {"viewer": None}}


async def test_the_bearer_token_wins_over_the_cookie(http: httpx.AsyncClient, email: str) -> None:
    """Whoever sends both asks as the token says."""
    await sign_in(http, email)
    assert (await viewer_name(http, **OWN_PAGE_HEADERS, Authorization="Bearer nonsense")).json() == {
        "data": {"viewer": None}
    }


async def test_signed_out_is_signed_out(http: httpx.AsyncClient, email: str) -> None:
    """The session ends on the server, and the cookie is deleted."""
    await sign_in(http, email)
    token = http.cookies["__Host-acompte"]
    answer = await http.post("/graphql", json={"query": "mutation { signOut }"}, headers=OWN_PAGE_HEADERS)
    assert answer.json() == {"data": {"signOut": True}}
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert (await viewer_name(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}


async def test_a_session_ends(http: httpx.AsyncClient, app: AppHarness, email: str) -> None:
    """After 14 days it is over."""
    token = (await sign_in(http, email, token=True)).json()["data"]["signIn"]["accessToken"]
    app.clock.advance(days=13.9)
    assert (await viewer_name(http, Authorization=f"Bearer {token}")).json()["data"]["viewer"] is not None
    app.clock.advance(days=0.2)
    assert (await viewer_name(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}


async def test_removed_membership_is_refused_at_next_request(
    http: httpx.AsyncClient, app: AppHarness, email: str
) -> None:
    """P8: the session is still there, the seat is not."""
    token = (await sign_in(http, email, token=True)).json()["data"]["signIn"]["accessToken"]
    async with app.services.writes.begin() as session:
        await session.execute(update(models.ClientUser).values(removed_at=app.clock()))
    assert (await viewer_name(http, Authorization=f"Bearer {token}")).json() == {"data": {"viewer": None}}
