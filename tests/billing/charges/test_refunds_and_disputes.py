"""Refunds and disputes of the same money, in any order (D26 to D28)."""

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

FULL = AmountChoice.FULL
CARD = PaymentSource.CARD


async def create_prepayment(app: AppHarness, method: str = "pm_card_visa") -> tuple[Firm, models.Prepayment]:
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, method)
    return firm, await firm.prepayment(prepayment.id)


async def write_offs(firm: Firm) -> int:
    return -(await account_balances(firm)).get("WRITE_OFFS", 0)


async def test_refund_during_inquiry(app: AppHarness) -> None:
    """D27: 100 prepaid, 50 refunded, 100 disputed: a loss of 50; won: none. Also if the dispute began as an inquiry."""
    firm, prepayment = await create_prepayment(app)
    inquiry = await run_control(firm, "inquire", prepayment)
    app.clock.advance(seconds=5)
    await run_control(firm, "refund", prepayment, amount=50_00)
    await act_and_deliver(firm, "escalate", prepayment, dispute=inquiry["id"])
    assert (await write_offs(firm), await firm.credits()) == (50_00, (0, 0))
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", prepayment, dispute=inquiry["id"])
    assert (await write_offs(firm), await firm.credits()) == (0, (50_00, 0))
    await assert_money_report_balances(firm)


async def test_invoice_payment_refunded_during_inquiry(app: AppHarness) -> None:
    """D27: after a win the invoice is paid by what the firm has, not by what was refunded."""
    firm = await app.create_ready_firm()
    (card_payment,) = await firm.pay(await firm.create_invoice("100.00"), FULL, CARD)
    await firm.settle_charge(card_payment)
    inquiry = await run_control(firm, "inquire", card_payment)
    app.clock.advance(seconds=5)
    await run_control(firm, "refund", card_payment, amount=50_00)
    await act_and_deliver(firm, "escalate", card_payment, dispute=inquiry["id"])
    assert (await write_offs(firm), await firm.invoice_figures(card_payment.invoice_id)) == (
        50_00,
        ("UNPAID", 0, 0, 100_00),
    )
    await act_and_deliver(firm, "win", card_payment, dispute=inquiry["id"])
    assert await firm.invoice_figures(card_payment.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    assert (await write_offs(firm), await firm.credits()) == (0, (0, 0))
    await assert_money_report_balances(firm)


async def test_won_dispute_after_a_refund_recovers_the_loss(app: AppHarness) -> None:
    """D27: two disputes of money of which half was refunded: the loss is what left beyond what arrived."""
    firm, prepayment = await create_prepayment(app)
    await act_and_deliver(firm, "refund", prepayment, amount=50_00)
    first = await act_and_deliver(firm, "dispute", prepayment, amount=60_00)
    second = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    assert (await write_offs(firm), await firm.credits()) == (50_00, (0, 0))
    await act_and_deliver(firm, "win", prepayment, dispute=first["id"])
    assert (await write_offs(firm), await firm.credits()) == (0, (10_00, 0))
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "win", prepayment, dispute=second["id"])
    assert (await write_offs(firm), await firm.credits()) == (0, (50_00, 0))
    await assert_money_report_balances(firm)
    await act_and_deliver(firm, "escalate", prepayment, dispute=first["id"])
    assert (await write_offs(firm), await firm.credits()) == (10_00, (0, 0))
    await assert_money_report_balances(firm)


async def test_refund_that_cannot_be_fetched_does_not_block_others(app: AppHarness) -> None:
    """D27, D29: the provider answers one refund with the same error each time; everything else is recorded."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("error", path="/refunds$"))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00")
    await act_and_deliver(firm, "refund", prepayment, amount=30_00)
    assert (await firm.credits(), await refund_figures(firm)) == (
        (60_00, 10_00), [("CREATING", 10_00, 0), ("SUCCEEDED", 30_00, 0)],
    )  # fmt: skip
    await act_and_deliver(firm, "dispute", prepayment, amount=60_00)
    assert (await firm.credits(), await dispute_figures(firm)) == ((0, 10_00), [("OPEN", 60_00, 1, 0)])
    await assert_money_report_balances(firm)


async def test_failed_refund_and_dashboard_refund_of_the_same_money(app: AppHarness) -> None:
    """D26, D28: ours was not created, the dashboard's was: the reserved money pays for the latter."""
    firm, prepayment = await create_prepayment(app)
    fault = app.sandbox.faults.add(Fault("drop", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "100.00")
    assert not fault.times
    await act_and_deliver(firm, "refund", prepayment)
    assert await refund_figures(firm) == [("FAILED", 100_00, 0), ("SUCCEEDED", 100_00, 0)]
    assert (await firm.credits(), await write_offs(firm)) == ((0, 0), 0)
    await assert_money_report_balances(firm)


@pytest.mark.parametrize(("currency", "country", "amount"), [("KWD", "KW", "10.005"), ("MGA", "MG", "10.50")])
async def test_refund_must_be_in_the_providers_units(app: AppHarness, currency: str, country: str, amount: str) -> None:
    """D10, D11, D26: refused before anything is reserved: the provider cannot represent the amount."""
    firm = await app.create_ready_firm(currency=currency, country=country)
    prepayment = await firm.start_prepayment("5000")
    await firm.settle_charge(prepayment)
    (card_payment,) = await firm.pay(await firm.create_invoice("5000"), FULL, CARD)
    await firm.settle_charge(card_payment)
    for payment in (prepayment, card_payment):
        async with firm.assert_unchanged():
            with pytest.raises(InvalidAmount):
                await refund(firm, payment, amount)
        await refund(firm, payment, "10")
    assert [status for status, _, _ in await refund_figures(firm)] == ["SUCCEEDED"] * 2


async def test_refund_fails_after_its_loss_was_recovered(app: AppHarness) -> None:
    """D26, D27: what covered the refund's loss is the client's again."""
    firm, prepayment = await create_prepayment(app, "pm_card_refundFail")
    inquiry = await run_control(firm, "inquire", prepayment)
    app.clock.advance(seconds=5)
    await run_control(firm, "refund", prepayment, amount=50_00)
    await act_and_deliver(firm, "escalate", prepayment, dispute=inquiry["id"])
    await act_and_deliver(firm, "win", prepayment, dispute=inquiry["id"])
    assert await firm.credit_entries() == [
        ("PREPAYMENT", 100_00, 100_00),
        ("DISPUTE", -100_00, 0),
        ("DISPUTE", 100_00, 100_00),
        ("REFUND", -50_00, 50_00),
    ]
    assert await refund_figures(firm) == [("SUCCEEDED", 50_00, 0)]
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await deliver_webhook(firm, prepayment)
    assert (await refund_figures(firm), (await firm.prepayment(prepayment.id)).refunded) == ([("FAILED", 50_00, 0)], 0)
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 50_00, 100_00)
    assert (await write_offs(firm), await firm.lot_balances()) == (0, [100_00])
    await assert_money_report_balances(firm)


@pytest.mark.parametrize("final_status", [gateway.RefundStatus.SUCCEEDED, gateway.RefundStatus.FAILED])
async def test_pending_dashboard_refund_of_disputed_money(app: AppHarness, final_status: gateway.RefundStatus) -> None:
    """D26, D27: after a win the invoice takes back what is not being refunded; a failed refund becomes credits."""
    firm = await app.create_ready_firm()
    (card_payment,) = await firm.pay(await firm.create_invoice("100.00"), FULL, CARD)
    await firm.settle_charge(card_payment)
    dispute = await act_and_deliver(firm, "dispute", card_payment)
    context = await lifecycle.load_context(app.services, JobKind.SYNC_PAYMENT, firm.id, card_payment.id)

    async def apply_refund(status: gateway.RefundStatus) -> None:
        amount = Money(50_00, firm.currency)
        provider_refund = gateway.Refund("re_theirs", None, amount, status, None, None, app.clock())
        await booking.apply_provider_refund(app.services, context, provider_refund)

    await apply_refund(gateway.RefundStatus.PENDING)
    assert await refund_figures(firm) == [("PROCESSING", 50_00, 50_00)]
    await act_and_deliver(firm, "win", card_payment, dispute=dispute["id"])
    assert (await refund_figures(firm), await firm.credits()) == ([("PROCESSING", 50_00, 0)], (0, 50_00))
    assert await firm.invoice_figures(card_payment.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    await apply_refund(final_status)
    failed = final_status is gateway.RefundStatus.FAILED
    assert (await firm.credits(), await write_offs(firm)) == ((50_00, 0) if failed else (0, 0), 0)
    assert await firm.invoice_figures(card_payment.invoice_id) == ("PARTIALLY_PAID", 50_00, 0, 50_00)
    await assert_money_report_balances(firm)
