"""What the provider knows of disputes, and of debits that came back after they had settled."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway import Dispute, DisputeStatus, Intent
from models import PaymentMethod
from money import Money
from tests.gateway.conftest import TWENTY, GatewayHarness
from tests.gateway.stripe.test_refunds import pay_intent, refunds

OPEN, WON, LOST = DisputeStatus.OPEN, DisputeStatus.WON, DisputeStatus.LOST


async def disputes(door: GatewayHarness, intent: Intent) -> tuple[Dispute, ...]:
    return await door.provider.list_disputes(intent.account_id, intent.id)


async def act_at_stripe(
    door: GatewayHarness, intent: Intent, control: str, **form: str | int
) -> tuple[DisputeStatus, int, int]:
    """Do it, and tell where the intent's latest dispute stands then: status, withdrawals, reinstatements."""
    if control in ("escalate", "win", "lose"):
        door.sandbox.run_control(control, intent.account_id, dispute=(await disputes(door, intent))[-1].id, **form)
    else:
        door.sandbox.run_control(control, intent.account_id, payment_intent=intent.id, **form)
    latest = (await disputes(door, intent))[-1]
    return latest.status, latest.withdrawals, latest.reinstatements


async def test_a_dispute_takes_the_money_and_is_lost(stripe_gateway: GatewayHarness) -> None:
    """D27: taken when it is opened, and nothing more happens to the money when it is lost."""
    intent = await pay_intent(stripe_gateway)
    assert await disputes(stripe_gateway, intent) == ()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert await act_at_stripe(stripe_gateway, intent, "dispute") == (OPEN, 1, 0)
    (found,) = await disputes(stripe_gateway, intent)
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == intent.account_id
    assert found == Dispute(found.id, TWENTY, OPEN, 1, 0, found.created_at)
    assert before <= found.created_at <= dt.datetime.now(dt.UTC)
    assert await act_at_stripe(stripe_gateway, intent, "lose") == (LOST, 1, 0)


async def test_a_dispute_that_is_won_gives_it_back(stripe_gateway: GatewayHarness) -> None:
    """D27: and one taken up again takes it again."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute", amount=7_00)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 1, 1)
    assert await act_at_stripe(stripe_gateway, intent, "escalate") == (OPEN, 2, 1)
    assert await act_at_stripe(stripe_gateway, intent, "lose") == (LOST, 2, 1)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 2, 2)
    assert [one.amount for one in await disputes(stripe_gateway, intent)] == [Money(7_00, "EUR")]


async def test_an_inquiry_moves_nothing(stripe_gateway: GatewayHarness) -> None:
    """D27: until it escalates; the intent says from the start that there is something to look at."""
    intent = await pay_intent(stripe_gateway)
    assert await act_at_stripe(stripe_gateway, intent, "inquire") == (OPEN, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "inquire") == (OPEN, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "escalate") == (OPEN, 1, 0)
    assert (await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)).has_disputes


async def test_an_intent_stays_disputed(stripe_gateway: GatewayHarness) -> None:
    """D27: after it is won as well: somebody has to have looked."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    await act_at_stripe(stripe_gateway, intent, "win")
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.has_disputes, found.has_refunds, found.received) == (True, False, TWENTY)


async def test_more_than_is_left_is_disputed(stripe_gateway: GatewayHarness) -> None:
    """D27: banks do not look at what was refunded."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("refund", intent.account_id, payment_intent=intent.id, amount=10_00)
    assert await act_at_stripe(stripe_gateway, intent, "dispute", amount=20_00) == (OPEN, 1, 0)
    assert [one.amount.minor for one in await disputes(stripe_gateway, intent)] == [20_00]
    assert [one.amount.minor for one in await refunds(stripe_gateway, intent)] == [10_00]
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.has_disputes, found.has_refunds) == (True, True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("warning_needs_response", OPEN),
        ("warning_under_review", OPEN),
        ("needs_response", OPEN),
        ("under_review", OPEN),
        ("appeal_needs_response", OPEN),
        ("appeal_under_review", OPEN),
        ("a_word_of_next_year", OPEN),
        ("warning_closed", WON),
        ("won", WON),
        ("prevented", WON),
        ("lost", LOST),
    ],
)
async def test_stripes_words_for_where_it_stands(
    stripe_gateway: GatewayHarness, status: str, expected: DisputeStatus
) -> None:
    """D27: the money is told by what was moved, and never by the word."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    stripe_gateway.sandbox.tamper((await disputes(stripe_gateway, intent))[0].id, status=status)
    (found,) = await disputes(stripe_gateway, intent)
    assert (found.status, found.withdrawals, found.reinstatements) == (expected, 1, 0)


async def test_a_debit_that_comes_back(stripe_gateway: GatewayHarness) -> None:
    """D27: lost from the start, wholly or for a part."""
    intent = await pay_intent(stripe_gateway, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    assert await act_at_stripe(stripe_gateway, intent, "bounce") == (LOST, 1, 0)
    other = await pay_intent(stripe_gateway, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    await act_at_stripe(stripe_gateway, other, "bounce", amount=5_00)
    assert [one.amount.minor for one in await disputes(stripe_gateway, other)] == [5_00]


async def test_all_of_them_oldest_first(stripe_gateway: GatewayHarness) -> None:
    """D27: over the pages' borders, of this intent only."""
    intent, other = await pay_intent(stripe_gateway), await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, other, "dispute")
    for amount in range(1, 103):
        stripe_gateway.sandbox.run_control("inquire", intent.account_id, payment_intent=intent.id, amount=amount)
    before = len(stripe_gateway.transport.exchanges)
    found = await disputes(stripe_gateway, intent)
    assert [one.amount.minor for one in found] == list(range(1, 103))
    assert len(stripe_gateway.transport.exchanges) == before + 2


async def test_another_firm_sees_none_of_it(stripe_gateway: GatewayHarness) -> None:
    """D27: disputes belong to the account that took the money."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    assert await stripe_gateway.provider.list_disputes(await stripe_gateway.create_onboarded_account(), intent.id) == ()
