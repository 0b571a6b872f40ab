"""Shortcuts for money that goes back, all through the deeds; and what a firm does in its provider's dashboard."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

import models
from billing.access.principals import Viewer
from billing.charges import lifecycle
from billing.credits import add_credit_note, reverse_credit
from billing.jobs import queue
from billing.payments import record_offline_payment, refund_payment, release_payment
from billing.payments.allocation import AmountRequest, PartialAmount
from billing.prepayments import refund_prepayment
from models import OfflineMethod
from tests.support.firm import Firm

ProviderPayment = models.Payment | models.Prepayment


async def refund(
    firm: Firm, charge: ProviderPayment, amount: str, key: str | None = None, viewer: Viewer | None = None
) -> models.Refund:
    """Give back `amount` of a payment or prepayment, as the owner unless told otherwise. The refund as it is then."""
    services, viewer, key = firm.app.services, viewer or firm.owner, key or firm.app.new_key()
    if isinstance(charge, models.Prepayment):
        wish = refund_prepayment.RefundPrepaymentCommand(charge.id, Decimal(amount), "not needed", key)
        return await load_refund(firm, (await refund_prepayment.refund_prepayment(services, viewer, wish)).refund_id)
    of_payment = refund_payment.RefundPaymentCommand(charge.id, Decimal(amount), "not needed", key)
    return await load_refund(firm, (await refund_payment.refund_payment(services, viewer, of_payment)).refund_id)


async def load_refund(firm: Firm, refund_id: uuid.UUID) -> models.Refund:
    async with firm.app.services.reads() as session:
        return await session.get_one(models.Refund, (firm.id, refund_id))


async def refund_figures(firm: Firm) -> list[tuple[str, int, int]]:
    """Of all refunds, the first first: status, amount, and what of it was lost."""
    async with firm.app.services.reads() as session:
        found = await session.scalars(
            select(models.Refund)
            .where(models.Refund.firm_id == firm.id)
            .order_by(models.Refund.created_at, models.Refund.id)
        )
        return [(one.status.value, one.amount, one.lost) for one in found]


async def dispute_figures(firm: Firm) -> list[tuple[str, int, int, int]]:
    """Of all disputes, the first first: status, amount, how often the funds were taken and given back."""
    async with firm.app.services.reads() as session:
        found = await session.scalars(
            select(models.Dispute)
            .where(models.Dispute.firm_id == firm.id)
            .order_by(models.Dispute.created_at, models.Dispute.id)
        )
        return [(one.status.value, one.amount, one.withdrawals, one.reinstatements) for one in found]


async def issue_credit_note(firm: Firm, amount: str, key: str | None = None, viewer: Viewer | None = None) -> uuid.UUID:
    """A credit note. Its entry's id."""
    wish = add_credit_note.AddCreditNoteCommand(firm.client_id, Decimal(amount), "goodwill", key or firm.app.new_key())
    return (await add_credit_note.add_credit_note(firm.app.services, viewer or firm.owner, wish)).entry_id


async def reverse_credits(
    firm: Firm, entry_id: uuid.UUID, amount: str | None = None, key: str | None = None, viewer: Viewer | None = None
) -> uuid.UUID:
    """Take credits back. The reversal's id."""
    wish = reverse_credit.ReverseCreditCommand(
        entry_id, None if amount is None else Decimal(amount), "mistake", key or firm.app.new_key()
    )
    return (await reverse_credit.reverse_credit(firm.app.services, viewer or firm.owner, wish)).entry_id


async def record_offline(
    firm: Firm,
    amount: AmountRequest | str,
    invoice_id: uuid.UUID | None = None,
    *,
    excess_to_credits: bool = False,
    received_on: dt.date | None = None,
    key: str | None = None,
    viewer: Viewer | None = None,
) -> record_offline_payment.RecordOfflinePaymentResult:
    """A cheque, for the invoice; without one, for credits. A string is a partial sum."""
    intention = PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount
    to: record_offline_payment.ToInvoice | record_offline_payment.ToCredits
    if invoice_id is not None:
        to = record_offline_payment.ToInvoice(invoice_id, intention, excess_to_credits)
    else:
        assert isinstance(intention, PartialAmount)
        to = record_offline_payment.ToCredits(firm.client_id, intention.amount)
    wish = record_offline_payment.RecordOfflinePaymentCommand(
        to, OfflineMethod.CHEQUE, received_on, None, key or firm.app.new_key()
    )
    return await record_offline_payment.record_offline_payment(firm.app.services, viewer or firm.owner, wish)


async def release(firm: Firm, payment: models.Payment, viewer: Viewer | None = None) -> models.Payment:
    """Release a payment under way. The payment as it is then."""
    await release_payment.release_payment(firm.app.services, viewer or firm.owner, payment.id)
    return await firm.payment(payment.id)


async def reload(firm: Firm, charge: ProviderPayment) -> ProviderPayment:
    """The charge as it is now."""
    if isinstance(charge, models.Prepayment):
        return await firm.prepayment(charge.id)
    return await firm.payment(charge.id)


async def act_at_provider(firm: Firm, control: str, charge: ProviderPayment, **form: str | int) -> dict[str, Any]:
    """What somebody does in the provider's dashboard, or at a bank; nobody here is told. A sum is minor units."""
    charge = await reload(firm, charge)
    assert charge.connection_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    assert account is not None
    if control in ("refund", "dispute", "inquire", "bounce"):
        form["payment_intent"] = charge.intent_id or ""
    return firm.app.sandbox.run_control(control, account, **form)


async def deliver_webhook(firm: Firm, charge: ProviderPayment) -> None:
    """A message says that something changed about the charge; the worker does what there is to do."""
    async with firm.app.services.writes.begin() as session:
        await queue.enqueue(session, firm.id, lifecycle.sync_job_kind(charge), charge.id, firm.app.clock())
    await firm.app.run_due_jobs()


async def act_and_deliver(firm: Firm, control: str, charge: ProviderPayment, **form: str | int) -> dict[str, Any]:
    """It happens at the provider, and is told here."""
    made = await act_at_provider(firm, control, charge, **form)
    await deliver_webhook(firm, charge)
    return made


async def account_balances(firm: Firm) -> dict[str, int]:
    """What is on the firm's accounts, by kind: credits less debits, those without any left out."""
    async with firm.app.services.reads() as session:
        rows = await session.execute(
            select(models.Account.kind, func.sum(models.Account.credits_posted - models.Account.debits_posted))
            .where(models.Account.firm_id == firm.id)
            .group_by(models.Account.kind)
        )
        return {kind.value: int(balance) for kind, balance in rows if balance}


async def assert_money_report_balances(firm: Firm) -> None:
    """D34 over the firm's whole life: cash in - refunds - disputed = revenue + credits held - losses.

    All cash is on the cash accounts, with what went out taken off; credits held leave out unspent notes.
    """
    client = models.Client
    async with firm.app.services.reads() as session:
        credits_held = await session.scalar(
            select(func.coalesce(func.sum(client.available + client.held), 0)).where(client.firm_id == firm.id)
        )
    at = await account_balances(firm)
    cash = -(at.get("CASH_PROVIDER", 0) + at.get("CASH_OFFLINE", 0))
    assert credits_held is not None
    unspent_notes = -at.get("CREDIT_NOTES", 0)  # what was granted, less what was used and what was reversed
    assert cash == at.get("REVENUE", 0) + credits_held - unspent_notes + at.get("WRITE_OFFS", 0)
