"""Paying invoices, from credits and through the provider."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete

import models
from billing.access.policy import PermissionDenied
from billing.errors import (
    AmountOutOfRange,
    IdempotencyConflict,
    InsufficientCredits,
    InvalidAmount,
    InvalidInput,
    MethodUnavailable,
    NotFound,
    ProviderUnavailable,
)
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments import pay_invoice
from billing.payments.allocation import (
    AmountChoice,
    AmountExceedsPayable,
    FullAmountNotPossible,
    InvoiceNotPayable,
    NoDepositDue,
    NothingPayable,
    PaymentSource,
)
from billing.payments.pay_invoice import PayInvoiceCommand
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaidBy, PaymentMethod, PaymentMethodChoice, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness, Firm

REMAINING, FULL, DEPOSIT = AmountChoice.REMAINING, AmountChoice.FULL, AmountChoice.DEPOSIT
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def expect_refusal(firm: Firm, error_type: type[Exception], *args: Any, **kwargs: Any) -> Any:
    """The error that the payment raises; nothing changes."""
    async with firm.assert_unchanged():
        with pytest.raises(error_type) as error:
            await firm.pay(*args, **kwargs)
    return error.value


async def test_pay_a_part_the_remaining_amount_and_in_full(app: AppHarness) -> None:
    """D13, D14, D18: the status follows settled money."""
    firm = await app.create_prepaid_firm("500.00")
    first, second = await firm.create_invoice("300.00"), await firm.create_invoice("200.00")
    (payment,) = await firm.pay(first, "100.00")
    assert (payment.status, payment.amount, payment.paid_by) == (PaymentStatus.SUCCEEDED, 100_00, PaidBy.CREDITS)
    assert await firm.invoice_figures(first) == ("PARTIALLY_PAID", 100_00, 0, 200_00)
    await firm.pay(first, REMAINING)
    assert await firm.invoice_figures(first) == ("PAID", 300_00, 0, 0)
    await firm.pay(second, FULL)
    assert await firm.invoice_figures(second) == ("PAID", 200_00, 0, 0)
    assert await firm.credit_entries() == [
        ("PREPAYMENT", 500_00, 500_00),
        ("INVOICE_PAYMENT", -100_00, 400_00),
        ("INVOICE_PAYMENT", -200_00, 200_00),
        ("INVOICE_PAYMENT", -200_00, 0),
    ]


async def test_more_than_payable_is_refused(app: AppHarness) -> None:
    """D12, D13: the error has what is payable, and the excess."""
    firm = await app.create_prepaid_firm("500.00")
    invoice = await firm.create_invoice("100.00")
    error = await expect_refusal(firm, AmountExceedsPayable, invoice, "100.01")
    assert (error.payable.minor, error.excess.minor) == (100_00, 1)


@pytest.mark.parametrize("amount", ["0", "-5", "10.001", "Infinity"])
async def test_invalid_amount_is_refused(app: AppHarness, amount: str) -> None:
    """D10, D11: with a typed error, never rounded."""
    firm = await app.create_ready_firm()
    await expect_refusal(firm, InvalidAmount, await firm.create_invoice("100.00"), amount)


async def test_draft_void_and_paid_invoices_are_not_payable(app: AppHarness) -> None:
    """D13: the error has the invoice's status."""
    firm = await app.create_prepaid_firm("50.00")
    draft, void, paid = (
        await firm.create_invoice("50.00", issue=False),
        await firm.create_invoice("50.00"),
        await firm.create_invoice("50.00"),
    )
    await void_invoice(app.services, firm.owner, void, "mistake")
    await firm.pay(paid, FULL)
    assert (await expect_refusal(firm, InvoiceNotPayable, draft, REMAINING, viewer=firm.owner)).status.value == "DRAFT"
    assert (await expect_refusal(firm, InvoiceNotPayable, void, REMAINING)).status.value == "VOID"
    assert (await expect_refusal(firm, InvoiceNotPayable, paid, "1.00")).status.value == "PAID"
    await expect_refusal(firm, NotFound, draft, REMAINING)


async def test_full_amount_is_refused_after_a_partial_payment(app: AppHarness) -> None:
    """D13: the error has the remaining amount, whether the other part is paid or pending."""
    firm = await app.create_prepaid_firm("50.00")
    paid, pending = await firm.create_invoice("100.00"), await firm.create_invoice("100.00")
    await firm.pay(paid, "30.00")
    await firm.pay(pending, "30.00", CARD)
    assert (await expect_refusal(firm, FullAmountNotPossible, paid, FULL)).payable.minor == 70_00
    assert (await expect_refusal(firm, FullAmountNotPossible, pending, FULL)).payable.minor == 70_00
    await expect_refusal(firm, NoDepositDue, paid, DEPOSIT)


async def test_insufficient_credits(app: AppHarness) -> None:
    """D14: REMAINING from credits alone never pays silently less."""
    firm = await app.create_prepaid_firm("10.00")
    error = await expect_refusal(firm, InsufficientCredits, await firm.create_invoice("50.00"), REMAINING)
    assert (error.available.minor, error.missing.minor) == (10_00, 40_00)


async def test_oldest_credits_are_spent_first(app: AppHarness) -> None:
    """D14: by the time they arrived, from as many lots as it takes; one payment is one credit entry."""
    firm = await app.create_ready_firm()
    for amount in ("30.00", "20.00", "50.00"):
        await firm.prepay(amount)
    await firm.pay(await firm.create_invoice("40.00"), FULL)
    assert await firm.lot_balances() == [0, 10_00, 50_00]
    assert (await firm.credit_entries())[-1] == ("INVOICE_PAYMENT", -40_00, 60_00)


async def test_card_payment_is_pending_until_it_settles(app: AppHarness) -> None:
    """D15, D14: it pays with its own money, even if there are older credits."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("100.00")
    (payment,) = await firm.pay(invoice, "60.00", CARD)
    assert payment.status is PaymentStatus.REQUIRES_ACTION
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 60_00, 40_00)
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 60_00, 0, 40_00)
    assert (await firm.credit_entries())[1:] == [("PAYMENT_RECEIVED", 60_00, 90_00), ("INVOICE_PAYMENT", -60_00, 30_00)]
    assert await firm.lot_balances() == [30_00, 0]


async def test_bank_debit_settles_days_later(app: AppHarness) -> None:
    """D15, D23: PROCESSING until the bank has settled it."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    (payment,) = await firm.pay(invoice, FULL, DEBIT)
    await firm.settle_charge(payment, "pm_success_de")
    assert (await firm.payment(payment.id)).status is PaymentStatus.PROCESSING
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 100_00, 0)
    await app.sandbox.tick()
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)


async def test_bank_debit_fails_days_later(app: AppHarness) -> None:
    """D15, D23: FAILED means that nothing was taken: canceled at the provider, and payable again."""
    firm = await app.create_prepaid_firm("40.00")
    invoice = await firm.create_invoice("100.00")
    debit, credits_part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.BANK_DEBIT)
    assert await firm.credits() == (0, 40_00)
    await firm.settle_charge(debit, "pm_failed_de")
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 100_00, 0)
    assert (await firm.payment(credits_part.id)).status is PaymentStatus.PROCESSING
    await app.sandbox.tick()
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert [(await firm.payment(payment.id)).status for payment in (debit, credits_part)] == [PaymentStatus.FAILED] * 2
    assert (await firm.payment(debit.id)).failure_code is not None
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 100_00)
    assert await firm.credits() == (40_00, 0)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1


async def test_credits_and_remainder_by_card(app: AppHarness) -> None:
    """D16: credits 30, invoice 50: 30 + 20. Reserved credits cannot be spent elsewhere; both parts settle together."""
    firm = await app.create_prepaid_firm("30.00")
    invoice, other = await firm.create_invoice("50.00"), await firm.create_invoice("10.00")
    card_payment, credits_part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    assert (card_payment.amount, credits_part.amount) == (20_00, 30_00)
    assert (card_payment.split_tender_id, credits_part.split_tender_id) == (credits_part.id, card_payment.id)
    assert await firm.credits() == (0, 30_00)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)
    assert (await expect_refusal(firm, InsufficientCredits, other, FULL)).available.minor == 0
    await expect_refusal(firm, NothingPayable, invoice, REMAINING)
    await firm.settle_charge(card_payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_remainder_method_when_not_needed_or_no_credits(app: AppHarness) -> None:
    """D16: only what credits do not cover is charged; without credits, all of it."""
    firm = await app.create_ready_firm()
    (charged,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD)
    assert (charged.paid_by, charged.amount) == (PaidBy.CARD, 50_00)
    await firm.prepay("80.00")
    (covered,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD)
    assert (covered.paid_by, covered.status) == (PaidBy.CREDITS, PaymentStatus.SUCCEEDED)


async def test_remainder_below_provider_minimum(app: AppHarness) -> None:
    """D16, D10: refused, with the minimum."""
    firm = await app.create_prepaid_firm("49.80")
    error = await expect_refusal(
        firm, AmountOutOfRange, await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD
    )
    assert error.minimum.minor == 50


async def test_remainder_method_requires_source_credits(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    error = await expect_refusal(firm, InvalidInput, await firm.create_invoice("50.00"), FULL, CARD, PaymentMethod.CARD)
    assert error.field == "rest"


async def test_method_that_is_not_offered_is_refused(app: AppHarness) -> None:
    """D4: offered is what the firm chose and its default provider can take now."""
    firm = await app.create_ready_firm()
    debit = update_payment_settings.UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.BANK_DEBIT)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, debit)
    invoice = await firm.create_invoice("50.00")
    assert (await expect_refusal(firm, MethodUnavailable, invoice, FULL, CARD)).methods == (PaymentMethod.BANK_DEBIT,)


async def test_two_concurrent_payers(app: AppHarness) -> None:
    """D12: both pay REMAINING: one succeeds, the other gets NothingPayable."""
    firm = await app.create_prepaid_firm("500.00")
    invoice = await firm.create_invoice("200.00")
    results = await asyncio.gather(
        firm.pay(invoice, REMAINING, CARD),
        firm.pay(invoice, REMAINING, CARD, viewer=firm.owner),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["NothingPayable", "list"]
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 200_00, 0)


async def test_twelve_concurrent_payers_share_credits_for_five(app: AppHarness) -> None:
    """P4: five are paid, and credits are never overdrawn."""
    firm = await app.create_prepaid_firm("50.00")
    bills = [await firm.create_invoice("10.00") for _ in range(12)]
    results = await asyncio.gather(*(firm.pay(bill, FULL) for bill in bills), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["InsufficientCredits"] * 7 + ["list"] * 5
    assert await firm.credits() == (0, 0)


async def test_repeated_key(app: AppHarness) -> None:
    """P1, D30: the same objects as they are now; other input is a conflict; nothing changes."""
    firm = await app.create_prepaid_firm("100.00")
    invoice = await firm.create_invoice("100.00")
    (first,) = await firm.pay(invoice, "10.00", key="once")
    async with firm.assert_unchanged():
        (again,) = await firm.pay(invoice, "10.00", key="once")
        assert again.id == first.id
    await expect_refusal(firm, IdempotencyConflict, invoice, "10.01", key="once")
    results = await asyncio.gather(*(firm.pay(invoice, "20.00", key="twelve") for _ in range(12)))
    assert len({payments[0].id for payments in results}) == 1
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 70_00)


async def test_retry_with_the_same_key_after_a_lost_answer(app: AppHarness) -> None:
    """P5: an unknown outcome stays pending, so no second attempt starts; the same key continues the first."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    app.sandbox.faults.add(Fault("timeout", when="after", path="payment_intents$", times=3))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="once")
    app.sandbox.faults.clear()
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 100_00, 0)
    await expect_refusal(firm, NothingPayable, invoice, REMAINING, CARD)
    (payment,) = await firm.pay(invoice, FULL, CARD, key="once")
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)


async def test_permissions(app: AppHarness) -> None:
    """D17, Roles: users of the client, and members with both rights; for anyone else it is not found."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("100.00")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    payments_only = await firm.add_member("one", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    both = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE, *both)
    for viewer in (stranger, unassigned, other.owner, other.client_user):
        await expect_refusal(firm, NotFound, invoice, "1.00", viewer=viewer)
    await expect_refusal(firm, PermissionDenied, invoice, "1.00", viewer=payments_only)
    await firm.assign(unassigned, firm.client_id)
    for viewer in (unassigned, firm.owner, firm.client_user):
        await firm.pay(invoice, "1.00", viewer=viewer)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 3_00, 0, 97_00)


async def test_hidden_invoices_cannot_be_paid_by_clients(app: AppHarness) -> None:
    """Roles: for client users a hidden invoice is not found; members can still pay it."""
    firm = await app.create_prepaid_firm("100.00")
    invoice = await firm.create_invoice("100.00")
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, hide)
    await expect_refusal(firm, NotFound, invoice, "1.00")
    await firm.pay(invoice, "1.00", viewer=firm.owner)


async def test_no_transaction_is_open_during_provider_request(app: AppHarness) -> None:
    """Other payments succeed while the provider takes its time."""
    firm = await app.create_prepaid_firm("100.00")
    slow, quick = await firm.create_invoice("100.00"), await firm.create_invoice("10.00")
    fault = app.sandbox.faults.add(Fault("pause", when="before", path="payment_intents$"))
    paying = asyncio.create_task(firm.pay(slow, "60.00", CARD))
    await fault.reached.wait()
    assert await firm.invoice_figures(slow) == ("UNPAID", 0, 60_00, 40_00)
    await asyncio.wait_for(firm.pay(quick, FULL), 5)
    fault.release.set()
    ((payment,),) = await asyncio.gather(paying)
    assert payment.status is PaymentStatus.REQUIRES_ACTION


async def test_invoice_with_a_total_of_zero_is_paid_when_issued(app: AppHarness) -> None:
    """D11: it takes no payment."""
    firm = await app.create_ready_firm()
    draft = await firm.create_invoice("0.00", issue=False)
    await issue_invoice(app.services, firm.owner, draft)
    assert await firm.invoice_figures(draft) == ("PAID", 0, 0, 0)
    await expect_refusal(firm, InvoiceNotPayable, draft, REMAINING)


async def test_replay_is_reported(app: AppHarness) -> None:
    """D30: `replayed` is true; the amount is that of the first time, whatever is payable now."""
    firm = await app.create_prepaid_firm("100.00")
    command = PayInvoiceCommand(await firm.create_invoice("40.00"), REMAINING, CREDITS, None, "once")
    first = await pay_invoice.pay_invoice(app.services, firm.client_user, command)
    again = await pay_invoice.pay_invoice(app.services, firm.client_user, command)
    assert (first.replayed, again.replayed, first.payment_ids == again.payment_ids) == (False, True, True)


async def test_credits_below_the_provider_minimum_can_be_spent(app: AppHarness) -> None:
    """Credits of 0.40 are less than a card can be charged."""
    firm = await app.create_prepaid_firm("10.00")
    await firm.pay(await firm.create_invoice("9.60"), FULL)
    invoice = await firm.create_invoice("1.00")
    await firm.pay(invoice, "0.40")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 40, 0, 60)


async def test_replay_is_hidden_after_unassignment(app: AppHarness) -> None:
    """D30, P7: an employee who lost access to the client gets NotFound, even for their own key."""
    firm = await app.create_prepaid_firm("100.00")
    invoice = await firm.create_invoice("40.00")
    rights = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *rights)
    await firm.assign(employee, firm.client_id)
    await firm.pay(invoice, "10.00", viewer=employee, key="once")
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Assignment))
    await expect_refusal(firm, NotFound, invoice, "10.00", viewer=employee, key="once")
