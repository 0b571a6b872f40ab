"""A client pays ahead."""

from __future__ import annotations

import asyncio
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing import idempotency
from billing.access.policy import Denied
from billing.errors import (
    AmountOutOfRange,
    IdempotencyConflict,
    InvalidAmount,
    InvalidInput,
    MethodUnavailable,
    NotFound,
    ProviderRefused,
    ProviderUnavailable,
    Refusal,
)
from billing.prepayments import make_prepayment
from billing.prepayments.enable_prepayment import EnablePrepayment, enable_prepayment
from billing.prepayments.make_prepayment import MakePrepayment, PrepaymentUnavailable
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, PaymentStatus
from sandbox import Fault
from tests.support.firm import Firm, House


def wish(
    firm: Firm, amount: str = "250.00", method: PaymentMethod = PaymentMethod.CARD, key: str = "k"
) -> MakePrepayment:
    return MakePrepayment(firm.client_id, Decimal(amount), method, key)


async def prepayments(house: House) -> int:
    async with house.services.reads() as session:
        return len((await session.scalars(select(models.Prepayment.id))).all())


async def test_money_that_came_is_credited_exactly_and_once(house: House) -> None:
    """D8, D9: nothing before the provider says that it came; then exactly its amount, however often it is said."""
    firm = await house.ready_firm()
    prepayment = await firm.ask_prepayment("250.00")
    assert (prepayment.status, await firm.credits()) == (PaymentStatus.REQUIRES_ACTION, (0, 0))
    await firm.come(prepayment)
    assert await firm.credits() == (250_00, 0)
    house.clock.move(days=2)
    await house.work()
    assert await firm.entries() == [("PREPAYMENT", 250_00, 250_00)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED


async def test_nobody_prepays_where_it_is_not_available(house: House) -> None:
    """D7: not the client, not the owner; and nothing moves."""
    firm = await house.firm()
    async with firm.unmoved():
        for viewer in (firm.client_user, firm.owner):
            with pytest.raises(PrepaymentUnavailable):
                await make_prepayment.make_prepayment(house.services, viewer, wish(firm))


async def test_a_lost_requirement_stops_prepayments_and_nothing_else(house: House) -> None:
    """D4: switched on, not available while invoices are hidden, back by itself; what is under way still settles."""
    firm = await house.ready_firm()
    under_way = await firm.ask_prepayment("100.00")
    hide = update_payment_settings.UpdatePaymentSettings(hide_invoices_from_clients=True)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, hide)
    async with firm.unmoved():
        with pytest.raises(PrepaymentUnavailable):
            await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    await firm.come(under_way)
    assert await firm.credits() == (100_00, 0)
    show = update_payment_settings.UpdatePaymentSettings(hide_invoices_from_clients=False)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, show)
    await firm.prepay("50.00")
    assert await firm.credits() == (150_00, 0)


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        ("0", InvalidAmount),
        ("-1", InvalidAmount),
        ("19.999", InvalidAmount),
        ("NaN", InvalidAmount),
        ("1E+30", InvalidAmount),
        ("10000000000.00", InvalidAmount),
        ("0.49", AmountOutOfRange),
        ("9.99", AmountOutOfRange),
        ("500.01", AmountOutOfRange),
        ("1000000.00", AmountOutOfRange),
    ],
)
async def test_amounts_that_cannot_be(house: House, amount: str, refusal: type[Refusal]) -> None:
    """D10, D11: typed, never rounded, within the firm's bounds and the provider's; nothing moves."""
    firm = await house.ready_firm()
    bounds = EnablePrepayment(minimum=Decimal(10), maximum=Decimal(500))
    await enable_prepayment(house.services, firm.owner, bounds)
    async with firm.unmoved():
        with pytest.raises(refusal):
            await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, amount))
    assert await prepayments(house) == 0
    assert house.sandbox.events(kind="payment_intent.created") == []


@pytest.mark.parametrize(
    ("currency", "country", "amount", "refusal"),
    [
        ("JPY", "JP", "1000.5", InvalidAmount),
        ("KWD", "KW", "10.001", InvalidAmount),
        ("JPY", "JP", "49", AmountOutOfRange),
    ],
)
async def test_amounts_of_other_currencies(
    house: House, currency: str, country: str, amount: str, refusal: type[Refusal]
) -> None:
    """D10, D11: JPY has no digits; three-decimal currencies end in 0 at the provider."""
    firm = await house.firm(currency=currency, country=country)
    await firm.connect()
    card = update_payment_settings.UpdatePaymentSettings(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings.update_payment_settings(house.services, firm.owner, card)
    await enable_prepayment(house.services, firm.owner, EnablePrepayment())
    async with firm.unmoved():
        with pytest.raises(refusal):
            await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, amount))


async def test_only_methods_that_are_offered(house: House) -> None:
    """D3, D8: with cards alone chosen for prepayments, a debit is refused and the methods are told."""
    firm = await house.ready_firm()
    await enable_prepayment(house.services, firm.owner, EnablePrepayment(method=PaymentMethodChoice.CARD))
    debit = wish(firm, method=PaymentMethod.BANK_DEBIT)
    async with firm.unmoved():
        with pytest.raises(MethodUnavailable) as refused:
            await make_prepayment.make_prepayment(house.services, firm.client_user, debit)
    assert refused.value.methods == (PaymentMethod.CARD,)


async def test_who_may(house: House) -> None:
    """Roles: own client; with MANAGE_PAYMENTS clients one sees; another client's user and firm see nothing there."""
    firm, other = await house.ready_firm(), await house.ready_firm(name="Other")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.unmoved():
        for viewer in (stranger, unassigned, other.owner, other.client_user):
            with pytest.raises(NotFound):
                await make_prepayment.make_prepayment(house.services, viewer, wish(firm))
        with pytest.raises(Denied):
            await make_prepayment.make_prepayment(house.services, bare, wish(firm))
        nobody = MakePrepayment(None, Decimal(20), PaymentMethod.CARD, "k")
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(house.services, firm.owner, nobody)
    await firm.assign(unassigned, firm.client_id)
    made = await make_prepayment.make_prepayment(house.services, unassigned, wish(firm))
    assert made.client_id == firm.client_id


async def test_twelve_presses_are_one(house: House) -> None:
    """P1, D30: twelve at the same instant with one key: one prepayment, one intent, one credit."""
    firm = await house.ready_firm()
    made = await asyncio.gather(
        *(make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm)) for _ in range(12))
    )
    assert len({one.prepayment_id for one in made}) == 1
    assert sorted(one.replayed for one in made) == [False] + [True] * 11
    assert len(house.sandbox.events(kind="payment_intent.created")) == 1
    await firm.come(await firm.prepayment(made[0].prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_the_same_key_with_another_wish(house: House) -> None:
    """D30: another amount is a conflict, an equal one written otherwise is not; and keys belong to who sent them."""
    firm = await house.ready_firm()
    made = await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, "250.00"))
    async with firm.unmoved():
        again = await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, "250"))
        assert (again.prepayment_id, again.replayed) == (made.prepayment_id, True)
        with pytest.raises(IdempotencyConflict) as conflict:
            await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, "250.01"))
        assert conflict.value.operation.key == "k"
    other = await make_prepayment.make_prepayment(house.services, firm.owner, wish(firm, "250.00"))
    assert (other.replayed, other.prepayment_id == made.prepayment_id) == (False, False)


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_keys_that_cannot_be(house: House, key: str) -> None:
    """D30: a key has 1 to 255 characters."""
    firm = await house.ready_firm()
    async with firm.unmoved():
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, key=key))


async def test_a_refusal_claims_nothing(house: House) -> None:
    """D30: the key of a refused wish is free for another."""
    firm = await house.ready_firm()
    with pytest.raises(InvalidAmount):
        await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, "0"))
    made = await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm, "20.00"))
    assert made.replayed is False


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["drop", "timeout", "rate_limit"])
async def test_no_answer_then_the_same_key_again(house: House, action: str, when: str) -> None:
    """D30, P5: told that nothing was charged; the same key goes on with the same key at the provider: one intent."""
    firm = await house.ready_firm()
    house.sandbox.faults.add(Fault(action, when=when, path="payment_intents$", times=3))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    house.sandbox.faults.clear()
    made = await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    assert made.replayed is True
    assert len(house.sandbox.events(kind="payment_intent.created")) == 1
    await firm.come(await firm.prepayment(made.prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_no_answer_and_nobody_asks_again(house: House) -> None:
    """D29: the system itself goes on, and gives the window up after 60 minutes like any other (D35)."""
    firm = await house.ready_firm()
    house.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    house.clock.move(seconds=31)
    await house.work()
    assert (await firm.prepayment(await only_prepayment(house))).status is PaymentStatus.REQUIRES_ACTION
    house.clock.move(minutes=61)
    await house.work()
    assert (await firm.prepayment(await only_prepayment(house))).status is PaymentStatus.CANCELED
    assert [one["type"] for one in house.sandbox.events() if "payment_intent" in one["type"]] == [
        "payment_intent.created",
        "payment_intent.canceled",
    ]


async def test_a_refusal_by_the_provider_frees_the_key(house: House) -> None:
    """D30: nothing was taken, the attempt stays as FAILED, and the same key may try again."""
    firm = await house.ready_firm()
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    await house.browser.post(
        f"http://stand-in/_control/accounts/{account}/capabilities",
        data={"card_payments": "inactive"},
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    with pytest.raises(ProviderRefused):
        await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    assert (await firm.prepayment(await only_prepayment(house))).status is PaymentStatus.FAILED
    assert await idempotency.claimed(house.services, firm.client_user, "makePrepayment", "k", wish(firm)) is None


async def only_prepayment(house: House) -> uuid.UUID:
    async with house.services.reads() as session:
        (found,) = (await session.scalars(select(models.Prepayment.id))).all()
        return found


async def test_the_same_key_long_after(house: House) -> None:
    """D30: once the window is over it is looked up what became of it, and never created again."""
    firm = await house.ready_firm()
    house.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    house.clock.move(hours=30)
    made = await make_prepayment.make_prepayment(house.services, firm.client_user, wish(firm))
    assert made.replayed is True
    await house.work()
    assert len(house.sandbox.events(kind="payment_intent.created")) == 1
    assert len(house.sandbox.events(kind="payment_intent.canceled")) == 1
    assert (await firm.prepayment(made.prepayment_id)).status is PaymentStatus.CANCELED
