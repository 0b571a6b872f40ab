"""Sessions: whose a token is. Found out at each request, with the rights of this moment; where it can be supposed who
will be asking, by the statement that answers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, select

import models
from billing import firm_cache
from billing.access.principals import ClientUser, Member, Viewer, effective_rights
from billing.services import Services, Snapshot
from db.compiled import ParameterizedStatement
from models.base import Instant, NamedBind

_MAX_CACHED_VIEWERS = 10_000


def digest(token: str) -> str:
    """What is kept of a token: nobody signs in with that."""
    return hashlib.sha256(token.encode()).hexdigest()


async def authenticate(services: Services, token: str) -> Viewer | None:
    """Whose session it is, with the rights of this moment; None once it is over, or the seat was taken away."""
    async with Snapshot(services) as snapshot:
        return await authenticate_in_snapshot(snapshot, token, services.clock())


async def authenticate_in_snapshot(snapshot: Snapshot, token: str, now: dt.datetime) -> Viewer | None:
    """The same, as it stands in a snapshot that is open already."""
    token_digest = digest(token)
    values = {"digest": token_digest, "now": now}
    found = await snapshot.first(_AUTHENTICATION.compile_for(snapshot.dialect), values.__getitem__)
    viewer = None if found is None else viewer_from_row(found[:-2])
    seats = snapshot.services.cached_viewers
    if found is None or viewer is None:
        seats.pop(token_digest, None)
        return None
    firm_cache.cache_firm_info(snapshot, viewer.firm_id, firm_cache.FirmInfo(*found[-2:]))
    if len(seats) >= _MAX_CACHED_VIEWERS:
        seats.clear()
    seats[token_digest] = viewer
    return viewer


def cached_viewer(services: Services, token: str) -> Viewer | None:
    """Who it was when that was last found out. Nothing may be told to them but by a statement that finds out anew."""
    return services.cached_viewers.get(digest(token))


def with_session_lookup(answer: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The statement that finds out who asks, and tells an answer beside it, of the same state of the database. No row
    where nobody does. Its open values are `digest` and `now`; the columns before the answer are for `viewer_of`.
    """
    return _session_lookup().add_columns(answer)


def viewer_from_row(row: Sequence[Any]) -> Viewer | None:
    """Whom a row tells of; None where the seat was taken away."""
    firm_id, member_id, role, *given, user_id, client_id = row
    if member_id is not None:
        return Member(firm_id, member_id, role, effective_rights(role, *given))
    return None if user_id is None else ClientUser(firm_id, user_id, client_id)


def _session_lookup() -> Select[*tuple[Any, ...]]:
    session, member, user = models.Session, models.FirmMember, models.ClientUser
    return (
        select(
            session.firm_id,
            member.id, member.role, member.manage_payments, member.manage_invoices, member.view_all_clients,
            user.id, user.client_id,
        )
        .select_from(session)
        .outerjoin(
            member,
            (member.firm_id == session.firm_id) & (member.id == session.member_id) & member.removed_at.is_(None),
        )
        .outerjoin(
            user, (user.firm_id == session.firm_id) & (user.id == session.client_user_id) & user.removed_at.is_(None)
        )
        .where(session.token_digest == NamedBind("digest", String()), session.expires_at > NamedBind("now", Instant()))
    )  # fmt: skip


def _authentication_query() -> Select[*tuple[Any, ...]]:
    firm = models.Firm
    return _session_lookup().join(firm, firm.id == models.Session.firm_id).add_columns(firm.currency, firm.time_zone)


_AUTHENTICATION = ParameterizedStatement(_authentication_query())
