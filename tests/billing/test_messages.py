"""A provider's message is a hint: whose, when, how often and in which order does not matter."""

from __future__ import annotations

import dataclasses
import itertools
import json
from typing import Any

from sqlalchemy import func, select

import gateway
import models
from billing import worker
from billing.providers import webhooks as messages
from models import JobKind, PaymentMethod, ProviderStatus
from sandbox import webhooks
from tests.support.firm import WEBHOOK_SECRET, House


def read(house: House, told: dict[str, Any]) -> gateway.Hint | None:
    """The message as it is signed and read."""
    body = json.dumps(told)
    signature = webhooks.signature(body, WEBHOOK_SECRET, int(house.clock.seconds()))
    return house.services.provider.read_message(body.encode(), signature, house.clock())


async def take(house: House, told: dict[str, Any]) -> bool:
    hint = read(house, told)
    return hint is not None and await messages.take(house.services, hint)


async def wakes(house: House) -> int:
    async with house.services.reads() as session:
        return await session.scalar(select(func.sum(models.Job.wakes))) or 0


async def test_all_24_orders_of_a_debit_s_messages(house: House) -> None:
    """D9, D23: created, processing, succeeded and a duplicate, in any order: exactly its amount, once."""
    firm = await house.ready_firm()
    for order in itertools.permutations(range(4)):
        prepayment = await firm.ask_prepayment("10.00", PaymentMethod.BANK_DEBIT)
        await firm.confirm(prepayment, "pm_success_de")
        house.clock.move(seconds=21)
        await house.sandbox.tick()
        life = [one for one in house.sandbox.events() if one["data"]["object"]["id"] == prepayment.intent_id]
        assert [one["type"].partition(".")[2] for one in life] == ["created", "processing", "succeeded"]
        for position in order:
            assert await take(house, [*life, life[2]][position])
            await worker.run_due(house.services)
    assert await firm.entries() == [("PREPAYMENT", 10_00, 10_00 * count) for count in range(1, 25)]


async def test_only_an_intent_of_ours_is_asked_after(house: House) -> None:
    """D29: of one that is not recorded (yet) nothing is asked: the job that was written down with it sees to that."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("10.00")
    (created,) = house.sandbox.events(kind="payment_intent.created")
    unknown = json.loads(json.dumps(created).replace(str(prepayment.intent_id), "pi_unknown"))
    before = await wakes(house)
    assert await take(house, created)
    assert await wakes(house) == before + 1
    assert not await take(house, unknown)
    assert await wakes(house) == before + 1


async def test_messages_that_are_not_ours(house: House) -> None:
    """Stripe, exactly: the event's account and livemode must match our row."""
    firm, other = await house.ready_firm(), await house.ready_firm(name="Other")
    await firm.ask_prepayment("10.00")
    (created,) = house.sandbox.events(kind="payment_intent.created")
    (foreign,) = {one["account"] for one in house.sandbox.events(kind="account.updated")} - {created["account"]}
    before = await wakes(house)
    async with firm.unmoved(), other.unmoved():
        for wrong in ({"account": "acct_unknown"}, {"account": foreign}, {"account": ""}, {"livemode": True}):
            assert not await take(house, {**created, **wrong})
        await house.work()
    assert await wakes(house) == before


async def test_a_kind_that_does_not_matter(house: House) -> None:
    """Answered, and forgotten."""
    firm = await house.ready_firm()
    await firm.ask_prepayment("10.00")
    (created,) = house.sandbox.events(kind="payment_intent.created")
    for kind in ("charge.succeeded", "customer.created", "payout.paid", "payment_intentx.created"):
        assert read(house, {**created, "type": kind}) is None


async def test_an_account_that_changed_is_fetched(house: House) -> None:
    """D4: the message only calls for the job: what is true is what the provider then says."""
    firm = await house.ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    told = house.sandbox.events(kind="account.updated")[-1]
    told["data"]["object"]["charges_enabled"] = False
    assert await take(house, told)
    async with firm.unmoved():
        await house.work()
    assert (await firm.connection(connection_id)).status is ProviderStatus.CONNECTED


async def test_an_account_that_left(house: House) -> None:
    """D5: account.application.deauthorized: disconnected, the default no more; credits can still be spent."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    account = (await firm.connection(connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await house.browser.post(f"http://stand-in/_control/accounts/{account}/deauthorize", headers=headers)
    assert await take(house, house.sandbox.events(kind="account.application.deauthorized")[-1])
    await house.work()
    assert (await firm.connection(connection_id)).status is ProviderStatus.DISCONNECTED
    assert (await firm.settings()).default_connection_id is None
    await firm.pay(await firm.issue("30.00"), "30.00")
    house.clock.move(days=1)
    await house.work()
    async with house.services.reads() as session:
        kinds = await session.scalars(select(models.Job.kind).where(models.Job.firm_id == firm.id))
        assert set(kinds).isdisjoint({JobKind.SYNC_CONNECTION, JobKind.CLOSE_CONNECTION})


async def test_the_worker_is_called(house: House) -> None:
    """P3: credited within seconds of the message: the worker is woken by it."""
    firm = await house.ready_firm()
    await firm.ask_prepayment("10.00")
    (created,) = house.sandbox.events(kind="payment_intent.created")
    hint = read(house, created)
    assert hint is not None
    # Coming back from the onboarding called it before.
    await house.services.signals.jobs.wait(0.01)
    assert not await messages.take(house.services, dataclasses.replace(hint, account_id="acct_unknown"))
    assert not await house.services.signals.jobs.wait(0.01)
    assert await messages.take(house.services, hint)
    assert await house.services.signals.jobs.wait(0.01)
