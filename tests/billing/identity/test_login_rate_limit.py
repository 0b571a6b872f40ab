"""Guessing passwords is slowed down, and a guesser cannot keep the owner of an account out."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import select

import models
from billing.identity import operator
from billing.identity.login_rate_limit import MAX_FAILURES_PER_PERSON, Origin, backoff_delay, register_attempt
from billing.identity.sign_in import SignInCommand, SignInFailed, SignInResult, sign_in
from tests.support.firm import AppHarness

pytestmark = pytest.mark.both_databases

EMAIL = "marc@example.test"
PASSWORD = "right password"
HOME = Origin("192.0.2.1")
ELSEWHERE = Origin("192.0.2.99")


@pytest.fixture(autouse=True)
async def account(app: AppHarness) -> None:
    """A client user with EMAIL and PASSWORD, at the start of an hour."""
    firm = await app.create_firm()
    await operator.add_client_user(app.services, firm.id, firm.client_id, email=EMAIL, name="Marc", password=PASSWORD)
    now = app.clock()
    app.clock.advance(seconds=3600 - now.minute * 60 - now.second)


async def sign_in_from(
    app: AppHarness, origin: Origin, password: str = PASSWORD, email: str = EMAIL
) -> SignInResult | None:
    """None if it fails, or is rate limited."""
    try:
        return await sign_in(app.services, SignInCommand(email, password, origin))
    except SignInFailed:
        return None


async def count_guesses(app: AppHarness, origins: Iterable[Origin], email: str = EMAIL) -> int:
    """How many guesses are let through to the password check, one from each origin."""
    return sum([await register_attempt(app.services, email, origin) is not None for origin in origins])


def networks(count: int) -> list[Origin]:
    """Origins in as many networks."""
    return [Origin(f"198.{18 + number // 250}.51.{number % 250}") for number in range(count)]


async def test_failures_delay_the_account_in_their_network(app: AppHarness) -> None:
    """After five failures even the right password has to wait; the delay grows, and a success resets it."""
    assert await count_guesses(app, [HOME] * 6) == 5
    assert await sign_in_from(app, HOME) is None
    app.clock.advance(seconds=1)
    assert await sign_in_from(app, HOME) is not None
    assert await count_guesses(app, [HOME] * 6) == 5


async def test_failures_elsewhere_do_not_delay_the_owner(app: AppHarness) -> None:
    """Not even the first sign-in of an account."""
    assert await count_guesses(app, [ELSEWHERE] * 30) == 5
    assert await sign_in_from(app, HOME) is not None


@pytest.mark.one_database
async def test_stranger_cannot_keep_the_owner_out(app: AppHarness) -> None:
    """P10: guessing each second from 250 networks, for half an hour, refuses none of the owner's sign-ins."""
    assert await sign_in_from(app, HOME) is not None
    refused = 0
    for second, origin in enumerate([*networks(250), *networks(250)]):
        app.clock.advance(seconds=3.6)
        await register_attempt(app.services, EMAIL, origin)
        if second % 50 == 49:
            refused += await sign_in_from(app, HOME) is None
    assert refused == 0


@pytest.mark.one_database
async def test_guesses_from_1000_networks(app: AppHarness) -> None:
    """100 in each hour. The owner signs in where they did within 90 days, and everywhere in the next hour."""
    signed_in = await sign_in_from(app, HOME)
    assert signed_in is not None
    app.clock.advance(days=89)
    assert await count_guesses(app, networks(1000)) == MAX_FAILURES_PER_PERSON == 100
    assert await count_guesses(app, networks(120), "nobody@example.test") == 100
    assert await sign_in_from(app, ELSEWHERE) is None
    assert await sign_in_from(app, Origin(ELSEWHERE.ip_address, signed_in.device_token)) is not None
    assert await sign_in_from(app, HOME) is not None
    app.clock.advance(hours=1)
    assert await count_guesses(app, networks(99)) == 99
    assert await sign_in_from(app, Origin("203.0.113.5")) is not None
    assert await count_guesses(app, networks(2)) == 1


async def test_origin_is_forgotten_after_90_days(app: AppHarness) -> None:
    """Then the bound of the account applies to it again, and the next sign-in deletes it."""
    assert await sign_in_from(app, HOME) is not None
    app.clock.advance(days=90)
    await count_guesses(app, networks(100))
    assert await sign_in_from(app, HOME) is None
    app.clock.advance(hours=1)
    assert await sign_in_from(app, ELSEWHERE) is not None
    async with app.services.reads() as session:
        known = set(await session.scalars(select(models.KnownOrigin.origin)))
    assert {origin for origin in known if origin.startswith("network:")} == {"network:192.0.2.99"}


async def test_guesses_from_one_network_in_an_hour(app: AppHarness) -> None:
    """At most 17 in the first hour, for a guesser who never waits longer than needed; then one in 15 minutes."""
    start, counts = app.clock(), [0, 0]
    while app.clock() < start + dt.timedelta(hours=2):
        assert await register_attempt(app.services, EMAIL, HOME) is not None
        counts[(app.clock() - start) // dt.timedelta(hours=1)] += 1
        delay = backoff_delay(counts[0] + counts[1], 5).total_seconds()
        if delay:
            app.clock.advance(seconds=delay - 1)
            assert await register_attempt(app.services, EMAIL, HOME) is None
            app.clock.advance(seconds=1)
    assert counts == [17, 4]


async def test_failures_in_a_network_do_not_delay_its_known_devices(app: AppHarness) -> None:
    """A device on which the owner has signed in is let through in any network, and has five failures of its own."""
    signed_in = await sign_in_from(app, HOME)
    assert signed_in is not None
    device = Origin(HOME.ip_address, signed_in.device_token)
    await count_guesses(app, [HOME] * 30)
    await count_guesses(app, [Origin(HOME.ip_address, "a made-up token")] * 30)
    assert await sign_in_from(app, HOME) is None
    again = await sign_in_from(app, device)
    assert again is not None
    assert again.device_token == signed_in.device_token
    assert await count_guesses(app, [device] * 6) == 5


async def test_device_is_known_to_its_own_account_only(app: AppHarness) -> None:
    """The token of one's own account does not let anybody guess another."""
    signed_in = await sign_in_from(app, HOME)
    assert signed_in is not None
    device = Origin(HOME.ip_address, signed_in.device_token)
    assert await count_guesses(app, [HOME] * 6, "other@example.test") == 5
    assert await count_guesses(app, [device] * 6, "other@example.test") == 0


async def test_failures_delay_the_network(app: AppHarness) -> None:
    """After twenty failures from one network, for any accounts, it has to wait; others do not."""
    for number in range(20):
        assert await count_guesses(app, [HOME], f"{number}@example.test") == 1
    assert await sign_in_from(app, HOME) is None
    assert await sign_in_from(app, ELSEWHERE) is not None


async def test_success_keeps_the_other_failures_of_the_network(app: AppHarness) -> None:
    """Otherwise an account of one's own would let one guess others for free."""
    for number in range(19):
        assert await count_guesses(app, [HOME], f"{number}@example.test") == 1
    assert await sign_in_from(app, HOME) is not None
    assert await count_guesses(app, [HOME], "19@example.test") == 1
    assert await count_guesses(app, [HOME], "20@example.test") == 0


async def test_ipv6_addresses_count_by_their_64(app: AppHarness) -> None:
    """60 addresses of one /64 are one network: 20 guesses for any accounts, and five for one."""
    addresses = [Origin(f"2001:db8:1:2::{number:x}") for number in range(60)]
    for_any = [await count_guesses(app, [origin], f"{number}@b.test") for number, origin in enumerate(addresses)]
    assert sum(for_any) == 20
    assert await count_guesses(app, [Origin(f"2001:db8:1:3::{number:x}") for number in range(60)]) == 5


async def test_concurrent_sign_ins(app: AppHarness) -> None:
    """Five concurrent sign-ins of one person succeed; of sixty concurrent guesses, even the right one is refused."""
    signed_in = await asyncio.gather(*(sign_in_from(app, HOME) for _ in range(5)))
    assert len({result.token for result in signed_in if result is not None}) == 5
    guesses = [sign_in_from(app, HOME, f"guess-{number}") for number in range(59)]
    assert await asyncio.gather(*guesses, sign_in_from(app, HOME)) == [None] * 60
