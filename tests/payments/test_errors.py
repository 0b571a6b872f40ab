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
    ListedIntent,
    Provider,
    ProviderBusy,
    ProviderDisconnected,
    ProviderMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from money import Money
from sandbox import Fault
from sandbox.faults import Action
from tests.payments.conftest import BASE_URL, WEBHOOK_SECRET, Door

Call = Callable[[Door, str, str], Awaitable[object]]

ONE = Money(1, "EUR")
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


async def everything(found: AsyncIterator[ListedIntent]) -> list[ListedIntent]:
    return [one async for one in found]


# Every call there is: made of an account and an intent of it.
CALLS: dict[str, Call] = {
    "create_account": lambda door, _account, _intent: door.provider.create_account(uuid.uuid4(), "FR", "EUR", "L"),
    "account_link": lambda door, account, _intent: door.provider.account_link(account, "http://a", "http://b"),
    "fetch_account": lambda door, account, _intent: door.provider.fetch_account(account, "EUR"),
    "create_customer": lambda door, account, _intent: door.provider.create_customer(
        account, uuid.uuid4(), uuid.uuid4(), "Ada"
    ),
    "create_intent": lambda door, account, _intent: door.intent(account),
    "fetch_intent": lambda door, account, intent: door.provider.fetch_intent(account, intent),
    "find_intent": lambda door, account, _intent: door.provider.find_intent(account, "cus_1", uuid.uuid4()),
    "cancel_intent": lambda door, account, intent: door.provider.cancel_intent(account, intent),
    "create_refund": lambda door, account, intent: door.provider.create_refund(account, intent, uuid.uuid4(), ONE),
    "refunds_of": lambda door, account, intent: door.provider.refunds_of(account, intent),
    "disputes_of": lambda door, account, intent: door.provider.disputes_of(account, intent),
    "intents_since": lambda door, account, _intent: everything(door.provider.intents_since(account, LONG_AGO)),
    "touched_since": lambda door, account, _intent: door.provider.touched_since(account, LONG_AGO),
}


def test_every_call_is_here() -> None:
    public = {name for name in vars(Provider) if not name.startswith("_")}
    assert public == {*CALLS, "read_message"}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("action", ["drop", "timeout", "error", "rate_limit"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_no_answer_or_none_that_tells(
    door: Door, call: str, action: Action, when: Literal["before", "after"]
) -> None:
    """D23, D30: dropped, timed out, failed inside, too many: it may have happened, and asking again is safe."""
    account = await door.account()
    intent = await door.intent(account)
    if call == "create_refund":
        await door.confirm(intent, "pm_card_visa")
    door.sandbox.faults.add(Fault(action, when, method="*", path="^/v1/", times=2))
    with pytest.raises(ProviderUnavailable) as ended:
        await CALLS[call](door, account, intent.id)
    assert not isinstance(ended.value, ProviderBusy)


@pytest.mark.parametrize("action", ["drop", "timeout"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_one_mishap_is_not_noticed(door: Door, action: Action, when: Literal["before", "after"]) -> None:
    """D30: the call is made once more with the same key, and the sum is asked for once."""
    account = await door.account()
    request = await door.request(account)
    door.sandbox.faults.add(Fault(action, when, path="/payment_intents$"))
    intent = await door.provider.create_intent(request)
    assert await door.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(door.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_a_lost_answer_is_asked_for_again(door: Door, action: Action) -> None:
    """D23, D30: it had its effect, nobody heard, and the same row asks again: the same intent, and one of it."""
    account = await door.account()
    request = await door.request(account)
    door.sandbox.faults.add(Fault(action, "after", path="/payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await door.provider.create_intent(request)
    intent = await door.provider.create_intent(request)
    assert await door.provider.find_intent(account, request.customer_id, request.id) == intent
    assert len(door.sandbox.events(account=account, kind="payment_intent.created")) == 1


@pytest.mark.parametrize("action", ["drop", "timeout"])
async def test_a_refund_whose_answer_was_lost_is_made_once(door: Door, action: Action) -> None:
    """D26, D30: it had its effect, nobody heard; the same row asks again, and the money went once."""
    account = await door.account()
    intent = await door.intent(account)
    await door.confirm(intent, "pm_card_visa")
    ours = uuid.uuid4()
    door.sandbox.faults.add(Fault(action, "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await door.provider.create_refund(account, intent.id, ours, ONE)
    made = await door.provider.create_refund(account, intent.id, ours, ONE)
    assert await door.provider.refunds_of(account, intent.id) == (made,)
    with pytest.raises(stripe.IdempotencyError):
        await door.provider.create_refund(account, intent.id, ours, Money(2, "EUR"))


async def test_a_page_that_does_not_come(door: Door) -> None:
    """D23: looking for an intent fails on a later page just as on the first."""
    account = await door.account()
    request = await door.request(account)
    for _ in range(101):
        await door.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    ask = door.provider.find_intent(account, request.customer_id, request.id)
    pause = door.sandbox.faults.add(Fault("pause", "after", method="GET"))
    door.sandbox.faults.add(Fault("drop", method="GET", times=2))
    asking = asyncio.create_task(ask)
    await pause.reached.wait()
    pause.release.set()
    with pytest.raises(ProviderUnavailable):
        await asking


async def test_a_twin_is_being_answered(door: Door) -> None:
    """D30: the same row asked for at this very moment is told from silence: somebody else will have the answer."""
    request = await door.request(await door.account())
    pause = door.sandbox.faults.add(Fault("pause", "before", path="/payment_intents$"))
    first = asyncio.create_task(door.provider.create_intent(request))
    await pause.reached.wait()
    with pytest.raises(ProviderBusy):
        await door.provider.create_intent(request)
    pause.release.set()
    assert await first == await door.provider.create_intent(request)


@pytest.mark.parametrize("call", [name for name in CALLS if name != "create_account"])
async def test_the_firm_has_locked_us_out(door: Door, call: str) -> None:
    """D23: a clear no, with Stripe's own word for it, and told from every other no."""
    account = await door.account()
    intent = await door.intent(account)
    await door.control(account, "deauthorize")
    with pytest.raises(ProviderDisconnected) as refused:
        await CALLS[call](door, account, intent.id)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "account_invalid")


async def test_there_is_no_such_intent(door: Door) -> None:
    """D23: neither one of nobody, nor another firm's."""
    account, other = await door.account(), await door.account()
    theirs = await door.intent(other)
    for intent_id in ("pi_of_nobody", theirs.id):
        with pytest.raises(ProviderMissing):
            await door.provider.fetch_intent(account, intent_id)


async def test_there_is_no_such_customer(door: Door) -> None:
    """D23: the customer that we remember is not there any more; told as missing, whatever HTTP status it has."""
    request = dataclasses.replace(await door.request(await door.account()), customer_id="cus_of_nobody")
    with pytest.raises(ProviderMissing):
        await door.provider.create_intent(request)


async def test_too_little_is_refused_in_their_words(door: Door) -> None:
    """D10: should it ever get that far, it is a clear no."""
    request = await door.request(await door.account(), Money(1, "EUR"))
    with pytest.raises(ProviderRefused) as refused:
        await door.provider.create_intent(request)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "amount_too_small")
    assert not isinstance(refused.value, ProviderDisconnected)


async def test_one_row_for_two_different_things_is_our_mistake(door: Door) -> None:
    """D30: never told to anybody as a refusal."""
    request = await door.request(await door.account())
    await door.provider.create_intent(request)
    with pytest.raises(stripe.IdempotencyError):
        await door.provider.create_intent(dataclasses.replace(request, amount=Money(21_00, "EUR")))


async def test_a_key_that_stripe_does_not_take(door: Door) -> None:
    """Our own set-up is wrong: that is nobody's refused payment."""
    provider = Provider("sk_test_wrong", "pk", WEBHOOK_SECRET, api_base=BASE_URL, http_client=door.transport)
    with pytest.raises(ProviderUnavailable):
        await provider.fetch_account("acct_1", "EUR")
