"""Sign in with email address and password, for one membership, and sign out."""

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
"""An id that no membership has, for input that is not a valid id."""

_SESSION_LIFETIME = dt.timedelta(days=14)
_hasher = argon2.PasswordHasher()


class SignInFailed(DomainError):
    """Wrong credentials, or too many attempts. Does not reveal whether the address exists."""

    def __init__(self) -> None:
        super().__init__("Wrong email or password. After several attempts, please wait before you try again.")


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership that a person can sign in to: in a firm, or with a client of it."""

    id: uuid.UUID
    firm_name: str
    client_name: str | None
    role: models.FirmRole | None


class MembershipSelectionRequired(DomainError):
    """The password is right, but the person has several memberships. Sign in again with the id of one."""

    def __init__(self, memberships: tuple[Membership, ...]) -> None:
        super().__init__("Choose the account to sign in to.")
        self.memberships = memberships


@dataclass(frozen=True, slots=True)
class SignInCommand:
    """Credentials, the caller's IP address, and the membership to sign in to (None if the person has only one)."""

    email: str
    password: str
    ip_address: str
    membership_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignInResult:
    """The viewer, and the token of the new session, used as cookie and as bearer token."""

    viewer: Viewer
    token: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Candidate:
    viewer: Viewer
    membership: Membership


def hash_password(password: str) -> str:
    """The Argon2 hash of the password. Slow on purpose: call it in a thread."""
    return _hasher.hash(password)


async def sign_in(services: Services, command: SignInCommand) -> SignInResult:
    """Create a session for one membership.

    Raises SignInFailed (also while rate limited, or if passwords are disabled) and MembershipSelectionRequired.
    """
    if not services.passwords_enabled:
        raise SignInFailed
    email = command.email.strip().lower()
    if not await login_rate_limit.register_attempt(services, email, command.ip_address):
        raise SignInFailed
    async with services.reads() as session:
        person = await session.scalar(select(models.Person).where(models.Person.email == email))
    password_hash = person.password_hash if person is not None else None
    async with services.password_check_semaphore:
        is_correct = await asyncio.to_thread(_verify_password, password_hash, command.password)
    if person is None or password_hash is None or not is_correct:
        raise SignInFailed
    await login_rate_limit.record_success(services, email, command.ip_address)
    viewer = _select_viewer(await _load_candidates(services, person.id), command.membership_id)
    if viewer is None:
        raise SignInFailed
    return await _create_session(services, viewer)


async def find_viewer_by_email(services: Services, email: str, membership_id: uuid.UUID | None) -> Viewer | None:
    """The viewer for an address that an identity provider has verified; None if they lack this (or any) membership.

    Creates no session. Raises MembershipSelectionRequired if `membership_id` is None and there are several.
    """
    async with services.reads() as session:
        person_id = await session.scalar(select(models.Person.id).where(models.Person.email == email.strip().lower()))
    return None if person_id is None else _select_viewer(await _load_candidates(services, person_id), membership_id)


def _select_viewer(candidates: list[_Candidate], membership_id: uuid.UUID | None) -> Viewer | None:
    matching = [candidate for candidate in candidates if membership_id in (None, candidate.membership.id)]
    if len(matching) > 1:
        raise MembershipSelectionRequired(tuple(candidate.membership for candidate in matching))
    return matching[0].viewer if matching else None


def _verify_password(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _dummy_hash(), password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@functools.cache
def _dummy_hash() -> str:
    """Verified if the person is unknown, so that the response time does not reveal whether the address exists."""
    return _hasher.hash(secrets.token_urlsafe(16))


async def _load_candidates(services: Services, person_id: uuid.UUID) -> list[_Candidate]:
    is_client = (models.Client.firm_id == models.ClientUser.firm_id) & (models.Client.id == models.ClientUser.client_id)
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
            .join(models.Client, is_client)
            .where(models.ClientUser.person_id == person_id, models.ClientUser.removed_at.is_(None))
            .order_by(models.Firm.name, models.Client.name)
        )
        candidates = []
        for member, firm_name in members:
            viewer = Member(member.firm_id, member.id, member.role, rights_of(member))
            candidates.append(_Candidate(viewer, Membership(member.id, firm_name, None, member.role)))
        for user, firm_name, client_name in users:
            client_user = ClientUser(user.firm_id, user.id, user.client_id)
            candidates.append(_Candidate(client_user, Membership(user.id, firm_name, client_name, None)))
    return candidates


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
    """End the session. Returns whether there was one."""
    async with services.writes.begin() as session:
        is_own = models.Session.token_digest == sessions.digest(token)
        deleted = await session.execute(delete(models.Session).where(is_own).returning(models.Session.token_digest))
        return deleted.first() is not None
