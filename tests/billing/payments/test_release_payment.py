"""A payment that takes too long is taken off its invoice (D24)."""

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
    """A debit of 20 that the bank has taken in, beside 30 of credits, for an invoice of 50."""
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    debit, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(debit, method)
    assert (await firm.payment(debit.id)).status is PaymentStatus.PROCESSING
    return debit, part


async def advance_days(firm: Firm, days: int = 2) -> None:
    for _ in range(2):
        firm.app.clock.advance(days=days)
        await firm.app.sandbox.tick()
        await firm.app.run_due_jobs()


async def test_the_invoice_is_payable_again_at_once(app: AppHarness) -> None:
    """D24, D16: both parts are released; the credits beside the debit are free again; who did it is told (D32)."""
    firm = await app.create_ready_firm()
    debit, part = await create_processing_payment(firm)
    released = await release_payment.release_payment(app.services, firm.owner, debit.id)
    assert (set(released.payment_ids), released.invoice_id) == ({debit.id, part.id}, debit.invoice_id)
    assert [(await firm.payment(one.id)).status for one in (debit, part)] == [RELEASED, RELEASED]
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert (await firm.credits(), await firm.lot_balances()) == ((30_00, 0), [30_00])
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id) == ("payment.released", firm.owner.id, firm.client_id)
    await firm.pay(debit.invoice_id, "30.00")


async def test_released_before_answers_as_the_first_time(app: AppHarness) -> None:
    """D30: whichever part is named; nothing moves."""
    firm = await app.create_ready_firm()
    debit, part = await create_processing_payment(firm)
    await release(firm, part)
    async with firm.assert_unchanged():
        for one in (debit, part):
            again = await release_payment.release_payment(app.services, firm.owner, one.id)
            assert set(again.payment_ids) == {debit.id, part.id}


async def test_twelve_at_the_same_moment(app: AppHarness) -> None:
    """D30: one release."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm)
    before = await firm.event_seq()
    await asyncio.gather(*(release(firm, debit) for _ in range(12)))
    assert (await firm.event_seq(), await firm.credits()) == (before + 1, (30_00, 0))


async def test_the_money_still_comes(app: AppHarness) -> None:
    """D24: it is credits, and the payment stays RELEASED, though its invoice still asks for it; asked after no more."""
    firm = await app.create_ready_firm()
    debit, part = await create_processing_payment(firm)
    await release(firm, debit)
    await advance_days(firm)
    assert [(await firm.payment(one.id)).status for one in (debit, part)] == [RELEASED, RELEASED]
    assert (await firm.payment(debit.id)).settled_at is not None
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [30_00, 20_00])
    assert (await firm.credit_entries())[-1] == ("PAYMENT_RECEIVED", 20_00, 50_00)
    async with app.services.reads() as session:
        jobs = select(models.Job.id).where(models.Job.subject_id == debit.id)
        assert (await session.scalars(jobs)).all() == []
    await assert_money_report_balances(firm)


async def test_the_bank_gives_it_back(app: AppHarness) -> None:
    """D23, D24: no money, no end but RELEASED; the provider has the intent canceled, so that nothing comes later."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm, "pm_failed_fr")
    await release(firm, debit)
    await advance_days(firm)
    found = await firm.payment(debit.id)
    assert (found.status, found.settled_at, found.ended_at is not None) == (RELEASED, None, True)
    assert app.sandbox.tamper(str(debit.intent_id))["status"] == "canceled"
    assert await firm.credits() == (30_00, 0)
    async with firm.assert_unchanged():
        await advance_days(firm)


async def test_released_charge_is_polled_until_final(app: AppHarness) -> None:
    """D24, D29: released, it is still asked after; after a while a person is told."""
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
async def test_charge_without_create_answer(app: AppHarness, when: str) -> None:
    """D23, D24: CREATING is shown as PROCESSING and can be released; what was made is canceled, nothing is charged."""
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
    found = await firm.payment(payment.id)
    assert (found.status, found.ended_at is not None, found.client_secret) == (RELEASED, True, None)
    made = app.sandbox.events(kind="payment_intent.created")
    assert len(made) == (when == "after")
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == len(made)


async def test_released_while_the_answer_is_out(app: AppHarness) -> None:
    """D24: the answer finds it released: it opens no window, and the intent is canceled at the provider."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    pause = app.sandbox.faults.add(Fault("pause", "after", path="/payment_intents$"))
    pressing = asyncio.create_task(firm.pay(invoice, FULL, CARD))
    await asyncio.wait_for(pause.reached.wait(), 10)
    async with app.services.reads() as session:
        payment = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).one()
    await release(firm, payment)
    pause.release.set()
    (paid,) = await pressing
    assert (paid.status, paid.intent_id is not None, paid.client_secret) == (RELEASED, True, None)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    assert app.sandbox.tamper(str(paid.intent_id))["status"] == "canceled"
    assert (await firm.payment(payment.id)).ended_at is not None


@pytest.mark.parametrize("state", ["REQUIRES_ACTION", "SUCCEEDED", "CANCELED", "FAILED"])
async def test_only_what_is_processing(app: AppHarness, state: str) -> None:
    """D24: one that waits for its payer is canceled instead; one that has ended has nothing to release."""
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
        with pytest.raises(PaymentNotChangeable) as refusal:
            await release(firm, payment)
    assert refusal.value.status is PaymentStatus(state)


async def test_credits_that_paid_at_once(app: AppHarness) -> None:
    """D24: there is nothing to release."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL)
    async with firm.assert_unchanged():
        with pytest.raises(PaymentNotChangeable):
            await release(firm, payment)


async def test_who_may(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for clients that they see; a client's user never; another firm's does not exist."""
    firm = await app.create_ready_firm()
    debit, _ = await create_processing_payment(firm)
    other = await app.create_ready_firm(name="Other")
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    blind = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for viewer in (firm.client_user, plain):
            with pytest.raises(PermissionDenied):
                await release(firm, debit, viewer=viewer)
        for stranger in (blind, other.owner):
            with pytest.raises(NotFound):
                await release(firm, debit, viewer=stranger)
    await firm.assign(blind, firm.client_id)
    assert (await release(firm, debit, viewer=blind)).status is RELEASED
