"""The daily job of a firm that adds notices of the invoices that became overdue, by the firm's day (D49)."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

import models
from billing import calendar
from billing.access.principals import System
from billing.invoices import rules
from billing.notices.add_notice import add_notice, notice_exists
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import NoticeKind

_MAX_DAYS = 30
"""No notice is added for an invoice that has been overdue for longer, for example after a long outage."""


async def add_overdue_notices(services: Services, firm_id: uuid.UUID) -> dt.datetime:
    """Add a notice of each invoice that is overdue today, once for each due date. Returns the start of the next day.

    Each invoice has a transaction of its own, so the job can be repeated after a crash.
    """
    async with services.reads() as session:
        firm = await session.get_one(models.Firm, firm_id)
    now = services.clock()
    today = calendar.today(firm.time_zone, now)
    for invoice in await _load_overdue(services, firm_id, today):
        await _add_notice(services, invoice, today)
    return calendar.end_of_day(today, firm.time_zone)


async def _load_overdue(services: Services, firm_id: uuid.UUID, today: dt.date) -> Sequence[models.Invoice]:
    """The overdue invoices of the firm without a notice of their due date."""
    invoice = models.Invoice
    recent = (invoice.firm_id == firm_id, invoice.due_on >= today - dt.timedelta(days=_MAX_DAYS))
    statement = select(invoice).where(*recent, rules.is_overdue(invoice, today)).order_by(invoice.id)
    async with services.reads() as session:
        overdue = (await session.scalars(statement)).all()
        return [row for row in overdue if not await notice_exists(session, row, *_occurrence(row))]


async def _add_notice(services: Services, overdue: models.Invoice, today: dt.date) -> None:
    actor = System(overdue.firm_id)
    async with begin_transaction(services, actor, "invoice.overdue", client_id=overdue.client_id) as transaction:
        session, invoice = transaction.session, models.Invoice
        still_overdue = (invoice.firm_id == overdue.firm_id, invoice.id == overdue.id, rules.is_overdue(invoice, today))
        current = await session.scalar(select(invoice).where(*still_overdue))
        if current is None or await notice_exists(session, current, *_occurrence(current)):
            raise Unchanged
        kind, occurrence = _occurrence(current)
        arguments = {"number": current.number, "due_on": occurrence, "amount": current.amount_due}
        await add_notice(transaction, kind, current, occurrence=occurrence, **arguments)


def _occurrence(invoice: models.Invoice) -> tuple[NoticeKind, str]:
    assert invoice.due_on is not None  # noqa: S101  (it is overdue)
    return NoticeKind.INVOICE_OVERDUE, invoice.due_on.isoformat()
