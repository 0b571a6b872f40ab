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
from tests.support.firm import Firm, House
from tests.support.returns import (
    assert_period,
    at_provider,
    books,
    disputes,
    happens,
    note,
    offline,
    refund,
    refunds,
    tell,
)

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def prepaid(house: House, amount: str = "100.00", method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment(amount)
    await firm.come(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def losses(firm: Firm) -> int:
    return -(await books(firm)).get("LOSS", 0)


async def test_what_is_unspent_goes_first(house: House) -> None:
    """D27, D32: no invoice is touched while there is enough unspent; by the system; the payment stays SUCCEEDED."""
    firm, prepayment = await prepaid(house)
    paid = await firm.issue("60.00")
    await firm.pay(paid, FULL)
    journal = Journal(firm)
    await journal.new()
    opened = await happens(firm, "dispute", prepayment, amount=40_00)
    assert await journal.new() == [("LOT", "CASH_PROVIDER", 40_00)]
    assert (await firm.credits(), (await firm.figures(paid))[0]) == ((0, 0), "PAID")
    assert (await firm.entries())[-1] == ("DISPUTE", -40_00, 0)
    assert await disputes(firm) == [("OPEN", 40_00, 1, 0)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED
    async with house.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.seq()))
    assert (event.kind, event.member_id, event.client_user_id, event.client_id) == (
        "dispute.changed", None, None, firm.client_id,
    )  # fmt: skip
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert (await firm.credits(), await firm.lots()) == ((40_00, 0), [40_00])
    assert (await firm.entries())[-1] == ("DISPUTE", 40_00, 40_00)
    assert await disputes(firm) == [("WON", 40_00, 1, 1)]
    await assert_period(firm)


async def test_told_often_it_is_booked_once(house: House) -> None:
    """D9, D27: nothing is added by hearing it again, open, won, or lost."""
    firm, prepayment = await prepaid(house)
    opened = await happens(firm, "dispute", prepayment, amount=40_00)
    for deed, status in (("", "OPEN"), ("lose", "LOST"), ("win", "WON"), ("escalate", "OPEN")):
        if deed:
            await happens(firm, deed, prepayment, dispute=opened["id"])
        assert (await disputes(firm))[0][0] == status
        async with firm.unmoved():
            await tell(firm, prepayment)
    assert await disputes(firm) == [("OPEN", 40_00, 2, 1)]
    assert (await firm.credits(), await losses(firm)) == ((60_00, 0), 0)


async def test_an_inquiry_moves_nothing(house: House) -> None:
    """D27: nothing is taken yet; when it becomes a dispute, it is; closed without one, it never was."""
    firm, prepayment = await prepaid(house)
    asked = await happens(firm, "inquire", prepayment)
    assert (await firm.credits(), await disputes(firm)) == ((100_00, 0), [("OPEN", 100_00, 0, 0)])
    await happens(firm, "win", prepayment, dispute=asked["id"])
    assert (await firm.credits(), await disputes(firm)) == ((100_00, 0), [("WON", 100_00, 0, 0)])
    second = await happens(firm, "inquire", prepayment, amount=30_00)
    await happens(firm, "escalate", prepayment, dispute=second["id"])
    assert (await firm.credits(), (await disputes(firm))[1]) == ((70_00, 0), ("OPEN", 30_00, 1, 0))


async def test_what_is_reserved_comes_next(house: House) -> None:
    """D27: before any invoice: that payment is released, its other credits go back, its window is canceled."""
    firm, prepayment = await prepaid(house)
    paid = await firm.issue("70.00")
    await firm.pay(paid, FULL)
    await firm.prepay("20.00")
    other = await firm.issue("60.00")
    charge, part = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    assert (part.amount, charge.amount, await firm.credits()) == (50_00, 10_00, (0, 50_00))
    await happens(firm, "dispute", prepayment, amount=30_00)
    assert [(await firm.payment(one.id)).status for one in (charge, part)] == [PaymentStatus.RELEASED] * 2
    assert (await firm.figures(other), (await firm.figures(paid))[0]) == (("UNPAID", 0, 0, 60_00), "PAID")
    assert (await firm.credits(), await firm.lots()) == ((20_00, 0), [0, 20_00])
    house.clock.move(minutes=5)
    await house.work()
    assert house.sandbox.tamper(str(charge.intent_id))["status"] == "canceled"
    await assert_period(firm)


async def test_what_is_reserved_stays_while_there_is_enough(house: House) -> None:
    """D27: a payment under way is not released for money that is unspent."""
    firm, prepayment = await prepaid(house)
    mistaken, other = await firm.issue("30.00"), await firm.issue("100.00")
    await firm.pay(mistaken, FULL)
    charge, _ = await firm.pay(other, FULL, CREDITS, PaymentMethod.CARD)
    await void_invoice(house.services, firm.owner, mistaken, "mistake")
    await happens(firm, "dispute", prepayment, amount=30_00)
    assert (await firm.credits(), await firm.figures(other)) == ((0, 70_00), ("UNPAID", 0, 100_00, 0))
    await happens(firm, "dispute", prepayment, amount=1)
    assert (await firm.credits(), await firm.figures(other)) == ((69_99, 0), ("UNPAID", 0, 0, 100_00))
    assert (await firm.payment(charge.id)).status is PaymentStatus.RELEASED


async def test_the_invoices_it_paid_latest_first(house: House) -> None:
    """D27: due again by that part, whoever else paid them; other money of the client is untouched."""
    firm, prepayment = await prepaid(house)
    await firm.prepay("50.00")
    await note(firm, "5.00")
    a, b, c = [await firm.issue(total) for total in ("60.00", "70.00", "30.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await offline(firm, FULL, c)
    assert (await firm.credits(), await firm.lots()) == ((25_00, 0), [0, 20_00, 5_00, 0])
    opened = await happens(firm, "dispute", prepayment)
    assert await firm.figures(a) == ("UNPAID", 0, 0, 60_00)
    assert await firm.figures(b) == ("PARTIALLY_PAID", 30_00, 0, 40_00)
    assert (await firm.figures(c))[0] == "PAID"
    assert (await firm.credits(), await firm.lots(), await losses(firm)) == ((25_00, 0), [0, 20_00, 5_00, 0], 0)
    assert (await firm.client()).due == 100_00
    await happens(firm, "win", prepayment, dispute=opened["id"])
    for invoice in (a, b, c):
        assert (await firm.figures(invoice))[0] == "PAID"
    assert await firm.lots() == [0, 20_00, 5_00, 0]
    await assert_period(firm)


async def test_won_the_invoices_take_back_what_they_still_ask_for(house: House) -> None:
    """D27: paid meanwhile, or void, they do not, and it is credits."""
    firm, prepayment = await prepaid(house)
    a, b, c = [await firm.issue(total) for total in ("30.00", "30.00", "40.00")]
    for invoice in (a, b, c):
        await firm.pay(invoice, FULL)
    opened = await happens(firm, "dispute", prepayment)
    await firm.prepay("20.00")
    await firm.pay(a, "20.00")
    await void_invoice(house.services, firm.owner, b, "mistake")
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert await firm.figures(a) == ("PAID", 30_00, 0, 0)
    assert await firm.figures(b) == ("VOID", 0, 0, 0)
    assert await firm.figures(c) == ("PAID", 40_00, 0, 0)
    assert (await firm.credits(), await firm.lots()) == ((50_00, 0), [50_00, 0])
    await assert_period(firm)


async def test_taken_and_given_back_again_and_again(house: House) -> None:
    """D27: a part, then all of it, then all of it once more: each undoes its own, and nothing else."""
    firm, prepayment = await prepaid(house)
    a, b = await firm.issue("60.00"), await firm.issue("40.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    first = await happens(firm, "dispute", prepayment, amount=50_00)
    await happens(firm, "win", prepayment, dispute=first["id"])
    second = await happens(firm, "dispute", prepayment)
    for _ in range(2):
        assert (await firm.figures(a), await firm.figures(b)) == (("UNPAID", 0, 0, 60_00), ("UNPAID", 0, 0, 40_00))
        assert (await firm.credits(), await losses(firm)) == ((0, 0), 0)
        await assert_period(firm)
        await happens(firm, "win", prepayment, dispute=second["id"])
        assert [(await firm.figures(one))[0] for one in (a, b)] == ["PAID", "PAID"]
        await assert_period(firm)
        await happens(firm, "escalate", prepayment, dispute=second["id"])
    await happens(firm, "lose", prepayment, dispute=second["id"])
    assert await disputes(firm) == [("WON", 50_00, 1, 1), ("LOST", 100_00, 3, 2)]


async def test_a_card_s_payment_of_an_invoice(house: House) -> None:
    """D27, D23: the invoice is due again, the payment stays SUCCEEDED; won, it is paid again, and again."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.issue("50.00")
    charge, part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.come(charge)
    opened = await happens(firm, "dispute", charge)
    for _ in range(2):
        assert await firm.figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
        found = await firm.payment(charge.id)
        assert (found.status, found.applied, found.refunded) == (PaymentStatus.SUCCEEDED, 0, 0)
        assert (await firm.payment(part.id)).applied == 30_00
        await happens(firm, "win", charge, dispute=opened["id"])
        assert await firm.figures(invoice) == ("PAID", 50_00, 0, 0)
        await assert_period(firm)
        await happens(firm, "escalate", charge, dispute=opened["id"])


async def test_a_part_of_a_card_s_payment(house: House) -> None:
    """D27: two disputes of one payment, the second while the first lasts; the first is won, the second lost."""
    firm = await house.ready_firm()
    (card,) = await firm.pay(await firm.issue("50.00"), FULL, CARD)
    await firm.come(card)
    first = await happens(firm, "dispute", card, amount=20_00)
    second = await happens(firm, "dispute", card, amount=15_00)
    assert await firm.figures(card.invoice_id) == ("PARTIALLY_PAID", 15_00, 0, 35_00)
    await happens(firm, "win", card, dispute=first["id"])
    await happens(firm, "lose", card, dispute=second["id"])
    assert await firm.figures(card.invoice_id) == ("PARTIALLY_PAID", 35_00, 0, 15_00)
    assert await disputes(firm) == [("WON", 20_00, 1, 1), ("LOST", 15_00, 1, 0)]
    await assert_period(firm)


async def test_a_debit_that_bounces_after_it_settled(house: House) -> None:
    """D27: the bank has the last word; told with the payment, it is booked with it."""
    firm = await house.ready_firm()
    (debit,) = await firm.pay(await firm.issue("50.00"), FULL, DEBIT)
    await firm.confirm(debit, "pm_disputed_fr")
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    assert (await firm.payment(debit.id)).status is PaymentStatus.SUCCEEDED
    assert await firm.figures(debit.invoice_id) == ("UNPAID", 0, 0, 50_00)
    assert await disputes(firm) == [("LOST", 50_00, 1, 0)]
    assert [entry[:2] for entry in await firm.entries()] == [
        ("PAYMENT_RECEIVED", 50_00), ("INVOICE_PAYMENT", -50_00), ("REVERSAL", 50_00), ("DISPUTE", -50_00),
    ]  # fmt: skip
    await assert_period(firm)


async def test_late_money_is_taken_where_it_went(house: House) -> None:
    """D25, D27: a card's money that stayed as credits and paid another invoice: that one is due again."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    (card,) = await firm.pay(invoice, FULL, CARD)
    await firm.confirm(card, "pm_card_visa")
    house.sandbox.tamper(str(card.intent_id), status="canceled", amount_received=0)
    house.clock.move(minutes=61)
    await house.work()
    await void_invoice(house.services, firm.owner, invoice, "mistake")
    house.sandbox.tamper(str(card.intent_id), status="succeeded", amount_received=50_00)
    await tell(firm, card)
    assert await firm.credits() == (50_00, 0)
    other = await firm.issue("30.00")
    await firm.pay(other, FULL)
    await happens(firm, "dispute", card)
    assert (await firm.figures(other), await firm.credits()) == (("UNPAID", 0, 0, 30_00), (0, 0))
    assert (await firm.figures(invoice))[0] == "VOID"
    await assert_period(firm)


async def test_what_is_refunded_already_is_the_firms_loss(house: House) -> None:
    """D27: more than all there is: the rest is lost, in both orders of the refund and the invoice."""
    firm = await house.ready_firm()
    (card,) = await firm.pay(await firm.issue("50.00"), FULL, CARD)
    await firm.come(card)
    await refund(firm, card, "20.00")
    opened = await happens(firm, "dispute", card)
    assert (await firm.figures(card.invoice_id), await losses(firm)) == (("UNPAID", 0, 0, 50_00), 20_00)
    await assert_period(firm)
    await happens(firm, "win", card, dispute=opened["id"])
    assert (await firm.figures(card.invoice_id), await losses(firm)) == (("PARTIALLY_PAID", 30_00, 0, 20_00), 0)
    await assert_period(firm)


async def test_a_refund_that_fails_while_disputed_makes_good_the_loss(house: House) -> None:
    """D26, D27: its money is not credits while the bank has it; won, it is."""
    firm, prepayment = await prepaid(house, method="pm_card_refundFail")
    await refund(firm, prepayment, "50.00")
    opened = await at_provider(firm, "dispute", prepayment)
    await tell(firm, prepayment)
    assert (await firm.credits(), await losses(firm)) == ((0, 0), 50_00)
    house.clock.move(days=1)
    await house.sandbox.tick()
    await tell(firm, prepayment)
    assert (await refunds(firm), await firm.credits(), await losses(firm)) == ([("FAILED", 50_00, 0)], (0, 0), 0)
    await assert_period(firm)
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert (await firm.credits(), await firm.lots(), await losses(firm)) == ((100_00, 0), [100_00], 0)
    await assert_period(firm)


async def test_what_is_won_makes_good_what_another_dispute_lost(house: House) -> None:
    """D26, D27: the payer has all of it back by the second dispute: what the first gives back is the firm's."""
    firm, prepayment = await prepaid(house)
    first = await happens(firm, "dispute", prepayment, amount=50_00)
    await happens(firm, "dispute", prepayment)
    assert (await firm.credits(), await losses(firm)) == ((0, 0), 50_00)
    await happens(firm, "win", prepayment, dispute=first["id"])
    assert (await firm.credits(), await losses(firm)) == ((0, 0), 0)
    async with firm.unmoved():
        with pytest.raises(NotRefundable):
            await refund(firm, prepayment, "25.00")
    await assert_period(firm)


async def test_a_refund_under_way_fails_and_the_dispute_takes_it(house: House) -> None:
    """D26, D27: what was on its way back does not arrive: it is there to be taken, and no loss."""
    firm = await house.ready_firm()
    debit = await firm.ask_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    await refund(firm, await firm.prepayment(debit.id), "60.00")
    await happens(firm, "bounce", debit)
    assert await refunds(firm) == [("FAILED", 60_00, 0)]
    assert (await firm.credits(), await losses(firm), await disputes(firm)) == ((0, 0), 0, [("LOST", 100_00, 1, 0)])


async def test_nothing_is_refunded_of_what_the_bank_has(house: House) -> None:
    """D26, D27: neither what was taken, nor, while the provider refuses it, the rest."""
    firm, prepayment = await prepaid(house)
    await happens(firm, "dispute", prepayment, amount=40_00)
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "60.01")
    assert refusal.value.refundable.minor == 60_00
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "60.00")
    assert (await firm.credits(), await refunds(firm)) == ((60_00, 0), [("FAILED", 60_00, 0)])


async def test_one_that_lasts_is_asked_after(house: House) -> None:
    """D29: nobody has to tell that it was decided; once it is, it is asked after no more."""
    firm, prepayment = await prepaid(house)
    opened = await happens(firm, "dispute", prepayment)
    await at_provider(firm, "win", prepayment, dispute=opened["id"])
    house.clock.move(hours=7)
    await house.work()
    assert (await disputes(firm), await firm.credits()) == ([("WON", 100_00, 1, 1)], (100_00, 0))
    async with house.services.reads() as session:
        jobs = select(models.Job.subject_id).where(models.Job.kind == JobKind.SYNC_PREPAYMENT)
        assert (await session.scalars(jobs)).all() == []


async def test_money_of_a_note_is_nobodys_to_take(house: House) -> None:
    """D27, D34: an invoice paid by a note and by disputed money keeps the note's part."""
    firm, prepayment = await prepaid(house, "30.00")
    await note(firm, "20.00")
    invoice = await firm.issue("50.00")
    await firm.pay(invoice, FULL)
    opened = await happens(firm, "dispute", prepayment)
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    at = await books(firm)
    assert at == {"BILLED": 30_00, "DUE": -30_00}
    await happens(firm, "win", prepayment, dispute=opened["id"])
    assert await books(firm) == {"CASH_PROVIDER": -30_00, "REVENUE": 30_00}
    await void_invoice(firm.house.services, firm.owner, invoice, "mistake")
    assert (await firm.credits(), await firm.lots()) == ((50_00, 0), [30_00, 20_00])
    await assert_period(firm)
