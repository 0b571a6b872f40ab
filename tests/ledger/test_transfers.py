"""The exact transfers of every movement of money: (debit account, credit account, minor units)."""

from __future__ import annotations

import datetime as dt

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
from tests.support.ledger import ledger_transaction

CASH, LOT, HELD, RECEIVABLE, PENDING = "CASH_PROVIDER", "LOT", "HELD", "RECEIVABLE", "PENDING"
BILLED, REVENUE, CREDIT_NOTES = "BILLED_CLEARING", "REVENUE", "CREDIT_NOTES"
FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING
CREDITS, CARD, DEBIT = PaymentSource.CREDITS, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def issue_credit_note(firm: Firm, amount: int) -> None:
    """Issue a credit note without its use case."""
    async with ledger_transaction(firm.app, firm.id) as transaction:
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


async def test_prepayment(app: AppHarness) -> None:
    """D8, D9: nothing is posted until the money is received; then it is cash and credits."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    prepayment = await firm.start_prepayment("250.00")
    assert await journal.new_transfers() == []
    await firm.settle_charge(prepayment)
    assert await journal.new_transfers() == [(CASH, LOT, 250_00)]


@pytest.mark.parametrize("issue", [True, False])
async def test_issue_invoice(app: AppHarness, *, issue: bool) -> None:
    """D11, D12: a receivable from issue; nothing for a draft or a total of 0."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    invoice = await firm.create_invoice("80.00", issue=issue)
    if not issue:
        assert await journal.new_transfers() == []
        await issue_invoice(app.services, firm.owner, invoice)
    assert await journal.new_transfers() == [(RECEIVABLE, BILLED, 80_00)]
    await firm.create_invoice("0")
    assert await journal.new_transfers() == []


async def test_payment_from_credits(app: AppHarness) -> None:
    """D14: from the oldest lots, through a hold, to the invoice; and it is revenue."""
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
        (HELD, RECEIVABLE, 40_00),
        (BILLED, REVENUE, 40_00),
    ]


@pytest.mark.parametrize(("source", "test_method"), [(CARD, "pm_card_visa"), (DEBIT, "pm_success_de")])
async def test_payment_by_card_or_debit(app: AppHarness, source: PaymentSource, test_method: str) -> None:
    """D14, D15: reserved on the invoice, then paid by its own lot, whatever older credits there are."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    await firm.prepay("100.00")
    invoice = await firm.create_invoice("60.00")
    await journal.new_transfers()
    (payment,) = await firm.pay(invoice, FULL, source)
    assert await journal.new_transfers() == [(PENDING, RECEIVABLE, 60_00)]
    await firm.settle_charge(payment, test_method)
    if source is DEBIT:
        assert await journal.new_transfers() == []
        await app.sandbox.tick()
        app.clock.advance(minutes=10)
        await app.run_due_jobs()
    assert await journal.new_transfers() == [(CASH, LOT, 60_00), (LOT, PENDING, 60_00), (BILLED, REVENUE, 60_00)]
    assert await firm.lot_balances() == [100_00, 0]


async def test_canceled_card_payment(app: AppHarness) -> None:
    """D15: payable again."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    (payment,) = await firm.pay(await firm.create_invoice("60.00"), FULL, CARD)
    await journal.new_transfers()
    await cancel_payment(app.services, firm.client_user, payment.id)
    assert await journal.new_transfers() == [(RECEIVABLE, PENDING, 60_00)]


async def pay_with_credits_and_card(firm: Firm) -> tuple[models.Payment, models.Payment]:
    """Pay an invoice of 50 from credits of 20 and 10, with 20 by card. Return the card part and the credits part."""
    for amount in ("20.00", "10.00"):
        await firm.prepay(amount)
    by_card, from_credits = await firm.pay(await firm.create_invoice("50.00"), REMAINING, CREDITS, PaymentMethod.CARD)
    return by_card, from_credits


async def test_from_credits_with_remainder_by_card(app: AppHarness) -> None:
    """D16: both parts are reserved, and both settle, the card part by its own lot."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    by_card, _ = await pay_with_credits_and_card(firm)
    reserved = (await journal.new_transfers())[-4:]
    assert reserved == [
        (PENDING, RECEIVABLE, 20_00),
        (PENDING, RECEIVABLE, 30_00),
        (LOT, HELD, 20_00),
        (LOT, HELD, 10_00),
    ]
    await firm.settle_charge(by_card)
    assert await journal.new_transfers() == [
        (CASH, LOT, 20_00),
        (LOT, PENDING, 20_00),
        (BILLED, REVENUE, 20_00),
        (HELD, PENDING, 30_00),
        (BILLED, REVENUE, 30_00),
    ]


async def test_canceled_split_tender(app: AppHarness) -> None:
    """D16: neither part settles: payable again, and the credits return to their lots."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    by_card, _ = await pay_with_credits_and_card(firm)
    await journal.new_transfers()
    await cancel_payment(app.services, firm.client_user, by_card.id)
    assert await journal.new_transfers() == [
        (RECEIVABLE, PENDING, 20_00),
        (RECEIVABLE, PENDING, 30_00),
        (HELD, LOT, 20_00),
        (HELD, LOT, 10_00),
    ]
    assert await firm.lot_balances() == [20_00, 10_00]


async def test_void_invoice(app: AppHarness) -> None:
    """D21: credits return to their lots, revenue is reversed, and nothing is due."""
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
        (RECEIVABLE, HELD, 5_00),
        (REVENUE, BILLED, 5_00),
        (HELD, LOT, 5_00),
        (RECEIVABLE, HELD, 35_00),
        (REVENUE, BILLED, 35_00),
        (HELD, LOT, 5_00),
        (HELD, LOT, 30_00),
        (BILLED, RECEIVABLE, 60_00),
    ]
    assert await firm.lot_balances() == [30_00, 20_00]


async def test_returned_credits_keep_their_age(app: AppHarness) -> None:
    """D14, D21: they are spent before all that was received later."""
    firm = await app.create_ready_firm()
    for amount in ("30.00", "20.00"):
        await firm.prepay(amount)
    invoice = await firm.create_invoice("30.00")
    await firm.pay(invoice, FULL)
    await firm.prepay("40.00")
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await firm.pay(await firm.create_invoice("35.00"), FULL)
    assert await firm.lot_balances() == [0, 15_00, 40_00]


async def test_late_money(app: AppHarness) -> None:
    """D25: it pays the invoice if the whole amount is still payable, else it stays as credits."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    for is_void in (False, True):
        invoice = await firm.create_invoice("50.00")
        (payment,) = await firm.pay(invoice, FULL, CARD)
        await cancel_payment(app.services, firm.client_user, payment.id)
        if is_void:
            await void_invoice(app.services, firm.owner, invoice, "mistake")
        app.sandbox.tamper(str(payment.intent_id), status="succeeded", amount_received=50_00)
        await journal.new_transfers()
        async with app.services.writes.begin() as session:
            await queue.enqueue(session, firm.id, JobKind.SYNC_PAYMENT, payment.id, app.clock())
        await app.run_due_jobs()
        settlement = [] if is_void else [(LOT, RECEIVABLE, 50_00), (BILLED, REVENUE, 50_00)]
        assert await journal.new_transfers() == [(CASH, LOT, 50_00), *settlement]


async def test_credit_notes_are_not_revenue(app: AppHarness) -> None:
    """D34: what a credit note pays is not revenue, and returns to credit notes if the invoice is voided."""
    firm = await app.create_ready_firm()
    journal = Journal(firm)
    await issue_credit_note(firm, 20_00)
    app.clock.advance(hours=1)
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("45.00")
    assert (await journal.new_transfers())[0] == (CREDIT_NOTES, LOT, 20_00)
    await firm.pay(invoice, FULL)
    assert (await journal.new_transfers())[2:] == [
        (HELD, RECEIVABLE, 45_00),
        (BILLED, REVENUE, 25_00),
        (BILLED, CREDIT_NOTES, 20_00),
    ]
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    reversals = (await journal.new_transfers())[:3]
    assert reversals == [(RECEIVABLE, HELD, 45_00), (REVENUE, BILLED, 25_00), (CREDIT_NOTES, BILLED, 20_00)]


async def test_reference_is_unique(app: AppHarness) -> None:
    """D9: a received prepayment cannot be received again, and nothing of the second attempt remains."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("30.00"))
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError):
            async with ledger_transaction(firm.app, firm.id) as transaction:
                await ledger.payments.receive_from_provider(transaction, prepayment)
    invoice = await firm.create_invoice("10.00")
    (payment,) = await firm.pay(invoice, FULL)
    async with firm.assert_unchanged():
        with pytest.raises(
            IntegrityError, match=r"transfer\.firm_id, transfer\.reference|uq_transfer_firm_id_reference"
        ):
            await post_once(firm, f"payment:{payment.id}:settled")


async def test_overdraft_and_overpayment_are_refused(app: AppHarness) -> None:
    """D12, D14: neither more credits than available, nor more of an invoice than payable."""
    firm = await app.create_prepaid_firm("30.00")
    (payment,) = await firm.pay(await firm.create_invoice("50.00"), "10.00")
    async with firm.assert_unchanged():
        with pytest.raises(AssertionError, match="more credits"):
            async with ledger_transaction(firm.app, firm.id) as transaction:
                await ledger.payments.hold_credits(
                    transaction, await add_unreserved_payment(transaction, payment, 20_01)
                )
        with pytest.raises(IntegrityError, match="invoice_not_overpaid"):
            async with ledger_transaction(firm.app, firm.id) as transaction:
                await ledger.payments.reserve_on_invoice(
                    transaction, await add_unreserved_payment(transaction, payment, 40_01)
                )


async def add_unreserved_payment(
    transaction: ledger.LedgerTransaction, template: models.Payment, amount: int
) -> models.Payment:
    """Add another payment of the same invoice, without any transfers."""
    payment = models.Payment(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=template.client_id,
        invoice_id=template.invoice_id,
        event_seq=transaction.seq,
        amount=amount,
        refunded=0,
        paid_by=models.PaidBy.CREDITS,
        status=models.PaymentStatus.CREATING,
        created_at=transaction.now,
    )
    await transaction.add(payment)
    return payment


async def test_credit_entry_exactly_if_the_balance_changes(app: AppHarness) -> None:
    """D33: no change of a balance without an entry, and no entry without a change."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(AssertionError, match="exactly when"):
            await post_once(firm, "with", entry=models.CreditEntry(kind=CreditEntryKind.PREPAYMENT))
        with pytest.raises(AssertionError, match="exactly when"):
            await post_once(firm, "without", target_kind=AccountKind.LOT)


async def post_once(
    firm: Firm,
    reference: str,
    target_kind: AccountKind = AccountKind.BILLED_CLEARING,
    entry: models.CreditEntry | None = None,
) -> None:
    """Post one transfer from cash in a transaction of its own."""
    async with ledger_transaction(firm.app, firm.id) as transaction:
        cash = await transaction.get_firm_account(AccountKind.CASH_PROVIDER)
        if target_kind is AccountKind.LOT:
            target = await transaction.open_account(
                target_kind, client_id=firm.client_id, source=CreditEntryKind.PREPAYMENT
            )
        else:
            target = await transaction.get_firm_account(target_kind)
        await transaction.post(cash, target, 1, TransferCode.MONEY_RECEIVED, reference, entry=entry)


async def test_event_records_actor_client_time_and_reason(app: AppHarness) -> None:
    """D32: by a member, a client user or the system; numbered without a gap."""
    firm = await app.create_ready_firm()
    before = await firm.event_seq()
    invoice = await firm.create_invoice("10.00")
    with pytest.raises(ZeroDivisionError):
        async with ledger_transaction(firm.app, firm.id):
            _ = 1 // 0
    app.clock.advance(minutes=5)
    (payment,) = await firm.pay(invoice, FULL, CARD)
    await cancel_payment(app.services, firm.client_user, payment.id)
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    async with app.services.reads() as session:
        events = (
            await session.scalars(
                select(models.Event)
                .where(models.Event.firm_id == firm.id, models.Event.seq > before)
                .order_by(models.Event.seq)
            )
        ).all()
    assert [event.seq for event in events] == list(range(before + 1, before + 1 + len(events)))
    issued, paid, connected, canceled, voided = events
    assert (issued.member_id, issued.client_user_id) == (firm.owner.id, None)
    assert (paid.member_id, paid.client_user_id) == (None, firm.client_user.id)
    assert (connected.member_id, connected.client_user_id) == (None, None)
    assert canceled.client_user_id == firm.client_user.id
    assert (voided.member_id, voided.reason) == (firm.owner.id, "mistake")
    assert {event.client_id for event in events} == {firm.client_id}
    assert paid.at - issued.at == dt.timedelta(minutes=5)
