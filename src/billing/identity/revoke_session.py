"""End a session of the viewer's person (D45)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import models
from billing.access.principals import Viewer
from billing.errors import NotFound
from billing.identity import people, sessions
from billing.identity.sessions import OwnSession
from billing.identity.tokens import digest_of
from billing.services import Services


@dataclass(frozen=True, slots=True)
class RevokeSessionResult:
    """The remaining sessions, and whether the one that ended was that of the request."""

    sessions: Sequence[OwnSession]
    was_current: bool


async def revoke_session(
    services: Services, viewer: Viewer, session_id: uuid.UUID, token: str | None
) -> RevokeSessionResult:
    """End a session of the viewer's person. Raises NotFound if it has ended, or is somebody else's."""
    current = None if token is None else digest_of(token)
    async with services.writes.begin() as db_session:
        person = await people.get_person_of(db_session, viewer)
        is_own = (models.Session.id == session_id) & sessions.sessions_of_person(person.id)
        ended = await sessions.end_sessions(db_session, is_own)
        if not ended:
            raise NotFound
        remaining = await sessions.load_sessions(db_session, person.id, current, services.clock())
    return RevokeSessionResult(remaining, ended[0] == current)
