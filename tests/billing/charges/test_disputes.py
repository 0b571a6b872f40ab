"""Disputes, and debits that bounce: exactly that money is withdrawn, and reinstated in reverse order (D27)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import Viewer
from billing.errors import NotRefundable, ProviderRefused
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import JobKind, PaymentMethod, PaymentStatus
from tests.ledger.conftest import Journal
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    assert_money_report_balances,
    deliver_webhook,
    dispute_figures,
    issue_credit_note,
    record_offline,
    refund,
    refund_figures,
    run_control,
)
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def create_prepayment(
    app: AppHarness, amount: str = "100.00", method: str = "pm_card_visa"
) -> tuple[Firm, models.Prepayment]:
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment(amount)
    await firm.settle_charge(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def write_offs(firm: Firm) -> int:
    return -(await account_balances(firm)).get("WRITE_OFFS", 0)


async def test_unspent_money_is_withdrawn_first(app: AppHarness) -> None:
    """D27, D32: while it suffices no invoice changes; the event is the system's; the prepayment stays SUCCEEDED."""
    firm, prepayment = await create_prepayment(app)
    invoice = await firm.create_invoice("60.00")
    await firm.pay(invoice, FULL)
    journal = Journal(firm)
    await journal.new_transfers()
    dispute = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    assert await journal.new_transfers() == [("LOT", "CASH_PROVIDER", 40_00)]
    assert (await firm.credits(), (await firm.invoice_figures(invoice))[0]) == ((0, 0), "PAID")
    assert (await firm.credit_entries())[-1] == ("DISPUTE", -40_00, 0)
    assert await dispute_figures(firm) == [("OPEN", 40_00, 1, 0)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_user_id, event.client_id) == (
        "dispute.changed", None, None, firm.client_id,
    )  # fmt: skip
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert (await firm.credits(), await firm.lot_balances()) == ((40_00, 0), [40_00])
    assert (await firm.credit_entries())[-1] == ("DISPUTE", 40_00, 40_00)
    assert await dispute_figures(firm) == [("WON", 40_00, 1, 1)]
    await assert_money_report_balances(firm)


async def test_repeated_webhooks_are_recorded_once(app: AppHarness) -> None:
    """D9, D27: whether the dispute is open, won or lost."""
    firm, prepayment = await create_prepayment(app)
    dispute = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    for control, status in (("", "OPEN"), ("lose", "LOST"), ("win", "WON"), ("escalate", "OPEN")):
        if control:
            await act_and_deliver(firm, control, prepayment, dispute=dispute["id"])
        assert (await dispute_figures(firm))[0][0] == status
        async with firm.assert_unchanged():
            await deliver_webhook(firm, prepayment)
    assert await dispute_figures(firm) == [("OPEN", 40_00, 2, 1)]
    assert (await firm.credits(), await write_offs(firm)) == ((60_00, 0), 0)


async def test_an_inquiry_moves_nothing(app: AppHarness) -> None:
    """D27: money moves only if the inquiry becomes a dispute."""
    firm, prepayment = await create_prepayment(app)
    inquiry = await act_and_deliver(firm, "inquire", prepayment)
    assert (await firm.credits(), await dispute_figures(firm)) == ((100_00, 0), [("OPEN", 100_00, 0, 0)])
    await act_and_deliver(firm, "win", prepayment, dispute=inquiry["id"])
    assert (await firm.credits(), await dispute_figures(firm)) == ((100_00, 0), [("WON", 100_00, 0, 0)])
    second_inquiry = await act_and_deliver(firm, "inquire", prepayment, amount=30_00)
    await act_and_deliver(firm, "escalate", prepayment, dispute=second_inquiry["id"])
    assert (await firm.credits(), (await dispute_figures(firm))[1]) == ((70_00, 0), ("OPEN", 30_00, 1, 0))


async def test_reserved_money_is_withdrawn_before_invoices(app: AppHarness) -> None:
    """D27: its payment is released, which returns the other credits and cancels the payment window."""
    firm, prepayment = await create_prepayment(app)
    paid_invoice = await firm.create_invoice("70.00")
    await firm.pay(paid_invoice, FULL)
    await firm.prepay("20.00")
    other = await firm.create_invoice("60.00")
    card_payment, credits_payment = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    assert (credits_payment.amount, card_payment.amount, await firm.credits()) == (50_00, 10_00, (0, 50_00))
    await act_and_deliver(firm, "dispute", prepayment, amount=30_00)
    assert [(await firm.payment(payment.id)).status for payment in (card_payment, credits_payment)] == [
        PaymentStatus.RELEASED
    ] * 2
    assert (await firm.invoice_figures(other), (await firm.invoice_figures(paid_invoice))[0]) == (
        ("UNPAID", 0, 0, 60_00),
        "PAID",
    )
    assert (await firm.credits(), await firm.lot_balances()) == ((20_00, 0), [0, 20_00])
    app.clock.advance(minutes=5)
    await app.run_due_jobs()
    assert app.sandbox.tamper(str(card_payment.intent_id))["status"] == "canceled"
    await assert_money_report_balances(firm)


async def test_reserved_money_stays_while_unspent_money_suffices(app: AppHarness) -> None:
    """D27: an open payment is not released for money that is unspent."""
    firm, prepayment = await create_prepayment(app)
    voided, other = await firm.create_invoice("30.00"), await firm.create_invoice("100.00")
    await firm.pay(voided, FULL)
    card_payment, _ = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    await void_invoice(app.services, firm.owner, voided, "mistake")
    await act_and_deliver(firm, "dispute", prepayment, amount=30_00)
    assert (await firm.credits(), await firm.invoice_figures(other)) == ((0, 70_00), ("UNPAID", 0, 100_00, 0))
    await act_and_deliver(firm, "dispute", prepayment, amount=1)
    assert (await firm.credits(), await firm.invoice_figures(other)) == ((69_99, 0), ("UNPAID", 0, 0, 100_00))
    assert (await firm.payment(card_payment.id)).status is PaymentStatus.RELEASED


async def test_paid_invoices_are_unapplied_latest_first(app: AppHarness) -> None:
    """D27: they are due again by that part; other money of the client stays where it is."""
    firm, prepayment = await create_prepayment(app)
    await firm.prepay("50.00")
    await issue_credit_note(firm, "5.00")
    a, b, c = [await firm.create_invoice(total) for total in ("60.00", "70.00", "30.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await record_offline(firm, FULL, c)
    assert (await firm.credits(), await firm.lot_balances()) == ((25_00, 0), [0, 20_00, 5_00, 0])
    dispute = await act_and_deliver(firm, "dispute", prepayment)
    assert await firm.invoice_figures(a) == ("UNPAID", 0, 0, 60_00)
    assert await firm.invoice_figures(b) == ("PARTIALLY_PAID", 30_00, 0, 40_00)
    assert (await firm.invoice_figures(c))[0] == "PAID"
    assert (await firm.credits(), await firm.lot_balances(), await write_offs(firm)) == (
        (25_00, 0),
        [0, 20_00, 5_00, 0],
        0,
    )
    assert (await firm.client()).due == 100_00
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    for invoice in (a, b, c):
        assert (await firm.invoice_figures(invoice))[0] == "PAID"
    assert await firm.lot_balances() == [0, 20_00, 5_00, 0]
    await assert_money_report_balances(firm)


async def test_won_dispute_reapplies_what_is_still_due(app: AppHarness) -> None:
    """D27: what the invoices do not need any more becomes credits."""
    firm, prepayment = await create_prepayment(app)
    a, b, c = [await firm.create_invoice(total) for total in ("30.00", "30.00", "40.00")]
    for invoice in (a, b, c):
        await firm.pay(invoice, FULL)
    dispute = await act_and_deliver(firm, "dispute", prepayment)
    await firm.prepay("20.00")
    await firm.pay(a, "20.00")
    await void_invoice(app.services, firm.owner, b, "mistake")
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert await firm.invoice_figures(a) == ("PAID", 30_00, 0, 0)
    assert await firm.invoice_figures(b) == ("VOID", 0, 0, 0)
    assert await firm.invoice_figures(c) == ("PAID", 40_00, 0, 0)
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [50_00, 0])
    await assert_money_report_balances(firm)


async def test_reinstated_money_is_reapplied_in_the_order_of_payment(app: AppHarness) -> None:
    """D27: the last unapplied is reapplied first, so a second dispute takes from the same invoice as the first did."""
    firm, prepayment = await create_prepayment(app)
    a, b = await firm.create_invoice("60.00"), await firm.create_invoice("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    first = await act_and_deliver(firm, "dispute", prepayment)
    await act_and_deliver(firm, "win", prepayment, dispute=first["id"])
    assert [entry[:2] for entry in (await firm.credit_entries())[-3:]] == [
        ("DISPUTE", 100_00), ("INVOICE_PAYMENT", -60_00), ("INVOICE_PAYMENT", -40_00),
    ]  # fmt: skip
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    assert await firm.invoice_figures(a) == ("PAID", 60_00, 0, 0)
    assert await firm.invoice_figures(b) == ("UNPAID", 0, 0, 40_00)


async def test_repeated_withdrawals_and_reinstatements(app: AppHarness) -> None:
    """D27: a part, then all, then all again: each reinstatement undoes its own withdrawal."""
    firm, prepayment = await create_prepayment(app)
    a, b = await firm.create_invoice("60.00"), await firm.create_invoice("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    first = await act_and_deliver(firm, "dispute", prepayment, amount=50_00)
    await act_and_deliver(firm, "win", prepayment, dispute=first["id"])
    second = await act_and_deliver(firm, "dispute", prepayment)
    for _ in range(2):
        assert (await firm.invoice_figures(a), await firm.invoice_figures(b)) == (
            ("UNPAID", 0, 0, 60_00),
            ("UNPAID", 0, 0, 40_00),
        )
        assert (await firm.credits(), await write_offs(firm)) == ((0, 0), 0)
        await assert_money_report_balances(firm)
        await act_and_deliver(firm, "win", prepayment, dispute=second["id"])
        assert [(await firm.invoice_figures(invoice))[0] for invoice in (a, b)] == ["PAID", "PAID"]
        await assert_money_report_balances(firm)
        await act_and_deliver(firm, "escalate", prepayment, dispute=second["id"])
    await act_and_deliver(firm, "lose", prepayment, dispute=second["id"])
    assert await dispute_figures(firm) == [("WON", 50_00, 1, 1), ("LOST", 100_00, 3, 2)]


async def test_dispute_of_a_card_payment(app: AppHarness) -> None:
    """D27, D23: the invoice is due again and the payment stays SUCCEEDED; after a win it is paid, however often."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(card_payment)
    dispute = await act_and_deliver(firm, "dispute", card_payment)
    for _ in range(2):
        assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
        current = await firm.payment(card_payment.id)
        assert (current.status, current.applied, current.refunded) == (PaymentStatus.SUCCEEDED, 0, 0)
        assert (await firm.payment(credits_payment.id)).applied == 30_00
        await act_and_deliver(firm, "win", card_payment, dispute=dispute["id"])
        assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
        await assert_money_report_balances(firm)
        await act_and_deliver(firm, "escalate", card_payment, dispute=dispute["id"])


async def test_two_partial_disputes_of_a_card_payment(app: AppHarness) -> None:
    """D27: opened one after the other; the first is won, the second lost."""
    firm = await app.create_ready_firm()
    (card_payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card_payment)
    first = await act_and_deliver(firm, "dispute", card_payment, amount=20_00)
    second = await act_and_deliver(firm, "dispute", card_payment, amount=15_00)
    assert await firm.invoice_figures(card_payment.invoice_id) == ("PARTIALLY_PAID", 15_00, 0, 35_00)
    await act_and_deliver(firm, "win", card_payment, dispute=first["id"])
    await act_and_deliver(firm, "lose", card_payment, dispute=second["id"])
    assert await firm.invoice_figures(card_payment.invoice_id) == ("PARTIALLY_PAID", 35_00, 0, 15_00)
    assert await dispute_figures(firm) == [("WON", 20_00, 1, 1), ("LOST", 15_00, 1, 0)]
    await assert_money_report_balances(firm)


async def test_debit_that_bounces_after_it_settled(app: AppHarness) -> None:
    """D27: payment and bounce are seen in one sync, and both are recorded."""
    firm = await app.create_ready_firm()
    (debit,) = await firm.pay(await firm.create_invoice("50.00"), FULL, DEBIT)
    await firm.confirm(debit, "pm_disputed_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    assert (await firm.payment(debit.id)).status is PaymentStatus.SUCCEEDED
    assert await firm.invoice_figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert await dispute_figures(firm) == [("LOST", 50_00, 1, 0)]
    assert [entry[:2] for entry in await firm.credit_entries()] == [
        ("PAYMENT_RECEIVED", 50_00), ("INVOICE_PAYMENT", -50_00), ("REVERSAL", 50_00), ("DISPUTE", -50_00),
    ]  # fmt: skip
    await assert_money_report_balances(firm)


async def test_dispute_of_late_money_unapplies_the_invoice_it_paid(app: AppHarness) -> None:
    """D25, D27: money that became credits and paid another invoice: that invoice is due again."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (card_payment,) = await firm.pay(invoice, FULL, CARD)
    await firm.confirm(card_payment, "pm_card_visa")
    app.sandbox.tamper(str(card_payment.intent_id), status="canceled", amount_received=0)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    app.sandbox.tamper(str(card_payment.intent_id), status="succeeded", amount_received=50_00)
    await deliver_webhook(firm, card_payment)
    assert await firm.credits() == (50_00, 0)
    other = await firm.create_invoice("30.00")
    await firm.pay(other, FULL)
    await act_and_deliver(firm, "dispute", card_payment)
    assert (await firm.invoice_figures(other), await firm.credits()) == (("UNPAID", 0, 0, 30_00), (0, 0))
    assert (await firm.invoice_figures(invoice))[0] == "VOID"
    await assert_money_report_balances(firm)


async def test_disputed_money_that_was_refunded_is_a_loss(app: AppHarness) -> None:
    """D27: after the dispute is won, there is no loss."""
    firm = await app.create_ready_firm()
    (card_payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card_payment)
    await refund(firm, card_payment, "20.00")
    dispute = await act_and_deliver(firm, "dispute", card_payment)
    assert (await firm.invoice_figures(card_payment.invoice_id), await write_offs(firm)) == (
        ("UNPAID", 0, 0, 50_00),
        20_00,
    )
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", card_payment, dispute=dispute["id"])
    assert (await firm.invoice_figures(card_payment.invoice_id), await write_offs(firm)) == (
        ("PARTIALLY_PAID", 30_00, 0, 20_00),
        0,
    )
    await assert_money_report_balances(firm)


async def test_refund_that_fails_during_a_dispute_recovers_the_loss(app: AppHarness) -> None:
    """D26, D27: its money is credits only after the dispute is won."""
    firm, prepayment = await create_prepayment(app, method="pm_card_refundFail")
    await refund(firm, prepayment, "50.00")
    dispute = await run_control(firm, "dispute", prepayment)
    await deliver_webhook(firm, prepayment)
    assert (await firm.credits(), await write_offs(firm)) == ((0, 0), 50_00)
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await deliver_webhook(firm, prepayment)
    assert (await refund_figures(firm), await firm.credits(), await write_offs(firm)) == (
        [("FAILED", 50_00, 0)],
        (0, 0),
        0,
    )
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert (await firm.credits(), await firm.lot_balances(), await write_offs(firm)) == ((100_00, 0), [100_00], 0)
    await assert_money_report_balances(firm)


async def test_won_dispute_recovers_the_loss_of_another(app: AppHarness) -> None:
    """D26, D27: the payer got all of it by the second dispute, so what the first returns is the firm's."""
    firm, prepayment = await create_prepayment(app)
    first = await act_and_deliver(firm, "dispute", prepayment, amount=50_00)
    await act_and_deliver(firm, "dispute", prepayment)
    assert (await firm.credits(), await write_offs(firm)) == ((0, 0), 50_00)
    await act_and_deliver(firm, "win", prepayment, dispute=first["id"])
    assert (await firm.credits(), await write_offs(firm)) == ((0, 0), 0)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable):
            await refund(firm, prepayment, "25.00")
    await assert_money_report_balances(firm)


async def test_dispute_withdraws_the_money_of_a_pending_refund(app: AppHarness) -> None:
    """D26, D27: the refund fails, so its money can be withdrawn and there is no loss."""
    firm = await app.create_ready_firm()
    debit = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    await refund(firm, await firm.prepayment(debit.id), "60.00")
    await act_and_deliver(firm, "bounce", debit)
    assert await refund_figures(firm) == [("FAILED", 60_00, 0)]
    assert (await firm.credits(), await write_offs(firm), await dispute_figures(firm)) == (
        (0, 0),
        0,
        [("LOST", 100_00, 1, 0)],
    )


async def test_disputed_money_cannot_be_refunded(app: AppHarness) -> None:
    """D26, D27: neither the withdrawn part, nor the rest while the provider refuses."""
    firm, prepayment = await create_prepayment(app)
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, prepayment, "60.01")
    assert error.value.refundable.minor == 60_00
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "60.00")
    assert (await firm.credits(), await refund_figures(firm)) == ((60_00, 0), [("FAILED", 60_00, 0)])


async def test_long_dispute_is_polled(app: AppHarness) -> None:
    """D29: its outcome is found without a webhook; a decided dispute is not polled any more."""
    firm, prepayment = await create_prepayment(app)
    dispute = await act_and_deliver(firm, "dispute", prepayment)
    await run_control(firm, "win", prepayment, dispute=dispute["id"])
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert (await dispute_figures(firm), await firm.credits()) == ([("WON", 100_00, 1, 1)], (100_00, 0))
    async with app.services.reads() as session:
        jobs = select(models.Job.subject_id).where(models.Job.kind == JobKind.SYNC_PREPAYMENT)
        assert (await session.scalars(jobs)).all() == []


async def test_dispute_leaves_credit_notes_alone(app: AppHarness) -> None:
    """D27, D34: an invoice paid by a credit note and disputed money keeps the credit note's part."""
    firm, prepayment = await create_prepayment(app, "30.00")
    await issue_credit_note(firm, "20.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, FULL)
    dispute = await act_and_deliver(firm, "dispute", prepayment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    balances = await account_balances(firm)
    assert balances == {"BILLED_CLEARING": 30_00, "RECEIVABLE": -30_00}
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert await account_balances(firm) == {"CASH_PROVIDER": -30_00, "REVENUE": 30_00}
    await void_invoice(firm.app.services, firm.owner, invoice, "mistake")
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [30_00, 20_00])
    await assert_money_report_balances(firm)


async def test_reason_deadline_and_end(app: AppHarness) -> None:
    """D57: as the provider has them; a changed deadline or reason alone is news; open again, it has no end."""
    firm, prepayment = await create_prepayment(app)
    created = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    identifier, due_by = created["id"], created["evidence_details"]["due_by"]

    async def load() -> models.Dispute:
        async with app.services.reads() as session:
            return (await session.scalars(select(models.Dispute).filter_by(firm_id=firm.id))).one()

    dispute = await load()
    deadline = dt.datetime.fromtimestamp(due_by, dt.UTC)
    assert (dispute.reason, dispute.evidence_due_at, dispute.closed_at) == ("fraudulent", deadline, None)
    assert dispute.changed_seq == await firm.event_seq()
    details = created["evidence_details"] | {"due_by": due_by + 3600}
    app.sandbox.tamper(identifier, evidence_details=details)
    await deliver_webhook(firm, prepayment)
    dispute = await load()
    assert dispute.evidence_due_at == deadline + dt.timedelta(hours=1)
    assert dispute.changed_seq == (await firm.prepayment(prepayment.id)).changed_seq == await firm.event_seq()
    app.sandbox.tamper(identifier, reason="product_not_received")
    await deliver_webhook(firm, prepayment)
    dispute = await load()
    assert (dispute.reason, dispute.changed_seq) == ("product_not_received", await firm.event_seq())
    async with firm.assert_unchanged():
        await deliver_webhook(firm, prepayment)
    closed_at = []
    for control in ("lose", "win"):
        app.clock.advance(hours=1)
        closed_at.append(app.clock())
        await act_and_deliver(firm, control, prepayment, dispute=identifier)
        assert (await load()).closed_at == closed_at[-1]
    await act_and_deliver(firm, "escalate", prepayment, dispute=identifier)
    assert (await load()).closed_at is None


async def test_refunds_and_disputes_carry_the_event_that_changed_them(app: AppHarness) -> None:
    """D57: by it, a feed of changes finds them, whichever way they changed."""
    firm, prepayment = await create_prepayment(app)
    created = await refund(firm, prepayment, "1.00")
    first = created.changed_seq
    assert first == await firm.event_seq()
    await act_and_deliver(firm, "fail_refund", prepayment, refund=created.provider_refund_id or "")
    async with app.services.reads() as session:
        failed = await session.get_one(models.Refund, (firm.id, created.id))
    assert failed.changed_seq == await firm.event_seq() > first


async def test_disputes_in_the_api(app: AppHarness) -> None:
    """D57: what is withdrawn, less what came back; the reason and the deadline are for members."""
    firm, prepayment = await create_prepayment(app)
    query = """query ($id: ID!) { node(id: $id) { ... on Prepayment { dispute disputes { id status amount { amount }
      withdrawn { amount } reason evidenceDueAt closedAt client { id } payment { id } prepayment { id } } } } }"""
    inquiry = await act_and_deliver(firm, "inquire", prepayment, amount=10_00)
    dispute = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)

    async def read(viewer: Viewer) -> list[Any]:
        id_ = global_id("Prepayment", prepayment.id)
        disputes: list[Any] = (await query_data(app.services, viewer, query, id=id_))["node"]["disputes"]
        return disputes

    def figures(disputes: list[Any]) -> list[tuple[Any, ...]]:
        return [(each["status"], each["amount"]["amount"], each["withdrawn"]["amount"]) for each in disputes]

    shown = await read(firm.owner)
    assert figures(shown) == [("OPEN", "10.00", "0.00"), ("OPEN", "40.00", "40.00")]
    assert [each["reason"] for each in shown] == ["fraudulent", "fraudulent"]
    assert all(each["evidenceDueAt"] for each in shown)
    assert (shown[0]["prepayment"], shown[0]["payment"]) == ({"id": global_id("Prepayment", prepayment.id)}, None)
    assert await read(firm.client_user) == [each | {"reason": None, "evidenceDueAt": None} for each in shown]
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    await act_and_deliver(firm, "escalate", prepayment, dispute=inquiry["id"])
    assert figures(await read(firm.client_user)) == [("OPEN", "10.00", "10.00"), ("WON", "40.00", "0.00")]
