"""Refunds and disputes of the same money, in whatever order they happen and are heard of (D26 to D28)."""

from __future__ import annotations

import pytest

import gateway
import models
from billing.charges import lifecycle
from billing.charges import refunds as booking
from billing.errors import InvalidAmount, ProviderUnavailable
from billing.payments.allocation import AmountChoice, PaymentSource
from models import JobKind
from money import Money
from sandbox import Fault
from tests.support.firm import Firm, House
from tests.support.returns import assert_period, at_provider, books, disputes, happens, refund, refunds, tell

FULL = AmountChoice.FULL
CARD = PaymentSource.CARD


async def prepaid(house: House, method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("100.00")
    await firm.come(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def losses(firm: Firm) -> int:
    return -(await books(firm)).get("LOSS", 0)


async def test_refunded_while_the_bank_only_asked(house: House) -> None:
    """D27: 100 prepaid, 50 refunded, 100 disputed is a loss of 50, and won, none: also where the dispute is older."""
    firm, prepayment = await prepaid(house)
    asked = await at_provider(firm, "inquire", prepayment)
    house.clock.move(seconds=5)
    await at_provider(firm, "refund", prepayment, amount=50_00)
    await happens(firm, "escalate", prepayment, dispute=asked["id"])
    assert (await losses(firm), await firm.credits()) == (50_00, (0, 0))
    await assert_period(firm)
    await happens(firm, "win", prepayment, dispute=asked["id"])
    assert (await losses(firm), await firm.credits()) == (0, (50_00, 0))
    await assert_period(firm)


async def test_an_invoice_s_money_refunded_while_the_bank_only_asked(house: House) -> None:
    """D27: won, the invoice takes back what the firm has, and not what the payer has."""
    firm = await house.ready_firm()
    (card,) = await firm.pay(await firm.issue("100.00"), FULL, CARD)
    await firm.come(card)
    asked = await at_provider(firm, "inquire", card)
    house.clock.move(seconds=5)
    await at_provider(firm, "refund", card, amount=50_00)
    await happens(firm, "escalate", card, dispute=asked["id"])
    assert (await losses(firm), await firm.figures(card.invoice_id)) == (50_00, ("UNPAID", 0, 0, 100_00))
    await happens(firm, "win", card, dispute=asked["id"])
    assert await firm.figures(card.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    assert (await losses(firm), await firm.credits()) == (0, (0, 0))
    await assert_period(firm)


async def test_what_one_bank_gives_back_makes_good_what_another_took(house: House) -> None:
    """D27: two disputes of money of which half was refunded: the loss is what went out beyond it, whichever is won."""
    firm, prepayment = await prepaid(house)
    await happens(firm, "refund", prepayment, amount=50_00)
    first = await happens(firm, "dispute", prepayment, amount=60_00)
    second = await happens(firm, "dispute", prepayment, amount=40_00)
    assert (await losses(firm), await firm.credits()) == (50_00, (0, 0))
    await happens(firm, "win", prepayment, dispute=first["id"])
    assert (await losses(firm), await firm.credits()) == (0, (10_00, 0))
    await assert_period(firm)
    await happens(firm, "win", prepayment, dispute=second["id"])
    assert (await losses(firm), await firm.credits()) == (0, (50_00, 0))
    await assert_period(firm)
    await happens(firm, "escalate", prepayment, dispute=first["id"])
    assert (await losses(firm), await firm.credits()) == (10_00, (0, 0))
    await assert_period(firm)


async def test_a_refund_that_cannot_be_told_hides_nothing_else(house: House) -> None:
    """D27, D29: the provider answers one refund with the same error again and again; what else happened is booked."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("error", path="/refunds$"))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00")
    await happens(firm, "refund", prepayment, amount=30_00)
    assert (await firm.credits(), await refunds(firm)) == (
        (60_00, 10_00), [("CREATING", 10_00, 0), ("SUCCEEDED", 30_00, 0)],
    )  # fmt: skip
    await happens(firm, "dispute", prepayment, amount=60_00)
    assert (await firm.credits(), await disputes(firm)) == ((0, 10_00), [("OPEN", 60_00, 1, 0)])
    await assert_period(firm)


async def test_the_same_money_refunded_here_and_there(house: House) -> None:
    """D26, D28: ours was not made, theirs was: what ours had set aside is what theirs gave back, and no credits."""
    firm, prepayment = await prepaid(house)
    pause = house.sandbox.faults.add(Fault("drop", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "100.00")
    assert not pause.times
    await happens(firm, "refund", prepayment)
    assert await refunds(firm) == [("FAILED", 100_00, 0), ("SUCCEEDED", 100_00, 0)]
    assert (await firm.credits(), await losses(firm)) == ((0, 0), 0)
    await assert_period(firm)


@pytest.mark.parametrize(("currency", "country", "amount"), [("KWD", "KW", "10.005"), ("MGA", "MG", "10.50")])
async def test_what_the_provider_cannot_count_is_not_refunded(
    house: House, currency: str, country: str, amount: str
) -> None:
    """D10, D11, D26: refused before anything is set aside: the provider has no such sum, and never will have."""
    firm = await house.ready_firm(currency=currency, country=country)
    prepayment = await firm.ask_prepayment("5000")
    await firm.come(prepayment)
    (card,) = await firm.pay(await firm.issue("5000"), FULL, CARD)
    await firm.come(card)
    for charge in (prepayment, card):
        async with firm.unmoved():
            with pytest.raises(InvalidAmount):
                await refund(firm, charge, amount)
        await refund(firm, charge, "10")
    assert [status for status, _, _ in await refunds(firm)] == ["SUCCEEDED"] * 2


async def test_a_loss_made_good_and_the_refund_fails_after_all(house: House) -> None:
    """D26, D27: what made good the loss of a refund is the client's again when that refund comes back."""
    firm, prepayment = await prepaid(house, "pm_card_refundFail")
    asked = await at_provider(firm, "inquire", prepayment)
    house.clock.move(seconds=5)
    await at_provider(firm, "refund", prepayment, amount=50_00)
    await happens(firm, "escalate", prepayment, dispute=asked["id"])
    await happens(firm, "win", prepayment, dispute=asked["id"])
    assert await firm.entries() == [
        ("PREPAYMENT", 100_00, 100_00),
        ("DISPUTE", -100_00, 0),
        ("DISPUTE", 100_00, 100_00),
        ("REFUND", -50_00, 50_00),
    ]
    assert await refunds(firm) == [("SUCCEEDED", 50_00, 0)]
    house.clock.move(days=1)
    await house.sandbox.tick()
    await tell(firm, prepayment)
    assert (await refunds(firm), (await firm.prepayment(prepayment.id)).refunded) == ([("FAILED", 50_00, 0)], 0)
    assert (await firm.entries())[-1] == ("REVERSAL", 50_00, 100_00)
    assert (await losses(firm), await firm.lots()) == (0, [100_00])
    await assert_period(firm)


@pytest.mark.parametrize("end", [gateway.RefundStatus.SUCCEEDED, gateway.RefundStatus.FAILED])
async def test_a_refund_on_its_way_beyond_what_the_bank_left(house: House, end: gateway.RefundStatus) -> None:
    """D26, D27: the invoice takes back what is not on its way to the payer; what does not arrive there is credits."""
    firm = await house.ready_firm()
    (card,) = await firm.pay(await firm.issue("100.00"), FULL, CARD)
    await firm.come(card)
    opened = await happens(firm, "dispute", card)
    asked = await lifecycle.look_up(house.services, JobKind.SYNC_PAYMENT, firm.id, card.id)

    async def told(status: gateway.RefundStatus) -> None:
        amount = Money(50_00, firm.currency)
        truth = gateway.Refund("re_theirs", None, amount, status, None, None, house.clock())
        await booking.record(house.services, asked, truth)

    await told(gateway.RefundStatus.PENDING)
    assert await refunds(firm) == [("PROCESSING", 50_00, 50_00)]
    await happens(firm, "win", card, dispute=opened["id"])
    assert (await refunds(firm), await firm.credits()) == ([("PROCESSING", 50_00, 0)], (0, 50_00))
    assert await firm.figures(card.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    await told(end)
    failed = end is gateway.RefundStatus.FAILED
    assert (await firm.credits(), await losses(firm)) == ((50_00, 0) if failed else (0, 0), 0)
    assert await firm.figures(card.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    await assert_period(firm)
