"""What a page may do with the publishable key and a client secret, and what a person can do with no page."""

from typing import Any

import pytest

from sandbox import payment_methods
from tests.sandbox.conftest import SimulatorHarness

PUBLISHABLE = {"Authorization": "Bearer pk_test_sandbox"}
HIDDEN = {"customer", "metadata", "latest_charge", "amount_received", "statement_descriptor_suffix", "application"}


async def test_any_origin_may_send_requests_without_cookies(simulator: SimulatorHarness) -> None:
    path = "/v1/payment_intents/pi_1/confirm"
    headers = {
        "Origin": "http://client.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,stripe-account",
    }
    preflight = await simulator.browser.options(path, headers=headers)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "stripe-account" in preflight.headers["access-control-allow-headers"]
    answer = await simulator.browser.post(path, headers={"Origin": "http://client.test"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, "*")


async def test_a_page_reads_and_pays_with_the_client_secret(simulator: SimulatorHarness) -> None:
    """By headers, as our adapter does, and by parameters, as Stripe's own script does."""
    account = await simulator.create_onboarded_account()
    for by_header in (True, False):
        intent = await simulator.create_intent(account, metadata={"payment": "1"})
        headers = {**PUBLISHABLE, "Stripe-Account": account} if by_header else {}
        sent: dict[str, str] = {"client_secret": str(intent.client_secret)}
        if not by_header:
            sent.update(key="pk_test_sandbox", _stripe_account=account)
        seen = (await simulator.browser.get(f"/v1/payment_intents/{intent.id}", params=sent, headers=headers)).json()
        assert (seen["id"], seen["status"], seen["amount"]) == (intent.id, "requires_payment_method", 2000)
        assert not HIDDEN & set(seen)
        paying = {**sent, "payment_method": "pm_card_visa", "return_url": "http://client.test/back"}
        paying["mandate_data[customer_acceptance][type]"] = "online"
        paid = (
            await simulator.browser.post(f"/v1/payment_intents/{intent.id}/confirm", data=paying, headers=headers)
        ).json()
        assert paid["status"] == "succeeded"
        assert not HIDDEN & set(paid)


async def test_a_decline_shows_a_page_no_more_than_an_answer_does(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    response = await simulator.browser.post(
        f"/v1/payment_intents/{intent.id}/confirm",
        data={"client_secret": intent.client_secret, "payment_method": "pm_card_visa_chargeDeclined"},
        headers={**PUBLISHABLE, "Stripe-Account": account},
    )
    assert response.status_code == 402
    assert not HIDDEN & set(response.json()["error"]["payment_intent"])


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"client_secret": "pi_1_secret_2"}, 400, "payment_intent_invalid_parameter"),
        ({"client_secret": None}, 400, "parameter_missing"),
        ({"_stripe_account": None}, 404, "resource_missing"),
        ({"_stripe_account": "acct_none"}, 403, "account_invalid"),
        ({"key": None}, 401, None),
        ({"key": "pk_test_other"}, 401, None),
    ],
)
async def test_without_the_right_secret_there_is_nothing(
    simulator: SimulatorHarness, changes: dict[str, str | None], status: int, code: str | None
) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    right = {"client_secret": str(intent.client_secret), "_stripe_account": account, "key": "pk_test_sandbox"}
    sent = {name: value for name, value in {**right, **changes}.items() if value is not None}
    for response in (
        await simulator.browser.get(f"/v1/payment_intents/{intent.id}", params=sent),
        await simulator.browser.post(
            f"/v1/payment_intents/{intent.id}/confirm", data={**sent, "payment_method": "pm_card_visa"}
        ),
    ):
        assert response.status_code == status
        assert response.json()["error"].get("code") == code
    assert (await simulator.retrieve_intent(account, intent.id)).status == "requires_payment_method"


async def test_the_publishable_key_opens_nothing_else(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    headers = {**PUBLISHABLE, "Stripe-Account": account}
    secret: dict[str, Any] = {"client_secret": intent.client_secret}
    for response in (
        await simulator.browser.get("/v1/payment_intents", headers=headers),
        await simulator.browser.get("/v1/accounts", headers=headers),
        await simulator.browser.get("/v1/events", headers=headers),
        await simulator.browser.post("/v1/customers", headers=headers),
        await simulator.browser.post(f"/v1/payment_intents/{intent.id}/cancel", data=secret, headers=headers),
        await simulator.browser.post(f"/v1/payment_intents/{intent.id}", data=secret, headers=headers),
    ):
        assert (response.status_code, response.json()["error"]["code"]) == (403, "secret_key_required")


def window(account: str, intent: Any) -> tuple[str, dict[str, str]]:
    return f"/window/{intent.id}", {"client_secret": intent.client_secret, "account": account}


async def test_a_person_pays_in_the_window(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account, description="<b>Prepayment</b>")
    path, query = window(account, intent)
    page = await simulator.browser.get(path, params=query)
    assert "20.00 USD" in page.text
    assert "<b>" not in page.text
    assert "pm_card_visa" in page.text
    assert "usBankAccount" not in page.text
    assert "<script" not in page.text
    assert (await simulator.browser.get("/style.css")).headers["content-type"].startswith("text/css")
    for method, message in (("pm_card_visa_chargeDeclined", "Your card was declined."), ("pm_card_visa", "Paid.")):
        answer = await simulator.browser.post(path, params=query, data={"payment_method": method})
        assert answer.status_code == 303
        assert message in (await simulator.browser.get(answer.headers["location"])).text
    assert (await simulator.retrieve_intent(account, intent.id)).status == "succeeded"


async def test_the_window_leads_to_the_bank_and_back(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    path, query = window(account, intent)
    answer = await simulator.browser.post(path, params=query, data={"payment_method": "pm_card_authenticationRequired"})
    bank = await simulator.browser.get(answer.headers["location"])
    assert "/authenticate/" in bank.headers["location"]
    back = await simulator.browser.post(bank.headers["location"], data={"outcome": "succeed"})
    assert "Paid." in (await simulator.browser.get(back.headers["location"])).text


@pytest.mark.parametrize("method", ["us_bank_account", "sepa_debit", "bacs_debit", "acss_debit", "au_becs_debit"])
async def test_the_window_offers_what_the_intent_takes(simulator: SimulatorHarness, method: str) -> None:
    currency = {"us_bank_account": "usd", "sepa_debit": "eur", "bacs_debit": "gbp", "acss_debit": "cad"}.get(
        method, "aud"
    )
    account = await simulator.create_onboarded_account()
    offered = [one for one in payment_methods.TEST_METHODS.values() if one.type == method]
    intent = await simulator.create_intent(account, currency=currency, allowed_payment_method_types=[method])
    path, query = window(account, intent)
    page = (await simulator.browser.get(path, params=query)).text
    shown = [one.token for one in offered if f'value="{one.token}"' in page]
    assert page.count('name="payment_method"') == len(shown) >= 2
    await simulator.browser.post(path, params=query, data={"payment_method": shown[0]})
    assert "The bank is processing the debit." in (await simulator.browser.get(path, params=query)).text


async def test_the_window_opens_for_nobody_else(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    path, query = window(account, intent)
    for wrong in ({**query, "client_secret": "x"}, {**query, "account": "acct_none"}, {"account": account}):
        assert (await simulator.browser.get(path, params=wrong)).status_code in (400, 404)
    nothing = await simulator.browser.post(path, params=query, data={"payment_method": "pm_nothing"})
    assert nothing.status_code == 400
    assert (await simulator.browser.post(path, params=query, data={})).status_code == 400
