"""Authentication of each request by the token of its session, with the viewer's current rights.

A cached viewer is only a hint: every statement for it looks the session up again, so a session that has ended is never
served (`sessions` says how they end).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, select

import models
from billing import firm_cache
from billing.access import principals
from billing.access.policy import NotAuthenticated
from billing.identity.tokens import digest_of
from billing.services import Services, Snapshot
from db.compiled import ParameterizedStatement
from models.base import Instant, NamedBind
from translation import negotiate_locale

_MAX_CACHED_VIEWERS = 10_000


async def authenticate(services: Services, token: str) -> principals.Viewer | None:
    """The viewer of the session, with their current rights; None if it has ended or the membership was removed."""
    async with Snapshot(services) as snapshot:
        return await authenticate_in_snapshot(snapshot, token, services.clock())


async def authenticate_in_snapshot(snapshot: Snapshot, token: str, now: dt.datetime) -> principals.Viewer | None:
    """Like `authenticate`, in an open snapshot. Caches the viewer for `find_cached_viewer`."""
    token_digest = digest_of(token)
    values = {"digest": token_digest, "now": now}
    row = await snapshot.first(_AUTHENTICATION.compile_for(snapshot.dialect), values.__getitem__)
    viewer = None if row is None else viewer_from_row(row[:-2])
    cache = snapshot.services.cached_viewers
    if row is None or viewer is None:
        cache.pop(token_digest, None)
        return None
    *_, time_zone, currency = row
    firm_cache.cache_firm_info(snapshot.services, viewer.firm_id, firm_cache.FirmInfo(currency, time_zone))
    if len(cache) >= _MAX_CACHED_VIEWERS:
        cache.clear()
    cache[token_digest] = viewer
    snapshot.services.session_activity.record(token_digest, now)
    return viewer


def find_cached_viewer(services: Services, token: str) -> principals.Viewer | None:
    """The viewer last authenticated by this token, if cached. Records that the session is used.

    Before anything is done for the viewer, `session_check` has to be verified: the session may have ended meanwhile.
    """
    token_digest = digest_of(token)
    viewer = services.cached_viewers.get(token_digest)
    if viewer is not None:
        services.session_activity.record(token_digest, services.clock())
    return None if viewer is None else replace(viewer, session_check=principals.SessionCheck(token_digest))


async def verify(services: Services, viewer: principals.Viewer, token: str | None) -> None:
    """Verify a cached viewer's session, unless that was done. Raises NotAuthenticated if viewer or rights changed."""
    check = principals.pending_check(viewer)
    if check is None:
        return
    if token is None or await authenticate(services, token) != viewer:
        raise NotAuthenticated
    check.is_verified = True


def is_current(viewer: principals.Viewer) -> ColumnElement[bool]:
    """The condition that the session is valid, and is the viewer's with the same role and rights.

    Binds `digest` and `now`.
    """
    member, user = models.FirmMember, models.ClientUser
    conditions: tuple[ColumnElement[bool], ...]
    if isinstance(viewer, principals.ClientUser):
        conditions = (user.id == viewer.id, user.client_id == viewer.client_id)
    else:
        granted = [
            getattr(member, column).is_(right in viewer.rights) for right, column in principals.RIGHT_COLUMNS.items()
        ]
        conditions = (member.id == viewer.id, member.role == viewer.role)
        conditions += () if principals.has_every_right(viewer.role) else tuple(granted)
    return _session_lookup().where(models.Session.firm_id == viewer.firm_id, *conditions).exists()


def with_session_lookup(answer: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Join the session look-up with `answer`, so that both see one snapshot.

    Returns no row when the session is invalid. Binds `digest` and `now`. The columns before the answer are the input
    of `is_as_cached`.
    """
    return _viewer_lookup().add_columns(answer)


def is_as_cached(row: Sequence[Any], viewer: principals.Viewer, firm: firm_cache.FirmInfo) -> bool:
    """Whether a row of the session look-up has the cached viewer, with the same role, rights and language, and the
    cached time zone of the firm.
    """
    *columns, time_zone = row
    found = viewer_from_row(columns)
    return found is not None and found == viewer and found.locale == viewer.locale and time_zone == firm.time_zone


def viewer_from_row(row: Sequence[Any]) -> principals.Viewer | None:
    """The viewer of a row of the session look-up; None if the membership was removed."""
    firm_id, member_id, role, *granted, user_id, client_id, stored_locale = row
    locale = negotiate_locale(stored_locale)
    if member_id is not None:
        rights = principals.effective_rights(role, granted)
        return principals.Member(firm_id, member_id, role, rights, locale=locale)
    return None if user_id is None else principals.ClientUser(firm_id, user_id, client_id, locale=locale)


def _session_lookup() -> Select[*tuple[Any, ...]]:
    session, member, user = models.Session, models.FirmMember, models.ClientUser
    return (
        select(
            session.firm_id,
            member.id, member.role, *(getattr(member, column) for column in principals.RIGHT_COLUMNS.values()),
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


def _viewer_lookup() -> Select[*tuple[Any, ...]]:
    """The session look-up with what else the viewer's requests depend on: their language, the firm's time zone."""
    firm, person = models.Firm, models.Person
    person_id = func.coalesce(models.FirmMember.person_id, models.ClientUser.person_id)
    own_locale = select(person.locale).where(person.id == person_id).scalar_subquery()
    return (
        _session_lookup()
        .join(firm, firm.id == models.Session.firm_id)
        .add_columns(func.coalesce(own_locale, firm.locale), firm.time_zone)
    )


_AUTHENTICATION = ParameterizedStatement(_viewer_lookup().add_columns(models.Firm.currency))
