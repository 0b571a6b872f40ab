"""SQL: which notices a viewer has read, and when (D51).

A notice is read by itself (`NoticeRead`), or with all up to a watermark (`NoticeWatermark`). So whoever marks all as
read writes one row, and the unread notices are a range of the newest ones.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, literal, select
from sqlalchemy.orm import aliased

import models
from billing.access import visibility
from billing.access.principals import Viewer
from models import NoticeRead, NoticeWatermark

MAX_UNREAD_COUNT = 1000
"""At most this many of the newest notices after the watermark are counted."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The membership of a viewer, as bind parameters."""

    firm_id: ColumnElement[uuid.UUID]
    id: ColumnElement[uuid.UUID]


def read_at(viewer: Viewer, notice: Any) -> ColumnElement[Any]:
    """When the viewer read the notice; NULL if it is unread."""
    individual = _individual(viewer, notice, NoticeRead.read_at).scalar_subquery()
    first_watermark = (
        select(NoticeWatermark.read_at)
        .where(*_is_own(viewer, NoticeWatermark), NoticeWatermark.until_seq >= notice.event_seq)
        .order_by(NoticeWatermark.until_seq)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(individual, first_watermark)


def is_unread(reader: Viewer | Reader, notice: Any) -> ColumnElement[bool]:
    """Whether the viewer has not read the notice. It is a range of `event_seq`, and an exclusion."""
    return and_(_is_after_watermark(reader, notice), ~_individual(reader, notice, NoticeRead.notice_id).exists())


def unread_count(viewer: Viewer) -> ColumnElement[int]:
    """How many notices are unread, at most `MAX_UNREAD_COUNT`: only as many of the newest ones are looked at."""
    notice = aliased(models.Notice)
    newest = (
        select(notice.firm_id, notice.id)
        .where(visibility.notices(viewer, notice), _is_after_watermark(viewer, notice))
        .order_by(notice.event_seq.desc(), notice.id.desc())
        .limit(MAX_UNREAD_COUNT)
        .subquery()
    )
    is_read = _individual(viewer, newest.c, NoticeRead.notice_id).exists()
    count: ColumnElement[int] = select(func.count()).select_from(newest).where(~is_read).scalar_subquery()
    count.type = Integer()
    return count


def _is_after_watermark(reader: Viewer | Reader, notice: Any) -> ColumnElement[bool]:
    newest = select(func.max(NoticeWatermark.until_seq)).where(*_is_own(reader, NoticeWatermark)).scalar_subquery()
    is_after: ColumnElement[bool] = notice.event_seq > func.coalesce(newest, literal(0))
    return is_after


def _individual(reader: Viewer | Reader, notice: Any, column: Any) -> Any:
    return select(column).where(*_is_own(reader, NoticeRead), NoticeRead.notice_id == notice.id)


def _is_own(reader: Viewer | Reader, row: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return row.firm_id == reader.firm_id, row.membership_id == reader.id
