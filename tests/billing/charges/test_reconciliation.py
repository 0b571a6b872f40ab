"""Reconciliation: what no message told of is found, and books restored from a backup become whole by themselves."""

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
from models import JobKind, PaymentStatus
from sandbox import Fault
from tests.support import actions
from tests.support.actions import ProviderPayment
from tests.support.database_backends import DatabaseBackend
from tests.support.firm import AppHarness, Firm

CARD = PaymentSource.CARD
_DAY = dt.timedelta(days=1)


async def run_reconciliation(firm: Firm) -> None:
    """A start of the server: every account is looked over, and whatever that asks for is done."""
    await reconciliation.enqueue_sweeps(firm.app.services)
    await firm.app.run_due_jobs()


async def open_mismatches(firm: Firm) -> tuple[int, Sequence[Difference]]:
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    connection = await firm.connection(connection_id)
    return await reconciliation.find_differences(
        firm.app.services, connection, firm.app.clock() - dt.timedelta(days=30)
    )


async def delete_jobs(firm: Firm) -> None:
    """Every job is gone, as after a mistake by hand."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(delete(models.Job))


async def act_at_provider(firm: Firm, control: str, charge: ProviderPayment, **form: str) -> None:
    """What the firm or a bank does at the provider, and no message tells of."""
    assert charge.connection_id is not None
    assert charge.intent_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    assert account is not None
    firm.app.sandbox.run_control(control, account, payment_intent=charge.intent_id, **form)


async def test_open_charges_without_job_are_synced(app: AppHarness) -> None:
    """D29, P3: with no message and no job, the money is credited all the same."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.confirm(prepayment, "pm_card_visa")
    await delete_jobs(firm)
    app.clock.advance(minutes=5)
    await run_reconciliation(firm)
    assert await firm.credits() == (100_00, 0)
    assert await open_mismatches(firm) == (1, [])


async def test_refunds_and_disputes_without_webhook(app: AppHarness) -> None:
    """D28: made in the provider's dashboard long after the charge, and found by looking at the last days' events."""
    firm = await app.create_ready_firm()
    refunded = await firm.prepayment(await firm.prepay("100.00"))
    disputed = await firm.prepayment(await firm.prepay("50.00"))
    await run_reconciliation(firm)
    app.clock.advance(days=20)
    await run_reconciliation(firm)
    await act_at_provider(firm, "refund", refunded, amount="3000")
    await act_at_provider(firm, "dispute", disputed)
    assert [(one.at_provider.minor, one.in_ledger.minor) for one in (await open_mismatches(firm))[1]] == [
        (0, 50_00),
        (70_00, 100_00),
    ]
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert await firm.credits() == (70_00, 0)
    assert await actions.refund_figures(firm) == [("SUCCEEDED", 30_00, 0)]
    assert await actions.dispute_figures(firm) == [("OPEN", 50_00, 1, 0)]
    assert (await open_mismatches(firm))[1] == []


async def test_restored_backup_is_reconciled(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """P11: what the provider did since the backup is booked again, to a difference of zero, by itself."""
    firm = await app.create_ready_firm()
    before = await firm.prepayment(await firm.prepay("100.00"))
    known, later_void = await firm.create_invoice("30.00"), await firm.create_invoice("20.00")
    await database_backend.save_snapshot(app.database, "backup")
    await firm.prepay("50.00")
    (paid,) = await firm.pay(known, "30.00", CARD)
    await firm.settle_charge(paid)
    (for_unknown,) = await firm.pay(await firm.create_invoice("15.00"), "15.00", CARD)
    await firm.settle_charge(for_unknown)
    (open_window,) = await firm.pay(later_void, "20.00", CARD)
    await actions.refund(firm, before, "40.00")
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    assert await firm.credits() == (110_00, 0)
    await database_backend.restore_snapshot(app.database, "backup")
    assert await firm.credits() == (100_00, 0)
    assert (await open_mismatches(firm))[1] != []
    await run_reconciliation(firm)
    assert await open_mismatches(firm) == (5, [])
    # The invoice of the third charge is not in the books any more: its money is credits (D25).
    assert await firm.credits() == (60_00 + 50_00 + 15_00, 0)
    assert await firm.invoice_figures(known) == ("PAID", 30_00, 0, 0)
    assert await firm.invoice_figures(later_void) == ("UNPAID", 0, 20_00, 0)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.invoice_figures(later_void) == ("UNPAID", 0, 0, 20_00)
    assert app.sandbox.events(kind="payment_intent.canceled")[-1]["data"]["object"]["id"] == open_window.intent_id
    again = await firm.event_seq()
    await run_reconciliation(firm)
    assert await firm.event_seq() == again


async def test_the_invoice_was_paid_otherwise_meanwhile(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """D25: money of a charge that the restored books do not know, for an invoice that is paid by then, is credits."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("30.00")
    await database_backend.save_snapshot(app.database, "backup")
    (paid,) = await firm.pay(invoice, "30.00", CARD)
    await firm.settle_charge(paid)
    await database_backend.restore_snapshot(app.database, "backup")
    await actions.record_offline(firm, "30.00", invoice)
    await run_reconciliation(firm)
    assert await firm.invoice_figures(invoice) == ("PAID", 30_00, 0, 0)
    assert await firm.credits() == (30_00, 0)
    assert (await open_mismatches(firm))[1] == []


async def test_unknown_client_is_reported(app: AppHarness, database_backend: DatabaseBackend) -> None:
    """P5: money of somebody who is not in the books is for a person to look at, and is told as a difference."""
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
    (difference,) = (await open_mismatches(firm))[1]
    assert (difference.at_provider.minor, difference.in_ledger.minor) == (50_00, 0)


async def test_the_firm_s_own_charges_are_none_of_ours(app: AppHarness) -> None:
    """A firm may use its account for other things too: what does not carry our id is not looked at."""
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
        assert await import_unknown.import_unknown_charge(app.services, connection, foreign) is False


async def test_unreachable_account_is_reconciled_later(app: AppHarness) -> None:
    """Nothing is marked as seen that was not looked at."""
    firm = await app.create_ready_firm()
    connection_id = (await firm.settings()).default_connection_id
    assert connection_id is not None
    await run_reconciliation(firm)
    seen = (await firm.connection(connection_id)).swept_at
    assert seen == app.clock()
    account = (await firm.connection(connection_id)).account_id
    await app.browser.post(
        f"http://stand-in/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    app.clock.advance(hours=7)
    await app.run_due_jobs()
    assert (await firm.connection(connection_id)).swept_at == seen
    async with app.services.reads() as session:
        job = (await session.scalars(select(models.Job).where(models.Job.kind == JobKind.SWEEP_CONNECTION))).one()
    assert job.run_at == app.clock() + reconciliation.SWEEP_INTERVAL
    assert isinstance(job.subject_id, uuid.UUID)


@pytest.mark.parametrize("fault", ["paid", "open"])
async def test_a_charge_that_the_backup_had_before_the_provider_did(
    app: AppHarness, database_backend: DatabaseBackend, fault: str
) -> None:
    """P11, D25: restored to before its answer, long after its window: it is not given up where the payer has paid."""
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
    if fault == "paid":
        await firm.settle_charge(prepayment)
        assert await firm.credits() == (100_00, 0)
    await database_backend.restore_snapshot(app.database, "backup")
    app.clock.advance(hours=2)
    await app.run_due_jobs()
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.CANCELED
    await run_reconciliation(firm)
    assert await firm.credits() == ((100_00, 0) if fault == "paid" else (0, 0))
    assert await open_mismatches(firm) == (1, [])
    assert account is not None
    (intent,) = [one.intent async for one in app.services.provider.list_intents_since(account, app.clock() - _DAY)]
    assert intent.status is (IntentStatus.SUCCEEDED if fault == "paid" else IntentStatus.CANCELED)
    again = await firm.event_seq()
    await run_reconciliation(firm)
    assert await firm.event_seq() == again
