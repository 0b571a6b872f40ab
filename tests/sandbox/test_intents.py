"""What may be charged, by whom, and how a PaymentIntent is read, changed and canceled."""

import pytest
import stripe

from tests.sandbox.conftest import House, Params, body, own


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
async def test_amounts_that_stripe_refuses(house: House, amount: int, currency: str, code: str | None) -> None:
    account = await house.account()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await house.intent(account, amount, currency)
    assert refused.value.code == code
    assert refused.value.param in ("amount", "currency")
    assert "payment_intent.created" not in house.types(account)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [(50, "usd"), (99_999_999, "usd"), (30, "GBP"), (50, "jpy"), (1230, "kwd"), (50, "eur"), (12300, "isk")],
)
async def test_amounts_that_stripe_takes(house: House, amount: int, currency: str) -> None:
    intent = await house.intent(await house.account(), amount, currency)
    assert (intent.amount, intent.currency, intent.amount_received) == (amount, currency.lower(), 0)
    assert intent.status == "requires_payment_method"


async def test_methods_that_do_not_fit_drop_out_silently(house: House) -> None:
    account = await house.account(("card_payments", "sepa_debit_payments"))
    intent = await house.intent(
        account, currency="usd", allowed_payment_method_types=["us_bank_account", "sepa_debit", "card"]
    )
    assert intent.payment_method_types == ["card"]
    assert (await house.intent(account, currency="eur", allowed_payment_method_types=["sepa_debit"])).id
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        await house.intent(account, currency="usd", allowed_payment_method_types=["us_bank_account"])
    with pytest.raises(stripe.InvalidRequestError, match="bitcoin"):
        await house.intent(account, allowed_payment_method_types=["bitcoin"])


async def test_an_account_that_is_not_onboarded_takes_nothing(house: House) -> None:
    params: Params = {"capabilities": {"card_payments": {"requested": True}}}
    account = await house.client.v1.accounts.create_async(params)
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        await house.intent(account.id)


async def test_a_capability_that_is_lost_is_lost_for_intents_already_made(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account)
    control = f"/_control/accounts/{account}/capabilities"
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    assert (await house.browser.post(control, data={"card_payments": "inactive"})).status_code == 401
    assert (await house.browser.post(control, data={"card_payments": "inactive"}, headers=headers)).status_code == 200
    with pytest.raises(stripe.InvalidRequestError, match="not active"):
        await house.confirm(account, intent.id, "pm_card_visa")
    assert (await house.client.v1.accounts.retrieve_async(account)).charges_enabled
    assert house.types(account)[-2:] == ["capability.updated", "account.updated"]


async def test_accounts_are_kept_apart(house: House) -> None:
    """Another account's object, and the platform's view of it, answer as if it never was."""
    mine, other = await house.account(), await house.account()
    customer = await house.client.v1.customers.create_async({}, own(mine))
    intent = await house.intent(mine, customer=customer.id)
    for account in (other, None):
        options = own(account) if account else None
        for lookup in (
            house.client.v1.payment_intents.retrieve_async(intent.id, None, options),
            house.client.v1.payment_intents.cancel_async(intent.id, None, options),
            house.client.v1.customers.retrieve_async(customer.id, None, options),
        ):
            with pytest.raises(stripe.InvalidRequestError) as missing:
                await lookup
            assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
        assert not (await house.client.v1.payment_intents.list_async(None, options)).data
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await house.intent(other, customer=customer.id)
    assert (refused.value.http_status, refused.value.param) == (400, "customer")


async def test_an_account_out_of_reach_is_a_permission_error(house: House) -> None:
    with pytest.raises(stripe.PermissionError) as refused:
        await house.intent("acct_nobody")
    assert body(refused.value)["code"] == "account_invalid"


async def test_the_keys_are_checked(house: House) -> None:
    for headers in ({}, {"Authorization": "Bearer sk_test_other"}):
        response = await house.browser.get("/v1/accounts", headers=headers)
        assert response.status_code == 401
    assert (await house.browser.get("/v1/accounts", auth=("sk_test_sandbox", ""))).status_code == 200


async def test_lists_are_newest_first_and_paged(house: House) -> None:
    account = await house.account()
    made = []
    for _ in range(5):
        made.append((await house.intent(account)).id)
        house.clock.forward(10)
    found = await house.client.v1.payment_intents.list_async({"limit": 2}, own(account))
    assert [one.id for one in found.data] == made[:-3:-1]
    assert found.has_more
    assert [one.id async for one in found.auto_paging_iter()] == made[::-1]
    since = int(house.clock.now) - 20
    recent = await house.client.v1.payment_intents.list_async({"created": {"gte": since}}, own(account))
    assert [one.id for one in recent.data] == made[:-3:-1]
    with pytest.raises(stripe.InvalidRequestError, match="No such"):
        await house.client.v1.payment_intents.list_async({"starting_after": "pi_none"}, own(account))


async def test_metadata_is_merged_and_unset(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account, metadata={"a": "1", "b": "2"})
    changed = await house.client.v1.payment_intents.update_async(
        intent.id, {"metadata": {"b": "", "c": "3"}}, own(account)
    )
    assert changed.metadata.to_dict() == {"a": "1", "c": "3"}


async def test_canceling_ends_it(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account)
    canceled = await house.client.v1.payment_intents.cancel_async(
        intent.id, {"cancellation_reason": "abandoned"}, own(account)
    )
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    assert canceled.canceled_at == int(house.clock.now)
    assert house.types(account)[-1] == "payment_intent.canceled"
    with pytest.raises(stripe.InvalidRequestError) as again:
        await house.client.v1.payment_intents.cancel_async(intent.id, None, own(account))
    assert again.value.code == "payment_intent_unexpected_state"
    assert body(again.value)["payment_intent"]["status"] == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as late:
        await house.confirm(account, intent.id, "pm_card_visa")
    assert late.value.code == "payment_intent_unexpected_state"


async def test_what_succeeded_is_neither_canceled_nor_confirmed_again(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account)
    await house.confirm(account, intent.id, "pm_card_visa")
    for attempt in (
        house.client.v1.payment_intents.cancel_async(intent.id, None, own(account)),
        house.confirm(account, intent.id, "pm_card_visa"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await attempt
        assert refused.value.code == "payment_intent_unexpected_state"
        assert body(refused.value)["payment_intent"]["status"] == "succeeded"
    assert house.types(account).count("payment_intent.succeeded") == 1


async def test_a_payment_method_must_exist_and_fit(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account)
    for method, code in (
        ("pm_card_nothing", "resource_missing"),
        ("pm_usBankAccount_success", "payment_intent_incompatible_payment_method"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await house.confirm(account, intent.id, method)
        assert (refused.value.code, refused.value.param) == (code, "payment_method")
    assert (await house.fetch(account, intent.id)).status == "requires_payment_method"


async def test_tampering_changes_what_is_told(house: House) -> None:
    account = await house.account()
    intent = await house.intent(account)
    events = house.types(account)
    house.sandbox.tamper(intent.id, amount=1, currency="eur", status="succeeded", amount_received=1)
    found = await house.fetch(account, intent.id)
    assert (found.amount, found.currency, found.status) == (1, "eur", "succeeded")
    assert house.types(account) == events
    with pytest.raises(AttributeError):
        house.sandbox.tamper(intent.id, colour="red")
