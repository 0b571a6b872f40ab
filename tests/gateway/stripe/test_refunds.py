"""Refunds at the provider."""

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
    gateway: GatewayHarness, method: str = "pm_card_visa", kind: PaymentMethod = PaymentMethod.CARD
) -> Intent:
    """Create and pay an intent."""
    intent = await gateway.create_intent(await gateway.create_onboarded_account(), method=kind)
    await gateway.confirm_intent(intent, method)
    await gateway.sandbox.tick()
    paid = await gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (paid.status, paid.has_refunds, paid.has_disputes) == (IntentStatus.SUCCEEDED, False, False)
    return paid


async def create_refund(gateway: GatewayHarness, intent: Intent, amount: Money = SIX) -> Refund:
    return await gateway.provider.create_refund(intent.account_id, intent.id, uuid.uuid4(), amount)


async def list_refunds(gateway: GatewayHarness, intent: Intent) -> tuple[Refund, ...]:
    return await gateway.provider.list_refunds(intent.account_id, intent.id)


async def has_refunds(gateway: GatewayHarness, intent: Intent) -> bool:
    return (await gateway.provider.fetch_intent(intent.account_id, intent.id)).has_refunds


async def test_partial_refund(stripe_gateway: GatewayHarness) -> None:
    """D26: on the account that was paid, once per row of ours; a card refund succeeds at once."""
    intent = await pay_intent(stripe_gateway)
    assert await list_refunds(stripe_gateway, intent) == ()
    refund_id = uuid.uuid4()
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    created = await stripe_gateway.provider.create_refund(intent.account_id, intent.id, refund_id, SIX)
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == intent.account_id
    assert stripe_gateway.last_exchange.headers["Idempotency-Key"] == f"refund:{refund_id}"
    assert stripe_gateway.last_exchange.form == {
        "payment_intent": intent.id,
        "amount": "600",
        "metadata": {"acompte_id": str(refund_id)},
    }
    assert before <= created.created_at <= dt.datetime.now(dt.UTC)
    assert created == Refund(created.id, refund_id, SIX, RefundStatus.SUCCEEDED, None, None, created.created_at)
    assert await list_refunds(stripe_gateway, intent) == (created,)
    assert await has_refunds(stripe_gateway, intent)
    assert await stripe_gateway.provider.create_refund(intent.account_id, intent.id, refund_id, SIX) == created
    assert await list_refunds(stripe_gateway, intent) == (created,)


async def test_debit_refund_is_pending(stripe_gateway: GatewayHarness) -> None:
    """D26: until the bank has processed it."""
    intent = await pay_intent(stripe_gateway, "pm_success_fr", DEBIT)
    created = await create_refund(stripe_gateway, intent)
    assert (created.status, created.failure, created.provider_code) == (RefundStatus.PENDING, None, None)
    assert await has_refunds(stripe_gateway, intent)
    await stripe_gateway.sandbox.tick()
    (refund,) = await list_refunds(stripe_gateway, intent)
    assert (refund.id, refund.status, refund.amount) == (created.id, RefundStatus.SUCCEEDED, SIX)


async def test_succeeded_refund_fails(stripe_gateway: GatewayHarness) -> None:
    """D26: the bank returns it; the failure has our code and Stripe's, and the intent still has a refund."""
    intent = await pay_intent(stripe_gateway, "pm_card_refundFail")
    created = await create_refund(stripe_gateway, intent)
    assert created.status is RefundStatus.SUCCEEDED
    await stripe_gateway.sandbox.tick()
    (refund,) = await list_refunds(stripe_gateway, intent)
    assert (refund.id, refund.status) == (created.id, RefundStatus.FAILED)
    assert (refund.failure, refund.provider_code) == (FailureCode.EXPIRED_CARD, "expired_or_canceled_card")
    assert await has_refunds(stripe_gateway, intent)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", RefundStatus.PENDING),
        ("requires_action", RefundStatus.PENDING),
        ("added_later", RefundStatus.PENDING),
        ("succeeded", RefundStatus.SUCCEEDED),
        ("failed", RefundStatus.FAILED),
        ("canceled", RefundStatus.FAILED),
    ],
)
async def test_refund_statuses(stripe_gateway: GatewayHarness, status: str, expected: RefundStatus) -> None:
    """D26: an unknown status is pending."""
    intent = await pay_intent(stripe_gateway)
    created = await create_refund(stripe_gateway, intent)
    stripe_gateway.sandbox.tamper(created.id, status=status)
    (refund,) = await list_refunds(stripe_gateway, intent)
    assert refund.status is expected
    is_failed = expected is RefundStatus.FAILED
    assert refund.failure is (FailureCode.OTHER if is_failed else None)
    assert refund.provider_code == ("canceled" if status == "canceled" else None)


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
async def test_refund_failure_reasons(stripe_gateway: GatewayHarness, reason: str, expected: FailureCode) -> None:
    """D26: mapped to our failure codes, with Stripe's own beside them."""
    intent = await pay_intent(stripe_gateway)
    created = await create_refund(stripe_gateway, intent)
    stripe_gateway.sandbox.run_control("fail_refund", intent.account_id, refund=created.id, reason=reason)
    (refund,) = await list_refunds(stripe_gateway, intent)
    assert (refund.failure, refund.provider_code) == (expected, reason)


async def test_dashboard_refund_has_no_internal_id(stripe_gateway: GatewayHarness) -> None:
    """D28: it is listed among ours, oldest first."""
    intent = await pay_intent(stripe_gateway)
    dashboard_refund = stripe_gateway.sandbox.run_control(
        "refund", intent.account_id, payment_intent=intent.id, amount=5_00
    )
    refund_id = uuid.uuid4()
    await stripe_gateway.provider.create_refund(intent.account_id, intent.id, refund_id, SIX)
    refunds = await list_refunds(stripe_gateway, intent)
    assert [(refund.internal_id, refund.amount.minor) for refund in refunds] == [(None, 5_00), (refund_id, 6_00)]
    assert refunds[0].id == dashboard_refund["id"]


async def test_invalid_metadata_is_ignored(stripe_gateway: GatewayHarness) -> None:
    """D28: the firm can edit the metadata."""
    intent = await pay_intent(stripe_gateway)
    created = await create_refund(stripe_gateway, intent)
    for metadata in ({"acompte_id": "7"}, {"acompte_id": ""}, {"other": str(uuid.uuid4())}, {}):
        stripe_gateway.sandbox.tamper(created.id, metadata=metadata)
        assert [refund.internal_id for refund in await list_refunds(stripe_gateway, intent)] == [None]


async def test_refunds_on_several_pages(stripe_gateway: GatewayHarness) -> None:
    """D28: all of this intent's, oldest first."""
    intent = await pay_intent(stripe_gateway)
    created = [await create_refund(stripe_gateway, intent, Money(minor, "EUR")) for minor in range(1, 31)]
    other = await create_refund(stripe_gateway, await pay_intent(stripe_gateway))
    before = len(stripe_gateway.transport.exchanges)
    assert await list_refunds(stripe_gateway, intent) == tuple(created)
    assert len(stripe_gateway.transport.exchanges) == before + 1
    for _ in range(100):
        created.append(await create_refund(stripe_gateway, intent, Money(1, "EUR")))
    before = len(stripe_gateway.transport.exchanges)
    assert await list_refunds(stripe_gateway, intent) == tuple(created)
    exchanges = stripe_gateway.transport.exchanges[before:]
    assert len(exchanges) == 2
    assert all(exchange.headers["Stripe-Account"] == intent.account_id for exchange in exchanges)
    assert other not in created


async def refund_error(gateway: GatewayHarness, intent: Intent, amount: Money) -> tuple[FailureCode, str | None]:
    before = await list_refunds(gateway, intent)
    with pytest.raises(ProviderRefused) as caught:
        await create_refund(gateway, intent, amount)
    assert await list_refunds(gateway, intent) == before
    return caught.value.code, caught.value.provider_code


async def test_refund_beyond_the_received_amount(stripe_gateway: GatewayHarness) -> None:
    """D26: the provider refuses it as well, and nothing moves."""
    intent = await pay_intent(stripe_gateway)
    assert await refund_error(stripe_gateway, intent, Money(20_01, "EUR")) == (FailureCode.OTHER, None)
    await create_refund(stripe_gateway, intent)
    assert await refund_error(stripe_gateway, intent, Money(14_01, "EUR")) == (FailureCode.OTHER, None)
    await create_refund(stripe_gateway, intent, Money(14_00, "EUR"))
    assert await refund_error(stripe_gateway, intent, Money(1, "EUR")) == (FailureCode.OTHER, "charge_already_refunded")
    assert sum(refund.amount.minor for refund in await list_refunds(stripe_gateway, intent)) == TWENTY.minor


async def test_refund_of_an_unpaid_intent(stripe_gateway: GatewayHarness) -> None:
    """D26: unconfirmed, declined or processing: nothing can be refunded."""
    account = await stripe_gateway.create_onboarded_account()
    card, debit = await stripe_gateway.create_intent(account), await stripe_gateway.create_intent(account, method=DEBIT)
    assert await refund_error(stripe_gateway, card, SIX) == (FailureCode.OTHER, "charge_not_refundable")
    await stripe_gateway.confirm_intent(card, "pm_card_visa_chargeDeclined")
    await stripe_gateway.confirm_intent(debit, "pm_success_fr")
    for intent in (card, debit):
        assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.OTHER, "charge_not_refundable")


async def test_refund_of_a_disputed_charge(stripe_gateway: GatewayHarness) -> None:
    """D27: refused while the funds are withdrawn; an inquiry does not prevent it."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("inquire", intent.account_id, payment_intent=intent.id)
    await create_refund(stripe_gateway, intent)
    dispute = stripe_gateway.sandbox.run_control("dispute", intent.account_id, payment_intent=intent.id)
    assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.OTHER, "charge_disputed")
    stripe_gateway.sandbox.run_control("win", intent.account_id, dispute=dispute["id"])
    await create_refund(stripe_gateway, intent)


async def test_refund_with_an_empty_balance(stripe_gateway: GatewayHarness) -> None:
    """D26: refused while the firm's balance at the provider is empty."""
    intent = await pay_intent(stripe_gateway)
    stripe_gateway.sandbox.run_control("balance", intent.account_id, empty="true")
    assert await refund_error(stripe_gateway, intent, SIX) == (FailureCode.INSUFFICIENT_FUNDS, "balance_insufficient")
    stripe_gateway.sandbox.run_control("balance", intent.account_id, empty="false")
    await create_refund(stripe_gateway, intent)


async def test_refund_of_a_missing_intent(stripe_gateway: GatewayHarness) -> None:
    """D26: of an unknown id, and of another firm's intent."""
    other_intent = await pay_intent(stripe_gateway)
    account = await stripe_gateway.create_onboarded_account()
    for intent_id in ("pi_unknown", other_intent.id):
        with pytest.raises(ProviderObjectNotFound):
            await stripe_gateway.provider.create_refund(account, intent_id, uuid.uuid4(), SIX)
    assert await list_refunds(stripe_gateway, other_intent) == ()
    assert await stripe_gateway.provider.list_refunds(account, other_intent.id) == ()


async def test_refund_in_a_currency_with_other_units(stripe_gateway: GatewayHarness) -> None:
    """D11: krónur have no decimals, but two in Stripe's units."""
    account = await stripe_gateway.create_onboarded_account("ISK", country="NO")
    intent = await stripe_gateway.create_intent(account, Money(2_000, "ISK"))
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    created = await create_refund(stripe_gateway, intent, Money(700, "ISK"))
    assert stripe_gateway.last_exchange.form["amount"] == "70000"
    assert created.amount == Money(700, "ISK")
