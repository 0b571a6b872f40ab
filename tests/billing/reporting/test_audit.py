"""The audit finds what is wrong: each invariant is broken once, by hand, behind the ledger's back."""

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
    "an account's sums are those of its transfers": (
        "UPDATE account SET debits_posted = debits_posted + 1 WHERE kind = 'CASH_PROVIDER'"
    ),
    "the books balance": "UPDATE account SET debits_posted = debits_posted + 1 WHERE kind = 'CASH_PROVIDER'",
    "no account was ever past its bound": "UPDATE transfer SET amount = amount * 9 WHERE reference LIKE '%:held:%'",
    "what a client has available is in its lots": "UPDATE client SET available = available + 1",
    "what a client has reserved is held": "UPDATE client SET held = held + 1",
    "a balance is the sum of its entries": "UPDATE client SET available = available + 1",
    "each entry tells the balance after it": "UPDATE credit_entry SET balance_after = balance_after + 1",
    "a transfer is an entry exactly when it changes the balance": "UPDATE credit_entry SET amount = amount + 1",
    "what is payable on an invoice is in its due account": "UPDATE invoice SET pending = pending - 1 WHERE pending > 0",
    "what is pending on an invoice is in its payments' accounts": (
        "UPDATE invoice SET pending = pending - 1 WHERE pending > 0"
    ),
    "what a client owes is the sum of what is due": "UPDATE client SET due = due + 1",
    "what was billed and not earned is what is due": "UPDATE account SET credits_posted = credits_posted + 1 WHERE kind = 'BILLED_CLEARING'",
    "a reversal gives back to where it was taken from, and never more than was taken": (
        "UPDATE transfer SET amount = amount + 1 WHERE reverses_id IS NOT NULL"
    ),
    "a firm's events have no gap": "UPDATE firm SET seq = seq + 1",
    "lines sum to the total": "UPDATE invoice_line SET amount = amount + 1",
    "a prepayment that succeeded is credited, exactly, and no other": (
        "UPDATE prepayment SET status = 'CANCELED', settled_at = NULL WHERE status = 'SUCCEEDED'"
    ),
    "money of a payment that came is credited, exactly, and no other": (
        "UPDATE payment SET amount = amount + 1 WHERE paid_by = 'CARD'"
    ),
    "a payment from credits that succeeded is taken from credits, exactly, and no other": (
        "UPDATE payment SET status = 'CANCELED', settled_at = NULL WHERE paid_by = 'CREDITS' AND status = 'SUCCEEDED'"
    ),
    "offline money of a payment is credited, exactly": (
        "UPDATE credit_entry SET amount = amount + 1 WHERE kind = 'OFFLINE_PAYMENT' AND payment_id IS NOT NULL"
    ),
    "a payment's part of its invoice is what it put on, less what was taken off": (
        "UPDATE payment SET applied = applied - 1 WHERE applied > 0"
    ),
    "an invoice is paid by the parts of its payments": "UPDATE invoice SET paid = paid - 1 WHERE paid > 0",
    "what was refunded is the sum of the refunds that succeeded": (
        "UPDATE prepayment SET refunded = refunded - 1 WHERE refunded > 0"
    ),
    "a refund holds its part while it is under way, and nothing before or after": (
        "UPDATE refund SET amount = amount + 1 WHERE status = 'PROCESSING'"
    ),
    "a prepayment is what remains, is reserved, was used and was given back": (
        "UPDATE prepayment SET amount = amount + 1 WHERE status = 'SUCCEEDED'"
    ),
    "disputes have taken what the books say they took": "UPDATE dispute SET withdrawals = 1, reinstatements = 1",
    "the firm lost what went out of a charge beyond what had come, and nothing else": (
        "UPDATE refund SET lost = lost + 1 WHERE status = 'PROCESSING'"
    ),
    "partners end alike": "UPDATE payment SET status = 'RELEASED' WHERE paid_by = 'CREDITS' AND status = 'CANCELED'",
    "what has ended keeps no secret, and asks for nothing": (
        "UPDATE payment SET client_secret = 'secret' WHERE ended_at IS NOT NULL"
    ),
    "an invoice's pending is that of its payments under way": (
        "UPDATE invoice SET pending = pending - 1 WHERE pending > 0"
    ),
    "payments and refunds under way hold what they reserved, and no other does": "UPDATE client SET held = held + 1",
    "a payment and its partner name each other": (
        "UPDATE payment SET split_tender_id = NULL WHERE split_tender_id IS NOT NULL AND paid_by = 'CARD'"
    ),
    "cash is what was earned and what clients hold, less what was lost": "UPDATE client SET available = available + 1",
    "cash leaves by a refund, a reversal or a dispute, and comes in anew or back from one of them": (
        "UPDATE transfer SET debit_id = credit_id, credit_id = debit_id WHERE reference LIKE 'prepayment:%'"
    ),
    "every charge under way has the job that asks after it": "DELETE FROM job",
    "every refund under way has the job that asks after it": "DELETE FROM job",
}


def test_each_invariant_is_broken_below() -> None:
    """An invariant that nobody has seen fire is no invariant."""
    assert set(CORRUPTIONS) == set(ledger.invariants.INVARIANTS | audit.INVARIANTS)


async def test_each_is_found(app: AppHarness) -> None:
    """D32, D33: with everything in the books that there can be, one number wrong is told by name."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("101.00"))
    await refund(firm, prepayment, "1.00")
    await firm.pay(await firm.create_invoice("10.00"), AmountChoice.FULL)
    (card,) = await firm.pay(await firm.create_invoice("20.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(card)
    both, _ = await firm.pay(
        await firm.create_invoice("120.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD
    )
    assert both.amount == 30_00
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await firm.pay(await firm.create_invoice("100.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    await record_offline(firm, "5.00", await firm.create_invoice("5.00"))
    debit = await firm.start_prepayment("7.00")
    await firm.settle_charge(debit, "pm_card_pendingRefund")
    await refund(firm, debit, "2.00")
    await act_and_deliver(firm, "dispute", card, amount=3_00)
    await app.audit()
    async with app.database.write_engine.connect() as connection:
        await _without_checks(connection)
        for invariant, wrong in CORRUPTIONS.items():
            async with connection.begin_nested() as broken:
                await connection.execute(text(wrong))
                found = await audit.audit(_services_on_connection(app, connection))
                assert invariant in {one.invariant for one in found}
                await broken.rollback()
        assert await audit.audit(_services_on_connection(app, connection)) == []


def _services_on_connection(house: AppHarness, connection: AsyncConnection) -> Services:
    """Who asks through the connection sees what is not committed there, and never will be."""
    reads = async_sessionmaker(connection, join_transaction_mode="create_savepoint")
    return dataclasses.replace(house.services, reads=reads)


async def _without_checks(connection: AsyncConnection) -> None:
    """Until the transaction ends, the database lets wrong numbers in."""
    if connection.dialect.name == "sqlite":
        await connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        return
    for table in models.Base.metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint):
                await connection.execute(DropConstraint(check))
