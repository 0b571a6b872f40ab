"""Cases met in the wild of money that goes back: each of them went wrong for somebody, somewhere."""

from __future__ import annotations

import pytest

from billing.errors import InvoiceNotChangeable
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from models import PaymentMethod
from tests.support.firm import House
from tests.support.returns import assert_period, books, disputes, happens, note, offline, refund, refunds

FULL = AmountChoice.FULL


async def test_a_debit_of_100_pays_a_and_b_and_bounces(house: House) -> None:
    """D27: 60 and 40: both are due again, and there are no credits."""
    firm = await house.ready_firm()
    debit = await firm.ask_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    a, b = await firm.issue("60.00"), await firm.issue("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    await happens(firm, "bounce", debit)
    assert await firm.figures(a) == ("UNPAID", 0, 0, 60_00)
    assert await firm.figures(b) == ("UNPAID", 0, 0, 40_00)
    assert await firm.credits() == (0, 0)
    assert await disputes(firm) == [("LOST", 100_00, 1, 0)]
    assert (await books(firm)).keys() == {"BILLED", "DUE"}
    await assert_period(firm)


async def test_a_dispute_of_50_of_it(house: House) -> None:
    """D27: the invoice that was paid last first: B 40, then A 10; won, each takes back what it had."""
    firm = await house.ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    a, b = await firm.issue("60.00"), await firm.issue("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    opened = await happens(firm, "dispute", prepayment, amount=50_00)
    assert await firm.figures(a) == ("PARTIALLY_PAID", 50_00, 0, 10_00)
    assert await firm.figures(b) == ("UNPAID", 0, 0, 40_00)
    await assert_period(firm)
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert await firm.figures(a) == ("PAID", 60_00, 0, 0)
    assert await firm.figures(b) == ("PAID", 40_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_100_prepaid_50_refunded_100_disputed(house: House) -> None:
    """D27: what is refunded already is the firm's loss, 50; won: no loss, and 50 credits."""
    firm = await house.ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    await refund(firm, prepayment, "50.00")
    opened = await happens(firm, "dispute", prepayment)
    assert (await firm.credits(), (await books(firm))["LOSS"]) == ((0, 0), -50_00)
    await assert_period(firm)
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert (await firm.credits(), await books(firm)) == ((50_00, 0), {"CASH_PROVIDER": -50_00, "LOT": 50_00})
    assert await refunds(firm) == [("SUCCEEDED", 50_00, 0)]
    await assert_period(firm)


async def test_a_note_of_20_and_a_card_of_30_on_50(house: House) -> None:
    """D21: it cannot be voided until the card's 30 are refunded; then the note's 20 are credits again."""
    firm = await house.ready_firm()
    await note(firm, "20.00")
    invoice = await firm.issue("50.00")
    await firm.pay(invoice, "20.00")
    (card,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
    await firm.come(card)
    async with firm.unmoved():
        with pytest.raises(InvoiceNotChangeable):
            await void_invoice(house.services, firm.owner, invoice, "mistake")
    await refund(firm, card, "30.00")
    await void_invoice(house.services, firm.owner, invoice, "mistake")
    assert await firm.figures(invoice) == ("VOID", 0, 0, 0)
    assert await firm.credits() == (20_00, 0)
    assert await books(firm) == {"LOT": 20_00, "NOTES": -20_00}
    assert sorted(await refunds(firm)) == [("SUCCEEDED", 20_00, 0), ("SUCCEEDED", 30_00, 0)]
    await assert_period(firm)


async def test_a_cheque_of_120_for_100(house: House) -> None:
    """D22: with `excessToCredits` the invoice is paid, and 20 are credits."""
    firm = await house.ready_firm()
    invoice = await firm.issue("100.00")
    await offline(firm, "120.00", invoice, excess=True)
    assert await firm.figures(invoice) == ("PAID", 100_00, 0, 0)
    assert await firm.credits() == (20_00, 0)
    await assert_period(firm)
