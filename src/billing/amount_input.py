"""Validate amounts: parse a decimal into minor units, and check the limits for one charge (D10, D11).

The largest and the smallest amount per currency are in `gateway.limits`. `money.MAXIMUM_MINOR` limits every amount.
"""

from decimal import Decimal

import gateway
import models
from billing.errors import AmountOutOfRange, InvalidAmount, MethodUnavailable
from money import MAXIMUM_MINOR, InexactAmount, Money, currency_digits
from translation import gettext as _


def parse_amount(amount: Decimal, currency: str, field: str) -> int:
    """The amount in minor units.

    Raises InvalidAmount if it is zero, negative, too large, or has more decimal places than the currency (D10, D11).
    """
    try:
        minor = Money.from_decimal(amount, currency).minor
    except InexactAmount as error:
        raise InvalidAmount(field, decimal_places_message(currency)) from error
    if minor <= 0:
        raise InvalidAmount(field, _("Enter an amount greater than zero."))
    if minor > MAXIMUM_MINOR:
        raise InvalidAmount(
            field, _("Enter an amount of at most {maximum}.").format(maximum=Money(MAXIMUM_MINOR, currency).format())
        )
    return minor


def parse_optional_amount(amount: Decimal | None, currency: str, field: str) -> int | None:
    """The amount in minor units, or None. Raises InvalidAmount as `parse_amount` does."""
    return None if amount is None else parse_amount(amount, currency, field)


def decimal_places_message(currency: str) -> str:
    """The message for an amount with more decimal places than the currency has."""
    digits = currency_digits(currency)
    if not digits:
        return _("Enter an amount in whole numbers.")
    return _("Enter an amount with at most {count} decimal places.").format(count=digits)


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
        raise AmountOutOfRange(
            _not_chargeable_message(Money(charged, currency), limits), limits.minimum, limits.maximum
        )
    check_exactly_chargeable(charged, currency, "amount")


def range_message(minimum: Money | None, maximum: Money) -> str:
    """The message for an amount outside of a range: "Enter an amount between €0.50 and €100.00."."""
    if minimum is None:
        return _("Enter an amount of at most {maximum}.").format(maximum=maximum.format())
    text = _("Enter an amount between {minimum} and {maximum}.")
    return text.format(minimum=minimum.format(), maximum=maximum.format())


def _not_chargeable_message(charged: Money, limits: gateway.ChargeLimits) -> str:
    amount, maximum = charged.format(), limits.maximum.format()
    if limits.minimum is None:
        text = _("{amount} cannot be charged. The amount must be at most {maximum}.")
        return text.format(amount=amount, maximum=maximum)
    text = _("{amount} cannot be charged. The amount must be between {minimum} and {maximum}.")
    return text.format(amount=amount, minimum=limits.minimum.format(), maximum=maximum)


def build_amount_error(charged: Money, error: gateway.AmountNotChargeable) -> AmountOutOfRange:
    """The error for an amount that only the provider could refuse, because its limit is not known here (D10)."""
    limits = gateway.charge_limits(charged.currency)
    if error.is_too_large:
        text = _("{amount} is more than the payment provider can charge. Enter a smaller amount.")
        return AmountOutOfRange(text.format(amount=charged.format()), limits.minimum, None)
    text = _("{amount} is less than the payment provider can charge. Enter a larger amount.")
    return AmountOutOfRange(text.format(amount=charged.format()), None, limits.maximum)


def check_exactly_chargeable(amount: int, currency: str, field: str) -> None:
    """Raise InvalidAmount if the provider cannot charge or refund exactly `amount` minor units (D10)."""
    if not gateway.can_charge_exactly(Money(amount, currency)):
        text = _("The payment provider cannot process {amount}. The last digits must be 0.")
        raise InvalidAmount(field, text.format(amount=Money(amount, currency).format()))
