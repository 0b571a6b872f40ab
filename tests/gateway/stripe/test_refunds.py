"""Giving money back through the provider, and what it knows of all that was given back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from gateway import FailureCode, Intent, IntentStatus, ProviderObjectNotFound, ProviderRefused, Refund, RefundStatus
from models import PaymentMethod
from money import Money
from tests.gateway.conftest import TWENTY, GatewayHarness

DEBIT = PaymentMethod.BANK_DEBIT
SIX = Money(6_00, "EUR")


async def pay_intent(
    door: GatewayHarness, method: str = "pm_card_visa", kind: PaymentMethod = PaymentMethod.CARD
) -> Intent:
    """An intent whose money has come."""
    intent = await door.create_intent(await door.create_onboarded_account(), method=kind)
    await door.confirm_intent(intent, method)
    await door.sandbox.tick()
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.has_refunds, found.has_disputes) == (IntentStatus.SUCCEEDED, False, False)
    return found


async def refund(door: GatewayHarness, intent: Intent, amount: Money = SIX) -> Refund:
    return await door.provider.create_refund(intent.account_id, intent.id, uuid.uuid4(), amount)


async def refunds(door: GatewayHarness, intent: Intent) -> tuple[Refund, ...]:
    return await door.provider.list_refunds(intent.account_id, intent.id)


async def is_refunded(door: GatewayHarness, intent: Intent) -> bool:
    return (await door.provider.fetch_intent(intent.account_id, intent.id)).has_refunds


async def test_a_part_is_given_back(stripe_gateway: GatewayHarness) -> None:
    """D26: on the account that took it, exactly, made once for our row; a card's is through at once."""
    intent = await pay_intent(stripe_gateway)
    assert await refunds(stripe_gateway, intent) == ()
    ours = uuid.uuid4()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    made = await stripe_gateway.provider.create_refund(intent.account_id, intent.id, ours, SIX)
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == intent.account_id
    assert stripe_gateway.last_exchange.headers["Idempotency-Key"] == f"refund:{ours}"
    assert stripe_gateway.last_exchange.form == {
        "payment_intent": intent.id,
        "amount": "600",
        "metadata": {"acompte_id": str(ours)},
    }
    assert before <= made.created_at <= dt.datetime.now(dt.UTC)
    assert made == Refund(made.id, ours, SIX, RefundStatus.SUCCEEDED, None, None, made.created_at)
    assert await refunds(stripe_gateway, intent) == (made,)
    assert await is_refunded(stripe_gateway, intent)
    assert await stripe_gateway.provider.create_refund(intent.account_id, intent.id, ours, SIX) == made
    assert await refunds(stripe_gateway, intent) == (made,)


async def test_a_debits_takes_days(stripe_gateway: GatewayHarness) -> None:
    """D26: pending until the bank has it."""
    intent = await pay_intent(stripe_gateway, "pm_success_fr", DEBIT)
    made = await refund(stripe_gateway, intent)
    assert (made.status, made.failure, made.provider_code) == (RefundStatus.PENDING, None, None)
    assert await is_refunded(stripe_gateway, intent)
    await stripe_gateway.sandbox.tick()
    (found,) = await refunds(stripe_gateway, intent)
    assert (found.id, found.status, found.amount) == (made.id, RefundStatus.SUCCEEDED, SIX)


async def test_one_that_had_succeeded_comes_back(stripe_gateway: GatewayHarness) -> None:
    """D26: the bank returns it; the provider's own word is told with ours, and the intent still says so."""
    intent = await pay_intent(stripe_gateway, "pm_card_refundFail")
    made = await refund(stripe_gateway, intent)
    assert made.status is RefundStatus.SUCCEEDED
    await stripe_gateway.sandbox.tick()
    (found,) = await refunds(stripe_gateway, intent)
    assert (found.id, found.status) == (made.id, RefundStatus.FAILED)
    assert (found.failure, found.provider_code) == (FailureCode.EXPIRED_CARD, "expired_or_canceled_card")
    assert await is_refunded(stripe_gateway, intent)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", RefundStatus.PENDING),
        ("requires_action", RefundStatus.PENDING),
        ("a_word_of_next_year", RefundStatus.PENDING),
        ("succeeded", RefundStatus.SUCCEEDED),
        ("failed", RefundStatus.FAILED),
        ("canceled", RefundStatus.FAILED),
    ],
)
async def test_stripes_words_for_where_it_stands(
    stripe_gateway: GatewayHarness, status: str, expected: RefundStatus
) -> None:
    """D26: a word that we do not know is no end."""
    intent = await pay_intent(stripe_gateway)
    made = await refund(stripe_gateway, intent)
    stripe_gateway.sandbox.tamper(made.id, status=status)
    (found,) = await refunds(stripe_gateway, intent)
    assert found.status is expected
    failed = expected is RefundStatus.FAILED
    assert found.failure is (FailureCode.OTHER if failed else None)
    assert found.provider_code == ("canceled" if status == "canceled" else None)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("declined", FailureCode.DECLINED),
        ("lost_or_stolen_card", FailureCode.DECLINED),
        ("expired_or_canceled_card", FailureCode.EXPIRED_CARD),
        ("insufficient_funds", FailureCode.INSUFFICIENT_FUNDS),
        ("unknown", FailureCode.OTHER),
    ],
)
async def test_stripes_words_for_why_it_failed(
    stripe_gateway: GatewayHarness, reason: str, expected: FailureCode
) -> None:
    """D26: as the few of ours, with its own beside them."""
    intent = await pay_intent(stripe_gateway)
    made = await refund(stripe_gateway, intent)
    stripe_gateway.sandbox.run_control("fail_refund", intent.account_id, refund=made.id, reason=reason)
    (found,) = await refunds(stripe_gateway, intent)
    assert (found.failure, found.provider_code) == (expected, reason)


async def test_one_made_in_the_dashboard_is_none_of_ours(stripe_gateway: GatewayHarness) -> None:
    """D28: it is found with ours, oldest first, and says whose it is."""
    intent = await pay_intent(stripe_gateway)
    theirs = stripe_gateway.sandbox.run_control("refund", intent.account_id, payment_intent=intent.id, amount=5_00)
    ours = uuid.uuid4()
    await stripe_gateway.provider.create_refund(intent.account_id, intent.id, ours, SIX)
    found = await refunds(stripe_gateway, intent)
    assert [(one.internal_id, one.amount.minor) for one in found] == [(None, 5_00), (ours, 6_00)]
    assert found[0].id == theirs["id"]


async def test_what_somebody_wrote_on_it_is_no_id_of_ours(stripe_gateway: GatewayHarness) -> None:
    """D28: the metadata is open to the firm, whatever they write there."""
    intent = await pay_intent(stripe_gateway)
    made = await refund(stripe_gateway, intent)
    for written in ({"acompte_id": "7"}, {"acompte_id": ""}, {"other": str(uuid.uuid4())}, {}):
        stripe_gateway.sandbox.tamper(made.id, metadata=written)
        assert [one.internal_id for one in await refunds(stripe_gateway, intent)] == [None]


async def test_all_of_them_however_many_pages(stripe_gateway: GatewayHarness) -> None:
    """D28: oldest first, over the pages' borders."""
    intent = await pay_intent(stripe_gateway)
    made = [await refund(stripe_gateway, intent, Money(1 + place, "EUR")) for place in range(30)]
    other = await refund(stripe_gateway, await pay_intent(stripe_gateway))
    before = len(stripe_gateway.transport.exchanges)
    assert await refunds(stripe_gateway, intent) == tuple(made)
    assert len(stripe_gateway.transport.exchanges) == before + 1
    for _ in range(100):
        made.append(await refund(stripe_gateway, intent, Money(1, "EUR")))
    before = len(stripe_gateway.transport.exchanges)
    assert await refunds(stripe_gateway, intent) == tuple(made)
    asked = stripe_gateway.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == intent.account_id for one in asked)
    assert other not in made


async def refund_error(door: GatewayHarness, intent: Intent, amount: Money) -> tuple[FailureCode, str | None]:
    before = await refunds(door, intent)
    with pytest.raises(ProviderRefused) as ended:
        await refund(door, intent, amount)
    assert await refunds(door, intent) == before
    return ended.value.code, ended.value.provider_code


async def test_never_more_than_came(stripe_gateway: GatewayHarness) -> None:
    """D26: the provider refuses it as well, and nothing moves."""
    intent = await pay_intent(stripe_gateway)
    assert await refund_error(stripe_gateway, intent, Money(20_01, "EUR")) == (FailureCode.OTHER, None)
    await refund(stripe_gateway, intent)
    assert await refund_error(stripe_gateway, intent, Money(14_01, "EUR")) == (FailureCode.OTHER, None)
    await refund(stripe_gateway, intent, Money(14_00, "EUR"))
    assert await refund_error(stripe_gateway, intent, Money(1, "EUR")) == (FailureCode.OTHER, "charge_already_refunded")
    assert sum(one.amount.minor for one in await refunds(stripe_gateway, intent)) == TWENTY.minor


async def test_what_has_not_come_cannot_go_back(stripe_gateway: GatewayHarness) -> None:
    """D26: not asked for yet, under way, failed: there is nothing to give back."""
    account = await stripe_gateway.create_onboarded_account()
    card, debit = await stripe_gateway.create_intent(account), await stripe_gateway.create_intent(account, method=DEBIT)
    assert await refund_error(stripe_gateway, card, SIX) == (FailureCode.OTHER, "charge_not_refundable")
    await stripe_gateway.confirm_intent(card, "pm_card_visa_chargeDeclined")
    await stripe_gateway.confirm_intent(debit, "pm_success_fr")
    for intent in (card, debit):
        assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.OTHER, "charge_not_refundable")


async def test_not_while_the_bank_has_it(stripe_gateway: GatewayHarness) -> None:
    """D27: a disputed charge is not refunded on top; an inquiry does not hinder it."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("inquire", intent.account_id, payment_intent=intent.id)
    await refund(stripe_gateway, intent)
    dispute = stripe_gateway.sandbox.run_control("dispute", intent.account_id, payment_intent=intent.id)
    assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.OTHER, "charge_disputed")
    stripe_gateway.sandbox.run_control("win", intent.account_id, dispute=dispute["id"])
    await refund(stripe_gateway, intent)


async def test_a_firm_with_nothing_left_at_the_provider(stripe_gateway: GatewayHarness) -> None:
    """D26: it cannot give back what it has paid out to itself; later it can."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("balance", intent.account_id, empty="true")
    assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.INSUFFICIENT_FUNDS, "balance_insufficient")
    stripe_gateway.sandbox.run_control("balance", intent.account_id, empty="false")
    await refund(stripe_gateway, intent)


async def test_of_an_intent_that_is_not_there(stripe_gateway: GatewayHarness) -> None:
    """D26: nobody's, or another firm's."""
    theirs = await pay_intent(stripe_gateway)
    account = await stripe_gateway.create_onboarded_account()
    for intent_id in ("pi_of_nobody", theirs.id):
        with pytest.raises(ProviderObjectNotFound):
            await stripe_gateway.provider.create_refund(account, intent_id, uuid.uuid4(), SIX)
    assert await refunds(stripe_gateway, theirs) == ()
    assert await stripe_gateway.provider.list_refunds(account, theirs.id) == ()


async def test_in_a_currency_that_stripe_counts_otherwise(stripe_gateway: GatewayHarness) -> None:
    """D11: krónur have no fractions, and Stripe writes two digits for them."""
    account = await stripe_gateway.create_onboarded_account("ISK", country="NO")
    intent = await stripe_gateway.create_intent(account, Money(2_000, "ISK"))
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    made = await refund(stripe_gateway, intent, Money(700, "ISK"))
    assert stripe_gateway.last_exchange.form["amount"] == "70000"
    assert made.amount == Money(700, "ISK")
