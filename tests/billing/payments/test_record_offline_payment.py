"""Offline payments: cash, cheques, wires (D22)."""

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


async def test_offline_payment_pays_an_invoice(app: AppHarness) -> None:
    """D22, D34: at once, in parts, even if there are older credits; it is cash in and revenue."""
    firm = await app.create_prepaid_firm("30.00")
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


async def test_pay_in_full(app: AppHarness) -> None:
    """D13, D22: offline payments take the same amount requests."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    await record_offline(firm, FULL, invoice)
    assert await firm.invoice_figures(invoice) == ("PAID", 100_00, 0, 0)


async def test_pending_amount_is_not_payable(app: AppHarness) -> None:
    """D12, D22: no more than what is payable is accepted."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    await firm.pay(invoice, "70.00", PaymentSource.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(allocation.AmountExceedsPayable) as error:
            await record_offline(firm, "30.01", invoice)
        with pytest.raises(allocation.FullAmountNotPossible):
            await record_offline(firm, FULL, invoice)
        with pytest.raises(allocation.NoDepositDue):
            await record_offline(firm, DEPOSIT, invoice)
    assert (error.value.payable.minor, error.value.excess.minor) == (30_00, 1)
    await record_offline(firm, "30.00", invoice)
    async with firm.assert_unchanged():
        for excess in (False, True):
            with pytest.raises(allocation.NothingPayable):
                await record_offline(firm, "0.01", invoice, excess_to_credits=excess)


@pytest.mark.parametrize("excess", [True, False])
async def test_excess_is_refused_or_becomes_credits(app: AppHarness, *, excess: bool) -> None:
    """D22: refused unless the excess is to become credits, which are as old as the day the money arrived."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("100.00")
    if not excess:
        async with firm.assert_unchanged():
            with pytest.raises(allocation.AmountExceedsPayable) as error:
                await record_offline(firm, "120.00", invoice)
        assert (error.value.payable.minor, error.value.excess.minor) == (100_00, 20_00)
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
async def test_draft_void_and_paid_invoices_are_not_payable(app: AppHarness, status: str) -> None:
    """D13: whether or not the excess is to become credits."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00", issue=status != "DRAFT")
    if status == "VOID":
        await void_invoice(app.services, firm.owner, invoice, "mistake")
    if status == "PAID":
        await record_offline(firm, FULL, invoice)
    async with firm.assert_unchanged():
        for excess in (False, True):
            with pytest.raises(allocation.InvoiceNotPayable) as error:
                await record_offline(firm, "60.00", invoice, excess_to_credits=excess)
            assert error.value.status.value == status


async def test_offline_money_without_an_invoice_becomes_credits(app: AppHarness) -> None:
    """D22: no payment is created; the entry has the method and the day."""
    firm = await app.create_ready_firm()
    result = await record_offline(firm, "40.00")
    assert (result.invoice_id, result.payment_id) == (None, None)
    assert (await firm.credits(), await firm.credit_entries()) == ((40_00, 0), [("OFFLINE_PAYMENT", 40_00, 40_00)])
    async with app.services.reads() as session:
        (entry,) = (await session.scalars(select(models.CreditEntry))).all()
    assert (entry.offline_method, entry.received_on) == (OfflineMethod.CHEQUE, dt.date(2026, 3, 2))
    assert await account_balances(firm) == {"CASH_OFFLINE": -40_00, "LOT": 40_00}
    await assert_money_report_balances(firm)


async def test_backdated_money_is_spent_by_its_age(app: AppHarness) -> None:
    """D14, D22: before money that arrived later, after money that arrived earlier."""
    firm = await app.create_prepaid_firm("10.00")
    app.clock.advance(days=10)
    await firm.prepay("20.00")
    app.clock.advance(days=10)
    await record_offline(firm, "30.00", received_on=dt.date(2026, 3, 5))
    assert await firm.lot_balances() == [10_00, 30_00, 20_00]
    await firm.pay(await firm.create_invoice("25.00"), FULL)
    assert await firm.lot_balances() == [0, 15_00, 20_00]


async def test_day_goes_by_the_firms_time_zone(app: AppHarness) -> None:
    """D22: at 23:30 UTC it is tomorrow in Paris, and that day is accepted."""
    firm = await app.create_ready_firm()
    app.clock.now = dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC)
    await record_offline(firm, "1.00", received_on=dt.date(2026, 3, 11))
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as error:
            await record_offline(firm, "1.00", received_on=dt.date(2026, 3, 12))
    assert error.value.field == "receivedOn"
    await record_offline(firm, "2.00", received_on=dt.date(2026, 3, 10))
    async with app.services.reads() as session:
        query = select(models.Account.credits_posted, models.Account.opened_at).order_by(models.Account.opened_at)
        lots = [tuple(row) for row in await session.execute(query.where(models.Account.source.is_not(None)))]
    assert lots == [(2_00, dt.datetime(2026, 3, 9, 23, tzinfo=dt.UTC)), (1_00, app.clock())]


@pytest.mark.parametrize(
    ("received_on", "field"), [(dt.date(2026, 3, 3), "receivedOn"), (dt.date(1969, 12, 31), "receivedOn")]
)
async def test_invalid_day_is_refused(app: AppHarness, received_on: dt.date, field: str) -> None:
    """D22: the money cannot arrive in the future; nothing changes."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("10.00")
    async with firm.assert_unchanged():
        for invoice_id in (None, invoice):
            with pytest.raises(InvalidInput) as error:
                await record_offline(firm, "1.00", invoice_id, received_on=received_on)
            assert error.value.field == field


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_invalid_amount_is_refused(app: AppHarness, amount: str) -> None:
    """D10, D11: never rounded; nothing changes."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("10.00")
    async with firm.assert_unchanged():
        for invoice_id in (None, invoice):
            with pytest.raises(InvalidAmount):
                await record_offline(firm, amount, invoice_id, excess_to_credits=True)


async def test_no_provider_is_needed(app: AppHarness) -> None:
    """D22, D10: not even for less than a card can be charged."""
    firm = await app.create_firm()
    invoice = await firm.create_invoice("0.40")
    await record_offline(firm, FULL, invoice)
    assert (await firm.invoice_figures(invoice))[0] == "PAID"


async def test_offline_credits_are_applied_on_issue(app: AppHarness) -> None:
    """D20, D22: like any other credits."""
    firm = await app.create_ready_firm()
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await record_offline(firm, "40.00")
    assert await firm.invoice_figures(await firm.create_invoice("50.00")) == ("PARTIALLY_PAID", 40_00, 0, 10_00)


async def test_invoice_with_offline_money_cannot_be_voided(app: AppHarness) -> None:
    """D21: it has to be refunded first."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    await record_offline(firm, "1.00", invoice)
    async with firm.assert_unchanged():
        with pytest.raises(DomainError):
            await void_invoice(app.services, firm.owner, invoice, "mistake")


@pytest.mark.parametrize("target", ["invoice", "credits", "both"])
async def test_twelve_concurrent_requests_are_one(app: AppHarness, target: str) -> None:
    """D30: a replay is reported; other input is a conflict."""
    firm = await app.create_ready_firm()
    invoice = None if target == "credits" else await firm.create_invoice("50.00")
    amount = "50.00" if target == "invoice" else "60.00"

    results = await asyncio.gather(
        *(record_offline(firm, amount, invoice, excess_to_credits=True, key="once") for _ in range(12))
    )
    assert {(result.payment_id, result.invoice_id) for result in results} == {(results[0].payment_id, invoice)}
    assert sorted(result.replayed for result in results) == [False] + [True] * 11
    assert (await account_balances(firm))["CASH_OFFLINE"] == -50_00 if target == "invoice" else -60_00
    async with firm.assert_unchanged():
        assert (await record_offline(firm, amount, invoice, excess_to_credits=True, key="once")).replayed
        with pytest.raises(IdempotencyConflict):
            await record_offline(
                firm, amount, invoice, excess_to_credits=True, key="once", received_on=dt.date(2026, 3, 1)
            )
        with pytest.raises(IdempotencyConflict):
            await record_offline(firm, "1.00", invoice, excess_to_credits=True, key="once")


async def test_refused_command_does_not_claim_its_key(app: AppHarness) -> None:
    """D30: the corrected command can use the same key."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(allocation.AmountExceedsPayable):
        await record_offline(firm, "60.00", invoice, key="once")
    assert not (await record_offline(firm, "50.00", invoice, key="once")).replayed


async def test_permissions(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for visible clients; never a client user; another firm's objects are not found."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    other = await app.create_ready_firm(name="Other")
    invoice_manager = await firm.add_member(
        "plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    unassigned = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for invoice_id in (None, invoice):
            for viewer in (firm.client_user, invoice_manager):
                with pytest.raises(PermissionDenied):
                    await record_offline(firm, "1.00", invoice_id, viewer=viewer)
            for stranger in (unassigned, other.owner):
                with pytest.raises(NotFound):
                    await record_offline(firm, "1.00", invoice_id, viewer=stranger)
    await firm.assign(unassigned, firm.client_id)
    for invoice_id in (None, invoice):
        await record_offline(firm, "1.00", invoice_id, viewer=unassigned)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id) == ("offline_payment.recorded", unassigned.id, firm.client_id)
