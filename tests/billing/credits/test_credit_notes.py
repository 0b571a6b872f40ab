"""Credit notes and offline credits, and their reversal (D26)."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.errors import IdempotencyConflict, InvalidAmount, InvalidInput, NotFound, NotRefundable
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, MemberRight, PaymentMethod
from tests.ledger.conftest import Journal
from tests.support.actions import (
    account_balances,
    assert_money_report_balances,
    issue_credit_note,
    record_offline,
    reverse_credits,
)
from tests.support.firm import AppHarness, Firm

FULL = AmountChoice.FULL


async def credit_entry_of(firm: Firm, kind: str) -> uuid.UUID:
    """The id of the first entry of this kind."""
    async with firm.app.services.reads() as session:
        query = select(models.CreditEntry.id).where(models.CreditEntry.kind == models.CreditEntryKind(kind))
        return (await session.scalars(query.order_by(models.CreditEntry.id))).all()[0]


async def test_credit_note_adds_credits(app: AppHarness) -> None:
    """D26, D34: neither cash nor, when used, revenue; no provider is needed. D32: the event has the reason."""
    firm = await app.create_firm()
    journal = Journal(firm)
    await issue_credit_note(firm, "20.00")
    assert await journal.new_transfers() == [("CREDIT_NOTES", "LOT", 20_00)]
    assert (await firm.credits(), await firm.credit_entries()) == ((20_00, 0), [("CREDIT_NOTE", 20_00, 20_00)])
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.member_id, event.client_id, event.reason) == (
        "credit_note.added", firm.owner.id, firm.client_id, "goodwill",
    )  # fmt: skip
    await firm.pay(await firm.create_invoice("20.00"), FULL)
    assert await account_balances(firm) == {}
    await assert_money_report_balances(firm)


async def test_reverse_the_unspent_part_of_a_note(app: AppHarness) -> None:
    """D26: a part, then all that is left, and never more; the error names what used the rest."""
    firm = await app.create_firm()
    entry = await issue_credit_note(firm, "20.00")
    (payment,) = await firm.pay(await firm.create_invoice("5.00"), FULL)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await reverse_credits(firm, entry, "15.01")
    assert error.value.refundable.minor == 15_00
    uses = [(use.entry_id, use.payment_id, use.amount) for use in error.value.blocked_by]
    assert uses == [(entry, payment.id, 5_00)]
    reversal = await reverse_credits(firm, entry, "10.00")
    assert (await firm.credits(), (await firm.credit_entries())[-1]) == ((5_00, 0), ("REVERSAL", -10_00, 5_00))
    async with app.services.reads() as session:
        assert (await session.get_one(models.CreditEntry, (firm.id, reversal))).reverses_id == entry
    await reverse_credits(firm, entry)
    assert (await firm.credits(), (await account_balances(firm)).get("CREDIT_NOTES")) == ((0, 0), None)
    async with firm.assert_unchanged():
        for amount in (None, "0.01"):
            with pytest.raises(NotRefundable, match=r"^Nothing of this credit is left to reverse\.$") as error:
                await reverse_credits(firm, entry, amount)
            assert error.value.refundable.minor == 0
    await assert_money_report_balances(firm)


async def test_reserved_credits_cannot_be_reversed(app: AppHarness) -> None:
    """D16, D26: once the payment window has expired, they can."""
    firm = await app.create_ready_firm()
    entry = await issue_credit_note(firm, "20.00")
    await firm.pay(await firm.create_invoice("50.00"), FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await reverse_credits(firm, entry)
    assert [use.amount for use in error.value.blocked_by] == [20_00]
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await reverse_credits(firm, entry)
    assert await firm.credits() == (0, 0)


async def test_reverse_offline_credits(app: AppHarness) -> None:
    """D22, D26: records that the cash was returned; no money is sent."""
    firm = await app.create_firm()
    await record_offline(firm, "40.00")
    journal = Journal(firm)
    await journal.new_transfers()
    await reverse_credits(firm, await credit_entry_of(firm, "OFFLINE_PAYMENT"), "15.00")
    assert await journal.new_transfers() == [("LOT", "CASH_OFFLINE", 15_00)]
    assert (await firm.credits(), await account_balances(firm)) == ((25_00, 0), {"CASH_OFFLINE": -25_00, "LOT": 25_00})
    await assert_money_report_balances(firm)


async def test_reverse_the_excess_of_a_cheque(app: AppHarness) -> None:
    """D22, D26: only what became credits, not what paid the invoice."""
    firm = await app.create_firm()
    invoice = await firm.create_invoice("100.00")
    await record_offline(firm, "120.00", invoice, excess_to_credits=True)
    async with app.services.reads() as session:
        entry_ids = await session.scalars(
            select(models.CreditEntry.id).where(
                models.CreditEntry.kind == models.CreditEntryKind.OFFLINE_PAYMENT,
                models.CreditEntry.payment_id.is_(None),
            )
        )
        excess = entry_ids.one()
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable):
            await reverse_credits(firm, excess, "20.01")
    await reverse_credits(firm, excess)
    assert (await firm.credits(), (await firm.invoice_figures(invoice))[0]) == ((0, 0), "PAID")


@pytest.mark.parametrize("kind", ["PREPAYMENT", "PAYMENT_RECEIVED", "INVOICE_PAYMENT", "OFFLINE_PAYMENT", "REVERSAL"])
async def test_other_entries_cannot_be_reversed(app: AppHarness, kind: str) -> None:
    """D26: provider money and offline payments of invoices are refunded instead; a reversal is final."""
    firm = await app.create_prepaid_firm("10.00")
    (card,) = await firm.pay(await firm.create_invoice("20.00"), FULL, PaymentSource.CARD)
    await firm.settle_charge(card)
    await record_offline(firm, "5.00", await firm.create_invoice("20.00"))
    await reverse_credits(firm, await issue_credit_note(firm, "5.00"), "1.00")
    entry = await credit_entry_of(firm, kind)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as error:
            await reverse_credits(firm, entry)
    assert error.value.field == "entryId"


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_invalid_amount_is_refused(app: AppHarness, amount: str) -> None:
    """D10, D11: never rounded; nothing changes."""
    firm = await app.create_firm()
    entry = await issue_credit_note(firm, "20.00")
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await issue_credit_note(firm, amount)
        with pytest.raises(InvalidAmount):
            await reverse_credits(firm, entry, amount)


async def test_twelve_concurrent_requests_are_one(app: AppHarness) -> None:
    """D30: one credit note, one reversal; other input is a conflict."""
    firm = await app.create_firm()
    notes = await asyncio.gather(*(issue_credit_note(firm, "20.00", key="note") for _ in range(12)))
    assert len(set(notes)) == 1
    reversals = await asyncio.gather(*(reverse_credits(firm, notes[0], key="back") for _ in range(12)))
    assert len(set(reversals)) == 1
    assert await firm.credit_entries() == [("CREDIT_NOTE", 20_00, 20_00), ("REVERSAL", -20_00, 0)]
    async with firm.assert_unchanged():
        assert await issue_credit_note(firm, "20.00", key="note") == notes[0]
        assert await reverse_credits(firm, notes[0], key="back") == reversals[0]
        with pytest.raises(IdempotencyConflict):
            await issue_credit_note(firm, "21.00", key="note")
        with pytest.raises(IdempotencyConflict):
            await reverse_credits(firm, notes[0], "20.00", key="back")
        with pytest.raises(IdempotencyConflict):
            await issue_credit_note(firm, "20.00", key="back")


async def test_refused_command_does_not_claim_its_key(app: AppHarness) -> None:
    """D30: the corrected command can use the same key."""
    firm = await app.create_firm()
    entry = await issue_credit_note(firm, "20.00")
    with pytest.raises(NotRefundable):
        await reverse_credits(firm, entry, "20.01", key="once")
    await reverse_credits(firm, entry, "20.00", key="once")
    with pytest.raises(InvalidAmount):
        await issue_credit_note(firm, "0", key="again")
    await issue_credit_note(firm, "1.00", key="again")


async def test_permissions(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for visible clients; never a client user; another firm's objects are not found."""
    firm = await app.create_firm()
    entry = await issue_credit_note(firm, "20.00")
    other = await app.create_firm(name="Other")
    invoice_manager = await firm.add_member(
        "plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    unassigned = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for viewer in (firm.client_user, invoice_manager):
            with pytest.raises(PermissionDenied):
                await issue_credit_note(firm, "1.00", viewer=viewer)
            with pytest.raises(PermissionDenied):
                await reverse_credits(firm, entry, viewer=viewer)
        for stranger in (unassigned, other.owner):
            with pytest.raises(NotFound):
                await issue_credit_note(firm, "1.00", viewer=stranger)
            with pytest.raises(NotFound):
                await reverse_credits(firm, entry, viewer=stranger)
    await firm.assign(unassigned, firm.client_id)
    await reverse_credits(firm, await issue_credit_note(firm, "1.00", viewer=unassigned), viewer=unassigned)
    assert await firm.credits() == (20_00, 0)
