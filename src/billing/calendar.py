"""Calendar days in a firm's time zone, for due dates, reports and filters."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class TimeZones:
    """The time zones that a firm's days are in (D66)."""

    current: str
    former: Sequence[tuple[dt.date, str]]
    """Pairs of a date and a time zone, in order of the dates: days before the date are in that time zone, unless an
    earlier pair has them.
    """

    def start_of_day(self, day: dt.date) -> dt.datetime:
        """The start of the day, as UTC. Days follow each other without a gap; they never overlap."""
        day_before = day - dt.timedelta(days=1)
        # After a change across the date line, a day can start before the previous one, which is then empty.
        return max(start_of_day(each, self._time_zone_of(each)) for each in (day, day_before))

    def end_of_day(self, day: dt.date) -> dt.datetime:
        """The end of the day, as UTC; exclusive."""
        return self.start_of_day(day + dt.timedelta(days=1))

    def _time_zone_of(self, day: dt.date) -> str:
        return next((time_zone for until, time_zone in self.former if day < until), self.current)
