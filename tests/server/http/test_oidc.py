"""Identity from elsewhere: an OpenID Connect provider's word for who somebody is, and no forgery of it."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey, RSAKey
from pydantic import SecretStr

from billing.access.principals import Viewer
from billing.identity import accounts, directory, memberships
from billing.services import Snapshot
from graph import global_ids
from models import FirmRole
from server import container as server_house
from server.http import auth
from server.http.app import create_asgi_app
from server.http.oidc import OidcAuthenticator
from server.settings import Settings
from tests.support.firm import AppHarness, Firm
from tests.support.oidc_issuer import AUDIENCE, OidcIssuer, hmac_signed_token, new_key, run_issuer, unsigned_token

EMAIL = "emma@example.test"
VIEWER_QUERY = "{ viewer { __typename ... on FirmMember { email role } } }"
EMMA = {"__typename": "FirmMember", "email": EMAIL, "role": "ADMIN"}


@pytest.fixture
async def issuer(app: AppHarness) -> AsyncIterator[OidcIssuer]:
    async with run_issuer(app.clock) as issuer:
        yield issuer


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm of which Emma is an ADMIN; she has no password."""
    firm = await app.create_firm()
    await accounts.add_member(app.services, firm.id, email=EMAIL, name="Emma", password=None, role=FirmRole.ADMIN)
    return firm


@pytest.fixture
def settings(app: AppHarness, issuer: OidcIssuer) -> Settings:
    return Settings(
        database_url=SecretStr(app.database.url),
        public_url="https://acompte.test",
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
    )


@pytest.fixture
async def http(app: AppHarness, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    services = replace(app.services, passwords_enabled=False)
    identity = OidcAuthenticator(settings, services)
    application = create_asgi_app(server_house.App(settings, app.database, services, None, identity))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def execute(http: httpx.AsyncClient, token: str, query: str = VIEWER_QUERY, **headers: str) -> httpx.Response:
    sent = httpx.Headers({"Authorization": f"Bearer {token}", **headers}, encoding="latin-1")
    return await http.post("/graphql", json={"query": query}, headers=sent)


async def assert_accepted(http: httpx.AsyncClient, token: str) -> None:
    answer = await execute(http, token)
    assert (answer.status_code, answer.json()) == (200, {"data": {"viewer": EMMA}})


async def assert_refused(http: httpx.AsyncClient, token: str) -> None:
    answer = await execute(http, token)
    assert answer.status_code == 401
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert EMAIL not in answer.text


@pytest.mark.usefixtures("firm")
async def test_a_token_is_taken_for_its_person(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Whatever the case of the address; one of several audiences; a clock that is a minute off; no session is made."""
    await assert_accepted(http, issuer.token("EMMA@example.test"))
    await assert_accepted(http, issuer.token(EMAIL, aud=["other", AUDIENCE]))
    now = int(issuer.clock.timestamp())
    await assert_accepted(http, issuer.token(EMAIL, exp=now - 59))
    await assert_accepted(http, issuer.token(EMAIL, iat=now + 60, nbf=now + 60))
    await assert_accepted(http, issuer.token(EMAIL, header={"typ": "at+jwt"}))
    assert issuer.jwks_request_count == 1
    token = issuer.token(EMAIL)
    assert (await execute(http, token, "mutation { signOut }")).json() == {"data": {"signOut": False}}
    await assert_accepted(http, token)


@pytest.mark.usefixtures("firm")
async def test_other_signatures(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """RS256, PS256 and EdDSA; keys of kinds that nobody here knows, or for something else, are passed over."""
    rsa, okp = RSAKey.generate_key(2048, {"kid": "rsa"}), OKPKey.generate_key("Ed25519", {"kid": "okp"})
    issuer.keys += [rsa, okp]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        weak = RSAKey.generate_key(1024, {"kid": "weak"})
    issuer.extra_keys = [{"kty": "XYZ", "kid": "x"}, {"kty": "oct", "kid": "oct", "k": "c2VjcmV0" * 4}]
    issuer.extra_keys.append(weak.as_dict(private=False))
    await assert_accepted(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS256", "kid": "rsa"}))
    await assert_refused(http, issuer.token(EMAIL, key=weak, header={"alg": "RS256", "kid": "weak"}))
    await assert_accepted(http, issuer.token(EMAIL, key=rsa, header={"alg": "PS256", "kid": "rsa"}))
    await assert_accepted(http, issuer.token(EMAIL, key=okp, header={"alg": "EdDSA", "kid": "okp"}))
    await assert_refused(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS512", "kid": "rsa"}))
    await assert_refused(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS256", "kid": "first"}))
    claims, public = issuer.claims(EMAIL), rsa.as_pem(private=False)
    await assert_refused(http, hmac_signed_token("oct", claims, b"secret" * 4))
    for secret in (public, public.strip(), rsa.as_der(private=False)):
        await assert_refused(http, hmac_signed_token("rsa", claims, secret))


FORGERIES: dict[str, dict[str, Any]] = {
    "wrong issuer": {"iss": "https://id.example.test"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "other"},
    "others' audience": {"aud": ["other", "acompte2"]},
    "no audience": {"aud": None},
    "over": {"exp": -60},
    "never over": {"exp": None},
    "over in words": {"exp": "tomorrow"},
    "not yet": {"nbf": 61},
    "issued in the future": {"iat": 61},
    "never issued": {"iat": None},
    "no address": {"email": None},
    "no text for an address": {"email": [EMAIL]},
    "address not verified": {"email_verified": False},
    "address verified in words": {"email_verified": "true"},
    "address perhaps verified": {"email_verified": None},
    "nobody here": {"email": "nobody@example.test"},
    "key not named": {"header": {"kid": None}},
    "unknown key": {"header": {"kid": "unknown"}},
    "key that is no text": {"header": {"kid": 1}},
    "token to sign out with": {"header": {"typ": "logout+jwt"}},
    "extension that is not known": {"header": {"crit": ["x"], "x": 1}},
}


def forge_token(issuer: OidcIssuer, forgery: str) -> str:
    """The token that is wrong in this one way. Times are seconds from now."""
    now = int(issuer.clock.timestamp())
    changed: dict[str, Any] = {
        name: now + value if name in ("exp", "nbf", "iat") and isinstance(value, int) else value
        for name, value in FORGERIES[forgery].items()
    }
    if forgery in ("key that is no text", "extension that is not known"):
        return unsigned_token({"alg": "ES256", "kid": "first", **changed["header"]}, issuer.claims(EMAIL)) + "c2ln"
    wanted: dict[str, Any] = {"email": EMAIL, **changed}
    return issuer.token(**wanted)


@pytest.mark.usefixtures("firm")
async def test_a_forgery_is_not_taken(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """One answer for all of them, and never whose it would be."""
    answers = {how: await execute(http, forge_token(issuer, how)) for how in FORGERIES}
    assert {how: answer.status_code for how, answer in answers.items()} == dict.fromkeys(FORGERIES, 401)
    assert len({answer.text for answer in answers.values()}) == 1
    assert EMAIL not in answers["over"].text
    await assert_accepted(http, issuer.token(EMAIL))


@pytest.mark.usefixtures("firm")
async def test_a_forged_signature_is_not_taken(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Another's key under the same name, no signature at all, one of another token, and nonsense."""
    await assert_refused(http, issuer.token(EMAIL, key=new_key()))
    claims = issuer.claims(EMAIL)
    for algorithm in ("none", "None", "", "ES256"):
        await assert_refused(http, unsigned_token({"alg": algorithm, "kid": "first"}, claims))
    one, other = issuer.token("nobody@example.test").split("."), issuer.token(EMAIL).split(".")
    await assert_refused(http, ".".join((other[0], other[1], one[2])))
    cut, long = f"{other[0]}.{other[1]}.", "a." + "b" * 9000 + ".c"
    for nonsense in ("..", "a.b.c", "e30.e30.e30", "W10.e30.x", "\xfc.b.c", cut, long):
        await assert_refused(http, nonsense)
    await assert_accepted(http, ".".join(other))
    assert (await execute(http, "nonsense")).json() == {"data": {"viewer": None}}


async def test_membership_header_selects_one_of_several(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, issuer: OidcIssuer
) -> None:
    """Without the header the token's person learns their seats, and nothing is run; another's is none of theirs."""
    other = await app.create_firm(name="Other")
    user_id = await accounts.add_client_user(
        app.services, other.id, other.client_id, email=EMAIL, name="Emma", password=None
    )
    (emma,) = [one for one in await directory.list_members(app.services, firm.id) if one.person.email == EMAIL]
    asked = await execute(http, issuer.token(EMAIL))
    assert asked.status_code == 401
    (error,) = asked.json()["errors"]
    assert error["extensions"] == {
        "code": "UNAUTHENTICATED",
        "seats": [
            {"id": global_ids.encode("Seat", emma.row.id), "firmName": "Lumière", "clientName": None, "role": "ADMIN"},
            {
                "id": global_ids.encode("Seat", user_id),
                "firmName": "Other",
                "clientName": "Other's client",
                "role": None,
            },
        ],
    }
    for seat, wanted in ((emma.row.id, "FirmMember"), (user_id, "ClientUser")):
        named = {"Acompte-Seat": global_ids.encode("Seat", seat)}
        answer = await execute(http, issuer.token(EMAIL), "{ viewer { __typename } }", **named)
        assert answer.json() == {"data": {"viewer": {"__typename": wanted}}}
    for wrong in (global_ids.encode("Seat", other.owner.id), global_ids.encode("Client", user_id), "nonsense"):
        answer = await execute(http, issuer.token(EMAIL), **{"Acompte-Seat": wrong})
        assert (answer.status_code, "seats" in answer.json()["errors"][0]["extensions"]) == (401, False)


async def test_removed_membership_is_refused_at_next_request(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, issuer: OidcIssuer
) -> None:
    """P8: the token is still good, the seat is not; a role is what it is now."""
    token = issuer.token(EMAIL)
    await assert_accepted(http, token)
    (emma,) = [one for one in await directory.list_members(app.services, firm.id) if one.person.email == EMAIL]
    await memberships.set_role(app.services, firm.id, emma.row.id, FirmRole.EMPLOYEE)
    assert (await execute(http, token)).json() == {"data": {"viewer": {**EMMA, "role": "EMPLOYEE"}}}
    await memberships.remove_member(app.services, firm.id, emma.row.id)
    await assert_refused(http, token)


@pytest.mark.usefixtures("firm")
async def test_keys_change(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """A new key is found at once, but nobody makes us ask all the time; one taken back is out in ten minutes."""
    old = issuer.token(EMAIL)
    await assert_accepted(http, old)
    issuer.clock.advance(seconds=30)
    issuer.keys = [new_key("second")]
    await assert_accepted(http, issuer.token(EMAIL))
    assert issuer.jwks_request_count == 2
    await assert_refused(http, old)
    for number in range(5):
        await assert_refused(http, issuer.token(EMAIL, header={"kid": f"made-up-{number}"}))
    assert issuer.jwks_request_count == 2
    issuer.clock.advance(seconds=30)
    for number in range(5):
        await assert_refused(http, issuer.token(EMAIL, header={"kid": f"made-up-{number}"}))
    assert issuer.jwks_request_count == 3
    taken_back = issuer.token(EMAIL, exp=int(issuer.clock.timestamp()) + 3600)
    issuer.keys = [new_key("third")]
    await assert_accepted(http, taken_back)
    issuer.clock.advance(minutes=10)
    await assert_refused(http, taken_back)


@pytest.mark.usefixtures("firm")
async def test_the_provider_does_not_answer(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Keys that are known still serve, for a day; without any it is 503, and never a token let through."""
    issuer.is_down = True
    silent = await execute(http, issuer.token(EMAIL))
    assert (silent.status_code, silent.json()["errors"][0]["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    issuer.is_down = False
    issuer.clock.advance(seconds=30)
    await assert_accepted(http, issuer.token(EMAIL))
    issuer.is_down = True
    issuer.clock.advance(hours=23)
    await assert_accepted(http, issuer.token(EMAIL))
    await assert_refused(http, issuer.token(EMAIL, key=new_key()))
    issuer.clock.advance(hours=1)
    assert (await execute(http, issuer.token(EMAIL))).status_code == 503


@pytest.mark.usefixtures("firm")
async def test_a_discovery_of_somebody_else_is_not_believed(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """It has to name the very issuer that was set."""
    issuer.advertised_issuer = f"{issuer.url}/"
    assert (await execute(http, issuer.token(EMAIL))).status_code == 503
    assert issuer.jwks_request_count == 0


async def test_passwords_can_be_switched_off(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """PASSWORDS=false: the right password is answered as a wrong one."""
    email, password = "paul@example.test", "a password long enough"
    await accounts.add_member(
        app.services, firm.id, email=email, name="Paul", password=password, role=FirmRole.EMPLOYEE
    )
    query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
    variables = {"i": {"email": email, "password": password}}
    answer = await http.post("/graphql", json={"query": query, "variables": variables})
    assert answer.json() == {"data": {"signIn": {"__typename": "SignInFailed"}}}


async def test_a_live_page_of_a_token(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, settings: Settings, issuer: OidcIssuer
) -> None:
    """P8: what asks for live pages says the same; once the token is over, or the seat is gone, it is nobody's."""
    opened = server_house.App(settings, app.database, app.services, None, OidcAuthenticator(settings, app.services))
    (emma,) = [one for one in await directory.list_members(app.services, firm.id) if one.person.email == EMAIL]

    async def seat(whose: Callable[[Snapshot], Awaitable[Viewer | None]]) -> uuid.UUID | None:
        async with Snapshot(app.services) as snapshot:
            viewer = await whose(snapshot)
            return None if viewer is None else viewer.id

    whose = auth.viewer_resolver(opened, auth.Credentials(issuer.token(EMAIL)))
    assert await seat(whose) == emma.row.id
    issuer.clock.advance(minutes=7)
    assert await seat(whose) is None
    whose = auth.viewer_resolver(opened, auth.Credentials(issuer.token(EMAIL), global_ids.encode("Seat", emma.row.id)))
    assert await seat(whose) == emma.row.id
    await memberships.remove_member(app.services, firm.id, emma.row.id)
    assert await seat(whose) is None
    assert (await execute(http, issuer.token(EMAIL))).status_code == 401
