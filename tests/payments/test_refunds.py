"""Giving money back through the provider, and what it knows of all that was given back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from gateway import FailureCode, Intent, IntentStatus, ProviderMissing, ProviderRefused, Refund, RefundStatus
from models import PaymentMethod
from money import Money
from tests.payments.conftest import TWENTY, Door

DEBIT = PaymentMethod.BANK_DEBIT
SIX = Money(6_00, "EUR")


async def paid(door: Door, method: str = "pm_card_visa", kind: PaymentMethod = PaymentMethod.CARD) -> Intent:
    """An intent whose money has come."""
    intent = await door.intent(await door.account(), method=kind)
    await door.confirm(intent, method)
    await door.sandbox.tick()
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.refunded, found.disputed) == (IntentStatus.SUCCEEDED, False, False)
    return found


async def refund(door: Door, intent: Intent, amount: Money = SIX) -> Refund:
    return await door.provider.create_refund(intent.account_id, intent.id, uuid.uuid4(), amount)


async def refunds(door: Door, intent: Intent) -> tuple[Refund, ...]:
    return await door.provider.refunds_of(intent.account_id, intent.id)


async def is_refunded(door: Door, intent: Intent) -> bool:
    return (await door.provider.fetch_intent(intent.account_id, intent.id)).refunded


async def test_a_part_is_given_back(door: Door) -> None:
    """D26: on the account that took it, exactly, made once for our row; a card's is through at once."""
    intent = await paid(door)
    assert await refunds(door, intent) == ()
    ours = uuid.uuid4()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    made = await door.provider.create_refund(intent.account_id, intent.id, ours, SIX)
    assert door.last.headers["Stripe-Account"] == intent.account_id
    assert door.last.headers["Idempotency-Key"] == f"refund:{ours}"
    assert door.last.form == {"payment_intent": intent.id, "amount": "600", "metadata": {"acompte_id": str(ours)}}
    assert before <= made.created_at <= dt.datetime.now(dt.UTC)
    assert made == Refund(made.id, ours, SIX, RefundStatus.SUCCEEDED, None, None, made.created_at)
    assert await refunds(door, intent) == (made,)
    assert await is_refunded(door, intent)
    assert await door.provider.create_refund(intent.account_id, intent.id, ours, SIX) == made
    assert await refunds(door, intent) == (made,)


async def test_a_debits_takes_days(door: Door) -> None:
    """D26: pending until the bank has it."""
    intent = await paid(door, "pm_success_fr", DEBIT)
    made = await refund(door, intent)
    assert (made.status, made.failure, made.provider_code) == (RefundStatus.PENDING, None, None)
    assert await is_refunded(door, intent)
    await door.sandbox.tick()
    (found,) = await refunds(door, intent)
    assert (found.id, found.status, found.amount) == (made.id, RefundStatus.SUCCEEDED, SIX)


async def test_one_that_had_succeeded_comes_back(door: Door) -> None:
    """D26: the bank returns it; the provider's own word is told with ours, and the intent still says so."""
    intent = await paid(door, "pm_card_refundFail")
    made = await refund(door, intent)
    assert made.status is RefundStatus.SUCCEEDED
    await door.sandbox.tick()
    (found,) = await refunds(door, intent)
    assert (found.id, found.status) == (made.id, RefundStatus.FAILED)
    assert (found.failure, found.provider_code) == (FailureCode.EXPIRED_CARD, "expired_or_canceled_card")
    assert await is_refunded(door, intent)


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
async def test_stripes_words_for_where_it_stands(door: Door, status: str, expected: RefundStatus) -> None:
    """D26: a word that we do not know is no end."""
    intent = await paid(door)
    made = await refund(door, intent)
    door.sandbox.tamper(made.id, status=status)
    (found,) = await refunds(door, intent)
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
async def test_stripes_words_for_why_it_failed(door: Door, reason: str, expected: FailureCode) -> None:
    """D26: as the few of ours, with its own beside them."""
    intent = await paid(door)
    made = await refund(door, intent)
    door.sandbox.dashboard("fail_refund", intent.account_id, refund=made.id, reason=reason)
    (found,) = await refunds(door, intent)
    assert (found.failure, found.provider_code) == (expected, reason)


async def test_one_made_in_the_dashboard_is_none_of_ours(door: Door) -> None:
    """D28: it is found with ours, oldest first, and says whose it is."""
    intent = await paid(door)
    theirs = door.sandbox.dashboard("refund", intent.account_id, payment_intent=intent.id, amount=5_00)
    ours = uuid.uuid4()
    await door.provider.create_refund(intent.account_id, intent.id, ours, SIX)
    found = await refunds(door, intent)
    assert [(one.our_id, one.amount.minor) for one in found] == [(None, 5_00), (ours, 6_00)]
    assert found[0].id == theirs["id"]


async def test_what_somebody_wrote_on_it_is_no_id_of_ours(door: Door) -> None:
    """D28: the metadata is open to the firm, whatever they write there."""
    intent = await paid(door)
    made = await refund(door, intent)
    for written in ({"acompte_id": "7"}, {"acompte_id": ""}, {"other": str(uuid.uuid4())}, {}):
        door.sandbox.tamper(made.id, metadata=written)
        assert [one.our_id for one in await refunds(door, intent)] == [None]


async def test_all_of_them_however_many_pages(door: Door) -> None:
    """D28: oldest first, over the pages' borders."""
    intent = await paid(door)
    made = [await refund(door, intent, Money(1 + place, "EUR")) for place in range(30)]
    other = await refund(door, await paid(door))
    before = len(door.transport.exchanges)
    assert await refunds(door, intent) == tuple(made)
    assert len(door.transport.exchanges) == before + 1
    for _ in range(100):
        made.append(await refund(door, intent, Money(1, "EUR")))
    before = len(door.transport.exchanges)
    assert await refunds(door, intent) == tuple(made)
    asked = door.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == intent.account_id for one in asked)
    assert other not in made


async def refused(door: Door, intent: Intent, amount: Money) -> tuple[FailureCode, str | None]:
    before = await refunds(door, intent)
    with pytest.raises(ProviderRefused) as ended:
        await refund(door, intent, amount)
    assert await refunds(door, intent) == before
    return ended.value.code, ended.value.provider_code


async def test_never_more_than_came(door: Door) -> None:
    """D26: the provider refuses it as well, and nothing moves."""
    intent = await paid(door)
    assert await refused(door, intent, Money(20_01, "EUR")) == (FailureCode.OTHER, None)
    await refund(door, intent)
    assert await refused(door, intent, Money(14_01, "EUR")) == (FailureCode.OTHER, None)
    await refund(door, intent, Money(14_00, "EUR"))
    assert await refused(door, intent, Money(1, "EUR")) == (FailureCode.OTHER, "charge_already_refunded")
    assert sum(one.amount.minor for one in await refunds(door, intent)) == TWENTY.minor


async def test_what_has_not_come_cannot_go_back(door: Door) -> None:
    """D26: not asked for yet, under way, failed: there is nothing to give back."""
    account = await door.account()
    card, debit = await door.intent(account), await door.intent(account, method=DEBIT)
    assert await refused(door, card, SIX) == (FailureCode.OTHER, "charge_not_refundable")
    await door.confirm(card, "pm_card_visa_chargeDeclined")
    await door.confirm(debit, "pm_success_fr")
    for intent in (card, debit):
        assert await refused(door, intent, SIX) == (FailureCode.OTHER, "charge_not_refundable")


async def test_not_while_the_bank_has_it(door: Door) -> None:
    """D27: a disputed charge is not refunded on top; an inquiry does not hinder it."""
    intent = await paid(door)
    door.sandbox.dashboard("inquire", intent.account_id, payment_intent=intent.id)
    await refund(door, intent)
    dispute = door.sandbox.dashboard("dispute", intent.account_id, payment_intent=intent.id)
    assert await refused(door, intent, SIX) == (FailureCode.OTHER, "charge_disputed")
    door.sandbox.dashboard("win", intent.account_id, dispute=dispute["id"])
    await refund(door, intent)


async def test_a_firm_with_nothing_left_at_the_provider(door: Door) -> None:
    """D26: it cannot give back what it has paid out to itself; later it can."""
    intent = await paid(door)
    door.sandbox.dashboard("balance", intent.account_id, empty="true")
    assert await refused(door, intent, SIX) == (FailureCode.INSUFFICIENT_FUNDS, "balance_insufficient")
    door.sandbox.dashboard("balance", intent.account_id, empty="false")
    await refund(door, intent)


async def test_of_an_intent_that_is_not_there(door: Door) -> None:
    """D26: nobody's, or another firm's."""
    theirs = await paid(door)
    account = await door.account()
    for intent_id in ("pi_of_nobody", theirs.id):
        with pytest.raises(ProviderMissing):
            await door.provider.create_refund(account, intent_id, uuid.uuid4(), SIX)
    assert await refunds(door, theirs) == ()
    assert await door.provider.refunds_of(account, theirs.id) == ()


async def test_in_a_currency_that_stripe_counts_otherwise(door: Door) -> None:
    """D11: krónur have no fractions, and Stripe writes two digits for them."""
    account = await door.account("ISK", country="NO")
    intent = await door.intent(account, Money(2_000, "ISK"))
    await door.confirm(intent, "pm_card_visa")
    made = await refund(door, intent, Money(700, "ISK"))
    assert door.last.form["amount"] == "70000"
    assert made.amount == Money(700, "ISK")
