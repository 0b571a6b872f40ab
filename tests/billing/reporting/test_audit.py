"""The audit detects a violation of each invariant, made by hand in the database."""

from __future__ import annotations

import dataclasses

from sqlalchemy import CheckConstraint, text
from sqlalchemy.ext.asyncio import AsyncConnection, async_sessionmaker
from sqlalchemy.schema import DropConstraint

import ledger
import models
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.reporting import audit
from billing.services import Services
from models import PaymentMethod
from tests.support.actions import act_and_deliver, record_offline, refund
from tests.support.firm import AppHarness

CORRUPTIONS = {
    "account totals equal the sums of their transfers": (
        "UPDATE account SET debits_posted = debits_posted + 1 WHERE kind = 'CASH_PROVIDER'"
    ),
    "debits equal credits in each firm and currency": (
        "UPDATE account SET debits_posted = debits_posted + 1 WHERE kind = 'CASH_PROVIDER'"
    ),
    "no bounded account was ever below zero": "UPDATE transfer SET amount = amount * 9 WHERE reference LIKE '%:held:%'",
    "a client's available credits equal the balance of its lots": "UPDATE client SET available = available + 1",
    "a client's reserved credits equal its holds": "UPDATE client SET held = held + 1",
    "a client's balance equals the sum of its credit entries": "UPDATE client SET available = available + 1",
    "each credit entry has the balance after it": "UPDATE credit_entry SET balance_after = balance_after + 1",
    "a transfer is a credit entry exactly if it changes the balance": "UPDATE credit_entry SET amount = amount + 1",
    "an invoice's payable amount equals its receivable account": (
        "UPDATE invoice SET pending = pending - 1 WHERE pending > 0"
    ),
    "an invoice's pending amount equals its pending accounts": (
        "UPDATE invoice SET pending = pending - 1 WHERE pending > 0"
    ),
    "a client's amount due equals the sum of its invoices": "UPDATE client SET due = due + 1",
    "a client's pending amount equals the sum of its invoices": "UPDATE client SET pending = pending + 1",
    "billed clearing equals the amount due on all invoices": (
        "UPDATE account SET credits_posted = credits_posted + 1 WHERE kind = 'BILLED_CLEARING'"
    ),
    "reversals credit the debited account, and at most the reversed amount": (
        "UPDATE transfer SET amount = amount + 1 WHERE reverses_id IS NOT NULL"
    ),
    "a firm's events are numbered without gaps": "UPDATE firm SET seq = seq + 1",
    "no event of a firm is earlier than the event before it": (
        "UPDATE event SET at = '2030-01-01 00:00:00' WHERE seq = 1"
    ),
    "the lines of an invoice sum to its total": "UPDATE invoice_line SET amount = amount + 1",
    "exactly the succeeded prepayments are credited, with their amounts": (
        "UPDATE prepayment SET status = 'CANCELED', settled_at = NULL, number = NULL, received_on = NULL"
        " WHERE status = 'SUCCEEDED'"
    ),
    "exactly the settled payments by card or debit are credited, with their amounts": (
        "UPDATE payment SET amount = amount + 1 WHERE paid_by = 'CARD'"
    ),
    "exactly the succeeded payments from credits are taken from credits, with their amounts": (
        "UPDATE payment SET status = 'CANCELED', settled_at = NULL, number = NULL"
        " WHERE paid_by = 'CREDITS' AND status = 'SUCCEEDED'"
    ),
    "settled payments and prepayments are numbered without gaps": "UPDATE firm SET last_payment_number = 99",
    "every offline payment is credited with its amount": (
        "UPDATE credit_entry SET amount = amount + 1 WHERE kind = 'OFFLINE_PAYMENT' AND payment_id IS NOT NULL"
    ),
    "a payment's applied amount is what was applied to its invoice less what was unapplied": (
        "UPDATE payment SET applied = applied - 1 WHERE applied > 0"
    ),
    "an invoice's paid amount is the sum of the applied amounts of its payments": (
        "UPDATE invoice SET paid = paid - 1 WHERE paid > 0"
    ),
    "a refunded amount is the sum of the succeeded refunds": (
        "UPDATE prepayment SET refunded = refunded - 1 WHERE refunded > 0"
    ),
    "an open refund holds its amount, and any other holds nothing": (
        "UPDATE refund SET amount = amount + 1 WHERE status = 'PROCESSING'"
    ),
    "a prepayment is the sum of what remains, is reserved, was used and was refunded or disputed": (
        "UPDATE prepayment SET amount = amount + 1 WHERE status = 'SUCCEEDED'"
    ),
    "disputes withdrew exactly what the ledger says": "UPDATE dispute SET withdrawals = 1, reinstatements = 1",
    "the firm's losses are what refunds and disputes took from payments beyond their amounts": (
        "UPDATE refund SET lost = lost + 1 WHERE status = 'PROCESSING'"
    ),
    "both parts of a split tender have the same status, or the provider part succeeded late": (
        "UPDATE payment SET status = 'RELEASED' WHERE paid_by = 'CREDITS' AND status = 'CANCELED'"
    ),
    "an ended provider payment has no client secret, and a settled or failed one has ended": (
        "UPDATE payment SET client_secret = 'secret' WHERE ended_at IS NOT NULL"
    ),
    "an invoice's pending amount is the sum of its open payments": (
        "UPDATE invoice SET pending = pending - 1 WHERE pending > 0"
    ),
    "a client's held credits are those of open payments and refunds": "UPDATE client SET held = held + 1",
    "both parts of a split tender refer to each other and to the same invoice": (
        "UPDATE payment SET split_tender_id = NULL WHERE split_tender_id IS NOT NULL AND paid_by = 'CARD'"
    ),
    "cash is revenue plus credits held less losses": "UPDATE client SET available = available + 1",
    "cash leaves only by refunds, reversals and disputes, and returns only from them": (
        "UPDATE transfer SET debit_id = credit_id, credit_id = debit_id WHERE reference LIKE 'prepayment:%'"
    ),
    "every provider payment that has not ended has a sync job": "DELETE FROM job",
    "every queued mail has a job": (
        "INSERT INTO mail (firm_id, id, kind, subject_id, generation, address, name, locale, status, attempts,"
        " created_at, expires_at) SELECT id, id, 'NOTICE', id, 1, 'a@b.test', 'A', 'en', 'QUEUED', 0, created_at,"
        " created_at FROM firm"
    ),
    "every open refund has a sync job": "DELETE FROM job",
}


def test_every_invariant_has_a_corruption() -> None:
    """An invariant that was never seen to fail proves nothing."""
    assert set(CORRUPTIONS) == set(ledger.invariants.INVARIANTS | audit.INVARIANTS)


async def test_each_corruption_is_detected(app: AppHarness) -> None:
    """D32, D33: in a ledger with every kind of transfer, one wrong number is reported under its invariant's name."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("101.00"))
    await refund(firm, prepayment, "1.00")
    await firm.pay(await firm.create_invoice("10.00"), AmountChoice.FULL)
    (card_payment,) = await firm.pay(await firm.create_invoice("20.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(card_payment)
    split_card_payment, _ = await firm.pay(
        await firm.create_invoice("120.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD
    )
    assert split_card_payment.amount == 30_00
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await firm.pay(await firm.create_invoice("100.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    await record_offline(firm, "5.00", await firm.create_invoice("5.00"))
    debit = await firm.start_prepayment("7.00")
    await firm.settle_charge(debit, "pm_card_pendingRefund")
    await refund(firm, debit, "2.00")
    await act_and_deliver(firm, "dispute", card_payment, amount=3_00)
    await app.audit()
    async with app.database.write_engine.connect() as connection:
        await _drop_checks(connection)
        for invariant, corruption in CORRUPTIONS.items():
            async with connection.begin_nested() as savepoint:
                await connection.execute(text(corruption))
                violations = await audit.audit(_services_on_connection(app, connection))
                assert invariant in {violation.invariant for violation in violations}
                await savepoint.rollback()
        assert await audit.audit(_services_on_connection(app, connection)) == []
        if connection.dialect.name == "sqlite":  # where this is a setting of the connection, which other tests use
            await connection.execute(text("PRAGMA ignore_check_constraints = OFF"))


def _services_on_connection(app: AppHarness, connection: AsyncConnection) -> Services:
    """Services that read through this connection, and so see its uncommitted changes."""
    reads = async_sessionmaker(connection, join_transaction_mode="create_savepoint")
    return dataclasses.replace(app.services, reads=reads)


async def _drop_checks(connection: AsyncConnection) -> None:
    """Make the database accept wrong numbers until the transaction ends."""
    if connection.dialect.name == "sqlite":
        await connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        return
    for table in models.Base.metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                await connection.execute(
                    DropConstraint(check, if_exists=True)
                )  # one name may have a variant for each database
