"""The prepayment offer: pure rules, for every combination of settings and providers."""

from __future__ import annotations

import itertools
import uuid

import pytest

import models
from billing.prepayments import availability
from billing.prepayments.availability import RequirementCode
from models import PaymentMethod, PaymentMethodChoice, ProviderStatus
from money import Money

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT
ONLY_CARD, ONLY_DEBIT, BOTH = PaymentMethodChoice
CHOSEN = {ONLY_CARD: {CARD}, ONLY_DEBIT: {DEBIT}, BOTH: {CARD, DEBIT}, None: set[PaymentMethod]()}
DEFAULT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def connection(
    status: ProviderStatus = ProviderStatus.CONNECTED,
    *,
    card: bool = True,
    debit: bool = True,
    id_: uuid.UUID = DEFAULT,
) -> models.ProviderConnection:
    return models.ProviderConnection(id=id_, status=status, card_active=card, bank_debit_active=debit)


def settings(
    payment_method: PaymentMethodChoice | None = BOTH,
    prepayment_method: PaymentMethodChoice | None = BOTH,
    *,
    hidden: bool = False,
    enabled: bool = True,
    default: uuid.UUID | None = DEFAULT,
    minimum: int | None = None,
    maximum: int | None = None,
) -> models.PaymentSettings:
    return models.PaymentSettings(
        payment_method=payment_method,
        prepayment_method=prepayment_method,
        hide_invoices_from_clients=hidden,
        prepayment_enabled=enabled,
        default_connection_id=default,
        prepayment_minimum=minimum,
        prepayment_maximum=maximum,
    )


def unmet_requirements(
    firm_settings: models.PaymentSettings, *connections: models.ProviderConnection
) -> set[RequirementCode]:
    requirements = availability.check_requirements(firm_settings, connections)
    assert [requirement.code for requirement in requirements] == list(RequirementCode)
    return {requirement.code for requirement in requirements if not requirement.is_met}


def test_all_requirements_are_met() -> None:
    """D2: invoices are visible, a provider is connected, it is the default, and a method is chosen that it can take."""
    assert unmet_requirements(settings(), connection()) == set()
    assert availability.is_prepayment_available(settings(), [connection()])


def test_every_unmet_requirement_is_named() -> None:
    """D2: with a message that says how to meet it."""
    code = RequirementCode
    assert unmet_requirements(settings(hidden=True), connection()) == {code.INVOICES_VISIBLE_TO_CLIENTS}
    assert unmet_requirements(settings(None, None), connection()) == {code.PAYMENT_METHOD_CHOSEN}
    assert unmet_requirements(settings(default=None), connection()) == {
        code.DEFAULT_PROVIDER_SET,
        code.PAYMENT_METHOD_CHOSEN,
    }
    nothing = settings(None, None, hidden=True, default=None, enabled=False)
    assert unmet_requirements(nothing) == set(code)
    messages = {requirement.message for requirement in availability.check_requirements(nothing, ())}
    assert messages.isdisjoint(
        {requirement.message for requirement in availability.check_requirements(settings(), [connection()])}
    )


@pytest.mark.parametrize("status", [status for status in ProviderStatus if status is not ProviderStatus.CONNECTED])
def test_only_a_connected_provider_counts(status: ProviderStatus) -> None:
    """D2, D4: if the default is not connected, nothing can be charged; another provider does not replace it."""
    default, other = connection(status), connection(id_=OTHER)
    assert RequirementCode.PROVIDER_CONNECTED in unmet_requirements(settings(), default)
    assert unmet_requirements(settings(), default, other) == {
        RequirementCode.DEFAULT_PROVIDER_SET,
        RequirementCode.PAYMENT_METHOD_CHOSEN,
    }
    assert availability.available_invoice_methods(settings(), [default, other]) == ()
    assert not availability.is_prepayment_available(settings(), [default, other])


@pytest.mark.parametrize("chosen", [*PaymentMethodChoice, None])
@pytest.mark.parametrize(("card", "debit"), [*itertools.product([True, False], repeat=2)])
def test_offered_methods_are_chosen_and_active(chosen: PaymentMethodChoice | None, card: bool, debit: bool) -> None:
    """D4: what the firm chose and what the default provider can take now."""
    can_take = {method for method, active in ((CARD, card), (DEBIT, debit)) if active}
    assert (
        set(availability.available_invoice_methods(settings(chosen, None), [connection(card=card, debit=debit)]))
        == CHOSEN[chosen] & can_take
    )


@pytest.mark.parametrize("prepayment", [*PaymentMethodChoice, None])
def test_prepayment_method_is_chosen_with_card_or_bank_debit(prepayment: PaymentMethodChoice | None) -> None:
    """D3: with CARD_OR_BANK_DEBIT the firm chooses among the same three."""
    firm_settings = settings(BOTH, prepayment)
    assert availability.prepayment_method_options(firm_settings) == tuple(PaymentMethodChoice)
    assert availability.effective_prepayment_method(firm_settings) is (prepayment or BOTH)
    assert set(availability.available_prepayment_methods(firm_settings, [connection()])) == CHOSEN[prepayment or BOTH]
    assert set(availability.available_invoice_methods(firm_settings, [connection()])) == {CARD, DEBIT}


@pytest.mark.parametrize("method", [ONLY_CARD, ONLY_DEBIT])
def test_prepayment_method_equals_a_single_payment_method(method: PaymentMethodChoice) -> None:
    """D3, D4: whatever was chosen before."""
    for earlier_choice in (*PaymentMethodChoice, None):
        firm_settings = settings(method, earlier_choice)
        assert availability.prepayment_method_options(firm_settings) == (method,)
        assert availability.effective_prepayment_method(firm_settings) is method


def test_prepayment_method_requires_a_payment_method() -> None:
    """D3: without a payment method there are no options."""
    assert availability.prepayment_method_options(settings(None, None)) == ()


def test_method_restored_on_default_provider_is_offered_again() -> None:
    """D4: prepayment stays enabled meanwhile, but is not available."""
    firm_settings = settings(ONLY_CARD, ONLY_CARD)
    assert not availability.is_prepayment_available(firm_settings, [connection(card=False)])
    assert availability.is_prepayment_available(firm_settings, [connection()])
    assert not availability.is_prepayment_available(settings(enabled=False), [connection()])


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        (None, None, (50, 99_999_999)),
        (10_00, 500_00, (10_00, 500_00)),
        (1, None, (50, 99_999_999)),
        (None, 999_999_999_999, (50, 99_999_999)),
    ],
)
def test_prepayment_range_is_within_the_providers_limits(
    minimum: int | None, maximum: int | None, expected: tuple[int, int]
) -> None:
    """D10: the firm's minimum and maximum, narrowed to what the provider can charge."""
    smallest, largest = availability.prepayment_range("EUR", settings(minimum=minimum, maximum=maximum))
    assert (smallest, largest.minor) == (Money(expected[0], "EUR"), expected[1])


@pytest.mark.parametrize(
    ("currency", "minimum", "expected"), [("ISK", None, None), ("ISK", 500, 500), ("TND", None, None), ("JPY", 1, 50)]
)
def test_smallest_prepayment_where_the_providers_minimum_may_be_unknown(
    currency: str, minimum: int | None, expected: int | None
) -> None:
    """D10: none is offered that the provider may refuse; the firm's own is its word."""
    smallest, _ = availability.prepayment_range(currency, settings(minimum=minimum))
    assert smallest == (None if expected is None else Money(expected, currency))


@pytest.mark.parametrize(
    ("due", "pending", "available", "suggestion"),
    [
        (0, 0, 0, None),
        (50_00, 0, 50_00, None),
        (50_00, 0, 80_00, None),
        (80_00, 0, 50_00, 30_00),
        (5_00, 0, 0, 10_00),
        (900_00, 0, 0, 500_00),
        (425_00, 300_00, 5_00, 120_00),
        (50_00, 50_00, 0, None),
    ],
)
def test_suggested_amount(due: int, pending: int, available: int, suggestion: int | None) -> None:
    """D7: what is payable minus available credits, within the prepayment range; none if nothing is missing."""
    client = models.Client(due=due, pending=pending, available=available)
    offer = availability.prepayment_offer("EUR", settings(minimum=10_00, maximum=500_00), [connection()], client)
    assert offer.available
    assert offer.reason is None
    assert (offer.suggested_amount and offer.suggested_amount.minor) == suggestion


def test_suggested_amount_can_be_charged() -> None:
    """D7, D10: rounded up where the provider's amounts are coarser than the currency's."""
    client = models.Client(due=1_234, pending=0, available=0)
    offer = availability.prepayment_offer("KWD", settings(), [connection()], client)
    assert (offer.minimum, offer.suggested_amount) == (None, Money(1_240, "KWD"))


def test_client_reason_exposes_nothing_internal() -> None:
    """D7: one polite reason, whatever is wrong, and no other value."""
    client = models.Client(due=10_00, pending=0, available=0)
    offers = {
        availability.prepayment_offer("EUR", firm_settings, connections, client)
        for firm_settings, connections in (
            (settings(enabled=False), [connection()]),
            (settings(hidden=True), [connection()]),
            (settings(), [connection(ProviderStatus.RESTRICTED)]),
            (settings(None, None), []),
        )
    }
    (offer,) = offers
    assert (offer.available, offer.methods, offer.minimum, offer.maximum, offer.suggested_amount) == (
        False, (), None, None, None,
    )  # fmt: skip
    assert offer.reason is not None
    for word in ("provider", "hidden", "enabled", "Stripe", "settings"):
        assert word not in offer.reason
