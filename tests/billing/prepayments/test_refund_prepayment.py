"""Refunding the unspent part of a prepayment (D26)."""

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
    deliver_webhook,
    load_refund,
    refund,
    refund_figures,
    run_control,
)
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.graphql_client import global_id, query_data

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING


async def create_prepayment(app: AppHarness, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    firm = await app.create_ready_firm()
    return firm, await firm.prepayment(await firm.prepay(amount))


async def create_debit_prepayment(app: AppHarness, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    """A settled prepayment by bank debit; its refunds take days."""
    firm = await app.create_ready_firm()
    debit = await firm.start_prepayment(amount, PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    app.clock.advance(minutes=5)
    await app.sandbox.tick()
    await app.run_due_jobs()
    return firm, await firm.prepayment(debit.id)


async def advance_days(firm: Firm, charge: models.Prepayment) -> None:
    firm.app.clock.advance(days=2)
    await firm.app.sandbox.tick()
    await deliver_webhook(firm, charge)


async def test_partial_then_remaining_refund(app: AppHarness) -> None:
    """D26: a card refund is done at once; the refunded amount is recorded and leaves the credits."""
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
    amounts = [event["data"]["object"]["amount"] for event in app.sandbox.events(kind="refund.created")]
    assert amounts == [30_00, 70_00]


async def test_spent_or_reserved_money_cannot_be_refunded(app: AppHarness) -> None:
    """D26: the error has what can be refunded, and what uses the rest."""
    firm, prepayment = await create_prepayment(app)
    await firm.prepay("40.00")
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, FULL)
    other = await firm.create_invoice("110.00")
    _, reserved = await firm.pay(other, FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, prepayment, "0.01")
    assert error.value.refundable.minor == 0
    blocked = [(use.payment_id, use.prepayment_id, use.amount) for use in error.value.blocked_by]
    assert blocked == [(payment.id, prepayment.id, 50_00), (reserved.id, prepayment.id, 50_00)]
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, prepayment, "50.01")
    assert (error.value.refundable.minor, len(error.value.blocked_by)) == (50_00, 1)
    await refund(firm, prepayment, "50.00")
    assert await firm.lot_balances() == [0, 40_00]


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_invalid_amount_is_refused(app: AppHarness, amount: str) -> None:
    """D10, D11: never rounded; nothing changes."""
    firm, prepayment = await create_prepayment(app)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidAmount):
            await refund(firm, prepayment, amount)


async def test_unsettled_prepayment_cannot_be_refunded(app: AppHarness) -> None:
    """D8, D26: nothing was credited, whether it is open or has ended."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("50.00")
    for _ in range(2):
        async with firm.assert_unchanged():
            with pytest.raises(NotRefundable) as error:
                await refund(firm, prepayment, "1.00")
        assert (error.value.refundable.minor, error.value.blocked_by) == (0, ())
        app.clock.advance(minutes=61)
        await app.run_due_jobs()


async def test_refund_of_a_debit_is_reserved_at_once(app: AppHarness) -> None:
    """D26: reserved credits cannot be spent; they leave when the provider reports success, days later."""
    firm, prepayment = await create_debit_prepayment(app)
    pending = await refund(firm, prepayment, "60.00")
    assert (pending.status, pending.provider_refund_id is not None) == (models.RefundStatus.PROCESSING, True)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 60_00), 0)
    async with firm.assert_unchanged():
        with pytest.raises(NotRefundable) as error:
            await refund(firm, prepayment, "40.01")
        await deliver_webhook(firm, prepayment)
    assert (error.value.refundable.minor, error.value.blocked_by) == (40_00, ())
    assert await firm.credit_entries() == [("PREPAYMENT", 100_00, 100_00)]
    await advance_days(firm, prepayment)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 0), 60_00)
    assert (await load_refund(firm, pending.id)).settled_at == app.clock()


async def test_refund_completes_without_webhook(app: AppHarness) -> None:
    """D29: an open refund is polled until it has ended, and not any more after that."""
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


async def test_failed_refund_returns_to_its_lot(app: AppHarness) -> None:
    """D26, D14: it is the oldest money again."""
    firm, prepayment = await create_debit_prepayment(app)
    pending = await refund(firm, prepayment, "60.00")
    await firm.prepay("20.00")
    await act_and_deliver(firm, "fail_refund", prepayment, refund=str(pending.provider_refund_id))
    failed = await load_refund(firm, pending.id)
    assert (failed.status, failed.provider_code, failed.settled_at) == (models.RefundStatus.FAILED, "declined", None)
    assert (await firm.credits(), await firm.lot_balances()) == ((120_00, 0), [100_00, 20_00])
    await firm.pay(await firm.create_invoice("100.00"), FULL)
    assert await firm.lot_balances() == [0, 20_00]


async def test_message_of_a_failed_refund(app: AppHarness) -> None:
    """It is about the refund, not about a payment that could be tried again with another card."""
    firm, prepayment = await create_debit_prepayment(app)
    pending = await refund(firm, prepayment, "60.00")
    await act_and_deliver(firm, "fail_refund", prepayment, refund=str(pending.provider_refund_id))
    query = "query ($id: ID!) { node(id: $id) { ... on Refund { failure { code message } } } }"
    failure = {"code": "DECLINED", "message": "The bank declined the refund."}
    for viewer in (firm.client_user, firm.owner):
        data = await query_data(app.services, viewer, query, id=global_id("Refund", pending.id))
        assert data["node"]["failure"] == failure


async def test_refund_that_fails_after_it_succeeded(app: AppHarness) -> None:
    """D26, D32: the bank returned it: a reversal names the refund, and the credits are available again."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("100.00")
    await firm.settle_charge(prepayment, "pm_card_refundFail")
    succeeded = await refund(firm, prepayment, "60.00")
    assert (succeeded.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (40_00, 0))
    await advance_days(firm, prepayment)
    assert (await load_refund(firm, succeeded.id)).status is models.RefundStatus.FAILED
    assert (await firm.prepayment(prepayment.id)).refunded == 0
    assert (await firm.credits(), await firm.lot_balances()) == ((100_00, 0), [100_00])
    assert (await firm.credit_entries())[1:] == [("REFUND", -60_00, 40_00), ("REVERSAL", 60_00, 100_00)]
    await refund(firm, await firm.prepayment(prepayment.id), "100.00")


async def test_refund_goes_through_the_account_that_took_the_money(app: AppHarness) -> None:
    """D26, D5: even if it is neither the default nor connected any more."""
    firm, prepayment = await create_prepayment(app)
    old = prepayment.connection_id
    assert old is not None
    await accounts.disconnect(app.services, firm.owner, old)
    new = await firm.connect()
    assert (await firm.settings()).default_connection_id == new
    refunded = await refund(firm, prepayment, "10.00")
    assert (refunded.status, refunded.connection_id) == (models.RefundStatus.SUCCEEDED, old)
    (event,) = app.sandbox.events(kind="refund.created")
    assert event["account"] == (await firm.connection(old)).account_id


async def test_refusal_by_the_provider(app: AppHarness) -> None:
    """D26, D30: the money is where it was and the key is free: the same key can refund later."""
    firm, prepayment = await create_prepayment(app)
    await run_control(firm, "balance", prepayment, empty="true")
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await firm.lot_balances(), await refund_figures(firm)) == (
        (100_00, 0), [100_00], [("FAILED", 10_00, 0)],
    )  # fmt: skip
    await run_control(firm, "balance", prepayment, empty="false")
    refunded = await refund(firm, prepayment, "10.00", key="once")
    assert (refunded.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert await refund_figures(firm) == [("FAILED", 10_00, 0), ("SUCCEEDED", 10_00, 0)]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_retry_with_the_same_key_after_a_lost_answer(app: AppHarness, when: str) -> None:
    """D30: the money is reserved meanwhile; the provider gets the same key, and creates one refund."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await refund_figures(firm)) == ((90_00, 10_00), [("CREATING", 10_00, 0)])
    app.sandbox.faults.clear()
    refunded = await refund(firm, prepayment, "10.00", key="once")
    assert (refunded.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert len(app.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_lost_answer_without_a_retry(app: AppHarness, when: str) -> None:
    """D29, D30: the system continues by itself, with the same key at the provider."""
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
async def test_refund_is_looked_up_after_23_hours(app: AppHarness, when: str, *, by_key: bool) -> None:
    """D30: never created again: an existing refund is recorded; without one it fails, and the key is free."""
    firm, prepayment = await create_prepayment(app)
    app.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    app.sandbox.faults.clear()
    app.clock.advance(hours=23)
    was_created = when == "after"
    if not by_key:
        await app.run_due_jobs()
    elif was_created:
        await refund(firm, prepayment, "10.00", key="once")
    else:
        with pytest.raises(ProviderUnavailable):
            await refund(firm, prepayment, "10.00", key="once")
    assert await refund_figures(firm) == [("SUCCEEDED" if was_created else "FAILED", 10_00, 0)]
    assert await firm.credits() == ((90_00, 0) if was_created else (100_00, 0))
    assert len(app.sandbox.events(kind="refund.created")) == was_created
    await refund(firm, prepayment, "10.00", key="once")
    assert await firm.credits() == (90_00, 0)
    assert len(app.sandbox.events(kind="refund.created")) == 1


async def revoke_access(firm: Firm, prepayment: models.Prepayment) -> None:
    """The firm deauthorizes the platform at Stripe."""
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await firm.app.browser.post(f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers=headers)


async def test_deauthorized_account(app: AppHarness) -> None:
    """D26: the provider's first answer is a refusal, so nothing was refunded."""
    firm, prepayment = await create_prepayment(app)
    await revoke_access(firm, prepayment)
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00")
    assert (await firm.credits(), await refund_figures(firm)) == ((100_00, 0), [("FAILED", 10_00, 0)])


@pytest.mark.parametrize("hours", [0, 23])
async def test_account_deauthorized_after_request(app: AppHarness, hours: int) -> None:
    """D26, D30: whether the refund exists cannot be found out, so its money stays reserved and is never spent twice."""
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


async def test_repeated_key(app: AppHarness) -> None:
    """D30: the same refund as it is now, reported as a replay; other input is a conflict; nothing changes."""
    firm, prepayment = await create_debit_prepayment(app)
    command = RefundPrepaymentCommand(prepayment.id, Decimal(10), "not needed", "once")
    first = await refund_prepayment.refund_prepayment(app.services, firm.owner, command)
    await advance_days(firm, prepayment)
    async with firm.assert_unchanged():
        again = await refund_prepayment.refund_prepayment(app.services, firm.owner, command)
        assert (first.replayed, again.replayed, again.refund.id) == (False, True, first.refund.id)
        assert (await load_refund(firm, again.refund.id)).status is models.RefundStatus.SUCCEEDED
        for other in ("10.01", "9.99"):
            with pytest.raises(IdempotencyConflict):
                await refund(firm, prepayment, other, key="once")


async def test_twelve_concurrent_requests_are_one(app: AppHarness) -> None:
    """D30: one refund here, one at the provider."""
    firm, prepayment = await create_prepayment(app)
    refunds = await asyncio.gather(*(refund(firm, prepayment, "10.00", key="once") for _ in range(12)))
    assert len({row.id for row in refunds}) == 1
    assert (await firm.credits(), len(app.sandbox.events(kind="refund.created"))) == ((90_00, 0), 1)


async def test_refused_command_does_not_claim_its_key(app: AppHarness) -> None:
    """D30: the same command can succeed later."""
    firm, prepayment = await create_prepayment(app)
    invoice = await firm.create_invoice("100.00")
    (payment,) = await firm.pay(invoice, FULL)
    with pytest.raises(NotRefundable):
        await refund(firm, prepayment, "10.00", key="once")
    await refund(firm, payment, "10.00")
    assert (await refund(firm, prepayment, "10.00", key="once")).status is models.RefundStatus.SUCCEEDED


async def test_permissions(app: AppHarness) -> None:
    """Roles: MANAGE_PAYMENTS, for visible clients; never a client user; another firm's objects are not found."""
    firm, prepayment = await create_prepayment(app)
    other = await app.create_ready_firm(name="Other")
    invoice_manager = await firm.add_member(
        "plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
    )
    unassigned = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    denied: list[Viewer] = [firm.client_user, invoice_manager]
    async with firm.assert_unchanged():
        for viewer in denied:
            with pytest.raises(PermissionDenied):
                await refund(firm, prepayment, "1.00", viewer=viewer)
        for stranger in (unassigned, other.owner):
            with pytest.raises(NotFound):
                await refund(firm, prepayment, "1.00", viewer=stranger)
    await firm.assign(unassigned, firm.client_id)
    await refund(firm, prepayment, "1.00", viewer=unassigned)
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, (await firm.event_seq()) - 1))
    assert (event.kind, event.member_id, event.client_id) == ("refund.made", unassigned.id, firm.client_id)
    assert event.reason == "not needed"


async def test_reserved_credits_are_not_applied_on_issue(app: AppHarness) -> None:
    """D20, D26: what a refund has reserved pays nothing."""
    firm, prepayment = await create_debit_prepayment(app)
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await refund(firm, prepayment, "70.00")
    assert await firm.invoice_figures(await firm.create_invoice("50.00")) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
