"""Amounts of money in minor units, and their conversion from and to decimals."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext

from babel.numbers import NumberPattern, parse_pattern

from money.currency import currency_digits
from translation import babel_locale, current_locale

MAXIMUM_MINOR = 999_999_999_999
"""The largest amount accepted in any currency, in minor units (D10). A charge is limited by `gateway.limits`."""

_PRECISION = 60


class InexactAmount(ValueError):
    """The decimal has more digits than the currency, or is not a finite number."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """Whole minor units of one currency (ISO 4217). Negative in credit entries that reduce a balance."""

    minor: int
    currency: str

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> Money:
        """Convert a decimal. Raises InexactAmount if it would have to be rounded (D11)."""
        digits = currency_digits(currency)
        if not amount.is_finite():
            raise InexactAmount(amount)
        # Far above MAXIMUM_MINOR. A huge exponent would cost memory and time.
        if amount and (amount.adjusted() > 40 or amount.adjusted() < -40):
            raise InexactAmount(amount)
        with localcontext() as context:
            context.prec = _PRECISION
            context.traps[Inexact] = True
            try:
                # The Inexact trap raises instead of rounding.
                return cls(int(amount.scaleb(digits).to_integral_exact()), currency)
            except Inexact as error:
                raise InexactAmount(amount) from error

    @property
    def decimal(self) -> Decimal:
        """The amount as a decimal with all of the currency's digits: 250.00 USD, 250 JPY, 250.000 KWD."""
        return Decimal(self.minor).scaleb(-currency_digits(self.currency))

    def format(self) -> str:
        """Format for users in the current language, with all of the currency's digits: €250.00, ¥1,500, 250,00 €."""
        locale = current_locale()
        pattern = _pattern(locale, currency_digits(self.currency))
        return str(pattern.apply(self.decimal, babel_locale(locale), currency=self.currency, currency_digits=False))

    def __str__(self) -> str:
        """The amount for operators and logs, the same in every language: 250.00 EUR."""
        return f"{self.decimal:f} {self.currency}"


@functools.cache
def _pattern(locale: str, digits: int) -> NumberPattern:
    """How the locale writes amounts. The digits are ISO 4217's: CLDR's data has fewer for some currencies."""
    pattern = parse_pattern(babel_locale(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (digits, digits)
    return pattern


def round_half_up(quantity: Decimal, unit_price_minor: int) -> int:
    """Return quantity times unit price in minor units, rounded half up. Nothing else is rounded (D11)."""
    with localcontext() as context:
        context.prec = _PRECISION
        return int((quantity * unit_price_minor).to_integral_value(rounding=ROUND_HALF_UP))
