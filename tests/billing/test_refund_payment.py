"""What a payment brought goes back: to its payer, or to the credits that it came from (D26)."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access.policy import Denied
from billing.errors import (
    IdempotencyConflict,
    InvalidAmount,
    NotFound,
    NotRefundable,
    ProviderRefused,
    ProviderUnavailable,
)
from billing.invoices.void_invoice import void_invoice
from billing.payments import refund_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.payments.refund_payment import RefundPayment
from models import FirmRole, MemberRight, PaymentMethod, RefundStatus
from sandbox import Fault
from tests.ledger.conftest import Journal
from tests.support.firm import Firm, House
from tests.support.returns import (
    assert_period,
    at_provider,
    books,
    happens,
    note,
    offline,
    refund,
    refund_now,
    refunds,
    release,
    tell,
)

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def by_card(firm: Firm, total: str = "50.00", method: str = "pm_card_visa") -> models.Payment:
    """A card's payment of a whole invoice, settled."""
    (payment,) = await firm.pay(await firm.issue(total), FULL, CARD)
    await firm.come(payment, method)
    return await firm.payment(payment.id)


async def by_debit(firm: Firm, total: str = "50.00") -> models.Payment:
    """A debit's: its refunds take days."""
    (payment,) = await firm.pay(await firm.issue(total), FULL, DEBIT)
    await firm.confirm(payment, "pm_success_fr")
    firm.house.clock.move(minutes=5)
    await firm.house.sandbox.tick()
    await firm.house.work()
    return await firm.payment(payment.id)


async def applied(firm: Firm, payment: models.Payment) -> tuple[str, int, int]:
    """Status, what is on the invoice, what was refunded."""
    found = await firm.payment(payment.id)
    return found.status.value, found.applied, found.refunded


async def test_a_card_s_goes_to_the_payer(house: House) -> None:
    """D26, D23, D34: the invoice is due again by that part, and its earnings are not; the payment stays SUCCEEDED."""
    firm = await house.ready_firm()
    payment = await by_card(firm)
    journal = Journal(firm)
    await journal.new()
    made = await refund(firm, payment, "20.00")
    assert (made.status, made.payment_id) == (RefundStatus.SUCCEEDED, payment.id)
    assert await journal.new() == [
        ("DUE", "LOT", 20_00),
        ("REVENUE", "BILLED", 20_00),
        ("LOT", "HELD", 20_00),
        ("HELD", "CASH_PROVIDER", 20_00),
    ]
    assert await firm.figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await applied(firm, payment), await firm.credits()) == (("SUCCEEDED", 30_00, 20_00), (0, 0))
    await refund(firm, payment, "30.00")
    assert await firm.figures(payment.invoice_id) == ("UNPAID", 0, 0, 50_00)
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, payment, "0.01")
    assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (0, ())
    await firm.pay(payment.invoice_id, FULL, CARD)
    await assert_period(firm)


async def test_one_from_credits_goes_to_credits(house: House) -> None:
    """D26: at once, nothing is sent, the last taken first, each to the money it came from; the invoice is due again."""
    firm = await house.ready_firm()
    for amount in ("10.00", "20.00", "30.00"):
        await firm.prepay(amount)
    invoice = await firm.issue("45.00")
    (payment,) = await firm.pay(invoice, FULL)
    made = await refund(firm, payment, "18.00")
    assert (made.status, made.connection_id, made.settled_at) == (RefundStatus.SUCCEEDED, None, house.clock())
    assert (await firm.lots(), await firm.credits()) == ([0, 3_00, 30_00], (33_00, 0))
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 27_00, 0, 18_00)
    assert (await firm.entries())[-1] == ("REVERSAL", 18_00, 33_00)
    await refund(firm, payment, "27.00")
    assert (await firm.lots(), await applied(firm, payment)) == ([10_00, 20_00, 30_00], ("SUCCEEDED", 0, 45_00))
    assert house.sandbox.events(kind="refund.created") == []
    async with firm.unmoved():
        with pytest.raises(NotRefundable):
            await refund(firm, payment, "0.01")
    await assert_period(firm)


async def test_what_a_note_paid_is_a_note_again(house: House) -> None:
    """D26, D34: of a payment by note and money, the last taken comes back first, as what it was."""
    firm = await house.ready_firm()
    await note(firm, "20.00")
    house.clock.move(minutes=1)
    await firm.prepay("30.00")
    (payment,) = await firm.pay(await firm.issue("40.00"), FULL)
    await refund(firm, payment, "25.00")
    assert await firm.lots() == [5_00, 30_00]
    assert await books(firm) == {
        "CASH_PROVIDER": -30_00, "LOT": 35_00, "DUE": -25_00, "BILLED": 25_00, "NOTES": -5_00,
    }  # fmt: skip
    await assert_period(firm)


async def test_a_note_is_never_paid_out(house: House) -> None:
    """D26: what a note paid goes back to credits, not to anybody's bank."""
    firm = await house.ready_firm()
    await note(firm, "20.00")
    (payment,) = await firm.pay(await firm.issue("20.00"), FULL)
    made = await refund(firm, payment, "20.00")
    assert (made.connection_id, await firm.lots()) == (None, [20_00])
    assert house.sandbox.events(kind="refund.created") == []


async def test_offline_money_is_only_recorded(house: House) -> None:
    """D22: refunding it records that it was given back; nothing is sent."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    recorded = await offline(firm, "50.00", invoice)
    assert recorded.payment_id is not None
    payment = await firm.payment(recorded.payment_id)
    made = await refund(firm, payment, "20.00")
    assert (made.status, made.connection_id) == (RefundStatus.SUCCEEDED, None)
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await books(firm))["CASH_OFFLINE"] == -30_00
    assert (await applied(firm, payment), await firm.credits()) == (("SUCCEEDED", 30_00, 20_00), (0, 0))
    assert house.sandbox.events(kind="refund.created") == []
    await assert_period(firm)


async def test_two_parts_that_paid_together(house: House) -> None:
    """D16, D26: 30 from credits and 20 by card are refunded each the way it came."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.issue("50.00")
    card, part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.come(card)
    async with firm.unmoved():
        with pytest.raises(NotRefundable):
            await refund(firm, card, "20.01")
    await refund(firm, card, "20.00")
    await refund(firm, part, "10.00")
    assert await firm.figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    assert (await firm.credits(), await firm.lots()) == ((10_00, 0), [10_00, 0])


@pytest.mark.parametrize("end", ["canceled", "declined"])
async def test_before_it_settled_there_is_nothing_to_give_back(house: House, end: str) -> None:
    """D23, D26: neither of a payment under way nor of one that ended without money."""
    firm = await house.ready_firm()
    await firm.prepay("30.00")
    card, part = await firm.pay(await firm.issue("50.00"), FULL, CREDITS, PaymentMethod.CARD)
    if end == "declined":
        await firm.come(card, "pm_card_visa_chargeDeclined")
    for _ in range(2):
        async with firm.unmoved():
            for one in (card, part):
                with pytest.raises(NotRefundable) as refusal:
                    await refund(firm, one, "1.00")
                assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (0, ())
        if end == "canceled":
            await cancel_payment(house.services, firm.client_user, card.id)


async def test_a_debits_is_reserved_at_once(house: House) -> None:
    """D26: due again at once, the money is set aside, and done when the provider says so, days later."""
    firm = await house.ready_firm()
    payment = await by_debit(firm)
    made = await refund(firm, payment, "20.00")
    assert made.status is RefundStatus.PROCESSING
    assert await firm.figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await firm.credits(), await applied(firm, payment)) == ((0, 20_00), ("SUCCEEDED", 30_00, 0))
    house.clock.move(days=2)
    await house.sandbox.tick()
    await house.work()
    assert (await firm.credits(), await applied(firm, payment)) == ((0, 0), ("SUCCEEDED", 30_00, 20_00))
    assert await refunds(firm) == [("SUCCEEDED", 20_00, 0)]


async def test_one_that_fails_is_on_its_invoice_again(house: House) -> None:
    """D26: it returns where it was, the invoice included."""
    firm = await house.ready_firm()
    payment = await by_debit(firm)
    made = await refund(firm, payment, "20.00")
    await happens(firm, "fail_refund", payment, refund=str(made.provider_refund_id))
    assert (await refund_now(firm, made.id)).status is RefundStatus.FAILED
    assert await firm.figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), await applied(firm, payment)) == ((0, 0), ("SUCCEEDED", 50_00, 0))
    again = await refund(firm, payment, "50.00")
    await happens(firm, "fail_refund", payment, refund=str(again.provider_refund_id))
    assert await firm.figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    await assert_period(firm)


@pytest.mark.parametrize("meanwhile", ["void", "paid", "partly paid"])
async def test_one_that_fails_for_an_invoice_that_does_not_ask_any_more(house: House, meanwhile: str) -> None:
    """D25, D26: up to what the invoice still asks for; what it does not is credits."""
    firm = await house.ready_firm()
    payment = await by_debit(firm)
    made = await refund(firm, payment, "50.00")
    if meanwhile == "void":
        await void_invoice(house.services, firm.owner, payment.invoice_id, "mistake")
    else:
        await firm.prepay("50.00")
        await firm.pay(payment.invoice_id, "50.00" if meanwhile == "paid" else "30.00")
    before = (await firm.credits())[0]
    await happens(firm, "fail_refund", payment, refund=str(made.provider_refund_id))
    back_on = 20_00 if meanwhile == "partly paid" else 0
    assert await firm.credits() == (before + 50_00 - back_on, 0)
    assert await applied(firm, payment) == ("SUCCEEDED", back_on, 0)
    status = "VOID" if meanwhile == "void" else "PAID"
    assert (await firm.figures(payment.invoice_id))[0] == status
    await assert_period(firm)


async def test_what_is_unspent_goes_first(house: House) -> None:
    """D26: of money of which a part is credits, the invoice keeps its part as long as it can."""
    firm = await house.ready_firm()
    payment = await by_debit(firm)
    made = await refund(firm, payment, "50.00")
    await firm.prepay("30.00")
    await firm.pay(payment.invoice_id, "30.00")
    await happens(firm, "fail_refund", payment, refund=str(made.provider_refund_id))
    assert await applied(firm, payment) == ("SUCCEEDED", 20_00, 0)
    await refund(firm, payment, "35.00")
    assert await applied(firm, payment) == ("SUCCEEDED", 15_00, 0)
    assert await firm.figures(payment.invoice_id) == ("PARTIALLY_PAID", 45_00, 0, 5_00)
    assert await firm.credits() == (0, 35_00)


async def test_late_money_is_refunded(house: House) -> None:
    """D24, D26: money that came for an invoice and stayed as credits goes back, up to what is unspent of it."""
    firm = await house.ready_firm()
    (payment,) = await firm.pay(await firm.issue("50.00"), FULL, DEBIT)
    await firm.come(payment, "pm_success_fr")
    await release(firm, payment)
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    assert await firm.credits() == (50_00, 0)
    other = await firm.issue("15.00")
    (user,) = await firm.pay(other, FULL)
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, payment, "35.01")
    assert refusal.value.refundable.minor == 35_00
    assert [(use.payment_id, use.amount) for use in refusal.value.blocked_by] == [(user.id, 15_00)]
    await refund(firm, payment, "35.00")
    house.clock.move(days=2)
    await house.sandbox.tick()
    await house.work()
    assert (await firm.credits(), await applied(firm, payment)) == ((0, 0), ("RELEASED", 0, 35_00))
    await assert_period(firm)


@pytest.mark.parametrize("amount", ["0", "-1", "1.001"])
async def test_amounts_that_cannot_be(house: House, amount: str) -> None:
    """D10, D11: refused, never rounded; nothing moved."""
    firm = await house.ready_firm()
    payment = await by_card(firm)
    async with firm.unmoved():
        with pytest.raises(InvalidAmount):
            await refund(firm, payment, amount)


async def test_the_provider_refuses(house: House) -> None:
    """D26, D30: the invoice is paid as before, the key is free."""
    firm = await house.ready_firm()
    payment = await by_card(firm)
    await at_provider(firm, "balance", payment, empty="true")
    with pytest.raises(ProviderRefused):
        await refund(firm, payment, "20.00", key="once")
    assert await firm.figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), await applied(firm, payment)) == ((0, 0), ("SUCCEEDED", 50_00, 0))
    await at_provider(firm, "balance", payment, empty="false")
    await refund(firm, payment, "20.00", key="once")
    assert await refunds(firm) == [("FAILED", 20_00, 0), ("SUCCEEDED", 20_00, 0)]


async def test_a_lost_answer_and_the_same_key(house: House) -> None:
    """D30: one refund at the provider, however often it is asked for."""
    firm = await house.ready_firm()
    payment = await by_card(firm)
    for when in ("before", "after"):
        house.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))
        with pytest.raises(ProviderUnavailable):
            await refund(firm, payment, "20.00", key="once")
        house.sandbox.faults.clear()
        assert await firm.figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    made = await refund(firm, payment, "20.00", key="once")
    assert made.status is RefundStatus.SUCCEEDED
    assert len(house.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("kind", ["card", "credits", "offline"])
async def test_one_key(house: House, kind: str) -> None:
    """D30: twelve at the same moment are one refund; again later: the same, told so; another wish is a conflict."""
    firm = await house.ready_firm()
    invoice = await firm.issue("50.00")
    if kind == "offline":
        await offline(firm, "50.00", invoice)
    else:
        await firm.prepay("50.00")
        (payment,) = await firm.pay(invoice, FULL, CARD if kind == "card" else CREDITS)
        if kind == "card":
            await firm.come(payment)
    async with house.services.reads() as session:
        payment = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).one()
    wish = RefundPayment(payment.id, Decimal(10), "not needed", "once")
    made = await asyncio.gather(*(refund_payment.refund_payment(house.services, firm.owner, wish) for _ in range(12)))
    assert len({one.refund_id for one in made}) == 1
    assert (await firm.payment(payment.id)).refunded == 10_00
    async with firm.unmoved():
        again = await refund_payment.refund_payment(house.services, firm.owner, wish)
        assert (again.replayed, again.refund_id, again.invoice_id) == (True, made[0].refund_id, invoice)
        with pytest.raises(IdempotencyConflict):
            await refund(firm, payment, "11.00", key="once")


async def test_who_may(house: House) -> None:
    """Roles: MANAGE_PAYMENTS, for clients that they see; a client's user never; another firm's does not exist."""
    firm = await house.ready_firm()
    payment = await by_card(firm)
    other = await house.ready_firm(name="Other")
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    blind = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.unmoved():
        for viewer in (firm.client_user, plain):
            with pytest.raises(Denied):
                await refund(firm, payment, "1.00", viewer=viewer)
        for stranger in (blind, other.owner):
            with pytest.raises(NotFound):
                await refund(firm, payment, "1.00", viewer=stranger)
    await firm.assign(blind, firm.client_id)
    await refund(firm, payment, "1.00", viewer=blind)
    await tell(firm, payment)
    assert await refunds(firm) == [("SUCCEEDED", 1_00, 0)]
