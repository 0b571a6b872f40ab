"""Passwords (D43): how strong one has to be, hashing, the check of one's own, and replacing it."""

import asyncio
import functools
import secrets
import uuid
from typing import Any, Final

import argon2
from sqlalchemy import delete, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.errors import DomainError
from billing.identity import login_rate_limit, people, sessions
from billing.identity.login_rate_limit import Attempt, Origin
from billing.services import Services
from translation import gettext as _

MIN_PASSWORD_LENGTH: Final = 12
MAX_PASSWORD_LENGTH: Final = 1000
_EVENT_KIND = "password.set"
_hasher = argon2.PasswordHasher()


class WeakPassword(DomainError):
    """The new password is too short or too long."""

    def __init__(self) -> None:
        message = _("Enter a password of {minimum} to {maximum} characters.")
        super().__init__(message.format(minimum=MIN_PASSWORD_LENGTH, maximum=MAX_PASSWORD_LENGTH))


class WrongPassword(DomainError):
    """Not the person's password, or too many attempts: the two cases are indistinguishable."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _("Wrong password. After several attempts, please wait before you try again."))


def check_strength(password: str) -> None:
    """Raises WeakPassword unless the length is allowed (D43)."""
    if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
        raise WeakPassword


async def hash_new_password(services: Services, password: str) -> str:
    """The hash of a new password. Call it before taking a lock: hashing is slow on purpose. Raises WeakPassword."""
    check_strength(password)
    async with services.password_check_semaphore:
        return await asyncio.to_thread(hash_password, password)


def hash_password(password: str) -> str:
    """The Argon2 hash of the password. Slow on purpose: call it in a thread."""
    return _hasher.hash(password)


async def is_correct(services: Services, password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long without a hash, so that the time reveals nothing about the person."""
    async with services.password_check_semaphore:
        verified = await asyncio.to_thread(_verify, password_hash, password)
    return verified and password_hash is not None


async def check_own_password(services: Services, person: models.Person, password: str, origin: Origin) -> Attempt:
    """Check the password of somebody who is known. Returns the counted attempt, for `record_success`.

    Counted as a sign-in, so that no other mutation is a way to guess passwords faster. Raises WrongPassword, also while
    attempts are limited or if passwords are disabled.
    """
    if not services.passwords_enabled:
        raise WrongPassword
    attempt = await login_rate_limit.register_attempt(services, person.email, origin)
    if attempt is None or not await is_correct(services, person.password_hash, password):
        raise WrongPassword
    return attempt


async def lock_password(
    db_session: AsyncSession, person_id: uuid.UUID, password_hash: str, *, for_update: bool = False
) -> bool:
    """Lock the person until the transaction ends. Returns False if they have another password by now.

    A new password ends all sessions (`replace_password`), and must not miss one that is just being created.
    """
    person = models.Person
    statement = select(person.id).where(person.id == person_id, person.password_hash == password_hash)
    return await db_session.scalar(statement.with_for_update(read=not for_update)) is not None


async def set_first_password(db_session: AsyncSession, person_id: uuid.UUID, password_hash: str) -> uuid.UUID | None:
    """Set the password of a person without one. Returns their id; None if they have one by now."""
    person = models.Person
    statement = update(person).where(person.id == person_id, person.password_hash.is_(None))
    changed = await db_session.execute(statement.values(password_hash=password_hash).returning(person.id))
    return changed.scalar()


async def record_new_password(
    services: Services, db_session: AsyncSession, person_id: uuid.UUID, *, is_operator: bool = False
) -> None:
    """Record in each firm of the person that they have a new password, which locks these firms.

    They are locked in the order of their ids, so that concurrent calls cannot deadlock.
    """
    memberships = await people.load_memberships_by_firm(db_session, person_id)
    for firm_id in sorted(memberships):
        actor: dict[str, Any] = {} if is_operator else people.membership_columns(memberships[firm_id])
        await ledger.record_event(db_session, firm_id, ledger.EventMeta(_EVENT_KIND, **actor), services.clock)


async def replace_password(
    db_session: AsyncSession, person_id: uuid.UUID, password_hash: str, *, session_digest: str | None = None
) -> None:
    """Store the hash, end the person's sessions, except the one of the digest, and make links to reset worthless."""
    person, reset = models.Person, models.PasswordReset
    await db_session.execute(update(person).where(person.id == person_id).values(password_hash=password_hash))
    others = true() if session_digest is None else models.Session.token_digest != session_digest
    await sessions.end_sessions(db_session, sessions.sessions_of_person(person_id) & others)
    await db_session.execute(delete(reset).where(reset.person_id == person_id))


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _dummy_hash(), password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@functools.cache
def _dummy_hash() -> str:
    """Verified if there is no hash, so that the response time does not reveal whether the address exists."""
    return _hasher.hash(secrets.token_urlsafe(16))
