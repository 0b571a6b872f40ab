"""The network and Stripe fail when a test wants them to, before or after the effect."""

import asyncio
from typing import Literal

import pytest
import stripe

from sandbox import Fault
from tests.sandbox.conftest import SimulatorHarness


def created_intents(simulator: SimulatorHarness, account: str) -> int:
    return simulator.event_types(account).count("payment_intent.created")


@pytest.mark.parametrize("action", ["drop", "timeout"])
@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])
async def test_an_answer_that_never_comes(
    simulator: SimulatorHarness, action: Literal["drop", "timeout"], when: Literal["before", "after"], effects: int
) -> None:
    account = await simulator.create_onboarded_account()
    fault = simulator.sandbox.faults.add(Fault(action, when, path="/payment_intents$"))
    with pytest.raises(stripe.APIConnectionError):
        await simulator.create_intent(account)
    assert fault.reached.is_set()
    assert created_intents(simulator, account) == effects
    assert simulator.sandbox.faults.pending == []
    await simulator.create_intent(account)
    assert created_intents(simulator, account) == effects + 1


async def test_the_rate_limit_has_no_effect(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    simulator.sandbox.faults.add(Fault("rate_limit", path="/payment_intents$"))
    with pytest.raises(stripe.RateLimitError):
        await simulator.create_intent(account)
    assert created_intents(simulator, account) == 0


@pytest.mark.parametrize(("when", "effects"), [("before", 0), ("after", 1)])
async def test_a_pause_lasts_until_it_is_released(
    simulator: SimulatorHarness, when: Literal["before", "after"], effects: int
) -> None:
    account = await simulator.create_onboarded_account()
    pause = simulator.sandbox.faults.add(Fault("pause", when, path="/payment_intents$"))
    asking = asyncio.create_task(simulator.create_intent(account))
    await pause.reached.wait()
    await asyncio.sleep(0)
    assert created_intents(simulator, account) == effects
    assert not asking.done()
    pause.release.set()
    assert (await asking).status == "requires_payment_method"


async def test_a_fault_meets_only_what_it_was_planned_for(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    fault = simulator.sandbox.faults.add(Fault("drop", method="GET", path=r"/payment_intents/pi_", times=2))
    intent = await simulator.create_intent(account)
    for _ in range(2):
        with pytest.raises(stripe.APIConnectionError):
            await simulator.retrieve_intent(account, intent.id)
    assert fault.times == 0
    assert (await simulator.retrieve_intent(account, intent.id)).id == intent.id
    simulator.sandbox.faults.add(Fault("drop", method="*"))
    simulator.sandbox.faults.clear()
    assert (await simulator.retrieve_intent(account, intent.id)).id == intent.id


async def test_a_delay_passes(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    simulator.sandbox.faults.add(Fault("delay", "after", path="/payment_intents$", seconds=0.001))
    assert (await simulator.create_intent(account)).id
