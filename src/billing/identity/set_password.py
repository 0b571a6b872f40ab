"""A person's new password, whoever sets it: the operator, or the person by `change_password` or `reset_password`."""

import uuid

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.services import Services

_EVENT_KIND = "password.set"


async def set_password_of(services: Services, person_id: uuid.UUID, password_hash: str) -> None:
    """Set the password of a person as the operator. All their sessions end."""
    async with services.writes.begin() as session:
        await _record_events(services, session, person_id, is_operator=True)
        await replace_password(session, person_id, password_hash)


async def record_own_change(services: Services, session: AsyncSession, person_id: uuid.UUID) -> None:
    """Record in each firm of the person that they set a new password, which locks these firms."""
    await _record_events(services, session, person_id, is_operator=False)


async def replace_password(
    session: AsyncSession, person_id: uuid.UUID, password_hash: str, *, session_digest: str | None = None
) -> None:
    """Store the hash, end the person's sessions, except the one of the digest, and make links to reset worthless."""
    person, row, reset = models.Person, models.Session, models.PasswordReset
    await session.execute(update(person).where(person.id == person_id).values(password_hash=password_hash))
    ended = delete(row).where(sessions_of_person(person_id))
    await session.execute(ended if session_digest is None else ended.where(row.token_digest != session_digest))
    await session.execute(delete(reset).where(reset.person_id == person_id))


def sessions_of_person(person_id: uuid.UUID) -> ColumnElement[bool]:
    """SQL: the sessions of all memberships of the person."""
    members = select(models.FirmMember.id).where(models.FirmMember.person_id == person_id)
    users = select(models.ClientUser.id).where(models.ClientUser.person_id == person_id)
    return or_(models.Session.member_id.in_(members), models.Session.client_user_id.in_(users))


async def _record_events(services: Services, session: AsyncSession, person_id: uuid.UUID, *, is_operator: bool) -> None:
    """Locks are taken in the order of the firms' ids, so that concurrent calls cannot deadlock."""
    member, user = models.FirmMember, models.ClientUser
    members = select(member.firm_id, member.id).where(member.person_id == person_id, member.removed_at.is_(None))
    users = select(user.firm_id, user.id).where(user.person_id == person_id, user.removed_at.is_(None))
    actors: dict[uuid.UUID, ledger.EventMeta] = {}
    for firm_id, user_id in await session.execute(users.order_by(user.id)):
        actors[firm_id] = ledger.EventMeta(_EVENT_KIND, client_user_id=user_id)
    for firm_id, member_id in await session.execute(members):
        actors[firm_id] = ledger.EventMeta(_EVENT_KIND, member_id=member_id)
    for firm_id in sorted(actors):
        own_meta = ledger.EventMeta(_EVENT_KIND) if is_operator else actors[firm_id]
        await ledger.record_event(session, firm_id, own_meta, services.clock)
