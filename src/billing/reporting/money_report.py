"""Money report: a firm's cash, revenue, credits held and losses in a period (D34)."""

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
from translation import gettext as _

_MAX_PERIOD = dt.timedelta(days=36_525)
"""100 years."""


@dataclass(frozen=True, slots=True)
class MoneyReport:
    """The figures of a period. Each is summed independently of the others (D34).

    - cash_in: money received from providers, gross of their fees, and offline.
    - refunds: money refunded, and offline money reversed, less refunds that failed afterwards.
    - disputed: funds withdrawn by disputes less funds reinstated.
    - losses: write-offs, which are refunds and disputes of money that was already refunded, less recoveries.
    - revenue: money applied to invoices less money unapplied. Credit notes are not money.
    - credits_held: available and reserved credits without unspent credit notes.
    - notes_unspent: credit notes issued less those spent or reversed.

    cash_in - refunds - disputed = revenue + credits_held_at_end - credits_held_at_start - losses.
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
    """The report of the viewer's firm for the days `first` to `last`, inclusive, in the firm's time zone of
    each day (D66).

    Raises InvalidInput if `last` is before `first`, or more than 100 years after it.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    if last < first:
        raise InvalidInput("to", _("The end date is before the start date."))
    if last - first > _MAX_PERIOD:
        raise InvalidInput("to", _("A report covers at most 100 years."))
    time_zones = await _load_time_zones(snapshot, viewer)
    start, end = time_zones.start_of_day(first), time_zones.end_of_day(last)
    (totals,) = await snapshot.rows(_totals(viewer, start, end))
    # SUM is a Decimal on PostgreSQL, and NULL without rows.
    return MoneyReport(**{name: Money(int(minor or 0), firm.currency) for name, minor in totals._mapping.items()})


async def _load_time_zones(snapshot: Snapshot, viewer: Viewer) -> calendar.TimeZones:
    firm, former = models.Firm, models.FormerTimeZone
    rows = await snapshot.rows(
        select(firm.time_zone, former.until, former.time_zone)
        .outerjoin(former, former.firm_id == firm.id)
        .where(firm.id == viewer.firm_id)
        .order_by(former.until)
    )
    return calendar.TimeZones(rows[0][0], [(until, zone) for _current, until, zone in rows if until is not None])


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
    """Cash that transfers with these codes paid out, less cash that their reversals returned."""
    paid_out = and_(_credit.kind.in_(_CASH), models.Transfer.code.in_(codes))
    returned = and_(_debit.kind.in_(_CASH), _reversed.code.in_(codes))
    return _amount_if(paid_out) - _amount_if(returned)


def _amount_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, models.Transfer.amount), else_=0)


def _net_credit(*kinds: AccountKind) -> ColumnElement[int]:
    """What the transfer credits to accounts of these kinds less what it debits."""
    return _amount_if(_credit.kind.in_(kinds)) - _amount_if(_debit.kind.in_(kinds))


def _totals(viewer: Viewer, start: dt.datetime, end: dt.datetime) -> Executable:
    """One row whose column names are the fields of MoneyReport."""
    at, transfer = models.Event.at, models.Transfer
    in_period, before = at >= start, at < start
    notes = -_net_credit(AccountKind.CREDIT_NOTES)
    held = _net_credit(*_CREDITS) - notes

    def total(condition: ColumnElement[bool], figure: ColumnElement[int]) -> ColumnElement[int]:
        return func.sum(case((condition, figure), else_=0))

    return (
        select(
            total(in_period, _amount_if(_debit.kind.in_(_CASH) & transfer.reverses_id.is_(None))).label("cash_in"),
            total(in_period, _cash_out(_REFUND_CODES)).label("refunds"),
            total(in_period, _cash_out(_DISPUTE_CODES)).label("disputed"),
            total(in_period, -_net_credit(AccountKind.WRITE_OFFS)).label("losses"),
            total(in_period, _net_credit(AccountKind.REVENUE)).label("revenue"),
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
