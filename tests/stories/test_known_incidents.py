"""Cases met in the wild: each of them went wrong for somebody, somewhere."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access import visibility
from billing.charges import sync
from billing.errors import InvalidAmount, InvoiceNotChangeable
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from billing.payments import allocation
from billing.payments.allocation import AmountChoice, NothingPayable, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.prepayments import enable_prepayment
from billing.prepayments.make_prepayment import MakePrepaymentCommand, make_prepayment
from billing.settings import update_payment_settings
from models import JobKind, PaymentMethod, PaymentMethodChoice, PaymentStatus
from tests.support.firm import AppHarness, Firm

REMAINING, FULL, DEPOSIT = AmountChoice.REMAINING, AmountChoice.FULL, AmountChoice.DEPOSIT
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def sync_with_provider_state(
    house: AppHarness, firm: Firm, charge: models.Payment, **provider_state: object
) -> None:
    """The provider says something else from now on, and that something changed, three times."""
    assert charge.intent_id is not None
    house.sandbox.tamper(charge.intent_id, **provider_state)
    for _ in range(3):
        await sync.sync_charge(house.services, JobKind.SYNC_PAYMENT, firm.id, charge.id)


async def test_credits_30_invoice_50(app: AppHarness) -> None:
    """D16: `remaining` from credits with `rest: CARD`: 30 + 20."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    assert (part.amount, charge.amount) == (30_00, 20_00)
    await firm.settle_charge(charge)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credit_entries() == [
        ("PREPAYMENT", 30_00, 30_00),
        ("PAYMENT_RECEIVED", 20_00, 50_00),
        ("INVOICE_PAYMENT", -20_00, 30_00),
        ("INVOICE_PAYMENT", -30_00, 0),
    ]


async def test_credits_10_invoice_50(app: AppHarness) -> None:
    """D14, D18: due 40."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "10.00")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 40_00)
    assert (await firm.invoice(invoice)).amount_due == (await firm.client()).due == 40_00


async def test_credits_350_invoice_450(app: AppHarness) -> None:
    """D14: 100 left to pay, no credits left."""
    firm = await app.create_ready_firm()
    await firm.prepay("350.00")
    invoice = await firm.create_invoice("450.00")
    await firm.pay(invoice, "350.00")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 350_00, 0, 100_00)
    assert await firm.credits() == (0, 0)


async def test_a_deposit_of_300_on_1000(app: AppHarness) -> None:
    """D19: part of it up front; the rest, 700, stays due, and no deposit any more."""
    firm = await app.create_ready_firm()
    wish = CreateInvoiceCommand(
        client_id=firm.client_id,
        number=None,
        description=None,
        lines=(Line("Project", Decimal(1), Decimal(1000)),),
        deposit_requested=Decimal(300),
        due_on=None,
        issue=True,
        pay_from_credits=None,
        idempotency_key=app.new_key(),
    )
    invoice = (await create_invoice(app.services, firm.owner, wish)).invoice_id
    (payment,) = await firm.pay(invoice, DEPOSIT, CARD)
    assert payment.amount == 300_00
    assert allocation.deposit_due(await firm.invoice(invoice)) == 0
    async with firm.assert_unchanged():
        with pytest.raises(allocation.NoDepositDue):
            await firm.pay(invoice, DEPOSIT, CARD)
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 300_00, 0, 700_00)
    (rest,) = await firm.pay(invoice, REMAINING, CARD)
    assert rest.amount == 700_00


async def test_credits_of_40_cents(app: AppHarness) -> None:
    """D14: still usable, still listed, though no card could be charged so little."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    await firm.pay(await firm.create_invoice("9.60"), FULL)
    assert await firm.credits() == (40, 0)
    assert (await firm.credit_entries())[-1] == ("INVOICE_PAYMENT", -9_60, 40)
    await firm.pay(await firm.create_invoice("0.40"), FULL)
    assert await firm.credits() == (0, 0)


async def test_two_top_ups_of_100_with_one_key_on_10(app: AppHarness) -> None:
    """D30, D9: 110."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    wish = MakePrepaymentCommand(None, Decimal(100), PaymentMethod.CARD, "the same key")
    one, two = await asyncio.gather(*(make_prepayment(app.services, firm.client_user, wish) for _ in range(2)))
    assert one.prepayment_id == two.prepayment_id
    for made in (one, two):
        await firm.settle_charge(await firm.prepayment(made.prepayment_id))
    assert await firm.credits() == (110_00, 0)


async def test_success_then_failure_then_void(app: AppHarness) -> None:
    """D9, D21, D23: never twice: not credited again, not given back beside being on the invoice."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(charge)
    assert (await firm.payment(part.id)).status is PaymentStatus.SUCCEEDED
    async with firm.assert_unchanged():
        await sync_with_provider_state(app, firm, charge, status="requires_payment_method")
        await sync_with_provider_state(app, firm, charge, status="canceled", amount_received=0)
        with pytest.raises(InvoiceNotChangeable):
            await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_a_debit_for_all_of_it_then_credits(app: AppHarness) -> None:
    """D13: all that is due under way: nothing to pay, also for credits that arrive only now."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (debit,) = await firm.pay(invoice, FULL, DEBIT)
    await firm.settle_charge(debit, "pm_successDelayed_de")
    await firm.prepay("80.00")
    async with firm.assert_unchanged():
        for wish in (REMAINING, "1.00"):
            with pytest.raises(NothingPayable) as refusal:
                await firm.pay(invoice, wish)
            assert refusal.value.pending.minor == 50_00
    assert await firm.credits() == (80_00, 0)


@pytest.mark.parametrize(("currency", "country", "amount"), [("USD", "US", "19.999"), ("JPY", "JP", "10.2")])
async def test_too_many_digits(app: AppHarness, currency: str, country: str, amount: str) -> None:
    """D11: 19.999 USD and 10.2 JPY: refused, never rounded, wherever an amount is taken."""
    firm = await app.create_firm(currency=currency, country=country)
    await firm.connect()
    card = update_payment_settings.UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, card)
    await enable_prepayment.enable_prepayment(app.services, firm.owner, enable_prepayment.EnablePrepaymentCommand())
    invoice = await firm.create_invoice("100")
    async with firm.assert_unchanged():
        for attempt in (firm.start_prepayment(amount), firm.pay(invoice, amount, CARD), firm.create_invoice(amount)):
            with pytest.raises(InvalidAmount):
                await attempt
        for wish in (
            enable_prepayment.EnablePrepaymentCommand(minimum=Decimal(amount)),
            enable_prepayment.EnablePrepaymentCommand(maximum=Decimal(amount)),
        ):
            with pytest.raises(InvalidAmount):
                await enable_prepayment.enable_prepayment(app.services, firm.owner, wish)


async def test_5_to_a_and_5_to_b_from_100_and_b_is_voided(app: AppHarness) -> None:
    """D21: 95, A untouched."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    a, b = await firm.create_invoice("5.00"), await firm.create_invoice("5.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    await void_invoice(app.services, firm.owner, b, "mistake")
    assert await firm.credits() == (95_00, 0)
    assert await firm.invoice_figures(a) == ("PAID", 5_00, 0, 0)
    assert await firm.invoice_figures(b) == ("VOID", 0, 0, 0)
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 5_00, 95_00)


@pytest.mark.parametrize("source", PaymentSource)
async def test_two_users_pay_what_remains_at_once(app: AppHarness, source: PaymentSource) -> None:
    """D12, P4: one succeeds, one is told that nothing is payable; or, where it was settled at once, that it is paid."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("50.00")
    colleague = await firm.add_user(firm.client_id, "colleague")
    answers = await asyncio.gather(
        firm.pay(invoice, REMAINING, source),
        firm.pay(invoice, REMAINING, source, viewer=colleague),
        return_exceptions=True,
    )
    second = "InvoiceNotPayable" if source is CREDITS else "NothingPayable"
    assert sorted(type(one).__name__ for one in answers) == [second, "list"]
    invoice_now = await firm.invoice(invoice)
    assert invoice_now.paid + invoice_now.pending == 50_00


async def test_30_and_20_on_50_and_the_card_succeeds_after_all(app: AppHarness) -> None:
    """D25: the card declines, the window is canceled, the invoice voided, the card succeeds after all: 50 credits."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(charge, "pm_card_chargeDeclined")
    await cancel_payment(app.services, firm.client_user, charge.id)
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await sync_with_provider_state(app, firm, charge, status="succeeded", amount_received=20_00)
    assert await firm.credits() == (50_00, 0)
    assert await firm.lot_balances() == [30_00, 20_00]
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    statuses = [(await firm.payment(one.id)).status for one in (charge, part)]
    assert statuses == [PaymentStatus.SUCCEEDED, PaymentStatus.CANCELED]


async def test_released_money_keeps_its_age(app: AppHarness) -> None:
    """D14, D21: oldest first across several sums, part of one of them; given back, it is the oldest again."""
    firm = await app.create_ready_firm()
    for amount in ("10.00", "20.00", "30.00"):
        await firm.prepay(amount)
    first, second = await firm.create_invoice("25.00"), await firm.create_invoice("15.00")
    await firm.pay(first, FULL)
    assert await firm.lot_balances() == [0, 5_00, 30_00]
    await firm.pay(second, FULL)
    assert await firm.lot_balances() == [0, 0, 20_00]
    await void_invoice(app.services, firm.owner, first, "mistake")
    assert await firm.lot_balances() == [10_00, 15_00, 20_00]
    await firm.pay(await firm.create_invoice("12.00"), FULL)
    assert await firm.lot_balances() == [0, 13_00, 20_00]
    async with app.services.reads() as session:
        entries = select(models.CreditEntry.amount).where(visibility.credit_entries(firm.client_user))
        assert sum(await session.scalars(entries)) == 33_00


async def test_reserved_money_keeps_its_age(app: AppHarness) -> None:
    """D14, D16: what is reserved is fixed; when the window is given up it returns to where it was."""
    firm = await app.create_ready_firm()
    for amount in ("10.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("100.00")
    charge, _ = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.prepay("5.00")
    assert await firm.lot_balances() == [0, 0, 5_00]
    await cancel_payment(app.services, firm.client_user, charge.id)
    assert await firm.lot_balances() == [10_00, 20_00, 5_00]
    await firm.pay(await firm.create_invoice("10.00"), FULL)
    assert await firm.lot_balances() == [0, 20_00, 5_00]
