"""The provider is late, wrong or silent."""

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
from tests.support.firm import WEBHOOK_SECRET, AppHarness, Firm

FULL = AmountChoice.FULL
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def deliver_webhook(house: AppHarness, event: dict[str, Any]) -> None:
    """One signed message, read and taken as the webhook does."""
    body, now = json.dumps(event).encode(), int(house.clock.timestamp())
    digest = hmac.new(WEBHOOK_SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    hint = house.services.provider.parse_webhook(body, f"t={now},v1={digest}", house.clock())
    if hint is not None:
        await webhooks.handle_webhook(house.services, hint)
    await worker.run_due_jobs(house.services)


async def alerts(house: AppHarness) -> list[tuple[str, str]]:
    async with house.services.reads() as session:
        return [(one.kind, one.message) for one in await session.scalars(select(models.Alert))]


async def jobs(house: AppHarness) -> int:
    async with house.services.reads() as session:
        charges = models.Job.kind.in_((JobKind.SYNC_PAYMENT, JobKind.SYNC_PREPAYMENT))
        return len((await session.scalars(select(models.Job.id).where(charges))).all())


async def test_every_order_of_messages_and_each_of_them_five_times(app: AppHarness) -> None:
    """D9, D23: all orders of the messages of one payment's life, with duplicates, end in the same books."""
    firm = await app.create_ready_firm()
    balance = 0
    for index, order in enumerate(itertools.permutations(range(3))):
        prepayment = await firm.start_prepayment(f"{10 + index}.00")
        await firm.confirm(prepayment, "pm_card_visa_chargeDeclined")
        await firm.confirm(prepayment, "pm_card_visa")
        life = [one for one in app.sandbox.events() if one["data"]["object"].get("id") == prepayment.intent_id]
        assert [one["type"].partition(".")[2] for one in life] == ["created", "payment_failed", "succeeded"]
        for position in order:
            for _ in range(5):
                await deliver_webhook(app, life[position])
        balance += 10_00 + index * 100
        assert await firm.credits() == (balance, 0)
    assert len(await firm.credit_entries()) == 6


async def test_a_lost_message_loses_nothing(app: AppHarness) -> None:
    """D29, P3: with no message at all the money is credited within 10 minutes."""
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
    assert await jobs(app) == 0


async def test_a_declined_card_is_not_an_end(app: AppHarness) -> None:
    """D23: it stays REQUIRES_ACTION with why, and the payer may try again in the same window."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.settle_charge(prepayment, "pm_card_chargeDeclinedInsufficientFunds")
    seen = await firm.prepayment(prepayment.id)
    assert (seen.status, seen.failure_code) == (PaymentStatus.REQUIRES_ACTION, "INSUFFICIENT_FUNDS")
    assert seen.client_secret is not None
    await firm.settle_charge(prepayment)
    seen = await firm.prepayment(prepayment.id)
    assert (seen.status, seen.failure_code, seen.client_secret) == (PaymentStatus.SUCCEEDED, None, None)
    assert await firm.credits() == (250_00, 0)


async def test_a_window_is_closed_after_60_minutes(app: AppHarness) -> None:
    """D35: canceled at the provider first; it blocks neither invoice nor credits."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    app.clock.advance(minutes=59)
    await app.run_due_jobs()
    assert await firm.credits() == (0, 30_00)
    app.clock.advance(minutes=2)
    await app.run_due_jobs()
    assert [(await firm.payment(one.id)).status for one in (charge, part)] == [PaymentStatus.CANCELED] * 2
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    assert await jobs(app) == 0


async def test_the_payer_was_faster_than_the_window(app: AppHarness) -> None:
    """D35: the provider answers that it succeeded: it is booked."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.credits() == (250_00, 0)
    assert app.sandbox.events(kind="payment_intent.canceled") == []


@pytest.mark.parametrize(("fault", "times"), [("drop", 2), ("error", 1)])
async def test_unanswered_cancellation_is_retried(app: AppHarness, fault: str, times: int) -> None:
    """D23, P5: before CANCELED is written, the provider itself must have it canceled."""
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
    "what",
    [{"amount_received": 1_00, "amount": 1_00}, {"amount_received": 1_00}, {"amount": 1_00}, {"currency": "usd"}],
)
async def test_mismatched_charge_is_held_and_raises_alert(app: AppHarness, what: dict[str, Any]) -> None:
    """D9: another amount or currency than asked is never booked; a person has to look."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, **what)
    async with firm.assert_unchanged():
        app.clock.advance(seconds=60)
        await app.run_due_jobs()
        app.clock.advance(minutes=6)
        await app.run_due_jobs()
    assert [kind for kind, _ in await alerts(app)] == ["charge.mismatch"]


async def test_money_of_another_mode_is_not_ours(app: AppHarness) -> None:
    """Stripe, exactly: livemode must match our row."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, livemode=True)
    async with firm.assert_unchanged():
        app.clock.advance(seconds=60)
        await app.run_due_jobs()
    assert len(await alerts(app)) == 1


async def test_a_debit_that_never_ends_is_raised(app: AppHarness) -> None:
    """P5: PROCESSING is said and asked after; after 14 days a person is told."""
    firm = await app.create_ready_firm(currency="USD", country="US")
    prepayment = await firm.start_prepayment("250.00", PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(prepayment, "pm_usBankAccount_processing")
    for _ in range(13):
        app.clock.advance(days=1)
        await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.PROCESSING
    assert await alerts(app) == []
    app.clock.advance(days=2)
    await app.run_due_jobs()
    assert [kind for kind, _ in await alerts(app)] == ["charge.slow"]
    assert await jobs(app) == 1


async def succeed_late(house: AppHarness, firm: Firm, charge: models.Payment | models.Prepayment) -> None:
    """What must not happen, and does: the provider says that a canceled intent succeeded."""
    assert charge.intent_id is not None
    house.sandbox.tamper(charge.intent_id, status="succeeded", amount_received=charge.amount)
    assert charge.connection_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    event = {
        "type": "payment_intent.succeeded",
        "account": account,
        "livemode": False,
        "data": {"object": {"id": charge.intent_id}},
    }
    for _ in range(3):
        await deliver_webhook(house, event)


async def test_money_for_an_invoice_that_is_void_by_then(app: AppHarness) -> None:
    """D25: 30 + 20 on 50, the card declines, the window is canceled, the invoice voided, and the card succeeds."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(charge, "pm_card_visa_chargeDeclined")
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await succeed_late(app, firm, charge)
    assert await firm.credits() == (50_00, 0)
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    assert [(await firm.payment(one.id)).status.value for one in (charge, part)] == ["SUCCEEDED", "CANCELED"]


async def test_money_for_an_invoice_that_is_paid_by_then(app: AppHarness) -> None:
    """D25: it is credits."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (late,) = await firm.pay(invoice, FULL, CARD)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    (paid,) = await firm.pay(invoice, FULL, CARD)
    await firm.settle_charge(paid)
    await succeed_late(app, firm, late)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (50_00, 0)


async def test_late_payment_of_a_payable_invoice(app: AppHarness) -> None:
    """D14, D25: money that came for an invoice pays that invoice itself, where it still can."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (late,) = await firm.pay(invoice, FULL, CARD)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await succeed_late(app, firm, late)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_success_then_failure_then_void_is_never_twice(app: AppHarness) -> None:
    """D9, D21: after the money came, nothing that is said undoes it; and with it on the invoice, void is refused."""
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


async def test_a_debit_for_all_of_it_then_credits_arrive(app: AppHarness) -> None:
    """A debit under way for the whole invoice, then credits arrive: nothing to pay."""
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


async def test_an_account_that_is_not_ours_to_see_any_more(app: AppHarness) -> None:
    """P5: what became of the money cannot be known: nothing is written, a person is told, canceling says so."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    await app.browser.post(
        f"http://stand-in/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    async with firm.assert_unchanged():
        with pytest.raises(ProviderUnavailable):
            await cancel_payment.cancel_payment(app.services, firm.client_user, prepayment.id)
        app.clock.advance(minutes=61)
        await app.run_due_jobs()
    assert {kind for kind, _ in await alerts(app)} == {"charge.unreachable"}
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert {kind for kind, _ in await alerts(app)} == {"charge.unreachable", "charge.slow"}
    assert await jobs(app) == 1


async def test_mismatched_canceled_intent(app: AppHarness) -> None:
    """D35: nothing was taken, whatever it was that was asked for: it is canceled, and holds nothing back."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert prepayment.intent_id is not None
    app.sandbox.tamper(prepayment.intent_id, amount=1_00)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED


async def test_a_provider_that_takes_its_time(app: AppHarness) -> None:
    """D29: the job comes due while the first call is still being answered: it must not give up on the charge."""
    firm = await app.create_ready_firm()
    pause = app.sandbox.faults.add(Fault("pause", when="before", path="payment_intents$"))
    asking = asyncio.create_task(firm.start_prepayment("250.00"))
    await pause.reached.wait()
    app.clock.advance(seconds=31)
    await worker.run_due_jobs(app.services)
    assert await jobs(app) == 1
    pause.release.set()
    prepayment = await asking
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert await firm.credits() == (250_00, 0)


async def test_two_charges_of_a_new_client_at_once(app: AppHarness) -> None:
    """D8: both windows open, though the client becomes a customer at the provider only now."""
    firm = await app.create_ready_firm()
    made = await asyncio.gather(firm.start_prepayment("10.00"), firm.start_prepayment("20.00", viewer=firm.owner))
    assert [one.status for one in made] == [PaymentStatus.REQUIRES_ACTION] * 2


async def test_a_customer_deleted_in_the_dashboard(app: AppHarness) -> None:
    """The attempt is refused, and the next one makes another customer."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    async with app.services.writes.begin() as session:
        await session.execute(update(models.ProviderCustomer).values(customer_id="cus_gone"))
    with pytest.raises(ProviderRefused):
        await firm.start_prepayment("20.00")
    assert (await firm.start_prepayment("20.00")).status is PaymentStatus.REQUIRES_ACTION


async def test_an_older_answer_undoes_nothing(app: AppHarness) -> None:
    """D23: states only move along their arrows, though answers come late."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00", PaymentMethod.BANK_DEBIT)
    before = await charges.load_context(app.services, JobKind.SYNC_PREPAYMENT, firm.id, prepayment.id)
    assert prepayment.intent_id is not None
    older = await app.services.provider.fetch_intent(before.account_id, prepayment.intent_id)
    await firm.settle_charge(prepayment, "pm_success_de")
    async with firm.assert_unchanged():
        await sync.apply_provider_state(app.services, before, older)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.PROCESSING


async def test_who_did_it_when_canceling_came_too_late(app: AppHarness) -> None:
    """D32: the money came by the payer; who tried to cancel did nothing."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    with pytest.raises(PaymentNotChangeable):
        await cancel_payment.cancel_payment(app.services, firm.owner, prepayment.id)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id) == ("charge.succeeded", None)
