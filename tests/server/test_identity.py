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
from server.http.app import create_application
from server.http.oidc import Identity
from server.settings import Settings
from tests.support.firm import Firm, House
from tests.support.issuer import AUDIENCE, Issuer, new_key, serving, unsigned, with_secret

EMAIL = "emma@example.test"
WHO = "{ viewer { __typename ... on FirmMember { email role } } }"
EMMA = {"__typename": "FirmMember", "email": EMAIL, "role": "ADMIN"}


@pytest.fixture
async def issuer(house: House) -> AsyncIterator[Issuer]:
    async with serving(house.clock) as issuer:
        yield issuer


@pytest.fixture
async def firm(house: House) -> Firm:
    """A firm of which Emma is an ADMIN; she has no password."""
    firm = await house.firm()
    await accounts.add_member(house.services, firm.id, email=EMAIL, name="Emma", password=None, role=FirmRole.ADMIN)
    return firm


@pytest.fixture
def settings(house: House, issuer: Issuer) -> Settings:
    return Settings(
        database_url=SecretStr(house.database.url),
        public_url="https://acompte.test",
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
    )


@pytest.fixture
async def http(house: House, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    services = replace(house.services, passwords=False)
    identity = Identity(settings, services)
    application = create_application(server_house.House(settings, house.database, services, None, identity))
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as client:
        yield client


async def ask(http: httpx.AsyncClient, token: str, query: str = WHO, **headers: str) -> httpx.Response:
    sent = httpx.Headers({"Authorization": f"Bearer {token}", **headers}, encoding="latin-1")
    return await http.post("/graphql", json={"query": query}, headers=sent)


async def taken(http: httpx.AsyncClient, token: str) -> None:
    answer = await ask(http, token)
    assert (answer.status_code, answer.json()) == (200, {"data": {"viewer": EMMA}})


async def refused(http: httpx.AsyncClient, token: str) -> None:
    answer = await ask(http, token)
    assert answer.status_code == 401
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert EMAIL not in answer.text


@pytest.mark.usefixtures("firm")
async def test_a_token_is_taken_for_its_person(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """Whatever the case of the address; one of several audiences; a clock that is a minute off; no session is made."""
    await taken(http, issuer.token("EMMA@example.test"))
    await taken(http, issuer.token(EMAIL, aud=["other", AUDIENCE]))
    now = int(issuer.clock.seconds())
    await taken(http, issuer.token(EMAIL, exp=now - 59))
    await taken(http, issuer.token(EMAIL, iat=now + 60, nbf=now + 60))
    await taken(http, issuer.token(EMAIL, header={"typ": "at+jwt"}))
    assert issuer.asked == 1
    token = issuer.token(EMAIL)
    assert (await ask(http, token, "mutation { signOut }")).json() == {"data": {"signOut": False}}
    await taken(http, token)


@pytest.mark.usefixtures("firm")
async def test_other_signatures(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """RS256, PS256 and EdDSA; keys of kinds that nobody here knows, or for something else, are passed over."""
    rsa, okp = RSAKey.generate_key(2048, {"kid": "rsa"}), OKPKey.generate_key("Ed25519", {"kid": "okp"})
    issuer.keys += [rsa, okp]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        weak = RSAKey.generate_key(1024, {"kid": "weak"})
    issuer.more_keys = [{"kty": "XYZ", "kid": "x"}, {"kty": "oct", "kid": "oct", "k": "c2VjcmV0" * 4}]
    issuer.more_keys.append(weak.as_dict(private=False))
    await taken(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS256", "kid": "rsa"}))
    await refused(http, issuer.token(EMAIL, key=weak, header={"alg": "RS256", "kid": "weak"}))
    await taken(http, issuer.token(EMAIL, key=rsa, header={"alg": "PS256", "kid": "rsa"}))
    await taken(http, issuer.token(EMAIL, key=okp, header={"alg": "EdDSA", "kid": "okp"}))
    await refused(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS512", "kid": "rsa"}))
    await refused(http, issuer.token(EMAIL, key=rsa, header={"alg": "RS256", "kid": "first"}))
    claims, public = issuer.claims(EMAIL), rsa.as_pem(private=False)
    await refused(http, with_secret("oct", claims, b"secret" * 4))
    for secret in (public, public.strip(), rsa.as_der(private=False)):
        await refused(http, with_secret("rsa", claims, secret))


FORGED: dict[str, dict[str, Any]] = {
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


def forged(issuer: Issuer, how: str) -> str:
    """The token that is wrong in this one way. Times are seconds from now."""
    now = int(issuer.clock.seconds())
    changed: dict[str, Any] = {
        name: now + value if name in ("exp", "nbf", "iat") and isinstance(value, int) else value
        for name, value in FORGED[how].items()
    }
    if how in ("key that is no text", "extension that is not known"):
        return unsigned({"alg": "ES256", "kid": "first", **changed["header"]}, issuer.claims(EMAIL)) + "c2ln"
    wanted: dict[str, Any] = {"email": EMAIL, **changed}
    return issuer.token(**wanted)


@pytest.mark.usefixtures("firm")
async def test_a_forgery_is_not_taken(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """One answer for all of them, and never whose it would be."""
    answers = {how: await ask(http, forged(issuer, how)) for how in FORGED}
    assert {how: answer.status_code for how, answer in answers.items()} == dict.fromkeys(FORGED, 401)
    assert len({answer.text for answer in answers.values()}) == 1
    assert EMAIL not in answers["over"].text
    await taken(http, issuer.token(EMAIL))


@pytest.mark.usefixtures("firm")
async def test_a_forged_signature_is_not_taken(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """Another's key under the same name, no signature at all, one of another token, and nonsense."""
    await refused(http, issuer.token(EMAIL, key=new_key()))
    claims = issuer.claims(EMAIL)
    for algorithm in ("none", "None", "", "ES256"):
        await refused(http, unsigned({"alg": algorithm, "kid": "first"}, claims))
    one, other = issuer.token("nobody@example.test").split("."), issuer.token(EMAIL).split(".")
    await refused(http, ".".join((other[0], other[1], one[2])))
    cut, long = f"{other[0]}.{other[1]}.", "a." + "b" * 9000 + ".c"
    for nonsense in ("..", "a.b.c", "e30.e30.e30", "W10.e30.x", "\xfc.b.c", cut, long):
        await refused(http, nonsense)
    await taken(http, ".".join(other))
    assert (await ask(http, "nonsense")).json() == {"data": {"viewer": None}}


async def test_one_of_several_seats_is_named(http: httpx.AsyncClient, house: House, firm: Firm, issuer: Issuer) -> None:
    """Without the header the token's person learns their seats, and nothing is run; another's is none of theirs."""
    other = await house.firm(name="Other")
    user_id = await accounts.add_client_user(
        house.services, other.id, other.client_id, email=EMAIL, name="Emma", password=None
    )
    (emma,) = [one for one in await directory.members(house.services, firm.id) if one.person.email == EMAIL]
    asked = await ask(http, issuer.token(EMAIL))
    assert asked.status_code == 401
    (error,) = asked.json()["errors"]
    assert error["extensions"] == {
        "code": "UNAUTHENTICATED",
        "seats": [
            {"id": global_ids.written("Seat", emma.row.id), "firmName": "Lumière", "clientName": None, "role": "ADMIN"},
            {
                "id": global_ids.written("Seat", user_id),
                "firmName": "Other",
                "clientName": "Other's client",
                "role": None,
            },
        ],
    }
    for seat, wanted in ((emma.row.id, "FirmMember"), (user_id, "ClientUser")):
        named = {"Acompte-Seat": global_ids.written("Seat", seat)}
        answer = await ask(http, issuer.token(EMAIL), "{ viewer { __typename } }", **named)
        assert answer.json() == {"data": {"viewer": {"__typename": wanted}}}
    for wrong in (global_ids.written("Seat", other.owner.id), global_ids.written("Client", user_id), "nonsense"):
        answer = await ask(http, issuer.token(EMAIL), **{"Acompte-Seat": wrong})
        assert (answer.status_code, "seats" in answer.json()["errors"][0]["extensions"]) == (401, False)


async def test_a_seat_taken_away_counts_from_the_next_request(
    http: httpx.AsyncClient, house: House, firm: Firm, issuer: Issuer
) -> None:
    """P8: the token is still good, the seat is not; a role is what it is now."""
    token = issuer.token(EMAIL)
    await taken(http, token)
    (emma,) = [one for one in await directory.members(house.services, firm.id) if one.person.email == EMAIL]
    await memberships.set_role(house.services, firm.id, emma.row.id, FirmRole.EMPLOYEE)
    assert (await ask(http, token)).json() == {"data": {"viewer": {**EMMA, "role": "EMPLOYEE"}}}
    await memberships.remove_member(house.services, firm.id, emma.row.id)
    await refused(http, token)


@pytest.mark.usefixtures("firm")
async def test_keys_change(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """A new key is found at once, but nobody makes us ask all the time; one taken back is out in ten minutes."""
    old = issuer.token(EMAIL)
    await taken(http, old)
    issuer.clock.move(seconds=30)
    issuer.keys = [new_key("second")]
    await taken(http, issuer.token(EMAIL))
    assert issuer.asked == 2
    await refused(http, old)
    for number in range(5):
        await refused(http, issuer.token(EMAIL, header={"kid": f"made-up-{number}"}))
    assert issuer.asked == 2
    issuer.clock.move(seconds=30)
    for number in range(5):
        await refused(http, issuer.token(EMAIL, header={"kid": f"made-up-{number}"}))
    assert issuer.asked == 3
    taken_back = issuer.token(EMAIL, exp=int(issuer.clock.seconds()) + 3600)
    issuer.keys = [new_key("third")]
    await taken(http, taken_back)
    issuer.clock.move(minutes=10)
    await refused(http, taken_back)


@pytest.mark.usefixtures("firm")
async def test_the_provider_does_not_answer(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """Keys that are known still serve, for a day; without any it is 503, and never a token let through."""
    issuer.down = True
    silent = await ask(http, issuer.token(EMAIL))
    assert (silent.status_code, silent.json()["errors"][0]["extensions"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    issuer.down = False
    issuer.clock.move(seconds=30)
    await taken(http, issuer.token(EMAIL))
    issuer.down = True
    issuer.clock.move(hours=23)
    await taken(http, issuer.token(EMAIL))
    await refused(http, issuer.token(EMAIL, key=new_key()))
    issuer.clock.move(hours=1)
    assert (await ask(http, issuer.token(EMAIL))).status_code == 503


@pytest.mark.usefixtures("firm")
async def test_a_discovery_of_somebody_else_is_not_believed(http: httpx.AsyncClient, issuer: Issuer) -> None:
    """It has to name the very issuer that was set."""
    issuer.named = f"{issuer.url}/"
    assert (await ask(http, issuer.token(EMAIL))).status_code == 503
    assert issuer.asked == 0


async def test_passwords_can_be_switched_off(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """PASSWORDS=false: the right password is answered as a wrong one."""
    email, password = "paul@example.test", "a password long enough"
    await accounts.add_member(
        house.services, firm.id, email=email, name="Paul", password=password, role=FirmRole.EMPLOYEE
    )
    query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
    variables = {"i": {"email": email, "password": password}}
    answer = await http.post("/graphql", json={"query": query, "variables": variables})
    assert answer.json() == {"data": {"signIn": {"__typename": "SignInFailed"}}}


async def test_a_live_page_of_a_token(
    http: httpx.AsyncClient, house: House, firm: Firm, settings: Settings, issuer: Issuer
) -> None:
    """P8: what asks for live pages says the same; once the token is over, or the seat is gone, it is nobody's."""
    opened = server_house.House(settings, house.database, house.services, None, Identity(settings, house.services))
    (emma,) = [one for one in await directory.members(house.services, firm.id) if one.person.email == EMAIL]

    async def seat(whose: Callable[[Snapshot], Awaitable[Viewer | None]]) -> uuid.UUID | None:
        async with Snapshot(house.services) as snapshot:
            viewer = await whose(snapshot)
            return None if viewer is None else viewer.id

    whose = auth.asker(opened, auth.Sent(issuer.token(EMAIL)))
    assert await seat(whose) == emma.row.id
    issuer.clock.move(minutes=7)
    assert await seat(whose) is None
    whose = auth.asker(opened, auth.Sent(issuer.token(EMAIL), global_ids.written("Seat", emma.row.id)))
    assert await seat(whose) == emma.row.id
    await memberships.remove_member(house.services, firm.id, emma.row.id)
    assert await seat(whose) is None
    assert (await ask(http, issuer.token(EMAIL))).status_code == 401
