"""Webhooks of every change: signed, retried, each delivered once, in the order that a test chooses."""

import asyncio
import contextlib
import json
import pathlib
import sqlite3
from typing import Any

import httpx
import pytest
import stripe

from sandbox import StripeSimulator
from tests.sandbox.conftest import (
    SECRET,
    Clock,
    Params,
    SimulatorHarness,
    WebhookEndpoint,
    build_simulator,
    request_options,
    sandbox_settings,
)


async def test_events_are_signed_snapshots(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    simulator.endpoint.received.clear()
    assert await simulator.sandbox.tick() > 0
    created, succeeded = [event for event in simulator.endpoint.received if event.type.startswith("payment_intent.")]
    assert (created.data.object["status"], succeeded.data.object["status"]) == ("requires_payment_method", "succeeded")
    assert (created.account, created.livemode, created.api_version) == (account, False, "2026-10-28.endive")
    assert (created.data.object["id"], created.data.object["amount"]) == (intent.id, 2000)
    assert await simulator.sandbox.tick() == 0


async def test_a_body_that_was_changed_does_not_verify(simulator: SimulatorHarness) -> None:
    sent: list[httpx.Request] = []

    async def take(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    clock = Clock()
    webhooks = httpx.AsyncClient(transport=httpx.MockTransport(take))
    other = StripeSimulator(simulator.sandbox.settings, clock=clock, webhook_client=webhooks)
    await simulator.create_onboarded_account()
    await other.tick()
    header = sent[0].headers["stripe-signature"]
    assert stripe.Webhook.construct_event(sent[0].content, header, SECRET).livemode is False
    for body, secret in ((sent[0].content.replace(b"false", b"true"), SECRET), (sent[0].content, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, header, secret)
    await other.aclose()


async def test_what_is_not_taken_comes_again_later_and_later(simulator: SimulatorHarness) -> None:
    await simulator.create_onboarded_account(("card_payments",))
    attempts = 0
    simulator.endpoint.statuses = [500, 404, 302] * 4
    for wait in (0, 1, 2, 5, 10, 30):
        simulator.clock.advance(wait - 0.5 if wait else 0)
        if wait:
            assert await simulator.sandbox.tick() == 0
            simulator.clock.advance(0.5)
        attempts += await simulator.sandbox.tick()
    assert attempts == 12
    simulator.clock.advance(60)
    assert await simulator.sandbox.tick() == 2
    simulator.clock.advance(3600)
    assert await simulator.sandbox.tick() == 0


async def test_it_gives_up_after_three_days(simulator: SimulatorHarness) -> None:
    await simulator.create_onboarded_account(("card_payments",))
    simulator.endpoint.statuses = [500] * 1000
    tries = 0
    for _ in range(24 * 5):
        tries += await simulator.sandbox.tick()
        simulator.clock.advance(3601)
    assert 2 * 70 < tries < 2 * 80


async def test_an_endpoint_that_breaks_is_tried_again(tmp_path: pathlib.Path) -> None:
    async def broken(_request: httpx.Request) -> httpx.Response:
        raise RuntimeError("The endpoint's own mistake")

    simulator = build_simulator(tmp_path)
    await simulator.create_onboarded_account(("card_payments",))
    clock = simulator.clock
    client = httpx.AsyncClient(transport=httpx.MockTransport(broken))
    other = StripeSimulator(simulator.sandbox.settings, clock=clock, webhook_client=client)
    assert await other.tick() == 2
    clock.advance(1)
    assert await simulator.sandbox.tick() == 2
    assert simulator.endpoint.types == ["capability.updated", "account.updated"]
    await other.aclose()
    await simulator.sandbox.aclose()


async def test_what_was_not_delivered_survives_a_restart(tmp_path: pathlib.Path) -> None:
    first = build_simulator(tmp_path)
    await first.create_onboarded_account(("card_payments",))
    await first.sandbox.aclose()
    second = build_simulator(tmp_path)
    assert await second.sandbox.tick() == 2
    assert second.endpoint.types == ["capability.updated", "account.updated"]
    await second.sandbox.aclose()


async def test_two_processes_do_not_deliver_the_same(tmp_path: pathlib.Path) -> None:
    first, second = build_simulator(tmp_path), build_simulator(tmp_path)
    for _ in range(3):
        await first.create_onboarded_account(("card_payments",))
    counts = await asyncio.gather(first.sandbox.tick(), second.sandbox.tick(), first.sandbox.tick())
    assert sum(counts) == 6
    ids = [event.id for one in (first, second) for event in one.endpoint.received]
    assert len(ids) == len(set(ids)) == 6
    for one in (first, second):
        await one.sandbox.aclose()


async def test_delivery_continues_after_its_process_died(simulator: SimulatorHarness) -> None:
    await simulator.create_onboarded_account(("card_payments",))
    with contextlib.closing(sqlite3.connect(simulator.sandbox.settings.database)) as other:
        other.execute("UPDATE delivery SET leased_until = ?", (simulator.clock.now + 30,))
        other.commit()
    assert await simulator.sandbox.tick() == 0
    simulator.clock.advance(30)
    assert await simulator.sandbox.tick() == 2


async def test_a_test_decides_order_and_number(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    await simulator.sandbox.tick()
    simulator.endpoint.received.clear()
    simulator.sandbox.hold_webhooks = True
    intent = await simulator.create_intent(account)
    await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    assert await simulator.sandbox.tick() == 0
    created, succeeded = simulator.sandbox.events(account=account)[-2:]
    for event in (succeeded, succeeded, created):
        assert await simulator.sandbox.deliver(event["id"]) == 200
    assert [event.id for event in simulator.endpoint.received] == [succeeded["id"], succeeded["id"], created["id"]]
    simulator.sandbox.hold_webhooks = False
    assert await simulator.sandbox.tick() == 0
    with pytest.raises(LookupError):
        await simulator.sandbox.deliver("evt_none")


async def test_events_of_accounts_are_separate_and_can_be_retrieved(simulator: SimulatorHarness) -> None:
    mine, other = await simulator.create_onboarded_account(), await simulator.create_onboarded_account()
    await simulator.create_intent(mine)
    events = await simulator.client.v1.events.list_async({"type": "payment_intent.created"}, request_options(mine))
    assert [event.type for event in events.data] == ["payment_intent.created"]
    assert not (
        await simulator.client.v1.events.list_async({"type": "payment_intent.created"}, request_options(other))
    ).data
    assert not (await simulator.client.v1.events.list_async()).data
    with pytest.raises(stripe.InvalidRequestError):
        await simulator.client.v1.events.retrieve_async(events.data[0].id, None, request_options(other))


async def test_events_are_found_by_type_and_time(simulator: SimulatorHarness) -> None:
    """By one type, by a group of them, by a list; never by both."""
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    await simulator.confirm_intent(account, intent.id, "pm_card_visa")
    simulator.clock.advance(10)
    simulator.sandbox.run_control("refund", account, payment_intent=intent.id, amount=1)
    simulator.sandbox.run_control("dispute", account, payment_intent=intent.id)

    async def found(**params: Any) -> list[str]:
        fields: Params = params
        return [
            event.type for event in (await simulator.client.v1.events.list_async(fields, request_options(account))).data
        ]

    assert await found(type="payment_intent.*") == ["payment_intent.succeeded", "payment_intent.created"]
    assert await found(type="refund.*") == ["refund.created"]
    disputed = ["charge.dispute.funds_withdrawn", "charge.dispute.created"]
    assert await found(type="charge.dispute.*") == disputed
    assert await found(type="charge.*") == [*disputed, "charge.refunded"]
    assert await found(types=["charge.refunded", "payment_intent.created"]) == [
        "charge.refunded",
        "payment_intent.created",
    ]
    assert await found(created={"gte": int(simulator.clock.now)}) == [*disputed, "charge.refunded", "refund.created"]
    assert await found(type="*", created={"gt": int(simulator.clock.now)}) == []
    first = (
        await simulator.client.v1.events.list_async({"type": "charge.*", "limit": 1}, request_options(account))
    ).data[0]
    assert await found(type="charge.*", starting_after=first.id) == ["charge.dispute.created", "charge.refunded"]
    for wrong in ({"type": "a", "types": ["a"]}, {"types": ["charge.*"]}, {"type": "[a]"}, {"types": ["a"] * 21}):
        with pytest.raises(stripe.InvalidRequestError):
            await found(**wrong)


async def test_the_loop_delivers_and_settles_by_itself(tmp_path: pathlib.Path) -> None:
    simulator = build_simulator(tmp_path, debit_delay_seconds=0.0)
    running = asyncio.create_task(simulator.sandbox.run())
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account, allowed_payment_method_types=["us_bank_account"])
    await simulator.confirm_intent(account, intent.id, "pm_usBankAccount_success")
    async with asyncio.timeout(5):
        await simulator.endpoint.seen["payment_intent.succeeded"].wait()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert (await simulator.retrieve_intent(account, intent.id)).status == "succeeded"
    await simulator.sandbox.aclose()


async def test_with_no_endpoint_nothing_is_queued(tmp_path: pathlib.Path) -> None:
    simulator = build_simulator(tmp_path, webhook_url=None)
    await simulator.create_onboarded_account()
    assert await simulator.sandbox.tick() == 0
    assert simulator.sandbox.events()
    await simulator.sandbox.aclose()


async def test_every_delivery_is_the_stored_body(simulator: SimulatorHarness) -> None:
    await simulator.create_onboarded_account(("card_payments",))
    await simulator.sandbox.tick()
    assert [json.loads(body) for body in simulator.endpoint.bodies] == simulator.sandbox.events()


def test_opening_the_same_file_twice_is_harmless(tmp_path: pathlib.Path) -> None:
    for _ in range(2):
        assert StripeSimulator(sandbox_settings(tmp_path), clock=Clock()).events() == []
    assert WebhookEndpoint().types == []
