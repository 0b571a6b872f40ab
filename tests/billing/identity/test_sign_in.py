"""Signing in and out."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from sqlalchemy import select

import models
from billing.access.principals import ClientUser, Member
from billing.errors import InvalidInput
from billing.identity import memberships, operator
from billing.identity.authentication import authenticate
from billing.identity.login_rate_limit import Origin
from billing.identity.sessions import sign_out
from billing.identity.sign_in import MembershipSelectionRequired, SignInCommand, SignInFailed, sign_in
from models import FirmRole
from tests.support.firm import AppHarness, Firm

EMAIL = "Marc@Example.test"
PASSWORD = "right password"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm with another client user, who has EMAIL and PASSWORD."""
    firm = await app.create_firm()
    await operator.add_client_user(app.services, firm.id, firm.client_id, email=EMAIL, name="Marc", password=PASSWORD)
    return firm


def sign_in_command(
    password: str = PASSWORD, email: str = EMAIL, ip_address: str = "192.0.2.1", **fields: Any
) -> SignInCommand:
    return SignInCommand(email, password, Origin(ip_address), **fields)


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


async def test_several_memberships_return_a_choice(app: AppHarness, firm: Firm) -> None:
    """Roles: a person with several memberships chooses one; other people's memberships cannot be chosen."""
    other = await app.create_firm(name="Other")
    member_id = await operator.add_member(
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


class _RivalBeforePasswordCheck(asyncio.Semaphore):
    """Runs a use case when a sign-in has read the password and not checked it yet."""

    def __init__(self, rival: Callable[[], Awaitable[object]]) -> None:
        super().__init__(4)
        self._rival = rival

    async def acquire(self) -> Literal[True]:
        await self._rival()
        return await super().acquire()


async def sign_in_during(app: AppHarness, rival: Callable[[], Awaitable[object]]) -> None:
    """Sign in with the right password while the rival runs."""
    semaphore = _RivalBeforePasswordCheck(rival)
    await sign_in(dataclasses.replace(app.services, password_check_semaphore=semaphore), sign_in_command())


async def count_sessions(app: AppHarness) -> int:
    async with app.services.reads() as session:
        return len((await session.scalars(select(models.Session))).all())


@pytest.mark.both_databases
@pytest.mark.usefixtures("firm")
async def test_replaced_password_creates_no_session(app: AppHarness) -> None:
    """A sign-in whose password is replaced while it is checked is refused, and the new password works."""
    with pytest.raises(SignInFailed):
        await sign_in_during(app, lambda: operator.set_password(app.services, EMAIL, "a quite new password"))
    assert await count_sessions(app) == 0
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.KnownOrigin))).all() == []
    await sign_in(app.services, sign_in_command("a quite new password"))
    assert await count_sessions(app) == 1


@pytest.mark.both_databases
async def test_membership_removed_during_a_sign_in_gets_no_session(app: AppHarness, firm: Firm) -> None:
    """Otherwise the session would be valid again once the person gets the membership back."""
    async with app.services.reads() as session:
        users = select(models.ClientUser.id).join(models.Person, models.Person.id == models.ClientUser.person_id)
        user_id = (await session.scalars(users.where(models.Person.email == EMAIL.lower()))).one()
    with pytest.raises(SignInFailed):
        await sign_in_during(app, lambda: memberships.remove_client_user(app.services, firm.id, user_id))
    assert await count_sessions(app) == 0


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("own", "similar"), [("kim@example.test", "\u212aim@example.test"), ("ivo@example.test", "\u0130vo@example.test")]
)
async def test_only_ascii_letters_are_folded(app: AppHarness, firm: Firm, own: str, similar: str) -> None:
    """Roles: the Kelvin sign is no "k"; the two addresses are two people, each with a password of their own."""
    people = {}
    for email, password in ((own, "the first password"), (similar, "the second password")):
        people[email] = await operator.add_client_user(
            app.services, firm.id, firm.client_id, email=email, name="Kim", password=password
        )
    assert len(set(people.values())) == 2
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command("the first password", similar))
    signed_in = await sign_in(app.services, sign_in_command("the second password", similar))
    assert signed_in.viewer.id == people[similar]
    assert (await sign_in(app.services, sign_in_command("the first password", own.upper()))).viewer.id == people[own]


@pytest.mark.both_databases
async def test_address_with_other_capitals_is_stored_as_it_is(app: AppHarness, firm: Firm) -> None:
    """Roles: both databases accept it and find it; its ASCII letters can be in any case."""
    await operator.add_client_user(
        app.services, firm.id, firm.client_id, email="\u00c9mile@Example.TEST", name="\u00c9mile", password=PASSWORD
    )
    async with app.services.reads() as session:
        stored = (await session.scalars(select(models.Person.email).where(models.Person.name == "\u00c9mile"))).one()
    assert stored == "\u00c9mile@example.test"
    await sign_in(app.services, sign_in_command(email="\u00c9MILE@example.test"))
    with pytest.raises(SignInFailed):
        await sign_in(app.services, sign_in_command(email="\u00e9mile@example.test"))


@pytest.mark.parametrize(
    ("currency", "time_zone"), [("XXX", "Europe/Paris"), ("EUR", "Europe/Atlantis"), ("EUR", "../etc")]
)
async def test_firm_needs_a_valid_currency_and_time_zone(app: AppHarness, currency: str, time_zone: str) -> None:
    """D11: a currency of ISO 4217, and a time zone."""
    with pytest.raises(InvalidInput):
        await operator.create_firm(
            app.services,
            name="X",
            currency=currency,
            country="FR",
            time_zone=time_zone,
            owner=operator.PersonDetails("owner@example.test", "Olga", None),
        )
