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
from tests.support.firm import WEBHOOK_SECRET, AppHarness


def parse_webhook(house: AppHarness, payload: dict[str, Any]) -> gateway.WebhookNotice | None:
    """The message as it is signed and read."""
    body = json.dumps(payload)
    signature = webhooks.signature(body, WEBHOOK_SECRET, int(house.clock.timestamp()))
    return house.services.provider.parse_webhook(body.encode(), signature, house.clock())


async def receive_webhook(house: AppHarness, payload: dict[str, Any]) -> bool:
    hint = parse_webhook(house, payload)
    return hint is not None and await messages.handle_webhook(house.services, hint)


async def record_worker_wakeups(house: AppHarness) -> int:
    async with house.services.reads() as session:
        return await session.scalar(select(func.sum(models.Job.wakes))) or 0


async def test_all_24_orders_of_a_debit_s_messages(app: AppHarness) -> None:
    """D9, D23: created, processing, succeeded and a duplicate, in any order: exactly its amount, once."""
    firm = await app.create_ready_firm()
    for order in itertools.permutations(range(4)):
        prepayment = await firm.start_prepayment("10.00", PaymentMethod.BANK_DEBIT)
        await firm.confirm(prepayment, "pm_success_de")
        app.clock.advance(seconds=21)
        await app.sandbox.tick()
        life = [one for one in app.sandbox.events() if one["data"]["object"]["id"] == prepayment.intent_id]
        assert [one["type"].partition(".")[2] for one in life] == ["created", "processing", "succeeded"]
        for position in order:
            assert await receive_webhook(app, [*life, life[2]][position])
            await worker.run_due_jobs(app.services)
    assert await firm.credit_entries() == [("PREPAYMENT", 10_00, 10_00 * count) for count in range(1, 25)]


async def test_only_our_intents_are_fetched(app: AppHarness) -> None:
    """D29: of one that is not recorded (yet) nothing is asked: the job that was written down with it sees to that."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    unknown = json.loads(json.dumps(created).replace(str(prepayment.intent_id), "pi_unknown"))
    before = await record_worker_wakeups(app)
    assert await receive_webhook(app, created)
    assert await record_worker_wakeups(app) == before + 1
    assert not await receive_webhook(app, unknown)
    assert await record_worker_wakeups(app) == before + 1


async def test_messages_that_are_not_ours(app: AppHarness) -> None:
    """Stripe, exactly: the event's account and livemode must match our row."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    (foreign,) = {one["account"] for one in app.sandbox.events(kind="account.updated")} - {created["account"]}
    before = await record_worker_wakeups(app)
    async with firm.assert_unchanged(), other.assert_unchanged():
        for wrong in ({"account": "acct_unknown"}, {"account": foreign}, {"account": ""}, {"livemode": True}):
            assert not await receive_webhook(app, {**created, **wrong})
        await app.run_due_jobs()
    assert await record_worker_wakeups(app) == before


async def test_a_kind_that_does_not_matter(app: AppHarness) -> None:
    """Answered, and forgotten."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    for kind in ("charge.succeeded", "customer.created", "payout.paid", "payment_intentx.created"):
        assert parse_webhook(app, {**created, "type": kind}) is None


async def test_an_account_that_changed_is_fetched(app: AppHarness) -> None:
    """D4: the message only calls for the job: what is true is what the provider then says."""
    firm = await app.create_ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    told = app.sandbox.events(kind="account.updated")[-1]
    told["data"]["object"]["charges_enabled"] = False
    assert await receive_webhook(app, told)
    async with firm.assert_unchanged():
        await app.run_due_jobs()
    assert (await firm.connection(connection_id)).status is ProviderStatus.CONNECTED


async def test_an_account_that_left(app: AppHarness) -> None:
    """D5: account.application.deauthorized: disconnected, the default no more; credits can still be spent."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    account = (await firm.connection(connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await app.browser.post(f"http://stand-in/_control/accounts/{account}/deauthorize", headers=headers)
    assert await receive_webhook(app, app.sandbox.events(kind="account.application.deauthorized")[-1])
    await app.run_due_jobs()
    assert (await firm.connection(connection_id)).status is ProviderStatus.DISCONNECTED
    assert (await firm.settings()).default_connection_id is None
    await firm.pay(await firm.create_invoice("30.00"), "30.00")
    app.clock.advance(days=1)
    await app.run_due_jobs()
    async with app.services.reads() as session:
        kinds = await session.scalars(select(models.Job.kind).where(models.Job.firm_id == firm.id))
        assert set(kinds).isdisjoint({JobKind.SYNC_CONNECTION, JobKind.CLOSE_CONNECTION})


async def test_the_worker_is_called(app: AppHarness) -> None:
    """P3: credited within seconds of the message: the worker is woken by it."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    hint = parse_webhook(app, created)
    assert hint is not None
    # Coming back from the onboarding called it before.
    await app.services.notifications.jobs_event.wait(0.01)
    assert not await messages.handle_webhook(app.services, dataclasses.replace(hint, account_id="acct_unknown"))
    assert not await app.services.notifications.jobs_event.wait(0.01)
    assert await messages.handle_webhook(app.services, hint)
    assert await app.services.notifications.jobs_event.wait(0.01)
