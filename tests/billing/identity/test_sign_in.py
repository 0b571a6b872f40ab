"""Signing in and out; guessing passwords is slowed down."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import ClientUser, Member
from billing.errors import InvalidInput
from billing.identity import accounts, login_rate_limit
from billing.identity.sessions import authenticate
from billing.identity.sign_in import MembershipSelectionRequired, SignInCommand, SignInFailed, sign_in, sign_out
from models import FirmRole
from tests.support.firm import AppHarness, Firm

EMAIL = "Marc@Example.test"
PASSWORD = "right password"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm with another client user, who has EMAIL and PASSWORD."""
    firm = await app.create_firm()
    await accounts.add_client_user(app.services, firm.id, firm.client_id, email=EMAIL, name="Marc", password=PASSWORD)
    return firm


def sign_in_command(
    password: str = PASSWORD, email: str = EMAIL, ip_address: str = "192.0.2.1", **fields: Any
) -> SignInCommand:
    return SignInCommand(email, password, ip_address, **fields)


async def test_email_address_is_not_case_sensitive(app: AppHarness, firm: Firm) -> None:
    """Roles: a person is identified by one email address, in any case."""
    signed_in = await sign_in(app.services, sign_in_command(email=" mARC@example.TEST "))
    assert signed_in.viewer == await authenticate(app.services, signed_in.token)
    assert isinstance(signed_in.viewer, ClientUser)
    assert signed_in.viewer.client_id == firm.client_id
    assert await sign_out(app.services, signed_in.token) is True
    assert await authenticate(app.services, signed_in.token) is None
    assert await sign_out(app.services, signed_in.token) is False


@pytest.mark.usefixtures("firm")
async def test_failed_sign_in_does_not_reveal_whether_the_address_exists(app: AppHarness) -> None:
    """The message is the same for a wrong password, an unknown address, and a person without a password."""
    messages = set()
    for attempt in (
        sign_in_command("wrong"),
        sign_in_command(email="nobody@example.test"),
        sign_in_command(email="x" * 300),
        sign_in_command(""),
    ):
        with pytest.raises(SignInFailed) as failed:
            await sign_in(app.services, attempt)
        messages.add(str(failed.value))
    assert len(messages) == 1


@pytest.mark.usefixtures("firm")
async def test_repeated_failures_delay_the_account(app: AppHarness) -> None:
    """After five failures even the right password has to wait; the delay grows, and a success resets it."""
    for number in range(5):
        with pytest.raises(SignInFailed):
            await sign_in(app.services, sign_in_command("wrong", ip_address=f"192.0.2.{number}"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command(ip_address="192.0.2.99"))
    app.clock.advance(seconds=1)
    await sign_in(app.services, sign_in_command(ip_address="192.0.2.99"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command("wrong"))
    await sign_in(app.services, sign_in_command())


@pytest.mark.usefixtures("firm")
async def test_repeated_failures_delay_the_network_address(app: AppHarness) -> None:
    """After twenty failures from one IP address, for any account, it has to wait; other addresses do not."""
    for number in range(20):
        with pytest.raises(SignInFailed):
            await sign_in(app.services, sign_in_command("wrong", email=f"{number}@example.test"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command())
    await sign_in(app.services, sign_in_command(ip_address="192.0.2.2"))


def test_delay_doubles_up_to_15_minutes() -> None:
    seconds = [login_rate_limit.backoff_delay(failures, 5).total_seconds() for failures in (4, 5, 6, 7, 30)]
    assert seconds == [0, 1, 2, 4, 900]


async def test_several_memberships_return_a_choice(app: AppHarness, firm: Firm) -> None:
    """Roles: a person with several memberships chooses one; other people's memberships cannot be chosen."""
    other = await app.create_firm(name="Other")
    member_id = await accounts.add_member(
        app.services, other.id, email=EMAIL, name="Marc", password=None, role=FirmRole.ADMIN
    )
    with pytest.raises(MembershipSelectionRequired) as choice:
        await sign_in(app.services, sign_in_command())
    choices = {
        membership.firm_name: (membership.client_name, membership.role) for membership in choice.value.memberships
    }
    assert choices == {"Other": (None, FirmRole.ADMIN), "Lumière": ("Lumière's client", None)}
    signed_in = await sign_in(app.services, sign_in_command(membership_id=member_id))
    assert isinstance(signed_in.viewer, Member)
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command(membership_id=firm.client_user.id))


async def test_only_digests_are_stored(app: AppHarness, firm: Firm) -> None:
    """Reading the database gives neither a session token nor a password."""
    signed_in = await sign_in(app.services, sign_in_command())
    async with app.services.reads() as session:
        (stored,) = (await session.scalars(select(models.Session))).all()
        hashes = (await session.scalars(select(models.Person.password_hash))).all()
    assert signed_in.token not in stored.token_digest
    assert stored.firm_id == firm.id
    assert [password_hash.startswith("$argon2id$") for password_hash in hashes if password_hash] == [True]


@pytest.mark.usefixtures("firm")
async def test_session_expires_after_14_days(app: AppHarness) -> None:
    """It is deleted at the next sign-in."""
    old = await sign_in(app.services, sign_in_command())
    assert old.expires_at - app.clock() == dt.timedelta(days=14)
    app.clock.advance(days=14)
    assert await authenticate(app.services, old.token) is None
    await sign_in(app.services, sign_in_command())
    async with app.services.reads() as session:
        assert len((await session.scalars(select(models.Session))).all()) == 1


@pytest.mark.usefixtures("firm")
async def test_concurrent_sign_ins(app: AppHarness) -> None:
    """Five concurrent sign-ins of one person succeed; of sixty concurrent guesses, even the right one is refused."""
    signed_in = await asyncio.gather(*(sign_in(app.services, sign_in_command()) for _ in range(5)))
    assert len({result.token for result in signed_in}) == 5
    guesses = [sign_in_command(f"guess-{number}") for number in range(59)] + [sign_in_command(PASSWORD)]
    results = await asyncio.gather(*(sign_in(app.services, command) for command in guesses), return_exceptions=True)
    assert {type(result) for result in results} == {SignInFailed}


@pytest.mark.parametrize(
    ("currency", "time_zone"), [("XXX", "Europe/Paris"), ("EUR", "Europe/Atlantis"), ("EUR", "../etc")]
)
async def test_firm_needs_a_valid_currency_and_time_zone(app: AppHarness, currency: str, time_zone: str) -> None:
    """D11: a currency of ISO 4217, and a time zone."""
    with pytest.raises(InvalidInput):
        await accounts.create_firm(
            app.services,
            name="X",
            currency=currency,
            country="FR",
            time_zone=time_zone,
            owner=accounts.PersonDetails("owner@example.test", "Olga", None),
        )
