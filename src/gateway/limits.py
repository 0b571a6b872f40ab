"""What Stripe can charge, and how it counts minor units: its own tables, which are not ISO 4217's."""

from __future__ import annotations

from dataclasses import dataclass

from money import Money, currency_digits

_MAXIMUM_UNITS = 99_999_999
# Digits that Stripe counts in where they differ from the currency's own.
_STRIPE_DIGITS = {"ISK": 2, "UGX": 2, "MGA": 0}
# In Stripe's own units. Where a currency is not listed, Stripe decides by the account's settlement currency.
_MINIMUM_UNITS = {
    "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30,
    "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200,
    "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip
_BANK_DEBIT_TYPES = {
    "USD": "us_bank_account",
    "EUR": "sepa_debit",
    "GBP": "bacs_debit",
    "CAD": "acss_debit",
    "AUD": "au_becs_debit",
}


@dataclass(frozen=True, slots=True)
class ChargeLimits:
    """The smallest and the largest sum that can be charged at once."""

    minimum: Money
    maximum: Money


def charge_limits(currency: str) -> ChargeLimits:
    """The limits for one charge in this currency (D10)."""
    smallest = _MINIMUM_UNITS.get(currency) or _unit_increment(currency)
    return ChargeLimits(from_units(smallest, currency), from_units(_maximum_units(currency), currency))


def can_charge_exactly(amount: Money) -> bool:
    """Whether the sum can be said in the provider's units: three-decimal currencies end in 0, ISK has no fractions."""
    units, rest = _convert(amount)
    return not rest and units % _unit_increment(amount.currency) == 0


def to_units(amount: Money) -> int:
    """The sum in the provider's units. Raise ValueError where it is not exact: it was to be refused before."""
    units, rest = _convert(amount)
    if rest:
        raise ValueError(amount)
    return units


def from_units(units: int, currency: str) -> Money:
    """The provider's units as money; a fraction that the currency does not have is a mismatch and raises ValueError."""
    up, down = _scale(currency)
    minor, rest = divmod(units * down, up)
    if rest:
        raise ValueError(units, currency)
    return Money(minor, currency)


def bank_debit_type(currency: str) -> str | None:
    """Stripe's name for a bank debit in this currency; None where it has none."""
    return _BANK_DEBIT_TYPES.get(currency)


def supports_bank_debit(currency: str) -> bool:
    """Whether a bank debit can be taken in this currency at all."""
    return currency in _BANK_DEBIT_TYPES


def _scale(currency: str) -> tuple[int, int]:
    difference = _STRIPE_DIGITS.get(currency, currency_digits(currency)) - currency_digits(currency)
    return 10 ** max(difference, 0), 10 ** max(-difference, 0)


def _convert(amount: Money) -> tuple[int, int]:
    up, down = _scale(amount.currency)
    return divmod(amount.minor * up, down)


def _unit_increment(currency: str) -> int:
    if currency_digits(currency) == 3:
        return 10
    return _scale(currency)[0]


def _maximum_units(currency: str) -> int:
    return _MAXIMUM_UNITS - _MAXIMUM_UNITS % _unit_increment(currency)
