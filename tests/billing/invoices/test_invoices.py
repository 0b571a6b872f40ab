"""Creating, updating, issuing and voiding invoices."""

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


def create_invoice_command(firm: Firm, **changes: Any) -> CreateInvoiceCommand:
    command = CreateInvoiceCommand(
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
    return dataclasses.replace(command, **changes)


async def line_amounts(app: AppHarness, invoice_id: uuid.UUID) -> list[int]:
    async with app.services.reads() as session:
        query = select(models.InvoiceLine).where(models.InvoiceLine.invoice_id == invoice_id)
        return [line.amount for line in await session.scalars(query.order_by(models.InvoiceLine.position))]


async def test_lines_are_rounded_half_up_and_sum_to_the_cent(app: AppHarness) -> None:
    """D11: the only rounding there is."""
    firm = await app.create_ready_firm()
    lines = (
        Line("Half a cent up", Decimal("0.5"), Decimal("0.01")),
        Line("Below half", Decimal("0.49"), Decimal("0.01")),
        Line("Hours", Decimal("2.25"), Decimal("33.33")),
    )
    created = await create_invoice(app.services, firm.owner, create_invoice_command(firm, lines=lines))
    assert await line_amounts(app, created.invoice_id) == [1, 0, 74_99]
    assert (await firm.invoice(created.invoice_id)).total == 75_00


@pytest.mark.parametrize(
    ("changes", "error", "field"),
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
        ({"deposit_requested": Decimal("-0.01")}, InvalidAmount, "depositRequested"),
        ({"number": "\u200b\u3164"}, InvalidInput, "number"),
        ({"number": " "}, InvalidInput, "number"),
        ({"issue": False, "pay_from_credits": Decimal(1)}, InvalidInput, "payFromCredits"),
    ],
)
async def test_invalid_invoice_is_refused(
    app: AppHarness, changes: dict[str, Any], error: type[DomainError], field: str
) -> None:
    """D10, D11: the error has the path of the invalid field; nothing changes."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(error) as refused:
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, **changes))
    assert getattr(refused.value, "field", None) == field


async def test_number_defaults_to_the_next_free_one(app: AppHarness) -> None:
    """Numbers are unique in a firm; a number in use is refused."""
    firm = await app.create_ready_firm()
    await create_invoice(app.services, firm.owner, create_invoice_command(firm, number="00002"))
    numbers = []
    for _ in range(3):
        created = await create_invoice(app.services, firm.owner, create_invoice_command(firm))
        numbers.append((await firm.invoice(created.invoice_id)).number)
    assert numbers == ["00001", "00003", "00004"]
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, number="00002"))


@pytest.mark.parametrize(
    ("number", "taken"),
    [
        ("RÉ-1/a", True),
        ("RE\u0301-1/a", True),
        ("ＲÉ-１/a", True),
        ("R\u200bÉ-\u2060\u00ad1/a\ufe0f", True),
        ("Ré-1/a", False),
        ("RE-1/a", False),
        ("R É-1/a", False),
    ],
)
async def test_invoice_numbers_are_unique_by_what_is_seen(app: AppHarness, number: str, taken: bool) -> None:
    """D36: in either normal form, full width or half, with invisible characters; capitals and accents are seen."""
    firm = await app.create_ready_firm()
    await create_invoice(app.services, firm.owner, create_invoice_command(firm, number="RÉ-1/a"))
    draft = await create_invoice(app.services, firm.owner, create_invoice_command(firm, issue=False))
    if not taken:
        await create_invoice(app.services, firm.owner, create_invoice_command(firm, number=number))
        return
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refused:
            await create_invoice(app.services, firm.owner, create_invoice_command(firm, number=number))
        assert (refused.value.field, str(refused.value)) == ("number", "Another invoice already has this number.")
        with pytest.raises(InvalidInput):
            await update_invoice(app.services, firm.owner, UpdateInvoiceCommand(draft.invoice_id, number=number))


async def test_a_draft_can_take_another_spelling_of_its_own_number(app: AppHarness) -> None:
    """D36: and number and description are searched as they are now."""
    firm = await app.create_ready_firm()
    command = create_invoice_command(firm, issue=False, number="Ａ-1", description="First")
    draft = await create_invoice(app.services, firm.owner, command)
    await update_invoice(app.services, firm.owner, UpdateInvoiceCommand(draft.invoice_id, number="A-1"))
    changed = await firm.invoice(draft.invoice_id)
    assert (changed.number, changed.number_key, changed.search_key) == ("A-1", "A-1", "a-1\nfirst")
    await update_invoice(app.services, firm.owner, UpdateInvoiceCommand(draft.invoice_id, description=None))
    assert (await firm.invoice(draft.invoice_id)).search_key == "a-1\n"


async def test_a_deposit_of_zero_is_none(app: AppHarness) -> None:
    """D19: as null is, when an invoice is created and when it is changed."""
    firm = await app.create_ready_firm()
    zero = create_invoice_command(firm, issue=False, deposit_requested=Decimal("0.00"))
    draft = await create_invoice(app.services, firm.owner, zero)
    assert (await firm.invoice(draft.invoice_id)).deposit_requested is None
    for deposit, expected in ((Decimal(5), 5_00), (Decimal(0), None)):
        change = UpdateInvoiceCommand(draft.invoice_id, deposit_requested=deposit)
        await update_invoice(app.services, firm.owner, change)
        assert (await firm.invoice(draft.invoice_id)).deposit_requested == expected


async def test_repeated_key_creates_one_invoice(app: AppHarness) -> None:
    """D30: other input with the same key is a conflict."""
    firm = await app.create_ready_firm()
    first = await create_invoice(app.services, firm.owner, create_invoice_command(firm, idempotency_key="once"))
    async with firm.assert_unchanged():
        again = await create_invoice(app.services, firm.owner, create_invoice_command(firm, idempotency_key="once"))
        assert (again.invoice_id, again.replayed) == (first.invoice_id, True)
        with pytest.raises(IdempotencyConflict):
            await create_invoice(
                app.services, firm.owner, create_invoice_command(firm, idempotency_key="once", description="x")
            )


async def test_pay_from_credits_on_creation(app: AppHarness) -> None:
    """D20: a chosen part, in full or not at all; it needs MANAGE_PAYMENTS, too."""
    firm = await app.create_prepaid_firm("60.00")
    created = await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(40)))
    assert await firm.invoice_figures(created.invoice_id) == ("PARTIALLY_PAID", 40_00, 0, 60_00)
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
    """D20: with ON_ISSUE the system applies what credits there are, once; a chosen part replaces that."""
    firm = await app.create_prepaid_firm("60.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    chosen = await create_invoice(app.services, firm.owner, create_invoice_command(firm, pay_from_credits=Decimal(10)))
    assert await firm.invoice_figures(chosen.invoice_id) == ("PARTIALLY_PAID", 10_00, 0, 90_00)
    covered = await firm.create_invoice("30.00")
    assert await firm.invoice_figures(covered) == ("PAID", 30_00, 0, 0)
    partly_covered = await firm.create_invoice("30.00", issue=False)
    assert await firm.credits() == (20_00, 0)
    await issue_invoice(app.services, firm.owner, partly_covered)
    assert await firm.invoice_figures(partly_covered) == ("PARTIALLY_PAID", 20_00, 0, 10_00)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
        assert (event.kind, event.member_id, event.client_user_id) == ("credits.applied", None, None)
    async with firm.assert_unchanged():
        await issue_invoice(app.services, firm.owner, partly_covered)


async def test_permissions_and_visibility(app: AppHarness) -> None:
    """Roles: MANAGE_INVOICES, for visible clients; another firm's client is not found."""
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


async def test_update_a_draft(app: AppHarness) -> None:
    """Absent fields stay, null clears, lines are replaced as a whole; an issued invoice cannot be updated."""
    firm = await app.create_ready_firm()
    due = dt.date(2026, 4, 1)
    created = await create_invoice(
        app.services,
        firm.owner,
        create_invoice_command(firm, issue=False, description="first", deposit_requested=Decimal(90), due_on=due),
    )
    lines = (Line("a", Decimal(2), Decimal(10)), Line("b", Decimal(1), Decimal(75)))
    await update_invoice(app.services, firm.owner, UpdateInvoiceCommand(created.invoice_id, lines=lines, due_on=None))
    changed = await firm.invoice(created.invoice_id)
    assert (changed.total, changed.description, changed.deposit_requested, changed.due_on) == (
        95_00,
        "first",
        90_00,
        None,
    )
    assert await line_amounts(app, created.invoice_id) == [20_00, 75_00]
    cheap = UpdateInvoiceCommand(created.invoice_id, lines=(Line("a", Decimal(1), Decimal(10)),))
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await update_invoice(app.services, firm.owner, cheap)
    await update_invoice(app.services, firm.owner, dataclasses.replace(cheap, deposit_requested=None))
    await issue_invoice(app.services, firm.owner, created.invoice_id)
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable):
            await update_invoice(app.services, firm.owner, cheap)
        await issue_invoice(app.services, firm.owner, created.invoice_id)


async def test_void_returns_credits_to_their_lots(app: AppHarness) -> None:
    """D21: 5 to A and 5 to B from 100, then B is voided: 95, A unchanged. Money keeps its age; repeating is safe."""
    firm = await app.create_prepaid_firm("3.00")
    await firm.prepay("97.00")
    first, second = await firm.create_invoice("5.00"), await firm.create_invoice("5.00")
    (payment,) = await firm.pay(second, FULL)
    await firm.pay(first, FULL)
    assert await firm.lot_balances() == [0, 90_00]
    await void_invoice(app.services, firm.owner, second, "mistake")
    assert await firm.credits() == (95_00, 0)
    assert await firm.lot_balances() == [3_00, 92_00]
    assert await firm.invoice_figures(first) == ("PAID", 5_00, 0, 0)
    assert await firm.invoice_figures(second) == ("VOID", 0, 0, 0)
    assert (await firm.payment(payment.id)).refunded == 5_00
    assert (await firm.credit_entries())[-1] == ("REVERSAL", 5_00, 95_00)
    async with firm.assert_unchanged():
        await void_invoice(app.services, firm.owner, second, "again")
        with pytest.raises(InvoiceNotChangeable):
            await issue_invoice(app.services, firm.owner, second)


async def test_void_returns_the_credits_of_every_payment(app: AppHarness) -> None:
    """D21: three payments from two lots; each part returns to the lot that it came from."""
    firm = await app.create_prepaid_firm("20.00")
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    payments = [(await firm.pay(invoice, amount))[0] for amount in ("15.00", "15.00", "20.00")]
    assert (await firm.credits(), await firm.invoice_figures(invoice)) == ((0, 0), ("PAID", 50_00, 0, 0))
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await firm.invoice_figures(invoice) == ("VOID", 0, 0, 0)
    assert (await firm.credits(), await firm.lot_balances()) == ((50_00, 0), [20_00, 30_00])
    refunded = [(await firm.payment(payment.id)).refunded for payment in payments]
    assert refunded == [15_00, 15_00, 20_00]


async def test_invoice_with_provider_money_cannot_be_voided(app: AppHarness) -> None:
    """D21: neither with money by card applied, nor while a payment is open."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, credits_payment = await firm.pay(invoice, FULL, PaymentSource.CREDITS, models.PaymentMethod.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable, match="payment in progress"):
            await void_invoice(app.services, firm.owner, invoice, "x")
    await firm.settle_charge(card_payment)
    assert credits_payment.paid_by is PaidBy.CREDITS
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable, match="Refund them first"):
            await void_invoice(app.services, firm.owner, invoice, "x")


async def test_overdue_goes_by_the_firms_time_zone(app: AppHarness) -> None:
    """A due date ends at the firm's midnight, not at midnight UTC."""
    firm = await app.create_ready_firm(time_zone="America/New_York")
    due = await firm.create_invoice("10.00", due_on=dt.date(2026, 3, 2))
    at = dt.datetime(2026, 3, 3, 4, 59, tzinfo=dt.UTC)

    async def is_overdue(now: dt.datetime) -> bool:
        today = calendar.today("America/New_York", now)
        query = select(models.Invoice.id).where(models.Invoice.id == due, rules.is_overdue(models.Invoice, today))
        async with app.services.reads() as session:
            return await session.scalar(query) is not None

    assert [await is_overdue(at + dt.timedelta(minutes=minutes)) for minutes in (0, 1)] == [False, True]
    await firm.prepay("10.00")
    await firm.pay(due, FULL)
    assert not await is_overdue(at + dt.timedelta(days=9))


async def test_actions_match_the_use_cases(app: AppHarness) -> None:
    """`actions` names what the use cases would accept from this viewer now."""
    firm = await app.create_prepaid_firm("10.00")
    draft, due = await firm.create_invoice("10.00", issue=False), await firm.create_invoice("10.00")
    async with app.services.reads() as session:
        settings = await session.get_one(models.PaymentSettings, firm.id)
        connections = (await session.scalars(select(models.ProviderConnection))).all()

    async def allowed_actions(viewer: Any, invoice: uuid.UUID) -> set[str]:
        async with app.services.reads() as session:
            payments = (await session.scalars(select(models.Payment).where(models.Payment.invoice_id == invoice))).all()
        row, client = await firm.invoice(invoice), await firm.client()
        actions = rules.allowed_actions(viewer, row, client, payments, settings, connections)
        return {action.value for action in actions}

    payment_actions = {"PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"}
    assert await allowed_actions(firm.owner, draft) == {"UPDATE", "ISSUE", "VOID"}
    assert await allowed_actions(firm.client_user, due) == payment_actions
    assert await allowed_actions(firm.owner, due) == {*payment_actions, "UPDATE", "VOID", "RECORD_OFFLINE_PAYMENT"}
    assert await allowed_actions(await firm.add_member("bare", FirmRole.EMPLOYEE), due) == set()
    await firm.pay(due, "4.00")
    assert "VOID" in await allowed_actions(firm.owner, due)
    (card,) = await firm.pay(due, AmountChoice.REMAINING, PaymentSource.CARD)
    assert "VOID" not in await allowed_actions(firm.owner, due)
    await firm.settle_charge(card)
    assert await allowed_actions(firm.owner, due) == {"UPDATE"}
    never_issued = await firm.create_invoice("10.00", issue=False)
    await void_invoice(app.services, firm.owner, never_issued, "never sent")
    with pytest.raises(NotFound):
        await firm.pay(never_issued, FULL)
