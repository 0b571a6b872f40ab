"""Disputes at the provider, and bank debits that bounce after they settled."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway import Dispute, DisputeStatus, Intent
from models import PaymentMethod
from money import Money
from tests.gateway.conftest import TWENTY, GatewayHarness
from tests.gateway.stripe.test_refunds import list_refunds, pay_intent

OPEN, WON, LOST = DisputeStatus.OPEN, DisputeStatus.WON, DisputeStatus.LOST


async def list_disputes(gateway: GatewayHarness, intent: Intent) -> tuple[Dispute, ...]:
    return await gateway.provider.list_disputes(intent.account_id, intent.id)


async def act_at_stripe(
    gateway: GatewayHarness, intent: Intent, control: str, **form: str | int
) -> tuple[DisputeStatus, int, int]:
    """Run the control. Return status, withdrawals and reinstatements of the intent's latest dispute."""
    if control in ("escalate", "win", "lose"):
        gateway.sandbox.run_control(
            control, intent.account_id, dispute=(await list_disputes(gateway, intent))[-1].id, **form
        )
    else:
        gateway.sandbox.run_control(control, intent.account_id, payment_intent=intent.id, **form)
    latest = (await list_disputes(gateway, intent))[-1]
    return latest.status, latest.withdrawals, latest.reinstatements


async def test_dispute_lost(stripe_gateway: GatewayHarness) -> None:
    """D27: the funds are withdrawn when the dispute is opened; losing it moves nothing more."""
    intent = await pay_intent(stripe_gateway)
    assert await list_disputes(stripe_gateway, intent) == ()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert await act_at_stripe(stripe_gateway, intent, "dispute") == (OPEN, 1, 0)
    (dispute,) = await list_disputes(stripe_gateway, intent)
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == intent.account_id
    assert dispute == Dispute(dispute.id, TWENTY, OPEN, "fraudulent", dispute.evidence_due_at, 1, 0, dispute.created_at)
    assert dispute.evidence_due_at is not None
    assert dt.timedelta(days=8) < dispute.evidence_due_at - dispute.created_at <= dt.timedelta(days=10)
    assert before <= dispute.created_at <= dt.datetime.now(dt.UTC)
    assert await act_at_stripe(stripe_gateway, intent, "lose") == (LOST, 1, 0)


async def test_dispute_won(stripe_gateway: GatewayHarness) -> None:
    """D27: the funds are reinstated, and withdrawn again if the dispute is escalated again."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute", amount=7_00)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 1, 1)
    assert await act_at_stripe(stripe_gateway, intent, "escalate") == (OPEN, 2, 1)
    assert await act_at_stripe(stripe_gateway, intent, "lose") == (LOST, 2, 1)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 2, 2)
    assert [dispute.amount for dispute in await list_disputes(stripe_gateway, intent)] == [Money(7_00, "EUR")]


async def test_inquiry_moves_no_funds(stripe_gateway: GatewayHarness) -> None:
    """D27: until it is escalated. The intent has a dispute from the start."""
    intent = await pay_intent(stripe_gateway)
    assert await act_at_stripe(stripe_gateway, intent, "inquire") == (OPEN, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "win") == (WON, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "inquire") == (OPEN, 0, 0)
    assert await act_at_stripe(stripe_gateway, intent, "escalate") == (OPEN, 1, 0)
    assert (await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)).has_disputes


async def test_an_intent_stays_disputed(stripe_gateway: GatewayHarness) -> None:
    """D27: also after the dispute is won."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    await act_at_stripe(stripe_gateway, intent, "win")
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (fetched.has_disputes, fetched.has_refunds, fetched.received) == (True, False, TWENTY)


async def test_disputed_amount_ignores_refunds(stripe_gateway: GatewayHarness) -> None:
    """D27: banks do not look at what was refunded."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("refund", intent.account_id, payment_intent=intent.id, amount=10_00)
    assert await act_at_stripe(stripe_gateway, intent, "dispute", amount=20_00) == (OPEN, 1, 0)
    assert [dispute.amount.minor for dispute in await list_disputes(stripe_gateway, intent)] == [20_00]
    assert [refund.amount.minor for refund in await list_refunds(stripe_gateway, intent)] == [10_00]
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (fetched.has_disputes, fetched.has_refunds) == (True, True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("warning_needs_response", OPEN),
        ("warning_under_review", OPEN),
        ("needs_response", OPEN),
        ("under_review", OPEN),
        ("appeal_needs_response", OPEN),
        ("appeal_under_review", OPEN),
        ("added_later", OPEN),
        ("warning_closed", WON),
        ("won", WON),
        ("prevented", WON),
        ("lost", LOST),
    ],
)
async def test_dispute_statuses(stripe_gateway: GatewayHarness, status: str, expected: DisputeStatus) -> None:
    """D27: the status is mapped; withdrawals and reinstatements do not depend on it."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    stripe_gateway.sandbox.tamper((await list_disputes(stripe_gateway, intent))[0].id, status=status)
    (dispute,) = await list_disputes(stripe_gateway, intent)
    assert (dispute.status, dispute.withdrawals, dispute.reinstatements) == (expected, 1, 0)


async def test_bounced_debit(stripe_gateway: GatewayHarness) -> None:
    """D27: a bounced debit is a lost dispute, of all or a part of the amount."""
    intent = await pay_intent(stripe_gateway, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    assert await act_at_stripe(stripe_gateway, intent, "bounce") == (LOST, 1, 0)
    other = await pay_intent(stripe_gateway, "pm_success_fr", PaymentMethod.BANK_DEBIT)
    await act_at_stripe(stripe_gateway, other, "bounce", amount=5_00)
    assert [dispute.amount.minor for dispute in await list_disputes(stripe_gateway, other)] == [5_00]


async def test_disputes_on_several_pages(stripe_gateway: GatewayHarness) -> None:
    """D27: all of this intent's, oldest first."""
    intent, other = await pay_intent(stripe_gateway), await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, other, "dispute")
    for amount in range(1, 103):
        stripe_gateway.sandbox.run_control("inquire", intent.account_id, payment_intent=intent.id, amount=amount)
    before = len(stripe_gateway.transport.exchanges)
    listed = await list_disputes(stripe_gateway, intent)
    assert [dispute.amount.minor for dispute in listed] == list(range(1, 103))
    assert len(stripe_gateway.transport.exchanges) == before + 2


async def test_disputes_of_another_account(stripe_gateway: GatewayHarness) -> None:
    """D27: disputes belong to the account that received the payment."""
    intent = await pay_intent(stripe_gateway)
    await act_at_stripe(stripe_gateway, intent, "dispute")
    assert await stripe_gateway.provider.list_disputes(await stripe_gateway.create_onboarded_account(), intent.id) == ()
