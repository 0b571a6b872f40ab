"""The daily job that tells overdue invoices: by the firm's day, once for each invoice and due date (D49)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select, update

import models
from billing.invoices.overdue import add_overdue_notices
from billing.invoices.void_invoice import void_invoice
from models import JobKind, NoticeKind
from tests.support.firm import AppHarness, Firm
from tests.support.notices import load_notices

DUE = dt.date(2026, 3, 5)


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm of Paris, on March 2."""
    return await app.create_ready_firm()


async def run_at(firm: Firm, hour: str) -> dt.datetime:
    """Run the job at this time, and return when it runs next."""
    firm.app.clock.now = dt.datetime.fromisoformat(hour)
    return await add_overdue_notices(firm.app.services, firm.id)


async def overdue(firm: Firm) -> list[tuple[uuid.UUID | None, str, int]]:
    """Invoice, due date and amount of each notice."""
    notices = await load_notices(firm, NoticeKind.INVOICE_OVERDUE)
    return [(notice.invoice_id, notice.arguments["due_on"], notice.arguments["amount"]) for notice in notices]


async def test_by_the_day_of_the_firm(firm: Firm) -> None:
    """D49: the day after the due date begins at 23:00 UTC in Paris; each notice is of its client's event, once."""
    await firm.prepay("20.00")
    invoice = await firm.create_invoice("50.00", due_on=DUE)
    await firm.pay(invoice, "20.00")
    other = await firm.add_client()
    other_invoice = await firm.create_invoice("7.00", other, due_on=DUE)
    assert await run_at(firm, "2026-03-05T22:59:00+00:00") == dt.datetime(2026, 3, 5, 23, tzinfo=dt.UTC)
    assert await overdue(firm) == []
    assert await run_at(firm, "2026-03-05T23:00:00+00:00") == dt.datetime(2026, 3, 6, 23, tzinfo=dt.UTC)
    await run_at(firm, "2026-03-06T23:00:00+00:00")
    assert await overdue(firm) == [(invoice, "2026-03-05", 30_00), (other_invoice, "2026-03-05", 7_00)]
    notices = await load_notices(firm, NoticeKind.INVOICE_OVERDUE)
    async with firm.app.services.reads() as session:
        events = [await session.get_one(models.Event, (firm.id, notice.event_seq)) for notice in notices]
    assert [event.client_id for event in events] == [firm.client_id, other]
    assert [(event.member_id, event.client_user_id) for event in events] == [(None, None)] * 2


async def test_what_is_not_overdue(firm: Firm) -> None:
    """D49: drafts, paid and void invoices, and those without a due date."""
    await firm.create_invoice("50.00", due_on=DUE, issue=False)
    await firm.create_invoice("50.00")
    void = await firm.create_invoice("50.00", due_on=DUE)
    await void_invoice(firm.app.services, firm.owner, void, "mistake")
    await firm.prepay("50.00")
    await firm.pay(await firm.create_invoice("50.00", due_on=DUE), "50.00")
    await run_at(firm, "2026-03-10T12:00:00+00:00")
    assert await overdue(firm) == []


async def test_corrected_due_date(firm: Firm) -> None:
    """D49: a corrected due date is told again when it has passed, and not before."""
    invoice = await firm.create_invoice("50.00", due_on=DUE)
    await run_at(firm, "2026-03-06T12:00:00+00:00")
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.Invoice).values(due_on=dt.date(2026, 3, 20)))
    await run_at(firm, "2026-03-20T12:00:00+00:00")
    assert len(await overdue(firm)) == 1
    await run_at(firm, "2026-03-21T12:00:00+00:00")
    assert await overdue(firm) == [(invoice, "2026-03-05", 50_00), (invoice, "2026-03-20", 50_00)]


async def test_old_debts_are_no_news(firm: Firm) -> None:
    """D49: after an outage, the notices of the last 30 days are made up for."""
    await firm.create_invoice("50.00", due_on=DUE)
    await run_at(firm, "2026-04-05T12:00:00+00:00")
    assert await overdue(firm) == []
    await run_at(firm, "2026-04-04T12:00:00+00:00")
    assert len(await overdue(firm)) == 1


async def test_job_of_a_new_firm(app: AppHarness) -> None:
    """D49: a firm is created with its daily job, which stays queued for the next day."""
    from billing.identity.operator import PersonDetails, create_firm

    owner = PersonDetails(email="ada@nord.test", name="Ada", password="a long password")
    created = await create_firm(
        app.services, name="Nord", currency="EUR", country="FR", time_zone="Europe/Paris", owner=owner
    )
    await app.run_due_jobs()
    async with app.services.reads() as session:
        job = (await session.scalars(select(models.Job).where(models.Job.firm_id == created.firm_id))).one()
    assert (job.kind, job.subject_id) == (JobKind.FIND_OVERDUE_INVOICES, created.firm_id)
    assert job.run_at == dt.datetime(2026, 3, 2, 23, tzinfo=dt.UTC)
