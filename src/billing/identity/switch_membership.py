"""Switch from one membership of a person to another without signing in again (D45)."""

import uuid

from sqlalchemy import update

import models
from billing.access.principals import Viewer
from billing.errors import NotFound
from billing.identity import people, sessions, sign_in
from billing.identity.tokens import digest_of
from billing.services import Services


async def switch_membership(services: Services, viewer: Viewer, membership_id: uuid.UUID, token: str | None) -> Viewer:
    """Continue the session in another membership of the same person (D45). Its token stays.

    Returns the new viewer. Raises NotFound, also without a session: an identity provider's token names its membership.
    """
    if token is None:
        raise NotFound
    row = models.Session
    async with services.writes.begin() as db_session:
        person = await people.get_person_of(db_session, viewer)
        candidates = await sign_in.load_candidates(db_session, person, lock=True)
        chosen = next((one.viewer for one in candidates if one.viewer.id == membership_id), None)
        if chosen is None:
            raise NotFound
        switched = update(row).where(row.token_digest == digest_of(token), sessions.sessions_of_person(person.id))
        values = {"firm_id": chosen.firm_id, **people.membership_columns(chosen)}
        if (await db_session.execute(switched.values(**values).returning(row.id))).scalar() is None:
            raise NotFound
    services.cached_viewers.pop(digest_of(token), None)
    return chosen
