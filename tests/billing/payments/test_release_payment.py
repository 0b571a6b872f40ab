"""Releasing a stuck payment from its invoice (D24)."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.errors import NotFound, PaymentNotChangeable, ProviderUnavailable
from billing.payments import release_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.actions import assert_money_report_balances, release
from tests.support.firm import AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT
RELEASED = PaymentStatus.RELEASED


async def create_processing_payment(firm: Firm, method: str = "pm_success_fr") -> tuple[models.Payment, models.Payment]:
    """A bank debit of 20 that is processing, with 30 from credits, for an invoice of 50."""
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    debit, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(debit, method)
    assert (await firm.payment(debit.id)).status is PaymentStatus.PROCESSING
    return debit, credits_payment


async def advance_days(firm: Firm, days: int = 2) -> None:
    for _ in range(2):
        firm.app.clock.advance(days=days)
        await firm.app.sandbox.tick()
        await firm.app.run_due_jobs()


async def test_release_makes_the_invoice_payable_at_once(app: AppHarness) -> None:
    """D24, D16, D32: both parts are released and the reserved credits are available; the event has the member."""
    firm = await app.create_ready_firm()
    debit, credits_payment = await create_processing_payment(firm)
    released = await release_payment.release_payment(app.services, firm.owner, debit.id)
    assert (set(released.payment_ids), released.invoice_id) == ({debit.id, credits_payment.id}, debit.invoice_id)
    assert [(await firm.payment(payment.id)).status for payment in (debit, credits_payment)] == [RELEASED, RELEASED]
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert (await firm.credits(), await firm.lot_balances()) == ((30_00, 0), [30_00])
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id) == ("payment.released", firm.owner.id, firm.client_id)
    await firm.pay(debit.invoice_id, "30.00")


async def test_repeated_release_answers_as_the_first_time(app: AppHarness) -> None:
    """D30: for either part; nothing changes."""
    firm = await app.create_ready_firm()
    debit, credits_payment = await create_processing_payment(firm)
    await release(firm, credits_payment)
    async with firm.assert_unchanged():
        for payment in (debit, credits_payment):
            again = await release_payment.release_payment(app.services, firm.owner, payment.id)
            assert set(again.payment_ids) == {debit.id, credits_payment.id}


async def test_twelve_concurrent_releases(app: AppHarness) -> None:
    """D30: one event."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm)
    before = await firm.event_seq()
    await asyncio.gather(*(release(firm, debit) for _ in range(12)))
    assert (await firm.event_seq(), await firm.credits()) == (before + 1, (30_00, 0))


async def test_money_that_arrives_after_release_becomes_credits(app: AppHarness) -> None:
    """D24: the payment stays RELEASED, although its invoice is still due; it is not polled any more."""
    firm = await app.create_ready_firm()
    debit, credits_payment = await create_processing_payment(firm)
    await release(firm, debit)
    await advance_days(firm)
    assert [(await firm.payment(payment.id)).status for payment in (debit, credits_payment)] == [RELEASED, RELEASED]
    assert (await firm.payment(debit.id)).settled_at is not None
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [30_00, 20_00])
    assert (await firm.credit_entries())[-1] == ("PAYMENT_RECEIVED", 20_00, 50_00)
    async with app.services.reads() as session:
        jobs = select(models.Job.id).where(models.Job.subject_id == debit.id)
        assert (await session.scalars(jobs)).all() == []
    await assert_money_report_balances(firm)


async def test_money_of_a_debit_without_credits_becomes_credits_after_release(app: AppHarness) -> None:
    """D24: although all of it is payable on the invoice again, and no credits were reserved with it."""
    firm = await app.create_ready_firm()
    (debit,) = await firm.pay(await firm.create_invoice("50.00"), FULL, PaymentSource.BANK_DEBIT)
    await firm.settle_charge(debit, "pm_success_fr")
    await release(firm, debit)
    await advance_days(firm)
    current = await firm.payment(debit.id)
    assert (current.status, current.settled_at is not None, current.applied) == (RELEASED, True, 0)
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert await firm.credits() == (50_00, 0)


async def test_released_debit_that_fails_stays_released(app: AppHarness) -> None:
    """D23, D24: the intent is canceled at the provider, so no money can arrive later."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm, "pm_failed_fr")
    await release(firm, debit)
    await advance_days(firm)
    released = await firm.payment(debit.id)
    assert (released.status, released.settled_at, released.ended_at is not None) == (RELEASED, None, True)
    assert app.sandbox.tamper(str(debit.intent_id))["status"] == "canceled"
    assert await firm.credits() == (30_00, 0)
    async with firm.assert_unchanged():
        await advance_days(firm)


async def test_released_charge_is_polled_until_final(app: AppHarness) -> None:
    """D24, D29: after some days it raises an alert."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm, "pm_success_fr")
    await release(firm, debit)
    app.sandbox.tamper(str(debit.intent_id), status="processing")
    for _ in range(20):
        app.clock.advance(days=1)
        await app.run_due_jobs()
    assert (await firm.payment(debit.id)).ended_at is None
    async with app.services.reads() as session:
        alerts = await session.scalars(select(models.Alert.kind).where(models.Alert.subject_id == debit.id))
        assert alerts.all() == ["charge.slow"]
    app.sandbox.tamper(str(debit.intent_id), status="succeeded", amount_received=20_00)
    app.clock.advance(days=1)
    await app.run_due_jobs()
    assert await firm.credits() == (50_00, 0)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_release_of_a_payment_without_an_answer(app: AppHarness, when: str) -> None:
    """D23, D24: CREATING is shown as REQUIRES_ACTION; an intent that was created is canceled, nothing is charged."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    app.sandbox.faults.add(Fault("drop", when, path="/payment_intents$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="once")
    app.sandbox.faults.clear()
    async with app.services.reads() as session:
        payment = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).one()
    await release(firm, payment)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    (again,) = await firm.pay(invoice, FULL, CARD, key="once")
    assert (again.id, again.status) == (payment.id, RELEASED)
    for _ in range(3):
        app.clock.advance(minutes=61)
        await app.run_due_jobs()
    ended = await firm.payment(payment.id)
    assert (ended.status, ended.ended_at is not None, ended.client_secret) == (RELEASED, True, None)
    created = app.sandbox.events(kind="payment_intent.created")
    assert len(created) == (when == "after")
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == len(created)


async def test_release_while_the_provider_creates_the_intent(app: AppHarness) -> None:
    """D24: the late answer opens no payment window, and the intent is canceled at the provider."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    fault = app.sandbox.faults.add(Fault("pause", "after", path="/payment_intents$"))
    paying = asyncio.create_task(firm.pay(invoice, FULL, CARD))
    await asyncio.wait_for(fault.reached.wait(), 10)
    async with app.services.reads() as session:
        payment = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).one()
    await release(firm, payment)
    fault.release.set()
    (answered,) = await paying
    assert (answered.status, answered.intent_id is not None, answered.client_secret) == (RELEASED, True, None)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    assert app.sandbox.tamper(str(answered.intent_id))["status"] == "canceled"
    assert (await firm.payment(payment.id)).ended_at is not None


@pytest.mark.parametrize("state", ["REQUIRES_ACTION", "SUCCEEDED", "CANCELED", "FAILED"])
async def test_only_processing_payments_can_be_released(app: AppHarness, state: str) -> None:
    """D24: one that requires action is canceled instead; one that has ended has nothing to release."""
    firm = await app.create_ready_firm()
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL, DEBIT if state == "FAILED" else CARD)
    if state == "SUCCEEDED":
        await firm.settle_charge(payment)
    if state == "FAILED":
        await firm.settle_charge(payment, "pm_failed_fr")
        await advance_days(firm)
    if state == "CANCELED":
        app.clock.advance(minutes=61)
        await app.run_due_jobs()
    async with firm.assert_unchanged():
        with pytest.raises(PaymentNotChangeable) as error:
            await release(firm, payment)
    assert error.value.status is PaymentStatus(state)


async def test_credits_payment_cannot_be_released(app: AppHarness) -> None:
    """D24: it settles at once, so there is nothing to release."""
    firm = await app.create_prepaid_firm("50.00")
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL)
    async with firm.assert_unchanged():
        with pytest.raises(PaymentNotChangeable):
            await release(firm, payment)


async def test_permissions(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for visible clients; never a client user; another firm's objects are not found."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm)
    other = await app.create_ready_firm(name="Other")
    invoice_manager = await firm.add_member(
        "plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    unassigned = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for viewer in (firm.client_user, invoice_manager):
            with pytest.raises(PermissionDenied):
                await release(firm, debit, viewer=viewer)
        for stranger in (unassigned, other.owner):
            with pytest.raises(NotFound):
                await release(firm, debit, viewer=stranger)
    await firm.assign(unassigned, firm.client_id)
    assert (await release(firm, debit, viewer=unassigned)).status is RELEASED
