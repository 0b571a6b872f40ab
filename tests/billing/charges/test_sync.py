"""Sync when the provider is late, wrong or silent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
from typing import Any

import pytest
from sqlalchemy import select, update

import models
from billing import worker
from billing.charges import lifecycle as charges
from billing.charges import sync
from billing.errors import PaymentNotChangeable, ProviderRefused, ProviderUnavailable
from billing.invoices.void_invoice import void_invoice
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, NothingPayable, PaymentSource
from billing.providers import webhooks
from models import JobKind, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import SANDBOX_URL, WEBHOOK_SECRET, AppHarness, Firm

FULL = AmountChoice.FULL
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def deliver_webhook(app: AppHarness, event: dict[str, Any]) -> None:
    """Sign, parse and handle the event as the webhook endpoint does, and run the due jobs."""
    body, now = json.dumps(event).encode(), int(app.clock.timestamp())
    digest = hmac.new(WEBHOOK_SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    notice = app.services.provider.parse_webhook(body, f"t={now},v1={digest}", app.clock())
    if notice is not None:
        await webhooks.handle_webhook(app.services, notice)
    await worker.run_due_jobs(app.services)


async def alerts(app: AppHarness) -> list[tuple[str, str]]:
    async with app.services.reads() as session:
        return [(alert.kind, alert.message) for alert in await session.scalars(select(models.Alert))]


async def sync_job_count(app: AppHarness) -> int:
    async with app.services.reads() as session:
        is_sync = models.Job.kind.in_((JobKind.SYNC_PAYMENT, JobKind.SYNC_PREPAYMENT))
        return len((await session.scalars(select(models.Job.id).where(is_sync))).all())


async def test_every_order_of_webhooks_with_duplicates(app: AppHarness) -> None:
    """D9, D23: all orders of the events of one payment, each delivered five times, have the same result."""
    firm = await app.create_ready_firm()
    balance = 0
    for index, order in enumerate(itertools.permutations(range(3))):
        prepayment = await firm.start_prepayment(f"{10 + index}.00")
        await firm.confirm(prepayment, "pm_card_visa_chargeDeclined")
        await firm.confirm(prepayment, "pm_card_visa")
        events = [event for event in app.sandbox.events() if event["data"]["object"].get("id") == prepayment.intent_id]
        assert [event["type"].partition(".")[2] for event in events] == ["created", "payment_failed", "succeeded"]
        for position in order:
            for _ in range(5):
                await deliver_webhook(app, events[position])
        balance += 10_00 + index * 100
        assert await firm.credits() == (balance, 0)
    assert len(await firm.credit_entries()) == 6


async def test_lost_webhook_loses_nothing(app: AppHarness) -> None:
    """D29, P3: without any webhook, money is credited within 10 minutes."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    for _ in range(20):
        app.clock.advance(minutes=1)
        await app.run_due_jobs()
    await firm.confirm(prepayment, "pm_card_visa")
    for _ in range(60):
        app.clock.advance(seconds=10)
        await app.run_due_jobs()
    assert await firm.credits() == (250_00, 0)
    assert await sync_job_count(app) == 0


async def test_declined_card_can_be_retried(app: AppHarness) -> None:
    """D23: it stays REQUIRES_ACTION with the reason, and the payer can try again in the same window."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.settle_charge(prepayment, "pm_card_chargeDeclinedInsufficientFunds")
    current = await firm.prepayment(prepayment.id)
    assert (current.status, current.failure_code) == (PaymentStatus.REQUIRES_ACTION, "INSUFFICIENT_FUNDS")
    assert current.client_secret is not None
    await firm.settle_charge(prepayment)
    current = await firm.prepayment(prepayment.id)
    assert (current.status, current.failure_code, current.client_secret) == (PaymentStatus.SUCCEEDED, None, None)
    assert await firm.credits() == (250_00, 0)


async def test_overtaken_sync_does_not_undo_a_newer_state(app: AppHarness) -> None:
    """D23: it fetched a first decline; until it has the firm's lock, another sync has recorded the second one."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa_chargeDeclined")
    fault = app.sandbox.faults.add(Fault("pause", when="after", method="GET", path="payment_intents/"))
    overtaken = asyncio.create_task(sync.sync_charge(app.services, JobKind.SYNC_PREPAYMENT, firm.id, prepayment.id))
    await fault.reached.wait()
    await firm.confirm(prepayment, "pm_card_chargeDeclinedInsufficientFunds")
    await sync.sync_charge(app.services, JobKind.SYNC_PREPAYMENT, firm.id, prepayment.id)
    async with firm.assert_unchanged():
        fault.release.set()
        await overtaken
    current = await firm.prepayment(prepayment.id)
    assert (current.status, current.failure_code) == (PaymentStatus.REQUIRES_ACTION, "INSUFFICIENT_FUNDS")


async def test_payment_window_expires_after_60_minutes(app: AppHarness) -> None:
    """D35: canceled at the provider first; then it blocks neither the invoice nor credits."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    app.clock.advance(minutes=59)
    await app.run_due_jobs()
    assert await firm.credits() == (0, 30_00)
    app.clock.advance(minutes=2)
    await app.run_due_jobs()
    assert [(await firm.payment(payment.id)).status for payment in (card_payment, credits_payment)] == [
        PaymentStatus.CANCELED
    ] * 2
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    assert await sync_job_count(app) == 0


async def test_success_just_before_expiry_is_recorded(app: AppHarness) -> None:
    """D35: the provider reports that it succeeded, so it is not canceled."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.credits() == (250_00, 0)
    assert app.sandbox.events(kind="payment_intent.canceled") == []


@pytest.mark.parametrize(("fault", "times"), [("drop", 2), ("error", 1)])
async def test_unanswered_cancellation_is_retried(app: AppHarness, fault: str, times: int) -> None:
    """D23, P5: CANCELED is recorded only after the provider has canceled the intent."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    app.sandbox.faults.add(Fault(fault, when="before", path="/cancel$", times=times))  # type: ignore[arg-type]
    app.clock.advance(minutes=61)
    await worker.run_due_jobs(app.services)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.REQUIRES_ACTION
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


@pytest.mark.parametrize(
    "changes",
    [{"amount_received": 1_00, "amount": 1_00}, {"amount_received": 1_00}, {"amount": 1_00}, {"currency": "usd"}],
)
async def test_mismatched_intent_is_not_recorded_and_raises_an_alert(app: AppHarness, changes: dict[str, Any]) -> None:
    """D9: another amount or currency than requested."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, **changes)
    async with firm.assert_unchanged():
        app.clock.advance(seconds=60)
        await app.run_due_jobs()
        app.clock.advance(minutes=6)
        await app.run_due_jobs()
    assert [kind for kind, _ in await alerts(app)] == ["charge.mismatch"]


async def test_intent_of_another_mode_is_not_recorded(app: AppHarness) -> None:
    """Its livemode must match our row's."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, livemode=True)
    async with firm.assert_unchanged():
        app.clock.advance(seconds=60)
        await app.run_due_jobs()
    assert len(await alerts(app)) == 1


async def test_debit_that_never_ends_raises_an_alert(app: AppHarness) -> None:
    """P5: PROCESSING is reported and polled; the alert is raised after 14 days."""
    firm = await app.create_ready_firm(currency="USD", country="US")
    prepayment = await firm.start_prepayment("250.00", PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(prepayment, "pm_usBankAccount_processing")
    confirmed_at = app.clock()
    for _ in range(13):
        app.clock.advance(days=1)
        await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.PROCESSING
    assert await alerts(app) == []
    app.clock.advance(days=2)
    await app.run_due_jobs()
    message = f"In status PROCESSING since {confirmed_at:%Y-%m-%d %H:%M} UTC, longer than expected."
    assert await alerts(app) == [("charge.slow", message)]
    assert await sync_job_count(app) == 1


async def succeed_late(app: AppHarness, firm: Firm, charge: models.Payment | models.Prepayment) -> None:
    """Make the provider report that a canceled intent succeeded, which should not happen."""
    assert charge.intent_id is not None
    app.sandbox.tamper(charge.intent_id, status="succeeded", amount_received=charge.amount)
    assert charge.connection_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    event = {
        "type": "payment_intent.succeeded",
        "account": account,
        "livemode": False,
        "data": {"object": {"id": charge.intent_id}},
    }
    for _ in range(3):
        await deliver_webhook(app, event)


async def test_late_money_for_a_void_invoice_becomes_credits(app: AppHarness) -> None:
    """D25: 30 + 20 on 50, the card declines, the window expires, the invoice is voided, and the card succeeds."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(card_payment, "pm_card_visa_chargeDeclined")
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await succeed_late(app, firm, card_payment)
    assert await firm.credits() == (50_00, 0)
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    assert [(await firm.payment(payment.id)).status.value for payment in (card_payment, credits_payment)] == [
        "SUCCEEDED",
        "CANCELED",
    ]


async def test_late_money_for_a_paid_invoice_becomes_credits(app: AppHarness) -> None:
    """D25: another payment has paid it meanwhile."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (late,) = await firm.pay(invoice, FULL, CARD)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    (second,) = await firm.pay(invoice, FULL, CARD)
    await firm.settle_charge(second)
    await succeed_late(app, firm, late)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (50_00, 0)


async def test_late_money_pays_an_invoice_that_is_still_payable(app: AppHarness) -> None:
    """D14, D25: money that arrived for an invoice pays that invoice."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (late,) = await firm.pay(invoice, FULL, CARD)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await succeed_late(app, firm, late)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_late_money_that_exceeds_what_is_payable_becomes_credits(app: AppHarness) -> None:
    """D25: credits have paid a part meanwhile; late money pays its invoice wholly or not at all."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (late,) = await firm.pay(invoice, FULL, CARD)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await firm.prepay("20.00")
    await firm.pay(invoice, "20.00")
    await succeed_late(app, firm, late)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    assert (await firm.credits(), (await firm.payment(late.id)).status) == ((50_00, 0), PaymentStatus.SUCCEEDED)


async def test_success_then_failure_then_void_moves_money_once(app: AppHarness) -> None:
    """D9, D21: after success no event undoes the payment, and the invoice cannot be voided."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, FULL, CARD)
    await firm.settle_charge(payment)
    assert payment.intent_id is not None
    app.sandbox.tamper(payment.intent_id, status="canceled", amount_received=0)
    async with firm.assert_unchanged():
        assert payment.connection_id is not None
        account = (await firm.connection(payment.connection_id)).account_id
        failed = {
            "type": "payment_intent.payment_failed",
            "account": account,
            "livemode": False,
            "data": {"object": {"id": payment.intent_id}},
        }
        await deliver_webhook(app, failed)
        with pytest.raises(Exception, match="Refund them first"):
            await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_open_debit_for_the_whole_invoice_leaves_nothing_payable(app: AppHarness) -> None:
    """Credits that arrive meanwhile cannot pay it."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, FULL, DEBIT)
    await firm.settle_charge(payment, "pm_success_de")
    prepayment = await firm.start_prepayment("80.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=60)
    await app.run_due_jobs()
    assert await firm.credits() == (80_00, 0)
    async with firm.assert_unchanged():
        with pytest.raises(NothingPayable):
            await firm.pay(invoice, AmountChoice.REMAINING)


async def test_unreachable_account_raises_an_alert(app: AppHarness) -> None:
    """P5: the outcome cannot be known, so nothing is recorded, and canceling reports it."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    await app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    async with firm.assert_unchanged():
        with pytest.raises(ProviderUnavailable):
            await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
        app.clock.advance(minutes=61)
        await app.run_due_jobs()
    assert {kind for kind, _ in await alerts(app)} == {"charge.unreachable"}
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    raised = dict(await alerts(app))
    window_end = (await firm.prepayment(prepayment.id)).expires_at
    assert set(raised) == {"charge.unreachable", "charge.slow"}
    assert raised["charge.slow"] == (
        f"Still in status REQUIRES_ACTION, although its payment window closed at {window_end:%Y-%m-%d %H:%M} UTC."
    )
    assert await sync_job_count(app) == 1


async def test_mismatched_intent_can_expire(app: AppHarness) -> None:
    """D35: nothing was taken, so it is canceled and releases what it reserved."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, amount=1_00)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


async def test_job_that_runs_during_the_first_request_leaves_it_alone(app: AppHarness) -> None:
    """D29: the job becomes due before the provider has answered."""
    firm = await app.create_ready_firm()
    fault = app.sandbox.faults.add(Fault("pause", when="before", path="payment_intents$"))
    starting = asyncio.create_task(firm.start_prepayment("250.00"))
    await fault.reached.wait()
    app.clock.advance(seconds=31)
    await worker.run_due_jobs(app.services)
    assert await sync_job_count(app) == 1
    fault.release.set()
    prepayment = await starting
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert await firm.credits() == (250_00, 0)


async def test_two_first_payments_of_a_client_at_once(app: AppHarness) -> None:
    """D8: both windows open, although the customer is created at the provider only now."""
    firm = await app.create_ready_firm()
    prepayments = await asyncio.gather(
        firm.start_prepayment("10.00"), firm.start_prepayment("20.00", viewer=firm.owner)
    )
    assert [prepayment.status for prepayment in prepayments] == [PaymentStatus.REQUIRES_ACTION] * 2


async def test_deleted_customer_is_created_again(app: AppHarness) -> None:
    """The first attempt is refused; the next one creates another customer."""
    firm = await app.create_prepaid_firm("10.00")
    async with app.services.writes.begin() as session:
        await session.execute(update(models.ProviderCustomer).values(customer_id="cus_gone"))
    with pytest.raises(ProviderRefused):
        await firm.start_prepayment("20.00")
    assert (await firm.start_prepayment("20.00")).status is PaymentStatus.REQUIRES_ACTION


async def test_outdated_provider_state_is_ignored(app: AppHarness) -> None:
    """D23: states move only along their arrows, even if answers arrive late."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00", PaymentMethod.BANK_DEBIT)
    context = await charges.load_context(app.services, JobKind.SYNC_PREPAYMENT, firm.id, prepayment.id)
    assert prepayment.intent_id is not None
    outdated = await app.services.provider.fetch_intent(context.account_id, prepayment.intent_id)
    await firm.settle_charge(prepayment, "pm_success_de")
    async with firm.assert_unchanged():
        await sync.apply_provider_state(app.services, context, outdated)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.PROCESSING


async def test_late_cancellation_is_not_recorded_as_the_viewers(app: AppHarness) -> None:
    """D32: the success is the system's event; the member who tried to cancel did nothing."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    with pytest.raises(PaymentNotChangeable):
        await cancel_payment.cancel_payment(app.services, firm.owner, prepayment.id)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id) == ("charge.succeeded", None)
