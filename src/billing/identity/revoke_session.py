"""End one of one's own sessions (D45)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

import models
from billing.access.principals import Viewer
from billing.errors import NotFound
from billing.identity import own_sessions, people, set_password
from billing.identity.own_sessions import OwnSession
from billing.identity.sessions import digest
from billing.services import Services


@dataclass(frozen=True, slots=True)
class RevokeSessionResult:
    """The remaining sessions, and whether the one that ended was that of the request."""

    sessions: Sequence[OwnSession]
    was_current: bool


async def revoke_session(
    services: Services, viewer: Viewer, session_id: uuid.UUID, token: str | None
) -> RevokeSessionResult:
    """End one of one's own sessions. Raises NotFound for a session that has ended, or is somebody else's."""
    current = None if token is None else digest(token)
    row = models.Session
    async with services.writes.begin() as session:
        person = await people.get_person_of(session, viewer)
        is_own = (row.id == session_id) & set_password.sessions_of_person(person.id)
        ended = (await session.execute(delete(row).where(is_own).returning(row.token_digest))).scalar()
        if ended is None:
            raise NotFound
        remaining = await own_sessions.load_sessions(session, person.id, current, services.clock())
    services.cached_viewers.pop(ended, None)
    return RevokeSessionResult(remaining, ended == current)
