"""Every movement of money, as the exact transfers that it is: (debited, credited, minor units)."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import ledger
import models
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.jobs import queue
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from models import AccountKind, CreditEntryKind, JobKind, PaymentMethod, TransferCode
from tests.ledger.conftest import Journal
from tests.support.firm import AppHarness, Firm

CASH, LOT, HELD, DUE, PENDING = "CASH_PROVIDER", "LOT", "HELD", "RECEIVABLE", "PENDING"
BILLED, REVENUE, NOTES = "BILLED_CLEARING", "REVENUE", "CREDIT_NOTES"
FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


@asynccontextmanager
async def account_balances(firm: Firm, kind: str = "test.booked") -> AsyncIterator[ledger.LedgerTransaction]:
    """The firm's books, for what no deed does yet."""
    async with firm.app.services.writes.begin() as session:
        yield await ledger.LedgerTransaction.begin(session, firm.id, ledger.EventMeta(kind), firm.app.clock())


async def issue_credit_note(firm: Firm, amount: int) -> None:
    """A credit note, as the ledger has it: granted, not received."""
    async with account_balances(firm) as transaction:
        kind = CreditEntryKind.CREDIT_NOTE
        lot = await transaction.open_account(AccountKind.LOT, client_id=firm.client_id, source=kind)
        entry = models.CreditEntry(kind=kind, lot_id=lot.id)
        await transaction.post(
            await transaction.get_firm_account(AccountKind.CREDIT_NOTES),
            lot,
            amount,
            TransferCode.CREDIT_ISSUED,
            f"note:{lot.id}",
            entry=entry,
        )


async def test_a_prepayment(app: AppHarness) -> None:
    """D8, D9: asking moves nothing; when the money came it is cash, and credits of the client."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    prepayment = await firm.start_prepayment("250.00")
    assert await journal.new_transfers() == []
    await firm.settle_charge(prepayment)
    assert await journal.new_transfers() == [(CASH, LOT, 250_00)]


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_invoice_is_issued(app: AppHarness, *, at_once: bool) -> None:
    """D11, D12: due from its issue; a draft is nothing; a total of 0 moves nothing."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    invoice = await firm.create_invoice("80.00", issue=at_once)
    if not at_once:
        assert await journal.new_transfers() == []
        await issue_invoice(app.services, firm.owner, invoice)
    assert await journal.new_transfers() == [(DUE, BILLED, 80_00)]
    await firm.create_invoice("0")
    assert await journal.new_transfers() == []


async def test_from_credits(app: AppHarness) -> None:
    """D14: out of the oldest lots, through what is held, onto the invoice; and it is earned."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    for amount in ("30.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("60.00")
    await journal.new_transfers()
    await firm.pay(invoice, "40.00")
    assert await journal.new_transfers() == [
        (LOT, HELD, 30_00),
        (LOT, HELD, 10_00),
        (HELD, DUE, 40_00),
        (BILLED, REVENUE, 40_00),
    ]


@pytest.mark.parametrize(("source", "paid_with"), [(CARD, "pm_card_visa"), (DEBIT, "pm_success_de")])
async def test_by_card_or_debit(app: AppHarness, source: PaymentSource, paid_with: str) -> None:
    """D14, D15: set aside on the invoice; then its own money comes in and pays it, past all older credits."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("60.00")
    await journal.new_transfers()
    (payment,) = await firm.pay(invoice, FULL, source)
    assert await journal.new_transfers() == [(PENDING, DUE, 60_00)]
    await firm.settle_charge(payment, paid_with)
    if source is DEBIT:
        assert await journal.new_transfers() == []
        await app.sandbox.tick()
        app.clock.advance(minutes=10)
        await app.run_due_jobs()
    assert await journal.new_transfers() == [(CASH, LOT, 60_00), (LOT, PENDING, 60_00), (BILLED, REVENUE, 60_00)]
    assert await firm.lot_balances() == [100_00, 0]


async def test_by_card_and_canceled(app: AppHarness) -> None:
    """D15: payable again."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    (payment,) = await firm.pay(await firm.create_invoice("60.00"), FULL, CARD)
    await journal.new_transfers()
    await cancel_payment(app.services, firm.client_user, payment.id)
    assert await journal.new_transfers() == [(DUE, PENDING, 60_00)]


async def pay_with_credits_and_card(firm: Firm) -> tuple[models.Payment, models.Payment]:
    """Credits of 30 in two sums, and a card's 20, on an invoice of 50: charge and credits."""
    for amount in ("20.00", "10.00"):
        await firm.prepay(amount)
    charge, part = await firm.pay(await firm.create_invoice("50.00"), REMAINING, CREDITS, PaymentMethod.CARD)
    return charge, part


async def test_from_credits_with_remainder_by_card(app: AppHarness) -> None:
    """D16: both are set aside; both settle, the charge by its own money."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    charge, _ = await pay_with_credits_and_card(firm)
    begun = (await journal.new_transfers())[-4:]
    assert begun == [(PENDING, DUE, 20_00), (PENDING, DUE, 30_00), (LOT, HELD, 20_00), (LOT, HELD, 10_00)]
    await firm.settle_charge(charge)
    assert await journal.new_transfers() == [
        (CASH, LOT, 20_00),
        (LOT, PENDING, 20_00),
        (BILLED, REVENUE, 20_00),
        (HELD, PENDING, 30_00),
        (BILLED, REVENUE, 30_00),
    ]


async def test_from_credits_with_remainder_by_card_and_canceled(app: AppHarness) -> None:
    """D16: or neither settles: payable again, and each sum back in its own lot."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    charge, _ = await pay_with_credits_and_card(firm)
    await journal.new_transfers()
    await cancel_payment(app.services, firm.client_user, charge.id)
    assert await journal.new_transfers() == [
        (DUE, PENDING, 20_00),
        (DUE, PENDING, 30_00),
        (HELD, LOT, 20_00),
        (HELD, LOT, 10_00),
    ]
    assert await firm.lot_balances() == [20_00, 10_00]


async def test_an_invoice_is_void(app: AppHarness) -> None:
    """D21: its credits go back to the money that they came from, what was earned is not, and nothing is due."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    for amount in ("30.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("60.00")
    await firm.pay(invoice, "35.00")
    await firm.pay(invoice, "5.00")
    await journal.new_transfers()
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    assert await journal.new_transfers() == [
        (DUE, HELD, 5_00),
        (REVENUE, BILLED, 5_00),
        (HELD, LOT, 5_00),
        (DUE, HELD, 35_00),
        (REVENUE, BILLED, 35_00),
        (HELD, LOT, 5_00),
        (HELD, LOT, 30_00),
        (BILLED, DUE, 60_00),
    ]
    assert await firm.lot_balances() == [30_00, 20_00]


async def test_what_comes_back_keeps_its_age(app: AppHarness) -> None:
    """D14, D21: credits given back are spent first again, before all that came later."""
    firm = await app.create_ready_firm()
    for amount in ("30.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("30.00")
    await firm.pay(invoice, FULL)
    await firm.prepay("40.00")
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await firm.pay(await firm.create_invoice("35.00"), FULL)
    assert await firm.lot_balances() == [0, 15_00, 40_00]


async def test_money_after_the_end(app: AppHarness) -> None:
    """D25: late, it pays an invoice that still asks for all of it; else it stays credits."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    for void in (False, True):
        invoice = await firm.create_invoice("50.00")
        (payment,) = await firm.pay(invoice, FULL, CARD)
        await cancel_payment(app.services, firm.client_user, payment.id)
        if void:
            await void_invoice(app.services, firm.owner, invoice, "mistake")
        app.sandbox.tamper(str(payment.intent_id), status="succeeded", amount_received=50_00)
        await journal.new_transfers()
        async with app.services.writes.begin() as session:
            await queue.enqueue(session, firm.id, JobKind.SYNC_PAYMENT, payment.id, app.clock())
        await app.run_due_jobs()
        paid = [] if void else [(LOT, DUE, 50_00), (BILLED, REVENUE, 50_00)]
        assert await journal.new_transfers() == [(CASH, LOT, 50_00), *paid]


async def test_what_notes_pay_is_not_earned(app: AppHarness) -> None:
    """D34: the note's part goes to the notes, the rest to revenue; and back again when the invoice is void."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    await issue_credit_note(firm, 20_00)
    app.clock.advance(hours=1)
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("45.00")
    assert (await journal.new_transfers())[0] == (NOTES, LOT, 20_00)
    await firm.pay(invoice, FULL)
    assert (await journal.new_transfers())[2:] == [(HELD, DUE, 45_00), (BILLED, REVENUE, 25_00), (BILLED, NOTES, 20_00)]
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    undone = (await journal.new_transfers())[:3]
    assert undone == [(DUE, HELD, 45_00), (REVENUE, BILLED, 25_00), (NOTES, BILLED, 20_00)]


async def test_the_same_fact_twice_is_refused(app: AppHarness) -> None:
    """D9: a prepayment that was received cannot be received; nothing of the second time stays."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("30.00"))
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError):
            async with account_balances(firm) as transaction:
                await ledger.payments.receive_from_provider(transaction, prepayment)
    invoice = await firm.create_invoice("10.00")
    (payment,) = await firm.pay(invoice, FULL)
    async with firm.assert_unchanged():
        with pytest.raises(
            IntegrityError, match=r"transfer\.firm_id, transfer\.reference|uq_transfer_firm_id_reference"
        ):
            await post_once(firm, f"payment:{payment.id}:settled")


async def test_never_more_than_there_is(app: AppHarness) -> None:
    """D12, D14: neither more credits than the client has, nor more of an invoice than is due."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), "10.00")
    async with firm.assert_unchanged():
        with pytest.raises(AssertionError, match="more credits"):
            async with account_balances(firm) as transaction:
                await ledger.payments.hold_credits(
                    transaction, await add_unreserved_payment(transaction, payment, 20_01)
                )
        with pytest.raises(IntegrityError, match="invoice_not_overpaid"):
            async with account_balances(firm) as transaction:
                await ledger.payments.reserve_on_invoice(
                    transaction, await add_unreserved_payment(transaction, payment, 40_01)
                )


async def add_unreserved_payment(
    transaction: ledger.LedgerTransaction, like: models.Payment, amount: int
) -> models.Payment:
    """Another payment of the same invoice, written down and nothing more."""
    payment = models.Payment(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=like.client_id,
        invoice_id=like.invoice_id,
        event_seq=transaction.seq,
        amount=amount,
        refunded=0,
        paid_by=models.PaidBy.CREDITS,
        status=models.PaymentStatus.CREATING,
        created_at=transaction.now,
    )
    await transaction.add(payment)
    return payment


async def test_an_entry_exactly_where_the_balance_changes(app: AppHarness) -> None:
    """D33: no change of a balance without an entry, and no entry without a change."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(AssertionError, match="exactly when"):
            await post_once(firm, "with", entry=models.CreditEntry(kind=CreditEntryKind.PREPAYMENT))
        with pytest.raises(AssertionError, match="exactly when"):
            await post_once(firm, "without", into=AccountKind.LOT)


async def post_once(
    firm: Firm, cause: str, into: AccountKind = AccountKind.BILLED_CLEARING, entry: models.CreditEntry | None = None
) -> None:
    """One transfer out of cash, in a transaction of its own."""
    async with account_balances(firm) as transaction:
        cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
        if into is AccountKind.LOT:
            target = await transaction.open_account(into, client_id=firm.client_id, source=CreditEntryKind.PREPAYMENT)
        else:
            target = await transaction.get_firm_account(into)
        await transaction.post(cash, target, 1, TransferCode.MONEY_RECEIVED, cause, entry=entry)


async def test_an_event_says_who_for_whom_when_and_why(app: AppHarness) -> None:
    """D32: by a member, by a client's user, or by the system; numbered without a gap, failed attempts included."""
    firm = await app.create_ready_firm()
    before = await firm.event_seq()
    invoice = await firm.create_invoice("10.00")
    with pytest.raises(ZeroDivisionError):
        async with account_balances(firm):
            _ = 1 // 0
    app.clock.advance(minutes=5)
    (payment,) = await firm.pay(invoice, FULL, CARD)
    await cancel_payment(app.services, firm.client_user, payment.id)
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    async with app.services.reads() as session:
        found = (
            await session.scalars(
                select(models.Event)
                .where(models.Event.firm_id == firm.id, models.Event.seq > before)
                .order_by(models.Event.seq)
            )
        ).all()
    assert [one.seq for one in found] == list(range(before + 1, before + 1 + len(found)))
    issued, paid, opened, canceled, void = found
    assert (issued.member_id, issued.client_user_id) == (firm.owner.id, None)
    assert (paid.member_id, paid.client_user_id) == (None, firm.client_user.id)
    assert (opened.member_id, opened.client_user_id) == (None, None)
    assert canceled.client_user_id == firm.client_user.id
    assert (void.member_id, void.reason) == (firm.owner.id, "mistake")
    assert {one.client_id for one in found} == {firm.client_id}
    assert paid.at - issued.at == dt.timedelta(minutes=5)
