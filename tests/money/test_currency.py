"""Currencies: those of ISO 4217, each with its own digits."""

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
    """D11: JPY 0 digits, USD 2, KWD 3: ISO 4217's, where shops and CLDR would show fewer (HUF, IDR, ISK, IQD)."""
    assert currency_digits(code) == digits
    assert check_currency(code) == code


@pytest.mark.parametrize("code", ["", "usd", "Usd", "US", "USDT", "XXX", "XTS", "XAU", "HRK", "DEM", " USD", "€"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    """D11: a firm's currency is one that circulates, by its code exactly; no test codes, metals or old ones."""
    with pytest.raises(UnknownCurrency):
        check_currency(code)
    with pytest.raises(UnknownCurrency):
        currency_digits(code)
    with pytest.raises(UnknownCurrency):
        Money.from_decimal(Decimal(1), code)


def test_no_currency_is_listed_twice() -> None:
    """D11: a code in two lists would hide one of its answers."""
    listed = [*currency._NO_DIGITS.split(), *currency._TWO_DIGITS.split(), *currency._THREE_DIGITS.split()]
    assert len(listed) == len(set(listed)) > 150
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in listed)
