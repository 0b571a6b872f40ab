"""Every test payment method does what Stripe documents of it."""

import contextlib
import re
from pathlib import Path

import pytest
import stripe

from sandbox import payment_methods
from sandbox.card_numbers import CARD_NUMBERS
from tests.sandbox.conftest import SimulatorHarness, error_body, request_options

ALL = payment_methods.TEST_METHODS
WINDOW = Path(__file__).parents[2] / "web/shared/src/payment/simulator/testMethods.ts"
CARDS = [one.token for one in ALL.values() if one.type == "card" and not one.authenticates]
AUTHENTICATED = [one.token for one in ALL.values() if one.authenticates]
DEBITS = [one.token for one in ALL.values() if one.type != "card"]
CURRENCY = {
    "us_bank_account": "usd",
    "sepa_debit": "eur",
    "bacs_debit": "gbp",
    "acss_debit": "cad",
    "au_becs_debit": "aud",
}


def test_documented_payment_methods_exist() -> None:
    assert {
        "pm_card_visa", "pm_card_mastercard", "pm_card_amex", "pm_card_visa_chargeDeclined",
        "pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_visa_chargeDeclinedLostCard",
        "pm_card_visa_chargeDeclinedStolenCard", "pm_card_chargeDeclinedExpiredCard",
        "pm_card_chargeDeclinedIncorrectCvc", "pm_card_chargeDeclinedProcessingError",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded", "pm_card_authenticationRequired",
        "pm_card_threeDSecure2Required", "pm_usBankAccount_success", "pm_usBankAccount_processing",
        "pm_usBankAccount_accountClosed", "pm_success_de", "pm_failed_fr", "pm_successDelayed_ie", "pm_disputed_es",
        "pm_bacsDebit_success", "pm_acssDebit_success", "pm_auBecsDebit_success",
    } <= set(ALL)  # fmt: skip


def test_each_card_has_a_number_with_its_check_digit() -> None:
    assert set(CARD_NUMBERS) == {one.token for one in ALL.values() if one.type == "card"}
    for token, number in CARD_NUMBERS.items():
        digits = [int(digit) for digit in reversed(number)]
        doubled = [2 * digit - 9 * (digit > 4) for digit in digits[1::2]]
        assert (sum(digits[::2]) + sum(doubled)) % 10 == 0, token


def test_the_payment_window_makes_the_same_cards_of_these_numbers() -> None:
    typed = dict(re.findall(r'number: "(\d+)",\s+token: "(pm_card_\w+)"', WINDOW.read_text()))
    assert len(typed) == 7
    assert {number: CARD_NUMBERS[token] for number, token in typed.items()} == {number: number for number in typed}


async def test_a_card_is_known_by_the_last_digits_of_its_number(simulator: SimulatorHarness) -> None:
    """Also one that is declined."""
    account = await simulator.create_onboarded_account()
    last_digits = {}
    for token in ("pm_card_visa", "pm_card_mastercard", "pm_card_amex", "pm_card_chargeDeclined"):
        intent = await simulator.create_intent(account)
        with contextlib.suppress(stripe.CardError):
            await simulator.confirm_intent(account, intent.id, token)
        charge = await simulator.latest_charge(account, await simulator.retrieve_intent(account, intent.id))
        last_digits[token] = charge.to_dict()["payment_method_details"]["card"]["last4"]
    assert list(last_digits.values()) == ["4242", "4444", "0005", "0002"]


async def test_cards_succeed_or_are_declined_at_once(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    for token in CARDS:
        method, intent = ALL[token], await simulator.create_intent(account)
        if method.failure is None:
            paid = await simulator.confirm_intent(account, intent.id, token)
            assert (paid.status, paid.amount_received, paid.last_payment_error) == ("succeeded", 2000, None)
            charge = await simulator.latest_charge(account, paid)
            assert (charge.status, charge.paid, charge.payment_intent) == ("succeeded", True, intent.id)
            continue
        with pytest.raises(stripe.CardError) as declined:
            await simulator.confirm_intent(account, intent.id, token)
        assert (declined.value.http_status, declined.value.code) == (402, method.failure.code)
        body = error_body(declined.value)
        assert body["decline_code"] == method.failure.decline_code
        assert body["payment_intent"]["status"] == "requires_payment_method"
        now = await simulator.retrieve_intent(account, intent.id)
        assert now.status == "requires_payment_method"
        assert now.last_payment_error is not None
        assert now.last_payment_error.decline_code == method.failure.decline_code
        charge = await simulator.latest_charge(account, now)
        assert (charge.status, charge.failure_code, charge.paid) == ("failed", method.failure.code, False)
    ends = [kind for kind in simulator.event_types(account) if kind.endswith(("succeeded", "failed"))]
    assert len(ends) == len(CARDS)


async def test_a_declined_card_is_not_the_end(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    with pytest.raises(stripe.CardError):
        await simulator.confirm_intent(account, intent.id, "pm_card_visa_chargeDeclined")
    paid = await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


@pytest.mark.parametrize("token", AUTHENTICATED)
async def test_authentication_comes_first(simulator: SimulatorHarness, token: str) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    waiting = await simulator.confirm_intent(account, intent.id, token, return_url="http://client.test/back?a=1")
    assert waiting.status == "requires_action"
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    assert waiting.latest_charge is None
    url = waiting.next_action.redirect_to_url.url
    assert url is not None
    page = await simulator.browser.get(url)
    assert "20.00 USD" in page.text
    back = await simulator.browser.post(url, data={"outcome": "succeed"})
    assert back.status_code == 303
    assert back.headers["location"].startswith(f"http://client.test/back?a=1&payment_intent={intent.id}&")
    now = await simulator.retrieve_intent(account, intent.id)
    failure = ALL[token].failure
    if failure is None:
        assert (now.status, now.next_action, now.amount_received) == ("succeeded", None, 2000)
        assert back.headers["location"].endswith("redirect_status=succeeded")
    else:
        assert (now.status, now.next_action) == ("requires_payment_method", None)
        assert now.last_payment_error is not None
        assert now.last_payment_error.decline_code == failure.decline_code
    assert (await simulator.browser.post(url, data={"outcome": "succeed"})).status_code == 404


async def test_failed_authentication_requires_another_method(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    waiting = await simulator.confirm_intent(account, intent.id, "pm_card_authenticationRequired")
    assert waiting.next_action is not None
    assert waiting.next_action.type == "use_stripe_sdk"
    assert waiting.next_action.use_stripe_sdk is not None
    url = waiting.next_action.use_stripe_sdk["stripe_js"]
    page = await simulator.browser.post(url, data={"outcome": "fail"})
    assert "unable to authenticate" in page.text
    now = await simulator.retrieve_intent(account, intent.id)
    assert now.last_payment_error is not None
    assert (now.status, now.last_payment_error.code) == (
        "requires_payment_method",
        "payment_intent_authentication_failure",
    )
    assert now.latest_charge is None
    assert simulator.event_types(account)[-2:] == ["payment_intent.requires_action", "payment_intent.payment_failed"]


async def test_an_authentication_that_was_left_behind_does_nothing(simulator: SimulatorHarness) -> None:
    """The payer goes back and takes another card; the first bank's page is then void."""
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    first = await simulator.confirm_intent(
        account, intent.id, "pm_card_authenticationRequired", return_url="http://c.test/"
    )
    second = await simulator.confirm_intent(
        account, intent.id, "pm_card_threeDSecure2Required", return_url="http://c.test/"
    )
    for waiting, status in ((first, 404), (second, 303)):
        assert waiting.next_action is not None
        assert waiting.next_action.redirect_to_url is not None
        url = str(waiting.next_action.redirect_to_url.url)
        assert (await simulator.browser.post(url, data={"outcome": "succeed"})).status_code == status
    assert (await simulator.retrieve_intent(account, intent.id)).status == "succeeded"


async def test_what_waits_for_authentication_can_be_canceled(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    waiting = await simulator.confirm_intent(
        account, intent.id, "pm_card_authenticationRequired", return_url="http://c.test/"
    )
    canceled = await simulator.client.v1.payment_intents.cancel_async(intent.id, None, request_options(account))
    assert (canceled.status, canceled.next_action) == ("canceled", None)
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    url = str(waiting.next_action.redirect_to_url.url)
    assert (await simulator.browser.post(url, data={"outcome": "succeed"})).status_code == 404


async def test_debits_process_and_then_succeed_or_fail(simulator: SimulatorHarness) -> None:
    """All of them at once: after the usual delay most have ended, after nine times as long all but the stuck one."""
    account = await simulator.create_onboarded_account()
    intents = {}
    for token in DEBITS:
        kind = ALL[token].type
        intent = await simulator.create_intent(account, currency=CURRENCY[kind], allowed_payment_method_types=[kind])
        begun = await simulator.confirm_intent(account, intent.id, token)
        assert (begun.status, begun.amount_received) == ("processing", 0)
        charge = await simulator.latest_charge(account, begun)
        assert (charge.status, charge.paid) == ("pending", False)
        assert charge.id.startswith("py_")
        intents[token] = intent.id
    simulator.sandbox.hold_webhooks = True
    simulator.clock.advance(simulator.sandbox.settings.debit_delay_seconds - 1)
    assert await simulator.sandbox.tick() == 0
    simulator.clock.advance(1)
    await simulator.sandbox.tick()
    for token in DEBITS:
        if ALL[token].delay_factor > 1:
            assert (await simulator.retrieve_intent(account, intents[token])).status == "processing"
    simulator.clock.advance(9 * simulator.sandbox.settings.debit_delay_seconds)
    await simulator.sandbox.tick()
    for token, intent_id in intents.items():
        await assert_final_state(simulator, account, ALL[token], intent_id)
    assert await simulator.sandbox.tick() == 0


async def assert_final_state(
    simulator: SimulatorHarness, account: str, method: payment_methods.TestMethod, intent_id: str
) -> None:
    now = await simulator.retrieve_intent(account, intent_id)
    charge = await simulator.latest_charge(account, now)
    if method.stuck:
        assert (now.status, charge.status) == ("processing", "pending")
    elif method.failure is None:
        assert (now.status, now.amount_received, charge.status) == ("succeeded", 2000, "succeeded")
    else:
        assert now.last_payment_error is not None
        assert (now.status, now.last_payment_error.code) == ("requires_payment_method", method.failure.code)
        assert (charge.status, charge.failure_code) == ("failed", method.failure.code)
        assert now.amount_received == 0


async def test_a_debit_that_the_bank_has_cannot_be_canceled(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    ends = {}
    for token in ("pm_usBankAccount_success", "pm_usBankAccount_processing"):
        intent = await simulator.create_intent(account, allowed_payment_method_types=["us_bank_account"])
        await simulator.confirm_intent(account, intent.id, token)
        try:
            ends[token] = (
                await simulator.client.v1.payment_intents.cancel_async(intent.id, None, request_options(account))
            ).status
        except stripe.InvalidRequestError as refused:
            ends[token] = str(refused.code)
    assert ends == {
        "pm_usBankAccount_success": "payment_intent_unexpected_state",
        "pm_usBankAccount_processing": "canceled",
    }
