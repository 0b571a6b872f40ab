"""Shortcuts for refunds, credits and offline payments through the use cases, and for controls of the provider."""

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
from models import OfflineMethod, ProviderPayment
from tests.support.firm import Firm


async def refund(
    firm: Firm, charge: ProviderPayment, amount: str, key: str | None = None, viewer: Viewer | None = None
) -> models.Refund:
    """Refund part of a payment or prepayment, by default as the owner. Returns the refund in its current state."""
    services, viewer, key = firm.app.services, viewer or firm.owner, key or firm.app.new_key()
    if isinstance(charge, models.Prepayment):
        prepayment_command = refund_prepayment.RefundPrepaymentCommand(charge.id, Decimal(amount), "not needed", key)
        return await load_refund(
            firm, (await refund_prepayment.refund_prepayment(services, viewer, prepayment_command)).refund.id
        )
    payment_command = refund_payment.RefundPaymentCommand(charge.id, Decimal(amount), "not needed", key)
    return await load_refund(firm, (await refund_payment.refund_payment(services, viewer, payment_command)).refund.id)


async def load_refund(firm: Firm, refund_id: uuid.UUID) -> models.Refund:
    async with firm.app.services.reads() as session:
        return await session.get_one(models.Refund, (firm.id, refund_id))


async def refund_figures(firm: Firm) -> list[tuple[str, int, int]]:
    """Of all refunds, oldest first: status, amount, and how much of it was lost."""
    async with firm.app.services.reads() as session:
        refunds = await session.scalars(
            select(models.Refund)
            .where(models.Refund.firm_id == firm.id)
            .order_by(models.Refund.created_at, models.Refund.id)
        )
        return [(row.status.value, row.amount, row.lost) for row in refunds]


async def dispute_figures(firm: Firm) -> list[tuple[str, int, int, int]]:
    """Of all disputes, oldest first: status, amount, number of withdrawals and of reinstatements."""
    async with firm.app.services.reads() as session:
        disputes = await session.scalars(
            select(models.Dispute)
            .where(models.Dispute.firm_id == firm.id)
            .order_by(models.Dispute.created_at, models.Dispute.id)
        )
        return [(row.status.value, row.amount, row.withdrawals, row.reinstatements) for row in disputes]


async def issue_credit_note(firm: Firm, amount: str, key: str | None = None, viewer: Viewer | None = None) -> uuid.UUID:
    """Issue a credit note, and return its entry's id."""
    command = add_credit_note.AddCreditNoteCommand(
        firm.client_id, Decimal(amount), "goodwill", key or firm.app.new_key()
    )
    return (await add_credit_note.add_credit_note(firm.app.services, viewer or firm.owner, command)).entry_id


async def reverse_credits(
    firm: Firm, entry_id: uuid.UUID, amount: str | None = None, key: str | None = None, viewer: Viewer | None = None
) -> uuid.UUID:
    """Reverse credits, and return the reversal's id."""
    command = reverse_credit.ReverseCreditCommand(
        entry_id, None if amount is None else Decimal(amount), "mistake", key or firm.app.new_key()
    )
    return (await reverse_credit.reverse_credit(firm.app.services, viewer or firm.owner, command)).entry_id


async def record_offline(
    firm: Firm,
    amount: AmountRequest | str,
    invoice_id: uuid.UUID | None = None,
    *,
    excess_to_credits: bool = False,
    received_on: dt.date | None = None,
    reason: str | None = None,
    key: str | None = None,
    viewer: Viewer | None = None,
) -> record_offline_payment.RecordOfflinePaymentResult:
    """Record a cheque, for the invoice or else as credits. A string is a partial amount."""
    amount_request = PartialAmount(Decimal(amount)) if isinstance(amount, str) else amount
    to: record_offline_payment.ToInvoice | record_offline_payment.ToCredits
    if invoice_id is not None:
        to = record_offline_payment.ToInvoice(invoice_id, amount_request, excess_to_credits)
    else:
        assert isinstance(amount_request, PartialAmount)
        to = record_offline_payment.ToCredits(firm.client_id, amount_request.amount)
    command = record_offline_payment.RecordOfflinePaymentCommand(
        to, OfflineMethod.CHEQUE, received_on, reason, key or firm.app.new_key()
    )
    return await record_offline_payment.record_offline_payment(firm.app.services, viewer or firm.owner, command)


async def release(firm: Firm, payment: models.Payment, viewer: Viewer | None = None) -> models.Payment:
    """Release an open payment. Returns it in its current state."""
    await release_payment.release_payment(firm.app.services, viewer or firm.owner, payment.id)
    return await firm.payment(payment.id)


async def reload(firm: Firm, charge: ProviderPayment) -> ProviderPayment:
    """The payment or prepayment in its current state."""
    if isinstance(charge, models.Prepayment):
        return await firm.prepayment(charge.id)
    return await firm.payment(charge.id)


async def run_control(firm: Firm, control: str, charge: ProviderPayment, **form: str | int) -> dict[str, Any]:
    """Do something in the provider's dashboard or at a bank, without a webhook. Amounts are in minor units."""
    charge = await reload(firm, charge)
    assert charge.connection_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    assert account is not None
    if control in ("refund", "dispute", "inquire", "bounce"):
        form["payment_intent"] = charge.intent_id or ""
    return firm.app.sandbox.run_control(control, account, **form)


async def deliver_webhook(firm: Firm, charge: ProviderPayment) -> None:
    """Enqueue the sync job, as a webhook about the payment would, and run the due jobs."""
    async with firm.app.services.writes.begin() as session:
        await queue.enqueue(session, firm.id, lifecycle.sync_job_kind(charge), charge.id, firm.app.clock())
    await firm.app.run_due_jobs()


async def act_and_deliver(firm: Firm, control: str, charge: ProviderPayment, **form: str | int) -> dict[str, Any]:
    """Run a control, and deliver its webhook."""
    created = await run_control(firm, control, charge, **form)
    await deliver_webhook(firm, charge)
    return created


async def account_balances(firm: Firm) -> dict[str, int]:
    """The firm's account balances by kind, credits minus debits; zero balances are left out."""
    async with firm.app.services.reads() as session:
        rows = await session.execute(
            select(models.Account.kind, func.sum(models.Account.credits_posted - models.Account.debits_posted))
            .where(models.Account.firm_id == firm.id)
            .group_by(models.Account.kind)
        )
        return {kind.value: int(balance) for kind, balance in rows if balance}


async def assert_money_report_balances(firm: Firm) -> None:
    """D34 over the firm's lifetime: cash in - refunds - disputed = revenue + credits held - losses.

    All cash is on the cash accounts, minus what left them; credits held leave out unspent credit notes.
    """
    client = models.Client
    async with firm.app.services.reads() as session:
        credits_held = await session.scalar(
            select(func.coalesce(func.sum(client.available + client.held), 0)).where(client.firm_id == firm.id)
        )
    balances = await account_balances(firm)
    cash = -(balances.get("CASH_PROVIDER", 0) + balances.get("CASH_OFFLINE", 0))
    assert credits_held is not None
    unspent_notes = -balances.get("CREDIT_NOTES", 0)  # granted, minus used, minus reversed
    assert cash == balances.get("REVENUE", 0) + credits_held - unspent_notes + balances.get("WRITE_OFFS", 0)
