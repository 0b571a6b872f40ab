"""Authentication with tokens of an OpenID Connect provider, and rejection of forged ones."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey, RSAKey
from pydantic import SecretStr

from billing.identity import directory, memberships, operator
from billing.services import Snapshot
from graph import global_ids
from models import FirmRole
from server import container
from server.http import auth
from server.http.app import create_asgi_app
from server.http.oidc import OidcAuthenticator
from server.settings import Settings
from tests.server.running_app import serve_app
from tests.support.firm import AppHarness, Firm
from tests.support.oidc_issuer import AUDIENCE, OidcIssuer, hmac_signed_token, new_key, run_issuer, unsigned_token
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL
from tests.support.shared_schema import new_api
from tests.support.websocket_client import open_websocket

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
    await operator.add_member(app.services, firm.id, email=EMAIL, name="Emma", password=None, role=FirmRole.ADMIN)
    return firm


@pytest.fixture
def settings(app: AppHarness, issuer: OidcIssuer) -> Settings:
    return Settings(
        database_url=SecretStr(app.database.url),
        public_url="https://acompte.test",
        portal_url=PORTAL_URL,
        dashboard_url=DASHBOARD_URL,
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
    )


@pytest.fixture
async def http(app: AppHarness, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    services = replace(app.services, passwords_enabled=False)
    oidc = OidcAuthenticator(settings, services)
    application = create_asgi_app(container.App(settings, app.database, services, None, oidc), new_api(settings))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def execute(http: httpx.AsyncClient, token: str, query: str = VIEWER_QUERY, **headers: str) -> httpx.Response:
    encoded = httpx.Headers({"Authorization": f"Bearer {token}", **headers}, encoding="latin-1")
    return await http.post("/graphql", json={"query": query}, headers=encoded)


async def find_emma(app: AppHarness, firm: Firm) -> directory.MemberEntry:
    (emma,) = [member for member in await directory.list_members(app.services, firm.id) if member.person.email == EMAIL]
    return emma


async def assert_accepted(http: httpx.AsyncClient, token: str) -> None:
    response = await execute(http, token)
    assert (response.status_code, response.json()) == (200, {"data": {"viewer": EMMA}})


async def assert_refused(http: httpx.AsyncClient, token: str) -> None:
    response = await execute(http, token)
    assert response.status_code == 401
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert EMAIL not in response.text


@pytest.mark.usefixtures("firm")
async def test_valid_tokens(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Any case of the email address, several audiences, a minute of clock skew. No session is created."""
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
async def test_signature_algorithms(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """RS256, PS256 and EdDSA are accepted; keys of other types, for other uses and weak ones are ignored."""
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
    "several wrong audiences": {"aud": ["other", "acompte2"]},
    "no audience": {"aud": None},
    "expired": {"exp": -60},
    "no expiry": {"exp": None},
    "expiry is text": {"exp": "tomorrow"},
    "not valid yet": {"nbf": 61},
    "issued in the future": {"iat": 61},
    "no time of issue": {"iat": None},
    "no email": {"email": None},
    "email is a list": {"email": [EMAIL]},
    "email that no database stores": {"email": "anne\ud800@dupont.test"},
    "email not verified": {"email_verified": False},
    "verified is text": {"email_verified": "true"},
    "no claim of verification": {"email_verified": None},
    "unknown person": {"email": "nobody@example.test"},
    "no key id": {"header": {"kid": None}},
    "unknown key": {"header": {"kid": "unknown"}},
    "key id is a number": {"header": {"kid": 1}},
    "logout token": {"header": {"typ": "logout+jwt"}},
    "unknown critical header": {"header": {"crit": ["x"], "x": 1}},
}


def forge_token(issuer: OidcIssuer, forgery: str) -> str:
    """A token with this one change. Times are seconds from now."""
    now = int(issuer.clock.timestamp())
    changes: dict[str, Any] = {
        name: now + value if name in ("exp", "nbf", "iat") and isinstance(value, int) else value
        for name, value in FORGERIES[forgery].items()
    }
    if forgery in ("key id is a number", "unknown critical header"):
        return unsigned_token({"alg": "ES256", "kid": "first", **changes["header"]}, issuer.claims(EMAIL)) + "c2ln"
    arguments: dict[str, Any] = {"email": EMAIL, **changes}
    return issuer.token(**arguments)


@pytest.mark.usefixtures("firm")
async def test_forged_claims_and_headers(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """All are rejected with the same response, which names no person."""
    responses = {forgery: await execute(http, forge_token(issuer, forgery)) for forgery in FORGERIES}
    statuses = {forgery: response.status_code for forgery, response in responses.items()}
    assert statuses == dict.fromkeys(FORGERIES, 401)
    assert len({response.text for response in responses.values()}) == 1
    assert EMAIL not in responses["expired"].text
    await assert_accepted(http, issuer.token(EMAIL))


@pytest.mark.usefixtures("firm")
async def test_forged_signatures(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Another key with the same id, no signature, the signature of another token, and malformed tokens."""
    await assert_refused(http, issuer.token(EMAIL, key=new_key()))
    claims = issuer.claims(EMAIL)
    for algorithm in ("none", "None", "", "ES256"):
        await assert_refused(http, unsigned_token({"alg": algorithm, "kid": "first"}, claims))
    valid, other = issuer.token(EMAIL).split("."), issuer.token("nobody@example.test").split(".")
    await assert_refused(http, ".".join((valid[0], valid[1], other[2])))
    truncated, too_long = f"{valid[0]}.{valid[1]}.", "a." + "b" * 9000 + ".c"
    for malformed in ("..", "a.b.c", "e30.e30.e30", "W10.e30.x", "\xfc.b.c", truncated, too_long):
        await assert_refused(http, malformed)
    await assert_accepted(http, ".".join(valid))
    assert (await execute(http, "nonsense")).json() == {"data": {"viewer": None}}


async def test_membership_header_selects_one_of_several(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, issuer: OidcIssuer
) -> None:
    """Without the header the error lists the person's memberships. Memberships of others are rejected."""
    other = await app.create_firm(name="Other")
    user_id = await operator.add_client_user(
        app.services, other.id, other.client_id, email=EMAIL, name="Emma", password=None
    )
    emma = await find_emma(app, firm)
    unspecified = await execute(http, issuer.token(EMAIL))
    assert unspecified.status_code == 401
    (error,) = unspecified.json()["errors"]
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
    for membership_id, type_name in ((emma.row.id, "FirmMember"), (user_id, "ClientUser")):
        header = {"Acompte-Seat": global_ids.encode("Seat", membership_id)}
        response = await execute(http, issuer.token(EMAIL), "{ viewer { __typename } }", **header)
        assert response.json() == {"data": {"viewer": {"__typename": type_name}}}
    for wrong in (global_ids.encode("Seat", other.owner.id), global_ids.encode("Client", user_id), "nonsense"):
        response = await execute(http, issuer.token(EMAIL), **{"Acompte-Seat": wrong})
        assert (response.status_code, "seats" in response.json()["errors"][0]["extensions"]) == (401, False)


async def test_removed_membership_is_refused_at_next_request(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, issuer: OidcIssuer
) -> None:
    """P8: although the token is still valid; changes of role take effect as well."""
    token = issuer.token(EMAIL)
    await assert_accepted(http, token)
    emma = await find_emma(app, firm)
    await memberships.set_role(app.services, firm.id, emma.row.id, FirmRole.EMPLOYEE)
    assert (await execute(http, token)).json() == {"data": {"viewer": {**EMMA, "role": "EMPLOYEE"}}}
    await memberships.remove_member(app.services, firm.id, emma.row.id)
    await assert_refused(http, token)


@pytest.mark.usefixtures("firm")
async def test_key_rotation(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """A new key is fetched at once, but at a limited rate; a revoked key is rejected after ten minutes."""
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
    token_of_revoked_key = issuer.token(EMAIL, exp=int(issuer.clock.timestamp()) + 3600)
    issuer.keys = [new_key("third")]
    await assert_accepted(http, token_of_revoked_key)
    issuer.clock.advance(minutes=10)
    await assert_refused(http, token_of_revoked_key)


@pytest.mark.usefixtures("firm")
async def test_provider_outage(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    """Cached keys are used for a day; without keys the response is 503."""
    issuer.is_down = True
    unavailable = await execute(http, issuer.token(EMAIL))
    assert (unavailable.status_code, unavailable.json()["errors"][0]["extensions"]["code"]) == (
        503,
        "SERVICE_UNAVAILABLE",
    )
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
async def test_discovery_must_name_the_configured_issuer(http: httpx.AsyncClient, issuer: OidcIssuer) -> None:
    issuer.advertised_issuer = f"{issuer.url}/"
    assert (await execute(http, issuer.token(EMAIL))).status_code == 503
    assert issuer.jwks_request_count == 0


async def test_passwords_can_be_switched_off(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """With PASSWORDS=false, a correct password gives the same response as a wrong one."""
    email, password = "paul@example.test", "a password long enough"
    await operator.add_member(
        app.services, firm.id, email=email, name="Paul", password=password, role=FirmRole.EMPLOYEE
    )
    query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
    variables = {"i": {"email": email, "password": password}}
    response = await http.post("/graphql", json={"query": query, "variables": variables})
    assert response.json() == {"data": {"signIn": {"__typename": "SignInFailed"}}}


async def test_subscriptions_recheck_the_token(
    http: httpx.AsyncClient, app: AppHarness, firm: Firm, settings: Settings, issuer: OidcIssuer
) -> None:
    """P8: an expired token and a removed membership have no viewer."""
    server_app = container.App(settings, app.database, app.services, None, OidcAuthenticator(settings, app.services))
    emma = await find_emma(app, firm)

    async def viewer_id(credentials: auth.Credentials) -> uuid.UUID | None:
        async with Snapshot(app.services) as snapshot:
            viewer = await auth.viewer_resolver(server_app, credentials)(snapshot)
            return None if viewer is None else viewer.id

    credentials = auth.Credentials(issuer.token(EMAIL))
    assert await viewer_id(credentials) == emma.row.id
    issuer.clock.advance(minutes=7)
    assert await viewer_id(credentials) is None
    credentials = auth.Credentials(issuer.token(EMAIL), global_ids.encode("Seat", emma.row.id))
    assert await viewer_id(credentials) == emma.row.id
    await memberships.remove_member(app.services, firm.id, emma.row.id)
    assert await viewer_id(credentials) is None
    assert (await execute(http, issuer.token(EMAIL))).status_code == 401


async def test_websocket_is_refused_at_init(
    app: AppHarness, firm: Firm, settings: Settings, issuer: OidcIssuer
) -> None:
    """4403 for a rejected token and for one that needs a membership; 1013, try again, during the provider's outage."""
    other = await app.create_firm(name="Other")
    await operator.add_client_user(app.services, other.id, other.client_id, email=EMAIL, name="Emma", password=None)
    membership = global_ids.encode("Seat", (await find_emma(app, firm)).row.id)
    server_app = container.App(settings, app.database, app.services, None, OidcAuthenticator(settings, app.services))

    async def closing(token: str, **payload: str) -> tuple[list[Any], int | None, str | None]:
        async with open_websocket(server.url) as client:
            await client.send(type="connection_init", payload={"accessToken": token, **payload})
            return await client.closing()

    async with serve_app(create_asgi_app(server_app)) as server:
        issuer.is_down = True
        assert await closing(issuer.token(EMAIL)) == ([], 1013, "The identity provider is not responding")
        issuer.is_down = False
        issuer.clock.advance(seconds=30)
        assert await closing(issuer.token(EMAIL)) == ([], 4403, "Forbidden")
        assert await closing(issuer.token(EMAIL, key=new_key())) == ([], 4403, "Forbidden")
        assert await closing(issuer.token("nobody@example.test")) == ([], 4403, "Forbidden")
        async with open_websocket(server.url) as client:
            await client.initialize({"accessToken": issuer.token(EMAIL), "Acompte-Seat": membership})
        await server.wait_until_idle()
