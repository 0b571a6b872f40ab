"""What is unspent of a prepayment goes back to its payer (D26)."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

import models
from billing.access.policy import PermissionDenied
from billing.access.principals import Viewer
from billing.errors import (
    IdempotencyConflict,
    InvalidAmount,
    NotFound,
    NotRefundable,
    ProviderRefused,
    ProviderUnavailable,
)
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.prepayments import refund_prepayment
from billing.prepayments.refund_prepayment import RefundPrepaymentCommand
from billing.providers import accounts
from billing.settings import update_payment_settings
from models import CreditApplication, FirmRole, MemberRight, PaymentMethod
from sandbox import Fault
from tests.support.actions import (
    account_balances,
    act_and_deliver,
    act_at_provider,
    deliver_webhook,
    load_refund,
    refund,
    refund_figures,
)
from tests.support.firm import SANDBOX_URL, AppHarness, Firm

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING


async def create_prepayment(house: AppHarness, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    firm = await house.create_ready_firm()
    return firm, await firm.prepayment(await firm.prepay(amount))


async def create_debit_prepayment(house: AppHarness, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    """A prepayment by bank debit that has come: its refunds take days."""
    firm = await house.create_ready_firm()
    debit = await firm.start_prepayment(amount, PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    house.clock.advance(minutes=5)
    await house.sandbox.tick()
    await house.run_due_jobs()
    return firm, await firm.prepayment(debit.id)


async def advance_days(firm: Firm, charge: models.Prepayment) -> None:
    firm.app.clock.advance(days=2)
    await firm.app.sandbox.tick()
    await deliver_webhook(firm, charge)


async def test_partial_then_remaining_refund(app: AppHarness) -> None:
    """D26: a card's refund is done at once; what it gave back is told of the prepayment, and no credits any more."""
    firm, prepayment = await create_prepayment(app)
    first = await refund(firm, prepayment, "30.00")
    assert (first.status, first.amount, first.reason) == (models.RefundStatus.SUCCEEDED, 30_00, "not needed")
    assert (await firm.prepayment(prepayment.id)).refunded == 30_00
    assert (await firm.credits(), await firm.lot_balances()) == ((70_00, 0), [70_00])
    await refund(firm, prepayment, "70.00")
    assert (await firm.credits(), await account_balances(firm)) == ((0, 0), {})
    assert await firm.credit_entries() == [
        ("PREPAYMENT", 100_00, 100_00),
        ("REFUND", -30_00, 70_00),
        ("REFUND", -70_00, 0),
    ]
    made = [one["data"]["object"]["amount"] for one in app.sandbox.events(kind="refund.created")]
    assert made == [30_00, 70_00]


async def test_never_more_than_is_unspent(app: AppHarness) -> None:
    """D26: the refusal says how much can be given back, and what holds the rest: paid, and reserved."""
    firm, prepayment = await create_prepayment(app)
    await firm.prepay("40.00")
    paid = await firm.create_invoice("50.00")
    (by_credits,) = await firm.pay(paid, FULL)
    other = await firm.create_invoice("110.00")
    _, reserved = await firm.pay(other, FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "0.01")
    assert refusal.value.refundable.minor == 0
    blocked = [(use.payment_id, use.prepayment_id, use.amount) for use in refusal.value.blocked_by]
    assert blocked == [(by_credits.id, prepayment.id, 50_00), (reserved.id, prepayment.id, 50_00)]
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "50.01")
    assert (refusal.value.refundable.minor, len(refusal.value.blocked_by)) == (50_00, 1)
    await refund(firm, prepayment, "50.00")
    assert await firm.lot_balances() == [0, 40_00]


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_amounts_that_cannot_be(app: AppHarness, amount: str) -> None:
    """D10, D11: refused, never rounded; nothing moved."""
    firm, prepayment = await create_prepayment(app)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await refund(firm, prepayment, amount)


async def test_before_it_came_there_is_nothing_to_give_back(app: AppHarness) -> None:
    """D8, D26: nothing is credited, so nothing is refunded, under way or ended."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    for _ in range(2):
        async with firm.assert_unchanged():
            with pytest.raises(NotRefundable) as refusal:
                await refund(firm, prepayment, "1.00")
        assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (0, ())
        app.clock.advance(minutes=61)
        await app.run_due_jobs()


async def test_a_debits_is_reserved_at_once_and_done_after_days(app: AppHarness) -> None:
    """D26: reserved credits cannot be spent elsewhere; they are gone when the provider says so."""
    firm, prepayment = await create_debit_prepayment(app)
    made = await refund(firm, prepayment, "60.00")
    assert (made.status, made.provider_refund_id is not None) == (models.RefundStatus.PROCESSING, True)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 60_00), 0)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "40.01")
        await deliver_webhook(firm, prepayment)
    assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (40_00, ())
    assert await firm.credit_entries() == [("PREPAYMENT", 100_00, 100_00)]
    await advance_days(firm, prepayment)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 0), 60_00)
    assert (await load_refund(firm, made.id)).settled_at == app.clock()


async def test_refund_completes_without_webhook(app: AppHarness) -> None:
    """D29: a refund under way is asked after by the system itself until it ends, and then no more."""
    firm, prepayment = await create_debit_prepayment(app)
    await refund(firm, prepayment, "60.00")
    app.clock.advance(minutes=1)
    await app.run_due_jobs()
    assert await refund_figures(firm) == [("PROCESSING", 60_00, 0)]
    app.clock.advance(days=1)
    await app.sandbox.tick()
    await app.run_due_jobs()
    assert await refund_figures(firm) == [("SUCCEEDED", 60_00, 0)]
    async with firm.assert_unchanged():
        app.clock.advance(days=9)
        await app.run_due_jobs()


async def test_one_that_fails_is_back_at_its_age(app: AppHarness) -> None:
    """D26, D14: it returns where it was, and is the oldest money again."""
    firm, prepayment = await create_debit_prepayment(app)
    made = await refund(firm, prepayment, "60.00")
    await firm.prepay("20.00")
    await act_and_deliver(firm, "fail_refund", prepayment, refund=str(made.provider_refund_id))
    failed = await load_refund(firm, made.id)
    assert (failed.status, failed.provider_code, failed.settled_at) == (models.RefundStatus.FAILED, "declined", None)
    assert (await firm.credits(), await firm.lot_balances()) == ((120_00, 0), [100_00, 20_00])
    await firm.pay(await firm.create_invoice("100.00"), FULL)
    assert await firm.lot_balances() == [0, 20_00]


async def test_one_that_had_succeeded_and_fails_after_all(app: AppHarness) -> None:
    """D26, D32: the bank gave it back: a correction that names what it corrects, and the credits are there again."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, "pm_card_refundFail")
    made = await refund(firm, prepayment, "60.00")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (40_00, 0))
    await advance_days(firm, prepayment)
    assert (await load_refund(firm, made.id)).status is models.RefundStatus.FAILED
    assert (await firm.prepayment(prepayment.id)).refunded == 0
    assert (await firm.credits(), await firm.lot_balances()) == ((100_00, 0), [100_00])
    assert (await firm.credit_entries())[1:] == [("REFUND", -60_00, 40_00), ("REVERSAL", 60_00, 100_00)]
    await refund(firm, await firm.prepayment(prepayment.id), "100.00")


async def test_through_the_account_that_took_the_money(app: AppHarness) -> None:
    """D26: that is no longer the default, and not even connected any more (D5)."""
    firm, prepayment = await create_prepayment(app)
    old = prepayment.connection_id
    assert old is not None
    await accounts.disconnect(app.services, firm.owner, old)
    new = await firm.connect()
    assert (await firm.settings()).default_connection_id == new
    made = await refund(firm, prepayment, "10.00")
    assert (made.status, made.connection_id) == (models.RefundStatus.SUCCEEDED, old)
    (event,) = app.sandbox.events(kind="refund.created")
    assert event["account"] == (await firm.connection(old)).account_id


async def test_the_provider_refuses(app: AppHarness) -> None:
    """D26, D30: all is where it was, the key is free: once the firm has money there, the same key refunds."""
    firm, prepayment = await create_prepayment(app)
    await act_at_provider(firm, "balance", prepayment, empty="true")
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await firm.lot_balances(), await refund_figures(firm)) == (
        (100_00, 0), [100_00], [("FAILED", 10_00, 0)],
    )  # fmt: skip
    await act_at_provider(firm, "balance", prepayment, empty="false")
    made = await refund(firm, prepayment, "10.00", key="once")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert await refund_figures(firm) == [("FAILED", 10_00, 0), ("SUCCEEDED", 10_00, 0)]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_and_the_same_key(app: AppHarness, when: str) -> None:
    """D30: reserved meanwhile; the same key goes on with the same key at the provider, and one refund is made."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await refund_figures(firm)) == ((90_00, 10_00), [("CREATING", 10_00, 0)])
    app.sandbox.faults.clear()
    made = await refund(firm, prepayment, "10.00", key="once")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert len(app.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_lost_answer_and_no_retry(app: AppHarness, when: str) -> None:
    """D29, D30: the system goes on by itself, with the same key at the provider."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00")
    app.sandbox.faults.clear()
    app.clock.advance(seconds=40)
    await app.run_due_jobs()
    assert (await refund_figures(firm), await firm.credits()) == ([("SUCCEEDED", 10_00, 0)], (90_00, 0))
    assert len(app.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("by_key", [True, False])
async def test_after_23_hours_it_is_looked_up(app: AppHarness, when: str, *, by_key: bool) -> None:
    """D30: never made again, whoever comes: what was made is booked; what was not is given up, and the key free."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    app.sandbox.faults.clear()
    app.clock.advance(hours=23)
    made = when == "after"
    if not by_key:
        await app.run_due_jobs()
    elif made:
        await refund(firm, prepayment, "10.00", key="once")
    else:
        with pytest.raises(ProviderUnavailable):
            await refund(firm, prepayment, "10.00", key="once")
    assert await refund_figures(firm) == [("SUCCEEDED" if made else "FAILED", 10_00, 0)]
    assert await firm.credits() == ((90_00, 0) if made else (100_00, 0))
    assert len(app.sandbox.events(kind="refund.created")) == made
    await refund(firm, prepayment, "10.00", key="once")
    assert await firm.credits() == (90_00, 0)
    assert len(app.sandbox.events(kind="refund.created")) == 1


async def revoke_access(firm: Firm, prepayment: models.Prepayment) -> None:
    """The firm throws us out, at the provider."""
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await firm.app.browser.post(f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers=headers)


async def test_deauthorized_account(app: AppHarness) -> None:
    """D26: a clear no to whoever asks for the first time: nothing was given back."""
    firm, prepayment = await create_prepayment(app)
    await revoke_access(firm, prepayment)
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00")
    assert (await firm.credits(), await refund_figures(firm)) == ((100_00, 0), [("FAILED", 10_00, 0)])


@pytest.mark.parametrize("hours", [0, 23])
async def test_account_deauthorized_after_request(app: AppHarness, hours: int) -> None:
    """D26, D30: whether the refund was made cannot be told any more: its money stays reserved, never spent twice."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    app.sandbox.faults.clear()
    await revoke_access(firm, prepayment)
    app.clock.advance(hours=hours)
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await refund(firm, prepayment, "10.00", key="once")
        await app.run_due_jobs()
    assert (await firm.credits(), await refund_figures(firm)) == ((90_00, 10_00), [("CREATING", 10_00, 0)])


async def test_the_same_key_again(app: AppHarness) -> None:
    """D30: the same refund, as it is now, and told so; another input is a conflict; nothing moves."""
    firm, prepayment = await create_debit_prepayment(app)
    wish = RefundPrepaymentCommand(prepayment.id, Decimal(10), "not needed", "once")
    first = await refund_prepayment.refund_prepayment(app.services, firm.owner, wish)
    await advance_days(firm, prepayment)
    async with firm.assert_unchanged():
        again = await refund_prepayment.refund_prepayment(app.services, firm.owner, wish)
        assert (first.replayed, again.replayed, again.refund_id) == (False, True, first.refund_id)
        assert (await load_refund(firm, again.refund_id)).status is models.RefundStatus.SUCCEEDED
        for other in ("10.01", "9.99"):
            with pytest.raises(IdempotencyConflict):
                await refund(firm, prepayment, other, key="once")


async def test_twelve_presses_at_the_same_moment(app: AppHarness) -> None:
    """D30: one refund here, one at the provider."""
    firm, prepayment = await create_prepayment(app)
    made = await asyncio.gather(*(refund(firm, prepayment, "10.00", key="once") for _ in range(12)))
    assert len({one.id for one in made}) == 1
    assert (await firm.credits(), len(app.sandbox.events(kind="refund.created"))) == ((90_00, 0), 1)


async def test_a_refusal_claims_nothing(app: AppHarness) -> None:
    """D30: whoever mends what was wrong sends the same again."""
    firm, prepayment = await create_prepayment(app)
    invoice = await firm.create_invoice("100.00")
    (payment,) = await firm.pay(invoice, FULL)
    with pytest.raises(NotRefundable):
        await refund(firm, prepayment, "10.00", key="once")
    await refund(firm, payment, "10.00")
    assert (await refund(firm, prepayment, "10.00", key="once")).status is models.RefundStatus.SUCCEEDED


async def test_who_may(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for clients that they see; a client's user never; another firm's does not exist."""
    firm, prepayment = await create_prepayment(app)
    other = await app.create_ready_firm(name="Other")
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    blind = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    denied: list[Viewer] = [firm.client_user, plain]
    async with firm.assert_unchanged():
        for viewer in denied:
            with pytest.raises(PermissionDenied):
                await refund(firm, prepayment, "1.00", viewer=viewer)
        for stranger in (blind, other.owner):
            with pytest.raises(NotFound):
                await refund(firm, prepayment, "1.00", viewer=stranger)
    await firm.assign(blind, firm.client_id)
    await refund(firm, prepayment, "1.00", viewer=blind)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, (await firm.event_seq()) - 1))
    assert (event.kind, event.member_id, event.client_id) == ("refund.made", blind.id, firm.client_id)
    assert event.reason == "not needed"


async def test_credits_applied_when_issued_leave_what_is_reserved(app: AppHarness) -> None:
    """D20, D26: what a refund has reserved pays nothing."""
    firm, prepayment = await create_debit_prepayment(app)
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await refund(firm, prepayment, "70.00")
    assert await firm.invoice_figures(await firm.create_invoice("50.00")) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
