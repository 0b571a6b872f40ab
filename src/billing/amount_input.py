"""Validate amounts: parse a decimal into minor units, and check the limits for one charge (D10, D11).

The largest and the smallest amount per currency are in `gateway.limits`. `money.MAXIMUM_MINOR` limits every amount.
"""

from decimal import Decimal

import gateway
import models
from billing.errors import AmountOutOfRange, InvalidAmount, MethodUnavailable
from money import MAXIMUM_MINOR, InexactAmount, Money, currency_digits


def parse_amount(amount: Decimal, currency: str, field: str) -> int:
    """The amount in minor units.

    Raises InvalidAmount if it is zero, negative, too large, or has more decimal places than the currency (D10, D11).
    """
    try:
        minor = Money.from_decimal(amount, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(field, decimal_places_message(currency)) from error
    if minor <= 0:
        raise InvalidAmount(field, "Enter an amount greater than zero.")
    if minor > MAXIMUM_MINOR:
        raise InvalidAmount(field, f"Enter an amount of at most {Money(MAXIMUM_MINOR, currency).format()}.")
    return minor


def parse_optional_amount(amount: Decimal | None, currency: str, field: str) -> int | None:
    """The amount in minor units, or None. Raises InvalidAmount as `parse_amount` does."""
    return None if amount is None else parse_amount(amount, currency, field)


def decimal_places_message(currency: str) -> str:
    """The message for an amount with more decimal places than the currency has."""
    digits = currency_digits(currency)
    return f"Enter an amount with at most {digits} decimal places." if digits else "Enter an amount in whole numbers."


def check_chargeable(
    charged: int, method: models.PaymentMethod, offered_methods: tuple[models.PaymentMethod, ...], currency: str
) -> None:
    """Check that the provider can charge `charged` minor units by this method (D10, D16).

    Raises MethodUnavailable, AmountOutOfRange, InvalidAmount.
    """
    if method not in offered_methods:
        raise MethodUnavailable(offered_methods)
    limits = gateway.charge_limits(currency)
    if not limits.include(charged):
        allowed = describe_range(limits.minimum, limits.maximum)
        message = f"{Money(charged, currency).format()} cannot be charged. A charge must be {allowed}."
        raise AmountOutOfRange(message, limits.minimum, limits.maximum)
    check_exactly_chargeable(charged, currency, "amount")


def describe_range(minimum: Money | None, maximum: Money) -> str:
    """A phrase for messages: "between 0.50 EUR and 100.00 EUR", or "at most 100.00 EUR"."""
    return f"at most {maximum.format()}" if minimum is None else f"between {minimum.format()} and {maximum.format()}"


def refused_amount(charged: Money, error: gateway.AmountNotChargeable) -> AmountOutOfRange:
    """The error for an amount that only the provider could refuse, because its limit is not known here (D10)."""
    limits = gateway.charge_limits(charged.currency)
    if error.is_too_large:
        message = f"{charged.format()} is more than the payment provider can charge. Enter a smaller amount."
        return AmountOutOfRange(message, limits.minimum, None)
    message = f"{charged.format()} is less than the payment provider can charge. Enter a larger amount."
    return AmountOutOfRange(message, None, limits.maximum)


def check_exactly_chargeable(amount: int, currency: str, field: str) -> None:
    """Raise InvalidAmount if the provider cannot charge or refund exactly `amount` minor units (D10)."""
    if not gateway.can_charge_exactly(Money(amount, currency)):
        raise InvalidAmount(
            field, f"The payment provider cannot process {Money(amount, currency).format()}. The last digits must be 0."
        )
