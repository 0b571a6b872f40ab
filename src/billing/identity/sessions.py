"""Sessions: where a person is signed in (D45), and how that ends.

A session ends

- 14 days after it was created (`create_session`),
- when its person signs out (`sign_out`), or ends it from another device (`revoke_session.py`),
- when its membership is removed (`remove_member.py`, `remove_client_user.py`),
- when its person gets a new password (`change_password.py`, `reset_password.py`, or by the operator), except the
  session that changes it.

`end_sessions` deletes its row. An expired session is refused at once, and its row is deleted when anybody gets a new
session. `switch_membership.py` keeps the session, for another membership of its person.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access.principals import Viewer
from billing.identity import devices, people
from billing.identity.tokens import digest_of
from billing.services import SEEN_INTERVAL, Services

_LIFETIME = dt.timedelta(days=14)
_MAX_ACTIVITY_UPDATES = 500


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of the viewer's person, in any membership. `device` is what its browser said of itself, shortened."""

    id: uuid.UUID
    created_at: dt.datetime
    last_seen_at: dt.datetime
    device: str | None
    is_current: bool


async def create_session(
    db_session: AsyncSession, viewer: Viewer, user_agent: str | None, now: dt.datetime
) -> tuple[str, dt.datetime]:
    """Add a session of the viewer within a transaction that has checked who they are.

    Returns its token, and when it expires. Deletes all expired sessions.
    """
    token, expires_at = secrets.token_urlsafe(32), now + _LIFETIME
    await end_sessions(db_session, models.Session.expires_at <= now)
    db_session.add(
        models.Session(
            token_digest=digest_of(token),
            id=models.new_id(),
            firm_id=viewer.firm_id,
            **people.membership_columns(viewer),
            device=devices.describe_device(user_agent),
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
        )
    )
    return token, expires_at


async def list_sessions(services: Services, viewer: Viewer, token: str | None) -> Sequence[OwnSession]:
    """The sessions of the viewer's person, the one that was used last first. `token` is that of the request."""
    async with services.reads() as db_session:
        person = await people.get_person_of(db_session, viewer)
        return await load_sessions(db_session, person.id, None if token is None else digest_of(token), services.clock())


async def load_sessions(
    db_session: AsyncSession, person_id: uuid.UUID, current: str | None, now: dt.datetime
) -> Sequence[OwnSession]:
    """The sessions of a person. `current` is the digest of the token of the request."""
    row = models.Session
    own = select(row).where(sessions_of_person(person_id), row.expires_at > now)
    return [
        OwnSession(one.id, one.created_at, one.last_seen_at, one.device, one.token_digest == current)
        for one in await db_session.scalars(own.order_by(row.last_seen_at.desc(), row.id.desc()))
    ]


def sessions_of_person(person_id: uuid.UUID) -> ColumnElement[bool]:
    """SQL: the sessions of all memberships of the person."""
    members = select(models.FirmMember.id).where(models.FirmMember.person_id == person_id)
    users = select(models.ClientUser.id).where(models.ClientUser.person_id == person_id)
    return or_(models.Session.member_id.in_(members), models.Session.client_user_id.in_(users))


def sessions_of_membership(membership: models.FirmMember | models.ClientUser) -> ColumnElement[bool]:
    """SQL: the sessions of one membership."""
    row = models.Session
    is_member = isinstance(membership, models.FirmMember)
    return and_(
        row.firm_id == membership.firm_id, (row.member_id if is_member else row.client_user_id) == membership.id
    )


async def end_sessions(db_session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[str]:
    """End the sessions of this condition. Returns the digests of their tokens."""
    row = models.Session
    return (await db_session.scalars(delete(row).where(condition).returning(row.token_digest))).all()


async def sign_out(services: Services, token: str) -> bool:
    """End the session of the token. Returns whether there was one."""
    async with services.writes.begin() as db_session:
        return bool(await end_sessions(db_session, models.Session.token_digest == digest_of(token)))


async def store_activity(services: Services) -> None:
    """Store when sessions were last used, as far as this process knows and has not stored lately.

    Each session is written at most once in `SEEN_INTERVAL`, by whichever process comes first.
    """
    seen = services.session_activity.take(services.clock(), _MAX_ACTIVITY_UPDATES)
    if not seen:
        return
    # In one order, so that processes that store the same sessions cannot deadlock.
    rows = [
        {"digest": token_digest, "seen_at": at, "seen_before": at - SEEN_INTERVAL}
        for token_digest, at in sorted(seen.items())
    ]
    async with services.writes.begin() as db_session:
        connection = await db_session.connection()
        await connection.execute(_STORE_SEEN, rows)


_TABLE = models.Base.metadata.tables[models.Session.__tablename__]
_STORE_SEEN = (
    update(_TABLE)
    .where(_TABLE.c.token_digest == bindparam("digest"), _TABLE.c.last_seen_at <= bindparam("seen_before"))
    .values(last_seen_at=bindparam("seen_at"))
)
"""A statement of the table, not of the class: the ORM cannot execute an update with WHERE for many rows at once."""
