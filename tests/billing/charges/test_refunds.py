"""Refunds made in the provider's dashboard are detected and recorded (D28)."""

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
    assert_money_report_balances,
    deliver_webhook,
    dispute_figures,
    refund,
    refund_figures,
    run_control,
)
from tests.support.firm import AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD


async def create_prepayment(app: AppHarness, method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def test_dashboard_refund_within_the_unspent_money(app: AppHarness) -> None:
    """D28, D32: no invoice changes; recorded once, without an actor of the firm."""
    firm, prepayment = await create_prepayment(app)
    invoice = await firm.create_invoice("60.00")
    await firm.pay(invoice, FULL)
    await act_and_deliver(firm, "refund", prepayment, amount=30_00)
    assert (await firm.credits(), (await firm.invoice_figures(invoice))[0]) == ((10_00, 0), "PAID")
    assert (await refund_figures(firm), (await firm.prepayment(prepayment.id)).refunded) == (
        [("SUCCEEDED", 30_00, 0)],
        30_00,
    )
    assert (await firm.credit_entries())[-1] == ("REFUND", -30_00, 10_00)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
        (stored,) = (await session.scalars(select(models.Refund))).all()
    assert (event.member_id, event.client_user_id, event.client_id) == (None, None, firm.client_id)
    assert (stored.operation_id, stored.reason) == (None, "Refunded in the payment provider's dashboard.")
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)


async def test_dashboard_refund_beyond_the_unspent_money(app: AppHarness) -> None:
    """D28, D27: then what is reserved, then the invoices, the latest first."""
    firm, prepayment = await create_prepayment(app)
    a, b, c = [await firm.create_invoice(total) for total in ("20.00", "30.00", "90.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    card_payment, _ = await firm.pay(c, FULL, CREDITS, PaymentMethod.CARD)
    await act_and_deliver(firm, "refund", prepayment, amount=60_00)
    assert (await firm.payment(card_payment.id)).status is PaymentStatus.RELEASED
    assert await firm.invoice_figures(b) == ("PARTIALLY_PAID", 20_00, 0, 10_00)
    assert (await firm.invoice_figures(a))[0] == "PAID"
    assert (await firm.credits(), await refund_figures(firm)) == ((0, 0), [("SUCCEEDED", 60_00, 0)])
    await act_and_deliver(firm, "refund", prepayment, amount=40_00)
    assert [await firm.invoice_figures(invoice) for invoice in (a, b)] == [
        ("UNPAID", 0, 0, 20_00),
        ("UNPAID", 0, 0, 30_00),
    ]
    await assert_money_report_balances(firm)


async def test_dashboard_refund_of_a_card_payment(app: AppHarness) -> None:
    """D28, D21: the invoice is due again, and can be voided."""
    firm = await app.create_ready_firm()
    (card_payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card_payment)
    await act_and_deliver(firm, "refund", card_payment)
    assert await firm.invoice_figures(card_payment.invoice_id) == ("UNPAID", 0, 0, 50_00)
    await void_invoice(app.services, firm.owner, card_payment.invoice_id, "mistake")
    assert (await firm.credits(), await account_balances(firm)) == ((0, 0), {})


async def test_failed_dashboard_refund_is_reapplied(app: AppHarness) -> None:
    """D28, D26: in reverse order, to the invoices that were unapplied, as far as they still need it."""
    firm, prepayment = await create_prepayment(app, "pm_card_refundFail")
    a, b = [await firm.create_invoice(total) for total in ("60.00", "40.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await act_and_deliver(firm, "refund", prepayment, amount=70_00)
    assert [await firm.invoice_figures(invoice) for invoice in (a, b)] == [
        ("PARTIALLY_PAID", 30_00, 0, 30_00), ("UNPAID", 0, 0, 40_00),
    ]  # fmt: skip
    await void_invoice(app.services, firm.owner, b, "mistake")
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await deliver_webhook(firm, prepayment)
    assert (await firm.invoice_figures(a))[0] == "PAID"
    assert (await firm.credits(), await refund_figures(firm)) == ((40_00, 0), [("FAILED", 70_00, 0)])
    await assert_money_report_balances(firm)


async def test_refunded_and_disputed_money_is_a_loss(app: AppHarness) -> None:
    """D27, D28: the loss is recovered when the refund fails."""
    firm, prepayment = await create_prepayment(app, "pm_card_refundFail")
    invoice = await firm.create_invoice("100.00")
    await firm.pay(invoice, FULL)
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
    balances = await account_balances(firm)
    assert ("WRITE_OFFS" in balances, await firm.credits(), (await firm.invoice_figures(invoice))[1]) == (
        False,
        (0, 0),
        50_00,
    )
    await assert_money_report_balances(firm)


async def test_refund_that_failed_before_it_was_seen_is_not_recorded(app: AppHarness) -> None:
    """D28: no money was returned."""
    firm, prepayment = await create_prepayment(app)
    created = await run_control(firm, "refund", prepayment, amount=30_00)
    await run_control(firm, "fail_refund", prepayment, refund=created["id"])
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == []


async def test_refund_in_the_api_and_in_the_dashboard(app: AppHarness) -> None:
    """D26, D28: each is recorded as what it is."""
    firm, prepayment = await create_prepayment(app)
    await run_control(firm, "refund", prepayment, amount=30_00)
    await refund(firm, prepayment, "50.00")
    await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0), ("SUCCEEDED", 30_00, 0)]
    assert ((await firm.credits()), (await firm.prepayment(prepayment.id)).refunded) == ((20_00, 0), 80_00)


async def test_job_records_our_refund_after_lost_answer(app: AppHarness) -> None:
    """D29, D30: it is recognized by its internal id, so it is recorded once."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.sandbox.faults.clear()
    await deliver_webhook(firm, prepayment)
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0)]
    assert await firm.credits() == (50_00, 0)


async def test_refund_that_was_recorded_as_failed_but_exists(app: AppHarness) -> None:
    """D25, D28: the money left, so it is recorded."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.sandbox.faults.clear()
    (event,) = app.sandbox.events(kind="refund.created")
    created = event["data"]["object"]
    app.sandbox.tamper(created["id"], metadata={}, payment_intent="pi_elsewhere")
    app.clock.advance(hours=23)
    await app.run_due_jobs()
    assert (await refund_figures(firm), await firm.credits()) == ([("FAILED", 50_00, 0)], (100_00, 0))
    app.sandbox.tamper(created["id"], metadata=created["metadata"], payment_intent=created["payment_intent"])
    for _ in range(2):
        await deliver_webhook(firm, prepayment)
        assert sorted(await refund_figures(firm)) == [("FAILED", 50_00, 0), ("SUCCEEDED", 50_00, 0)]
        assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((50_00, 0), 50_00)


async def test_refund_is_matched_by_the_providers_id_first(app: AppHarness) -> None:
    """D28: our id in the metadata of a dashboard refund, which the firm can copy there, names no refund of ours."""
    firm, prepayment = await create_prepayment(app)
    first = await refund(firm, prepayment, "50.00")
    assert first.provider_refund_id is not None
    copied = await run_control(firm, "refund", prepayment, amount=50_00)
    app.sandbox.tamper(copied["id"], metadata={"acompte_id": str(first.id)})
    app.sandbox.tamper(first.provider_refund_id, metadata={})
    for _ in range(2):
        await deliver_webhook(firm, prepayment)
        assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0), ("SUCCEEDED", 50_00, 0)]
        assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((0, 0), 100_00)


@pytest.mark.parametrize("key", ["valid", "expired"])
async def test_refund_of_another_amount_is_not_ours(app: AppHarness, key: str) -> None:
    """D28, D30: the id of a refund without an answer, on a dashboard refund of another amount, decides nothing."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "before", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    app.sandbox.faults.clear()
    async with app.services.reads() as session:
        (own_id,) = (await session.scalars(select(models.Refund.id))).all()
    copied = await run_control(firm, "refund", prepayment, amount=30_00)
    app.sandbox.tamper(copied["id"], metadata={"acompte_id": str(own_id)})
    app.clock.advance(hours=1 if key == "valid" else 23)
    await app.run_due_jobs()
    status = "SUCCEEDED" if key == "valid" else "FAILED"
    assert set(await refund_figures(firm)) == {(status, 50_00, 0), ("SUCCEEDED", 30_00, 0)}
    assert await firm.credits() == ((20_00, 0) if key == "valid" else (70_00, 0))


@pytest.mark.parametrize("kind", ["refund", "dispute"])
async def test_refund_or_dispute_in_another_currency_raises_an_alert(app: AppHarness, kind: str) -> None:
    """D11: nothing is recorded."""
    firm, prepayment = await create_prepayment(app)
    created = await run_control(firm, kind, prepayment, amount=30_00)
    app.sandbox.tamper(created["id"], currency="usd")
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)
    async with app.services.reads() as session:
        alerts = await session.scalars(select(models.Alert.kind).where(models.Alert.subject_id == prepayment.id))
        assert alerts.all() == [f"{kind}.mismatch"]


async def open_alerts(app: AppHarness) -> list[str]:
    async with app.services.reads() as session:
        return list(await session.scalars(select(models.Alert.kind).order_by(models.Alert.id)))


async def test_refund_without_an_answer_raises_an_alert(app: AppHarness) -> None:
    """P5: once, after half an hour; its money stays reserved."""
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


async def test_refund_that_a_bank_never_ends_raises_an_alert(app: AppHarness) -> None:
    """P5: refunds of debits take days; the alert is raised after a fortnight."""
    firm = await app.create_ready_firm()
    debit = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    await refund(firm, await firm.prepayment(debit.id), "60.00")
    for days, alerts in ((13, []), (2, ["refund.slow"])):
        app.clock.advance(days=days)
        await app.run_due_jobs()
        assert await open_alerts(app) == alerts
    assert await refund_figures(firm) == [("PROCESSING", 60_00, 0)]
