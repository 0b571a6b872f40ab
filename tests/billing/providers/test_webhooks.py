"""Webhooks: their sender, time, number and order do not matter; state is fetched from the provider."""

from __future__ import annotations

import dataclasses
import itertools
import json
from typing import Any

import pytest
from sqlalchemy import func, select

import gateway
import models
from billing import worker
from billing.providers import webhooks as messages
from models import JobKind, PaymentMethod, ProviderStatus
from sandbox import webhooks
from tests.support.firm import SANDBOX_URL, WEBHOOK_SECRET, AppHarness


def parse_webhook(app: AppHarness, payload: dict[str, Any]) -> gateway.WebhookSubject | None:
    """Sign the payload as the provider does, and parse it."""
    body = json.dumps(payload)
    signature = webhooks.signature(body, WEBHOOK_SECRET, int(app.clock.timestamp()))
    return app.services.provider.parse_webhook(body.encode(), signature, app.clock())


async def receive_webhook(app: AppHarness, payload: dict[str, Any]) -> bool:
    subject = parse_webhook(app, payload)
    return subject is not None and await messages.handle_webhook(app.services, subject)


async def wakeup_count(app: AppHarness) -> int:
    async with app.services.reads() as session:
        return await session.scalar(select(func.sum(models.Job.wakes))) or 0


@pytest.mark.one_database
async def test_all_24_orders_of_a_debits_webhooks(app: AppHarness) -> None:
    """D9, D23: created, processing, succeeded and a duplicate, in any order: exactly its amount, once."""
    firm = await app.create_ready_firm()
    for order in itertools.permutations(range(4)):
        prepayment = await firm.start_prepayment("10.00", PaymentMethod.BANK_DEBIT)
        await firm.confirm(prepayment, "pm_success_de")
        app.clock.advance(seconds=21)
        await app.sandbox.tick()
        events = [event for event in app.sandbox.events() if event["data"]["object"]["id"] == prepayment.intent_id]
        assert [event["type"].partition(".")[2] for event in events] == ["created", "processing", "succeeded"]
        for position in order:
            assert await receive_webhook(app, [*events, events[2]][position])
            await worker.run_due_jobs(app.services)
    assert await firm.credit_entries() == [("PREPAYMENT", 10_00, 10_00 * count) for count in range(1, 25)]


async def test_webhook_of_an_unrecorded_intent_is_ignored(app: AppHarness) -> None:
    """D29: the job that was committed before the intent was requested will find it."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    unknown = json.loads(json.dumps(created).replace(str(prepayment.intent_id), "pi_unknown"))
    before = await wakeup_count(app)
    assert await receive_webhook(app, created)
    assert await wakeup_count(app) == before + 1
    assert not await receive_webhook(app, unknown)
    assert await wakeup_count(app) == before + 1


async def test_webhook_of_another_account_or_mode_is_ignored(app: AppHarness) -> None:
    """The event's account and livemode must match our row."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    (foreign,) = {event["account"] for event in app.sandbox.events(kind="account.updated")} - {created["account"]}
    before = await wakeup_count(app)
    async with firm.assert_unchanged(), other.assert_unchanged():
        for override in ({"account": "acct_unknown"}, {"account": foreign}, {"account": ""}, {"livemode": True}):
            assert not await receive_webhook(app, {**created, **override})
        await app.run_due_jobs()
    assert await wakeup_count(app) == before


async def test_irrelevant_event_types_are_ignored(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    for kind in ("charge.succeeded", "customer.created", "payout.paid", "payment_intentx.created"):
        assert parse_webhook(app, {**created, "type": kind}) is None


async def test_changed_account_is_fetched(app: AppHarness) -> None:
    """D4: the webhook only triggers the job; the state comes from the provider."""
    firm = await app.create_ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    event = app.sandbox.events(kind="account.updated")[-1]
    event["data"]["object"]["charges_enabled"] = False
    assert await receive_webhook(app, event)
    async with firm.assert_unchanged():
        await app.run_due_jobs()
    assert (await firm.connection(connection_id)).status is ProviderStatus.CONNECTED


async def test_deauthorized_account_is_disconnected(app: AppHarness) -> None:
    """D5: it is not the default any more; credits can still be spent."""
    firm = await app.create_prepaid_firm("30.00")
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    account = (await firm.connection(connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await app.browser.post(f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers=headers)
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


async def test_webhook_wakes_the_worker(app: AppHarness) -> None:
    """P3: the money is credited within seconds."""
    firm = await app.create_ready_firm()
    await firm.start_prepayment("10.00")
    (created,) = app.sandbox.events(kind="payment_intent.created")
    subject = parse_webhook(app, created)
    assert subject is not None
    # The return from onboarding has set it before.
    await app.services.notifications.jobs_event.wait(0.01)
    assert not await messages.handle_webhook(app.services, dataclasses.replace(subject, account_id="acct_unknown"))
    assert not await app.services.notifications.jobs_event.wait(0.01)
    assert await messages.handle_webhook(app.services, subject)
    assert await app.services.notifications.jobs_event.wait(0.01)
