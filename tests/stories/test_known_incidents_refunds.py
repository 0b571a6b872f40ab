"""Known incidents with refunds and disputes (docs/rules.md lists them)."""

from __future__ import annotations

import pytest

from billing.errors import InvoiceNotChangeable
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import PaymentMethod
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    assert_money_report_balances,
    dispute_figures,
    issue_credit_note,
    record_offline,
    refund,
    refund_figures,
)
from tests.support.firm import AppHarness

FULL = AmountChoice.FULL


async def test_debit_of_100_pays_a_and_b_and_bounces(app: AppHarness) -> None:
    """D27: A 60 and B 40 are due again, and there are no credits."""
    firm = await app.create_ready_firm()
    debit = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    a, b = await firm.create_invoice("60.00"), await firm.create_invoice("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    await act_and_deliver(firm, "bounce", debit)
    assert await firm.invoice_figures(a) == ("UNPAID", 0, 0, 60_00)
    assert await firm.invoice_figures(b) == ("UNPAID", 0, 0, 40_00)
    assert await firm.credits() == (0, 0)
    assert await dispute_figures(firm) == [("LOST", 100_00, 1, 0)]
    assert (await account_balances(firm)).keys() == {"BILLED_CLEARING", "RECEIVABLE"}
    await assert_money_report_balances(firm)


async def test_dispute_of_50_of_100_paid_to_a_and_b(app: AppHarness) -> None:
    """D27: the invoice paid last first: B 40, then A 10; after a win both are paid."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    a, b = await firm.create_invoice("60.00"), await firm.create_invoice("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    dispute = await act_and_deliver(firm, "dispute", prepayment, amount=50_00)
    assert await firm.invoice_figures(a) == ("PARTIALLY_PAID", 50_00, 0, 10_00)
    assert await firm.invoice_figures(b) == ("UNPAID", 0, 0, 40_00)
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert await firm.invoice_figures(a) == ("PAID", 60_00, 0, 0)
    assert await firm.invoice_figures(b) == ("PAID", 40_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_100_prepaid_50_refunded_100_disputed(app: AppHarness) -> None:
    """D27: a loss of 50; after a win no loss, and 50 credits."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    await refund(firm, prepayment, "50.00")
    dispute = await act_and_deliver(firm, "dispute", prepayment)
    assert (await firm.credits(), (await account_balances(firm))["WRITE_OFFS"]) == ((0, 0), -50_00)
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert (await firm.credits(), await account_balances(firm)) == ((50_00, 0), {"CASH_PROVIDER": -50_00, "LOT": 50_00})
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0)]
    await assert_money_report_balances(firm)


async def test_credit_note_of_20_and_30_by_card_on_50(app: AppHarness) -> None:
    """D21: it can be voided once the 30 are refunded; then the 20 are a credit note again."""
    firm = await app.create_ready_firm()
    await issue_credit_note(firm, "20.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "20.00")
    (card_payment,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
    await firm.settle_charge(card_payment)
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable):
            await void_invoice(app.services, firm.owner, invoice, "mistake")
    await refund(firm, card_payment, "30.00")
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    assert await firm.credits() == (20_00, 0)
    assert await account_balances(firm) == {"LOT": 20_00, "CREDIT_NOTES": -20_00}
    assert sorted(await refund_figures(firm)) == [("SUCCEEDED", 20_00, 0), ("SUCCEEDED", 30_00, 0)]
    await assert_money_report_balances(firm)


async def test_cheque_of_120_for_100(app: AppHarness) -> None:
    """D22: with `excessToCredits` the invoice is paid, and 20 become credits."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    await record_offline(firm, "120.00", invoice, excess_to_credits=True)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)
    assert await firm.credits() == (20_00, 0)
    await assert_money_report_balances(firm)
