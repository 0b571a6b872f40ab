"""Listing what changed at the provider: all intents created, and all intents with events."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from gateway import Intent, IntentStatus, IntentWithMetadata
from models import PaymentMethod
from money import Money
from money.currency import UnknownCurrency
from tests.gateway.conftest import GatewayHarness

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


async def list_since(gateway: GatewayHarness, account: str, since: dt.datetime = LONG_AGO) -> list[IntentWithMetadata]:
    return [intent async for intent in gateway.provider.list_intents_since(account, since)]


def backdate(gateway: GatewayHarness, intent_id: str, days: int) -> dt.datetime:
    """Backdate the intent and its events so far, and return their new time."""
    created_at = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=days)
    timestamp = int(created_at.timestamp())
    for event in gateway.sandbox.events():
        event_object = event["data"]["object"]
        if intent_id in (event_object["id"], event_object.get("payment_intent")):
            gateway.sandbox.tamper(event["id"], created=timestamp)
    gateway.sandbox.tamper(intent_id, created=timestamp)
    return created_at


async def test_listed_intents_have_their_metadata(stripe_gateway: GatewayHarness) -> None:
    """D29: after a restore from backup, later payments are recognized: whose, for what, and how much."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    created = await stripe_gateway.provider.create_intent(request)
    await stripe_gateway.confirm_intent(created, "pm_card_visa")
    prepayment = dataclasses.replace(await stripe_gateway.build_intent_request(account, method=DEBIT), invoice_id=None)
    await stripe_gateway.provider.create_intent(prepayment)
    assert "acompte_invoice_id" not in stripe_gateway.last_exchange.form["metadata"]
    second, first = await list_since(stripe_gateway, account)
    assert first == IntentWithMetadata(
        intent=await stripe_gateway.provider.fetch_intent(account, created.id),
        internal_id=request.id,
        firm_id=request.firm_id,
        client_id=request.client_id,
        invoice_id=request.invoice_id,
        method=CARD,
        created_at=first.created_at,
    )
    assert (first.intent.status, first.intent.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))
    assert abs(dt.datetime.now(dt.UTC) - first.created_at) < dt.timedelta(minutes=1)
    assert (second.internal_id, second.client_id, second.invoice_id) == (prepayment.id, prepayment.client_id, None)
    assert (second.method, second.intent.status) == (DEBIT, IntentStatus.REQUIRES_ACTION)


async def test_listed_intents_have_refunds_and_disputes(stripe_gateway: GatewayHarness) -> None:
    """D28: as fetched ones do."""
    account = await stripe_gateway.create_onboarded_account()
    intents = [await stripe_gateway.create_intent(account) for _ in range(3)]
    for intent in intents:
        await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=intents[0].id, amount=1)
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=intents[1].id)
    listed = [item.intent for item in await list_since(stripe_gateway, account)]
    assert [(intent.id, intent.has_refunds, intent.has_disputes) for intent in reversed(listed)] == [
        (intents[0].id, True, False),
        (intents[1].id, False, True),
        (intents[2].id, False, False),
    ]


async def test_intents_created_in_the_dashboard(stripe_gateway: GatewayHarness) -> None:
    """D29: they have no ids of ours, and no method if it is not exactly one that we support."""
    account = await stripe_gateway.create_onboarded_account()
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    form = {"amount": "500", "currency": "eur", "metadata[acompte_id]": "7", "metadata[acompte_firm_id]": "x"}
    created = (await stripe_gateway.browser.post("/v1/payment_intents", data=form, headers=headers)).json()
    assert created["payment_method_types"] == ["card", "sepa_debit"]
    (listed,) = await list_since(stripe_gateway, account)
    assert (listed.internal_id, listed.firm_id, listed.client_id, listed.invoice_id) == (None, None, None, None)
    assert listed.method is None
    form = {"payment_method": "pm_success_fr"}
    await stripe_gateway.browser.post(f"/v1/payment_intents/{created['id']}/confirm", data=form, headers=headers)
    (listed,) = await list_since(stripe_gateway, account)
    assert listed.method is DEBIT
    stripe_gateway.sandbox.tamper(created["id"], latest_charge=None, payment_method_types=["paypal"])
    (listed,) = await list_since(stripe_gateway, account)
    assert listed.method is None


async def test_unsupported_currency(stripe_gateway: GatewayHarness) -> None:
    """D29: an intent in a withdrawn currency is left out, unless its metadata is ours."""
    account = await stripe_gateway.create_onboarded_account()
    known = await stripe_gateway.create_intent(account)
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    form = {"amount": "500", "currency": "ang"}
    created = (await stripe_gateway.browser.post("/v1/payment_intents", data=form, headers=headers)).json()
    later = await stripe_gateway.create_intent(account)
    assert [item.intent.id for item in await list_since(stripe_gateway, account)] == [later.id, known.id]
    stripe_gateway.sandbox.tamper(created["id"], metadata={"acompte_id": str(uuid.uuid4())})
    with pytest.raises(UnknownCurrency, match="ANG"):
        await list_since(stripe_gateway, account)


async def test_intents_since_a_time(stripe_gateway: GatewayHarness) -> None:
    """D29: exact to the second, of this account only, over all pages."""
    account = await stripe_gateway.create_onboarded_account()
    old, edge, new = [await stripe_gateway.create_intent(account) for _ in range(3)]
    await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    backdate(stripe_gateway, old.id, 3)
    since = backdate(stripe_gateway, edge.id, 2)
    assert [item.intent.id for item in await list_since(stripe_gateway, account, since)] == [new.id, edge.id]
    assert [item.intent.id for item in await list_since(stripe_gateway, account, since + dt.timedelta(seconds=1))] == [
        new.id
    ]
    request = await stripe_gateway.build_intent_request(account)
    for _ in range(100):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    before = len(stripe_gateway.transport.exchanges)
    assert len({item.intent.id for item in await list_since(stripe_gateway, account)}) == 103
    exchanges = stripe_gateway.transport.exchanges[before:]
    assert len(exchanges) == 2
    assert all(exchange.headers["Stripe-Account"] == account for exchange in exchanges)


async def test_changed_intents_are_found_by_their_events(stripe_gateway: GatewayHarness) -> None:
    """D28: a recent refund or dispute in the dashboard reveals an old intent."""
    account = await stripe_gateway.create_onboarded_account()
    unchanged, refunded, disputed, inquired = [await pay_intent(stripe_gateway, account) for _ in range(4)]
    old = (unchanged, refunded, disputed, inquired)
    since = max(backdate(stripe_gateway, intent.id, 40) for intent in old) + dt.timedelta(days=1)
    list_changed = stripe_gateway.provider.list_changed_intent_ids
    assert await list_changed(account, since) == frozenset()
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=refunded.id, amount=1)
    assert await list_changed(account, since) == {refunded.id}
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=disputed.id)
    stripe_gateway.sandbox.run_control("inquire", account, payment_intent=inquired.id)
    new = await stripe_gateway.create_intent(account)
    changed = frozenset({refunded.id, disputed.id, inquired.id, new.id})
    assert await list_changed(account, since) == changed
    assert await list_changed(account, since - dt.timedelta(days=1)) == changed | {unchanged.id}
    assert await list_changed(await stripe_gateway.create_onboarded_account(), since) == frozenset()


async def test_changed_intents_on_several_pages(stripe_gateway: GatewayHarness) -> None:
    """D28: more events than fit one page."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    intent_ids = {
        (await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))).id
        for _ in range(101)
    }
    assert await stripe_gateway.provider.list_changed_intent_ids(account, LONG_AGO) == intent_ids


async def test_nothing_since_a_future_time(stripe_gateway: GatewayHarness) -> None:
    """D29: no intents, no changes."""
    account = await stripe_gateway.create_onboarded_account()
    await pay_intent(stripe_gateway, account)
    future = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert await list_since(stripe_gateway, account, future) == []
    assert await stripe_gateway.provider.list_changed_intent_ids(account, future) == frozenset()


async def pay_intent(gateway: GatewayHarness, account: str) -> Intent:
    intent = await gateway.create_intent(account)
    await gateway.confirm_intent(intent, "pm_card_visa")
    return intent
