"""Disputes, and debits that bounce: exactly that money is taken back, and given back in reverse (D27)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import models
from billing.errors import NotRefundable, ProviderRefused
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import JobKind, PaymentMethod, PaymentStatus
from tests.ledger.conftest import Journal
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    act_at_provider,
    assert_money_report_balances,
    deliver_webhook,
    dispute_figures,
    issue_credit_note,
    record_offline,
    refund,
    refund_figures,
)
from tests.support.firm import AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def create_prepayment(
    house: AppHarness, amount: str = "100.00", method: str = "pm_card_visa"
) -> tuple[Firm, models.Prepayment]:
    firm = await house.create_ready_firm()
    prepayment = await firm.start_prepayment(amount)
    await firm.settle_charge(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def write_offs(firm: Firm) -> int:
    return -(await account_balances(firm)).get("WRITE_OFFS", 0)


async def test_what_is_unspent_goes_first(app: AppHarness) -> None:
    """D27, D32: no invoice is touched while there is enough unspent; by the system; the payment stays SUCCEEDED."""
    firm, prepayment = await create_prepayment(app)
    paid = await firm.create_invoice("60.00")
    await firm.pay(paid, FULL)
    journal = Journal(firm)
    await journal.new_transfers()
    opened = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    assert await journal.new_transfers() == [("LOT", "CASH_PROVIDER", 40_00)]
    assert (await firm.credits(), (await firm.invoice_figures(paid))[0]) == ((0, 0), "PAID")
    assert (await firm.credit_entries())[-1] == ("DISPUTE", -40_00, 0)
    assert await dispute_figures(firm) == [("OPEN", 40_00, 1, 0)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_user_id, event.client_id) == (
        "dispute.changed", None, None, firm.client_id,
    )  # fmt: skip
    await act_and_deliver(firm, "win", prepayment, dispute=opened["id"])
    assert (await firm.credits(), await firm.lot_balances()) == ((40_00, 0), [40_00])
    assert (await firm.credit_entries())[-1] == ("DISPUTE", 40_00, 40_00)
    assert await dispute_figures(firm) == [("WON", 40_00, 1, 1)]
    await assert_money_report_balances(firm)


async def test_repeated_webhooks_are_booked_once(app: AppHarness) -> None:
    """D9, D27: nothing is added by hearing it again, open, won, or lost."""
    firm, prepayment = await create_prepayment(app)
    opened = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    for deed, status in (("", "OPEN"), ("lose", "LOST"), ("win", "WON"), ("escalate", "OPEN")):
        if deed:
            await act_and_deliver(firm, deed, prepayment, dispute=opened["id"])
        assert (await dispute_figures(firm))[0][0] == status
        async with firm.assert_unchanged():
            await deliver_webhook(firm, prepayment)
    assert await dispute_figures(firm) == [("OPEN", 40_00, 2, 1)]
    assert (await firm.credits(), await write_offs(firm)) == ((60_00, 0), 0)


async def test_an_inquiry_moves_nothing(app: AppHarness) -> None:
    """D27: nothing is taken yet; when it becomes a dispute, it is; closed without one, it never was."""
    firm, prepayment = await create_prepayment(app)
    asked = await act_and_deliver(firm, "inquire", prepayment)
    assert (await firm.credits(), await dispute_figures(firm)) == ((100_00, 0), [("OPEN", 100_00, 0, 0)])
    await act_and_deliver(firm, "win", prepayment, dispute=asked["id"])
    assert (await firm.credits(), await dispute_figures(firm)) == ((100_00, 0), [("WON", 100_00, 0, 0)])
    second = await act_and_deliver(firm, "inquire", prepayment, amount=30_00)
    await act_and_deliver(firm, "escalate", prepayment, dispute=second["id"])
    assert (await firm.credits(), (await dispute_figures(firm))[1]) == ((70_00, 0), ("OPEN", 30_00, 1, 0))


async def test_what_is_reserved_comes_next(app: AppHarness) -> None:
    """D27: before any invoice: that payment is released, its other credits go back, its window is canceled."""
    firm, prepayment = await create_prepayment(app)
    paid = await firm.create_invoice("70.00")
    await firm.pay(paid, FULL)
    await firm.prepay("20.00")
    other = await firm.create_invoice("60.00")
    charge, part = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    assert (part.amount, charge.amount, await firm.credits()) == (50_00, 10_00, (0, 50_00))
    await act_and_deliver(firm, "dispute", prepayment, amount=30_00)
    assert [(await firm.payment(one.id)).status for one in (charge, part)] == [PaymentStatus.RELEASED] * 2
    assert (await firm.invoice_figures(other), (await firm.invoice_figures(paid))[0]) == (
        ("UNPAID", 0, 0, 60_00),
        "PAID",
    )
    assert (await firm.credits(), await firm.lot_balances()) == ((20_00, 0), [0, 20_00])
    app.clock.advance(minutes=5)
    await app.run_due_jobs()
    assert app.sandbox.tamper(str(charge.intent_id))["status"] == "canceled"
    await assert_money_report_balances(firm)


async def test_what_is_reserved_stays_while_there_is_enough(app: AppHarness) -> None:
    """D27: a payment under way is not released for money that is unspent."""
    firm, prepayment = await create_prepayment(app)
    mistaken, other = await firm.create_invoice("30.00"), await firm.create_invoice("100.00")
    await firm.pay(mistaken, FULL)
    charge, _ = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    await void_invoice(app.services, firm.owner, mistaken, "mistake")
    await act_and_deliver(firm, "dispute", prepayment, amount=30_00)
    assert (await firm.credits(), await firm.invoice_figures(other)) == ((0, 70_00), ("UNPAID", 0, 100_00, 0))
    await act_and_deliver(firm, "dispute", prepayment, amount=1)
    assert (await firm.credits(), await firm.invoice_figures(other)) == ((69_99, 0), ("UNPAID", 0, 0, 100_00))
    assert (await firm.payment(charge.id)).status is PaymentStatus.RELEASED


async def test_the_invoices_it_paid_latest_first(app: AppHarness) -> None:
    """D27: due again by that part, whoever else paid them; other money of the client is untouched."""
    firm, prepayment = await create_prepayment(app)
    await firm.prepay("50.00")
    await issue_credit_note(firm, "5.00")
    a, b, c = [await firm.create_invoice(total) for total in ("60.00", "70.00", "30.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await record_offline(firm, FULL, c)
    assert (await firm.credits(), await firm.lot_balances()) == ((25_00, 0), [0, 20_00, 5_00, 0])
    opened = await act_and_deliver(firm, "dispute", prepayment)
    assert await firm.invoice_figures(a) == ("UNPAID", 0, 0, 60_00)
    assert await firm.invoice_figures(b) == ("PARTIALLY_PAID", 30_00, 0, 40_00)
    assert (await firm.invoice_figures(c))[0] == "PAID"
    assert (await firm.credits(), await firm.lot_balances(), await write_offs(firm)) == (
        (25_00, 0),
        [0, 20_00, 5_00, 0],
        0,
    )
    assert (await firm.client()).due == 100_00
    await act_and_deliver(firm, "win", prepayment, dispute=opened["id"])
    for invoice in (a, b, c):
        assert (await firm.invoice_figures(invoice))[0] == "PAID"
    assert await firm.lot_balances() == [0, 20_00, 5_00, 0]
    await assert_money_report_balances(firm)


async def test_won_dispute_reapplies_what_is_still_due(app: AppHarness) -> None:
    """D27: paid meanwhile, or void, they do not, and it is credits."""
    firm, prepayment = await create_prepayment(app)
    a, b, c = [await firm.create_invoice(total) for total in ("30.00", "30.00", "40.00")]
    for invoice in (a, b, c):
        await firm.pay(invoice, FULL)
    opened = await act_and_deliver(firm, "dispute", prepayment)
    await firm.prepay("20.00")
    await firm.pay(a, "20.00")
    await void_invoice(app.services, firm.owner, b, "mistake")
    await act_and_deliver(firm, "win", prepayment, dispute=opened["id"])
    assert await firm.invoice_figures(a) == ("PAID", 30_00, 0, 0)
    assert await firm.invoice_figures(b) == ("VOID", 0, 0, 0)
    assert await firm.invoice_figures(c) == ("PAID", 40_00, 0, 0)
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [50_00, 0])
    await assert_money_report_balances(firm)


async def test_repeated_withdrawals_and_reinstatements(app: AppHarness) -> None:
    """D27: a part, then all of it, then all of it once more: each undoes its own, and nothing else."""
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
        assert [(await firm.invoice_figures(one))[0] for one in (a, b)] == ["PAID", "PAID"]
        await assert_money_report_balances(firm)
        await act_and_deliver(firm, "escalate", prepayment, dispute=second["id"])
    await act_and_deliver(firm, "lose", prepayment, dispute=second["id"])
    assert await dispute_figures(firm) == [("WON", 50_00, 1, 1), ("LOST", 100_00, 3, 2)]


async def test_a_card_s_payment_of_an_invoice(app: AppHarness) -> None:
    """D27, D23: the invoice is due again, the payment stays SUCCEEDED; won, it is paid again, and again."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(charge)
    opened = await act_and_deliver(firm, "dispute", charge)
    for _ in range(2):
        assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
        found = await firm.payment(charge.id)
        assert (found.status, found.applied, found.refunded) == (PaymentStatus.SUCCEEDED, 0, 0)
        assert (await firm.payment(part.id)).applied == 30_00
        await act_and_deliver(firm, "win", charge, dispute=opened["id"])
        assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
        await assert_money_report_balances(firm)
        await act_and_deliver(firm, "escalate", charge, dispute=opened["id"])


async def test_a_part_of_a_card_s_payment(app: AppHarness) -> None:
    """D27: two disputes of one payment, the second while the first lasts; the first is won, the second lost."""
    firm = await app.create_ready_firm()
    (card,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card)
    first = await act_and_deliver(firm, "dispute", card, amount=20_00)
    second = await act_and_deliver(firm, "dispute", card, amount=15_00)
    assert await firm.invoice_figures(card.invoice_id) == ("PARTIALLY_PAID", 15_00, 0, 35_00)
    await act_and_deliver(firm, "win", card, dispute=first["id"])
    await act_and_deliver(firm, "lose", card, dispute=second["id"])
    assert await firm.invoice_figures(card.invoice_id) == ("PARTIALLY_PAID", 35_00, 0, 15_00)
    assert await dispute_figures(firm) == [("WON", 20_00, 1, 1), ("LOST", 15_00, 1, 0)]
    await assert_money_report_balances(firm)


async def test_a_debit_that_bounces_after_it_settled(app: AppHarness) -> None:
    """D27: the bank has the last word; told with the payment, it is booked with it."""
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


async def test_late_money_is_taken_where_it_went(app: AppHarness) -> None:
    """D25, D27: a card's money that stayed as credits and paid another invoice: that one is due again."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (card,) = await firm.pay(invoice, FULL, CARD)
    await firm.confirm(card, "pm_card_visa")
    app.sandbox.tamper(str(card.intent_id), status="canceled", amount_received=0)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    app.sandbox.tamper(str(card.intent_id), status="succeeded", amount_received=50_00)
    await deliver_webhook(firm, card)
    assert await firm.credits() == (50_00, 0)
    other = await firm.create_invoice("30.00")
    await firm.pay(other, FULL)
    await act_and_deliver(firm, "dispute", card)
    assert (await firm.invoice_figures(other), await firm.credits()) == (("UNPAID", 0, 0, 30_00), (0, 0))
    assert (await firm.invoice_figures(invoice))[0] == "VOID"
    await assert_money_report_balances(firm)


async def test_what_is_refunded_already_is_the_firms_loss(app: AppHarness) -> None:
    """D27: more than all there is: the rest is lost, in both orders of the refund and the invoice."""
    firm = await app.create_ready_firm()
    (card,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    await firm.settle_charge(card)
    await refund(firm, card, "20.00")
    opened = await act_and_deliver(firm, "dispute", card)
    assert (await firm.invoice_figures(card.invoice_id), await write_offs(firm)) == (("UNPAID", 0, 0, 50_00), 20_00)
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", card, dispute=opened["id"])
    assert (await firm.invoice_figures(card.invoice_id), await write_offs(firm)) == (
        ("PARTIALLY_PAID", 30_00, 0, 20_00),
        0,
    )
    await assert_money_report_balances(firm)


async def test_a_refund_that_fails_while_disputed_makes_good_the_loss(app: AppHarness) -> None:
    """D26, D27: its money is not credits while the bank has it; won, it is."""
    firm, prepayment = await create_prepayment(app, method="pm_card_refundFail")
    await refund(firm, prepayment, "50.00")
    opened = await act_at_provider(firm, "dispute", prepayment)
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
    await act_and_deliver(firm, "win", prepayment, dispute=opened["id"])
    assert (await firm.credits(), await firm.lot_balances(), await write_offs(firm)) == ((100_00, 0), [100_00], 0)
    await assert_money_report_balances(firm)


async def test_what_is_won_makes_good_what_another_dispute_lost(app: AppHarness) -> None:
    """D26, D27: the payer has all of it back by the second dispute: what the first gives back is the firm's."""
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


async def test_dispute_takes_failed_pending_refund(app: AppHarness) -> None:
    """D26, D27: what was on its way back does not arrive: it is there to be taken, and no loss."""
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


async def test_nothing_is_refunded_of_what_the_bank_has(app: AppHarness) -> None:
    """D26, D27: neither what was taken, nor, while the provider refuses it, the rest."""
    firm, prepayment = await create_prepayment(app)
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "60.01")
    assert refusal.value.refundable.minor == 60_00
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "60.00")
    assert (await firm.credits(), await refund_figures(firm)) == ((60_00, 0), [("FAILED", 60_00, 0)])


async def test_long_dispute_is_polled(app: AppHarness) -> None:
    """D29: nobody has to tell that it was decided; once it is, it is asked after no more."""
    firm, prepayment = await create_prepayment(app)
    opened = await act_and_deliver(firm, "dispute", prepayment)
    await act_at_provider(firm, "win", prepayment, dispute=opened["id"])
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert (await dispute_figures(firm), await firm.credits()) == ([("WON", 100_00, 1, 1)], (100_00, 0))
    async with app.services.reads() as session:
        jobs = select(models.Job.subject_id).where(models.Job.kind == JobKind.SYNC_PREPAYMENT)
        assert (await session.scalars(jobs)).all() == []


async def test_money_of_a_note_is_nobodys_to_take(app: AppHarness) -> None:
    """D27, D34: an invoice paid by a note and by disputed money keeps the note's part."""
    firm, prepayment = await create_prepayment(app, "30.00")
    await issue_credit_note(firm, "20.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, FULL)
    opened = await act_and_deliver(firm, "dispute", prepayment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    at = await account_balances(firm)
    assert at == {"BILLED_CLEARING": 30_00, "RECEIVABLE": -30_00}
    await act_and_deliver(firm, "win", prepayment, dispute=opened["id"])
    assert await account_balances(firm) == {"CASH_PROVIDER": -30_00, "REVENUE": 30_00}
    await void_invoice(firm.app.services, firm.owner, invoice, "mistake")
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [30_00, 20_00])
    await assert_money_report_balances(firm)
