"""Requests and responses of the Stripe simulator have the types of the installed Stripe library."""

import pytest
import stripe
from stripe._api_version import _ApiVersion

import sandbox
from tests.sandbox.conftest import Params, SimulatorHarness, request_options
from tests.support import stripe_contract


def test_response_has_the_api_version_of_the_request() -> None:
    assert sandbox.API_VERSION == _ApiVersion.CURRENT


async def test_every_request_and_answer_of_a_payments_life(simulator: SimulatorHarness) -> None:
    """Every operation is called once through a transport that checks requests and answers."""
    api = simulator.client.v1
    account = await api.accounts.create_async(
        {
            "country": "US",
            "email": "owner@firm.test",
            "business_profile": {"name": "Firm"},
            "controller": {
                "fees": {"payer": "account"},
                "losses": {"payments": "stripe"},
                "requirement_collection": "stripe",
                "stripe_dashboard": {"type": "full"},
            },
            "capabilities": {"card_payments": {"requested": True}, "us_bank_account_ach_payments": {"requested": True}},
            "metadata": {"firm": "1"},
        },
        {"idempotency_key": "account-1"},
    )
    await simulator.browser.post(await simulator.create_onboarding_link(account.id), data={"outcome": "complete"})
    firm = request_options(account.id)
    customer = await api.customers.create_async(
        {"name": "Client", "email": "c@client.test", "metadata": {"c": "1"}}, firm
    )
    intent = await api.payment_intents.create_async(
        {
            "amount": 2000,
            "currency": "usd",
            "customer": customer.id,
            "allowed_payment_method_types": ["card"],
            "description": "Prepayment",
            "statement_descriptor_suffix": "FIRM",
            "metadata": {"payment": "1"},
            "expand": ["customer"],
        },
        request_options(account.id, "intent-1"),
    )
    assert isinstance(intent.customer, stripe.Customer)
    await api.payment_intents.update_async(intent.id, {"metadata": {"payment": "2"}}, firm)
    await api.payment_intents.confirm_async(intent.id, {"payment_method": "pm_card_visa"}, firm)
    paid = await api.payment_intents.retrieve_async(intent.id, {"expand": ["latest_charge"]}, firm)
    assert isinstance(paid.latest_charge, stripe.Charge)
    await api.charges.retrieve_async(paid.latest_charge.id, None, firm)
    refund = await api.refunds.create_async(
        {
            "payment_intent": intent.id,
            "amount": 500,
            "reason": "requested_by_customer",
            "metadata": {"refund": "1"},
            "expand": ["charge", "payment_intent"],
        },
        request_options(account.id, "refund-1"),
    )
    assert isinstance(refund.charge, stripe.Charge)
    await api.refunds.retrieve_async(refund.id, None, firm)
    await api.refunds.update_async(refund.id, {"metadata": {"refund": "2"}}, firm)
    assert len((await api.refunds.list_async({"charge": paid.latest_charge.id, "limit": 3}, firm)).data) == 1
    simulator.sandbox.run_control("fail_refund", account.id, refund=refund.id)
    dispute = simulator.sandbox.run_control("dispute", account.id, payment_intent=intent.id)
    simulator.sandbox.run_control("win", account.id, dispute=dispute["id"])
    await api.disputes.retrieve_async(dispute["id"], {"expand": ["charge"]}, firm)
    for disputed in ({"charge": paid.latest_charge.id}, {"payment_intent": intent.id, "created": {"gte": 1}}):
        wanted: Params = disputed
        assert [one.id for one in (await api.disputes.list_async(wanted, firm)).data] == [dispute["id"]]
    other = await simulator.create_intent(account.id)
    await api.payment_intents.cancel_async(other.id, {"cancellation_reason": "abandoned"}, firm)
    found = await api.payment_intents.list_async(
        {"customer": customer.id, "created": {"gte": 1}, "limit": 3, "expand": ["data.latest_charge.refunds"]}, firm
    )
    assert [one.id for one in found.data] == [intent.id]
    events = await api.events.list_async({"created": {"gte": 1}, "limit": 100}, firm)
    await api.events.retrieve_async(events.data[0].id, None, firm)
    for listed in (api.accounts.list_async(), api.customers.list_async(None, firm)):
        assert len((await listed).data) == 1
    await api.accounts.retrieve_async(account.id)
    await api.customers.retrieve_async(customer.id, None, firm)


@pytest.mark.parametrize(
    "form",
    ["amount=1", "amount=x&currency=usd", "amount=1&currency=usd&foo=1", "amount=1&currency=usd&stripe_account=acct_1"],
)
def test_the_recorder_finds_what_stripe_would_not_take(form: str) -> None:
    with pytest.raises(stripe_contract.ContractError):
        stripe_contract.check_request("post", "/v1/payment_intents", stripe_contract.decode(form))


def test_the_recorder_finds_answers_that_stripe_does_not_give() -> None:
    link = {"object": "account_link", "created": 1, "expires_at": 2, "url": "http://x.test"}
    stripe_contract.check_response(link)
    for wrong in ({**link, "created": "1"}, {**link, "colour": "red"}, {k: link[k] for k in link if k != "url"}):
        with pytest.raises(stripe_contract.ContractError):
            stripe_contract.check_response(wrong)


async def test_payment_method_types_can_no_longer_be_written(simulator: SimulatorHarness) -> None:
    """This API version answers with a code of its own; the computed list is still read."""
    account = await simulator.create_onboarded_account()
    response = await simulator.browser.post(
        "/v1/payment_intents",
        data={"amount": "2000", "currency": "usd", "payment_method_types[0]": "card"},
        headers={"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account},
    )
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "payment_method_types_no_longer_supported"
    assert (await simulator.create_intent(account)).payment_method_types == ["card"]


async def test_another_api_version_is_refused(simulator: SimulatorHarness) -> None:
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Version": "2024-06-20"}
    response = await simulator.browser.get("/v1/accounts", headers=headers)
    assert response.status_code == 400
    assert "API version" in response.json()["error"]["message"]


async def test_unknown_parameters_and_missing_ones_are_refused_by_name(simulator: SimulatorHarness) -> None:
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": await simulator.create_onboarded_account()}

    async def refused(**data: str) -> tuple[str, str]:
        error = (await simulator.browser.post("/v1/payment_intents", data=data, headers=headers)).json()["error"]
        return error["code"], error["param"]

    assert await refused(amount="2000") == ("parameter_missing", "currency")
    assert await refused(amount="20.00", currency="usd") == ("parameter_invalid_integer", "amount")
    assert await refused(amount="2000", currency="usd", colour="red") == ("parameter_unknown", "colour")
    assert await refused(amount="2000", currency="") == ("parameter_invalid_empty", "currency")
    assert simulator.event_types()[-1] == "account.updated"


async def test_unknown_path_is_answered_404(simulator: SimulatorHarness) -> None:
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    response = await simulator.browser.post("/v1/subscriptions", headers=headers)
    assert response.status_code == 404
    assert "Unrecognized request URL" in response.json()["error"]["message"]
    assert response.headers["request-id"].startswith("req_")
