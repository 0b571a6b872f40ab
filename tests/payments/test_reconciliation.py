"""Finding at the provider what we do not know of: all that was made, and all that something happened to."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from gateway import Intent, IntentStatus, ListedIntent
from models import PaymentMethod
from money import Money
from money.currency import UnknownCurrency
from tests.payments.conftest import Door

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


async def since(door: Door, account: str, then: dt.datetime = LONG_AGO) -> list[ListedIntent]:
    return [found async for found in door.provider.intents_since(account, then)]


def age(door: Door, intent_id: str, days: int) -> dt.datetime:
    """Make it as if the intent, and all that happened to it so far, were of some days ago."""
    then = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=days)
    stamp = int(then.timestamp())
    for event in door.sandbox.events():
        about = event["data"]["object"]
        if intent_id in (about["id"], about.get("payment_intent")):
            door.sandbox.tamper(event["id"], created=stamp)
    door.sandbox.tamper(intent_id, created=stamp)
    return then


async def test_an_intent_says_whose_it_is(door: Door) -> None:
    """D29: after a restore from a backup, what was charged since is recognised: by whom, for what, how much came."""
    account = await door.account()
    request = await door.request(account)
    made = await door.provider.create_intent(request)
    await door.confirm(made, "pm_card_visa")
    prepayment = dataclasses.replace(await door.request(account, method=DEBIT), invoice_id=None)
    await door.provider.create_intent(prepayment)
    assert "acompte_invoice_id" not in door.last.form["metadata"]
    second, first = await since(door, account)
    assert first == ListedIntent(
        intent=await door.provider.fetch_intent(account, made.id),
        our_id=request.id,
        firm_id=request.firm_id,
        client_id=request.client_id,
        invoice_id=request.invoice_id,
        method=CARD,
        created_at=first.created_at,
    )
    assert (first.intent.status, first.intent.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))
    assert abs(dt.datetime.now(dt.UTC) - first.created_at) < dt.timedelta(minutes=1)
    assert (second.our_id, second.client_id, second.invoice_id) == (prepayment.id, prepayment.client_id, None)
    assert (second.method, second.intent.status) == (DEBIT, IntentStatus.REQUIRES_ACTION)


async def test_refunds_and_disputes_stand_on_what_is_listed(door: Door) -> None:
    """D28: as they do on what is fetched."""
    account = await door.account()
    made = [await door.intent(account) for _ in range(3)]
    for intent in made:
        await door.confirm(intent, "pm_card_visa")
    door.sandbox.dashboard("refund", account, payment_intent=made[0].id, amount=1)
    door.sandbox.dashboard("dispute", account, payment_intent=made[1].id)
    found = await since(door, account)
    assert [(one.intent.id, one.intent.refunded, one.intent.disputed) for one in reversed(found)] == [
        (made[0].id, True, False),
        (made[1].id, False, True),
        (made[2].id, False, False),
    ]


async def test_one_that_is_none_of_ours(door: Door) -> None:
    """D29: the firm charges in its own dashboard: nobody's, by several methods or one that we do not have."""
    account = await door.account()
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    asked = {"amount": "500", "currency": "eur", "metadata[acompte_id]": "7", "metadata[acompte_firm_id]": "x"}
    made = (await door.browser.post("/v1/payment_intents", data=asked, headers=headers)).json()
    assert made["payment_method_types"] == ["card", "sepa_debit"]
    (found,) = await since(door, account)
    assert (found.our_id, found.firm_id, found.client_id, found.invoice_id) == (None, None, None, None)
    assert found.method is None
    confirmed = {"payment_method": "pm_success_fr"}
    await door.browser.post(f"/v1/payment_intents/{made['id']}/confirm", data=confirmed, headers=headers)
    (found,) = await since(door, account)
    assert found.method is DEBIT
    door.sandbox.tamper(made["id"], latest_charge=None, payment_method_types=["paypal"])
    (found,) = await since(door, account)
    assert found.method is None


async def test_a_currency_that_we_do_not_have_hides_nothing(door: Door) -> None:
    """D29: a charge in one that ISO 4217 gave up is none of ours; one that says it is, is not passed over."""
    account = await door.account()
    known = await door.intent(account)
    headers = {"Authorization": "Bearer sk_test_sandbox", "Stripe-Account": account}
    asked = {"amount": "500", "currency": "ang"}
    made = (await door.browser.post("/v1/payment_intents", data=asked, headers=headers)).json()
    later = await door.intent(account)
    assert [one.intent.id for one in await since(door, account)] == [later.id, known.id]
    door.sandbox.tamper(made["id"], metadata={"acompte_id": str(uuid.uuid4())})
    with pytest.raises(UnknownCurrency, match="ANG"):
        await since(door, account)


async def test_from_a_moment_on_to_the_second(door: Door) -> None:
    """D29: neither older ones nor another firm's, over all pages."""
    account = await door.account()
    old, edge, new = [await door.intent(account) for _ in range(3)]
    await door.intent(await door.account())
    age(door, old.id, 3)
    then = age(door, edge.id, 2)
    assert [one.intent.id for one in await since(door, account, then)] == [new.id, edge.id]
    assert [one.intent.id for one in await since(door, account, then + dt.timedelta(seconds=1))] == [new.id]
    request = await door.request(account)
    for _ in range(100):
        await door.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))
    before = len(door.transport.exchanges)
    assert len({one.intent.id for one in await since(door, account)}) == 103
    asked = door.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == account for one in asked)


async def test_old_ones_that_something_happened_to(door: Door) -> None:
    """D28: a refund or a dispute made lately on an old charge, in the provider's dashboard, is found by its event."""
    account = await door.account()
    untouched, refunded, disputed, inquired = [await paid(door, account) for _ in range(4)]
    then = max(age(door, one.id, 40) for one in (untouched, refunded, disputed, inquired)) + dt.timedelta(days=1)
    assert await door.provider.touched_since(account, then) == frozenset()
    door.sandbox.dashboard("refund", account, payment_intent=refunded.id, amount=1)
    assert await door.provider.touched_since(account, then) == {refunded.id}
    door.sandbox.dashboard("dispute", account, payment_intent=disputed.id)
    door.sandbox.dashboard("inquire", account, payment_intent=inquired.id)
    new = await door.intent(account)
    touched = frozenset({refunded.id, disputed.id, inquired.id, new.id})
    assert await door.provider.touched_since(account, then) == touched
    assert await door.provider.touched_since(account, then - dt.timedelta(days=1)) == touched | {untouched.id}
    assert await door.provider.touched_since(await door.account(), then) == frozenset()


async def test_touched_on_many_pages(door: Door) -> None:
    """D28: more than fit one answer."""
    account = await door.account()
    request = await door.request(account)
    made = {(await door.provider.create_intent(dataclasses.replace(request, id=uuid.uuid4()))).id for _ in range(101)}
    assert await door.provider.touched_since(account, LONG_AGO) == made


async def test_a_moment_to_come_has_nothing(door: Door) -> None:
    """D29: an empty answer is an answer."""
    account = await door.account()
    await paid(door, account)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert await since(door, account, later) == []
    assert await door.provider.touched_since(account, later) == frozenset()


async def paid(door: Door, account: str) -> Intent:
    intent = await door.intent(account)
    await door.confirm(intent, "pm_card_visa")
    return intent
