"""Dates and numbers as they are written in the reader's language."""

import datetime as dt
from decimal import Decimal

from babel import dates, numbers

from translation.catalog import babel_locale, current_locale


def format_date(day: dt.date) -> str:
    """Format a day, which does not wrap: "2 March 2026", "2 mars 2026". English is British here, as on the pages."""
    locale = current_locale()
    text = dates.format_date(day, format="long", locale=babel_locale("en-GB" if locale == "en" else locale))
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def format_number(number: int | Decimal) -> str:
    """Format a number: "1,000,000", "1 000 000"."""
    return numbers.format_decimal(number, locale=babel_locale(current_locale()))
