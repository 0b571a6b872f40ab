"""Custom scalars accept exact values only."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLScalarType, parse_value
from hypothesis import given
from hypothesis import strategies as st

from graph import scalars, strawberry_compat
from graph import schema as graph_schema


def scalar(schema: graph_schema.Schema, name: str) -> GraphQLScalarType:
    scalar_type = strawberry_compat.graphql_schema(schema).type_map[name]
    assert isinstance(scalar_type, GraphQLScalarType)
    return scalar_type


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("250.00", "250.00"), ("-0.10", "-0.10"), ("0", "0"), (250, "250"), (-3, "-3"), ("007.5", "7.5"),
        (10**39, str(10**39)), ("1." + "0" * 38, "1." + "0" * 38),
    ],
)  # fmt: skip
def test_decimal_accepts(schema: graph_schema.Schema, value: Any, expected: str) -> None:
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
def test_decimal_rejects(schema: graph_schema.Schema, value: Any) -> None:
    """No float is exactly 20.10."""
    with pytest.raises(GraphQLError) as raised:
        scalar(schema, "Decimal").parse_value(value)
    assert raised.value.extensions == {"code": "BAD_USER_INPUT"}


def test_decimal_rejects_huge_integers(schema: graph_schema.Schema) -> None:
    """Python raises ValueError if an integer of that length is converted to text."""
    with pytest.raises(GraphQLError):
        scalar(schema, "Decimal").parse_value(10**5000)


@pytest.mark.parametrize("literal", ["20.10", "20.0", "1e3", "true", "null", "FULL", "[1]", "{a: 1}", "9" * 41])
def test_decimal_rejects_literals(schema: graph_schema.Schema, literal: str) -> None:
    with pytest.raises(GraphQLError):
        scalar(schema, "Decimal").parse_literal(parse_value(literal))


@pytest.mark.parametrize(("literal", "expected"), [('"20.10"', "20.10"), ("20", "20"), ("-7", "-7")])
def test_decimal_accepts_literals(schema: graph_schema.Schema, literal: str, expected: str) -> None:
    assert scalar(schema, "Decimal").parse_literal(parse_value(literal)) == Decimal(expected)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_decimal_is_serialized_in_plain_notation(value: Decimal) -> None:
    """Without an exponent, and without loss."""
    decimal = scalars.SCALARS[Decimal]
    assert decimal.serialize is not None
    assert decimal.parse_value is not None
    text = decimal.serialize(value)
    assert "e" not in text.lower()
    assert decimal.parse_value(text) == value


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-1-1", "20260101", "2026-01-01T00:00:00Z", "0001-01-01", 20260101]
)
def test_date_rejects(schema: graph_schema.Schema, value: Any) -> None:
    with pytest.raises(GraphQLError):
        scalar(schema, "Date").parse_value(value)


def test_date(schema: graph_schema.Schema) -> None:
    date = scalar(schema, "Date")
    assert date.parse_value("2026-03-31") == dt.date(2026, 3, 31)
    assert date.parse_literal(parse_value('"2026-03-31"')) == dt.date(2026, 3, 31)
    assert date.serialize(dt.date(2026, 3, 31)) == "2026-03-31"


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
def test_date_time_rejects(schema: graph_schema.Schema, value: Any) -> None:
    """A UTC offset is required."""
    with pytest.raises(GraphQLError):
        scalar(schema, "DateTime").parse_value(value)


@pytest.mark.parametrize(
    "value", ["2026-03-31T09:30:00Z", "2026-03-31T11:30:00+02:00", "2026-03-31t09:30:00.000z", "2026-03-31T09:30Z"]
)
def test_date_time(schema: graph_schema.Schema, value: str) -> None:
    """Serialized in UTC, whatever the offset of the input."""
    date_time = scalar(schema, "DateTime")
    assert date_time.serialize(date_time.parse_value(value)) == "2026-03-31T09:30:00Z"


def test_currency_code(schema: graph_schema.Schema) -> None:
    assert scalar(schema, "CurrencyCode").parse_value("EUR") == "EUR"
    with pytest.raises(GraphQLError):
        scalar(schema, "CurrencyCode").parse_value("EURO")


async def test_an_invalid_value_is_a_client_error(schema: graph_schema.Schema) -> None:
    """Literals and variables alike are BAD_USER_INPUT, before execution."""
    literal = '{ firm { payments(filter: {settledFrom: "soon"}) { totalCount } } }'
    variable = "query ($date: Date) { firm { payments(filter: {settledFrom: $date}) { totalCount } } }"
    for query, variables in ((literal, None), (variable, {"date": "soon"})):
        result = await schema.execute(query, variables)
        assert result.data is None
        assert [error.extensions for error in result.errors or []] == [{"code": "BAD_USER_INPUT"}]
