"""Refunding payments: to the payer, or to the credits that paid (D26)."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
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
from billing.payments.refund_payment import RefundPaymentCommand
from models import FirmRole, MemberRight, PaymentMethod, RefundStatus
from sandbox import Fault
from tests.ledger.conftest import Journal
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    assert_money_report_balances,
    deliver_webhook,
    issue_credit_note,
    load_refund,
    record_offline,
    refund,
    refund_figures,
    release,
    run_control,
)
from tests.support.firm import AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def pay_by_card(firm: Firm, total: str = "50.00", method: str = "pm_card_visa") -> models.Payment:
    """A settled card payment of a whole invoice."""
    (payment,) = await firm.pay(await firm.create_invoice(total), FULL, CARD)
    await firm.settle_charge(payment, method)
    return await firm.payment(payment.id)


async def pay_by_debit(firm: Firm, total: str = "50.00") -> models.Payment:
    """A settled bank debit of a whole invoice; its refunds take days."""
    (payment,) = await firm.pay(await firm.create_invoice(total), FULL, DEBIT)
    await firm.confirm(payment, "pm_success_fr")
    firm.app.clock.advance(minutes=5)
    await firm.app.sandbox.tick()
    await firm.app.run_due_jobs()
    return await firm.payment(payment.id)


async def status_applied_refunded(firm: Firm, payment: models.Payment) -> tuple[str, int, int]:
    """The payment's status, applied amount and refunded amount, in minor units."""
    current = await firm.payment(payment.id)
    return current.status.value, current.applied, current.refunded


async def test_refund_of_a_card_payment_goes_to_the_payer(app: AppHarness) -> None:
    """D26, D23, D34: that part of the invoice is due again and not revenue any more; the payment stays SUCCEEDED."""
    firm = await app.create_ready_firm()
    payment = await pay_by_card(firm)
    journal = Journal(firm)
    await journal.new_transfers()
    refunded = await refund(firm, payment, "20.00")
    assert (refunded.status, refunded.payment_id) == (RefundStatus.SUCCEEDED, payment.id)
    assert await journal.new_transfers() == [
        ("RECEIVABLE", "LOT", 20_00),
        ("REVENUE", "BILLED_CLEARING", 20_00),
        ("LOT", "HELD", 20_00),
        ("HELD", "CASH_PROVIDER", 20_00),
    ]
    assert await firm.invoice_figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await status_applied_refunded(firm, payment), await firm.credits()) == (("SUCCEEDED", 30_00, 20_00), (0, 0))
    await refund(firm, payment, "30.00")
    assert await firm.invoice_figures(payment.invoice_id) == ("UNPAID", 0, 0, 50_00)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, payment, "0.01")
    assert (error.value.refundable.minor, error.value.blocked_by) == (0, ())
    await firm.pay(payment.invoice_id, FULL, CARD)
    await assert_money_report_balances(firm)


async def test_refund_of_a_credits_payment_goes_to_credits(app: AppHarness) -> None:
    """D26: at once and without the provider: the last lot taken first, each at its age; the invoice is due again."""
    firm = await app.create_ready_firm()
    for amount in ("10.00", "20.00", "30.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("45.00")
    (payment,) = await firm.pay(invoice, FULL)
    refunded = await refund(firm, payment, "18.00")
    assert (refunded.status, refunded.connection_id, refunded.settled_at) == (RefundStatus.SUCCEEDED, None, app.clock())
    assert (await firm.lot_balances(), await firm.credits()) == ([0, 3_00, 30_00], (33_00, 0))
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 27_00, 0, 18_00)
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 18_00, 33_00)
    await refund(firm, payment, "27.00")
    assert (await firm.lot_balances(), await status_applied_refunded(firm, payment)) == (
        [10_00, 20_00, 30_00],
        ("SUCCEEDED", 0, 45_00),
    )
    assert app.sandbox.events(kind="refund.created") == []
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable):
            await refund(firm, payment, "0.01")
    await assert_money_report_balances(firm)


async def test_refund_restores_credit_notes_as_notes(app: AppHarness) -> None:
    """D26, D34: of a payment from a note and a prepayment, the lot taken last is restored first."""
    firm = await app.create_ready_firm()
    await issue_credit_note(firm, "20.00")
    app.clock.advance(minutes=1)
    await firm.prepay("30.00")
    (payment,) = await firm.pay(await firm.create_invoice("40.00"), FULL)
    await refund(firm, payment, "25.00")
    assert await firm.lot_balances() == [5_00, 30_00]
    assert await account_balances(firm) == {
        "CASH_PROVIDER": -30_00, "LOT": 35_00, "RECEIVABLE": -25_00, "BILLED_CLEARING": 25_00, "CREDIT_NOTES": -5_00,
    }  # fmt: skip
    await assert_money_report_balances(firm)


async def test_credit_note_is_never_paid_out(app: AppHarness) -> None:
    """D26: the refund of a payment from a note goes to credits, not to the payer's bank."""
    firm = await app.create_ready_firm()
    await issue_credit_note(firm, "20.00")
    (payment,) = await firm.pay(await firm.create_invoice("20.00"), FULL)
    refunded = await refund(firm, payment, "20.00")
    assert (refunded.connection_id, await firm.lot_balances()) == (None, [20_00])
    assert app.sandbox.events(kind="refund.created") == []


async def test_refund_of_an_offline_payment_is_only_recorded(app: AppHarness) -> None:
    """D22: no money is sent."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    recorded = await record_offline(firm, "50.00", invoice)
    assert recorded.payment_id is not None
    payment = await firm.payment(recorded.payment_id)
    refunded = await refund(firm, payment, "20.00")
    assert (refunded.status, refunded.connection_id) == (RefundStatus.SUCCEEDED, None)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await account_balances(firm))["CASH_OFFLINE"] == -30_00
    assert (await status_applied_refunded(firm, payment), await firm.credits()) == (("SUCCEEDED", 30_00, 20_00), (0, 0))
    assert app.sandbox.events(kind="refund.created") == []
    await assert_money_report_balances(firm)


async def test_refund_of_split_tender(app: AppHarness) -> None:
    """D16, D26: of 30 from credits and 20 by card, each part is refunded to where it came from."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(card_payment)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable):
            await refund(firm, card_payment, "20.01")
    await refund(firm, card_payment, "20.00")
    await refund(firm, credits_payment, "10.00")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)
    assert (await firm.credits(), await firm.lot_balances()) == ((10_00, 0), [10_00, 0])


@pytest.mark.parametrize("outcome", ["canceled", "declined"])
async def test_unsettled_payment_cannot_be_refunded(app: AppHarness, outcome: str) -> None:
    """D23, D26: neither an open payment nor one that ended without money."""
    firm = await app.create_prepaid_firm("30.00")
    card_payment, credits_payment = await firm.pay(
        await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD
    )
    if outcome == "declined":
        await firm.settle_charge(card_payment, "pm_card_visa_chargeDeclined")
    for _ in range(2):
        async with firm.assert_unchanged():
            for payment in (card_payment, credits_payment):
                with pytest.raises(NotRefundable) as error:
                    await refund(firm, payment, "1.00")
                assert (error.value.refundable.minor, error.value.blocked_by) == (0, ())
        if outcome == "canceled":
            await cancel_payment(app.services, firm.client_user, card_payment.id)


async def test_refund_of_a_debit_is_reserved_at_once(app: AppHarness) -> None:
    """D26: the invoice is due again at once; the refund is done when the provider reports it, days later."""
    firm = await app.create_ready_firm()
    payment = await pay_by_debit(firm)
    pending = await refund(firm, payment, "20.00")
    assert pending.status is RefundStatus.PROCESSING
    assert await firm.invoice_figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    assert (await firm.credits(), await status_applied_refunded(firm, payment)) == ((0, 20_00), ("SUCCEEDED", 30_00, 0))
    app.clock.advance(days=2)
    await app.sandbox.tick()
    await app.run_due_jobs()
    assert (await firm.credits(), await status_applied_refunded(firm, payment)) == ((0, 0), ("SUCCEEDED", 30_00, 20_00))
    assert await refund_figures(firm) == [("SUCCEEDED", 20_00, 0)]


async def test_failed_refund_is_reapplied_to_its_invoice(app: AppHarness) -> None:
    """D26: the money returns to where it was."""
    firm = await app.create_ready_firm()
    payment = await pay_by_debit(firm)
    failed = await refund(firm, payment, "20.00")
    await act_and_deliver(firm, "fail_refund", payment, refund=str(failed.provider_refund_id))
    assert (await load_refund(firm, failed.id)).status is RefundStatus.FAILED
    assert await firm.invoice_figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), await status_applied_refunded(firm, payment)) == ((0, 0), ("SUCCEEDED", 50_00, 0))
    again = await refund(firm, payment, "50.00")
    await act_and_deliver(firm, "fail_refund", payment, refund=str(again.provider_refund_id))
    assert await firm.invoice_figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    await assert_money_report_balances(firm)


@pytest.mark.parametrize("meanwhile", ["void", "paid", "partly paid"])
async def test_failed_refund_of_an_invoice_no_longer_payable(app: AppHarness, meanwhile: str) -> None:
    """D25, D26: the invoice takes back what it still needs; the rest becomes credits."""
    firm = await app.create_ready_firm()
    payment = await pay_by_debit(firm)
    failed = await refund(firm, payment, "50.00")
    if meanwhile == "void":
        await void_invoice(app.services, firm.owner, payment.invoice_id, "mistake")
    else:
        await firm.prepay("50.00")
        await firm.pay(payment.invoice_id, "50.00" if meanwhile == "paid" else "30.00")
    before = (await firm.credits())[0]
    await act_and_deliver(firm, "fail_refund", payment, refund=str(failed.provider_refund_id))
    reapplied = 20_00 if meanwhile == "partly paid" else 0
    assert await firm.credits() == (before + 50_00 - reapplied, 0)
    assert await status_applied_refunded(firm, payment) == ("SUCCEEDED", reapplied, 0)
    status = "VOID" if meanwhile == "void" else "PAID"
    assert (await firm.invoice_figures(payment.invoice_id))[0] == status
    await assert_money_report_balances(firm)


async def test_unspent_money_is_refunded_first(app: AppHarness) -> None:
    """D26: the invoice stays paid as far as possible."""
    firm = await app.create_ready_firm()
    payment = await pay_by_debit(firm)
    failed = await refund(firm, payment, "50.00")
    await firm.prepay("30.00")
    await firm.pay(payment.invoice_id, "30.00")
    await act_and_deliver(firm, "fail_refund", payment, refund=str(failed.provider_refund_id))
    assert await status_applied_refunded(firm, payment) == ("SUCCEEDED", 20_00, 0)
    await refund(firm, payment, "35.00")
    assert await status_applied_refunded(firm, payment) == ("SUCCEEDED", 15_00, 0)
    assert await firm.invoice_figures(payment.invoice_id) == ("PARTIALLY_PAID", 45_00, 0, 5_00)
    assert await firm.credits() == (0, 35_00)


async def test_refund_of_a_released_payment(app: AppHarness) -> None:
    """D24, D26: money that arrived after release is refunded up to what is unspent of it."""
    firm = await app.create_ready_firm()
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), FULL, DEBIT)
    await firm.settle_charge(payment, "pm_success_fr")
    await release(firm, payment)
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    assert await firm.credits() == (50_00, 0)
    other = await firm.create_invoice("15.00")
    (spender,) = await firm.pay(other, FULL)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, payment, "35.01")
    assert error.value.refundable.minor == 35_00
    assert [(use.payment_id, use.amount) for use in error.value.blocked_by] == [(spender.id, 15_00)]
    await refund(firm, payment, "35.00")
    app.clock.advance(days=2)
    await app.sandbox.tick()
    await app.run_due_jobs()
    assert (await firm.credits(), await status_applied_refunded(firm, payment)) == ((0, 0), ("RELEASED", 0, 35_00))
    await assert_money_report_balances(firm)


@pytest.mark.parametrize("amount", ["0", "-1", "1.001"])
async def test_invalid_amount_is_refused(app: AppHarness, amount: str) -> None:
    """D10, D11: never rounded; nothing changes."""
    firm = await app.create_ready_firm()
    payment = await pay_by_card(firm)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await refund(firm, payment, amount)


async def test_refusal_by_the_provider(app: AppHarness) -> None:
    """D26, D30: the invoice is paid as before, and the key is free."""
    firm = await app.create_ready_firm()
    payment = await pay_by_card(firm)
    await run_control(firm, "balance", payment, empty="true")
    with pytest.raises(ProviderRefused):
        await refund(firm, payment, "20.00", key="once")
    assert await firm.invoice_figures(payment.invoice_id) == ("PAID", 50_00, 0, 0)
    assert (await firm.credits(), await status_applied_refunded(firm, payment)) == ((0, 0), ("SUCCEEDED", 50_00, 0))
    await run_control(firm, "balance", payment, empty="false")
    await refund(firm, payment, "20.00", key="once")
    assert await refund_figures(firm) == [("FAILED", 20_00, 0), ("SUCCEEDED", 20_00, 0)]


async def test_retry_with_the_same_key_after_a_lost_answer(app: AppHarness) -> None:
    """D30: one refund at the provider, however often it is requested."""
    firm = await app.create_ready_firm()
    payment = await pay_by_card(firm)
    for when in ("before", "after"):
        app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))
        with pytest.raises(ProviderUnavailable):
            await refund(firm, payment, "20.00", key="once")
        app.sandbox.faults.clear()
        assert await firm.invoice_figures(payment.invoice_id) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
    refunded = await refund(firm, payment, "20.00", key="once")
    assert refunded.status is RefundStatus.SUCCEEDED
    assert len(app.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("kind", ["card", "credits", "offline"])
async def test_twelve_concurrent_requests_are_one_refund(app: AppHarness, kind: str) -> None:
    """D30: a replay is reported; other input is a conflict."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    if kind == "offline":
        await record_offline(firm, "50.00", invoice)
    else:
        await firm.prepay("50.00")
        (payment,) = await firm.pay(invoice, FULL, CARD if kind == "card" else CREDITS)
        if kind == "card":
            await firm.settle_charge(payment)
    async with app.services.reads() as session:
        payment = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).one()
    command = RefundPaymentCommand(payment.id, Decimal(10), "not needed", "once")
    results = await asyncio.gather(
        *(refund_payment.refund_payment(app.services, firm.owner, command) for _ in range(12))
    )
    assert len({result.refund.id for result in results}) == 1
    assert (await firm.payment(payment.id)).refunded == 10_00
    async with firm.assert_unchanged():
        again = await refund_payment.refund_payment(app.services, firm.owner, command)
        assert (again.replayed, again.refund.id, again.invoice_id) == (True, results[0].refund.id, invoice)
        with pytest.raises(IdempotencyConflict):
            await refund(firm, payment, "11.00", key="once")


async def test_permissions(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for visible clients; never a client user; another firm's objects are not found."""
    firm = await app.create_ready_firm()
    payment = await pay_by_card(firm)
    other = await app.create_ready_firm(name="Other")
    invoice_manager = await firm.add_member(
        "plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    unassigned = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for viewer in (firm.client_user, invoice_manager):
            with pytest.raises(PermissionDenied):
                await refund(firm, payment, "1.00", viewer=viewer)
        for stranger in (unassigned, other.owner):
            with pytest.raises(NotFound):
                await refund(firm, payment, "1.00", viewer=stranger)
    await firm.assign(unassigned, firm.client_id)
    await refund(firm, payment, "1.00", viewer=unassigned)
    await deliver_webhook(firm, payment)
    assert await refund_figures(firm) == [("SUCCEEDED", 1_00, 0)]
