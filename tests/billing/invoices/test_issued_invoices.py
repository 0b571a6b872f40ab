"""Issued invoices: corrections, payment from credits when they are issued, when they were paid and voided."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import models
from billing.access.policy import PermissionDenied
from billing.errors import DomainError, InsufficientCredits, InvalidAmount, InvoiceNotChangeable
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.rules import Line
from billing.invoices.update_invoice import UpdateInvoiceCommand, update_invoice
from billing.invoices.void_invoice import void_invoice
from billing.live.change_feed import Changes, find_changes, load_head
from billing.payments.allocation import AmountChoice, AmountExceedsPayable, PaymentSource
from billing.services import Snapshot
from billing.settings import update_payment_settings
from models import CreditApplication, FirmRole, MemberRight
from tests.support import actions
from tests.support.firm import AppHarness, Firm

REMAINING = AmountChoice.REMAINING


async def correct(firm: Firm, invoice_id: Any, **changes: Any) -> models.Invoice:
    await update_invoice(firm.app.services, firm.owner, UpdateInvoiceCommand(invoice_id, **changes))
    return await firm.invoice(invoice_id)


@pytest.mark.parametrize("paid", ["", "4.00", "10.00"])
async def test_description_and_due_date_of_an_issued_invoice_can_be_corrected(app: AppHarness, paid: str) -> None:
    """D59: unpaid, partially paid and paid; each alone, and cleared by None; the event is the member's."""
    firm = await app.create_prepaid_firm("10.00")
    invoice_id = await firm.create_invoice("10.00", due_on=dt.date(2026, 4, 1))
    if paid:
        await firm.pay(invoice_id, paid)
    figures = await firm.invoice_figures(invoice_id)
    corrected = await correct(firm, invoice_id, description="Études")
    assert (corrected.description, corrected.due_on) == ("Études", dt.date(2026, 4, 1))
    assert corrected.search_key == f"{corrected.number}\nétudes"
    corrected = await correct(firm, invoice_id, due_on=dt.date(2026, 5, 2))
    assert (corrected.description, corrected.due_on) == ("Études", dt.date(2026, 5, 2))
    # Also before the date of issue.
    corrected = await correct(firm, invoice_id, description=None, due_on=dt.date(2025, 12, 31))
    assert (corrected.description, corrected.due_on) == (None, dt.date(2025, 12, 31))
    assert (await correct(firm, invoice_id, due_on=None)).due_on is None
    assert await firm.invoice_figures(invoice_id) == figures
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id) == ("invoice.corrected", firm.owner.id, firm.client_id)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "A-2"},
        {"lines": (Line("Work", Decimal(1), Decimal(10)),)},
        {"deposit_requested": Decimal(1)},
        {"deposit_requested": None},
    ],
)
async def test_nothing_else_of_an_issued_invoice_can_be_changed(app: AppHarness, changes: dict[str, Any]) -> None:
    """D59: not even together with a correction, or to what it is; of a void invoice nothing at all."""
    firm = await app.create_ready_firm()
    issued, void = await firm.create_invoice("10.00"), await firm.create_invoice("10.00")
    await void_invoice(app.services, firm.owner, void, "mistake")
    async with firm.assert_unchanged():
        with pytest.raises(InvoiceNotChangeable, match="Only the description and the due date") as refused:
            await correct(firm, issued, description="New", **changes)
        assert refused.value.status is models.InvoiceStatus.UNPAID
        with pytest.raises(InvoiceNotChangeable, match="Only the description"):
            await correct(firm, issued, number=(await firm.invoice(issued)).number)
        for correction in (changes, {"description": "New"}, {"due_on": None}):
            with pytest.raises(InvoiceNotChangeable, match="void"):
                await correct(firm, void, **correction)
    assert (await firm.invoice(issued)).description is None


async def test_clients_see_a_correction_live(app: AppHarness) -> None:
    """D59, P9: the change feed has the invoice."""
    firm = await app.create_ready_firm()
    invoice_id = await firm.create_invoice("10.00")
    async with Snapshot(app.services) as snapshot:
        start = (await load_head(snapshot, firm.client_user)).position
    await correct(firm, invoice_id, description="New")
    async with Snapshot(app.services) as snapshot:
        changes = await find_changes(snapshot, firm.client_user, firm.client_id, start)
    assert isinstance(changes, Changes)
    assert list(changes.invoices) == [invoice_id]


async def test_issue_and_pay_from_credits(app: AppHarness) -> None:
    """D20: the chosen part, on behalf of the member, whatever the firm's setting; a repetition pays nothing more.

    With an amount it is refused, and the amount is validated as well.
    """
    firm = await app.create_prepaid_firm("30.00")
    setting = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, setting)
    invoice_id = await firm.create_invoice("20.00", issue=False)
    first = await issue_invoice(app.services, firm.owner, invoice_id, Decimal("5.00"))
    assert await firm.invoice_figures(invoice_id) == ("PARTIALLY_PAID", 5_00, 0, 15_00)
    assert await firm.credits() == (25_00, 0)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id) == ("invoice.issued", firm.owner.id)
    async with firm.assert_unchanged():
        assert await issue_invoice(app.services, firm.owner, invoice_id) == first
        for amount in ("5.00", "1.00", "99.00"):
            with pytest.raises(InvoiceNotChangeable, match="issued already"):
                await issue_invoice(app.services, firm.owner, invoice_id, Decimal(amount))
        for amount in ("0", "-999999", "1.001"):
            with pytest.raises(InvalidAmount):
                await issue_invoice(app.services, firm.owner, invoice_id, Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "error"),
    [("0", InvalidAmount), ("-1", InvalidAmount), ("1.001", InvalidAmount), ("20.01", AmountExceedsPayable),
     ("10.01", InsufficientCredits)],
)  # fmt: skip
async def test_refused_payment_from_credits_issues_nothing(
    app: AppHarness, amount: str, error: type[DomainError]
) -> None:
    """D20: the invoice stays a draft."""
    firm = await app.create_prepaid_firm("10.00")
    invoice_id = await firm.create_invoice("20.00", issue=False)
    async with firm.assert_unchanged():
        with pytest.raises(error):
            await issue_invoice(app.services, firm.owner, invoice_id, Decimal(amount))
    assert (await firm.invoice(invoice_id)).status is models.InvoiceStatus.DRAFT


async def test_payment_from_credits_needs_the_right_to_manage_payments(app: AppHarness) -> None:
    """D20: without it nothing is issued."""
    firm = await app.create_prepaid_firm("10.00")
    invoice_id = await firm.create_invoice("5.00", issue=False)
    rights = (MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    employee = await firm.add_member("invoices only", FirmRole.EMPLOYEE, *rights)
    async with firm.assert_unchanged():
        with pytest.raises(PermissionDenied):
            await issue_invoice(app.services, employee, invoice_id, Decimal("5.00"))
    await issue_invoice(app.services, employee, invoice_id)
    assert await firm.invoice_figures(invoice_id) == ("UNPAID", 0, 0, 5_00)


async def test_last_payment_and_voiding_are_recorded(app: AppHarness) -> None:
    """D59: neither a refund nor a lost dispute changes when it was last paid."""
    firm = await app.create_prepaid_firm("10.00")
    invoice_id = await firm.create_invoice("30.00")
    assert (await firm.invoice(invoice_id)).last_paid_at is None
    (from_credits,) = await firm.pay(invoice_id, "10.00")
    assert (await firm.invoice(invoice_id)).last_paid_at == from_credits.settled_at
    (card,) = await firm.pay(invoice_id, "20.00", PaymentSource.CARD)
    assert (await firm.invoice(invoice_id)).last_paid_at == from_credits.settled_at
    await firm.settle_charge(card)
    paid_at = (await firm.payment(card.id)).settled_at
    assert paid_at is not None
    assert (await firm.invoice(invoice_id)).last_paid_at == paid_at
    app.clock.advance(hours=1)
    dispute = await actions.act_and_deliver(firm, "dispute", card)
    await actions.act_and_deliver(firm, "win", card, dispute=dispute["id"])
    assert await firm.invoice_figures(invoice_id) == ("PAID", 30_00, 0, 0)
    await actions.refund(firm, card, "20.00")
    await actions.deliver_webhook(firm, card)
    voided_at = app.clock.now = app.clock.now + dt.timedelta(hours=1)
    await void_invoice(app.services, firm.owner, invoice_id, "Written twice")
    void = await firm.invoice(invoice_id)
    assert (void.last_paid_at, void.voided_at, void.void_reason) == (paid_at, voided_at, "Written twice")
    app.clock.advance(hours=1)
    await void_invoice(app.services, firm.owner, invoice_id, "Another reason")
    again = await firm.invoice(invoice_id)
    assert (again.voided_at, again.void_reason) == (voided_at, "Written twice")
