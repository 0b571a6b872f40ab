"""Cash and revenue side by side, for a period of a firm's days (D34)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Executable, and_, case, func, select
from sqlalchemy.orm import aliased

import models
from billing import calendar
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.firm_cache import FirmInfo
from billing.services import Snapshot
from models import AccountKind, TransferCode
from money import Money

_MAX_PERIOD = dt.timedelta(days=36_525)
"""A hundred years: more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class MoneyReport:
    """The figures of a period. Each is summed by itself: none is worked out from the others (D34).

    cash_in: money that came, from providers before their fees, and offline. refunds: money given back, less what of
    it came back because the refund failed; taking back offline money that was booked by mistake counts here too.
    disputed: money that the provider took, less what it gave back. losses: what of that, and of refunds, was spent
    beyond reach, less what was made good. revenue: money applied to invoices, less money taken off them; notes are
    not money. credits_held: all credits, those set aside included, without what is unspent of notes. notes_unspent:
    notes granted, less what was spent of them or taken back.

    They satisfy cash_in - refunds - disputed = revenue + credits_held_at_end - credits_held_at_start - losses.
    """

    cash_in: Money
    refunds: Money
    disputed: Money
    losses: Money
    revenue: Money
    credits_held_at_start: Money
    credits_held_at_end: Money
    notes_unspent_at_end: Money


async def money_report(
    snapshot: Snapshot, viewer: Viewer, firm: FirmInfo, first: dt.date, last: dt.date
) -> MoneyReport:
    """The report of the viewer's firm over these days of its time zone, both included.

    Raise InvalidInput where the last day is before the first, or more than a hundred years after it.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    if last < first:
        raise InvalidInput("to", "The last day is before the first.")
    if last - first > _MAX_PERIOD:
        raise InvalidInput("to", "A report covers at most a hundred years.")
    start, end = calendar.start_of_day(first, firm.time_zone), calendar.end_of_day(last, firm.time_zone)
    (sums,) = await snapshot.rows(_totals(viewer, start, end))
    # A sum of whole numbers is a Decimal on PostgreSQL, and nothing at all where there are none.
    return MoneyReport(**{name: Money(int(minor or 0), firm.currency) for name, minor in sums._mapping.items()})


_debit, _credit = aliased(models.Account), aliased(models.Account)
_reversed = aliased(models.Transfer)
_CASH = (AccountKind.CASH_PROVIDER, AccountKind.CASH_OFFLINE)
_CREDITS = (AccountKind.LOT, AccountKind.HELD)

_REFUND_CODES = (
    TransferCode.REFUND_PAID,
    TransferCode.REFUND_LOSS,
    TransferCode.REFUND_LOSS_RECOVERED,
    TransferCode.CREDIT_REVERSED,
)
_DISPUTE_CODES = (TransferCode.DISPUTE_WITHDRAWN, TransferCode.DISPUTE_LOSS, TransferCode.DISPUTE_LOSS_RECOVERED)


def _cash_out(codes: tuple[TransferCode, ...]) -> ColumnElement[int]:
    """What transfers with these codes took out of the firm's cash, less what their reversals returned to it."""
    left = and_(_credit.kind.in_(_CASH), models.Transfer.code.in_(codes))
    back = and_(_debit.kind.in_(_CASH), _reversed.code.in_(codes))
    return _amount_if(left) - _amount_if(back)


def _amount_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, models.Transfer.amount), else_=0)


def _net_credit(*kinds: AccountKind) -> ColumnElement[int]:
    """What the transfer adds to accounts of these kinds by crediting them, less what it debits."""
    return _amount_if(_credit.kind.in_(kinds)) - _amount_if(_debit.kind.in_(kinds))


def _totals(viewer: Viewer, start: dt.datetime, end: dt.datetime) -> Executable:
    """One row: the report's figures by name, each over the transfers of its time."""
    at, transfer = models.Event.at, models.Transfer
    since, before = at >= start, at < start
    notes = -_net_credit(AccountKind.CREDIT_NOTES)
    held = _net_credit(*_CREDITS) - notes

    def total(when: ColumnElement[bool], figure: ColumnElement[int]) -> ColumnElement[int]:
        return func.sum(case((when, figure), else_=0))

    return (
        select(
            total(since, _amount_if(_debit.kind.in_(_CASH) & transfer.reverses_id.is_(None))).label("cash_in"),
            total(since, _cash_out(_REFUND_CODES)).label("refunds"),
            total(since, _cash_out(_DISPUTE_CODES)).label("disputed"),
            total(since, -_net_credit(AccountKind.WRITE_OFFS)).label("losses"),
            total(since, _net_credit(AccountKind.REVENUE)).label("revenue"),
            total(before, held).label("credits_held_at_start"),
            func.sum(held).label("credits_held_at_end"),
            func.sum(notes).label("notes_unspent_at_end"),
        )
        .select_from(transfer)
        .join(models.Event, (models.Event.firm_id == transfer.firm_id) & (models.Event.seq == transfer.event_seq))
        .join(_debit, (_debit.firm_id == transfer.firm_id) & (_debit.id == transfer.debit_id))
        .join(_credit, (_credit.firm_id == transfer.firm_id) & (_credit.id == transfer.credit_id))
        .outerjoin(_reversed, (_reversed.firm_id == transfer.firm_id) & (_reversed.id == transfer.reverses_id))
        .where(transfer.firm_id == viewer.firm_id, at < end)
    )
