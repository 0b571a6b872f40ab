"""Smallest and largest amount per currency, and Stripe's units, which are not always ISO 4217's minor units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import can_charge_exactly, charge_limits, limits, supports_bank_debit
from models import PaymentMethod
from money import Money
from sandbox import currencies
from tests.gateway.conftest import GatewayHarness

CURRENCIES = ("ISK", "UGX", "MGA", "KWD", "JPY", "EUR", "USD", "HUF", "TND")


@pytest.mark.parametrize(
    ("currency", "minimum", "maximum"),
    [
        ("USD", 50, 99_999_999),
        ("EUR", 50, 99_999_999),
        ("GBP", 30, 99_999_999),
        ("CZK", 1500, 99_999_999),
        ("HUF", 17500, 99_999_999),
        ("JPY", 50, 99_999_999),
        ("KWD", None, 99_999_990),
        ("ISK", None, 999_999),
        ("UGX", None, 999_999),
        ("MGA", None, 9_999_999_900),
    ],
)
def test_smallest_and_largest_amount(currency: str, minimum: int | None, maximum: int) -> None:
    """D10: Stripe's limits of one charge, in ISO 4217 minor units; no smallest one where Stripe publishes none."""
    allowed = charge_limits(currency)
    smallest = None if minimum is None else Money(minimum, currency)
    assert (allowed.minimum, allowed.maximum) == (smallest, Money(maximum, currency))


@pytest.mark.parametrize("currency", CURRENCIES)
def test_limits_can_be_charged(currency: str) -> None:
    """D10: the limits themselves are exact in Stripe's units."""
    allowed = charge_limits(currency)
    assert can_charge_exactly(allowed.maximum)
    if allowed.minimum is not None:
        assert can_charge_exactly(allowed.minimum)
        assert 0 < allowed.minimum.minor < allowed.maximum.minor


@pytest.mark.parametrize("currency", CURRENCIES)
def test_known_minimum_is_enough_for_the_simulator(currency: str) -> None:
    """D10: what is offered as the smallest amount is not refused as too small."""
    minimum = charge_limits(currency).minimum
    if minimum is not None:
        currencies.check_amount(limits.to_units(minimum), currency.lower())


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Money(1_234, "KWD"), 1_240),
        (Money(1_230, "KWD"), 1_230),
        (Money(500_50, "MGA"), 501_00),
        (Money(7, "ISK"), 7),
        (Money(12_34, "EUR"), 12_34),
    ],
)
def test_round_up_to_chargeable(amount: Money, expected: int) -> None:
    """D10: the next amount that Stripe can charge exactly."""
    assert limits.round_up_to_chargeable(amount) == Money(expected, amount.currency)
    assert can_charge_exactly(limits.round_up_to_chargeable(amount))


@pytest.mark.parametrize(
    ("money", "units"),
    [
        (Money(20_00, "EUR"), 2000),
        (Money(1_500, "JPY"), 1500),
        (Money(1_230, "KWD"), 1230),
        (Money(1_500, "ISK"), 1500_00),
        (Money(7_000, "UGX"), 7000_00),
        (Money(500_00, "MGA"), 500),
    ],
)
def test_units_that_are_not_minor_units(money: Money, units: int) -> None:
    """D11: Stripe counts ISK and UGX with two decimals, and MGA with none."""
    assert limits.to_units(money) == units
    assert limits.from_units(units, money.currency) == money
    assert can_charge_exactly(money)


@pytest.mark.parametrize("money", [Money(1_235, "KWD"), Money(1_001, "TND"), Money(500_50, "MGA")])
def test_inexact_amounts_cannot_be_charged(money: Money) -> None:
    """D10: three-decimal currencies end in 0; MGA has no fractions at Stripe."""
    assert not can_charge_exactly(money)


def test_conversion_never_rounds() -> None:
    """D11: an inexact amount is an error, to Stripe and from Stripe."""
    with pytest.raises(ValueError, match="MGA"):
        limits.to_units(Money(500_50, "MGA"))
    with pytest.raises(ValueError, match="ISK"):
        limits.from_units(1500_01, "ISK")


@given(st.integers(0, 10**12), st.sampled_from(CURRENCIES))
def test_to_units_and_back(minor: int, currency: str) -> None:
    """D11: every amount that can be charged survives the round trip."""
    money = Money(minor, currency)
    if can_charge_exactly(money):
        assert limits.from_units(limits.to_units(money), currency) == money


@given(st.integers(1, 10**12), st.sampled_from(CURRENCIES))
def test_stripe_accepts_amounts_within_the_limits(minor: int, currency: str) -> None:
    """D10: an exact amount within the limits is neither too large nor of the wrong increment."""
    money = Money(minor, currency)
    allowed = charge_limits(currency)
    if can_charge_exactly(money) and allowed.include(minor):
        units = limits.to_units(money)
        if units >= currencies.minimum(currency.lower()):  # else it depends on the account's settlement currency
            currencies.check_amount(units, currency.lower())


@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "KWD", "MGA"])
async def test_largest_amount_round_trip(stripe_gateway: GatewayHarness, currency: str) -> None:
    """D10, D11: Stripe accepts the largest amount and returns it unchanged."""
    largest = charge_limits(currency).maximum
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), largest)
    assert intent.amount == largest
    assert intent.received == Money(0, currency)


def test_bank_debits_by_currency() -> None:
    """D4: bank debits exist in five currencies, each with its own scheme."""
    expected = {
        "USD": "us_bank_account",
        "EUR": "sepa_debit",
        "GBP": "bacs_debit",
        "CAD": "acss_debit",
        "AUD": "au_becs_debit",
    }
    for currency, scheme in expected.items():
        assert limits.bank_debit_type(currency) == scheme
        assert supports_bank_debit(currency)
    for currency in ("JPY", "CHF", "KWD", "ISK"):
        assert limits.bank_debit_type(currency) is None
        assert not supports_bank_debit(currency)
    assert {method.name for method in PaymentMethod} == {"CARD", "BANK_DEBIT"}
