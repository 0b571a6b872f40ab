"""Amounts in requests: parse a decimal into minor units, and check it against what the provider can charge (D10, D11).

The largest and smallest amount per currency are in `gateway.limits`; the largest amount at all is
`money.MAXIMUM_MINOR`.
"""

from __future__ import annotations

from decimal import Decimal

import gateway
import models
from billing.errors import AmountOutOfRange, InvalidAmount, MethodUnavailable
from money import MAXIMUM_MINOR, InexactAmount, Money


def parse_amount(amount: Decimal, currency: str, field: str) -> int:
    """The amount in minor units. Raise InvalidAmount: zero, negative, too many digits, too large (D10, D11)."""
    try:
        minor = Money.from_decimal(amount, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(field, f"{currency} does not have that many digits.") from error
    if minor <= 0:
        raise InvalidAmount(field, "The amount has to be more than zero.")
    if minor > MAXIMUM_MINOR:
        raise InvalidAmount(field, "The amount is too large.")
    return minor


def check_chargeable(
    charged: int, method: models.PaymentMethod, offered_methods: tuple[models.PaymentMethod, ...], currency: str
) -> None:
    """Raise MethodUnavailable, AmountOutOfRange or InvalidAmount where the provider cannot charge this (D10, D16)."""
    if method not in offered_methods:
        raise MethodUnavailable(offered_methods)
    limits = gateway.charge_limits(currency)
    if not limits.minimum.minor <= charged <= limits.maximum.minor:
        message = (
            f"{Money(charged, currency).format()} cannot be charged:"
            f" only {limits.minimum.format()} to {limits.maximum.format()} can."
        )
        raise AmountOutOfRange(message, limits.minimum, limits.maximum)
    check_exactly_chargeable(charged, currency)


def check_exactly_chargeable(amount: int, currency: str) -> None:
    """Raise InvalidAmount where the provider cannot count this sum, to charge it or to give it back (D10)."""
    if not gateway.can_charge_exactly(Money(amount, currency)):
        raise InvalidAmount(
            "amount",
            f"The payment provider cannot count {Money(amount, currency).format()}: its last digits have to be 0.",
        )
