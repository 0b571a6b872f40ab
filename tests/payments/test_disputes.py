"""What the provider knows of disputes, and of debits that came back after they had settled."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway import Dispute, DisputeStatus, Intent
from models import PaymentMethod
from money import Money
from tests.payments.conftest import TWENTY, Door
from tests.payments.test_refunds import paid, refunds

OPEN, WON, LOST = DisputeStatus.OPEN, DisputeStatus.WON, DisputeStatus.LOST


async def disputes(door: Door, intent: Intent) -> tuple[Dispute, ...]:
    return await door.provider.disputes_of(intent.account_id, intent.id)


async def happens(door: Door, intent: Intent, deed: str, **form: str | int) -> tuple[DisputeStatus, int, int]:
    """Do it, and tell where the intent's latest dispute stands then: status, withdrawals, reinstatements."""
    if deed in ("escalate", "win", "lose"):
        door.sandbox.dashboard(deed, intent.account_id, dispute=(await disputes(door, intent))[-1].id, **form)
    else:
        door.sandbox.dashboard(deed, intent.account_id, payment_intent=intent.id, **form)
    latest = (await disputes(door, intent))[-1]
    return latest.status, latest.withdrawals, latest.reinstatements


async def test_a_dispute_takes_the_money_and_is_lost(door: Door) -> None:
    """D27: taken when it is opened, and nothing more happens to the money when it is lost."""
    intent = await paid(door)
    assert await disputes(door, intent) == ()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert await happens(door, intent, "dispute") == (OPEN, 1, 0)
    (found,) = await disputes(door, intent)
    assert door.last.headers["Stripe-Account"] == intent.account_id
    assert found == Dispute(found.id, TWENTY, OPEN, 1, 0, found.created_at)
    assert before <= found.created_at <= dt.datetime.now(dt.UTC)
    assert await happens(door, intent, "lose") == (LOST, 1, 0)


async def test_a_dispute_that_is_won_gives_it_back(door: Door) -> None:
    """D27: and one taken up again takes it again."""
    intent = await paid(door)
    await happens(door, intent, "dispute", amount=7_00)
    assert await happens(door, intent, "win") == (WON, 1, 1)
    assert await happens(door, intent, "escalate") == (OPEN, 2, 1)
    assert await happens(door, intent, "lose") == (LOST, 2, 1)
    assert await happens(door, intent, "win") == (WON, 2, 2)
    assert [one.amount for one in await disputes(door, intent)] == [Money(7_00, "EUR")]


async def test_an_inquiry_moves_nothing(door: Door) -> None:
    """D27: until it escalates; the intent says from the start that there is something to look at."""
    intent = await paid(door)
    assert await happens(door, intent, "inquire") == (OPEN, 0, 0)
    assert await happens(door, intent, "win") == (WON, 0, 0)
    assert await happens(door, intent, "inquire") == (OPEN, 0, 0)
    assert await happens(door, intent, "escalate") == (OPEN, 1, 0)
    assert (await door.provider.fetch_intent(intent.account_id, intent.id)).disputed


async def test_an_intent_stays_disputed(door: Door) -> None:
    """D27: after it is won as well: somebody has to have looked."""
    intent = await paid(door)
    await happens(door, intent, "dispute")
    await happens(door, intent, "win")
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.disputed, found.refunded, found.received) == (True, False, TWENTY)


async def test_more_than_is_left_is_disputed(door: Door) -> None:
    """D27: banks do not look at what was refunded."""
    intent = await paid(door)
    door.sandbox.dashboard("refund", intent.account_id, payment_intent=intent.id, amount=10_00)
    assert await happens(door, intent, "dispute", amount=20_00) == (OPEN, 1, 0)
    assert [one.amount.minor for one in await disputes(door, intent)] == [20_00]
    assert [one.amount.minor for one in await refunds(door, intent)] == [10_00]
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.disputed, found.refunded) == (True, True)


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
async def test_stripes_words_for_where_it_stands(door: Door, status: str, expected: DisputeStatus) -> None:
    """D27: the money is told by what was moved, and never by the word."""
    intent = await paid(door)
    await happens(door, intent, "dispute")
    door.sandbox.tamper((await disputes(door, intent))[0].id, status=status)
    (found,) = await disputes(door, intent)
    assert (found.status, found.withdrawals, found.reinstatements) == (expected, 1, 0)


async def test_a_debit_that_comes_back(door: Door) -> None:
    """D27: lost from the start, wholly or for a part."""
    intent = await paid(door, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    assert await happens(door, intent, "bounce") == (LOST, 1, 0)
    other = await paid(door, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    await happens(door, other, "bounce", amount=5_00)
    assert [one.amount.minor for one in await disputes(door, other)] == [5_00]


async def test_all_of_them_oldest_first(door: Door) -> None:
    """D27: over the pages' borders, of this intent only."""
    intent, other = await paid(door), await paid(door)
    await happens(door, other, "dispute")
    for amount in range(1, 103):
        door.sandbox.dashboard("inquire", intent.account_id, payment_intent=intent.id, amount=amount)
    before = len(door.transport.exchanges)
    found = await disputes(door, intent)
    assert [one.amount.minor for one in found] == list(range(1, 103))
    assert len(door.transport.exchanges) == before + 2


async def test_another_firm_sees_none_of_it(door: Door) -> None:
    """D27: disputes belong to the account that took the money."""
    intent = await paid(door)
    await happens(door, intent, "dispute")
    assert await door.provider.disputes_of(await door.account(), intent.id) == ()
