"""The network and Stripe fail when a test wants them to, before or after the effect."""

import asyncio
from typing import Literal

import pytest
import stripe

from sandbox import Fault
from tests.sandbox.conftest import House


def made(house: House, account: str) -> int:
    return house.types(account).count("payment_intent.created")


@pytest.mark.parametrize("action", ["drop", "timeout"])
@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])
async def test_an_answer_that_never_comes(
    house: House, action: Literal["drop", "timeout"], when: Literal["before", "after"], effects: int
) -> None:
    account = await house.account()
    fault = house.sandbox.faults.add(Fault(action, when, path="/payment_intents$"))
    with pytest.raises(stripe.APIConnectionError):
        await house.intent(account)
    assert fault.reached.is_set()
    assert made(house, account) == effects
    assert house.sandbox.faults.pending == []
    await house.intent(account)
    assert made(house, account) == effects + 1


async def test_the_rate_limit_has_no_effect(house: House) -> None:
    account = await house.account()
    house.sandbox.faults.add(Fault("rate_limit", path="/payment_intents$"))
    with pytest.raises(stripe.RateLimitError):
        await house.intent(account)
    assert made(house, account) == 0


@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])
async def test_a_pause_lasts_until_it_is_released(house: House, when: Literal["before", "after"], effects: int) -> None:
    account = await house.account()
    pause = house.sandbox.faults.add(Fault("pause", when, path="/payment_intents$"))
    asking = asyncio.create_task(house.intent(account))
    await pause.reached.wait()
    await asyncio.sleep(0)
    assert made(house, account) == effects
    assert not asking.done()
    pause.release.set()
    assert (await asking).status == "requires_payment_method"


async def test_a_fault_meets_only_what_it_was_planned_for(house: House) -> None:
    account = await house.account()
    fault = house.sandbox.faults.add(Fault("drop", method="GET", path=r"/payment_intents/pi_", times=2))
    intent = await house.intent(account)
    for _ in range(2):
        with pytest.raises(stripe.APIConnectionError):
            await house.fetch(account, intent.id)
    assert fault.times == 0
    assert (await house.fetch(account, intent.id)).id == intent.id
    house.sandbox.faults.add(Fault("drop", method="*"))
    house.sandbox.faults.clear()
    assert (await house.fetch(account, intent.id)).id == intent.id


async def test_a_delay_passes(house: House) -> None:
    account = await house.account()
    house.sandbox.faults.add(Fault("delay", "after", path="/payment_intents$", seconds=0.001))
    assert (await house.intent(account)).id
