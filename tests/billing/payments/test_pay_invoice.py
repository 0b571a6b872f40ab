"""An invoice is paid."""

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


async def pay_and_expect(firm: Firm, kind: type[Exception], *amount_request: Any, **more: Any) -> Any:
    """The refusal, after which nothing has moved."""
    async with firm.assert_unchanged():
        with pytest.raises(kind) as refusal:
            await firm.pay(*amount_request, **more)
    return refusal.value


async def test_partly_by_what_remains_and_in_full(app: AppHarness) -> None:
    """D13, D14, D18: any part, then the rest; or all at once; the status follows settled money."""
    firm = await app.create_ready_firm()
    await firm.prepay("500.00")
    first, second = await firm.create_invoice("300.00"), await firm.create_invoice("200.00")
    (paid,) = await firm.pay(first, "100.00")
    assert (paid.status, paid.amount, paid.paid_by) == (PaymentStatus.SUCCEEDED, 100_00, PaidBy.CREDITS)
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


async def test_never_more_than_is_payable(app: AppHarness) -> None:
    """D12, D13: refused with what is payable and by how much it was too much."""
    firm = await app.create_ready_firm()
    await firm.prepay("500.00")
    invoice = await firm.create_invoice("100.00")
    refusal = await pay_and_expect(firm, AmountExceedsPayable, invoice, "100.01")
    assert (refusal.payable.minor, refusal.excess.minor) == (100_00, 1)


@pytest.mark.parametrize("amount", ["0", "-5", "10.001", "Infinity"])
async def test_amounts_that_cannot_be(app: AppHarness, amount: str) -> None:
    """D10, D11: typed, never rounded."""
    firm = await app.create_ready_firm()
    await pay_and_expect(firm, InvalidAmount, await firm.create_invoice("100.00"), amount)


async def test_what_takes_no_payment(app: AppHarness) -> None:
    """D13: drafts, void and paid invoices, each with its status."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    draft, void, paid = (
        await firm.create_invoice("50.00", issue=False),
        await firm.create_invoice("50.00"),
        await firm.create_invoice("50.00"),
    )
    await void_invoice(app.services, firm.owner, void, "mistake")
    await firm.pay(paid, FULL)
    assert (await pay_and_expect(firm, InvoiceNotPayable, draft, REMAINING, viewer=firm.owner)).status.value == "DRAFT"
    assert (await pay_and_expect(firm, InvoiceNotPayable, void, REMAINING)).status.value == "VOID"
    assert (await pay_and_expect(firm, InvoiceNotPayable, paid, "1.00")).status.value == "PAID"
    await pay_and_expect(firm, NotFound, draft, REMAINING)


async def test_full_means_the_whole_total(app: AppHarness) -> None:
    """D13: refused with what remains once anything is paid or under way."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    paid, pending = await firm.create_invoice("100.00"), await firm.create_invoice("100.00")
    await firm.pay(paid, "30.00")
    await firm.pay(pending, "30.00", CARD)
    assert (await pay_and_expect(firm, FullAmountNotPossible, paid, FULL)).payable.minor == 70_00
    assert (await pay_and_expect(firm, FullAmountNotPossible, pending, FULL)).payable.minor == 70_00
    await pay_and_expect(firm, NoDepositDue, paid, DEPOSIT)


async def test_credits_that_do_not_reach(app: AppHarness) -> None:
    """D14: `remaining` from credits alone is never silently less."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    refusal = await pay_and_expect(firm, InsufficientCredits, await firm.create_invoice("50.00"), REMAINING)
    assert (refusal.available.minor, refusal.missing.minor) == (10_00, 40_00)


async def test_oldest_money_first(app: AppHarness) -> None:
    """D14: by the day that it first came, across as many sums as it takes; one payment is one entry."""
    firm = await app.create_ready_firm()
    for amount in ("30.00", "20.00", "50.00"):
        await firm.prepay(amount)
    await firm.pay(await firm.create_invoice("40.00"), FULL)
    assert await firm.lot_balances() == [0, 10_00, 50_00]
    assert (await firm.credit_entries())[-1] == ("INVOICE_PAYMENT", -40_00, 60_00)


async def test_by_card_the_part_is_pending_until_it_settles(app: AppHarness) -> None:
    """D15, D14: pending, then paid by its own money, whatever older credits there are."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("100.00")
    (payment,) = await firm.pay(invoice, "60.00", CARD)
    assert payment.status is PaymentStatus.REQUIRES_ACTION
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 60_00, 40_00)
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 60_00, 0, 40_00)
    assert (await firm.credit_entries())[1:] == [("PAYMENT_RECEIVED", 60_00, 90_00), ("INVOICE_PAYMENT", -60_00, 30_00)]
    assert await firm.lot_balances() == [30_00, 0]


async def test_by_bank_debit_it_takes_days(app: AppHarness) -> None:
    """D15, D23: PROCESSING until the bank has settled it; then paid."""
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


async def test_a_debit_that_fails_days_later(app: AppHarness) -> None:
    """D15, D23: FAILED means that nothing was taken; payable again, canceled at the provider first."""
    firm = await app.create_ready_firm()
    await firm.prepay("40.00")
    invoice = await firm.create_invoice("100.00")
    charge, credits_part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.BANK_DEBIT)
    assert await firm.credits() == (0, 40_00)
    await firm.settle_charge(charge, "pm_failed_de")
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 100_00, 0)
    assert (await firm.payment(credits_part.id)).status is PaymentStatus.PROCESSING
    await app.sandbox.tick()
    app.clock.advance(minutes=6)
    await app.run_due_jobs()
    assert [(await firm.payment(one.id)).status for one in (charge, credits_part)] == [PaymentStatus.FAILED] * 2
    assert (await firm.payment(charge.id)).failure_code is not None
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 100_00)
    assert await firm.credits() == (40_00, 0)
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1


async def test_credits_and_remainder_by_card(app: AppHarness) -> None:
    """D16: credits 30, invoice 50: 30 + 20; reserved credits cannot be spent elsewhere; both settle together."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice, other = await firm.create_invoice("50.00"), await firm.create_invoice("10.00")
    charge, credits_part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    assert (charge.amount, credits_part.amount) == (20_00, 30_00)
    assert (charge.split_tender_id, credits_part.split_tender_id) == (credits_part.id, charge.id)
    assert await firm.credits() == (0, 30_00)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)
    assert (await pay_and_expect(firm, InsufficientCredits, other, FULL)).available.minor == 0
    await pay_and_expect(firm, NothingPayable, invoice, REMAINING)
    await firm.settle_charge(charge)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_remainder_method_when_not_needed_or_no_credits(app: AppHarness) -> None:
    """D16: nothing is charged that credits cover, and all is where there are no credits."""
    firm = await app.create_ready_firm()
    (charged,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD)
    assert (charged.paid_by, charged.amount) == (PaidBy.CARD, 50_00)
    await firm.prepay("80.00")
    (covered,) = await firm.pay(await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD)
    assert (covered.paid_by, covered.status) == (PaidBy.CREDITS, PaymentStatus.SUCCEEDED)


async def test_remainder_below_provider_minimum(app: AppHarness) -> None:
    """D16, D10: refused, naming the minimum."""
    firm = await app.create_ready_firm()
    await firm.prepay("49.80")
    refusal = await pay_and_expect(
        firm, AmountOutOfRange, await firm.create_invoice("50.00"), FULL, CREDITS, PaymentMethod.CARD
    )
    assert refusal.minimum.minor == 50


async def test_remainder_method_requires_credits(app: AppHarness) -> None:
    """A rest beside a charge makes no sense, and is said to."""
    firm = await app.create_ready_firm()
    refusal = await pay_and_expect(
        firm, InvalidInput, await firm.create_invoice("50.00"), FULL, CARD, PaymentMethod.CARD
    )
    assert refusal.field == "rest"


async def test_methods_that_are_not_offered(app: AppHarness) -> None:
    """D4: what is chosen, and the default provider can take now."""
    firm = await app.create_ready_firm()
    debit = update_payment_settings.UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.BANK_DEBIT)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, debit)
    invoice = await firm.create_invoice("50.00")
    assert (await pay_and_expect(firm, MethodUnavailable, invoice, FULL, CARD)).methods == (PaymentMethod.BANK_DEBIT,)


async def test_two_payers_at_the_same_instant(app: AppHarness) -> None:
    """D12: two users pay `remaining` at once: one succeeds, one is told that nothing is payable."""
    firm = await app.create_ready_firm()
    await firm.prepay("500.00")
    invoice = await firm.create_invoice("200.00")
    answers = await asyncio.gather(
        firm.pay(invoice, REMAINING, CARD),
        firm.pay(invoice, REMAINING, CARD, viewer=firm.owner),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["NothingPayable", "list"]
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 200_00, 0)


async def test_a_dozen_spend_the_same_credits(app: AppHarness) -> None:
    """P4: twelve payers, credits for five: five are paid, nobody spends more than there is."""
    firm = await app.create_ready_firm()
    await firm.prepay("50.00")
    bills = [await firm.create_invoice("10.00") for _ in range(12)]
    answers = await asyncio.gather(*(firm.pay(one, FULL) for one in bills), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["InsufficientCredits"] * 7 + ["list"] * 5
    assert await firm.credits() == (0, 0)


async def test_same_key_again_and_with_another_command(app: AppHarness) -> None:
    """P1, D30: the same objects, as they are now; another input is a conflict; nothing moves."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("100.00")
    (first,) = await firm.pay(invoice, "10.00", key="once")
    async with firm.assert_unchanged():
        (again,) = await firm.pay(invoice, "10.00", key="once")
        assert again.id == first.id
    await pay_and_expect(firm, IdempotencyConflict, invoice, "10.01", key="once")
    answers = await asyncio.gather(*(firm.pay(invoice, "20.00", key="twelve") for _ in range(12)))
    assert len({one[0].id for one in answers}) == 1
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 30_00, 0, 70_00)


async def test_no_answer_then_the_same_key(app: AppHarness) -> None:
    """P5: what is unknown stays pending, so that no second attempt begins; the same key goes on."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    app.sandbox.faults.add(Fault("timeout", when="after", path="payment_intents$", times=3))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="once")
    app.sandbox.faults.clear()
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 100_00, 0)
    await pay_and_expect(firm, NothingPayable, invoice, REMAINING, CARD)
    (payment,) = await firm.pay(invoice, FULL, CARD, key="once")
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)


async def test_who_may(app: AppHarness) -> None:
    """D17, Roles: the client's own users, and members with both rights; for all others it does not exist."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("100.00")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    one_right = await firm.add_member("one", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    both = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE, *both)
    for viewer in (stranger, unassigned, other.owner, other.client_user):
        await pay_and_expect(firm, NotFound, invoice, "1.00", viewer=viewer)
    await pay_and_expect(firm, PermissionDenied, invoice, "1.00", viewer=one_right)
    await firm.assign(unassigned, firm.client_id)
    for viewer in (unassigned, firm.owner, firm.client_user):
        await firm.pay(invoice, "1.00", viewer=viewer)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 3_00, 0, 97_00)


async def test_hidden_invoices_cannot_be_paid_by_clients(app: AppHarness) -> None:
    """Roles: while the firm hides them they do not exist for the client; the firm may still pay."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("100.00")
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, hide)
    await pay_and_expect(firm, NotFound, invoice, "1.00")
    await firm.pay(invoice, "1.00", viewer=firm.owner)


async def test_no_transaction_is_open_during_provider_request(app: AppHarness) -> None:
    """The network is never called inside a transaction: others pay while the provider takes its time."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    slow, quick = await firm.create_invoice("100.00"), await firm.create_invoice("10.00")
    pause = app.sandbox.faults.add(Fault("pause", when="before", path="payment_intents$"))
    paying = asyncio.create_task(firm.pay(slow, "60.00", CARD))
    await pause.reached.wait()
    assert await firm.invoice_figures(slow) == ("UNPAID", 0, 60_00, 40_00)
    await asyncio.wait_for(firm.pay(quick, FULL), 5)
    pause.release.set()
    ((payment,),) = await asyncio.gather(paying)
    assert payment.status is PaymentStatus.REQUIRES_ACTION


async def test_a_total_of_nothing_is_paid_when_issued(app: AppHarness) -> None:
    """D11: and takes no payment."""
    firm = await app.create_ready_firm()
    draft = await firm.create_invoice("0.00", issue=False)
    await issue_invoice(app.services, firm.owner, draft)
    assert await firm.invoice_figures(draft) == ("PAID", 0, 0, 0)
    await pay_and_expect(firm, InvoiceNotPayable, draft, REMAINING)


async def test_replay_is_reported(app: AppHarness) -> None:
    """D30: `replayed: true`, and the amount worked out then, whatever is payable now."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    wish = PayInvoiceCommand(await firm.create_invoice("40.00"), REMAINING, CREDITS, None, "once")
    first = await pay_invoice.pay_invoice(app.services, firm.client_user, wish)
    again = await pay_invoice.pay_invoice(app.services, firm.client_user, wish)
    assert (first.replayed, again.replayed, first.payment_ids == again.payment_ids) == (False, True, True)


async def test_credits_of_a_few_cents_are_credits(app: AppHarness) -> None:
    """Credits 0.40, below what a card could be charged: still usable."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    await firm.pay(await firm.create_invoice("9.60"), FULL)
    invoice = await firm.create_invoice("1.00")
    await firm.pay(invoice, "0.40")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 40, 0, 60)


async def test_replay_is_hidden_after_unassignment(app: AppHarness) -> None:
    """D30, P7: whoever may not know of the client any more is told nothing of what they did for it."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("40.00")
    rights = (MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *rights)
    await firm.assign(employee, firm.client_id)
    await firm.pay(invoice, "10.00", viewer=employee, key="once")
    async with app.services.writes.begin() as session:
        await session.execute(delete(models.Assignment))
    await pay_and_expect(firm, NotFound, invoice, "10.00", viewer=employee, key="once")
