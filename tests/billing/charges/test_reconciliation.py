"""Reconciliation finds what no webhook reported, and completes a database restored from a backup."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy import delete, select

import gateway
import models
from billing.charges import import_unknown, reconciliation
from billing.charges.reconciliation import Difference
from billing.errors import ProviderUnavailable
from billing.payments.allocation import PaymentSource
from gateway import IntentStatus
from models import JobKind, PaymentStatus, ProviderPayment
from sandbox import Fault
from tests.support import actions
from tests.support.database_backends import DatabaseBackend
from tests.support.firm import SANDBOX_URL, AppHarness, Firm

CARD = PaymentSource.CARD
_DAY = dt.timedelta(days=1)


async def run_reconciliation(firm: Firm) -> None:
    """Sweep every account, as at the start of a server, and run the jobs that this enqueues."""
    await reconciliation.enqueue_sweeps(firm.app.services)
    await firm.app.run_due_jobs()


async def provider_differences(firm: Firm) -> tuple[int, Sequence[Difference]]:
    """The number of provider payments of the last 30 days, and the differences between provider and ledger."""
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    connection = await firm.connection(connection_id)
    return await reconciliation.find_differences(
        firm.app.services, connection, firm.app.clock() - dt.timedelta(days=30)
    )


async def delete_jobs(firm: Firm) -> None:
    """Delete every job, as an operator's mistake would."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(delete(models.Job))


async def run_control(firm: Firm, control: str, charge: ProviderPayment, **form: str) -> None:
    """Run a control of the simulator without delivering a webhook."""
    assert charge.connection_id is not None
    assert charge.intent_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    assert account is not None
    firm.app.sandbox.run_control(control, account, payment_intent=charge.intent_id, **form)


async def test_open_payments_without_a_job_are_synced(app: AppHarness) -> None:
    """D29, P3: without webhooks and jobs the money is credited nevertheless."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.confirm(prepayment, "pm_card_visa")
    await delete_jobs(firm)
    app.clock.advance(minutes=5)
    await run_reconciliation(firm)
    assert await firm.credits() == (100_00, 0)
    assert await provider_differences(firm) == (1, [])


async def test_refunds_and_disputes_without_webhook(app: AppHarness) -> None:
    """D28: made in the dashboard long after the payment, and found in the provider's recent events."""
    firm = await app.create_ready_firm()
    refunded = await firm.prepayment(await firm.prepay("100.00"))
    disputed = await firm.prepayment(await firm.prepay("50.00"))
    await run_reconciliation(firm)
    app.clock.advance(days=20)
    await run_reconciliation(firm)
    await run_control(firm, "refund", refunded, amount="3000")
    await run_control(firm, "dispute", disputed)
    assert [
        (difference.at_provider.minor, difference.in_ledger.minor)
        for difference in (await provider_differences(firm))[1]
    ] == [(0, 50_00), (70_00, 100_00)]
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert await firm.credits() == (70_00, 0)
    assert await actions.refund_figures(firm) == [("SUCCEEDED", 30_00, 0)]
    assert await actions.dispute_figures(firm) == [("OPEN", 50_00, 1, 0)]
    assert (await provider_differences(firm))[1] == []


async def test_restored_backup_is_reconciled(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """P11: what happened at the provider since the backup is recorded, until there is no difference."""
    firm = await app.create_ready_firm()
    backed_up = await firm.prepayment(await firm.prepay("100.00"))
    known_invoice, unpaid_invoice = await firm.create_invoice("30.00"), await firm.create_invoice("20.00")
    await database_backend.save_snapshot(app.database, "backup")
    await firm.prepay("50.00")
    (payment,) = await firm.pay(known_invoice, "30.00", CARD)
    await firm.settle_charge(payment)
    (payment_of_unknown_invoice,) = await firm.pay(await firm.create_invoice("15.00"), "15.00", CARD)
    await firm.settle_charge(payment_of_unknown_invoice)
    (open_payment,) = await firm.pay(unpaid_invoice, "20.00", CARD)
    await actions.refund(firm, backed_up, "40.00")
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    assert await firm.credits() == (110_00, 0)
    await database_backend.restore_snapshot(app.database, "backup")
    assert await firm.credits() == (100_00, 0)
    assert (await provider_differences(firm))[1] != []
    await run_reconciliation(firm)
    assert await provider_differences(firm) == (5, [])
    # The backup does not have the invoice of the third payment: its money becomes credits (D25).
    assert await firm.credits() == (60_00 + 50_00 + 15_00, 0)
    assert await firm.invoice_figures(known_invoice) == ("PAID", 30_00, 0, 0)
    assert await firm.invoice_figures(unpaid_invoice) == ("UNPAID", 0, 20_00, 0)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.invoice_figures(unpaid_invoice) == ("UNPAID", 0, 0, 20_00)
    assert app.sandbox.events(kind="payment_intent.canceled")[-1]["data"]["object"]["id"] == open_payment.intent_id
    seq = await firm.event_seq()
    await run_reconciliation(firm)
    assert await firm.event_seq() == seq


async def test_unknown_payment_of_an_invoice_paid_meanwhile_becomes_credits(
    app: AppHarness, database_backend: DatabaseBackend
) -> None:
    """D25: the backup does not have the payment, and the invoice was paid offline after the restore."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("30.00")
    await database_backend.save_snapshot(app.database, "backup")
    (payment,) = await firm.pay(invoice, "30.00", CARD)
    await firm.settle_charge(payment)
    await database_backend.restore_snapshot(app.database, "backup")
    await actions.record_offline(firm, "30.00", invoice)
    await run_reconciliation(firm)
    assert await firm.invoice_figures(invoice) == ("PAID", 30_00, 0, 0)
    assert await firm.credits() == (30_00, 0)
    assert (await provider_differences(firm))[1] == []


async def test_unknown_client_is_reported(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """P5: money of a client that is not in the database raises an alert, and is reported as a difference."""
    firm = await app.create_ready_firm()
    await database_backend.save_snapshot(app.database, "backup")
    firm.client_id = await firm.add_client("New")
    firm.client_user = await firm.add_user(firm.client_id, "new")
    await firm.prepay("50.00")
    await database_backend.restore_snapshot(app.database, "backup")
    seq = await firm.event_seq()
    await run_reconciliation(firm)
    assert await firm.event_seq() == seq
    async with app.services.reads() as session:
        assert list(await session.scalars(select(models.Alert.kind))) == ["charge.unknown"]
    (difference,) = (await provider_differences(firm))[1]
    assert (difference.at_provider.minor, difference.in_ledger.minor) == (50_00, 0)


async def test_intents_without_our_metadata_are_ignored(app: AppHarness) -> None:
    """A firm can use its account for other purposes."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("50.00"))
    assert prepayment.connection_id is not None
    connection = await firm.connection(prepayment.connection_id)
    foreign = gateway.IntentWithMetadata(
        await app.services.provider.fetch_intent(connection.account_id or "", prepayment.intent_id or ""),
        internal_id=models.new_id(),
        firm_id=models.new_id(),
        client_id=firm.client_id,
        invoice_id=None,
        method=models.PaymentMethod.CARD,
        created_at=app.clock(),
    )
    async with firm.assert_unchanged():
        await import_unknown.import_unknown_charge(app.services, connection, foreign)


async def test_unreachable_account_is_reconciled_later(app: AppHarness) -> None:
    """Its `swept_at` stays, so the next sweep covers the same days."""
    firm = await app.create_ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    await run_reconciliation(firm)
    swept_at = (await firm.connection(connection_id)).swept_at
    assert swept_at == app.clock()
    account = (await firm.connection(connection_id)).account_id
    await app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert (await firm.connection(connection_id)).swept_at == swept_at
    async with app.services.reads() as session:
        job = (await session.scalars(select(models.Job).where(models.Job.kind == JobKind.SWEEP_CONNECTION))).one()
    assert job.run_at == app.clock() + reconciliation.SWEEP_INTERVAL
    assert isinstance(job.subject_id, uuid.UUID)


@pytest.mark.parametrize("outcome", ["paid", "open"])
async def test_backup_from_before_the_provider_answered(
    app: AppHarness, database_backend: DatabaseBackend, outcome: str
) -> None:
    """P11, D25: after its window has expired it is canceled, unless the payer has paid."""
    firm = await app.create_ready_firm()
    account = (await firm.connection((await firm.settings()).default_connection_id)).account_id  # type: ignore[arg-type]
    app.sandbox.faults.add(Fault("drop", path="/customers$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.start_prepayment("100.00")
    app.sandbox.faults.clear()
    await database_backend.save_snapshot(app.database, "backup")
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    async with app.services.reads() as session:
        (prepayment,) = (await session.scalars(select(models.Prepayment))).all()
    if outcome == "paid":
        await firm.settle_charge(prepayment)
        assert await firm.credits() == (100_00, 0)
    await database_backend.restore_snapshot(app.database, "backup")
    app.clock.advance(hours=2)
    await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    await run_reconciliation(firm)
    assert await firm.credits() == ((100_00, 0) if outcome == "paid" else (0, 0))
    assert await provider_differences(firm) == (1, [])
    assert account is not None
    (intent,) = [
        listed.intent async for listed in app.services.provider.list_intents_since(account, app.clock() - _DAY)
    ]
    assert intent.status is (IntentStatus.SUCCEEDED if outcome == "paid" else IntentStatus.CANCELED)
    seq = await firm.event_seq()
    await run_reconciliation(firm)
    assert await firm.event_seq() == seq
