"""Asking twice with one key does nothing twice."""

import asyncio
import pathlib
from typing import Literal

import pytest
import stripe

from sandbox import Fault
from tests.sandbox.conftest import Params, SimulatorHarness, build_simulator, error_body, request_options

PARAMS: Params = {"amount": 2000, "currency": "usd", "allowed_payment_method_types": ["card"]}


async def create(
    simulator: SimulatorHarness, account: str, key: str = "key-1", **changes: object
) -> stripe.PaymentIntent:
    params: Params = {**PARAMS, **changes}
    return await simulator.client.v1.payment_intents.create_async(params, request_options(account, key))


def is_replayed(intent: stripe.StripeObject) -> bool:
    assert intent.last_response is not None
    return intent.last_response.headers.get("Idempotent-Replayed") == "true"


async def test_the_same_request_is_answered_from_memory(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    first, second = await create(simulator, account), await create(simulator, account)
    assert (first.id, is_replayed(first), is_replayed(second)) == (second.id, False, True)
    assert simulator.event_types(account).count("payment_intent.created") == 1


async def test_the_answer_is_the_first_one_even_when_the_object_has_changed_since(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    first = await create(simulator, account)
    await simulator.confirm_intent(account, first.id, "pm_card_visa")
    assert (await create(simulator, account)).status == "requires_payment_method"


async def test_another_request_with_the_key_is_refused(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    await create(simulator, account)
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        await create(simulator, account, amount=2001)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        await simulator.client.v1.customers.create_async({}, request_options(account, "key-1"))
    assert simulator.event_types(account).count("payment_intent.created") == 1


async def test_keys_of_two_accounts_are_two_keys(simulator: SimulatorHarness) -> None:
    one, other = await simulator.create_onboarded_account(), await simulator.create_onboarded_account()
    assert (await create(simulator, one)).id != (await create(simulator, other)).id


async def test_a_refusal_of_the_input_claims_nothing(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    with pytest.raises(stripe.InvalidRequestError):
        await create(simulator, account, amount=1)
    assert not is_replayed(await create(simulator, account))


async def test_a_decline_is_an_answer_like_any_other(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await create(simulator, account)
    charges = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as refused:
            await simulator.client.v1.payment_intents.confirm_async(
                intent.id, {"payment_method": "pm_card_visa_chargeDeclined"}, request_options(account, "confirm-1")
            )
        charges.append(error_body(refused.value)["charge"])
    assert charges[0] == charges[1]


async def test_a_stored_500_is_replayed_and_never_done_again(simulator: SimulatorHarness) -> None:
    """Whether it had an effect or none: this key will never tell anything but 500."""
    account = await simulator.create_onboarded_account()
    moments: list[tuple[Literal["before", "after"], int]] = [("before", 0), ("after", 1)]
    for when, effects in moments:
        simulator.sandbox.faults.add(Fault("error", when, path="/payment_intents$"))
        for _ in range(2):
            with pytest.raises(stripe.APIError) as failed:
                await create(simulator, account, when)
            assert failed.value.http_status == 500
            assert failed.value.headers is not None
            assert failed.value.headers["Stripe-Should-Retry"] == "false"
        assert simulator.event_types(account).count("payment_intent.created") == effects


async def test_concurrent_requests_with_one_key(simulator: SimulatorHarness) -> None:
    """While the first is in progress, the second is refused; afterwards it gets the first one's answer."""
    account = await simulator.create_onboarded_account()
    pause = simulator.sandbox.faults.add(Fault("pause", path="/payment_intents$"))
    first = asyncio.create_task(create(simulator, account))
    await pause.reached.wait()
    with pytest.raises(stripe.APIError) as refused:
        await create(simulator, account)
    assert (refused.value.http_status, error_body(refused.value)["code"]) == (409, "idempotency_key_in_use")
    pause.release.set()
    intent = await first
    assert (await create(simulator, account)).id == intent.id


async def test_a_dozen_at_once_make_one(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intents = await asyncio.gather(*[create(simulator, account) for _ in range(12)], return_exceptions=True)
    assert len({one.id for one in intents if isinstance(one, stripe.PaymentIntent)}) == 1
    assert simulator.event_types(account).count("payment_intent.created") == 1


async def test_keys_are_forgotten_after_a_day(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    first = await create(simulator, account)
    simulator.clock.advance(24 * 3600 - 1)
    assert (await create(simulator, account)).id == first.id
    simulator.clock.advance(1)
    assert (await create(simulator, account)).id != first.id


async def test_keys_survive_a_restart(simulator: SimulatorHarness, tmp_path: pathlib.Path) -> None:
    account = await simulator.create_onboarded_account()
    first = await create(simulator, account)
    await simulator.sandbox.aclose()
    again = build_simulator(tmp_path)
    assert (await create(again, account)).id == first.id
    await again.sandbox.aclose()
