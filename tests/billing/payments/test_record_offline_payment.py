"""Money that no provider carried: cash, a cheque, a wire (D22)."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.errors import DomainError, IdempotencyConflict, InvalidAmount, InvalidInput, NotFound
from billing.invoices.void_invoice import void_invoice
from billing.payments import allocation
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.settings import update_payment_settings
from models import CreditApplication, FirmRole, MemberRight, OfflineMethod, PaidBy, PaymentStatus
from tests.ledger.conftest import Journal
from tests.support.actions import account_balances, assert_money_report_balances, record_offline
from tests.support.firm import AppHarness

FULL, REMAINING, DEPOSIT = AmountChoice.FULL, AmountChoice.REMAINING, AmountChoice.DEPOSIT


async def test_it_pays_an_invoice(app: AppHarness) -> None:
    """D22, D34: at once, a part and then the rest, whatever older credits there are; it is cash and revenue."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("100.00")
    journal = Journal(firm)
    await journal.new_transfers()
    recorded = await record_offline(firm, "40.00", invoice)
    assert (recorded.client_id, recorded.invoice_id, recorded.replayed) == (firm.client_id, invoice, False)
    assert await journal.new_transfers() == [
        ("CASH_OFFLINE", "LOT", 40_00),
        ("LOT", "RECEIVABLE", 40_00),
        ("BILLED_CLEARING", "REVENUE", 40_00),
    ]
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 40_00, 0, 60_00)
    assert recorded.payment_id is not None
    payment = await firm.payment(recorded.payment_id)
    assert (payment.status, payment.paid_by, payment.offline_method) == (
        PaymentStatus.SUCCEEDED, PaidBy.OFFLINE, OfflineMethod.CHEQUE,
    )  # fmt: skip
    await record_offline(firm, REMAINING, invoice)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)
    assert await firm.credits() == (30_00, 0)
    assert (await firm.credit_entries())[1:] == [
        ("OFFLINE_PAYMENT", 40_00, 70_00),
        ("INVOICE_PAYMENT", -40_00, 30_00),
        ("OFFLINE_PAYMENT", 60_00, 90_00),
        ("INVOICE_PAYMENT", -60_00, 30_00),
    ]
    await assert_money_report_balances(firm)


async def test_in_full(app: AppHarness) -> None:
    """D13, D22: the same intentions as everywhere."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    await record_offline(firm, FULL, invoice)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)


async def test_pending_amount_is_not_payable(app: AppHarness) -> None:
    """D12, D22: up to what is payable, and no more, though a cheque is at hand."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    await firm.pay(invoice, "70.00", PaymentSource.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(allocation.AmountExceedsPayable) as refusal:
            await record_offline(firm, "30.01", invoice)
        with pytest.raises(allocation.FullAmountNotPossible):
            await record_offline(firm, FULL, invoice)
        with pytest.raises(allocation.NoDepositDue):
            await record_offline(firm, DEPOSIT, invoice)
    assert (refusal.value.payable.minor, refusal.value.excess.minor) == (30_00, 1)
    await record_offline(firm, "30.00", invoice)
    async with firm.assert_unchanged():
        for excess in (False, True):
            with pytest.raises(allocation.NothingPayable):
                await record_offline(firm, "0.01", invoice, excess_to_credits=excess)


@pytest.mark.parametrize("excess", [True, False])
async def test_more_than_payable(app: AppHarness, *, excess: bool) -> None:
    """D22: refused, unless it is said that the rest becomes credits, as old as the day it came."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    if not excess:
        async with firm.assert_unchanged():
            with pytest.raises(allocation.AmountExceedsPayable) as refusal:
                await record_offline(firm, "120.00", invoice)
        assert (refusal.value.payable.minor, refusal.value.excess.minor) == (100_00, 20_00)
        return
    recorded = await record_offline(firm, "120.00", invoice, excess_to_credits=True, received_on=dt.date(2026, 2, 1))
    assert recorded.payment_id is not None
    assert (await firm.payment(recorded.payment_id)).amount == 100_00
    assert (await firm.invoice_figures(invoice), await firm.credits()) == (("PAID", 100_00, 0, 0), (20_00, 0))
    assert [entry[:2] for entry in await firm.credit_entries()] == [
        ("OFFLINE_PAYMENT", 100_00),
        ("INVOICE_PAYMENT", -100_00),
        ("OFFLINE_PAYMENT", 20_00),
    ]
    assert (await account_balances(firm))["CASH_OFFLINE"] == -120_00
    await assert_money_report_balances(firm)


@pytest.mark.parametrize("status", ["DRAFT", "VOID", "PAID"])
async def test_an_invoice_that_takes_no_payment(app: AppHarness, status: str) -> None:
    """D13: whatever is to become of the excess."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00", issue=status != "DRAFT")
    if status == "VOID":
        await void_invoice(app.services, firm.owner, invoice, "mistake")
    if status == "PAID":
        await record_offline(firm, FULL, invoice)
    async with firm.assert_unchanged():
        for excess in (False, True):
            with pytest.raises(allocation.InvoiceNotPayable) as refusal:
                await record_offline(firm, "60.00", invoice, excess_to_credits=excess)
            assert refusal.value.status.value == status


async def test_it_becomes_credits(app: AppHarness) -> None:
    """D22: no invoice, no payment: an entry with the way and the day it came."""
    firm = await app.create_ready_firm()
    recorded = await record_offline(firm, "40.00")
    assert (recorded.invoice_id, recorded.payment_id) == (None, None)
    assert (await firm.credits(), await firm.credit_entries()) == ((40_00, 0), [("OFFLINE_PAYMENT", 40_00, 40_00)])
    async with app.services.reads() as session:
        (entry,) = (await session.scalars(select(models.CreditEntry))).all()
    assert (entry.offline_method, entry.received_on) == (OfflineMethod.CHEQUE, dt.date(2026, 3, 2))
    assert await account_balances(firm) == {"CASH_OFFLINE": -40_00, "LOT": 40_00}
    await assert_money_report_balances(firm)


async def test_money_of_the_past_is_as_old_as_it_is(app: AppHarness) -> None:
    """D14, D22: recorded today, spent before what came since the day it came, and after what came before."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    app.clock.advance(days=10)
    await firm.prepay("20.00")
    app.clock.advance(days=10)
    await record_offline(firm, "30.00", received_on=dt.date(2026, 3, 5))
    assert await firm.lot_balances() == [10_00, 30_00, 20_00]
    await firm.pay(await firm.create_invoice("25.00"), FULL)
    assert await firm.lot_balances() == [0, 15_00, 20_00]


async def test_the_day_is_the_firms(app: AppHarness) -> None:
    """D22: at 23:30 in UTC it is tomorrow in Paris, and today there can be told."""
    firm = await app.create_ready_firm()
    app.clock.now = dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC)
    await record_offline(firm, "1.00", received_on=dt.date(2026, 3, 11))
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refusal:
            await record_offline(firm, "1.00", received_on=dt.date(2026, 3, 12))
    assert refusal.value.field == "receivedOn"
    await record_offline(firm, "2.00", received_on=dt.date(2026, 3, 10))
    async with app.services.reads() as session:
        opened = select(models.Account.credits_posted, models.Account.opened_at).order_by(models.Account.opened_at)
        lots = [tuple(row) for row in await session.execute(opened.where(models.Account.source.is_not(None)))]
    assert lots == [(2_00, dt.datetime(2026, 3, 9, 23, tzinfo=dt.UTC)), (1_00, app.clock())]


@pytest.mark.parametrize(
    ("received_on", "field"), [(dt.date(2026, 3, 3), "receivedOn"), (dt.date(1969, 12, 31), "receivedOn")]
)
async def test_a_day_that_cannot_be(app: AppHarness, received_on: dt.date, field: str) -> None:
    """D22: money is recorded once it is there; nothing moved."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("10.00")
    async with firm.assert_unchanged():
        for to in (None, invoice):
            with pytest.raises(InvalidInput) as refusal:
                await record_offline(firm, "1.00", to, received_on=received_on)
            assert refusal.value.field == field


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_amounts_that_cannot_be(app: AppHarness, amount: str) -> None:
    """D10, D11: refused, never rounded; nothing moved."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("10.00")
    async with firm.assert_unchanged():
        for to in (None, invoice):
            with pytest.raises(InvalidAmount):
                await record_offline(firm, amount, to, excess_to_credits=True)


async def test_it_needs_no_provider(app: AppHarness) -> None:
    """D22, D10: nothing connected, an amount that no card could be charged."""
    firm = await app.create_firm()
    invoice = await firm.create_invoice("0.40")
    await record_offline(firm, FULL, invoice)
    assert (await firm.invoice_figures(invoice))[0] == "PAID"


async def test_credits_applied_when_issued_take_it(app: AppHarness) -> None:
    """D20, D22: credits are credits, whoever carried them."""
    firm = await app.create_ready_firm()
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await record_offline(firm, "40.00")
    assert await firm.invoice_figures(await firm.create_invoice("50.00")) == ("PARTIALLY_PAID", 40_00, 0, 10_00)


async def test_money_on_it_keeps_an_invoice(app: AppHarness) -> None:
    """D21: it cannot be voided until that money is refunded."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    await record_offline(firm, "1.00", invoice)
    async with firm.assert_unchanged():
        with pytest.raises(DomainError):
            await void_invoice(app.services, firm.owner, invoice, "mistake")


@pytest.mark.parametrize("where", ["invoice", "credits", "both"])
async def test_one_key(app: AppHarness, where: str) -> None:
    """D30: twelve at the same moment are one; again: the same, told so; another wish is a conflict."""
    firm = await app.create_ready_firm()
    invoice = None if where == "credits" else await firm.create_invoice("50.00")
    amount = "50.00" if where == "invoice" else "60.00"

    made = await asyncio.gather(
        *(record_offline(firm, amount, invoice, excess_to_credits=True, key="once") for _ in range(12))
    )
    assert {(one.payment_id, one.invoice_id) for one in made} == {(made[0].payment_id, invoice)}
    assert sorted(one.replayed for one in made) == [False] + [True] * 11
    assert (await account_balances(firm))["CASH_OFFLINE"] == -50_00 if where == "invoice" else -60_00
    async with firm.assert_unchanged():
        assert (await record_offline(firm, amount, invoice, excess_to_credits=True, key="once")).replayed
        with pytest.raises(IdempotencyConflict):
            await record_offline(
                firm, amount, invoice, excess_to_credits=True, key="once", received_on=dt.date(2026, 3, 1)
            )
        with pytest.raises(IdempotencyConflict):
            await record_offline(firm, "1.00", invoice, excess_to_credits=True, key="once")


async def test_a_refusal_claims_nothing(app: AppHarness) -> None:
    """D30: whoever mends what was wrong sends the same key again."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(allocation.AmountExceedsPayable):
        await record_offline(firm, "60.00", invoice, key="once")
    assert not (await record_offline(firm, "50.00", invoice, key="once")).replayed


async def test_who_may(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for clients that they see; a client's user never; another firm's does not exist."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    other = await app.create_ready_firm(name="Other")
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    blind = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for to in (None, invoice):
            for viewer in (firm.client_user, plain):
                with pytest.raises(PermissionDenied):
                    await record_offline(firm, "1.00", to, viewer=viewer)
            for stranger in (blind, other.owner):
                with pytest.raises(NotFound):
                    await record_offline(firm, "1.00", to, viewer=stranger)
    await firm.assign(blind, firm.client_id)
    for to in (None, invoice):
        await record_offline(firm, "1.00", to, viewer=blind)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id) == ("offline_payment.recorded", blind.id, firm.client_id)
