"""Exact values: what somebody wrote is what is taken, or nothing is."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLScalarType, parse_value
from hypothesis import given
from hypothesis import strategies as st

from graph import scalars
from graph import schema as graph_schema


def scalar(schema: graph_schema.Schema, name: str) -> GraphQLScalarType:
    found = schema._schema.type_map[name]
    assert isinstance(found, GraphQLScalarType)
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("250.00", "250.00"), ("-0.10", "-0.10"), ("0", "0"), (250, "250"), (-3, "-3"), ("007.5", "7.5"),
        (10**39, str(10**39)), ("1." + "0" * 38, "1." + "0" * 38),
    ],
)  # fmt: skip
def test_decimal_takes(schema: graph_schema.Schema, value: Any, expected: str) -> None:
    decimal = scalar(schema, "Decimal")
    assert str(decimal.parse_value(value)) == expected
    assert decimal.serialize(decimal.parse_value(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        20.1, 20.0, float("nan"), True, None, [], "", " 1", "1 ", "+1", "1.", ".5", "1e3", "1E+999999999", "NaN",
        "Infinity", "-Infinity", "0x10", "1_000", "1,5", "٣", "1\n", "1\0", "9" * 41, 10**40, -(10**40),
    ],
)  # fmt: skip
def test_decimal_refuses(schema: graph_schema.Schema, value: Any) -> None:
    """Floats above all: 20.10 is not what a float can say."""
    with pytest.raises(GraphQLError) as refused:
        scalar(schema, "Decimal").parse_value(value)
    assert refused.value.extensions == {"code": "BAD_USER_INPUT"}


def test_decimal_refuses_a_giant_without_writing_it_out(schema: graph_schema.Schema) -> None:
    """Python itself refuses to write integers of that length; so must we, and not stumble."""
    with pytest.raises(GraphQLError):
        scalar(schema, "Decimal").parse_value(10**5000)


@pytest.mark.parametrize("literal", ["20.10", "20.0", "1e3", "true", "null", "FULL", "[1]", "{a: 1}", "9" * 41])
def test_decimal_refuses_literals(schema: graph_schema.Schema, literal: str) -> None:
    with pytest.raises(GraphQLError):
        scalar(schema, "Decimal").parse_literal(parse_value(literal))


@pytest.mark.parametrize(("literal", "expected"), [('"20.10"', "20.10"), ("20", "20"), ("-7", "-7")])
def test_decimal_takes_literals(schema: graph_schema.Schema, literal: str, expected: str) -> None:
    assert scalar(schema, "Decimal").parse_literal(parse_value(literal)) == Decimal(expected)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_decimal_is_written_plainly(value: Decimal) -> None:
    """Never an exponent, and read again it is the same."""
    assert scalars.DECIMAL.serialize is not None
    assert scalars.DECIMAL.parse_value is not None
    written = scalars.DECIMAL.serialize(value)
    assert "e" not in written.lower()
    assert scalars.DECIMAL.parse_value(written) == value


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-1-1", "20260101", "2026-01-01T00:00:00Z", "0001-01-01", 20260101]
)
def test_date_refuses(schema: graph_schema.Schema, value: Any) -> None:
    with pytest.raises(GraphQLError):
        scalar(schema, "Date").parse_value(value)


def test_date(schema: graph_schema.Schema) -> None:
    day = scalar(schema, "Date")
    assert day.parse_value("2026-03-31") == dt.date(2026, 3, 31)
    assert day.parse_literal(parse_value('"2026-03-31"')) == dt.date(2026, 3, 31)
    assert day.serialize(dt.date(2026, 3, 31)) == "2026-03-31"


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-31T09:30:00",
        "2026-03-31",
        "2026-03-31 09:30:00Z",
        "2026-03-31T25:00:00Z",
        "now",
        0,
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_date_time_refuses(schema: graph_schema.Schema, value: Any) -> None:
    """A moment without its offset is no moment."""
    with pytest.raises(GraphQLError):
        scalar(schema, "DateTime").parse_value(value)


@pytest.mark.parametrize(
    "value", ["2026-03-31T09:30:00Z", "2026-03-31T11:30:00+02:00", "2026-03-31t09:30:00.000z", "2026-03-31T09:30Z"]
)
def test_date_time(schema: graph_schema.Schema, value: str) -> None:
    """Whatever its offset, it is told in UTC."""
    moment = scalar(schema, "DateTime")
    assert moment.serialize(moment.parse_value(value)) == "2026-03-31T09:30:00Z"


def test_currency_code(schema: graph_schema.Schema) -> None:
    assert scalar(schema, "CurrencyCode").parse_value("EUR") == "EUR"
    with pytest.raises(GraphQLError):
        scalar(schema, "CurrencyCode").parse_value("EURO")


async def test_a_bad_value_is_the_callers(schema: graph_schema.Schema) -> None:
    """As a literal and as a variable alike: BAD_USER_INPUT, before anything is run."""
    literal = '{ firm { payments(filter: {settledFrom: "soon"}) { totalCount } } }'
    variable = "query ($day: Date) { firm { payments(filter: {settledFrom: $day}) { totalCount } } }"
    for query, variables in ((literal, None), (variable, {"day": "soon"})):
        result = await schema.execute(query, variables)
        assert result.data is None
        assert [error.extensions for error in result.errors or []] == [{"code": "BAD_USER_INPUT"}]
