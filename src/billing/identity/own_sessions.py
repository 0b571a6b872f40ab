"""Where a person is signed in (D45)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access.principals import Viewer
from billing.identity import people, set_password
from billing.identity.sessions import digest
from billing.services import Services


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of the viewer's person, in any membership. `device` is what its browser said of itself, shortened."""

    id: uuid.UUID
    created_at: dt.datetime
    last_seen_at: dt.datetime
    device: str | None
    is_current: bool


async def list_sessions(services: Services, viewer: Viewer, token: str | None) -> Sequence[OwnSession]:
    """The sessions of the viewer's person, the one that was used last first. `token` is that of the request."""
    async with services.reads() as session:
        person = await people.get_person_of(session, viewer)
        return await load_sessions(session, person.id, None if token is None else digest(token), services.clock())


async def load_sessions(
    session: AsyncSession, person_id: uuid.UUID, current: str | None, now: dt.datetime
) -> Sequence[OwnSession]:
    """The sessions of a person. `current` is the digest of the token of the request."""
    row = models.Session
    own = select(row).where(set_password.sessions_of_person(person_id), row.expires_at > now)
    return [
        OwnSession(one.id, one.created_at, one.last_seen_at, one.device, one.token_digest == current)
        for one in await session.scalars(own.order_by(row.last_seen_at.desc(), row.id.desc()))
    ]
