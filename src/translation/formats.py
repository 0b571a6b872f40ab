"""Dates, times and numbers as they are written in the reader's language."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, numbers

from translation.catalog import babel_locale, current_locale


def format_date(day: dt.date) -> str:
    """Format a day: "March 2, 2026", "2 mars 2026"."""
    return dates.format_date(day, format="long", locale=babel_locale(current_locale()))


def format_instant(instant: dt.datetime, time_zone: str) -> str:
    """Format a day and the time of day in a time zone: "March 2, 2026, 9:30 AM", "2 mars 2026, 09:30"."""
    locale, local = babel_locale(current_locale()), instant.astimezone(ZoneInfo(time_zone))
    day, time = dates.format_date(local, "long", locale), dates.format_time(local, "short", locale=locale)
    return str(dates.get_datetime_format("long", locale=locale)).replace("'", "").format(time, day)


def format_number(number: int | Decimal) -> str:
    """Format a number: "1,000,000", "1 000 000"."""
    return numbers.format_decimal(number, locale=babel_locale(current_locale()))
