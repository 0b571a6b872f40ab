"""Parsing of amounts, and the limits of a charge: pure rules, tested with any amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing import amount_input
from billing.errors import AmountOutOfRange, InvalidAmount, MethodUnavailable
from gateway import charge_limits
from models import PaymentMethod
from money import MAXIMUM_MINOR, Money, currency_digits

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "ISK", "HUF"])
POSITIVE = st.integers(min_value=1, max_value=MAXIMUM_MINOR)
CHARGED = (PaymentMethod.CARD, PaymentMethod.BANK_DEBIT)


def decimal(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).decimal


@given(minor=POSITIVE, currency=CURRENCIES)
def test_exact_amount_is_parsed_digit_for_digit(minor: int, currency: str) -> None:
    """D11: whole minor units internally, exact decimals in the API."""
    assert amount_input.parse_amount(decimal(minor, currency), currency, "amount") == minor


@given(
    minor=st.integers(min_value=-MAXIMUM_MINOR, max_value=MAXIMUM_MINOR), digit=st.integers(1, 9), currency=CURRENCIES
)
def test_too_many_decimals_are_refused(minor: int, digit: int, currency: str) -> None:
    """D10, D11: refused, not rounded: 19.999 USD, 10.2 JPY."""
    too_fine = Decimal(minor * 10 + digit).scaleb(-currency_digits(currency) - 1)
    with pytest.raises(InvalidAmount) as error:
        amount_input.parse_amount(too_fine, currency, "lines.2.unitPrice")
    assert error.value.field == "lines.2.unitPrice"


@pytest.mark.parametrize(
    "amount", ["0", "-0", "0.00", "-0.01", "-1E+20", "10000000000.00", "1E+5000", "1E-5000", "NaN", "sNaN", "Infinity"]
)
def test_invalid_amount_is_refused(amount: str) -> None:
    """D10: zero, negative, above 999,999,999,999 minor units, or not a number."""
    with pytest.raises(InvalidAmount):
        amount_input.parse_amount(Decimal(amount), "USD", "amount")


def test_the_largest_amount() -> None:
    """D10: 999,999,999,999 minor units are accepted."""
    assert amount_input.parse_amount(Decimal("9999999999.99"), "USD", "amount") == MAXIMUM_MINOR


@given(charged=POSITIVE, method=st.sampled_from(PaymentMethod), currency=CURRENCIES)
def test_charge_is_within_the_providers_limits(charged: int, method: PaymentMethod, currency: str) -> None:
    """D10, D16: and in the provider's units; an error has the limits."""
    limits = charge_limits(currency)
    step = {"KWD": 10}.get(currency, 1)
    try:
        amount_input.check_chargeable(charged, method, CHARGED, currency)
    except AmountOutOfRange as error:
        assert not limits.include(charged)
        assert (error.minimum, error.maximum) == (limits.minimum, limits.maximum)
    except InvalidAmount:
        assert charged % step
    else:
        assert limits.include(charged)
        assert charged % step == 0


@pytest.mark.parametrize(
    ("currency", "smallest", "largest"), [("USD", 50, 99_999_999), ("JPY", 50, 99_999_999), ("GBP", 30, 99_999_999)]
)
def test_provider_limits(currency: str, smallest: int, largest: int) -> None:
    """D10: about 0.50 USD; at most 99,999,999 of Stripe's units."""
    for charged in (smallest, largest):
        amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)
    for charged in (smallest - 1, largest + 1):
        with pytest.raises(AmountOutOfRange):
            amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, currency)


def test_only_the_largest_amount_is_known() -> None:
    """D10: where the provider publishes no smallest amount, any is tried; three-decimal currencies end in 0."""
    for charged in (10, 99_999_990):
        amount_input.check_chargeable(charged, PaymentMethod.CARD, CHARGED, "KWD")
    with pytest.raises(AmountOutOfRange) as error:
        amount_input.check_chargeable(100_000_000, PaymentMethod.CARD, CHARGED, "KWD")
    assert (error.value.minimum, error.value.maximum) == (None, Money(99_999_990, "KWD"))
    assert str(error.value) == "KWD100,000.000 cannot be charged. The amount must be at most KWD99,999.990."


@given(method=st.sampled_from(PaymentMethod), offered=st.sets(st.sampled_from(PaymentMethod)))
def test_method_that_is_not_offered_is_refused(method: PaymentMethod, offered: set[PaymentMethod]) -> None:
    """D4: the error has the offered methods."""
    assume(method not in offered)
    methods: tuple[Any, ...] = tuple(offered)
    with pytest.raises(MethodUnavailable) as error:
        amount_input.check_chargeable(100_00, method, methods, "EUR")
    assert error.value.methods == methods
