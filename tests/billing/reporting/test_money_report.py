"""The money report: cash and revenue of a period, in days of the firm's time zone (D34)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Awaitable, Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import models
from billing import calendar, firm_cache
from billing.access.policy import PermissionDenied
from billing.charges import sync
from billing.credits.add_credit_note import AddCreditNoteCommand, add_credit_note
from billing.credits.reverse_credit import ReverseCreditCommand, reverse_credit
from billing.errors import DomainError, InvalidInput
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.payments.record_offline_payment import RecordOfflinePaymentCommand, ToCredits, record_offline_payment
from billing.payments.refund_payment import RefundPaymentCommand, refund_payment
from billing.prepayments.refund_prepayment import RefundPrepaymentCommand, refund_prepayment
from billing.reporting.money_report import MoneyReport, money_report
from billing.services import Snapshot
from models import CreditEntryKind, FirmRole, JobKind, MemberRight, OfflineMethod, PaidBy, PaymentMethod
from money import Money
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.long_runs import IS_LONG

DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 3, 1)


async def report(firm: Firm, first: dt.date, last: dt.date, viewer: Any = None) -> MoneyReport:
    services = firm.app.services
    async with Snapshot(services) as snapshot:
        return await money_report(
            snapshot, viewer or firm.owner, await firm_cache.get_firm_info(snapshot, firm.id), first, last
        )


async def figures(firm: Firm, first: dt.date = FIRST, last: dt.date = FIRST + 365 * DAY) -> dict[str, int]:
    """The figures that are not zero, by name, in minor units; asserts that they balance."""
    money_by_report = await report(firm, first, last)
    assert_balances(money_by_report)
    money: dict[str, Money] = {name: getattr(money_by_report, name) for name in money_by_report.__slots__}
    assert {amount.currency for amount in money.values()} == {firm.currency}
    return {name: amount.minor for name, amount in money.items() if amount.minor}


def assert_balances(figures: MoneyReport) -> None:
    """D34: cash in - refunds - disputed = revenue + change of credits held - losses."""
    cash = figures.cash_in.minor - figures.refunds.minor - figures.disputed.minor
    change = figures.credits_held_at_end.minor - figures.credits_held_at_start.minor
    assert cash == figures.revenue.minor + change - figures.losses.minor


# The actions: each does one thing with what exists, or nothing if there is nothing to do it to.


async def prepay(firm: Firm) -> None:
    await firm.prepay("30.00")


async def pay_from_credits(firm: Firm) -> None:
    await firm.pay(await firm.create_invoice("12.50"), "10.00")


async def pay_by_card(firm: Firm) -> None:
    (payment,) = await firm.pay(await firm.create_invoice("20.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(payment)


async def pay_by_split_tender(firm: Firm) -> None:
    invoice_id = await firm.create_invoice("45.00")
    payment, *_ = await firm.pay(invoice_id, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    if payment.connection_id is not None:  # otherwise credits covered all of it
        await firm.settle_charge(payment)


async def leave_checkout_open(firm: Firm) -> None:
    await firm.pay(await firm.create_invoice("33.00"), AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)


async def cancel(firm: Firm) -> None:
    payment, *_ = await firm.pay(await firm.create_invoice("33.00"), AmountChoice.FULL, PaymentSource.CARD)
    await cancel_payment(firm.app.services, firm.owner, payment.id)


async def void(firm: Firm) -> None:
    invoice_id = await firm.create_invoice("9.00")
    await firm.pay(invoice_id, "4.00")
    firm.app.clock.advance(hours=30)
    await void_invoice(firm.app.services, firm.owner, invoice_id, "A mistake")


async def issue_credit_note(firm: Firm) -> None:
    command = AddCreditNoteCommand(firm.client_id, Decimal(7), "Sorry", firm.app.new_key())
    await add_credit_note(firm.app.services, firm.owner, command)


async def record_cash_payment(firm: Firm) -> None:
    command = RecordOfflinePaymentCommand(
        ToCredits(firm.client_id, Decimal(11)), OfflineMethod.CASH, None, None, firm.app.new_key()
    )  # fmt: skip
    await record_offline_payment(firm.app.services, firm.owner, command)


async def latest_row(firm: Firm, model: Any, *conditions: Any) -> Any:
    async with firm.app.services.reads() as session:
        return await session.scalar(
            select(model).where(model.firm_id == firm.id, *conditions).order_by(model.id.desc())
        )


async def reverse(firm: Firm) -> None:
    """Reverse half of the latest credit note or offline credit."""
    kinds = (CreditEntryKind.CREDIT_NOTE, CreditEntryKind.OFFLINE_PAYMENT)
    entry = await latest_row(firm, models.CreditEntry, models.CreditEntry.kind.in_(kinds))
    if entry is not None:
        half = Money(entry.amount // 2, firm.currency).decimal
        command = ReverseCreditCommand(entry.id, half, "A mistake", firm.app.new_key())
        await reverse_credit(firm.app.services, firm.owner, command)


async def latest_settled_prepayment(firm: Firm) -> models.Prepayment | None:
    prepayment: models.Prepayment | None = await latest_row(
        firm, models.Prepayment, models.Prepayment.settled_at.is_not(None)
    )  # fmt: skip
    return prepayment


async def refund(firm: Firm, amount: str = "5.00") -> None:
    prepayment = await latest_settled_prepayment(firm)
    if prepayment is not None:
        command = RefundPrepaymentCommand(prepayment.id, Decimal(amount), "Asked for", firm.app.new_key())
        await refund_prepayment(firm.app.services, firm.owner, command)
        await sync_charge(firm, prepayment)


async def refund_credits_payment(firm: Firm) -> None:
    is_applied = (models.Payment.paid_by == PaidBy.CREDITS, models.Payment.applied > 0)
    payment = await latest_row(firm, models.Payment, *is_applied)
    if payment is not None:
        command = RefundPaymentCommand(payment.id, Decimal(1), "Asked for", firm.app.new_key())
        await refund_payment(firm.app.services, firm.owner, command)


async def sync_charge(firm: Firm, charge: models.Prepayment) -> None:
    """Fetch its state from the provider."""
    firm.app.clock.advance(minutes=2)
    await sync.sync_charge(firm.app.services, JobKind.SYNC_PREPAYMENT, firm.id, charge.id)


async def control_stripe(firm: Firm, control: str, charge: models.Prepayment, **form: Any) -> dict[str, Any]:
    """Run a control of the simulator, and sync the prepayment. Returns the object that the control created."""
    assert charge.connection_id is not None
    account = (await firm.connection(charge.connection_id)).account_id
    response = await firm.app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{account}/{control}",
        data=form,
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    await sync_charge(firm, charge)
    created: dict[str, Any] = response.json()
    return created


async def dispute(firm: Firm) -> None:
    prepayment = await latest_settled_prepayment(firm)
    if prepayment is not None:
        await control_stripe(firm, "dispute", prepayment, payment_intent=prepayment.intent_id)


async def win(firm: Firm) -> None:
    lost = await latest_row(firm, models.Dispute, models.Dispute.withdrawals > models.Dispute.reinstatements)
    if lost is not None:
        prepayment = await firm.prepayment(lost.prepayment_id)
        await control_stripe(firm, "win", prepayment, dispute=lost.provider_dispute_id)


async def refund_in_dashboard(firm: Firm) -> None:
    prepayment = await latest_settled_prepayment(firm)
    if prepayment is not None:
        await control_stripe(firm, "refund", prepayment, payment_intent=prepayment.intent_id, amount=1500)


ACTIONS: list[Callable[[Firm], Awaitable[None]]] = [
    prepay, pay_from_credits, pay_by_card, pay_by_split_tender, leave_checkout_open, cancel, void, issue_credit_note,
    record_cash_payment, reverse, refund, refund_credits_payment, dispute, win, refund_in_dashboard,
]  # fmt: skip


@settings(
    max_examples=300 if IS_LONG else 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    actions=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 40)), min_size=4, max_size=14),
    time_zone=st.sampled_from(["Europe/Paris", "America/New_York", "Pacific/Auckland"]),
    periods=st.lists(st.tuples(st.integers(-1, 30), st.integers(0, 12)), min_size=3, max_size=3),
)
async def test_report_balances_in_any_period(
    app: AppHarness, actions: list[Any], time_zone: str, periods: list[tuple[int, int]]
) -> None:
    """D34: after any actions at any times; cash and credits match the entries, and days add up to periods."""
    firm = await app.create_ready_firm(time_zone=time_zone)
    start_date = app.clock().date()
    await firm.prepay("30.00")
    for action, hours in actions:
        app.clock.advance(hours=hours)
        with suppress(DomainError):
            await action(firm)
    for offset, length in periods:
        first = start_date + offset * DAY
        last = first + length * DAY
        period = await report(firm, first, last)
        assert_balances(period)
        credits_at_end = period.credits_held_at_end.minor + period.notes_unspent_at_end.minor
        assert (period.cash_in.minor, credits_at_end) == await report_from_entries(firm, time_zone, first, last)
        days = [await report(firm, first + day * DAY, first + day * DAY) for day in range(length + 1)]
        for name in ("cash_in", "refunds", "disputed", "losses", "revenue"):
            assert sum(getattr(day_report, name).minor for day_report in days) == getattr(period, name).minor
        for earlier, later in itertools.pairwise(days):
            assert earlier.credits_held_at_end == later.credits_held_at_start


async def report_from_entries(firm: Firm, time_zone: str, first: dt.date, last: dt.date) -> tuple[int, int]:
    """Cash in within the period and all credits at its end, credit notes included, summed from credit entries."""
    cash_kinds = (CreditEntryKind.PREPAYMENT, CreditEntryKind.PAYMENT_RECEIVED, CreditEntryKind.OFFLINE_PAYMENT)
    start, end = (dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone)) for day in (first, last + DAY))
    async with firm.app.services.reads() as session:
        entries = await session.scalars(select(models.CreditEntry).where(models.CreditEntry.firm_id == firm.id))
        entries_until_end = [entry for entry in entries if entry.created_at < end]
    cash = sum(entry.amount for entry in entries_until_end if entry.created_at >= start and entry.kind in cash_kinds)
    return cash, sum(entry.amount for entry in entries_until_end)


async def test_prepaid_money_is_revenue_when_spent(app: AppHarness) -> None:
    """D34: held until it is spent; unapplied from an invoice, it is held again."""
    firm = await app.create_ready_firm()
    assert await figures(firm) == {}
    await firm.prepay("100.00")
    assert await figures(firm) == {"cash_in": 100_00, "credits_held_at_end": 100_00}
    invoice_id = await firm.create_invoice("500.00")
    await firm.pay(invoice_id, "60.00")
    spent = {"cash_in": 100_00, "revenue": 60_00, "credits_held_at_end": 40_00}
    assert await figures(firm) == spent
    await firm.pay(invoice_id, "70.00", PaymentSource.CREDITS, PaymentMethod.CARD)
    assert await figures(firm) == spent  # reserved credits are still held
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    await void_invoice(app.services, firm.owner, invoice_id, "A mistake")
    assert await figures(firm) == {"cash_in": 100_00, "credits_held_at_end": 100_00}


async def test_credit_notes_are_neither_cash_nor_revenue(app: AppHarness) -> None:
    """D34: unspent notes are reported separately."""
    firm = await app.create_ready_firm()
    await issue_credit_note(firm)
    assert await figures(firm) == {"notes_unspent_at_end": 7_00}
    await firm.prepay("10.00")
    await firm.pay(await firm.create_invoice("9.00"), AmountChoice.FULL)
    assert await figures(firm) == {"cash_in": 10_00, "revenue": 2_00, "credits_held_at_end": 8_00}
    await issue_credit_note(firm)
    await reverse(firm)
    assert (await figures(firm))["notes_unspent_at_end"] == 3_50


async def test_offline_money_is_cash(app: AppHarness) -> None:
    """D34: its reversal is a refund."""
    firm = await app.create_ready_firm()
    await record_cash_payment(firm)
    assert await figures(firm) == {"cash_in": 11_00, "credits_held_at_end": 11_00}
    await reverse(firm)
    assert await figures(firm) == {"cash_in": 11_00, "refunds": 5_50, "credits_held_at_end": 5_50}


async def test_100_prepaid_50_refunded_100_disputed(app: AppHarness) -> None:
    """D34, D27: what was not there any more is a loss; after the dispute is won, none."""
    firm = await app.create_prepaid_firm("100.00")
    await refund(firm, "50.00")
    assert await figures(firm) == {"cash_in": 100_00, "refunds": 50_00, "credits_held_at_end": 50_00}
    await dispute(firm)
    assert await figures(firm) == {"cash_in": 100_00, "refunds": 50_00, "disputed": 100_00, "losses": 50_00}
    await win(firm)
    assert await figures(firm) == {"cash_in": 100_00, "refunds": 50_00, "credits_held_at_end": 50_00}


async def test_failed_refund_does_not_count(app: AppHarness) -> None:
    """D34, D26: the money is held again."""
    firm = await app.create_prepaid_firm("100.00")
    await refund(firm, "30.00")
    assert (await figures(firm))["refunds"] == 30_00
    row = await latest_row(firm, models.Refund)
    prepayment = await latest_settled_prepayment(firm)
    assert prepayment is not None
    await control_stripe(firm, "fail_refund", prepayment, refund=row.provider_refund_id)
    assert await figures(firm) == {"cash_in": 100_00, "credits_held_at_end": 100_00}


@pytest.mark.parametrize(
    ("time_zone", "before", "after"),
    [
        # A day on which the clocks change has 23 or 25 hours.
        ("Europe/Paris", "2026-03-28T22:59:59.999999Z", "2026-03-28T23:00:00Z"),
        ("Europe/Paris", "2026-03-29T21:59:59.999999Z", "2026-03-29T22:00:00Z"),
        ("America/New_York", "2026-11-01T03:59:59.999999Z", "2026-11-01T04:00:00Z"),
        ("America/New_York", "2026-11-02T04:59:59.999999Z", "2026-11-02T05:00:00Z"),
        (
            "Africa/Cairo",
            "2026-04-23T21:59:59.999999Z",
            "2026-04-23T22:00:00Z",
        ),  # the clocks skip the hour after midnight
        ("Pacific/Kiritimati", "2026-06-01T09:59:59.999999Z", "2026-06-01T10:00:00Z"),
        ("UTC", "2026-06-01T23:59:59.999999Z", "2026-06-02T00:00:00Z"),
    ],
)
async def test_days_go_by_the_firms_time_zone(app: AppHarness, time_zone: str, before: str, after: str) -> None:
    """D34: from the first moment of a day to the last, also on days when the clocks change."""
    firm = await app.create_ready_firm(time_zone=time_zone)
    for timestamp in (before, after):
        app.clock.now = dt.datetime.fromisoformat(timestamp)
        await issue_credit_note(firm)
        await record_cash_payment(firm)
    day = app.clock.now.astimezone(ZoneInfo(time_zone)).date()
    assert calendar.start_of_day(day, time_zone) == calendar.end_of_day(day - DAY, time_zone) == app.clock.now
    earlier, later = await report(firm, day - DAY, day - DAY), await report(firm, day, day)
    assert (earlier.cash_in.minor, later.cash_in.minor) == (11_00, 11_00)
    assert later.credits_held_at_start == earlier.credits_held_at_end == Money(11_00, "EUR")
    assert (await report(firm, day - DAY, day)).cash_in.minor == 22_00


async def test_invalid_period_is_refused(app: AppHarness) -> None:
    """The error has the field; a single day and a hundred years are accepted."""
    firm = await app.create_ready_firm()
    for first, last in (
        (FIRST, FIRST - DAY),
        (FIRST, FIRST + 36_526 * DAY),
        (dt.date(1900, 1, 1), dt.date(2999, 12, 31)),
    ):
        with pytest.raises(InvalidInput) as error:
            await report(firm, first, last)
        assert error.value.field == "to"
    assert await figures(firm, FIRST, FIRST) == await figures(firm, FIRST, FIRST + 36_525 * DAY) == {}
    assert await figures(firm, dt.date(2999, 12, 31), dt.date(2999, 12, 31)) == {}


async def test_report_is_for_owner_and_admin(app: AppHarness) -> None:
    """Roles: denied to an employee with every right; another firm's money is not part of it."""
    firm, other = (
        await app.create_ready_firm(),
        await app.create_ready_firm(name="Other", currency="JPY", time_zone="Asia/Tokyo"),
    )
    await firm.prepay("10.00")
    await other.prepay("5000")
    assert await figures(firm) == {"cash_in": 10_00, "credits_held_at_end": 10_00}
    assert await figures(other) == {"cash_in": 5000, "credits_held_at_end": 5000}
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    for viewer in (employee, firm.client_user):
        with pytest.raises(PermissionDenied):
            await report(firm, FIRST, FIRST, viewer)
    await report(firm, FIRST, FIRST, await firm.add_member("admin", FirmRole.ADMIN))
