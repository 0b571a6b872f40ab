"""No notice is lost, and none exists for what was rolled back, wherever a job is cut off (D49, D52)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select

import models
from models import JobKind, NoticeKind
from tests.support.actions import issue_credit_note
from tests.support.database_backends import DatabaseBackend, PostgresqlBackend
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm
from tests.support.long_runs import IS_LONG
from tests.support.notices import load_notices, mailed

pytestmark = pytest.mark.mails_of_notices

EVERY = 1 if IS_LONG else 8
"""Of the statements, how many are passed between two that are cut off."""


class Cut(Exception):
    """The process is gone at this statement."""


class Cutter:
    """Cuts off at the statement of this number, through the driver or through a session."""

    def __init__(self, at: int) -> None:
        self._remaining = at
        self.has_cut = False

    def count(self) -> None:
        self._remaining -= 1
        if self._remaining == 0:
            self.has_cut = True
            raise Cut

    async def before_driver(self, _statements: Sequence[tuple[str, Any]]) -> None:
        self.count()

    @contextlib.contextmanager
    def before_session(self, app: AppHarness) -> Iterator[None]:
        def cut(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("BEGIN", "SELECT")):
                self.count()

        engine = app.database.write_engine.sync_engine
        event.listen(engine, "before_cursor_execute", cut)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", cut)


async def is_settled(firm: Firm, prepayment: models.Prepayment) -> bool:
    return (await firm.prepayment(prepayment.id)).settled_at is not None


async def received(firm: Firm, prepayment: models.Prepayment) -> list[models.Notice]:
    notices = await load_notices(firm, NoticeKind.PREPAYMENT_RECEIVED)
    return [notice for notice in notices if notice.prepayment_id == prepayment.id]


async def run_cut_off(firm: Firm, at: int) -> bool:
    """Run due jobs until the statement of this number. Returns whether they had that many."""
    cutter = Cutter(at)
    async with spy_on_driver(firm.app, on_query=cutter.before_driver, on_write=cutter.before_driver):
        with cutter.before_session(firm.app), contextlib.suppress(Cut):
            await firm.app.run_due_jobs()
    return cutter.has_cut


async def test_cut_off_at_each_statement(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """D49, D52, P2: a settled prepayment has its notice at any time, and no other has one; in the end it is mailed.

    A short run takes every eighth statement: the first, ninth and so on with SQLite, those in the middle between them
    with PostgreSQL.
    """
    firm = await app.create_ready_firm()
    at, count = 1 + (EVERY // 2 if isinstance(database_backend, PostgresqlBackend) else 0), 0
    while True:
        prepayment = await firm.start_prepayment("10.00")
        await firm.confirm(prepayment, "pm_card_visa")
        app.clock.advance(seconds=60)
        was_cut_off = await run_cut_off(firm, at)
        count += 1
        assert len(await received(firm, prepayment)) == int(await is_settled(firm, prepayment)), at
        app.clock.advance(minutes=10)
        await app.run_due_jobs()
        assert await is_settled(firm, prepayment)
        (notice,) = await received(firm, prepayment)
        assert notice.delivered_at is not None
        assert await mailed(firm) == sorted([("PREPAYMENT_RECEIVED", name) for name in ("client", "owner")] * count)
        if not was_cut_off:
            break
        at += EVERY
    assert at > 10
    async with app.services.reads() as session:
        job = models.Job
        waiting = select(func.count()).where(job.kind.in_((JobKind.DELIVER_NOTICE, JobKind.SYNC_PREPAYMENT)))
        assert await session.scalar(waiting) == 0
    assert (await firm.credits())[0] == count * 10_00


async def test_job_is_committed_with_its_notice(app: AppHarness) -> None:
    """D49: nothing delivers a notice but the job of the same transaction."""
    firm = await app.create_firm()
    await issue_credit_note(firm, "5.00")
    (notice,) = await load_notices(firm)
    async with app.services.reads() as session:
        jobs = (await session.scalars(select(models.Job).where(models.Job.kind == JobKind.DELIVER_NOTICE))).all()
    assert [(job.subject_id, job.run_at) for job in jobs] == [(notice.id, notice.created_at)]
