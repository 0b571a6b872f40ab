"""Numbers and days of receipt of payments and prepayments."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid

import pytest
from sqlalchemy import insert, select, union_all

import models
from billing.errors import InsufficientCredits
from billing.payment_numbers import payment_number
from billing.payments.allocation import AmountChoice, PaymentSource
from models import PaymentMethod, PaymentStatus
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, query_data

REMAINING, CARD, DEBIT = AmountChoice.REMAINING, PaymentSource.CARD, PaymentSource.BANK_DEBIT


async def numbers(firm: Firm) -> list[int | None]:
    """The numbers of all payments and prepayments, in order; those without come last."""
    rows = union_all(
        *(select(table.number).filter_by(firm_id=firm.id) for table in (models.Payment, models.Prepayment))
    )
    async with firm.app.services.reads() as session:
        return sorted((await session.scalars(rows)).all(), key=lambda number: (number is None, number))


async def shown_number(firm: Firm, row: models.Payment | models.Prepayment) -> str:
    query = "query ($id: ID!) { node(id: $id) { ... on Payment { number } ... on Prepayment { number } } }"
    id_ = global_id(type(row).__name__, row.id)
    data = await query_data(firm.app.services, firm.client_user, query, id=id_)
    number: str = data["node"]["number"]
    return number


async def test_numbers_are_assigned_on_settling(app: AppHarness) -> None:
    """D56: in one series for payments and prepayments, in the order of settling; before that, a provisional one."""
    firm = await app.create_ready_firm()
    first, second = await firm.start_prepayment("10.00"), await firm.start_prepayment("20.00")
    assert await shown_number(firm, first) == f"T-{str(first.id)[-12:].upper()}"
    assert await shown_number(firm, first) != await shown_number(firm, second)
    await firm.settle_charge(second)
    await firm.settle_charge(first)
    invoice = await firm.create_invoice("50.00")
    (from_credits,) = await firm.pay(invoice, "5.00")
    charge, credits_part = await firm.pay(invoice, REMAINING, remainder_method=PaymentMethod.CARD)
    assert (charge.number, credits_part.number) == (None, None)
    await actions.record_offline(firm, "1.00", await firm.create_invoice("1.00"))
    await firm.settle_charge(charge)
    rows = [await actions.reload(firm, row) for row in (second, first, from_credits, charge, credits_part)]
    assert [row.number for row in rows] == [1, 2, 3, 5, 6]
    assert [await shown_number(firm, row) for row in rows] == ["P-00001", "P-00002", "P-00003", "P-00005", "P-00006"]
    assert await numbers(firm) == [1, 2, 3, 4, 5, 6]


async def test_what_never_settles_and_what_is_refused_leaves_no_gap(app: AppHarness) -> None:
    """D56: a failed debit keeps its provisional number; a refused payment and a refund change no number."""
    firm = await app.create_ready_firm()
    prepayment = await firm.prepayment(await firm.prepay("10.00"))
    (debit,) = await firm.pay(await firm.create_invoice("7.00"), REMAINING, DEBIT)
    await firm.settle_charge(debit, "pm_failed_fr")
    for _ in range(2):
        app.clock.advance(days=2)
        await app.sandbox.tick()
        await app.run_due_jobs()
    failed = await firm.payment(debit.id)
    assert (failed.status, failed.number, failed.received_on) == (PaymentStatus.FAILED, None, None)
    assert await shown_number(firm, failed) == f"T-{str(debit.id)[-12:].upper()}"
    with pytest.raises(InsufficientCredits):
        await firm.pay(await firm.create_invoice("70.00"), REMAINING)
    await actions.refund(firm, prepayment, "10.00")
    await firm.prepay("3.00")
    assert (await firm.prepayment(prepayment.id)).number == 1
    assert await numbers(firm) == [1, 2, None]


async def test_released_payment_gets_its_number_when_its_money_arrives(app: AppHarness) -> None:
    """D24, D56: and the day; the credits that were reserved with it never get one."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    debit, credits_part = await firm.pay(invoice, REMAINING, remainder_method=PaymentMethod.BANK_DEBIT)
    await firm.settle_charge(debit, "pm_success_fr")
    await actions.release(firm, debit)
    assert (await firm.payment(debit.id)).number is None
    for _ in range(2):
        app.clock.advance(days=2)
        await app.sandbox.tick()
        await app.run_due_jobs()
    late, never = await firm.payment(debit.id), await firm.payment(credits_part.id)
    assert late.settled_at is not None
    assert (late.status, late.number, late.received_on) == (PaymentStatus.RELEASED, 2, late.settled_at.date())
    assert (never.number, never.received_on) == (None, None)


async def test_concurrent_payments_have_numbers_without_gaps(app: AppHarness) -> None:
    """D12, D56: the firm's lock orders them."""
    firm = await app.create_prepaid_firm("10.00")
    invoices = [await firm.create_invoice("1.00") for _ in range(8)]
    paid = await asyncio.gather(*(firm.pay(invoice, REMAINING) for invoice in invoices))
    assert sorted(payment.number or 0 for (payment,) in paid) == list(range(2, 10))


async def test_day_of_receipt_is_one_of_the_firms_time_zone(app: AppHarness) -> None:
    """D22, D56: late in the evening in Paris it is tomorrow in Auckland; an offline payment has the day entered."""
    firm = await app.create_ready_firm(time_zone="Pacific/Auckland")
    app.clock.now = dt.datetime(2026, 3, 10, 22, 30, tzinfo=dt.UTC)
    prepayment = await firm.prepayment(await firm.prepay("10.00"))
    assert prepayment.received_on == dt.date(2026, 3, 11)
    (payment,) = await firm.pay(await firm.create_invoice("2.00"), REMAINING, CARD)
    await firm.settle_charge(payment)
    (from_credits,) = await firm.pay(await firm.create_invoice("3.00"), REMAINING)
    recorded = await actions.record_offline(
        firm, "4.00", await firm.create_invoice("4.00"), received_on=dt.date(2026, 2, 27), reason="Cheque 4711"
    )
    assert recorded.payment_id is not None
    offline = await firm.payment(recorded.payment_id)
    assert ((await firm.payment(payment.id)).received_on, from_credits.received_on, offline.received_on) == (
        dt.date(2026, 3, 11), None, dt.date(2026, 2, 27),
    )  # fmt: skip
    assert (offline.reason, from_credits.reason) == ("Cheque 4711", None)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "P-00001"), (99_999, "P-99999"), (100_000, "P-100000"), (1_234_567, "P-1234567"),
                         (None, "T-0123456789AB")]
)  # fmt: skip
async def test_format_in_python_and_sql(app: AppHarness, number: int | None, text: str) -> None:
    """D56: at least five digits; both give the same text."""
    firm = await app.create_ready_firm()
    (payment,) = await firm.pay(await firm.create_invoice("2.00"), REMAINING, CARD)
    columns = {column.name: getattr(payment, column.name) for column in models.Payment.__table__.columns}
    columns |= {"id": uuid.UUID("01976a00-0000-7000-8000-0123456789ab"), "intent_id": "pi_other", "number": number}
    if number is not None:
        columns |= {"status": PaymentStatus.SUCCEEDED, "settled_at": app.clock(), "received_on": dt.date(2026, 3, 2)}
    assert payment_number(models.Payment(**columns)) == text
    async with app.services.writes() as session:
        await session.execute(insert(models.Payment).values(**columns))
        mine = select(payment_number(models.Payment)).where(models.Payment.id == columns["id"])
        assert await session.scalar(mine) == text
        await session.rollback()
