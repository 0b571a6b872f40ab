"""What is unspent of a prepayment goes back to its payer (D26)."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest

import models
from billing.access.policy import Denied
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
from billing.prepayments.refund_prepayment import RefundPrepayment
from billing.providers import accounts
from billing.settings import update_payment_settings
from models import CreditApplication, FirmRole, MemberRight, PaymentMethod
from sandbox import Fault
from tests.support.firm import SANDBOX_URL, Firm, House
from tests.support.returns import at_provider, books, happens, refund, refund_now, refunds, tell

FULL, REMAINING = AmountChoice.FULL, AmountChoice.REMAINING


async def prepaid(house: House, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    firm = await house.ready_firm()
    return firm, await firm.prepayment(await firm.prepay(amount))


async def debited(house: House, amount: str = "100.00") -> tuple[Firm, models.Prepayment]:
    """A prepayment by bank debit that has come: its refunds take days."""
    firm = await house.ready_firm()
    debit = await firm.ask_prepayment(amount, PaymentMethod.BANK_DEBIT)
    await firm.confirm(debit, "pm_success_fr")
    house.clock.move(minutes=5)
    await house.sandbox.tick()
    await house.work()
    return firm, await firm.prepayment(debit.id)


async def days_pass(firm: Firm, charge: models.Prepayment) -> None:
    firm.house.clock.move(days=2)
    await firm.house.sandbox.tick()
    await tell(firm, charge)


async def test_a_part_and_then_the_rest(house: House) -> None:
    """D26: a card's refund is done at once; what it gave back is told of the prepayment, and no credits any more."""
    firm, prepayment = await prepaid(house)
    first = await refund(firm, prepayment, "30.00")
    assert (first.status, first.amount, first.reason) == (models.RefundStatus.SUCCEEDED, 30_00, "not needed")
    assert (await firm.prepayment(prepayment.id)).refunded == 30_00
    assert (await firm.credits(), await firm.lots()) == ((70_00, 0), [70_00])
    await refund(firm, prepayment, "70.00")
    assert (await firm.credits(), await books(firm)) == ((0, 0), {})
    assert await firm.entries() == [
        ("PREPAYMENT", 100_00, 100_00),
        ("REFUND", -30_00, 70_00),
        ("REFUND", -70_00, 0),
    ]
    made = [one["data"]["object"]["amount"] for one in house.sandbox.events(kind="refund.created")]
    assert made == [30_00, 70_00]


async def test_never_more_than_is_unspent(house: House) -> None:
    """D26: the refusal says how much can be given back, and what holds the rest: paid, and reserved."""
    firm, prepayment = await prepaid(house)
    await firm.prepay("40.00")
    paid = await firm.issue("50.00")
    (by_credits,) = await firm.pay(paid, FULL)
    other = await firm.issue("110.00")
    _, reserved = await firm.pay(other, FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "0.01")
    assert refusal.value.refundable.minor == 0
    blocked = [(use.payment_id, use.prepayment_id, use.amount) for use in refusal.value.blocked_by]
    assert blocked == [(by_credits.id, prepayment.id, 50_00), (reserved.id, prepayment.id, 50_00)]
    house.clock.move(minutes=61)
    await house.work()
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "50.01")
    assert (refusal.value.refundable.minor, len(refusal.value.blocked_by)) == (50_00, 1)
    await refund(firm, prepayment, "50.00")
    assert await firm.lots() == [0, 40_00]


@pytest.mark.parametrize("amount", ["0", "-1", "1.001", "10000000000.00"])
async def test_amounts_that_cannot_be(house: House, amount: str) -> None:
    """D10, D11: refused, never rounded; nothing moved."""
    firm, prepayment = await prepaid(house)
    async with firm.unmoved():
        with pytest.raises(InvalidAmount):
            await refund(firm, prepayment, amount)


async def test_before_it_came_there_is_nothing_to_give_back(house: House) -> None:
    """D8, D26: nothing is credited, so nothing is refunded, under way or ended."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("50.00")
    for _ in range(2):
        async with firm.unmoved():
            with pytest.raises(NotRefundable) as refusal:
                await refund(firm, prepayment, "1.00")
        assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (0, ())
        house.clock.move(minutes=61)
        await house.work()


async def test_a_debits_is_reserved_at_once_and_done_after_days(house: House) -> None:
    """D26: reserved credits cannot be spent elsewhere; they are gone when the provider says so."""
    firm, prepayment = await debited(house)
    made = await refund(firm, prepayment, "60.00")
    assert (made.status, made.provider_refund_id is not None) == (models.RefundStatus.PROCESSING, True)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 60_00), 0)
    async with firm.unmoved():
        with pytest.raises(NotRefundable) as refusal:
            await refund(firm, prepayment, "40.01")
        await tell(firm, prepayment)
    assert (refusal.value.refundable.minor, refusal.value.blocked_by) == (40_00, ())
    assert await firm.entries() == [("PREPAYMENT", 100_00, 100_00)]
    await days_pass(firm, prepayment)
    assert (await firm.credits(), (await firm.prepayment(prepayment.id)).refunded) == ((40_00, 0), 60_00)
    assert (await refund_now(firm, made.id)).settled_at == house.clock()


async def test_nobody_has_to_tell(house: House) -> None:
    """D29: a refund under way is asked after by the system itself until it ends, and then no more."""
    firm, prepayment = await debited(house)
    await refund(firm, prepayment, "60.00")
    house.clock.move(minutes=1)
    await house.work()
    assert await refunds(firm) == [("PROCESSING", 60_00, 0)]
    house.clock.move(days=1)
    await house.sandbox.tick()
    await house.work()
    assert await refunds(firm) == [("SUCCEEDED", 60_00, 0)]
    async with firm.unmoved():
        house.clock.move(days=9)
        await house.work()


async def test_one_that_fails_is_back_at_its_age(house: House) -> None:
    """D26, D14: it returns where it was, and is the oldest money again."""
    firm, prepayment = await debited(house)
    made = await refund(firm, prepayment, "60.00")
    await firm.prepay("20.00")
    await happens(firm, "fail_refund", prepayment, refund=str(made.provider_refund_id))
    failed = await refund_now(firm, made.id)
    assert (failed.status, failed.provider_code, failed.settled_at) == (models.RefundStatus.FAILED, "declined", None)
    assert (await firm.credits(), await firm.lots()) == ((120_00, 0), [100_00, 20_00])
    await firm.pay(await firm.issue("100.00"), FULL)
    assert await firm.lots() == [0, 20_00]


async def test_one_that_had_succeeded_and_fails_after_all(house: House) -> None:
    """D26, D32: the bank gave it back: a correction that names what it corrects, and the credits are there again."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("100.00")
    await firm.come(prepayment, "pm_card_refundFail")
    made = await refund(firm, prepayment, "60.00")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (40_00, 0))
    await days_pass(firm, prepayment)
    assert (await refund_now(firm, made.id)).status is models.RefundStatus.FAILED
    assert (await firm.prepayment(prepayment.id)).refunded == 0
    assert (await firm.credits(), await firm.lots()) == ((100_00, 0), [100_00])
    assert (await firm.entries())[1:] == [("REFUND", -60_00, 40_00), ("REVERSAL", 60_00, 100_00)]
    await refund(firm, await firm.prepayment(prepayment.id), "100.00")


async def test_through_the_account_that_took_the_money(house: House) -> None:
    """D26: that is no longer the default, and not even connected any more (D5)."""
    firm, prepayment = await prepaid(house)
    old = prepayment.connection_id
    assert old is not None
    await accounts.disconnect(house.services, firm.owner, old)
    new = await firm.connect()
    assert (await firm.settings()).default_connection_id == new
    made = await refund(firm, prepayment, "10.00")
    assert (made.status, made.connection_id) == (models.RefundStatus.SUCCEEDED, old)
    (event,) = house.sandbox.events(kind="refund.created")
    assert event["account"] == (await firm.connection(old)).account_id


async def test_the_provider_refuses(house: House) -> None:
    """D26, D30: all is where it was, the key is free: once the firm has money there, the same key refunds."""
    firm, prepayment = await prepaid(house)
    await at_provider(firm, "balance", prepayment, empty="true")
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await firm.lots(), await refunds(firm)) == (
        (100_00, 0), [100_00], [("FAILED", 10_00, 0)],
    )  # fmt: skip
    await at_provider(firm, "balance", prepayment, empty="false")
    made = await refund(firm, prepayment, "10.00", key="once")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert await refunds(firm) == [("FAILED", 10_00, 0), ("SUCCEEDED", 10_00, 0)]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_and_the_same_key(house: House, when: str) -> None:
    """D30: reserved meanwhile; the same key goes on with the same key at the provider, and one refund is made."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    assert (await firm.credits(), await refunds(firm)) == ((90_00, 10_00), [("CREATING", 10_00, 0)])
    house.sandbox.faults.clear()
    made = await refund(firm, prepayment, "10.00", key="once")
    assert (made.status, await firm.credits()) == (models.RefundStatus.SUCCEEDED, (90_00, 0))
    assert len(house.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_and_nobody_asks_again(house: House, when: str) -> None:
    """D29, D30: the system goes on by itself, with the same key at the provider."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00")
    house.sandbox.faults.clear()
    house.clock.move(seconds=40)
    await house.work()
    assert (await refunds(firm), await firm.credits()) == ([("SUCCEEDED", 10_00, 0)], (90_00, 0))
    assert len(house.sandbox.events(kind="refund.created")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("by_key", [True, False])
async def test_after_23_hours_it_is_looked_up(house: House, when: str, *, by_key: bool) -> None:
    """D30: never made again, whoever comes: what was made is booked; what was not is given up, and the key free."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", when, path="/refunds$", times=2))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    house.sandbox.faults.clear()
    house.clock.move(hours=23)
    made = when == "after"
    if not by_key:
        await house.work()
    elif made:
        await refund(firm, prepayment, "10.00", key="once")
    else:
        with pytest.raises(ProviderUnavailable):
            await refund(firm, prepayment, "10.00", key="once")
    assert await refunds(firm) == [("SUCCEEDED" if made else "FAILED", 10_00, 0)]
    assert await firm.credits() == ((90_00, 0) if made else (100_00, 0))
    assert len(house.sandbox.events(kind="refund.created")) == made
    await refund(firm, prepayment, "10.00", key="once")
    assert await firm.credits() == (90_00, 0)
    assert len(house.sandbox.events(kind="refund.created")) == 1


async def shut_out(firm: Firm, prepayment: models.Prepayment) -> None:
    """The firm throws us out, at the provider."""
    assert prepayment.connection_id is not None
    account = (await firm.connection(prepayment.connection_id)).account_id
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    await firm.house.browser.post(f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers=headers)


async def test_an_account_that_shut_us_out(house: House) -> None:
    """D26: a clear no to whoever asks for the first time: nothing was given back."""
    firm, prepayment = await prepaid(house)
    await shut_out(firm, prepayment)
    with pytest.raises(ProviderRefused):
        await refund(firm, prepayment, "10.00")
    assert (await firm.credits(), await refunds(firm)) == ((100_00, 0), [("FAILED", 10_00, 0)])


@pytest.mark.parametrize("hours", [0, 23])
async def test_an_account_that_shut_us_out_after_it_was_asked(house: House, hours: int) -> None:
    """D26, D30: whether the refund was made cannot be told any more: its money stays reserved, never spent twice."""
    firm, prepayment = await prepaid(house)
    house.sandbox.faults.add(Fault("drop", "after", path="/refunds$", times=2))
    with pytest.raises(ProviderUnavailable):
        await refund(firm, prepayment, "10.00", key="once")
    house.sandbox.faults.clear()
    await shut_out(firm, prepayment)
    house.clock.move(hours=hours)
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            await refund(firm, prepayment, "10.00", key="once")
        await house.work()
    assert (await firm.credits(), await refunds(firm)) == ((90_00, 10_00), [("CREATING", 10_00, 0)])


async def test_the_same_key_again(house: House) -> None:
    """D30: the same refund, as it is now, and told so; another input is a conflict; nothing moves."""
    firm, prepayment = await debited(house)
    wish = RefundPrepayment(prepayment.id, Decimal(10), "not needed", "once")
    first = await refund_prepayment.refund_prepayment(house.services, firm.owner, wish)
    await days_pass(firm, prepayment)
    async with firm.unmoved():
        again = await refund_prepayment.refund_prepayment(house.services, firm.owner, wish)
        assert (first.replayed, again.replayed, again.refund_id) == (False, True, first.refund_id)
        assert (await refund_now(firm, again.refund_id)).status is models.RefundStatus.SUCCEEDED
        for other in ("10.01", "9.99"):
            with pytest.raises(IdempotencyConflict):
                await refund(firm, prepayment, other, key="once")


async def test_twelve_presses_at_the_same_moment(house: House) -> None:
    """D30: one refund here, one at the provider."""
    firm, prepayment = await prepaid(house)
    made = await asyncio.gather(*(refund(firm, prepayment, "10.00", key="once") for _ in range(12)))
    assert len({one.id for one in made}) == 1
    assert (await firm.credits(), len(house.sandbox.events(kind="refund.created"))) == ((90_00, 0), 1)


async def test_a_refusal_claims_nothing(house: House) -> None:
    """D30: whoever mends what was wrong sends the same again."""
    firm, prepayment = await prepaid(house)
    invoice = await firm.issue("100.00")
    (payment,) = await firm.pay(invoice, FULL)
    with pytest.raises(NotRefundable):
        await refund(firm, prepayment, "10.00", key="once")
    await refund(firm, payment, "10.00")
    assert (await refund(firm, prepayment, "10.00", key="once")).status is models.RefundStatus.SUCCEEDED


async def test_who_may(house: House) -> None:
    """Roles: MANAGE_PAYMENTS, for clients that they see; a client's user never; another firm's does not exist."""
    firm, prepayment = await prepaid(house)
    other = await house.ready_firm(name="Other")
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS)
    blind = await firm.add_member("blind", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    denied: list[Viewer] = [firm.client_user, plain]
    async with firm.unmoved():
        for viewer in denied:
            with pytest.raises(Denied):
                await refund(firm, prepayment, "1.00", viewer=viewer)
        for stranger in (blind, other.owner):
            with pytest.raises(NotFound):
                await refund(firm, prepayment, "1.00", viewer=stranger)
    await firm.assign(blind, firm.client_id)
    await refund(firm, prepayment, "1.00", viewer=blind)
    async with house.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, (await firm.seq()) - 1))
    assert (event.kind, event.member_id, event.client_id) == ("refund.made", blind.id, firm.client_id)
    assert event.reason == "not needed"


async def test_credits_applied_when_issued_leave_what_is_reserved(house: House) -> None:
    """D20, D26: what a refund has reserved pays nothing."""
    firm, prepayment = await debited(house)
    on_issue = update_payment_settings.UpdatePaymentSettings(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, on_issue)
    await refund(firm, prepayment, "70.00")
    assert await firm.figures(await firm.issue("50.00")) == ("PARTIALLY_PAID", 30_00, 0, 20_00)
