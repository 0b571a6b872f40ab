"""How a call ends badly: it is not known what happened, a clear no, or no such thing."""

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


async def collect(found: AsyncIterator[IntentWithMetadata]) -> list[IntentWithMetadata]:
    return [one async for one in found]


# Every call there is: made of an account and an intent of it.
GATEWAY_CALLS: dict[str, Call] = {
    "create_account": lambda door, _account, _intent: door.provider.create_account(uuid.uuid4(), "FR", "EUR", "L"),
    "account_link": lambda door, account, _intent: door.provider.create_account_link(account, "http://a", "http://b"),
    "fetch_account": lambda door, account, _intent: door.provider.fetch_account(account, "EUR"),
    "create_customer": lambda door, account, _intent: door.provider.create_customer(
        account, uuid.uuid4(), uuid.uuid4(), "Ada"
    ),
    "create_intent": lambda door, account, _intent: door.create_intent(account),
    "fetch_intent": lambda door, account, intent: door.provider.fetch_intent(account, intent),
    "find_intent": lambda door, account, _intent: door.provider.find_intent(account, "cus_1", uuid.uuid4()),
    "cancel_intent": lambda door, account, intent: door.provider.cancel_intent(account, intent),
    "create_refund": lambda door, account, intent: door.provider.create_refund(account, intent, uuid.uuid4(), ONE),
    "refunds_of": lambda door, account, intent: door.provider.list_refunds(account, intent),
    "disputes_of": lambda door, account, intent: door.provider.list_disputes(account, intent),
    "intents_since": lambda door, account, _intent: collect(door.provider.list_intents_since(account, LONG_AGO)),
    "touched_since": lambda door, account, _intent: door.provider.list_changed_intent_ids(account, LONG_AGO),
}


def test_every_call_is_here() -> None:
    public = {name for name in vars(Provider) if not name.startswith("_")}
    assert public == {*GATEWAY_CALLS, "read_message"}


@pytest.mark.parametrize("call", GATEWAY_CALLS)
@pytest.mark.parametrize("action", ["drop", "timeout", "error", "rate_limit"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_missing_or_ambiguous_answer_is_unavailable(
    stripe_gateway: GatewayHarness, call: str, action: Action, when: Literal["before", "after"]
) -> None:
    """D23, D30: dropped, timed out, failed inside, too many: it may have happened, and asking again is safe."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    if call == "create_refund":
        await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.faults.add(Fault(action, when, method="*", path="^/v1/", times=2))
    with pytest.raises(ProviderUnavailable) as ended:
        await GATEWAY_CALLS[call](stripe_gateway, account, intent.id)
    assert not isinstance(ended.value, ProviderBusy)


@pytest.mark.parametrize("action", ["drop", "timeout"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_one_mishap_is_not_noticed(
    stripe_gateway: GatewayHarness, action: Action, when: Literal["before", "after"]
) -> None:
    """D30: the call is made once more with the same key, and the sum is asked for once."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    stripe_gateway.sandbox.faults.add(Fault(action, when, path="/payment_intents$"))
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(stripe_gateway.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_lost_answer_is_retried(stripe_gateway: GatewayHarness, action: Action) -> None:
    """D23, D30: it had its effect, nobody heard, and the same row asks again: the same intent, and one of it."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    stripe_gateway.sandbox.faults.add(Fault(action, "after", path="/payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await stripe_gateway.provider.create_intent(request)
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(stripe_gateway.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_a_refund_whose_answer_was_lost_is_made_once(stripe_gateway: GatewayHarness, action: Action) -> None:
    """D26, D30: it had its effect, nobody heard; the same row asks again, and the money went once."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    ours = uuid.uuid4()
    stripe_gateway.sandbox.faults.add(Fault(action, "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await stripe_gateway.provider.create_refund(account, intent.id, ours, ONE)
    made = await stripe_gateway.provider.create_refund(account, intent.id, ours, ONE)
    assert await stripe_gateway.provider.list_refunds(account, intent.id) == (made,)
    with pytest.raises(stripe.IdempotencyError):
        await stripe_gateway.provider.create_refund(account, intent.id, ours, Money(2, "EUR"))


async def test_a_page_that_does_not_come(stripe_gateway: GatewayHarness) -> None:
    """D23: looking for an intent fails on a later page just as on the first."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    for _ in range(101):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    ask = stripe_gateway.provider.find_intent(account, request.customer_id, request.id)
    pause = stripe_gateway.sandbox.faults.add(Fault("pause", "after", method="GET"))
    stripe_gateway.sandbox.faults.add(Fault("drop", method="GET", times=2))
    asking = asyncio.create_task(ask)
    await pause.reached.wait()
    pause.release.set()
    with pytest.raises(ProviderUnavailable):
        await asking


async def test_concurrent_request_with_same_key(stripe_gateway: GatewayHarness) -> None:
    """D30: the same row asked for at this very moment is told from silence: somebody else will have the answer."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    pause = stripe_gateway.sandbox.faults.add(Fault("pause", "before", path="/payment_intents$"))
    first = asyncio.create_task(stripe_gateway.provider.create_intent(request))
    await pause.reached.wait()
    with pytest.raises(ProviderBusy):
        await stripe_gateway.provider.create_intent(request)
    pause.release.set()
    assert await first == await stripe_gateway.provider.create_intent(request)


@pytest.mark.parametrize("call", [name for name in GATEWAY_CALLS if name != "create_account"])
async def test_the_firm_has_locked_us_out(stripe_gateway: GatewayHarness, call: str) -> None:
    """D23: a clear no, with Stripe's own word for it, and told from every other no."""
    account = await stripe_gateway.create_onboarded_account()
    intent = await stripe_gateway.create_intent(account)
    await stripe_gateway.act_on_account(account, "deauthorize")
    with pytest.raises(ProviderDisconnected) as refused:
        await GATEWAY_CALLS[call](stripe_gateway, account, intent.id)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "account_invalid")


async def test_there_is_no_such_intent(stripe_gateway: GatewayHarness) -> None:
    """D23: neither one of nobody, nor another firm's."""
    account, other = await stripe_gateway.create_onboarded_account(), await stripe_gateway.create_onboarded_account()
    theirs = await stripe_gateway.create_intent(other)
    for intent_id in ("pi_of_nobody", theirs.id):
        with pytest.raises(ProviderObjectNotFound):
            await stripe_gateway.provider.fetch_intent(account, intent_id)


async def test_there_is_no_such_customer(stripe_gateway: GatewayHarness) -> None:
    """D23: the customer that we remember is not there any more; told as missing, whatever HTTP status it has."""
    request = dataclasses.replace(
        await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account()),
        customer_id="cus_of_nobody",
    )
    with pytest.raises(ProviderObjectNotFound):
        await stripe_gateway.provider.create_intent(request)


async def test_too_little_is_refused_in_their_words(stripe_gateway: GatewayHarness) -> None:
    """D10: should it ever get that far, it is a clear no."""
    request = await stripe_gateway.build_intent_request(
        await stripe_gateway.create_onboarded_account(), Money(1, "EUR")
    )
    with pytest.raises(ProviderRefused) as refused:
        await stripe_gateway.provider.create_intent(request)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "amount_too_small")
    assert not isinstance(refused.value, ProviderDisconnected)


async def test_one_row_for_two_different_things_is_our_mistake(stripe_gateway: GatewayHarness) -> None:
    """D30: never told to anybody as a refusal."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.provider.create_intent(request)
    with pytest.raises(stripe.IdempotencyError):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, amount=Money(21_00, "EUR")))


async def test_a_key_that_stripe_does_not_take(stripe_gateway: GatewayHarness) -> None:
    """Our own set-up is wrong: that is nobody's refused payment."""
    provider = Provider("sk_test_wrong", "pk", WEBHOOK_SECRET, api_base=BASE_URL, http_client=stripe_gateway.transport)
    with pytest.raises(ProviderUnavailable):
        await provider.fetch_account("acct_1", "EUR")
