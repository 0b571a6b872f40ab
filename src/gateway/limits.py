"""The smallest and the largest amount that the provider can charge in each currency, and where bank debits exist.

The largest is the same number of Stripe's units in each. Stripe counts some currencies in other units than their ISO
4217 minor units; amounts are converted here. `money.MAXIMUM_MINOR` limits every amount, charged or not.
"""

from dataclasses import dataclass

from money import Money, currency_digits

# The same number of units in every currency: an amount at Stripe has at most eight digits.
_LARGEST_UNITS = 99_999_999
# Stripe's decimal digits, where they differ from ISO 4217.
_STRIPE_DIGITS = {"ISK": 2, "UGX": 2, "MGA": 0}
# In Stripe's units, as published. For other currencies, Stripe converts the amount to the account's settlement currency
# and applies that one's minimum, which we cannot know beforehand.
_SMALLEST_UNITS = {
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
    """Smallest and largest amount of one charge. An unknown `minimum` is None: see `gateway.AmountNotChargeable`."""

    minimum: Money | None
    maximum: Money

    def include(self, minor: int) -> bool:
        """Whether this amount, in minor units, is within the limits, as far as they are known."""
        return (self.minimum is None or self.minimum.minor <= minor) and minor <= self.maximum.minor


def charge_limits(currency: str) -> ChargeLimits:
    """Return the smallest and largest amount of one charge in this currency (D10)."""
    smallest = _SMALLEST_UNITS.get(currency)
    largest = _LARGEST_UNITS - _LARGEST_UNITS % _unit_increment(currency)
    return ChargeLimits(None if smallest is None else from_units(smallest, currency), from_units(largest, currency))


def can_charge_exactly(amount: Money) -> bool:
    """Whether the amount is exact in Stripe's units. Amounts in three-decimal currencies must end in 0."""
    units, remainder = _convert(amount)
    return not remainder and units % _unit_increment(amount.currency) == 0


def round_up_to_chargeable(amount: Money) -> Money:
    """Return the smallest amount that is exact in Stripe's units and not below this one."""
    up, down = _scale(amount.currency)
    step = max(1, _unit_increment(amount.currency) * down // up)
    return Money(-(-amount.minor // step) * step, amount.currency)


def to_units(amount: Money) -> int:
    """Convert to Stripe's units. Raises ValueError if that would round, which `can_charge_exactly` rules out."""
    units, remainder = _convert(amount)
    if remainder:
        raise ValueError(amount)
    return units


def from_units(units: int, currency: str) -> Money:
    """Convert from Stripe's units. Raises ValueError for a fraction that the currency does not have."""
    up, down = _scale(currency)
    minor, remainder = divmod(units * down, up)
    if remainder:
        raise ValueError(units, currency)
    return Money(minor, currency)


def bank_debit_type(currency: str) -> str | None:
    """Return Stripe's payment method type for bank debits in this currency, or None if there is none."""
    return _BANK_DEBIT_TYPES.get(currency)


def supports_bank_debit(currency: str) -> bool:
    """Whether bank debits exist in this currency."""
    return currency in _BANK_DEBIT_TYPES


def _scale(currency: str) -> tuple[int, int]:
    """Minor units to Stripe's units: multiply by the first, divide by the second."""
    difference = _STRIPE_DIGITS.get(currency, currency_digits(currency)) - currency_digits(currency)
    return 10 ** max(difference, 0), 10 ** max(-difference, 0)


def _convert(amount: Money) -> tuple[int, int]:
    up, down = _scale(amount.currency)
    return divmod(amount.minor * up, down)


def _unit_increment(currency: str) -> int:
    """Amounts must be a multiple of this, in Stripe's units."""
    if currency_digits(currency) == 3:
        return 10
    return _scale(currency)[0]
