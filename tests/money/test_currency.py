"""Currencies of ISO 4217 and their digits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from money import Money, UnknownCurrency, check_currency, currency, currency_digits


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("JPY", 0), ("KRW", 0), ("CLP", 0), ("ISK", 0), ("UGX", 0), ("VND", 0), ("XOF", 0),
        ("USD", 2), ("EUR", 2), ("GBP", 2), ("HUF", 2), ("IDR", 2), ("MGA", 2), ("COP", 2), ("TWD", 2),
        ("KWD", 3), ("BHD", 3), ("JOD", 3), ("OMR", 3), ("TND", 3), ("IQD", 3), ("LYD", 3),
    ],
)  # fmt: skip
def test_digits_of_iso_4217(code: str, digits: int) -> None:
    """D11: JPY 0 digits, USD 2, KWD 3, also where CLDR has fewer (HUF, IDR, ISK, IQD)."""
    assert currency_digits(code) == digits
    assert check_currency(code) == code


@pytest.mark.parametrize("code", ["", "usd", "Usd", "US", "USDT", "XXX", "XTS", "XAU", "HRK", "DEM", " USD", "€"])
def test_unknown_code_is_refused(code: str) -> None:
    """D11: exact codes of circulating currencies; no test codes, metals or withdrawn currencies."""
    with pytest.raises(UnknownCurrency):
        check_currency(code)
    with pytest.raises(UnknownCurrency):
        currency_digits(code)
    with pytest.raises(UnknownCurrency):
        Money.from_decimal(Decimal(1), code)


def test_no_currency_is_listed_twice() -> None:
    """D11: a code in two lists would have two numbers of digits."""
    codes = [*currency._NO_DIGITS.split(), *currency._TWO_DIGITS.split(), *currency._THREE_DIGITS.split()]
    assert len(codes) == len(set(codes)) > 150
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)
