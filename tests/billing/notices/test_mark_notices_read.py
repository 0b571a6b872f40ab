"""Notices are read one by one or all up to a time, by each membership for itself (D51)."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

import models
from billing.access import visibility
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.notices import read_state
from billing.notices.mark_notices_read import MarkNoticesReadCommand, mark_notices_read
from models import Notice
from tests.support.actions import issue_credit_note
from tests.support.firm import AppHarness, Firm
from tests.support.notices import load_notices


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm whose client has three notices, one minute apart."""
    firm = await app.create_firm()
    for amount in ("1.00", "2.00", "3.00"):
        app.clock.advance(minutes=1)
        await issue_credit_note(firm, amount)
    return firm


async def read_times(firm: Firm, viewer: Viewer) -> list[dt.datetime | None]:
    """When the viewer read each notice, oldest first."""
    statement = select(read_state.read_at(viewer, Notice)).where(visibility.notices(viewer)).order_by(Notice.event_seq)
    async with firm.app.services.reads() as session:
        return list(await session.scalars(statement))


async def unread(firm: Firm, viewer: Viewer) -> tuple[int, int]:
    """The count, and how many notices the condition finds."""
    listed = select(func.count()).where(visibility.notices(viewer), read_state.is_unread(viewer, Notice))
    async with firm.app.services.reads() as session:
        counted = await session.scalar(select(read_state.unread_count(viewer)))
        return int(counted or 0), int(await session.scalar(listed) or 0)


async def mark(firm: Firm, viewer: Viewer, *notices: Notice, until: dt.datetime | None = None) -> int:
    """Mark these notices, and return how many were unread."""
    ids = tuple(notice.id for notice in notices)
    return len(await mark_notices_read(firm.app.services, viewer, MarkNoticesReadCommand(ids, until)))


async def test_one_by_one(firm: Firm) -> None:
    """D51: only for the membership that marked it; marking it again keeps the time."""
    second = await firm.add_user(firm.client_id, "second")
    notices = await load_notices(firm)
    first_read = firm.app.clock()
    assert await mark(firm, firm.client_user, notices[1]) == 1
    firm.app.clock.advance(minutes=5)
    assert await mark(firm, firm.client_user, notices[1]) == 0
    assert await read_times(firm, firm.client_user) == [None, first_read, None]
    assert (await unread(firm, firm.client_user), await unread(firm, second)) == ((2, 2), (3, 3))


async def test_all_up_to_a_time(firm: Firm) -> None:
    """D51: what was created exactly then counts; an earlier time afterwards changes nothing, nor when each was read."""
    notices, viewer = await load_notices(firm), firm.client_user
    await mark(firm, viewer, notices[1])
    one_by_one = firm.app.clock()
    firm.app.clock.advance(minutes=1)
    first_watermark = firm.app.clock()
    assert await mark(firm, viewer, until=notices[1].created_at) == 1
    firm.app.clock.advance(minutes=1)
    assert await mark(firm, viewer, until=notices[0].created_at) == 0
    assert await mark(firm, viewer, until=firm.app.clock()) == 1
    assert await read_times(firm, viewer) == [first_watermark, one_by_one, firm.app.clock()]
    assert await unread(firm, viewer) == (0, 0)


async def test_later_notices_are_unread(firm: Firm) -> None:
    """D51: also those after a time in the future, which marks what there is."""
    viewer = firm.client_user
    assert await mark(firm, viewer, until=firm.app.clock() + dt.timedelta(days=1)) == 3
    await issue_credit_note(firm, "4.00")
    assert await unread(firm, viewer) == (1, 1)


async def test_others_notices_cannot_be_marked(firm: Firm) -> None:
    """D51, D50: what the viewer cannot see is ignored."""
    other = await firm.add_user(await firm.add_client(), "other")
    assert await mark(firm, other, *await load_notices(firm)) == 0
    async with firm.app.services.reads() as session:
        assert await session.scalar(select(func.count()).select_from(models.NoticeRead)) == 0


async def test_nothing_is_recorded_in_the_ledger(firm: Firm) -> None:
    """D51: reading is no event of the firm."""
    async with firm.assert_unchanged():
        await mark(firm, firm.client_user, until=firm.app.clock())


async def test_count_is_bounded(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """D51: only the newest unread notices are counted."""
    monkeypatch.setattr(read_state, "MAX_UNREAD_COUNT", 2)
    assert await unread(firm, firm.client_user) == (2, 3)


@pytest.mark.parametrize("command", [MarkNoticesReadCommand(None, None)])
async def test_refused_input(firm: Firm, command: MarkNoticesReadCommand) -> None:
    """D51: neither ids nor a time, or too many ids."""
    (notice, *_) = await load_notices(firm)
    for refused in (command, MarkNoticesReadCommand((notice.id,) * 101, None)):
        with pytest.raises(InvalidInput):
            await mark_notices_read(firm.app.services, firm.client_user, refused)
    assert await unread(firm, firm.client_user) == (3, 3)
