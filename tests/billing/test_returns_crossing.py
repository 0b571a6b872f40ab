"""Refunds and disputes of the same money, in whatever order they happen and are heard of (D26 to D28)."""

from __future__ import annotations

import models
from billing.amounts import AmountChoice, PaymentSource
from tests.support.firm import Firm, House
from tests.support.returns import assert_period, at_provider, books, happens

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
