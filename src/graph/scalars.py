"""Custom scalars: exact decimals, dates, times, currency codes. Invalid values are rejected with BAD_USER_INPUT."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import NewType, TypeVar

import strawberry
from graphql import GraphQLError, IntValueNode, StringValueNode, ValueNode
from strawberry.types.scalar import ScalarDefinition

import money
from graph import errors
from translation import LOCALES

CurrencyCode = NewType("CurrencyCode", str)
Locale = NewType("Locale", str)
T = TypeVar("T")

_MAX_DECIMAL_LENGTH = 40
_DECIMAL_PATTERN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME_PATTERN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_MIN_YEAR, _MAX_YEAR = 1900, 2999


def _input_error(expected: str) -> GraphQLError:
    return GraphQLError(f"Expected {expected}.", extensions={"code": errors.Code.BAD_USER_INPUT})


def _parse_decimal(value: object) -> Decimal:
    """Parse a string in plain notation, or an integer. Floats are rejected: they are not exact."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_MAX_DECIMAL_LENGTH:
        return Decimal(value)
    if isinstance(value, str) and len(value) <= _MAX_DECIMAL_LENGTH and _DECIMAL_PATTERN.fullmatch(value):
        return Decimal(value)
    raise _input_error('a decimal in plain notation, as a string ("250.00") or an integer, not a float')


def _parse_date(value: object) -> dt.date:
    if isinstance(value, str) and _DATE_PATTERN.fullmatch(value):
        with suppress(ValueError):
            date = dt.date.fromisoformat(value)
            if _MIN_YEAR <= date.year <= _MAX_YEAR:
                return date
    raise _input_error(f'a date between the years {_MIN_YEAR} and {_MAX_YEAR}, such as "2026-03-31"')


def _parse_datetime(value: object) -> dt.datetime:
    if isinstance(value, str) and _DATETIME_PATTERN.fullmatch(value):
        with suppress(ValueError):
            time = dt.datetime.fromisoformat(value.upper())
            if _MIN_YEAR <= time.year <= _MAX_YEAR:
                return time.astimezone(dt.UTC)
    raise _input_error('a time with a UTC offset, such as "2026-03-31T09:30:00Z" or "2026-03-31T11:30:00+02:00"')


def _serialize_datetime(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _parse_currency(value: object) -> CurrencyCode:
    try:
        return CurrencyCode(money.check_currency(str(value)))
    except money.UnknownCurrency:
        raise _input_error('an ISO 4217 currency code, such as "USD"') from None


def _parse_locale(value: object) -> Locale:
    if isinstance(value, str) and value in LOCALES:
        return Locale(value)
    raise _input_error("a language tag: " + " or ".join(f'"{tag}"' for tag in LOCALES))


def _literal_parser(
    parse: Callable[[object], T], *nodes: type[IntValueNode] | type[StringValueNode]
) -> Callable[..., T]:
    """The parser of literals of these kinds in a document. Others are rejected like invalid values."""

    def parse_literal(node: ValueNode, _variables: object = None) -> T:
        return parse(node.value if isinstance(node, nodes) else None)

    return parse_literal


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description=(
            'An exact decimal number in plain notation. Responses contain it as a JSON string: "250.00". Inputs accept'
            f" such a string of at most {_MAX_DECIMAL_LENGTH} characters, or an integer. Floats and exponents are"
            " rejected: they are not exact."
        ),
        serialize=lambda value: f"{value:f}",
        parse_value=_parse_decimal,
        parse_literal=_literal_parser(_parse_decimal, IntValueNode, StringValueNode),
    ),
    dt.date: strawberry.scalar(
        name="Date",
        description='A calendar date without time or time zone, in ISO 8601 format: "2026-03-31".',
        serialize=lambda value: value.isoformat(),
        parse_value=_parse_date,
        parse_literal=_literal_parser(_parse_date, StringValueNode),
    ),
    dt.datetime: strawberry.scalar(
        name="DateTime",
        description=(
            'A point in time, in ISO 8601 format. Responses are in UTC: "2026-03-31T09:30:00Z". Inputs may have any UTC'
            " offset, but must have one."
        ),
        serialize=_serialize_datetime,
        parse_value=_parse_datetime,
        parse_literal=_literal_parser(_parse_datetime, StringValueNode),
    ),
    Locale: strawberry.scalar(
        name="Locale",
        description=(
            "A BCP 47 language tag that the system has texts in: " + ", ".join(f'"{tag}"' for tag in LOCALES) + "."
        ),
        serialize=str,
        parse_value=_parse_locale,
        parse_literal=_literal_parser(_parse_locale, StringValueNode),
    ),
    CurrencyCode: strawberry.scalar(
        name="CurrencyCode",
        description='A currency, by its ISO 4217 code: "USD", "EUR", "JPY".',
        specified_by_url="https://www.iso.org/iso-4217-currency-codes.html",
        serialize=str,
        parse_value=_parse_currency,
    ),
}
