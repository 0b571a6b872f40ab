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
from tests.support.firm import Firm, House
from tests.support.returns import (
    assert_period,
    at_provider,
    books,
    disputes,
    happens,
    refund,
    refunds,
    tell,
)

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD


async def prepaid(house: House, method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("100.00")
    await firm.come(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def test_within_what_is_unspent(house: House) -> None:
    """D28: no invoice is touched; told often, it is booked once; by nobody of the firm's that we know (D32)."""
    firm, prepayment = await prepaid(house)
    paid = await firm.issue("60.00")
    await firm.pay(paid, FULL)
    await happens(firm, "refund", prepayment, amount=30_00)
    assert (await firm.credits(), (await firm.figures(paid))[0]) == ((10_00, 0), "PAID")
    assert (await refunds(firm), (await firm.prepayment(prepayment.id)).refunded) == ([("SUCCEEDED", 30_00, 0)], 30_00)
    assert (await firm.entries())[-1] == ("REFUND", -30_00, 10_00)
    async with house.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.seq()))
        (found,) = (await session.scalars(select(models.Refund))).all()
    assert (event.member_id, event.client_user_id, event.client_id) == (None, None, firm.client_id)
    assert (found.operation_id, found.reason) == (None, "Refunded in the payment provider's dashboard.")
    async with firm.unmoved():
        await tell(firm, prepayment)


async def test_beyond_what_is_unspent(house: House) -> None:
    """D28, D27: what is reserved comes next, then the invoices, the latest first."""
    firm, prepayment = await prepaid(house)
    a, b, c = [await firm.issue(total) for total in ("20.00", "30.00", "90.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    charge, _ = await firm.pay(c, FULL, CREDITS, PaymentMethod.CARD)
    await happens(firm, "refund", prepayment, amount=60_00)
    assert (await firm.payment(charge.id)).status is PaymentStatus.RELEASED
    assert await firm.figures(b) == ("PARTIALLY_PAID", 20_00, 0, 10_00)
    assert (await firm.figures(a))[0] == "PAID"
    assert (await firm.credits(), await refunds(firm)) == ((0, 0), [("SUCCEEDED", 60_00, 0)])
    await happens(firm, "refund", prepayment, amount=40_00)
    assert [await firm.figures(one) for one in (a, b)] == [("UNPAID", 0, 0, 20_00), ("UNPAID", 0, 0, 30_00)]
    await assert_period(firm)


async def test_of_a_card_s_payment_and_its_invoice_is_void_by_then(house: House) -> None:
    """D28, D21: the firm refunds there, the invoice is due again, and can be voided."""
    firm = await house.ready_firm()
    (card,) = await firm.pay(await firm.issue("50.00"), FULL, CARD)
    await firm.come(card)
    await happens(firm, "refund", card)
    assert await firm.figures(card.invoice_id) == ("UNPAID", 0, 0, 50_00)
    await void_invoice(house.services, firm.owner, card.invoice_id, "mistake")
    assert (await firm.credits(), await books(firm)) == ((0, 0), {})


async def test_one_that_fails_is_back_where_it_was(house: House) -> None:
    """D28, D26: on the invoices that it had been taken off, in reverse, what they still ask for."""
    firm, prepayment = await prepaid(house, "pm_card_refundFail")
    a, b = [await firm.issue(total) for total in ("60.00", "40.00")]
    for invoice in (a, b):
        await firm.pay(invoice, FULL)
    await happens(firm, "refund", prepayment, amount=70_00)
    assert [await firm.figures(one) for one in (a, b)] == [
        ("PARTIALLY_PAID", 30_00, 0, 30_00), ("UNPAID", 0, 0, 40_00),
    ]  # fmt: skip
    await void_invoice(house.services, firm.owner, b, "mistake")
    house.clock.move(days=1)
    await house.sandbox.tick()
    await tell(firm, prepayment)
    assert (await firm.figures(a))[0] == "PAID"
    assert (await firm.credits(), await refunds(firm)) == ((40_00, 0), [("FAILED", 70_00, 0)])
    await assert_period(firm)


async def test_what_is_with_the_payers_bank_is_lost(house: House) -> None:
    """D27, D28: disputed, given back to credits by nobody, and refunded there all the same: the firm's loss."""
    firm, prepayment = await prepaid(house, "pm_card_refundFail")
    paid = await firm.issue("100.00")
    await firm.pay(paid, FULL)
    await happens(firm, "refund", prepayment, amount=80_00)
    await happens(firm, "dispute", prepayment, amount=50_00)
    assert ((await books(firm))["LOSS"], await disputes(firm)) == (-30_00, [("OPEN", 50_00, 1, 0)])
    await assert_period(firm)
    house.clock.move(days=1)
    await house.sandbox.tick()
    await tell(firm, prepayment)
    at = await books(firm)
    assert ("LOSS" in at, await firm.credits(), (await firm.figures(paid))[1]) == (False, (0, 0), 50_00)
    await assert_period(firm)


async def test_one_that_failed_before_we_heard_of_it(house: House) -> None:
    """D28: nothing was given back, so there is nothing to book."""
    firm, prepayment = await prepaid(house)
    made = await at_provider(firm, "refund", prepayment, amount=30_00)
    await at_provider(firm, "fail_refund", prepayment, refund=made["id"])
    async with firm.unmoved():
        await tell(firm, prepayment)
    assert await refunds(firm) == []


async def test_ours_and_theirs_at_the_same_time(house: House) -> None:
    """D26, D28: each is booked as what it is."""
    firm, prepayment = await prepaid(house)
    await at_provider(firm, "refund", prepayment, amount=30_00)
    await refund(firm, prepayment, "50.00")
    await tell(firm, prepayment)
    assert await refunds(firm) == [("SUCCEEDED", 50_00, 0), ("SUCCEEDED", 30_00, 0)]
    assert ((await firm.credits()), (await firm.prepayment(prepayment.id)).refunded) == ((20_00, 0), 80_00)


async def test_the_job_books_ours_while_its_answer_is_lost(house: House) -> None:
    """D29, D30: found by our own id: one refund, not one of ours and one of theirs."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    house.sandbox.faults.clear()
    await tell(firm, prepayment)
    assert await refunds(firm) == [("SUCCEEDED", 50_00, 0)]
    assert await firm.credits() == (50_00, 0)


async def test_one_that_we_gave_up_and_that_was_made_after_all(house: House) -> None:
    """D25, D28: the money went, so it is booked, whatever we had believed."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    house.sandbox.faults.clear()
    (event,) = house.sandbox.events(kind="refund.created")
    made = event["data"]["object"]
    house.sandbox.tamper(made["id"], metadata={}, payment_intent="pi_elsewhere")
    house.clock.move(hours=23)
    await house.work()
    assert (await refunds(firm), await firm.credits()) == ([("FAILED", 50_00, 0)], (100_00, 0))
    house.sandbox.tamper(made["id"], metadata=made["metadata"], payment_intent=made["payment_intent"])
    for _ in range(2):
        await tell(firm, prepayment)
        assert sorted(await refunds(firm)) == [("FAILED", 50_00, 0), ("SUCCEEDED", 50_00, 0)]
        assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((50_00, 0), 50_00)


@pytest.mark.parametrize("what", ["refund", "dispute"])
async def test_of_another_currency_it_is_for_a_person_to_look_at(house: House, what: str) -> None:
    """D11: nothing is booked, somebody is told."""
    firm, prepayment = await prepaid(house)
    made = await at_provider(firm, what, prepayment, amount=30_00)
    house.sandbox.tamper(made["id"], currency="usd")
    async with firm.unmoved():
        await tell(firm, prepayment)
    async with house.services.reads() as session:
        alerts = await session.scalars(select(models.Alert.kind).where(models.Alert.subject_id == prepayment.id))
        assert alerts.all() == [f"{what}.mismatch"]


async def alerts_of(house: House) -> list[str]:
    async with house.services.reads() as session:
        return list(await session.scalars(select(models.Alert.kind).order_by(models.Alert.id)))


async def test_one_that_is_never_answered_is_for_a_person(house: House) -> None:
    """P5: what became of it is not known for half an hour: somebody is told, once; its money stays set aside."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", method="*", times=1_000))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "50.00")
    house.clock.move(minutes=29)
    await house.work()
    assert await alerts_of(house) == []
    for _ in range(2):
        house.clock.move(minutes=6)
        await house.work()
        assert await alerts_of(house) == ["refund.slow"]
    assert await firm.credits() == (50_00, 50_00)
    house.sandbox.faults.clear()
    house.clock.move(minutes=6)
    await house.work()
    assert (await firm.credits(), await refunds(firm)) == ((50_00, 0), [("SUCCEEDED", 50_00, 0)])


async def test_one_that_a_bank_never_ends_is_for_a_person(house: House) -> None:
    """P5: a debit's refund takes days; after a fortnight somebody is told."""
    firm = await house.ready_firm()
    debit = await firm.ask_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    await refund(firm, await firm.prepayment(debit.id), "60.00")
    for days, told in ((13, []), (2, ["refund.slow"])):
        house.clock.move(days=days)
        await house.work()
        assert await alerts_of(house) == told
    assert await refunds(firm) == [("PROCESSING", 60_00, 0)]
