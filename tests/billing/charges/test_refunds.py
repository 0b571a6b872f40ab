"""Refunds made in the provider's own dashboard are seen and booked (D28)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import models
from billing.errors import ProviderUnavailable
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    act_at_provider,
    assert_money_report_balances,
    deliver_webhook,
    dispute_figures,
    refund,
    refund_figures,
)
from tests.support.firm import AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD


async def create_prepayment(house: AppHarness, method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await house.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def test_within_what_is_unspent(app: AppHarness) -> None:
    """D28: no invoice is touched; told often, it is booked once; by nobody of the firm's that we know (D32)."""
    firm, prepayment = await create_prepayment(app)
    paid = await firm.create_invoice("60.00")
    await firm.pay(paid, FULL)
    await act_and_deliver(firm, "refund", prepayment, amount=30_00)
    assert (await firm.credits(), (await firm.invoice_figures(paid))[0]) == ((10_00, 0), "PAID")
    assert (await refund_figures(firm), (await firm.prepayment(prepayment.id)).refunded) == (
        [("SUCCEEDED", 30_00, 0)],
        30_00,
    )
    assert (await firm.credit_entries())[-1] == ("REFUND", -30_00, 10_00)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
        (found,) = (await session.scalars(select(models.Refund))).all()
    assert (event.member_id, event.client_user_id, event.client_id) == (None, None, firm.client_id)
    assert (found.operation_id, found.reason) == (None, "Refunded in the payment provider's dashboard.")
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)


async def test_beyond_what_is_unspent(app: AppHarness) -> None:
    """D28, D27: what is reserved comes next, then the invoices, the latest first."""
    firm, prepayment = await create_prepayment(app)
    a, b, c = [await firm.create_invoice(total) for total in ("20.00", "30.00", "90.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    charge, _ = await firm.pay(c, FULL, CREDITS, PaymentMethod.CARD)
    await act_and_deliver(firm, "refund", prepayment, amount=60_00)
    assert (await firm.payment(charge.id)).status is PaymentStatus.RELEASED
    assert await firm.invoice_figures(b) == ("PARTIALLY_PAID", 20_00, 0, 10_00)
    assert (await firm.invoice_figures(a))[0] == "PAID"
    assert (await firm.credits(), await refund_figures(firm)) == ((0, 0), [("SUCCEEDED", 60_00, 0)])
    await act_and_deliver(firm, "refund", prepayment, amount=40_00)
    assert [await firm.invoice_figures(one) for one in (a, b)] == [("UNPAID", 0, 0, 20_00), ("UNPAID", 0, 0, 30_00)]
    await assert_money_report_balances(firm)


async def test_of_a_card_s_payment_and_its_invoice_is_void_by_then(app: AppHarness) -> None:
    """D28, D21: the firm refunds there, the invoice is due again, and can be voided."""
    firm = await app.create_ready_firm()
    (card,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card)
    await act_and_deliver(firm, "refund", card)
    assert await firm.invoice_figures(card.invoice_id) == ("UNPAID", 0, 0, 50_00)
    await void_invoice(app.services, firm.owner, card.invoice_id, "mistake")
    assert (await firm.credits(), await account_balances(firm)) == ((0, 0), {})


async def test_one_that_fails_is_back_where_it_was(app: AppHarness) -> None:
    """D28, D26: on the invoices that it had been taken off, in reverse, what they still ask for."""
    firm, prepayment = await create_prepayment(app, "pm_card_refundFail")
    a, b = [await firm.create_invoice(total) for total in ("60.00", "40.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await act_and_deliver(firm, "refund", prepayment, amount=70_00)
    assert [await firm.invoice_figures(one) for one in (a, b)] == [
        ("PARTIALLY_PAID", 30_00, 0, 30_00), ("UNPAID", 0, 0, 40_00),
    ]  # fmt: skip
    await void_invoice(app.services, firm.owner, b, "mistake")
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await deliver_webhook(firm, prepayment)
    assert (await firm.invoice_figures(a))[0] == "PAID"
    assert (await firm.credits(), await refund_figures(firm)) == ((40_00, 0), [("FAILED", 70_00, 0)])
    await assert_money_report_balances(firm)


async def test_what_is_with_the_payers_bank_is_lost(app: AppHarness) -> None:
    """D27, D28: disputed, given back to credits by nobody, and refunded there all the same: the firm's loss."""
    firm, prepayment = await create_prepayment(app, "pm_card_refundFail")
    paid = await firm.create_invoice("100.00")
    await firm.pay(paid, FULL)
    await act_and_deliver(firm, "refund", prepayment, amount=80_00)
    await act_and_deliver(firm, "dispute", prepayment, amount=50_00)
    assert ((await account_balances(firm))["WRITE_OFFS"], await dispute_figures(firm)) == (
        -30_00,
        [("OPEN", 50_00, 1, 0)],
    )
    await assert_money_report_balances(firm)
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await deliver_webhook(firm, prepayment)
    at = await account_balances(firm)
    assert ("WRITE_OFFS" in at, await firm.credits(), (await firm.invoice_figures(paid))[1]) == (False, (0, 0), 50_00)
    await assert_money_report_balances(firm)


async def test_one_that_failed_before_we_heard_of_it(app: AppHarness) -> None:
    """D28: nothing was given back, so there is nothing to book."""
    firm, prepayment = await create_prepayment(app)
    made = await act_at_provider(firm, "refund", prepayment, amount=30_00)
    await act_at_provider(firm, "fail_refund", prepayment, refund=made["id"])
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == []


async def test_ours_and_theirs_at_the_same_time(app: AppHarness) -> None:
    """D26, D28: each is booked as what it is."""
    firm, prepayment = await create_prepayment(app)
    await act_at_provider(firm, "refund", prepayment, amount=30_00)
    await refund(firm, prepayment, "50.00")
    await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0), ("SUCCEEDED", 30_00, 0)]
    assert ((await firm.credits()), (await firm.prepayment(prepayment.id)).refunded) == ((20_00, 0), 80_00)


async def test_job_records_our_refund_after_lost_answer(app: AppHarness) -> None:
    """D29, D30: found by our own id: one refund, not one of ours and one of theirs."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.sandbox.faults.clear()
    await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0)]
    assert await firm.credits() == (50_00, 0)


async def test_one_that_we_gave_up_and_that_was_made_after_all(app: AppHarness) -> None:
    """D25, D28: the money went, so it is booked, whatever we had believed."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.sandbox.faults.clear()
    (event,) = app.sandbox.events(kind="refund.created")
    made = event["data"]["object"]
    app.sandbox.tamper(made["id"], metadata={}, payment_intent="pi_elsewhere")
    app.clock.advance(hours=23)
    await app.run_due_jobs()
    assert (await refund_figures(firm), await firm.credits()) == ([("FAILED", 50_00, 0)], (100_00, 0))
    app.sandbox.tamper(made["id"], metadata=made["metadata"], payment_intent=made["payment_intent"])
    for _ in range(2):
        await deliver_webhook(firm, prepayment)
        assert sorted(await refund_figures(firm)) == [("FAILED", 50_00, 0), ("SUCCEEDED", 50_00, 0)]
        assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((50_00, 0), 50_00)


@pytest.mark.parametrize("what", ["refund", "dispute"])
async def test_of_another_currency_it_is_for_a_person_to_look_at(app: AppHarness, what: str) -> None:
    """D11: nothing is booked, somebody is told."""
    firm, prepayment = await create_prepayment(app)
    made = await act_at_provider(firm, what, prepayment, amount=30_00)
    app.sandbox.tamper(made["id"], currency="usd")
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)
    async with app.services.reads() as session:
        alerts = await session.scalars(select(models.Alert.kind).where(models.Alert.subject_id == prepayment.id))
        assert alerts.all() == [f"{what}.mismatch"]


async def open_alerts(house: AppHarness) -> list[str]:
    async with house.services.reads() as session:
        return list(await session.scalars(select(models.Alert.kind).order_by(models.Alert.id)))


async def test_one_that_is_never_answered_is_for_a_person(app: AppHarness) -> None:
    """P5: what became of it is not known for half an hour: somebody is told, once; its money stays set aside."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", method="*", times=1_000))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.clock.advance(minutes=29)
    await app.run_due_jobs()
    assert await open_alerts(app) == []
    for _ in range(2):
        app.clock.advance(minutes=6)
        await app.run_due_jobs()
        assert await open_alerts(app) == ["refund.slow"]
    assert await firm.credits() == (50_00, 50_00)
    app.sandbox.faults.clear()
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert (await firm.credits(), await refund_figures(firm)) == ((50_00, 0), [("SUCCEEDED", 50_00, 0)])


async def test_one_that_a_bank_never_ends_is_for_a_person(app: AppHarness) -> None:
    """P5: a debit's refund takes days; after a fortnight somebody is told."""
    firm = await app.create_ready_firm()
    debit = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    await refund(firm, await firm.prepayment(debit.id), "60.00")
    for days, told in ((13, []), (2, ["refund.slow"])):
        app.clock.advance(days=days)
        await app.run_due_jobs()
        assert await open_alerts(app) == told
    assert await refund_figures(firm) == [("PROCESSING", 60_00, 0)]
