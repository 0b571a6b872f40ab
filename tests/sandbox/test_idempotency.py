"""Asking twice with one key does nothing twice."""

import asyncio
import pathlib
from typing import Literal

import pytest
import stripe

from sandbox import Fault
from tests.sandbox.conftest import House, Params, body, build_house, own

PARAMS: Params = {"amount": 2000, "currency": "usd", "allowed_payment_method_types": ["card"]}


async def create(house: House, account: str, key: str = "key-1", **changes: object) -> stripe.PaymentIntent:
    params: Params = {**PARAMS, **changes}
    return await house.client.v1.payment_intents.create_async(params, own(account, key))


def replayed(made: stripe.StripeObject) -> bool:
    assert made.last_response is not None
    return made.last_response.headers.get("Idempotent-Replayed") == "true"


async def test_the_same_request_is_answered_from_memory(house: House) -> None:
    account = await house.account()
    first, second = await create(house, account), await create(house, account)
    assert (first.id, replayed(first), replayed(second)) == (second.id, False, True)
    assert house.types(account).count("payment_intent.created") == 1


async def test_the_answer_is_the_first_one_even_when_the_object_has_changed_since(house: House) -> None:
    account = await house.account()
    first = await create(house, account)
    await house.confirm(account, first.id, "pm_card_visa")
    assert (await create(house, account)).status == "requires_payment_method"


async def test_another_request_with_the_key_is_refused(house: House) -> None:
    account = await house.account()
    await create(house, account)
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        await create(house, account, amount=2001)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        await house.client.v1.customers.create_async({}, own(account, "key-1"))
    assert house.types(account).count("payment_intent.created") == 1


async def test_keys_of_two_accounts_are_two_keys(house: House) -> None:
    one, other = await house.account(), await house.account()
    assert (await create(house, one)).id != (await create(house, other)).id


async def test_a_refusal_of_the_input_claims_nothing(house: House) -> None:
    account = await house.account()
    with pytest.raises(stripe.InvalidRequestError):
        await create(house, account, amount=1)
    assert not replayed(await create(house, account))


async def test_a_decline_is_an_answer_like_any_other(house: House) -> None:
    account = await house.account()
    intent = await create(house, account)
    charges = []
    for _ in range(2):
        with pytest.raises(stripe.CardError) as refused:
            await house.client.v1.payment_intents.confirm_async(
                intent.id, {"payment_method": "pm_card_visa_chargeDeclined"}, own(account, "confirm-1")
            )
        charges.append(body(refused.value)["charge"])
    assert charges[0] == charges[1]


async def test_a_stored_500_is_replayed_and_never_done_again(house: House) -> None:
    """Whether it had an effect or none: this key will never tell anything but 500."""
    account = await house.account()
    moments: list[tuple[Literal["before", "after"], int]] = [("before", 0), ("after", 1)]
    for when, effects in moments:
        house.sandbox.faults.add(Fault("error", when, path="/payment_intents$"))
        for _ in range(2):
            with pytest.raises(stripe.APIError) as failed:
                await create(house, account, when)
            assert failed.value.http_status == 500
            assert failed.value.headers is not None
            assert failed.value.headers["Stripe-Should-Retry"] == "false"
        assert house.types(account).count("payment_intent.created") == effects


async def test_twins_at_one_moment(house: House) -> None:
    """While the first is in progress, the second is told so; afterwards it gets the first one's answer."""
    account = await house.account()
    pause = house.sandbox.faults.add(Fault("pause", path="/payment_intents$"))
    first = asyncio.create_task(create(house, account))
    await pause.reached.wait()
    with pytest.raises(stripe.APIError) as told:
        await create(house, account)
    assert (told.value.http_status, body(told.value)["code"]) == (409, "idempotency_key_in_use")
    pause.release.set()
    made = await first
    assert (await create(house, account)).id == made.id


async def test_a_dozen_at_once_make_one(house: House) -> None:
    account = await house.account()
    made = await asyncio.gather(*[create(house, account) for _ in range(12)], return_exceptions=True)
    assert len({one.id for one in made if isinstance(one, stripe.PaymentIntent)}) == 1
    assert house.types(account).count("payment_intent.created") == 1


async def test_keys_are_forgotten_after_a_day(house: House) -> None:
    account = await house.account()
    first = await create(house, account)
    house.clock.forward(24 * 3600 - 1)
    assert (await create(house, account)).id == first.id
    house.clock.forward(1)
    assert (await create(house, account)).id != first.id


async def test_keys_survive_a_restart(house: House, tmp_path: pathlib.Path) -> None:
    account = await house.account()
    first = await create(house, account)
    await house.sandbox.aclose()
    again = build_house(tmp_path)
    assert (await create(again, account)).id == first.id
    await again.sandbox.aclose()
