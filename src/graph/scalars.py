"""Values that JSON has no word for: exact decimals, days, moments, currencies. What cannot be taken is told as such."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NewType, TypeVar

import strawberry
from graphql import GraphQLError, IntValueNode, StringValueNode, ValueNode
from strawberry.types.scalar import ScalarDefinition

import money
from graph import errors

CurrencyCode = NewType("CurrencyCode", str)
T = TypeVar("T")

_LONGEST = 40
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def _refused(expected: str) -> GraphQLError:
    return GraphQLError(f"Expected {expected}.", extensions={"code": errors.Code.BAD_USER_INPUT})


def _decimal(value: object) -> Decimal:
    """Take a string in plain notation, or an integer. Never a float: it is not what somebody wrote."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_LONGEST:
        return Decimal(value)
    if isinstance(value, str) and len(value) <= _LONGEST and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise _refused('a decimal in plain notation, as a string ("250.00") or an integer; floats are not taken')


def _decimal_literal(node: ValueNode, _variables: object = None) -> Decimal:
    return _decimal(node.value if isinstance(node, (IntValueNode, StringValueNode)) else None)


def _date(value: object) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if _FIRST_YEAR <= day.year <= _LAST_YEAR:
                return day
    raise _refused(f'a day between the years {_FIRST_YEAR} and {_LAST_YEAR}, like "2026-03-31"')


def _moment(value: object) -> dt.datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = dt.datetime.fromisoformat(value.upper())
        except ValueError:
            pass
        else:
            if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                return moment.astimezone(dt.UTC)
    raise _refused('a moment with its offset from UTC, like "2026-03-31T09:30:00Z" or "2026-03-31T11:30:00+02:00"')


def _moment_out(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _currency(value: object) -> CurrencyCode:
    try:
        return CurrencyCode(money.check_currency(str(value)))
    except money.UnknownCurrency:
        raise _refused('a currency code of ISO 4217, like "USD"') from None


def _only_strings(take: Callable[[object], T]) -> Callable[..., T]:
    """For a literal in a document: what is no string is refused as if it were an unreadable one."""

    def take_literal(node: ValueNode, _variables: object = None) -> T:
        return take(node.value if isinstance(node, StringValueNode) else None)

    return take_literal


DECIMAL = strawberry.scalar(
    name="Decimal",
    description=(
        'An exact decimal number in plain notation. Answers write it as a JSON string: "250.00". Inputs take such a'
        " string of at most 40 characters, or an integer. Floats and exponents are refused: they are not exact."
    ),
    serialize=lambda value: f"{value:f}",
    parse_value=_decimal,
    parse_literal=_decimal_literal,
)
DATE = strawberry.scalar(
    name="Date",
    description='A day of the calendar, without time and time zone, as ISO 8601 writes it: "2026-03-31".',
    serialize=lambda value: value.isoformat(),
    parse_value=_date,
    parse_literal=_only_strings(_date),
)
DATE_TIME = strawberry.scalar(
    name="DateTime",
    description=(
        'A moment, as ISO 8601 writes it. Answers are in UTC: "2026-03-31T09:30:00Z". Inputs may have any offset,'
        " but must have one."
    ),
    serialize=_moment_out,
    parse_value=_moment,
    parse_literal=_only_strings(_moment),
)
CURRENCY_CODE = strawberry.scalar(
    name="CurrencyCode",
    description='A currency, by its three letters of ISO 4217: "USD", "EUR", "JPY".',
    specified_by_url="https://www.iso.org/iso-4217-currency-codes.html",
    serialize=str,
    parse_value=_currency,
)

SCALARS: dict[object, ScalarDefinition] = {
    Decimal: DECIMAL,
    dt.date: DATE,
    dt.datetime: DATE_TIME,
    CurrencyCode: CURRENCY_CODE,
}

__all__ = ["SCALARS", "CurrencyCode"]
