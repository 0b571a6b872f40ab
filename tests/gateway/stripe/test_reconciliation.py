"""Finding at the provider what we do not know of: all that was made, and all that something happened to."""

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


async def since(door: GatewayHarness, account: str, then: dt.datetime = LONG_AGO) -> list[IntentWithMetadata]:
    return [found async for found in door.provider.list_intents_since(account, then)]


def make_older(door: GatewayHarness, intent_id: str, days: int) -> dt.datetime:
    """Make it as if the intent, and all that happened to it so far, were of some days ago."""
    then = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=days)
    stamp = int(then.timestamp())
    for event in door.sandbox.events():
        about = event["data"]["object"]
        if intent_id in (about["id"], about.get("payment_intent")):
            door.sandbox.tamper(event["id"], created=stamp)
    door.sandbox.tamper(intent_id, created=stamp)
    return then


async def test_an_intent_says_whose_it_is(stripe_gateway: GatewayHarness) -> None:
    """D29: after a restore from a backup, what was charged since is recognised: by whom, for what, how much came."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    made = await stripe_gateway.provider.create_intent(request)
    await stripe_gateway.confirm_intent(made, "pm_card_visa")
    prepayment = dataclasses.replace(await stripe_gateway.build_intent_request(account, method=DEBIT), invoice_id=None)
    await stripe_gateway.provider.create_intent(prepayment)
    assert "acompte_invoice_id" not in stripe_gateway.last_exchange.form["metadata"]
    second, first = await since(stripe_gateway, account)
    assert first == IntentWithMetadata(
        intent=await stripe_gateway.provider.fetch_intent(account, made.id),
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


async def test_refunds_and_disputes_stand_on_what_is_listed(stripe_gateway: GatewayHarness) -> None:
    """D28: as they do on what is fetched."""
    account = await stripe_gateway.create_onboarded_account()
    made = [await stripe_gateway.create_intent(account) for _ in range(3)]
    for intent in made:
        await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=made[0].id, amount=1)
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=made[1].id)
    found = await since(stripe_gateway, account)
    assert [(one.intent.id, one.intent.has_refunds, one.intent.has_disputes) for one in reversed(found)] == [
        (made[0].id, True, False),
        (made[1].id, False, True),
        (made[2].id, False, False),
    ]


async def test_one_that_is_none_of_ours(stripe_gateway: GatewayHarness) -> None:
    """D29: the firm charges in its own dashboard: nobody's, by several methods or one that we do not have."""
    account = await stripe_gateway.create_onboarded_account()
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    asked = {"amount": "500", "currency": "eur", "metadata[acompte_id]": "7", "metadata[acompte_firm_id]": "x"}
    made = (await stripe_gateway.browser.post("/v1/payment_intents", data=asked, headers=headers)).json()
    assert made["payment_method_types"] == ["card", "sepa_debit"]
    (found,) = await since(stripe_gateway, account)
    assert (found.internal_id, found.firm_id, found.client_id, found.invoice_id) == (None, None, None, None)
    assert found.method is None
    confirmed = {"payment_method": "pm_success_fr"}
    await stripe_gateway.browser.post(f"/v1/payment_intents/{made['id']}/confirm", data=confirmed, headers=headers)
    (found,) = await since(stripe_gateway, account)
    assert found.method is DEBIT
    stripe_gateway.sandbox.tamper(made["id"], latest_charge=None, payment_method_types=["paypal"])
    (found,) = await since(stripe_gateway, account)
    assert found.method is None


async def test_a_currency_that_we_do_not_have_hides_nothing(stripe_gateway: GatewayHarness) -> None:
    """D29: a charge in one that ISO 4217 gave up is none of ours; one that says it is, is not passed over."""
    account = await stripe_gateway.create_onboarded_account()
    known = await stripe_gateway.create_intent(account)
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    asked = {"amount": "500", "currency": "ang"}
    made = (await stripe_gateway.browser.post("/v1/payment_intents", data=asked, headers=headers)).json()
    later = await stripe_gateway.create_intent(account)
    assert [one.intent.id for one in await since(stripe_gateway, account)] == [later.id, known.id]
    stripe_gateway.sandbox.tamper(made["id"], metadata={"acompte_id": str(uuid.uuid4())})
    with pytest.raises(UnknownCurrency, match="ANG"):
        await since(stripe_gateway, account)


async def test_from_a_moment_on_to_the_second(stripe_gateway: GatewayHarness) -> None:
    """D29: neither older ones nor another firm's, over all pages."""
    account = await stripe_gateway.create_onboarded_account()
    old, edge, new = [await stripe_gateway.create_intent(account) for _ in range(3)]
    await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    make_older(stripe_gateway, old.id, 3)
    then = make_older(stripe_gateway, edge.id, 2)
    assert [one.intent.id for one in await since(stripe_gateway, account, then)] == [new.id, edge.id]
    assert [one.intent.id for one in await since(stripe_gateway, account, then + dt.timedelta(seconds=1))] == [new.id]
    request = await stripe_gateway.build_intent_request(account)
    for _ in range(100):
        await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    before = len(stripe_gateway.transport.exchanges)
    assert len({one.intent.id for one in await since(stripe_gateway, account)}) == 103
    asked = stripe_gateway.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == account for one in asked)


async def test_old_ones_that_something_happened_to(stripe_gateway: GatewayHarness) -> None:
    """D28: a refund or a dispute made lately on an old charge, in the provider's dashboard, is found by its event."""
    account = await stripe_gateway.create_onboarded_account()
    untouched, refunded, disputed, inquired = [await pay_intent(stripe_gateway, account) for _ in range(4)]
    then = max(
        make_older(stripe_gateway, one.id, 40) for one in (untouched, refunded, disputed, inquired)
    ) + dt.timedelta(days=1)
    assert await stripe_gateway.provider.list_changed_intent_ids(account, then) == frozenset()
    stripe_gateway.sandbox.run_control("refund", account, payment_intent=refunded.id, amount=1)
    assert await stripe_gateway.provider.list_changed_intent_ids(account, then) == {refunded.id}
    stripe_gateway.sandbox.run_control("dispute", account, payment_intent=disputed.id)
    stripe_gateway.sandbox.run_control("inquire", account, payment_intent=inquired.id)
    new = await stripe_gateway.create_intent(account)
    touched = frozenset({refunded.id, disputed.id, inquired.id, new.id})
    assert await stripe_gateway.provider.list_changed_intent_ids(account, then) == touched
    assert await stripe_gateway.provider.list_changed_intent_ids(account, then - dt.timedelta(days=1)) == touched | {
        untouched.id
    }
    assert (
        await stripe_gateway.provider.list_changed_intent_ids(await stripe_gateway.create_onboarded_account(), then)
        == frozenset()
    )


async def test_touched_on_many_pages(stripe_gateway: GatewayHarness) -> None:
    """D28: more than fit one answer."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    made = {
        (await stripe_gateway.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))).id
        for _ in range(101)
    }
    assert await stripe_gateway.provider.list_changed_intent_ids(account, LONG_AGO) == made


async def test_a_moment_to_come_has_nothing(stripe_gateway: GatewayHarness) -> None:
    """D29: an empty answer is an answer."""
    account = await stripe_gateway.create_onboarded_account()
    await pay_intent(stripe_gateway, account)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert await since(stripe_gateway, account, later) == []
    assert await stripe_gateway.provider.list_changed_intent_ids(account, later) == frozenset()


async def pay_intent(door: GatewayHarness, account: str) -> Intent:
    intent = await door.create_intent(account)
    await door.confirm_intent(intent, "pm_card_visa")
    return intent
