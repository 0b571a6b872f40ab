"""Days of a firm: reports and filters go by the calendar of its time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def today(time_zone: str, now: dt.datetime) -> dt.date:
    """The day that it is there: due dates and reports go by it."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def start_of_day(day: dt.date, time_zone: str) -> dt.datetime:
    """The moment when the day begins there, in UTC.

    Where clocks are put forward at midnight, that is when they are; where the hour from midnight comes twice, the
    first of the two.
    """
    return dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone)).astimezone(dt.UTC)


def end_of_day(day: dt.date, time_zone: str) -> dt.datetime:
    """The moment when the day is over there, in UTC: the first that is no longer of it."""
    return start_of_day(day + dt.timedelta(days=1), time_zone)
