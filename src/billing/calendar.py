"""Calendar days in a firm's time zone, for due dates, reports and filters."""

import datetime as dt
from zoneinfo import ZoneInfo


def today(time_zone: str, now: dt.datetime) -> dt.date:
    """The date at `now` in the time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def start_of_day(day: dt.date, time_zone: str) -> dt.datetime:
    """The start of the day in the time zone, as UTC.

    If clocks go forward at midnight, the day starts at the change; if midnight occurs twice, the first one counts.
    """
    return dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone)).astimezone(dt.UTC)


def end_of_day(day: dt.date, time_zone: str) -> dt.datetime:
    """The end of the day in the time zone, as UTC; exclusive."""
    return start_of_day(day + dt.timedelta(days=1), time_zone)
