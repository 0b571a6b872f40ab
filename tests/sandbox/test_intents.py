"""What may be charged, by whom, and how a PaymentIntent is read, changed and canceled."""

import pytest
import stripe

from tests.sandbox.conftest import Params, SimulatorHarness, error_body, request_options


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (0, "usd", "parameter_invalid_integer"),
        (-500, "usd", "parameter_invalid_integer"),
        (49, "usd", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (49, "eur", "amount_too_small"),
        (100_000_000, "usd", "amount_too_large"),
        (1234, "kwd", "invalid_charge_amount"),
        (12345, "isk", "invalid_charge_amount"),
        (2000, "xyz", None),
    ],
)
async def test_amounts_that_stripe_refuses(
    simulator: SimulatorHarness, amount: int, currency: str, code: str | None
) -> None:
    account = await simulator.create_onboarded_account()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.create_intent(account, amount, currency)
    assert refused.value.code == code
    assert refused.value.param in ("amount", "currency")
    assert "payment_intent.created" not in simulator.event_types(account)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(50, "usd"), (99_999_999, "usd"), (30, "GBP"), (50, "jpy"), (1230, "kwd"), (50, "eur"), (12300, "isk")],
)
async def test_amounts_that_stripe_takes(simulator: SimulatorHarness, amount: int, currency: str) -> None:
    intent = await simulator.create_intent(await simulator.create_onboarded_account(), amount, currency)
    assert (intent.amount, intent.currency, intent.amount_received) == (amount, currency.lower(), 0)
    assert intent.status == "requires_payment_method"


async def test_methods_that_do_not_fit_drop_out_silently(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account(("card_payments", "sepa_debit_payments"))
    intent = await simulator.create_intent(
        account, currency="usd", allowed_payment_method_types=["us_bank_account", "sepa_debit", "card"]
    )
    assert intent.payment_method_types == ["card"]
    assert (await simulator.create_intent(account, currency="eur", allowed_payment_method_types=["sepa_debit"])).id
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        await simulator.create_intent(account, currency="usd", allowed_payment_method_types=["us_bank_account"])
    with pytest.raises(stripe.InvalidRequestError, match="bitcoin"):
        await simulator.create_intent(account, allowed_payment_method_types=["bitcoin"])


async def test_an_account_that_is_not_onboarded_takes_nothing(simulator: SimulatorHarness) -> None:
    params: Params = {"capabilities": {"card_payments": {"requested": True}}}
    account = await simulator.client.v1.accounts.create_async(params)
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        await simulator.create_intent(account.id)


async def test_lost_capability_affects_existing_intents(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    control = f"/_control/accounts/{account}/capabilities"
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    assert (await simulator.browser.post(control, data={"card_payments": "inactive"})).status_code == 401
    assert (
        await simulator.browser.post(control, data={"card_payments": "inactive"}, headers=headers)
    ).status_code == 200
    with pytest.raises(stripe.InvalidRequestError, match="not active"):
        await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    assert (await simulator.client.v1.accounts.retrieve_async(account)).charges_enabled
    assert simulator.event_types(account)[-2:] == ["capability.updated", "account.updated"]


async def test_accounts_are_isolated(simulator: SimulatorHarness) -> None:
    """Another account's object, and the platform's view of it, answer as if it never was."""
    mine, other = await simulator.create_onboarded_account(), await simulator.create_onboarded_account()
    customer = await simulator.client.v1.customers.create_async({}, request_options(mine))
    intent = await simulator.create_intent(mine, customer=customer.id)
    for account in (other, None):
        options = request_options(account) if account else None
        for lookup in (
            simulator.client.v1.payment_intents.retrieve_async(intent.id, None, options),
            simulator.client.v1.payment_intents.cancel_async(intent.id, None, options),
            simulator.client.v1.customers.retrieve_async(customer.id, None, options),
        ):
            with pytest.raises(stripe.InvalidRequestError) as missing:
                await lookup
            assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
        assert not (await simulator.client.v1.payment_intents.list_async(None, options)).data
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.create_intent(other, customer=customer.id)
    assert (refused.value.http_status, refused.value.param) == (400, "customer")


async def test_an_account_out_of_reach_is_a_permission_error(simulator: SimulatorHarness) -> None:
    with pytest.raises(stripe.PermissionError) as refused:
        await simulator.create_intent("acct_nobody")
    assert error_body(refused.value)["code"] == "account_invalid"


async def test_the_keys_are_checked(simulator: SimulatorHarness) -> None:
    for headers in ({}, {"Authorization": "Bearer sk_test_other"}):
        response = await simulator.browser.get("/v1/accounts", headers=headers)
        assert response.status_code == 401
    assert (await simulator.browser.get("/v1/accounts", auth=("sk_test_sandbox", ""))).status_code == 200


async def test_lists_are_newest_first_and_paged(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    ids = []
    for _ in range(5):
        ids.append((await simulator.create_intent(account)).id)
        simulator.clock.advance(10)
    found = await simulator.client.v1.payment_intents.list_async({"limit": 2}, request_options(account))
    assert [one.id for one in found.data] == ids[:-3:-1]
    assert found.has_more
    assert [one.id async for one in found.auto_paging_iter()] == ids[::-1]
    since = int(simulator.clock.now) - 20
    recent = await simulator.client.v1.payment_intents.list_async({"created": {"gte": since}}, request_options(account))
    assert [one.id for one in recent.data] == ids[:-3:-1]
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        await simulator.client.v1.payment_intents.list_async({"starting_after": "pi_none"}, request_options(account))


async def test_metadata_is_merged_and_unset(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account, metadata={"a": "1", "b": "2"})
    changed = await simulator.client.v1.payment_intents.update_async(
        intent.id, {"metadata": {"b": "", "c": "3"}}, request_options(account)
    )
    assert changed.metadata.to_dict() == {"a": "1", "c": "3"}


async def test_canceling_ends_it(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    canceled = await simulator.client.v1.payment_intents.cancel_async(
        intent.id, {"cancellation_reason": "abandoned"}, request_options(account)
    )
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    assert canceled.canceled_at == int(simulator.clock.now)
    assert simulator.event_types(account)[-1] == "payment_intent.canceled"
    with pytest.raises(stripe.InvalidRequestError) as again:
        await simulator.client.v1.payment_intents.cancel_async(intent.id, None, request_options(account))
    assert again.value.code == "payment_intent_unexpected_state"
    assert error_body(again.value)["payment_intent"]["status"] == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as late:
        await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    assert late.value.code == "payment_intent_unexpected_state"


async def test_what_succeeded_is_neither_canceled_nor_confirmed_again(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    for attempt in (
        simulator.client.v1.payment_intents.cancel_async(intent.id, None, request_options(account)),
        simulator.confirm_intent(account, intent.id, "pm_card_visa"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await attempt
        assert refused.value.code == "payment_intent_unexpected_state"
        assert error_body(refused.value)["payment_intent"]["status"] == "succeeded"
    assert simulator.event_types(account).count("payment_intent.succeeded") == 1


async def test_a_payment_method_must_exist_and_fit(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    for method, code in (
        ("pm_card_nothing", "resource_missing"),
        ("pm_usBankAccount_success", "payment_intent_incompatible_payment_method"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await simulator.confirm_intent(account, intent.id, method)
        assert (refused.value.code, refused.value.param) == (code, "payment_method")
    assert (await simulator.retrieve_intent(account, intent.id)).status == "requires_payment_method"


async def test_tampering_changes_the_answer(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    events = simulator.event_types(account)
    simulator.sandbox.tamper(intent.id, amount=1, currency="eur", status="succeeded", amount_received=1)
    found = await simulator.retrieve_intent(account, intent.id)
    assert (found.amount, found.currency, found.status) == (1, "eur", "succeeded")
    assert simulator.event_types(account) == events
    with pytest.raises(AttributeError):
        simulator.sandbox.tamper(intent.id, colour="red")


async def test_deleted_customer(simulator: SimulatorHarness) -> None:
    """It can pay nothing new; its intents are still listed, and a repeated request is answered as before."""
    account = await simulator.create_onboarded_account()
    customer = await simulator.client.v1.customers.create_async({}, request_options(account))
    params: stripe.params.PaymentIntentCreateParams = {"amount": 2000, "currency": "eur", "customer": customer.id}
    create = simulator.client.v1.payment_intents.create_async
    intent = await create(params, request_options(account, "key-1"))
    deleted = simulator.sandbox.run_control("delete_customer", account, customer=customer.id)
    assert deleted == {"id": customer.id, "object": "customer", "deleted": True}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await create(params, request_options(account, "key-2"))
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, "resource_missing", "customer")
    assert (await create(params, request_options(account, "key-1"))).id == intent.id
    of_customer: stripe.params.PaymentIntentListParams = {"customer": customer.id}
    listed = await simulator.client.v1.payment_intents.list_async(of_customer, request_options(account))
    assert [one.id for one in listed.data] == [intent.id]
    assert not (await simulator.client.v1.customers.list_async(None, request_options(account))).data
