"""Incidents known from other systems (docs/rules.md lists them)."""

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
    app: AppHarness, firm: Firm, payment: models.Payment, **provider_state: object
) -> None:
    """Change the provider's state, and sync three times."""
    assert payment.intent_id is not None
    app.sandbox.tamper(payment.intent_id, **provider_state)
    for _ in range(3):
        await sync.sync_charge(app.services, JobKind.SYNC_PAYMENT, firm.id, payment.id)


async def test_credits_30_invoice_50(app: AppHarness) -> None:
    """D16: REMAINING from credits with `rest: CARD`: 30 + 20."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    assert (credits_payment.amount, card_payment.amount) == (30_00, 20_00)
    await firm.settle_charge(card_payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credit_entries() == [
        ("PREPAYMENT", 30_00, 30_00),
        ("PAYMENT_RECEIVED", 20_00, 50_00),
        ("INVOICE_PAYMENT", -20_00, 30_00),
        ("INVOICE_PAYMENT", -30_00, 0),
    ]


async def test_credits_10_invoice_50(app: AppHarness) -> None:
    """D14, D18: due 40."""
    firm = await app.create_prepaid_firm("10.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "10.00")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 10_00, 0, 40_00)
    assert (await firm.invoice(invoice)).amount_due == (await firm.client()).due == 40_00


async def test_credits_350_invoice_450(app: AppHarness) -> None:
    """D14: 100 left to pay, no credits left."""
    firm = await app.create_prepaid_firm("350.00")
    invoice = await firm.create_invoice("450.00")
    await firm.pay(invoice, "350.00")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 350_00, 0, 100_00)
    assert await firm.credits() == (0, 0)


async def test_deposit_of_300_on_1000(app: AppHarness) -> None:
    """D19: 700 stay due, and no deposit is due any more."""
    firm = await app.create_ready_firm()
    command = CreateInvoiceCommand(
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
    invoice = (await create_invoice(app.services, firm.owner, command)).invoice_id
    (payment,) = await firm.pay(invoice, DEPOSIT, CARD)
    assert payment.amount == 300_00
    assert allocation.deposit_due(await firm.invoice(invoice)) == 0
    async with firm.assert_unchanged():
        with pytest.raises(allocation.NoDepositDue):
            await firm.pay(invoice, DEPOSIT, CARD)
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 300_00, 0, 700_00)
    (remaining_payment,) = await firm.pay(invoice, REMAINING, CARD)
    assert remaining_payment.amount == 700_00


async def test_credits_of_40_cents(app: AppHarness) -> None:
    """D14: usable and listed, although a card cannot be charged so little."""
    firm = await app.create_prepaid_firm("10.00")
    await firm.pay(await firm.create_invoice("9.60"), FULL)
    assert await firm.credits() == (40, 0)
    assert (await firm.credit_entries())[-1] == ("INVOICE_PAYMENT", -9_60, 40)
    await firm.pay(await firm.create_invoice("0.40"), FULL)
    assert await firm.credits() == (0, 0)


async def test_two_prepayments_of_100_with_one_key_on_10(app: AppHarness) -> None:
    """D30, D9: 110."""
    firm = await app.create_prepaid_firm("10.00")
    command = MakePrepaymentCommand(None, Decimal(100), PaymentMethod.CARD, "the same key")
    first, second = await asyncio.gather(*(make_prepayment(app.services, firm.client_user, command) for _ in range(2)))
    assert first.prepayment_id == second.prepayment_id
    for result in (first, second):
        await firm.settle_charge(await firm.prepayment(result.prepayment_id))
    assert await firm.credits() == (110_00, 0)


async def test_success_then_failure_then_void(app: AppHarness) -> None:
    """D9, D21, D23: neither credited twice, nor returned while it is applied to the invoice."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(card_payment)
    assert (await firm.payment(credits_payment.id)).status is PaymentStatus.SUCCEEDED
    async with firm.assert_unchanged():
        await sync_with_provider_state(app, firm, card_payment, status="requires_payment_method")
        await sync_with_provider_state(app, firm, card_payment, status="canceled", amount_received=0)
        with pytest.raises(InvoiceNotChangeable):
            await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)


async def test_open_debit_for_the_whole_invoice_then_credits(app: AppHarness) -> None:
    """D13: NothingPayable, also from credits that arrive later."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    (debit,) = await firm.pay(invoice, FULL, DEBIT)
    await firm.settle_charge(debit, "pm_successDelayed_de")
    await firm.prepay("80.00")
    async with firm.assert_unchanged():
        for amount in (REMAINING, "1.00"):
            with pytest.raises(NothingPayable) as error:
                await firm.pay(invoice, amount)
            assert error.value.pending.minor == 50_00
    assert await firm.credits() == (80_00, 0)


@pytest.mark.parametrize(("currency", "country", "amount"), [("USD", "US", "19.999"), ("JPY", "JP", "10.2")])
async def test_too_many_decimals(app: AppHarness, currency: str, country: str, amount: str) -> None:
    """D11: 19.999 USD and 10.2 JPY are refused, not rounded, at every amount input."""
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
        for command in (
            enable_prepayment.EnablePrepaymentCommand(minimum=Decimal(amount)),
            enable_prepayment.EnablePrepaymentCommand(maximum=Decimal(amount)),
        ):
            with pytest.raises(InvalidAmount):
                await enable_prepayment.enable_prepayment(app.services, firm.owner, command)


async def test_5_to_a_and_5_to_b_from_100_and_b_is_voided(app: AppHarness) -> None:
    """D21: 95, and A unchanged."""
    firm = await app.create_prepaid_firm("100.00")
    a, b = await firm.create_invoice("5.00"), await firm.create_invoice("5.00")
    await firm.pay(a, FULL)
    await firm.pay(b, FULL)
    await void_invoice(app.services, firm.owner, b, "mistake")
    assert await firm.credits() == (95_00, 0)
    assert await firm.invoice_figures(a) == ("PAID", 5_00, 0, 0)
    assert await firm.invoice_figures(b) == ("VOID", 0, 0, 0)
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 5_00, 95_00)


@pytest.mark.parametrize("source", PaymentSource)
async def test_two_users_pay_the_remaining_amount_concurrently(app: AppHarness, source: PaymentSource) -> None:
    """D12, P4: one succeeds; for the other nothing is payable, or (from credits) the invoice is paid."""
    firm = await app.create_prepaid_firm("100.00")
    invoice = await firm.create_invoice("50.00")
    colleague = await firm.add_user(firm.client_id, "colleague")
    results = await asyncio.gather(
        firm.pay(invoice, REMAINING, source),
        firm.pay(invoice, REMAINING, source, viewer=colleague),
        return_exceptions=True,
    )
    second = "InvoiceNotPayable" if source is CREDITS else "NothingPayable"
    assert sorted(type(result).__name__ for result in results) == [second, "list"]
    invoice_now = await firm.invoice(invoice)
    assert invoice_now.paid + invoice_now.pending == 50_00


async def test_30_and_20_on_50_and_the_card_succeeds_after_all(app: AppHarness) -> None:
    """D25: the card declines, the window is canceled, the invoice voided, then the card succeeds: 50 credits."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(card_payment, "pm_card_chargeDeclined")
    await cancel_payment(app.services, firm.client_user, card_payment.id)
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await sync_with_provider_state(app, firm, card_payment, status="succeeded", amount_received=20_00)
    assert await firm.credits() == (50_00, 0)
    assert await firm.lot_balances() == [30_00, 20_00]
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    statuses = [(await firm.payment(payment.id)).status for payment in (card_payment, credits_payment)]
    assert statuses == [PaymentStatus.SUCCEEDED, PaymentStatus.CANCELED]


async def test_released_money_keeps_its_age(app: AppHarness) -> None:
    """D14, D21: oldest first from several lots; returned by a void, it is the oldest again."""
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
        entries = select(models.CreditEntry.amount).where(
            visibility.rows_of_clients(firm.client_user, models.CreditEntry)
        )
        assert sum(await session.scalars(entries)) == 33_00


async def test_reserved_money_keeps_its_age(app: AppHarness) -> None:
    """D14, D16: the reserved lots are fixed; after cancellation they are as before."""
    firm = await app.create_ready_firm()
    for amount in ("10.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("100.00")
    card_payment, _ = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await firm.prepay("5.00")
    assert await firm.lot_balances() == [0, 0, 5_00]
    await cancel_payment(app.services, firm.client_user, card_payment.id)
    assert await firm.lot_balances() == [10_00, 20_00, 5_00]
    await firm.pay(await firm.create_invoice("10.00"), FULL)
    assert await firm.lot_balances() == [0, 20_00, 5_00]
