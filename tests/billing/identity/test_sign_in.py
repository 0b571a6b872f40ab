"""Somebody signs in; guessing is slowed."""

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
    """A firm with one more client user, whose password is RIGHT."""
    firm = await app.create_firm()
    await accounts.add_client_user(app.services, firm.id, firm.client_id, email=EMAIL, name="Marc", password=PASSWORD)
    return firm


def sign_in_command(
    password: str = PASSWORD, email: str = EMAIL, address: str = "192.0.2.1", **more: Any
) -> SignInCommand:
    return SignInCommand(email, password, address, **more)


async def test_whatever_the_case_of_the_address(app: AppHarness, firm: Firm) -> None:
    """Roles: one person is one e-mail address, whatever its case."""
    signed_in = await sign_in(app.services, sign_in_command(email=" mARC@example.TEST "))
    assert signed_in.viewer == await authenticate(app.services, signed_in.token)
    assert isinstance(signed_in.viewer, ClientUser)
    assert signed_in.viewer.client_id == firm.client_id
    assert await sign_out(app.services, signed_in.token) is True
    assert await authenticate(app.services, signed_in.token) is None
    assert await sign_out(app.services, signed_in.token) is False


@pytest.mark.usefixtures("firm")
async def test_it_says_nothing_about_whether_the_address_exists(app: AppHarness) -> None:
    """The same answer for a wrong password and for nobody; also for somebody without any password."""
    told = set()
    for attempt in (
        sign_in_command("wrong"),
        sign_in_command(email="nobody@example.test"),
        sign_in_command(email="x" * 300),
        sign_in_command(""),
    ):
        with pytest.raises(SignInFailed) as failed:
            await sign_in(app.services, attempt)
        told.add(str(failed.value))
    assert len(told) == 1


@pytest.mark.usefixtures("firm")
async def test_guessing_is_slowed_for_the_account(app: AppHarness) -> None:
    """After five failures even the right password has to wait; longer with each one; and a success starts anew."""
    for number in range(5):
        with pytest.raises(SignInFailed):
            await sign_in(app.services, sign_in_command("wrong", address=f"192.0.2.{number}"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command(address="192.0.2.99"))
    app.clock.advance(seconds=1)
    await sign_in(app.services, sign_in_command(address="192.0.2.99"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command("wrong"))
    await sign_in(app.services, sign_in_command())


@pytest.mark.usefixtures("firm")
async def test_guessing_is_slowed_for_the_network_address(app: AppHarness) -> None:
    """Twenty failures from one address, of whomever: it has to wait, others need not."""
    for number in range(20):
        with pytest.raises(SignInFailed):
            await sign_in(app.services, sign_in_command("wrong", email=f"{number}@example.test"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command())
    await sign_in(app.services, sign_in_command(address="192.0.2.2"))


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    """1, 2, 4 ... seconds, and never more than 15 minutes."""
    seconds = [login_rate_limit.backoff_delay(failures, 5).total_seconds() for failures in (4, 5, 6, 7, 30)]
    assert seconds == [0, 1, 2, 4, 900]


async def test_several_memberships_return_a_choice(app: AppHarness, firm: Firm) -> None:
    """Roles: one person in several places signs in to one; another's seat is no choice."""
    other = await app.create_firm(name="Other")
    member_id = await accounts.add_member(
        app.services, other.id, email=EMAIL, name="Marc", password=None, role=FirmRole.ADMIN
    )
    with pytest.raises(MembershipSelectionRequired) as choice:
        await sign_in(app.services, sign_in_command())
    seats = {one.firm_name: (one.client_name, one.role) for one in choice.value.memberships}
    assert seats == {"Other": (None, FirmRole.ADMIN), "Lumière": ("Lumière's client", None)}
    signed_in = await sign_in(app.services, sign_in_command(membership_id=member_id))
    assert isinstance(signed_in.viewer, Member)
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command(membership_id=firm.client_user.id))


async def test_only_a_digest_of_the_token_is_kept(app: AppHarness, firm: Firm) -> None:
    """Whoever reads the database cannot use a session; nor read a password."""
    signed_in = await sign_in(app.services, sign_in_command())
    async with app.services.reads() as session:
        (kept,) = (await session.scalars(select(models.Session))).all()
        hashes = (await session.scalars(select(models.Person.password_hash))).all()
    assert signed_in.token not in kept.token_digest
    assert kept.firm_id == firm.id
    assert [one.startswith("$argon2id$") for one in hashes if one] == [True]


@pytest.mark.usefixtures("firm")
async def test_a_session_is_over_after_14_days(app: AppHarness) -> None:
    """And is cleared away when the next one begins."""
    old = await sign_in(app.services, sign_in_command())
    assert old.expires_at - app.clock() == dt.timedelta(days=14)
    app.clock.advance(days=14)
    assert await authenticate(app.services, old.token) is None
    await sign_in(app.services, sign_in_command())
    async with app.services.reads() as session:
        assert len((await session.scalars(select(models.Session))).all()) == 1


@pytest.mark.usefixtures("firm")
async def test_many_at_once(app: AppHarness) -> None:
    """Five tabs of one person at once are all let in; sixty guesses at once are not all looked at."""
    signed_in = await asyncio.gather(*(sign_in(app.services, sign_in_command()) for _ in range(5)))
    assert len({one.token for one in signed_in}) == 5
    guesses = [sign_in_command(f"guess-{number}") for number in range(59)] + [sign_in_command(PASSWORD)]
    answers = await asyncio.gather(*(sign_in(app.services, one) for one in guesses), return_exceptions=True)
    assert {type(one) for one in answers} == {SignInFailed}


@pytest.mark.parametrize(("currency", "zone"), [("XXX", "Europe/Paris"), ("EUR", "Europe/Atlantis"), ("EUR", "../etc")])
async def test_a_firm_needs_a_currency_and_a_time_zone(app: AppHarness, currency: str, zone: str) -> None:
    """D11: one currency of ISO 4217, one time zone."""
    with pytest.raises(InvalidInput):
        await accounts.create_firm(
            app.services,
            name="X",
            currency=currency,
            country="FR",
            time_zone=zone,
            owner=accounts.PersonDetails("owner@example.test", "Olga", None),
        )
