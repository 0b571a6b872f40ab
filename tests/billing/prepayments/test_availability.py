"""What is offered to clients: pure rules, over every combination of settings and providers."""

from __future__ import annotations

import itertools
import uuid

import pytest

import models
from billing.prepayments import availability
from billing.prepayments.availability import RequirementCode
from models import PaymentMethod, PaymentMethodChoice, ProviderStatus

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


def unmet_requirements(of: models.PaymentSettings, *connections: models.ProviderConnection) -> set[RequirementCode]:
    found = availability.check_requirements(of, connections)
    assert [one.code for one in found] == list(RequirementCode)
    return {one.code for one in found if not one.is_met}


def test_all_four_are_met() -> None:
    """D2: visible invoices, a provider connected, it is the default, a method chosen that it can take."""
    assert unmet_requirements(settings(), connection()) == set()
    assert availability.is_prepayment_available(settings(), [connection()])


def test_each_that_is_missing_is_named() -> None:
    """D2: every requirement not met, with what mends it."""
    code = RequirementCode
    assert unmet_requirements(settings(hidden=True), connection()) == {code.INVOICES_VISIBLE_TO_CLIENTS}
    assert unmet_requirements(settings(None, None), connection()) == {code.PAYMENT_METHOD_CHOSEN}
    assert unmet_requirements(settings(default=None), connection()) == {
        code.DEFAULT_PROVIDER_SET,
        code.PAYMENT_METHOD_CHOSEN,
    }
    nothing = settings(None, None, hidden=True, default=None, enabled=False)
    assert unmet_requirements(nothing) == set(code)
    messages = {one.message for one in availability.check_requirements(nothing, ())}
    assert messages.isdisjoint({one.message for one in availability.check_requirements(settings(), [connection()])})


@pytest.mark.parametrize("status", [one for one in ProviderStatus if one is not ProviderStatus.CONNECTED])
def test_only_a_connected_provider_counts(status: ProviderStatus) -> None:
    """D2, D4: with the default not connected nothing can be paid by card or debit; another one does not stand in."""
    lost, other = connection(status), connection(id_=OTHER)
    assert RequirementCode.PROVIDER_CONNECTED in unmet_requirements(settings(), lost)
    assert unmet_requirements(settings(), lost, other) == {
        RequirementCode.DEFAULT_PROVIDER_SET,
        RequirementCode.PAYMENT_METHOD_CHOSEN,
    }
    assert availability.available_invoice_methods(settings(), [lost, other]) == ()
    assert not availability.is_prepayment_available(settings(), [lost, other])


@pytest.mark.parametrize("chosen", [*PaymentMethodChoice, None])
@pytest.mark.parametrize(("card", "debit"), [*itertools.product([True, False], repeat=2)])
def test_offered_is_chosen_and_possible(chosen: PaymentMethodChoice | None, card: bool, debit: bool) -> None:
    """D4: offered is what is chosen and what the default provider can take now."""
    can_take = {method for method, active in ((CARD, card), (DEBIT, debit)) if active}
    assert (
        set(availability.available_invoice_methods(settings(chosen, None), [connection(card=card, debit=debit)]))
        == CHOSEN[chosen] & can_take
    )


@pytest.mark.parametrize("prepayment", [*PaymentMethodChoice, None])
def test_with_a_choice_the_prepayment_method_is_picked(prepayment: PaymentMethodChoice | None) -> None:
    """D3: with the third payment method the firm picks among the same three."""
    of = settings(BOTH, prepayment)
    assert availability.prepayment_method_options(of) == tuple(PaymentMethodChoice)
    assert availability.effective_prepayment_method(of) is (prepayment or BOTH)
    assert set(availability.available_prepayment_methods(of, [connection()])) == CHOSEN[prepayment or BOTH]
    assert set(availability.available_invoice_methods(of, [connection()])) == {CARD, DEBIT}


@pytest.mark.parametrize("only", [ONLY_CARD, ONLY_DEBIT])
def test_without_a_choice_it_equals_the_payment_method(only: PaymentMethodChoice) -> None:
    """D3, D4: with one of the first two it equals it, whatever was picked before."""
    for before in (*PaymentMethodChoice, None):
        of = settings(only, before)
        assert availability.prepayment_method_options(of) == (only,)
        assert availability.effective_prepayment_method(of) is only


def test_with_nothing_chosen_there_is_nothing_to_pick() -> None:
    """D3: the payment method comes first."""
    assert availability.prepayment_method_options(settings(None, None)) == ()


def test_method_restored_on_default_provider_is_offered_again() -> None:
    """D4: switched on all the while, available only when it can be taken."""
    of = settings(ONLY_CARD, ONLY_CARD)
    assert not availability.is_prepayment_available(of, [connection(card=False)])
    assert availability.is_prepayment_available(of, [connection()])
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
def test_the_firm_s_bounds_within_the_provider_s(
    minimum: int | None, maximum: int | None, expected: tuple[int, int]
) -> None:
    """D10: outside the firm's minimum and maximum, or what the provider can charge, is refused."""
    smallest, largest = availability.prepayment_range("EUR", settings(minimum=minimum, maximum=maximum))
    assert (smallest.minor, largest.minor) == expected


@pytest.mark.parametrize(
    ("due", "available", "suggestion"),
    [
        (0, 0, None),
        (50_00, 50_00, None),
        (50_00, 80_00, None),
        (80_00, 50_00, 30_00),
        (5_00, 0, 10_00),
        (900_00, 0, 500_00),
    ],
)
def test_the_suggestion(due: int, available: int, suggestion: int | None) -> None:
    """D7: what is due less the credits available, within what can be prepaid; none where nothing is missing."""
    client = models.Client(due=due, available=available)
    offer = availability.prepayment_offer("EUR", settings(minimum=10_00, maximum=500_00), [connection()], client)
    assert offer.available
    assert offer.reason is None
    assert (offer.suggested_amount and offer.suggested_amount.minor) == suggestion


def test_client_reason_exposes_nothing_internal() -> None:
    """D7: a polite reason, the same whatever the firm's internal state is, and no other value."""
    client = models.Client(due=10_00, available=0)
    found = {
        availability.prepayment_offer("EUR", of, connections, client)
        for of, connections in (
            (settings(enabled=False), [connection()]),
            (settings(hidden=True), [connection()]),
            (settings(), [connection(ProviderStatus.RESTRICTED)]),
            (settings(None, None), []),
        )
    }
    (offer,) = found
    assert (offer.available, offer.methods, offer.minimum, offer.maximum, offer.suggested_amount) == (
        False, (), None, None, None,
    )  # fmt: skip
    assert offer.reason is not None
    for word in ("provider", "hidden", "enabled", "Stripe", "settings"):
        assert word not in offer.reason
