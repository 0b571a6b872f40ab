"""A client pays ahead."""

from __future__ import annotations

import asyncio
import uuid
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing import idempotency
from billing.access.policy import PermissionDenied
from billing.errors import (
    AmountOutOfRange,
    DomainError,
    IdempotencyConflict,
    InvalidAmount,
    InvalidInput,
    MethodUnavailable,
    NotFound,
    ProviderRefused,
    ProviderUnavailable,
)
from billing.prepayments import make_prepayment
from billing.prepayments.enable_prepayment import EnablePrepaymentCommand, enable_prepayment
from billing.prepayments.make_prepayment import MakePrepaymentCommand, PrepaymentUnavailable
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness, Firm


def make_prepayment_command(
    firm: Firm, amount: str = "250.00", method: PaymentMethod = PaymentMethod.CARD, key: str = "k"
) -> MakePrepaymentCommand:
    return MakePrepaymentCommand(firm.client_id, Decimal(amount), method, key)


async def prepayments(house: AppHarness) -> int:
    async with house.services.reads() as session:
        return len((await session.scalars(select(models.Prepayment.id))).all())


async def test_money_that_came_is_credited_exactly_and_once(app: AppHarness) -> None:
    """D8, D9: nothing before the provider says that it came; then exactly its amount, however often it is said."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert (prepayment.status, await firm.credits()) == (PaymentStatus.REQUIRES_ACTION, (0, 0))
    await firm.settle_charge(prepayment)
    assert await firm.credits() == (250_00, 0)
    app.clock.advance(days=2)
    await app.run_due_jobs()
    assert await firm.credit_entries() == [("PREPAYMENT", 250_00, 250_00)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED


async def test_nobody_prepays_where_it_is_not_available(app: AppHarness) -> None:
    """D7: not the client, not the owner; and nothing moves."""
    firm = await app.create_firm()
    async with firm.assert_unchanged():
        for viewer in (firm.client_user, firm.owner):
            with pytest.raises(PrepaymentUnavailable):
                await make_prepayment.make_prepayment(app.services, viewer, make_prepayment_command(firm))


async def test_a_lost_requirement_stops_prepayments_and_nothing_else(app: AppHarness) -> None:
    """D4: switched on, not available while invoices are hidden, back by itself; what is under way still settles."""
    firm = await app.create_ready_firm()
    under_way = await firm.start_prepayment("100.00")
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, hide)
    async with firm.assert_unchanged():
        with pytest.raises(PrepaymentUnavailable):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    await firm.settle_charge(under_way)
    assert await firm.credits() == (100_00, 0)
    show = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=False)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, show)
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
async def test_amounts_that_cannot_be(app: AppHarness, amount: str, refusal: type[DomainError]) -> None:
    """D10, D11: typed, never rounded, within the firm's bounds and the provider's; nothing moves."""
    firm = await app.create_ready_firm()
    bounds = EnablePrepaymentCommand(minimum=Decimal(10), maximum=Decimal(500))
    await enable_prepayment(app.services, firm.owner, bounds)
    async with firm.assert_unchanged():
        with pytest.raises(refusal):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, amount))
    assert await prepayments(app) == 0
    assert app.sandbox.events(kind="payment_intent.created") == []


@pytest.mark.parametrize(
    ("currency", "country", "amount", "refusal"),
    [
        ("JPY", "JP", "1000.5", InvalidAmount),
        ("KWD", "KW", "10.001", InvalidAmount),
        ("JPY", "JP", "49", AmountOutOfRange),
    ],
)
async def test_amounts_of_other_currencies(
    app: AppHarness, currency: str, country: str, amount: str, refusal: type[DomainError]
) -> None:
    """D10, D11: JPY has no digits; three-decimal currencies end in 0 at the provider."""
    firm = await app.create_firm(currency=currency, country=country)
    await firm.connect()
    card = update_payment_settings.UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, card)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    async with firm.assert_unchanged():
        with pytest.raises(refusal):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, amount))


async def test_only_methods_that_are_offered(app: AppHarness) -> None:
    """D3, D8: with cards alone chosen for prepayments, a debit is refused and the methods are told."""
    firm = await app.create_ready_firm()
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=PaymentMethodChoice.CARD))
    debit = make_prepayment_command(firm, method=PaymentMethod.BANK_DEBIT)
    async with firm.assert_unchanged():
        with pytest.raises(MethodUnavailable) as refused:
            await make_prepayment.make_prepayment(app.services, firm.client_user, debit)
    assert refused.value.methods == (PaymentMethod.CARD,)


async def test_who_may(app: AppHarness) -> None:
    """Roles: own client; with MANAGE_PAYMENTS clients one sees; another client's user and firm see nothing there."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE, MemberRight.MANAGE_PAYMENTS)
    async with firm.assert_unchanged():
        for viewer in (stranger, unassigned, other.owner, other.client_user):
            with pytest.raises(NotFound):
                await make_prepayment.make_prepayment(app.services, viewer, make_prepayment_command(firm))
        with pytest.raises(PermissionDenied):
            await make_prepayment.make_prepayment(app.services, bare, make_prepayment_command(firm))
        nobody = MakePrepaymentCommand(None, Decimal(20), PaymentMethod.CARD, "k")
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(app.services, firm.owner, nobody)
    await firm.assign(unassigned, firm.client_id)
    made = await make_prepayment.make_prepayment(app.services, unassigned, make_prepayment_command(firm))
    assert made.client_id == firm.client_id


async def test_twelve_presses_are_one(app: AppHarness) -> None:
    """P1, D30: twelve at the same instant with one key: one prepayment, one intent, one credit."""
    firm = await app.create_ready_firm()
    made = await asyncio.gather(
        *(
            make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
            for _ in range(12)
        )
    )
    assert len({one.prepayment_id for one in made}) == 1
    assert sorted(one.replayed for one in made) == [False] + [True] * 11
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(await firm.prepayment(made[0].prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_same_key_with_another_command(app: AppHarness) -> None:
    """D30: another amount is a conflict, an equal one written otherwise is not; and keys belong to who sent them."""
    firm = await app.create_ready_firm()
    made = await make_prepayment.make_prepayment(
        app.services, firm.client_user, make_prepayment_command(firm, "250.00")
    )
    async with firm.assert_unchanged():
        again = await make_prepayment.make_prepayment(
            app.services, firm.client_user, make_prepayment_command(firm, "250")
        )
        assert (again.prepayment_id, again.replayed) == (made.prepayment_id, True)
        with pytest.raises(IdempotencyConflict) as conflict:
            await make_prepayment.make_prepayment(
                app.services, firm.client_user, make_prepayment_command(firm, "250.01")
            )
        assert conflict.value.operation.key == "k"
    other = await make_prepayment.make_prepayment(app.services, firm.owner, make_prepayment_command(firm, "250.00"))
    assert (other.replayed, other.prepayment_id == made.prepayment_id) == (False, False)


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_keys_that_cannot_be(app: AppHarness, key: str) -> None:
    """D30: a key has 1 to 255 characters."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(
                app.services, firm.client_user, make_prepayment_command(firm, key=key)
            )


async def test_a_refusal_claims_nothing(app: AppHarness) -> None:
    """D30: the key of a refused wish is free for another."""
    firm = await app.create_ready_firm()
    with pytest.raises(InvalidAmount):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, "0"))
    made = await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, "20.00"))
    assert made.replayed is False


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["drop", "timeout", "rate_limit"])
async def test_no_answer_then_the_same_key_again(app: AppHarness, action: str, when: str) -> None:
    """D30, P5: told that nothing was charged; the same key goes on with the same key at the provider: one intent."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault(action, when=when, path="payment_intents$", times=3))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.sandbox.faults.clear()
    made = await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    assert made.replayed is True
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(await firm.prepayment(made.prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_no_answer_and_no_retry(app: AppHarness) -> None:
    """D29: the system itself goes on, and gives the window up after 60 minutes like any other (D35)."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    assert (await firm.prepayment(await load_only_prepayment(app))).status is PaymentStatus.REQUIRES_ACTION
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert (await firm.prepayment(await load_only_prepayment(app))).status is PaymentStatus.CANCELED
    assert [one["type"] for one in app.sandbox.events() if "payment_intent" in one["type"]] == [
        "payment_intent.created",
        "payment_intent.canceled",
    ]


async def test_a_refusal_by_the_provider_frees_the_key(app: AppHarness) -> None:
    """D30: nothing was taken, the attempt stays as FAILED, and the same key may try again."""
    firm = await app.create_ready_firm()
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    await app.browser.post(
        f"http://stand-in/_control/accounts/{account}/capabilities",
        data={"card_payments": "inactive"},
        headers={"Authorization": "Bearer sk_test_sandbox"},
    )
    with pytest.raises(ProviderRefused):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    assert (await firm.prepayment(await load_only_prepayment(app))).status is PaymentStatus.FAILED
    assert (
        await idempotency.find_claim(
            app.services, firm.client_user, "makePrepayment", "k", make_prepayment_command(firm)
        )
        is None
    )


async def load_only_prepayment(house: AppHarness) -> uuid.UUID:
    async with house.services.reads() as session:
        (found,) = (await session.scalars(select(models.Prepayment.id))).all()
        return found


async def test_the_same_key_long_after(app: AppHarness) -> None:
    """D30: once the window is over it is looked up what became of it, and never created again."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.clock.advance(hours=30)
    made = await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    assert made.replayed is True
    await app.run_due_jobs()
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    assert (await firm.prepayment(made.prepayment_id)).status is PaymentStatus.CANCELED
