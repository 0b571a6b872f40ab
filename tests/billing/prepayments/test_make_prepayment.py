"""Making a prepayment."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.access.principals import Viewer
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
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.prepayments import availability, make_prepayment
from billing.prepayments.enable_prepayment import EnablePrepaymentCommand, enable_prepayment
from billing.prepayments.make_prepayment import MakePrepaymentCommand, PrepaymentUnavailable
from billing.rows import load_payment_settings
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod, PaymentMethodChoice, PaymentStatus
from money import Money
from sandbox import Fault
from tests.support.actions import deliver_webhook
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.graphql_client import global_id, query_data


def make_prepayment_command(
    firm: Firm, amount: str = "250.00", method: PaymentMethod = PaymentMethod.CARD, key: str = "k"
) -> MakePrepaymentCommand:
    return MakePrepaymentCommand(firm.client_id, Decimal(amount), method, key)


async def prepayment_count(app: AppHarness) -> int:
    async with app.services.reads() as session:
        return len((await session.scalars(select(models.Prepayment.id))).all())


async def test_arrived_money_is_credited_exactly_once(app: AppHarness) -> None:
    """D8, D9: nothing before the provider reports success; then its amount, however often that is reported."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    assert (prepayment.status, await firm.credits()) == (PaymentStatus.REQUIRES_ACTION, (0, 0))
    await firm.settle_charge(prepayment)
    assert await firm.credits() == (250_00, 0)
    app.clock.advance(days=2)
    await app.run_due_jobs()
    assert await firm.credit_entries() == [("PREPAYMENT", 250_00, 250_00)]
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.SUCCEEDED


async def test_unavailable_prepayment_is_refused(app: AppHarness) -> None:
    """D7: for clients and owners alike, though only clients can ask the firm; nothing changes."""
    firm = await app.create_firm()
    text = "Prepayments are not available at the moment."
    async with firm.assert_unchanged():
        for viewer, message in ((firm.client_user, f"{text} Please contact your firm."), (firm.owner, text)):
            with pytest.raises(PrepaymentUnavailable, match=f"^{message}$"):
                await make_prepayment.make_prepayment(app.services, viewer, make_prepayment_command(firm))


async def test_lost_requirement_stops_new_prepayments_only(app: AppHarness) -> None:
    """D4: unavailable while invoices are hidden, available again afterwards; open prepayments still settle."""
    firm = await app.create_ready_firm()
    open_prepayment = await firm.start_prepayment("100.00")
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, hide)
    async with firm.assert_unchanged():
        with pytest.raises(PrepaymentUnavailable):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    await firm.settle_charge(open_prepayment)
    assert await firm.credits() == (100_00, 0)
    show = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=False)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, show)
    await firm.prepay("50.00")
    assert await firm.credits() == (150_00, 0)


@pytest.mark.parametrize(
    ("amount", "error"),
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
async def test_invalid_amount_is_refused(app: AppHarness, amount: str, error: type[DomainError]) -> None:
    """D10, D11: with a typed error, never rounded, within the limits of firm and provider; nothing changes."""
    firm = await app.create_ready_firm()
    bounds = EnablePrepaymentCommand(minimum=Decimal(10), maximum=Decimal(500))
    await enable_prepayment(app.services, firm.owner, bounds)
    async with firm.assert_unchanged():
        with pytest.raises(error):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, amount))
    assert await prepayment_count(app) == 0
    assert app.sandbox.events(kind="payment_intent.created") == []


@pytest.mark.parametrize(
    ("currency", "country", "amount", "error"),
    [
        ("JPY", "JP", "1000.5", InvalidAmount),
        ("KWD", "KW", "10.001", InvalidAmount),
        ("JPY", "JP", "49", AmountOutOfRange),
    ],
)
async def test_amounts_of_other_currencies(
    app: AppHarness, currency: str, country: str, amount: str, error: type[DomainError]
) -> None:
    """D10, D11: JPY has no decimals; three-decimal currencies end in 0 at the provider."""
    firm = await app.create_firm(currency=currency, country=country)
    await firm.connect()
    card = update_payment_settings.UpdatePaymentSettingsCommand(payment_method=PaymentMethodChoice.CARD)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, card)
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand())
    async with firm.assert_unchanged():
        with pytest.raises(error):
            await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, amount))


async def test_method_that_is_not_offered_is_refused(app: AppHarness) -> None:
    """D3, D8: with CARD alone for prepayments, a debit is refused; the error has the offered methods."""
    firm = await app.create_ready_firm()
    await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(method=PaymentMethodChoice.CARD))
    debit = make_prepayment_command(firm, method=PaymentMethod.BANK_DEBIT)
    async with firm.assert_unchanged():
        with pytest.raises(MethodUnavailable) as error:
            await make_prepayment.make_prepayment(app.services, firm.client_user, debit)
    assert error.value.methods == (PaymentMethod.CARD,)


async def test_permissions(app: AppHarness) -> None:
    """Roles: one's own client, or visible clients with MANAGE_PAYMENTS; for anyone else the client is not found."""
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
        without_client = MakePrepaymentCommand(None, Decimal(20), PaymentMethod.CARD, "k")
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(app.services, firm.owner, without_client)
    await firm.assign(unassigned, firm.client_id)
    result = await make_prepayment.make_prepayment(app.services, unassigned, make_prepayment_command(firm))
    assert result.client_id == firm.client_id


async def test_twelve_concurrent_requests_are_one(app: AppHarness) -> None:
    """P1, D30: twelve requests with one key: one prepayment, one intent, one credit."""
    firm = await app.create_ready_firm()
    result = await asyncio.gather(
        *(
            make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
            for _ in range(12)
        )
    )
    assert len({result.prepayment_id for result in result}) == 1
    assert sorted(result.replayed for result in result) == [False] + [True] * 11
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(await firm.prepayment(result[0].prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_same_key_with_another_command(app: AppHarness) -> None:
    """D30: another amount is a conflict, another notation of it is not; keys belong to one membership."""
    firm = await app.create_ready_firm()
    result = await make_prepayment.make_prepayment(
        app.services, firm.client_user, make_prepayment_command(firm, "250.00")
    )
    async with firm.assert_unchanged():
        again = await make_prepayment.make_prepayment(
            app.services, firm.client_user, make_prepayment_command(firm, "250")
        )
        assert (again.prepayment_id, again.replayed) == (result.prepayment_id, True)
        with pytest.raises(IdempotencyConflict) as conflict:
            await make_prepayment.make_prepayment(
                app.services, firm.client_user, make_prepayment_command(firm, "250.01")
            )
        assert conflict.value.operation.key == "k"
    other = await make_prepayment.make_prepayment(app.services, firm.owner, make_prepayment_command(firm, "250.00"))
    assert (other.replayed, other.prepayment_id == result.prepayment_id) == (False, False)


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_invalid_key_is_refused(app: AppHarness, key: str) -> None:
    """D30: a key has 1 to 255 characters."""
    firm = await app.create_ready_firm()
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await make_prepayment.make_prepayment(
                app.services, firm.client_user, make_prepayment_command(firm, key=key)
            )


async def test_refused_command_does_not_claim_its_key(app: AppHarness) -> None:
    """D30: another command can use the key."""
    firm = await app.create_ready_firm()
    with pytest.raises(InvalidAmount):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm, "0"))
    result = await make_prepayment.make_prepayment(
        app.services, firm.client_user, make_prepayment_command(firm, "20.00")
    )
    assert result.replayed is False


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["drop", "timeout", "rate_limit"])
async def test_retry_with_the_same_key_after_a_lost_answer(app: AppHarness, action: str, when: str) -> None:
    """D30, P5: the same key continues with the same key at the provider: one intent."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault(action, when=when, path="payment_intents$", times=3))  # type: ignore[arg-type]
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.sandbox.faults.clear()
    result = await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    assert result.replayed is True
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    await firm.settle_charge(await firm.prepayment(result.prepayment_id))
    assert await firm.credits() == (250_00, 0)


async def test_lost_answer_without_a_retry(app: AppHarness) -> None:
    """D29, D35: the system continues by itself, and closes the window after 60 minutes as always."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    assert (await firm.prepayment(await only_prepayment_id(app))).status is PaymentStatus.REQUIRES_ACTION
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert (await firm.prepayment(await only_prepayment_id(app))).status is PaymentStatus.CANCELED
    assert [event["type"] for event in app.sandbox.events() if "payment_intent" in event["type"]] == [
        "payment_intent.created",
        "payment_intent.canceled",
    ]


async def test_refusal_by_the_provider_releases_the_key(app: AppHarness) -> None:
    """D30: nothing was taken, and nobody sees the attempt."""
    firm = await app.create_ready_firm()
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id

    async def set_card_payments(state: str) -> None:
        url = f"{SANDBOX_URL}/_control/accounts/{account}/capabilities"
        headers = {"Authorization": "Bearer sk_test_sandbox"}
        await app.browser.post(url, data={"card_payments": state}, headers=headers)

    await set_card_payments("inactive")
    with pytest.raises(ProviderRefused):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    refused = await firm.prepayment(await only_prepayment_id(app))
    assert (refused.status, refused.refused_at) == (PaymentStatus.FAILED, app.clock())
    with pytest.raises(NotFound):
        await cancel_payment(app.services, firm.client_user, refused.id)
    await set_card_payments("active")
    other_command = make_prepayment_command(firm, "20.00")
    result = await make_prepayment.make_prepayment(app.services, firm.client_user, other_command)
    assert result.replayed is False


async def only_prepayment_id(app: AppHarness) -> uuid.UUID:
    async with app.services.reads() as session:
        (prepayment_id,) = (await session.scalars(select(models.Prepayment.id))).all()
        return prepayment_id


async def test_retry_after_the_window_has_expired(app: AppHarness) -> None:
    """D30: the payment is looked up at the provider, and not created again."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    app.clock.advance(hours=30)
    result = await make_prepayment.make_prepayment(app.services, firm.client_user, make_prepayment_command(firm))
    assert result.replayed is True
    await app.run_due_jobs()
    assert len(app.sandbox.events(kind="payment_intent.created")) == 1
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    assert (await firm.prepayment(result.prepayment_id)).status is PaymentStatus.CANCELED


@pytest.mark.parametrize(
    ("currency", "country", "minor"), [("ISK", "IS", 100), ("UGX", "UG", 2_000), ("TND", "TN", 1_600)]
)
async def test_amount_that_only_the_provider_knows_to_be_too_small(
    app: AppHarness, currency: str, country: str, minor: int
) -> None:
    """D10: no smallest amount is offered; what the provider refuses is AmountOutOfRange, and can be repeated."""
    firm = await app.create_ready_firm(currency=currency, country=country, time_zone="UTC", name=currency)
    settings = await firm.settings()
    async with app.services.reads() as session:
        connections = (await session.scalars(select(models.ProviderConnection))).all()
    offer = availability.prepayment_offer(currency, settings, connections, await firm.client())
    assert (offer.available, offer.minimum) == (True, None)
    smallest = Money(minor, currency)
    too_small = Money(minor - (10 if currency == "TND" else 1), currency)
    command = make_prepayment.MakePrepaymentCommand(firm.client_id, too_small.decimal, PaymentMethod.CARD, "key")
    with pytest.raises(AmountOutOfRange) as refused:
        await make_prepayment.make_prepayment(app.services, firm.client_user, command)
    assert (refused.value.minimum, refused.value.maximum) == (None, offer.maximum)
    message = "is less than the payment provider can charge. Enter a larger amount."
    assert str(refused.value) == f"{too_small.format()} {message}"
    assert await firm.credits() == (0, 0)
    command = dataclasses.replace(command, amount=smallest.decimal)
    result = await make_prepayment.make_prepayment(app.services, firm.client_user, command)
    await firm.settle_charge(await firm.prepayment(result.prepayment_id))
    assert (result.replayed, await firm.credits()) == (False, (minor, 0))


async def test_limits_that_cannot_be_charged_are_refused(app: AppHarness) -> None:
    """D10: a limit is offered to clients, so it has to be an amount that the provider can charge."""
    firm = await app.create_ready_firm(currency="KWD", country="KW", time_zone="UTC", name="KWD")
    for field in ("minimum", "maximum"):
        async with firm.assert_unchanged():
            with pytest.raises(InvalidAmount) as refused:
                limits: dict[str, Any] = {field: Decimal("1.234")}
                await enable_prepayment(app.services, firm.owner, EnablePrepaymentCommand(**limits))
        assert refused.value.field == field


async def test_suggested_amount_leaves_out_what_is_in_progress(app: AppHarness) -> None:
    """D7, D12: due 1,025, of which 300 is pending, and 5 of credits: 720. Held credits are not asked for twice."""
    firm = await app.create_prepaid_firm("5.00")
    first, second = await firm.create_invoice("300.00"), await firm.create_invoice("725.00")
    (charge,) = await firm.pay(first, AmountChoice.FULL, PaymentSource.CARD)

    async def suggested() -> int | None:
        async with app.services.reads() as session:
            settings, connections = await load_payment_settings(session, firm.id)
        offer = availability.prepayment_offer("EUR", settings, connections, await firm.client())
        return None if offer.suggested_amount is None else offer.suggested_amount.minor

    assert ((await firm.client()).due, (await firm.client()).pending) == (1025_00, 300_00)
    assert await suggested() == 720_00
    mixed, _ = await firm.pay(second, "25.00", PaymentSource.CREDITS, PaymentMethod.CARD)
    assert (await firm.credits(), await suggested()) == ((0, 5_00), 700_00)
    await cancel_payment(app.services, firm.client_user, mixed.id)
    assert await suggested() == 720_00
    await firm.settle_charge(charge)
    assert (await firm.client()).pending == 0
    assert await suggested() == 720_00


async def test_memo(app: AppHarness) -> None:
    """D58: it is stored, belongs to the key's input, and is not sent to the provider."""
    firm = await app.create_ready_firm()
    with_memo = dataclasses.replace(make_prepayment_command(firm), memo="For the spring")
    result = await make_prepayment.make_prepayment(app.services, firm.client_user, with_memo)
    prepayment = await firm.prepayment(result.prepayment_id)
    assert prepayment.memo == "For the spring"
    assert "spring" not in str(app.sandbox.tamper(str(prepayment.intent_id)))
    assert (await make_prepayment.make_prepayment(app.services, firm.client_user, with_memo)).replayed
    async with firm.assert_unchanged():
        for memo in ("For the summer", None):
            with pytest.raises(IdempotencyConflict):
                await make_prepayment.make_prepayment(
                    app.services, firm.client_user, dataclasses.replace(with_memo, memo=memo)
                )


async def test_key_of_an_earlier_version_is_replayed(app: AppHarness) -> None:
    """D30, D58: input without a memo has the digest that it had before there were memos."""
    firm = await app.create_ready_firm()
    command = make_prepayment_command(firm)
    earlier = {"client_id": str(firm.client_id), "amount": "250", "method": "CARD", "idempotency_key": "k"}
    digest = hashlib.sha256(json.dumps(["makePrepayment", earlier], sort_keys=True).encode()).hexdigest()
    await make_prepayment.make_prepayment(app.services, firm.client_user, command)
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Operation.fingerprint))).all() == [digest]


async def test_memo_over_the_api(app: AppHarness) -> None:
    """D36, D58: one line of at most 500 characters, trimmed; a blank one is none."""
    firm = await app.create_ready_firm()
    query = """mutation ($i: MakePrepaymentInput!) { makePrepayment(input: $i) { __typename
      ... on InvalidInput { field } ... on MakePrepaymentPayload { prepayment { memo } } } }"""

    async def prepay(**fields: Any) -> Any:
        variables = {"i": {"amount": "10", "method": "CARD", "idempotencyKey": app.new_key(), **fields}}
        return (await query_data(app.services, firm.client_user, query, **variables))["makePrepayment"]

    for memo in ("x" * 501, "two\nlines", "\u202e"):
        async with firm.assert_unchanged():
            assert await prepay(memo=memo) == {"__typename": "InvalidInput", "field": "memo"}
    for fields, stored in (
        ({"memo": "  Été "}, "Été"),
        ({"memo": " \u200b "}, None),
        ({"memo": None}, None),
        ({}, None),
    ):
        assert (await prepay(**fields))["prepayment"] == {"memo": stored}
    assert (await prepay(memo="é" * 500))["prepayment"] == {"memo": "é" * 500}


async def test_card_and_provider_reference(app: AppHarness) -> None:
    """D58: the card of the latest attempt, for the client too; the provider's id for members only."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("10.00")
    query = """query ($id: ID!) { node(id: $id) { ... on Prepayment { providerReference card { brand last4 } } } }"""

    async def read(viewer: Viewer) -> Any:
        id_ = global_id("Prepayment", prepayment.id)
        return (await query_data(app.services, viewer, query, id=id_))["node"]

    assert await read(firm.owner) == {"providerReference": prepayment.intent_id, "card": None}
    await firm.confirm(prepayment, "pm_card_visa_chargeDeclinedStolenCard")
    app.clock.advance(seconds=60)
    await app.run_due_jobs()
    assert (await read(firm.client_user))["card"] == {"brand": "visa", "last4": "9979"}
    # Another card is news, although it is declined for the same reason.
    charge = app.sandbox.tamper(str(prepayment.intent_id))["latest_charge"]
    details = app.sandbox.tamper(charge)["payment_method_details"]
    details["card"] |= {"brand": "jcb", "last4": "0505"}
    app.sandbox.tamper(charge, payment_method_details=details)
    await app.run_due_jobs()
    assert (await read(firm.client_user))["card"] == {"brand": "visa", "last4": "9979"}
    app.clock.advance(minutes=5)
    await app.run_due_jobs()
    assert (await read(firm.client_user))["card"] == {"brand": "jcb", "last4": "0505"}
    async with firm.assert_unchanged():
        app.clock.advance(minutes=5)
        await app.run_due_jobs()
    await firm.confirm(prepayment, "pm_card_amex")
    await deliver_webhook(firm, prepayment)
    card = {"brand": "amex", "last4": "0005"}
    assert await read(firm.client_user) == {"providerReference": None, "card": card}
    assert await read(firm.owner) == {"providerReference": prepayment.intent_id, "card": card}
