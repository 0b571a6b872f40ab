"""The value itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, Inexact, localcontext

from babel.numbers import format_currency

from money.currency import currency_digits

MAXIMUM_MINOR = 999_999_999_999
"""The largest amount that is taken, in minor units (D10)."""

_PRECISION = 60


class InexactAmount(ValueError):
    """The decimal has more digits than the currency, or is no finite number."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """Whole minor units of one currency (ISO 4217). May be negative: a credit entry is signed."""

    minor: int
    currency: str

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str) -> Money:
        """The exact decimal as money. Raise InexactAmount where it would have to be rounded (D11)."""
        digits = currency_digits(currency)
        if not amount.is_finite():
            raise InexactAmount(amount)
        # Far above any amount we take, and a bound on the work that an exponent can ask for.
        if amount and (amount.adjusted() > 40 or amount.adjusted() < -40):
            raise InexactAmount(amount)
        with localcontext() as context:
            context.prec = _PRECISION
            context.traps[Inexact] = True
            try:
                # Integral or not: where a digit would be lost, the context says so and rounds nothing.
                return cls(int(amount.scaleb(digits).to_integral_exact()), currency)
            except Inexact as error:
                raise InexactAmount(amount) from error

    @property
    def decimal(self) -> Decimal:
        """The amount with the currency's own number of digits: 250.00 USD, 250 JPY, 250.000 KWD."""
        return Decimal(self.minor).scaleb(-currency_digits(self.currency))

    def format(self) -> str:
        """For people: €250.00, ¥1,500. All of the currency's own digits."""
        digits = currency_digits(self.currency)
        pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
        return format_currency(self.decimal, self.currency, pattern, locale="en", currency_digits=False)


def round_half_up(quantity: Decimal, unit_price_minor: int) -> int:
    """Quantity times unit price in minor units, half up: the one place where anything is rounded (D11)."""
    with localcontext() as context:
        context.prec = _PRECISION
        return int((quantity * unit_price_minor).to_integral_value(rounding=ROUND_HALF_UP))
