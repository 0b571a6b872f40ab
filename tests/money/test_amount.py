"""Amounts: exact decimals outside, whole minor units inside; refused, never rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from money import MAXIMUM_MINOR, InexactAmount, Money, currency_digits, round_half_up

CURRENCIES = ("JPY", "USD", "KWD", "ISK", "EUR", "MGA")
minors = st.integers(-MAXIMUM_MINOR, MAXIMUM_MINOR)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("250.00", "USD", 250_00),
        ("250", "USD", 250_00),
        ("2.5E+2", "USD", 250_00),
        ("0.01", "USD", 1),
        ("-0.01", "USD", -1),
        ("10.20", "USD", 10_20),
        ("10", "JPY", 10),
        ("10.00", "JPY", 10),
        ("1.5", "KWD", 1_500),
        ("1.005", "KWD", 1_005),
        ("0", "USD", 0),
        ("-0", "USD", 0),
        ("0E+99", "JPY", 0),
        ("9999999999.99", "USD", MAXIMUM_MINOR),
        ("1." + "0" * 200, "USD", 1_00),
    ],
)
def test_exact_decimal_is_accepted(amount: str, currency: str, minor: int) -> None:
    """D11: any notation of a decimal that needs no rounding."""
    assert Money.from_decimal(Decimal(amount), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("19.999", "USD"),
        ("10.2", "JPY"),
        ("0.5", "JPY"),
        ("0.0005", "KWD"),
        ("0.004999999999", "USD"),
        ("0.995", "USD"),
        ("1.0000000000000000000000000000000000000000000000000000000000000000000001", "USD"),
        ("0.0099999999999999999999999999999999999999999999999999999999999999999999", "USD"),
        ("NaN", "USD"),
        ("sNaN", "USD"),
        ("Infinity", "USD"),
        ("-Infinity", "JPY"),
        ("1E+41", "USD"),
        ("1E+999999", "USD"),
        ("1E-999999", "USD"),
    ],
)
def test_inexact_decimal_is_refused(amount: str, currency: str) -> None:
    """D11: more digits than the currency has, however small, or not a finite number."""
    with pytest.raises(InexactAmount):
        Money.from_decimal(Decimal(amount), currency)


@given(minors, st.sampled_from(CURRENCIES))
def test_decimal_round_trip(minor: int, currency: str) -> None:
    """D11: the decimal has all of the currency's digits, and converts back to the same amount."""
    money = Money(minor, currency)
    assert Money.from_decimal(money.decimal, currency) == money
    assert money.decimal.as_tuple().exponent == -currency_digits(currency)
    assert money.decimal * 10 ** currency_digits(currency) == minor


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(CURRENCIES))
def test_any_decimal_is_exact_or_refused(amount: Decimal, currency: str) -> None:
    """D11: only fractions of minor units, and absurd exponents, are refused."""
    scaled = Fraction(amount) * 10 ** currency_digits(currency) if abs(amount.adjusted()) < 400 else None
    try:
        money = Money.from_decimal(amount, currency)
    except InexactAmount:
        assert scaled is None or scaled.denominator != 1 or abs(amount.adjusted()) > 40
    else:
        assert money.minor == (scaled or 0)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(250_00, "EUR"), "€250.00"),
        (Money(1_500, "JPY"), "¥1,500"),
        (Money(1_234_567_89, "USD"), "$1,234,567.89"),
        (Money(250_000, "KWD"), "KWD250.000"),
        (Money(5, "USD"), "$0.05"),
        (Money(0, "GBP"), "£0.00"),
        (Money(-5, "USD"), "-$0.05"),
        (Money(1_050, "ISK"), "ISK1,050"),
        (Money(100_01, "HUF"), "HUF100.01"),
        (Money(MAXIMUM_MINOR, "USD"), "$9,999,999,999.99"),
    ],
)
def test_format(money: Money, text: str) -> None:
    """D11: with all of the currency's ISO 4217 digits, which are not CLDR's."""
    assert money.format() == text


def test_amounts_of_two_currencies_are_never_equal() -> None:
    """D11: 100 yen are not 100 cents."""
    assert Money(100, "JPY") != Money(100, "USD")


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("1", 19_99, 19_99),
        ("0.5", 1, 1),
        ("0.5", 3, 2),
        ("2.5", 1, 3),
        ("0.4999999", 1, 0),
        ("1.005", 1_00, 1_01),
        ("0.333333", 3, 1),
        ("1.5", 0, 0),
        ("1000000000", MAXIMUM_MINOR, 10**9 * MAXIMUM_MINOR),
        ("999999999.999999", MAXIMUM_MINOR, 999_999_999_998_999_000_000),
    ],
)
def test_a_line_is_rounded_half_up(quantity: str, price: int, amount: int) -> None:
    """D11: quantity times unit price is the only thing that is rounded."""
    assert round_half_up(Decimal(quantity), price) == amount


@given(st.decimals(0, 10**9, places=6), st.integers(0, MAXIMUM_MINOR))
def test_a_line_is_never_off_by_more_than_half_a_minor_unit(quantity: Decimal, price: int) -> None:
    """D11: the nearest minor unit to the exact product; of two as near, the higher one."""
    error = round_half_up(quantity, price) - Fraction(quantity) * price
    assert -Fraction(1, 2) < error <= Fraction(1, 2)


@given(st.integers(0, 10**9), st.integers(0, MAXIMUM_MINOR))
def test_whole_quantities_are_not_rounded(quantity: int, price: int) -> None:
    """D11: an exact product stays exact."""
    assert round_half_up(Decimal(quantity), price) == quantity * price


@given(st.decimals(0, 10**6, places=6), st.decimals(0, 10**6, places=6), st.integers(0, 10**6))
def test_larger_quantity_never_costs_less(first: Decimal, second: Decimal, price: int) -> None:
    """D11: and the result is ROUND_HALF_UP of the decimal module."""
    low, high = sorted((first, second))
    assert round_half_up(low, price) <= round_half_up(high, price)
    assert round_half_up(low, price) == (low * price).quantize(Decimal(1), rounding=ROUND_HALF_UP)
