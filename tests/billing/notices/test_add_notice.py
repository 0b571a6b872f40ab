"""Each kind of notice from its cause, once, committed with it or not at all (D49)."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import models
from billing.access.principals import System
from billing.invoices.void_invoice import void_invoice
from billing.notices.add_notice import add_notice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.prepayments.disable_prepayment import disable_prepayment
from billing.providers import accounts
from billing.providers.disconnect_provider import disconnect_provider
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand, update_payment_settings
from billing.transaction import Unchanged, begin_transaction
from models import JobKind, NoticeKind, PaymentMethod
from tests.support.actions import act_and_deliver, issue_credit_note, record_offline, refund, release
from tests.support.firm import AppHarness, Firm
from tests.support.notices import kinds_of, load_notices, notice_arguments

REMAINING = AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def advance_days(firm: Firm) -> None:
    """Until everything in progress has ended."""
    for _ in range(2):
        firm.app.clock.advance(days=2)
        await firm.app.sandbox.tick()
        await firm.app.run_due_jobs()


async def jobs_of_notices(firm: Firm) -> int:
    job = models.Job
    async with firm.app.services.reads() as session:
        return len((await session.scalars(select(job.id).where(job.kind == JobKind.DELIVER_NOTICE))).all())


async def test_prepayment_received(firm: Firm) -> None:
    """D9, D49: one notice when the money came, of the same event, with the job that delivers it."""
    prepayment = await firm.start_prepayment("100.00")
    assert await kinds_of(firm) == []
    await firm.confirm(prepayment, "pm_card_visa")
    firm.app.clock.advance(seconds=60)
    await firm.app.run_due_jobs()
    (notice,) = await load_notices(firm)
    assert (notice.kind, notice.client_id, notice.prepayment_id) == (
        NoticeKind.PREPAYMENT_RECEIVED,
        firm.client_id,
        prepayment.id,
    )
    assert notice.arguments == {"client": "Lumière's client", "amount": 100_00}
    entry = (await firm.prepayment(prepayment.id)).changed_seq
    assert (notice.event_seq, notice.created_at) == (entry, firm.app.clock())


async def test_payments(firm: Firm) -> None:
    """D15, D49: a card payment tells its invoice; a payment from credits moves no new money and has no notice."""
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, "20.00", CARD)
    await firm.settle_charge(payment)
    await firm.prepay("100.00")
    jobs = await jobs_of_notices(firm)
    await firm.pay(invoice, REMAINING)
    assert await jobs_of_notices(firm) == jobs
    assert await notice_arguments(firm) == [
        ("INVOICE_ISSUED", {"number": "00001", "amount": 50_00, "due_on": None}),
        ("PAYMENT_RECEIVED", {"amount": 20_00, "number": "00001"}),
        ("PREPAYMENT_RECEIVED", {"amount": 100_00}),
    ]


async def test_split_tender(firm: Firm) -> None:
    """D16, D49: the notice tells the part that was charged."""
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charged, _ = await firm.pay(invoice, REMAINING, CREDITS, PaymentMethod.CARD)
    await firm.settle_charge(charged)
    assert (await notice_arguments(firm))[-1] == ("PAYMENT_RECEIVED", {"amount": 20_00, "number": "00001"})


async def test_failed_debits(firm: Firm) -> None:
    """D23, D49: a debit that fails before it settled; a declined card is not an end, nor is a canceled payment."""
    prepayment = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(prepayment, "pm_failed_fr")
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, REMAINING, DEBIT)
    await firm.settle_charge(payment, "pm_failed_fr")
    await advance_days(firm)
    declined = await firm.start_prepayment("10.00")
    await firm.settle_charge(declined, "pm_card_chargeDeclined")
    firm.app.clock.advance(minutes=61)
    await firm.app.run_due_jobs()
    assert (await firm.prepayment(declined.id)).status.name == "CANCELED"
    failed = [(kind, values) for kind, values in await notice_arguments(firm) if kind.endswith("FAILED")]
    assert sorted(failed, key=str) == [
        ("PAYMENT_FAILED", {"amount": 50_00, "number": "00001"}),
        ("PREPAYMENT_FAILED", {"amount": 100_00}),
    ]


async def test_late_money(firm: Firm) -> None:
    """D24, D49: the money of a released payment stays credits, so its notice names no invoice."""
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, REMAINING, DEBIT)
    await firm.settle_charge(payment, "pm_success_fr")
    await release(firm, payment)
    await advance_days(firm)
    assert (await firm.payment(payment.id)).settled_at is not None
    assert (await notice_arguments(firm))[-1] == ("PAYMENT_RECEIVED", {"amount": 50_00, "number": None})


async def test_disputes(firm: Firm) -> None:
    """D27, D49: opened and closed, once each, however often the provider tells it."""
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    dispute = await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    await act_and_deliver(firm, "win", prepayment, dispute=dispute["id"])
    assert (await notice_arguments(firm))[1:] == [
        ("DISPUTE_OPENED", {"amount": 40_00}),
        ("DISPUTE_CLOSED", {"amount": 40_00, "status": "WON"}),
    ]
    assert all(notice.dispute_id is not None for notice in (await load_notices(firm))[1:])


async def test_returned_debit(firm: Firm) -> None:
    """D27, D49: a debit that bounces after it settled is about the payment, and no dispute to the firm."""
    prepayment = await firm.start_prepayment("100.00", PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(prepayment, "pm_success_fr")
    await advance_days(firm)
    for _ in range(2):
        await act_and_deliver(firm, "bounce", prepayment, amount=50_00)
    assert (await notice_arguments(firm))[1:] == [("DEBIT_RETURNED", {"amount": 50_00})] * 2
    assert (await load_notices(firm))[-1].prepayment_id == prepayment.id


async def test_refunds(firm: Firm) -> None:
    """D26, D49: done or failed, when the provider says so; a refund to credits or by a voided invoice is none."""
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    await refund(firm, prepayment, "30.00")
    firm.app.clock.advance(minutes=61)
    await firm.app.run_due_jobs()
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, REMAINING)
    await void_invoice(firm.app.services, firm.owner, invoice, "mistake")
    assert (await notice_arguments(firm))[1:] == [
        ("REFUND_SUCCEEDED", {"amount": 30_00}),
        ("INVOICE_ISSUED", {"number": "00001", "amount": 50_00, "due_on": None}),
        ("INVOICE_VOIDED", {"number": "00001", "amount": 50_00}),
    ]


async def test_refund_that_fails_after_it_succeeded(firm: Firm) -> None:
    """D26, D49: both are told."""
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, "pm_card_refundFail")
    await refund(firm, prepayment, "60.00")
    await advance_days(firm)
    assert (await notice_arguments(firm))[1:] == [
        ("REFUND_SUCCEEDED", {"amount": 60_00}),
        ("REFUND_FAILED", {"amount": 60_00}),
    ]


async def test_offline_money(firm: Firm) -> None:
    """D22, D49: what pays an invoice is received, the excess is added to the credits, and so are credit notes."""
    invoice = await firm.create_invoice("100.00")
    await record_offline(firm, "120.00", invoice, excess_to_credits=True)
    await record_offline(firm, "7.00")
    await issue_credit_note(firm, "5.00")
    assert (await notice_arguments(firm))[1:] == [
        ("PAYMENT_RECEIVED", {"amount": 100_00, "number": "00001"}),
        ("CREDIT_ADDED", {"amount": 20_00}),
        ("CREDIT_ADDED", {"amount": 7_00}),
        ("CREDIT_ADDED", {"amount": 5_00}),
    ]
    entries = [notice.entry_id for notice in await load_notices(firm, NoticeKind.CREDIT_ADDED)]
    assert len(set(entries)) == 3


async def test_refund_of_offline_money(firm: Firm) -> None:
    """D22, D49: recording that money was given back is a refund as well."""
    invoice = await firm.create_invoice("100.00")
    recorded = await record_offline(firm, "100.00", invoice)
    assert recorded.payment_id is not None
    await refund(firm, await firm.payment(recorded.payment_id), "40.00")
    assert (await notice_arguments(firm))[-1] == ("REFUND_SUCCEEDED", {"amount": 40_00})


async def test_drafts_are_nobodys_business(firm: Firm) -> None:
    """D49: neither creating nor voiding a draft has a notice."""
    draft = await firm.create_invoice("50.00", issue=False)
    await void_invoice(firm.app.services, firm.owner, draft, "mistake")
    assert await kinds_of(firm) == []


async def test_stuck_payment(firm: Firm) -> None:
    """D24, D49: once for each payment, when it has been processing for too long."""
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, REMAINING, DEBIT)
    await firm.settle_charge(payment, "pm_success_fr")
    firm.app.sandbox.tamper(str((await firm.payment(payment.id)).intent_id), status="processing")
    for _ in range(4):
        firm.app.clock.advance(days=5)
        await firm.app.run_due_jobs()
    assert (await firm.payment(payment.id)).status.name == "PROCESSING"
    assert (await notice_arguments(firm))[1:] == [("PAYMENT_STUCK", {"amount": 50_00, "number": "00001"})]
    assert (await load_notices(firm))[-1].payment_id == payment.id


async def hide_invoices(firm: Firm, hidden: bool) -> None:
    command = UpdatePaymentSettingsCommand(hide_invoices_from_clients=hidden)
    await update_payment_settings(firm.app.services, firm.owner, command)


async def test_prepayment_unavailable(firm: Firm) -> None:
    """D4, D49: once for each loss of a requirement while prepayment is enabled, not for what was lost already."""
    await hide_invoices(firm, True)
    await hide_invoices(firm, True)
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    await disconnect_provider(firm.app.services, firm.owner, connection_id)
    await hide_invoices(firm, False)
    assert await notice_arguments(firm) == [("PREPAYMENT_UNAVAILABLE", {})]
    (notice,) = await load_notices(firm)
    assert (notice.connection_id, notice.client_id) == (None, None)
    await firm.connect()
    await disconnect_provider(firm.app.services, firm.owner, (await firm.settings()).default_connection_id or notice.id)
    assert await kinds_of(firm) == ["PREPAYMENT_UNAVAILABLE"] * 2
    assert (await load_notices(firm))[1].connection_id is not None


async def test_disabled_prepayment_loses_nothing(firm: Firm) -> None:
    """D6, D49: switching prepayment off is a decision, and so is what happens while it is off."""
    await disable_prepayment(firm.app.services, firm.owner)
    await hide_invoices(firm, True)
    assert await kinds_of(firm) == []


async def test_provider_restricted(firm: Firm) -> None:
    """D5, D49: the provider's account tells it once, and prepayment is lost with it."""
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    connection = await firm.connection(connection_id)
    firm.app.sandbox.tamper(connection.account_id or "", charges_enabled=False)
    for _ in range(2):
        await accounts.sync_connection(firm.app.services, firm.id, connection_id)
    assert await notice_arguments(firm) == [
        ("PROVIDER_RESTRICTED", {"provider": "Stripe"}),
        ("PREPAYMENT_UNAVAILABLE", {}),
    ]
    assert {notice.connection_id for notice in await load_notices(firm)} == {connection_id}


async def test_rolled_back_with_its_cause(firm: Firm) -> None:
    """D49: a transaction that ends otherwise leaves neither notice nor job, whatever it had written."""
    connection = await firm.connection((await firm.settings()).default_connection_id or firm.id)
    before = await jobs_of_notices(firm)
    for error in (Unchanged(), RuntimeError("crash")):
        for flushes in (False, True):
            try:
                async with begin_transaction(firm.app.services, System(firm.id), "test") as transaction:
                    await add_notice(transaction, NoticeKind.PROVIDER_RESTRICTED, connection, provider="Stripe")
                    if flushes:
                        await transaction.session.flush()
                    raise error
            except RuntimeError as raised:
                assert raised is error
    assert (await kinds_of(firm), await jobs_of_notices(firm)) == ([], before)


async def test_one_occurrence_has_one_notice(firm: Firm) -> None:
    """D49: the database refuses a second notice of one occurrence."""
    connection = await firm.connection((await firm.settings()).default_connection_id or firm.id)
    for attempt in range(2):
        try:
            async with begin_transaction(firm.app.services, System(firm.id), "test") as transaction:
                kind = NoticeKind.PROVIDER_RESTRICTED
                await add_notice(transaction, kind, connection, occurrence="once", provider="Stripe")
        except IntegrityError:
            assert attempt == 1
    assert await kinds_of(firm) == ["PROVIDER_RESTRICTED"]
