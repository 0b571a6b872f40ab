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
from billing.errors import DomainError
from billing.identity import login_rate_limit, sessions
from billing.services import Services

NO_MEMBERSHIP = uuid.UUID(int=0)
"""The id of no seat: for one that could not be read."""

_SESSION_LIFETIME = dt.timedelta(days=14)
_hasher = argon2.PasswordHasher()


class SignInFailed(DomainError):
    """It says nothing about whether the address exists."""

    def __init__(self) -> None:
        super().__init__("This address and password do not fit. After several attempts, please wait a little.")


@dataclass(frozen=True, slots=True)
class Membership:
    """One of the places that a person can sign in to."""

    id: uuid.UUID
    firm_name: str
    client_name: str | None
    role: models.FirmRole | None


class MembershipSelectionRequired(DomainError):
    """The password was right, and this person has several places: sign in again with one of them."""

    def __init__(self, memberships: tuple[Membership, ...]) -> None:
        super().__init__("Choose where to sign in.")
        self.memberships = memberships


@dataclass(frozen=True, slots=True)
class SignInCommand:
    """Who wants in, from which network address, and to which of several seats."""

    email: str
    password: str
    ip_address: str
    membership_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignInResult:
    """The seat, and the token of its session: the cookie's value and the bearer token alike."""

    viewer: Viewer
    token: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Candidate:
    viewer: Viewer
    membership: Membership


def hash_password(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(password)


async def sign_in(services: Services, command: SignInCommand) -> SignInResult:
    """Open a session in one seat. Raise SignInFailed (also while slowed down, or with no passwords), SeveralSeats."""
    if not services.passwords_enabled:
        raise SignInFailed
    email = command.email.strip().lower()
    if not await login_rate_limit.register_attempt(services, email, command.ip_address):
        raise SignInFailed
    async with services.reads() as session:
        person = await session.scalar(select(models.Person).where(models.Person.email == email))
    known = person.password_hash if person is not None else None
    async with services.password_check_semaphore:
        fits = await asyncio.to_thread(_verify_password, known, command.password)
    if person is None or known is None or not fits:
        raise SignInFailed
    await login_rate_limit.record_success(services, email, command.ip_address)
    viewer = _select_viewer(await _load_candidates(services, person.id), command.membership_id)
    if viewer is None:
        raise SignInFailed
    return await _create_session(services, viewer)


async def find_viewer_by_email(services: Services, email: str, membership_id: uuid.UUID | None) -> Viewer | None:
    """Who asks, where an identity provider says whose address it is; None where they have no seat, or not this one.

    With the rights of this moment; nothing is kept. Raise SeveralSeats where none of several is named.
    """
    async with services.reads() as session:
        person_id = await session.scalar(select(models.Person.id).where(models.Person.email == email.strip().lower()))
    return None if person_id is None else _select_viewer(await _load_candidates(services, person_id), membership_id)


def _select_viewer(candidates: list[_Candidate], membership_id: uuid.UUID | None) -> Viewer | None:
    found = [place for place in candidates if membership_id in (None, place.membership.id)]
    if len(found) > 1:
        raise MembershipSelectionRequired(tuple(place.membership for place in found))
    return found[0].viewer if found else None


def _verify_password(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _dummy_hash(), password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@functools.cache
def _dummy_hash() -> str:
    """Checked where there is no such person, so that the time of the answer does not tell."""
    return _hasher.hash(secrets.token_urlsafe(16))


async def _load_candidates(services: Services, person_id: uuid.UUID) -> list[_Candidate]:
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
            _Candidate(_to_member(member), Membership(member.id, firm_name, None, member.role))
            for member, firm_name in members
        ]
        places += [
            _Candidate(_to_client_user(user), Membership(user.id, firm_name, client_name, None))
            for user, firm_name, client_name in users
        ]
    return places


def _to_member(member: models.FirmMember) -> Member:
    return Member(member.firm_id, member.id, member.role, rights_of(member))


def _to_client_user(user: models.ClientUser) -> ClientUser:
    return ClientUser(user.firm_id, user.id, user.client_id)


async def _create_session(services: Services, viewer: Viewer) -> SignInResult:
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
                expires_at=now + _SESSION_LIFETIME,
            )
        )
    return SignInResult(viewer, token, now + _SESSION_LIFETIME)


async def sign_out(services: Services, token: str) -> bool:
    """End the session. Whether there was one."""
    async with services.writes.begin() as session:
        ended = await session.execute(
            delete(models.Session)
            .where(models.Session.token_digest == sessions.digest(token))
            .returning(models.Session.token_digest)
        )
        return ended.first() is not None
