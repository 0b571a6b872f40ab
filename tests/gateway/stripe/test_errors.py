"""Errors of provider calls: unknown outcome, refusal, missing object."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

import pytest
import stripe

from gateway import (
    FailureCode,
    IntentWithMetadata,
    Provider,
    ProviderBusy,
    ProviderDisconnected,
    ProviderObjectNotFound,
    ProviderRefused,
    ProviderUnavailable,
)
from money import Money
from sandbox import Fault
from sandbox.faults import Action
from tests.gateway.conftest import BASE_URL, WEBHOOK_SECRET, GatewayHarness

Call = Callable[[GatewayHarness, str, str], Awaitable[object]]

ONE = Money(1, "EUR")
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


async def collect(intents: AsyncIterator[IntentWithMetadata]) -> list[IntentWithMetadata]:
    return [intent async for intent in intents]


# Every call of the provider, by its name, given an account and one of its intents.
GATEWAY_CALLS: dict[str, Call] = {
    "create_account": lambda gateway, _account, _intent: gateway.provider.create_account(
        uuid.uuid4(), "FR", "EUR", "L"
    ),
    "create_account_link": lambda gateway, account, _intent: gateway.provider.create_account_link(
        account, "http://a", "http://b"
    ),
    "fetch_account": lambda gateway, account, _intent: gateway.provider.fetch_account(account, "EUR"),
    "create_customer": lambda gateway, account, _intent: gateway.provider.create_customer(
        account, uuid.uuid4(), uuid.uuid4(), "Ada"
    ),
    "create_intent": lambda gateway, account, _intent: gateway.create_intent(account),
    "fetch_intent": lambda gateway, account, intent: gateway.provider.fetch_intent(account, intent),
    "find_intent": lambda gateway, account, _intent: gateway.provider.find_intent(account, "cus_1", uuid.uuid4()),
    "cancel_intent": lambda gateway, account, intent: gateway.provider.cancel_intent(account, intent),
    "create_refund": lambda gateway, account, intent: gateway.provider.create_refund(
        account, intent, uuid.uuid4(), ONE
    ),
    "list_refunds": lambda gateway, account, intent: gateway.provider.list_refunds(account, intent),
    "list_disputes": lambda gateway, account, intent: gateway.provider.list_disputes(account, intent),
    "list_intents_since": lambda gateway, account, _intent: collect(
        gateway.provider.list_intents_since(account, LONG_AGO)
    ),
    "list_changed_intent_ids": lambda gateway, account, _intent: gateway.provider.list_changed_intent_ids(
        account, LONG_AGO
    ),
}


def test_every_call_is_listed() -> None:
    public = {name for name in vars(Provider) if not name.startswith("_")}
    assert public - {"parse_webhook"} == set(GATEWAY_CALLS)


@pytest.mark.parametrize("call", GATEWAY_CALLS)
@pytest.mark.parametrize("action", ["drop", "timeout", "error", "rate_limit"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_missing_or_ambiguous_answer_is_unavailable(
    stripe_gateway: GatewayHarness, call: str, action: Action, when: Literal["before", "after"]
) -> None:
    """D23, D30: dropped, timed out, server error, rate limit: it may have taken effect, and repeating it is safe."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    if call == "create_refund":
        await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.faults.add(Fault(action, when, method="*", path="^/v1/", times=2))
    with pytest.raises(ProviderUnavailable) as caught:
        await GATEWAY_CALLS[call](stripe_gateway, account, intent.id)
    assert not isinstance(caught.value, ProviderBusy)


@pytest.mark.parametrize("action", ["drop", "timeout"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_one_failure_is_retried(
    stripe_gateway: GatewayHarness, action: Action, when: Literal["before", "after"]
) -> None:
    """D30: the client repeats the call with the same key, and one intent is created."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    stripe_gateway.sandbox.faults.add(Fault(action, when, path="/payment_intents$"))
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(stripe_gateway.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_lost_answer_is_retried(stripe_gateway: GatewayHarness, action: Action) -> None:
    """D23, D30: the response is lost, the same row is requested again: still one intent."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    stripe_gateway.sandbox.faults.add(Fault(action, "after", path="/payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await stripe_gateway.provider.create_intent(request)
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(stripe_gateway.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_lost_refund_response_is_retried(stripe_gateway: GatewayHarness, action: Action) -> None:
    """D26, D30: the response is lost, the same row is requested again: still one refund."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    refund_id = uuid.uuid4()
    stripe_gateway.sandbox.faults.add(Fault(action, "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await stripe_gateway.provider.create_refund(account, intent.id, refund_id, ONE)
    created = await stripe_gateway.provider.create_refund(account, intent.id, refund_id, ONE)
    assert await stripe_gateway.provider.list_refunds(account, intent.id) == (created,)
    with pytest.raises(stripe.IdempotencyError):
        await stripe_gateway.provider.create_refund(account, intent.id, refund_id, Money(2, "EUR"))


async def test_failure_on_a_later_page(stripe_gateway: GatewayHarness) -> None:
    """D23: finding an intent fails on the second page as it does on the first."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    for _ in range(101):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    search = stripe_gateway.provider.find_intent(account, request.customer_id, request.id)
    pause = stripe_gateway.sandbox.faults.add(Fault("pause", "after", method="GET"))
    stripe_gateway.sandbox.faults.add(Fault("drop", method="GET", times=2))
    task = asyncio.create_task(search)
    await pause.reached.wait()
    pause.release.set()
    with pytest.raises(ProviderUnavailable):
        await task


async def test_concurrent_request_with_same_key(stripe_gateway: GatewayHarness) -> None:
    """D30: ProviderBusy tells a concurrent request for the same row from an unknown outcome."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    pause = stripe_gateway.sandbox.faults.add(Fault("pause", "before", path="/payment_intents$"))
    first = asyncio.create_task(stripe_gateway.provider.create_intent(request))
    await pause.reached.wait()
    with pytest.raises(ProviderBusy):
        await stripe_gateway.provider.create_intent(request)
    pause.release.set()
    assert await first == await stripe_gateway.provider.create_intent(request)


@pytest.mark.parametrize("call", [name for name in GATEWAY_CALLS if name != "create_account"])
async def test_disconnected_account(stripe_gateway: GatewayHarness, call: str) -> None:
    """D23: every call raises ProviderDisconnected, with Stripe's code."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.act_on_account(account, "deauthorize")
    with pytest.raises(ProviderDisconnected) as caught:
        await GATEWAY_CALLS[call](stripe_gateway, account, intent.id)
    assert (caught.value.code, caught.value.provider_code) == (FailureCode.OTHER, "account_invalid")


async def test_missing_intent(stripe_gateway: GatewayHarness) -> None:
    """D23: an unknown id, and another firm's."""
    account, other_account = (
        await stripe_gateway.create_onboarded_account(),
        await stripe_gateway.create_onboarded_account(),
    )
    other_intent = await stripe_gateway.create_intent(other_account)
    for intent_id in ("pi_unknown", other_intent.id):
        with pytest.raises(ProviderObjectNotFound):
            await stripe_gateway.provider.fetch_intent(account, intent_id)


async def test_missing_customer(stripe_gateway: GatewayHarness) -> None:
    """D23: a stored customer that was deleted is reported as missing, whatever the HTTP status."""
    request = dataclasses.replace(
        await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account()),
        customer_id="cus_unknown",
    )
    with pytest.raises(ProviderObjectNotFound):
        await stripe_gateway.provider.create_intent(request)


async def test_amount_below_minimum_is_refused(stripe_gateway: GatewayHarness) -> None:
    """D10: with Stripe's code, should an amount ever get past our own limits."""
    request = await stripe_gateway.build_intent_request(
        await stripe_gateway.create_onboarded_account(), Money(1, "EUR")
    )
    with pytest.raises(ProviderRefused) as caught:
        await stripe_gateway.provider.create_intent(request)
    assert (caught.value.code, caught.value.provider_code) == (FailureCode.OTHER, "amount_too_small")
    assert not isinstance(caught.value, ProviderDisconnected)


async def test_key_reused_with_other_input_is_a_bug(stripe_gateway: GatewayHarness) -> None:
    """D30: it is not reported as a refusal."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.provider.create_intent(request)
    with pytest.raises(stripe.IdempotencyError):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, amount=Money(21_00, "EUR")))


async def test_invalid_api_key(stripe_gateway: GatewayHarness) -> None:
    """A wrong configuration is not a refused payment."""
    provider = Provider("sk_test_wrong", "pk", WEBHOOK_SECRET, api_base=BASE_URL, http_client=stripe_gateway.transport)
    with pytest.raises(ProviderUnavailable):
        await provider.fetch_account("acct_1", "EUR")
