"""Mark notices as read: some by their ids, or all up to a time (D51)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access import visibility
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.notices import read_state
from billing.services import Services
from db.upsert import insert
from translation import gettext as _

MAX_NOTICES = 100
"""How many notices can be marked by their ids at once, and how many are returned."""


@dataclass(frozen=True, slots=True)
class MarkNoticesReadCommand:
    """The notices with these ids, those that the viewer sees, and all that were created by `until`."""

    notice_ids: tuple[uuid.UUID, ...] | None
    until: dt.datetime | None


async def mark_notices_read(services: Services, viewer: Viewer, command: MarkNoticesReadCommand) -> list[uuid.UUID]:
    """Mark them as read by the viewer's membership. What was read before keeps its time.

    Returns the ids of the notices that were unread until now, the newest first: at most `MAX_NOTICES`. Raises
    InvalidInput for too many ids, or if neither ids nor a time is given.
    """
    notice_ids = command.notice_ids or ()
    if len(notice_ids) > MAX_NOTICES:
        raise InvalidInput("ids", _("Mark at most {count} notices at once.").format(count=MAX_NOTICES))
    if command.notice_ids is None and command.until is None:
        raise InvalidInput("ids", _("Choose the notices, or a time."))
    now = services.clock()
    async with services.writes.begin() as session:
        marked = await _mark_each(session, viewer, notice_ids, now)
        if command.until is not None:
            marked += await _mark_all(session, viewer, command.until, now)
    return sorted(set(marked), reverse=True)[:MAX_NOTICES]


async def _mark_each(
    session: AsyncSession, viewer: Viewer, notice_ids: Sequence[uuid.UUID], now: dt.datetime
) -> list[uuid.UUID]:
    notice = models.Notice
    is_marked = (visibility.notices(viewer), notice.id.in_(notice_ids), read_state.is_unread(viewer, notice))
    unread = list(await session.scalars(select(notice.id).where(*is_marked).order_by(notice.id)))
    if unread:
        own = {"firm_id": viewer.firm_id, "membership_id": viewer.id, "read_at": now}
        rows = [{**own, "notice_id": notice_id} for notice_id in unread]
        await session.execute(insert(session, models.NoticeRead).values(rows).on_conflict_do_nothing())
    return unread


async def _mark_all(session: AsyncSession, viewer: Viewer, until: dt.datetime, now: dt.datetime) -> list[uuid.UUID]:
    """Add a watermark, unless all up to then is read by an earlier one."""
    notice, watermark = models.Notice, models.NoticeWatermark
    created = (notice.firm_id == viewer.firm_id, notice.created_at <= until)
    until_seq = await session.scalar(
        select(notice.event_seq).where(*created).order_by(notice.event_seq.desc(), notice.id.desc()).limit(1)
    )
    own = {"firm_id": viewer.firm_id, "membership_id": viewer.id}
    current = await session.scalar(select(func.max(watermark.until_seq)).filter_by(**own))
    if until_seq is None or until_seq <= (current or 0):
        return []
    is_marked = (visibility.notices(viewer), notice.event_seq <= until_seq, read_state.is_unread(viewer, notice))
    newest_first = select(notice.id).where(*is_marked).order_by(notice.event_seq.desc(), notice.id.desc())
    marked = list(await session.scalars(newest_first.limit(MAX_NOTICES)))
    row = insert(session, watermark).values(**own, until_seq=until_seq, read_at=now)
    await session.execute(row.on_conflict_do_nothing())
    return marked
