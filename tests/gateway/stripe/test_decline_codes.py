"""Why a payment failed: Stripe's words and ours."""

from __future__ import annotations

import pytest

from gateway import FailureCode, IntentStatus
from gateway.stripe.decline_codes import to_failure_code
from models import PaymentMethod
from sandbox.payment_methods import TEST_METHODS
from tests.gateway.conftest import GatewayHarness

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT


@pytest.mark.parametrize(
    ("code", "decline", "ours"),
    [
        ("card_declined", "insufficient_funds", FailureCode.INSUFFICIENT_FUNDS),
        ("card_declined", "generic_decline", FailureCode.DECLINED),
        ("card_declined", "do_not_honor", FailureCode.DECLINED),
        ("card_declined", "a_word_of_next_year", FailureCode.DECLINED),
        ("card_declined", None, FailureCode.DECLINED),
        ("expired_card", "expired_card", FailureCode.EXPIRED_CARD),
        ("incorrect_cvc", "incorrect_cvc", FailureCode.WRONG_DETAILS),
        ("incorrect_cvc", None, FailureCode.WRONG_DETAILS),
        ("processing_error", "processing_error", FailureCode.TRY_AGAIN),
        ("payment_intent_authentication_failure", None, FailureCode.AUTHENTICATION_FAILED),
        ("card_declined", "authentication_required", FailureCode.AUTHENTICATION_FAILED),
        ("insufficient_funds", None, FailureCode.INSUFFICIENT_FUNDS),
        ("debit_not_authorized", None, FailureCode.BANK_RETURNED),
        ("account_closed", None, FailureCode.WRONG_DETAILS),
        ("a_word_of_next_year", None, FailureCode.OTHER),
        (None, None, FailureCode.OTHER),
    ],
)
def test_the_reason_for_a_decline_says_more_than_declined(
    code: str | None, decline: str | None, ours: FailureCode
) -> None:
    """D23: few words, the same for every provider; what nobody knows is told as that."""
    assert to_failure_code(code, decline) is ours


@pytest.mark.parametrize(
    ("method", "paid_with", "ours", "theirs"),
    [
        (CARD, "pm_card_visa_chargeDeclined", FailureCode.DECLINED, "generic_decline"),
        (CARD, "pm_card_chargeDeclinedInsufficientFunds", FailureCode.INSUFFICIENT_FUNDS, "insufficient_funds"),
        (CARD, "pm_card_chargeDeclinedExpiredCard", FailureCode.EXPIRED_CARD, "expired_card"),
        (CARD, "pm_card_chargeDeclinedIncorrectCvc", FailureCode.WRONG_DETAILS, "incorrect_cvc"),
        (CARD, "pm_card_chargeDeclinedProcessingError", FailureCode.TRY_AGAIN, "processing_error"),
    ],
)
async def test_as_stripe_says_it(
    stripe_gateway: GatewayHarness, method: PaymentMethod, paid_with: str, ours: FailureCode, theirs: str
) -> None:
    """D23: a payment that failed waits for another attempt, with our word for why and theirs beside it."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=method)
    await stripe_gateway.confirm_intent(intent, paid_with)
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.failure, found.provider_code) == (IntentStatus.REQUIRES_ACTION, ours, theirs)
    assert found.received.minor == 0


async def test_a_debit_that_came_back(stripe_gateway: GatewayHarness) -> None:
    """D23: the bank had it and gave it back; that it got as far as the bank is told."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=DEBIT)
    await stripe_gateway.confirm_intent(intent, "pm_insufficientFunds_de")
    await stripe_gateway.sandbox.tick()
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.failure) == (IntentStatus.REQUIRES_ACTION, FailureCode.INSUFFICIENT_FUNDS)
    assert found.has_charge


@pytest.mark.parametrize("paid_with", sorted(name for name, one in TEST_METHODS.items() if one.failure))
def test_every_failure_that_stripe_documents_for_tests_has_a_word(paid_with: str) -> None:
    """D23: none of them is told as OTHER, but for an account that cannot pay in its debit's one currency."""
    failure = TEST_METHODS[paid_with].failure
    assert failure is not None
    ours = to_failure_code(failure.code, failure.decline_code)
    assert (ours is FailureCode.OTHER) == (failure.code == "invalid_currency")
