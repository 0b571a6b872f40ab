"""Somebody signs in to one seat: e-mail and password, a session kept here, guessing slowed."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import secrets
import uuid
from dataclasses import dataclass

import argon2
from sqlalchemy import delete, select

import models
from billing.access.principals import ClientUser, Member, Viewer, rights_of
from billing.errors import Refusal
from billing.identity import login_rate_limit, sessions
from billing.services import Services

NO_SEAT = uuid.UUID(int=0)
"""The id of no seat: for one that could not be read."""

_LIFETIME = dt.timedelta(days=14)
_hasher = argon2.PasswordHasher()


class SignInFailed(Refusal):
    """It says nothing about whether the address exists."""

    def __init__(self) -> None:
        super().__init__("This address and password do not fit. After several attempts, please wait a little.")


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the places that a person can sign in to."""

    id: uuid.UUID
    firm_name: str
    client_name: str | None
    role: models.FirmRole | None


class SeveralSeats(Refusal):
    """The password was right, and this person has several places: sign in again with one of them."""

    def __init__(self, seats: tuple[Seat, ...]) -> None:
        super().__init__("Choose where to sign in.")
        self.seats = seats


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who wants in, from which network address, and to which of several seats."""

    email: str
    password: str
    address: str
    seat_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The seat, and the token of its session: the cookie's value and the bearer token alike."""

    viewer: Viewer
    token: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Place:
    viewer: Viewer
    seat: Seat


def hash_password(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(password)


async def sign_in(services: Services, wish: SignIn) -> SignedIn:
    """Open a session in one seat. Raise SignInFailed (also while slowed down, or with no passwords), SeveralSeats."""
    if not services.passwords:
        raise SignInFailed
    email = wish.email.strip().lower()
    if not await login_rate_limit.may_try(services, email, wish.address):
        raise SignInFailed
    async with services.reads() as session:
        person = await session.scalar(select(models.Person).where(models.Person.email == email))
    known = person.password_hash if person is not None else None
    async with services.password_checks:
        fits = await asyncio.to_thread(_fits, known, wish.password)
    if person is None or known is None or not fits:
        raise SignInFailed
    await login_rate_limit.succeeded(services, email, wish.address)
    viewer = _chosen(await _places(services, person.id), wish.seat_id)
    if viewer is None:
        raise SignInFailed
    return await _open(services, viewer)


async def seat_of(services: Services, email: str, seat_id: uuid.UUID | None) -> Viewer | None:
    """Who asks, where an identity provider says whose address it is; None where they have no seat, or not this one.

    With the rights of this moment; nothing is kept. Raise SeveralSeats where none of several is named.
    """
    async with services.reads() as session:
        person_id = await session.scalar(select(models.Person.id).where(models.Person.email == email.strip().lower()))
    return None if person_id is None else _chosen(await _places(services, person_id), seat_id)


def _chosen(places: list[_Place], seat_id: uuid.UUID | None) -> Viewer | None:
    found = [place for place in places if seat_id in (None, place.seat.id)]
    if len(found) > 1:
        raise SeveralSeats(tuple(place.seat for place in found))
    return found[0].viewer if found else None


def _fits(known: str | None, password: str) -> bool:
    try:
        return _hasher.verify(known or _nobody(), password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@functools.cache
def _nobody() -> str:
    """Checked where there is no such person, so that the time of the answer does not tell."""
    return _hasher.hash(secrets.token_urlsafe(16))


async def _places(services: Services, person_id: uuid.UUID) -> list[_Place]:
    async with services.reads() as session:
        members = await session.execute(
            select(models.FirmMember, models.Firm.name)
            .join(models.Firm, models.Firm.id == models.FirmMember.firm_id)
            .where(models.FirmMember.person_id == person_id, models.FirmMember.removed_at.is_(None))
            .order_by(models.Firm.name)
        )
        users = await session.execute(
            select(models.ClientUser, models.Firm.name, models.Client.name)
            .join(models.Firm, models.Firm.id == models.ClientUser.firm_id)
            .join(
                models.Client,
                (models.Client.firm_id == models.ClientUser.firm_id)
                & (models.Client.id == models.ClientUser.client_id),
            )
            .where(models.ClientUser.person_id == person_id, models.ClientUser.removed_at.is_(None))
            .order_by(models.Firm.name, models.Client.name)
        )
        places = [
            _Place(_member(member), Seat(member.id, firm_name, None, member.role)) for member, firm_name in members
        ]
        places += [
            _Place(_client_user(user), Seat(user.id, firm_name, client_name, None))
            for user, firm_name, client_name in users
        ]
    return places


def _member(member: models.FirmMember) -> Member:
    return Member(member.firm_id, member.id, member.role, rights_of(member))


def _client_user(user: models.ClientUser) -> ClientUser:
    return ClientUser(user.firm_id, user.id, user.client_id)


async def _open(services: Services, viewer: Viewer) -> SignedIn:
    token = secrets.token_urlsafe(32)
    now = services.clock()
    async with services.writes.begin() as session:
        await session.execute(delete(models.Session).where(models.Session.expires_at <= now))
        session.add(
            models.Session(
                token_digest=sessions.digest(token),
                firm_id=viewer.firm_id,
                member_id=viewer.id if isinstance(viewer, Member) else None,
                client_user_id=viewer.id if isinstance(viewer, ClientUser) else None,
                created_at=now,
                expires_at=now + _LIFETIME,
            )
        )
    return SignedIn(viewer, token, now + _LIFETIME)


async def sign_out(services: Services, token: str) -> bool:
    """End the session. Whether there was one."""
    async with services.writes.begin() as session:
        ended = await session.execute(
            delete(models.Session)
            .where(models.Session.token_digest == sessions.digest(token))
            .returning(models.Session.token_digest)
        )
        return ended.first() is not None
