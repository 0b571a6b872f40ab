"""Invoices are made, changed, issued and voided."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing import calendar
from billing.access.policy import PermissionDenied
from billing.errors import (
    DomainError,
    IdempotencyConflict,
    InsufficientCredits,
    InvalidAmount,
    InvalidInput,
    InvoiceNotChangeable,
    NotFound,
)
from billing.invoices import rules
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.rules import Line
from billing.invoices.update_invoice import UpdateInvoiceCommand, update_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, AmountExceedsPayable, PaymentSource
from billing.settings import update_payment_settings
from models import CreditApplication, FirmRole, MemberRight, PaidBy
from tests.support.firm import AppHarness, Firm

FULL = AmountChoice.FULL


def create_invoice_command(firm: Firm, **more: Any) -> CreateInvoiceCommand:
    plain = CreateInvoiceCommand(
        client_id=firm.client_id,
        number=None,
        description=None,
        lines=(Line("Work", Decimal(1), Decimal(100)),),
        deposit_requested=None,
        due_on=None,
        issue=True,
        pay_from_credits=None,
        idempotency_key=firm.app.new_key(),
    )
    return dataclasses.replace(plain, **more)


async def lines_of(house: AppHarness, invoice_id: uuid.UUID) -> list[int]:
    async with house.services.reads() as session:
        found = select(models.InvoiceLine).where(models.InvoiceLine.invoice_id == invoice_id)
        return [one.amount for one in await session.scalars(found.order_by(models.InvoiceLine.position))]


async def test_lines_are_rounded_half_up_and_sum_to_the_cent(app: AppHarness) -> None:
    """D11: the one place where anything is rounded."""
    firm = await app.create_ready_firm()
    lines = (
        Line("Half a cent up", Decimal("0.5"), Decimal("0.01")),
        Line("Below half", Decimal("0.49"), Decimal("0.01")),
        Line("Hours", Decimal("2.25"), Decimal("33.33")),
    )
    made = await create_invoice(app.services, firm.owner, create_invoice_command(firm, lines=lines))
    assert await lines_of(app, made.invoice_id) == [1, 0, 74_99]
    assert (await firm.invoice(made.invoice_id)).total == 75_00


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"lines": ()}, InvalidInput, "lines"),
        ({"lines": (Line(" ", Decimal(1), Decimal(1)),)}, InvalidInput, "lines.0.description"),
        ({"lines": (Line("a", Decimal(0), Decimal(1)),)}, InvalidInput, "lines.0.quantity"),
        ({"lines": (Line("a", Decimal("0.0000001"), Decimal(1)),)}, InvalidInput, "lines.0.quantity"),
        ({"lines": (Line("a", Decimal("NaN"), Decimal(1)),)}, InvalidInput, "lines.0.quantity"),
        ({"lines": (Line("a", Decimal(1), Decimal("1.001")),)}, InvalidAmount, "lines.0.unitPrice"),
        ({"lines": (Line("a", Decimal(1), Decimal(-1)),)}, InvalidAmount, "lines.0.unitPrice"),
        ({"lines": (Line("a", Decimal(1000), Decimal("9999999999.99")),)}, InvalidAmount, "lines.0"),
        ({"lines": (Line("a", Decimal(1), Decimal("9999999999.99")),) * 2}, InvalidAmount, "lines"),
        ({"deposit_requested": Decimal("100.01")}, InvalidAmount, "depositRequested"),
        ({"deposit_requested": Decimal(0)}, InvalidAmount, "depositRequested"),
        ({"number": " "}, InvalidInput, "number"),
        ({"issue": False, "pay_from_credits": Decimal(1)}, InvalidInput, "payFromCredits"),
    ],
)
async def test_what_cannot_be_an_invoice(
    app: AppHarness, more: dict[str, Any], refusal: type[DomainError], field: str
) -> None:
    """D10, D11: refused with the path of what cannot be taken; nothing moves."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(refusal) as refused:
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, **more))
    assert getattr(refused.value, "field", None) == field


async def test_numbers(app: AppHarness) -> None:
    """The firm's next number when left out, skipping those taken; two invoices never share one."""
    firm = await app.create_ready_firm()
    await create_invoice(app.services, firm.owner, create_invoice_command(firm, number="00002"))
    numbers = []
    for _ in range(3):
        made = await create_invoice(app.services, firm.owner, create_invoice_command(firm))
        numbers.append((await firm.invoice(made.invoice_id)).number)
    assert numbers == ["00001", "00003", "00004"]
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, number="00002"))


async def test_the_same_key(app: AppHarness) -> None:
    """D30: one invoice; another input is a conflict."""
    firm = await app.create_ready_firm()
    first = await create_invoice(app.services, firm.owner, create_invoice_command(firm, idempotency_key="once"))
    async with firm.assert_unchanged():
        again = await create_invoice(app.services, firm.owner, create_invoice_command(firm, idempotency_key="once"))
        assert (again.invoice_id, again.replayed) == (first.invoice_id, True)
        with pytest.raises(IdempotencyConflict):
            await create_invoice(
                app.services, firm.owner, create_invoice_command(firm, idempotency_key="once", description="x")
            )


async def test_paid_from_credits_as_it_is_issued(app: AppHarness) -> None:
    """D20: a chosen part; needs MANAGE_PAYMENTS too; all or nothing."""
    firm = await app.create_ready_firm()
    await firm.prepay("60.00")
    made = await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(40)))
    assert await firm.invoice_figures(made.invoice_id) == ("PARTIALLY_PAID", 40_00, 0, 60_00)
    biller = await firm.add_member(
        "biller", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    async with firm.assert_unchanged():
        with pytest.raises(PermissionDenied):
            await create_invoice(app.services, biller, create_invoice_command(firm, pay_from_credits=Decimal(1)))
        with pytest.raises(InsufficientCredits):
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(21)))
        with pytest.raises(AmountExceedsPayable):
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(101)))


async def test_credits_are_applied_when_issued(app: AppHarness) -> None:
    """D20: ON_ISSUE: as far as they go, once, by the system; a chosen part instead of it."""
    firm = await app.create_ready_firm()
    await firm.prepay("60.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    chosen = await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(10)))
    assert await firm.invoice_figures(chosen.invoice_id) == ("PARTIALLY_PAID", 10_00, 0, 90_00)
    all_of_it = await firm.create_invoice("30.00")
    assert await firm.invoice_figures(all_of_it) == ("PAID", 30_00, 0, 0)
    as_far = await firm.create_invoice("30.00", issue=False)
    assert await firm.credits() == (20_00, 0)
    await issue_invoice(app.services, firm.owner, as_far)
    assert await firm.invoice_figures(as_far) == ("PARTIALLY_PAID", 20_00, 0, 10_00)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
        assert (event.kind, event.member_id, event.client_user_id) == ("credits.applied", None, None)
    async with firm.assert_unchanged():
        await issue_invoice(app.services, firm.owner, as_far)


async def test_who_may_and_what_exists(app: AppHarness) -> None:
    """Roles: MANAGE_INVOICES and clients one sees; another firm's client does not exist."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    invoice = await firm.create_invoice("100.00", issue=False)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES)
    payer = await firm.add_member("payer", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS, MemberRight.VIEW_ALL_CLIENTS)
    async with firm.assert_unchanged():
        for viewer in (unassigned, other.owner):
            with pytest.raises(NotFound):
                await create_invoice(app.services, viewer, create_invoice_command(firm))
            with pytest.raises(NotFound):
                await update_invoice(app.services, viewer, UpdateInvoiceCommand(invoice, number="x"))
            with pytest.raises(NotFound):
                await issue_invoice(app.services, viewer, invoice)
            with pytest.raises(NotFound):
                await void_invoice(app.services, viewer, invoice, "x")
        for viewer in (payer, firm.client_user):  # type: ignore[assignment]
            with pytest.raises(PermissionDenied):
                await create_invoice(app.services, viewer, create_invoice_command(firm))
            with pytest.raises(PermissionDenied):
                await update_invoice(app.services, viewer, UpdateInvoiceCommand(invoice, number="x"))
            with pytest.raises(PermissionDenied):
                await issue_invoice(app.services, viewer, invoice)
            with pytest.raises(PermissionDenied):
                await void_invoice(app.services, viewer, invoice, "x")


async def test_a_draft_is_changed(app: AppHarness) -> None:
    """Absent leaves as it is, null clears, lines are replaced as a whole; an issued invoice is not changed."""
    firm = await app.create_ready_firm()
    due = dt.date(2026, 4, 1)
    made = await create_invoice(
        app.services,
        firm.owner,
        create_invoice_command(firm, issue=False, description="first", deposit_requested=Decimal(90), due_on=due),
    )
    lines = (Line("a", Decimal(2), Decimal(10)), Line("b", Decimal(1), Decimal(75)))
    await update_invoice(app.services, firm.owner, UpdateInvoiceCommand(made.invoice_id, lines=lines, due_on=None))
    changed = await firm.invoice(made.invoice_id)
    assert (changed.total, changed.description, changed.deposit_requested, changed.due_on) == (
        95_00,
        "first",
        90_00,
        None,
    )
    assert await lines_of(app, made.invoice_id) == [20_00, 75_00]
    cheap = UpdateInvoiceCommand(made.invoice_id, lines=(Line("a", Decimal(1), Decimal(10)),))
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await update_invoice(app.services, firm.owner, cheap)
    await update_invoice(app.services, firm.owner, dataclasses.replace(cheap, deposit_requested=None))
    await issue_invoice(app.services, firm.owner, made.invoice_id)
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable):
            await update_invoice(app.services, firm.owner, cheap)
        await issue_invoice(app.services, firm.owner, made.invoice_id)


async def test_voiding_gives_back_the_credits_to_where_they_came_from(app: AppHarness) -> None:
    """D21: 5 to A and 5 to B from 100, B voided: 95, A untouched; the money keeps its age, and void twice is once."""
    firm = await app.create_ready_firm()
    await firm.prepay("3.00")
    await firm.prepay("97.00")
    first, second = await firm.create_invoice("5.00"), await firm.create_invoice("5.00")
    (paid,) = await firm.pay(second, FULL)
    await firm.pay(first, FULL)
    assert await firm.lot_balances() == [0, 90_00]
    await void_invoice(app.services, firm.owner, second, "mistake")
    assert await firm.credits() == (95_00, 0)
    assert await firm.lot_balances() == [3_00, 92_00]
    assert await firm.invoice_figures(first) == ("PAID", 5_00, 0, 0)
    assert await firm.invoice_figures(second) == ("VOID", 0, 0, 0)
    assert (await firm.payment(paid.id)).refunded == 5_00
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 5_00, 95_00)
    async with firm.assert_unchanged():
        await void_invoice(app.services, firm.owner, second, "again")
        with pytest.raises(InvoiceNotChangeable):
            await issue_invoice(app.services, firm.owner, second)


async def test_credits_that_paid_together_with_a_card(app: AppHarness) -> None:
    """D21: with money by card on it an invoice cannot be voided; nor while a payment is under way."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, part = await firm.pay(invoice, FULL, PaymentSource.CREDITS, models.PaymentMethod.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable, match="pending payment"):
            await void_invoice(app.services, firm.owner, invoice, "x")
    await firm.settle_charge(charge)
    assert part.paid_by is PaidBy.CREDITS
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable, match="Refund them first"):
            await void_invoice(app.services, firm.owner, invoice, "x")


async def test_overdue_by_the_firms_own_day(app: AppHarness) -> None:
    """Due dates go by the firm's time zone: the day is over at its midnight, not at UTC's."""
    firm = await app.create_ready_firm(time_zone="America/New_York")
    due = await firm.create_invoice("10.00", due_on=dt.date(2026, 3, 2))
    at = dt.datetime(2026, 3, 3, 4, 59, tzinfo=dt.UTC)

    async def is_overdue(now: dt.datetime) -> bool:
        today = calendar.today("America/New_York", now)
        late = select(models.Invoice.id).where(models.Invoice.id == due, rules.is_overdue(models.Invoice, today))
        async with app.services.reads() as session:
            return await session.scalar(late) is not None

    assert [await is_overdue(at + dt.timedelta(minutes=more)) for more in (0, 1)] == [False, True]
    await firm.prepay("10.00")
    await firm.pay(due, FULL)
    assert not await is_overdue(at + dt.timedelta(days=9))


async def test_what_a_viewer_may_do_now(app: AppHarness) -> None:
    """`actions` says what the deeds would let through."""
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    draft, due = await firm.create_invoice("10.00", issue=False), await firm.create_invoice("10.00")
    async with app.services.reads() as session:
        settings = await session.get_one(models.PaymentSettings, firm.id)
        connections = (await session.scalars(select(models.ProviderConnection))).all()

    async def may(viewer: Any, invoice: uuid.UUID) -> set[str]:
        async with app.services.reads() as session:
            paid = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).all()
        row, client = await firm.invoice(invoice), await firm.client()
        found = rules.allowed_actions(viewer, row, client, paid, settings, connections)
        return {one.value for one in found}

    pays = {"PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"}
    assert await may(firm.owner, draft) == {"UPDATE", "ISSUE", "VOID"}
    assert await may(firm.client_user, due) == pays
    assert await may(firm.owner, due) == {*pays, "VOID", "RECORD_OFFLINE_PAYMENT"}
    assert await may(await firm.add_member("bare", FirmRole.EMPLOYEE), due) == set()
    await firm.pay(due, "4.00")
    assert "VOID" in await may(firm.owner, due)
    (card,) = await firm.pay(due, AmountChoice.REMAINING, PaymentSource.CARD)
    assert "VOID" not in await may(firm.owner, due)
    await firm.settle_charge(card)
    assert await may(firm.owner, due) == set()
    never_issued = await firm.create_invoice("10.00", issue=False)
    await void_invoice(app.services, firm.owner, never_issued, "never sent")
    with pytest.raises(NotFound):
        await firm.pay(never_issued, FULL)
