"""Decline codes of Stripe, mapped to failure codes."""

from __future__ import annotations

import pytest

from gateway import FailureCode, IntentStatus
from gateway.stripe.decline_codes import to_failure_code
from models import PaymentMethod
from sandbox.payment_methods import TEST_METHODS
from tests.gateway.conftest import GatewayHarness

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT


@pytest.mark.parametrize(
    ("code", "decline_code", "expected"),
    [
        ("card_declined", "insufficient_funds", FailureCode.INSUFFICIENT_FUNDS),
        ("card_declined", "generic_decline", FailureCode.DECLINED),
        ("card_declined", "do_not_honor", FailureCode.DECLINED),
        ("card_declined", "added_later", FailureCode.DECLINED),
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
        ("added_later", None, FailureCode.OTHER),
        (None, None, FailureCode.OTHER),
    ],
)
def test_decline_code_is_more_specific_than_the_error_code(
    code: str | None, decline_code: str | None, expected: FailureCode
) -> None:
    """D23: an unknown decline is DECLINED, any other unknown code is OTHER."""
    assert to_failure_code(code, decline_code) is expected


@pytest.mark.parametrize(
    ("method", "test_method", "failure", "provider_code"),
    [
        (CARD, "pm_card_visa_chargeDeclined", FailureCode.DECLINED, "generic_decline"),
        (CARD, "pm_card_chargeDeclinedInsufficientFunds", FailureCode.INSUFFICIENT_FUNDS, "insufficient_funds"),
        (CARD, "pm_card_chargeDeclinedExpiredCard", FailureCode.EXPIRED_CARD, "expired_card"),
        (CARD, "pm_card_chargeDeclinedIncorrectCvc", FailureCode.WRONG_DETAILS, "incorrect_cvc"),
        (CARD, "pm_card_chargeDeclinedProcessingError", FailureCode.TRY_AGAIN, "processing_error"),
    ],
)
async def test_declined_cards(
    stripe_gateway: GatewayHarness, method: PaymentMethod, test_method: str, failure: FailureCode, provider_code: str
) -> None:
    """D23: a declined intent waits for another attempt, with our failure code and Stripe's."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=method)
    await stripe_gateway.confirm_intent(intent, test_method)
    declined = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert declined.status is IntentStatus.REQUIRES_ACTION
    assert (declined.failure, declined.provider_code) == (failure, provider_code)
    assert declined.received.minor == 0


async def test_failed_bank_debit(stripe_gateway: GatewayHarness) -> None:
    """D23: the intent has a charge, because the debit reached the bank."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=DEBIT)
    await stripe_gateway.confirm_intent(intent, "pm_insufficientFunds_de")
    await stripe_gateway.sandbox.tick()
    failed = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (failed.status, failed.failure) == (IntentStatus.REQUIRES_ACTION, FailureCode.INSUFFICIENT_FUNDS)
    assert failed.has_charge


@pytest.mark.parametrize("test_method", sorted(name for name, method in TEST_METHODS.items() if method.failure))
def test_every_documented_test_failure_is_mapped(test_method: str) -> None:
    """D23: none is OTHER, except an account that cannot pay in the debit's currency."""
    failure = TEST_METHODS[test_method].failure
    assert failure is not None
    mapped = to_failure_code(failure.code, failure.decline_code)
    assert (mapped is FailureCode.OTHER) == (failure.code == "invalid_currency")
