"""Refunds, as Stripe documents them: what is refused, what takes days, what comes back."""

from typing import Any

import pytest
import stripe

from tests.sandbox.conftest import Params, SimulatorHarness, error_body, request_options

DAYS = 20.0
ACH = "us_bank_account"


async def pay_intent(
    simulator: SimulatorHarness, account: str, method: str = "pm_card_visa", kind: str = "card"
) -> stripe.PaymentIntent:
    """A PaymentIntent over 2000 that has succeeded."""
    intent = await simulator.create_intent(account, allowed_payment_method_types=[kind], metadata={"payment": "1"})
    await simulator.confirm_intent(account, intent.id, method)
    simulator.clock.advance(DAYS)
    await simulator.sandbox.tick()
    return await simulator.retrieve_intent(account, intent.id)


async def refund(simulator: SimulatorHarness, account: str, key: str | None = None, **params: Any) -> stripe.Refund:
    fields: Params = params
    return await simulator.client.v1.refunds.create_async(fields, request_options(account, key))


async def refunded_amount(simulator: SimulatorHarness, account: str, intent: stripe.PaymentIntent) -> tuple[int, bool]:
    charge = await simulator.latest_charge(account, intent)
    return charge.amount_refunded, charge.refunded


async def list_refunds(simulator: SimulatorHarness, account: str, **params: Any) -> list[str]:
    fields: Params = params
    return [one.id for one in (await simulator.client.v1.refunds.list_async(fields, request_options(account))).data]


def since(simulator: SimulatorHarness, account: str, start: int) -> list[str]:
    return simulator.event_types(account)[start:]


async def refund_error(simulator: SimulatorHarness, account: str, **params: Any) -> tuple[str | None, str | None]:
    """The code and the parameter of a refusal that left no trace."""
    before = len(simulator.event_types(account)), await list_refunds(simulator, account)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        await refund(simulator, account, **params)
    assert (len(simulator.event_types(account)), await list_refunds(simulator, account)) == before
    body = error_body(refusal.value)
    return body.get("code"), body.get("param")


async def test_partial_then_remaining_refund(simulator: SimulatorHarness) -> None:
    """A card's refund is through at once; without an amount it is all that is left."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    start = len(simulator.event_types(account))
    part = await refund(simulator, account, payment_intent=intent.id, amount=600, metadata={"refund": "1"})
    assert (part.amount, part.currency, part.status, part.charge) == (600, "usd", "succeeded", intent.latest_charge)
    assert (part.payment_intent, part.failure_reason, part.pending_reason) == (intent.id, None, None)
    assert part.metadata is not None
    assert part.metadata.to_dict() == {"refund": "1"}
    assert part.id.startswith("re_")
    assert await refunded_amount(simulator, account, intent) == (600, False)
    rest = await refund(simulator, account, charge=intent.latest_charge, reason="requested_by_customer")
    assert (rest.amount, rest.reason) == (1400, "requested_by_customer")
    assert await refunded_amount(simulator, account, intent) == (2000, True)
    assert since(simulator, account, start) == ["refund.created", "charge.refunded"] * 2
    assert (await simulator.retrieve_intent(account, intent.id)).amount_received == 2000
    assert await simulator.sandbox.tick() == 4


async def test_an_event_shows_the_object_as_it_was(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    refund_object = await refund(simulator, account, payment_intent=intent.id, amount=600)
    created, charge = simulator.sandbox.events(account=account)[-2:]
    assert created["data"]["object"] == refund_object.to_dict()
    assert (charge["data"]["object"]["id"], charge["data"]["object"]["amount_refunded"]) == (refund_object.charge, 600)
    assert charge["data"]["object"]["payment_intent"] == intent.id
    simulator.endpoint.received.clear()
    await simulator.sandbox.tick()
    assert simulator.endpoint.types == ["refund.created", "charge.refunded"]


async def test_more_than_is_left_is_refused(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    assert await refund_error(simulator, account, payment_intent=intent.id, amount=2001) == (None, "amount")
    await refund(simulator, account, payment_intent=intent.id, amount=600)
    assert await refund_error(simulator, account, payment_intent=intent.id, amount=1401) == (None, "amount")
    await refund(simulator, account, payment_intent=intent.id, amount=1400)
    for params in ({}, {"amount": 1}):
        code = ("charge_already_refunded", None)
        assert await refund_error(simulator, account, payment_intent=intent.id, **params) == code
    assert await refunded_amount(simulator, account, intent) == (2000, True)


async def test_nonsense_is_refused(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    other = await pay_intent(simulator, account)
    assert await refund_error(simulator, account) == ("parameter_missing", "payment_intent")
    for amount in (0, -1):
        expected = ("parameter_invalid_integer", "amount")
        assert await refund_error(simulator, account, payment_intent=intent.id, amount=amount) == expected
    assert await refund_error(simulator, account, payment_intent="pi_none") == ("resource_missing", "payment_intent")
    assert await refund_error(simulator, account, charge="ch_none") == ("resource_missing", "charge")
    mixed = {"payment_intent": intent.id, "charge": other.latest_charge}
    assert await refund_error(simulator, account, **mixed) == (None, "charge")
    assert await refund_error(simulator, account, payment_intent=intent.id, reason="mood") == (
        "parameter_invalid",
        "reason",
    )
    foreign = await simulator.create_onboarded_account()
    assert await refund_error(simulator, foreign, payment_intent=intent.id) == ("resource_missing", "payment_intent")
    assert await refund_error(simulator, foreign, charge=intent.latest_charge) == ("resource_missing", "charge")


async def test_what_has_not_succeeded_is_not_refunded(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    unpaid, declined = await simulator.create_intent(account), await simulator.create_intent(account)
    with pytest.raises(stripe.CardError):
        await simulator.confirm_intent(account, declined.id, "pm_card_visa_chargeDeclined")
    debit = await simulator.create_intent(account, allowed_payment_method_types=[ACH])
    await simulator.confirm_intent(account, debit.id, "pm_usBankAccount_success")
    for intent in (unpaid, declined, debit):
        assert await refund_error(simulator, account, payment_intent=intent.id) == ("charge_not_refundable", None)


async def test_repeated_key_creates_one_refund(simulator: SimulatorHarness) -> None:
    """A refusal is remembered as well: asking again with its key does not try again."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    first = await refund(simulator, account, "key-1", payment_intent=intent.id, amount=600)
    assert (await refund(simulator, account, "key-1", payment_intent=intent.id, amount=600)).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        await refund(simulator, account, "key-1", payment_intent=intent.id, amount=601)
    assert await refunded_amount(simulator, account, intent) == (600, False)
    simulator.sandbox.run_control("balance", account, empty="true")
    for empty in ("true", "false"):
        simulator.sandbox.run_control("balance", account, empty=empty)
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            await refund(simulator, account, "key-2", payment_intent=intent.id, amount=1)
        assert refusal.value.code == "balance_insufficient"
    await refund(simulator, account, "key-3", payment_intent=intent.id, amount=1)
    assert await refunded_amount(simulator, account, intent) == (601, False)


@pytest.mark.parametrize(
    ("method", "kind"), [("pm_card_pendingRefund", "card"), ("pm_usBankAccount_success", ACH)], ids=["card", "debit"]
)
async def test_a_late_one_is_pending_first(simulator: SimulatorHarness, method: str, kind: str) -> None:
    """Some cards' and every debit's: what is on its way back counts as refunded."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account, method, kind)
    refund_object = await refund(simulator, account, payment_intent=intent.id, amount=600)
    assert (refund_object.status, refund_object.pending_reason) == ("pending", "processing")
    assert refund_object.id.startswith("re_" if kind == "card" else "pyr_")
    assert await refunded_amount(simulator, account, intent) == (600, False)
    assert await refund_error(simulator, account, payment_intent=intent.id, amount=1401) == (None, "amount")
    start = len(simulator.event_types(account))
    simulator.clock.advance(DAYS - 1)
    await simulator.sandbox.tick()
    assert (
        await simulator.client.v1.refunds.retrieve_async(refund_object.id, None, request_options(account))
    ).status == "pending"
    simulator.clock.advance(1)
    await simulator.sandbox.tick()
    found = await simulator.client.v1.refunds.retrieve_async(refund_object.id, None, request_options(account))
    assert (found.status, found.pending_reason) == ("succeeded", None)
    assert since(simulator, account, start) == ["refund.updated", "charge.refund.updated"]
    assert simulator.sandbox.events(account=account)[-1]["data"]["previous_attributes"] == {"status": "pending"}
    assert await refunded_amount(simulator, account, intent) == (600, False)
    assert await simulator.sandbox.tick() == 0


async def test_one_that_succeeded_fails_after_all(simulator: SimulatorHarness) -> None:
    """Then the money is the firm's again, and can be refunded in another way."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account, "pm_card_refundFail")
    refund_object = await refund(simulator, account, payment_intent=intent.id)
    assert refund_object.status == "succeeded"
    assert await refunded_amount(simulator, account, intent) == (2000, True)
    start = len(simulator.event_types(account))
    simulator.clock.advance(DAYS)
    await simulator.sandbox.tick()
    found = await simulator.client.v1.refunds.retrieve_async(refund_object.id, None, request_options(account))
    assert (found.status, found.failure_reason) == ("failed", "expired_or_canceled_card")
    assert since(simulator, account, start) == ["refund.failed", "refund.updated", "charge.refund.updated"]
    assert await refunded_amount(simulator, account, intent) == (0, False)
    await refund(simulator, account, payment_intent=intent.id, amount=2000)


async def test_refunds_are_listed_by_payment(simulator: SimulatorHarness) -> None:
    """Newest first, in pages; of this account alone; a charge lists its own when it is expanded."""
    account = await simulator.create_onboarded_account()
    intent, other = await pay_intent(simulator, account), await pay_intent(simulator, account)
    ids = [(await refund(simulator, account, payment_intent=intent.id, amount=1)).id for _ in range(12)]
    theirs = (await refund(simulator, account, payment_intent=other.id)).id
    newest = list(reversed(ids))
    assert await list_refunds(simulator, account) == [theirs, *newest[:9]]
    assert await list_refunds(simulator, account, payment_intent=intent.id, limit=100) == newest
    assert await list_refunds(simulator, account, charge=intent.latest_charge, limit=100) == newest
    assert await list_refunds(simulator, account, payment_intent=intent.id, starting_after=newest[9]) == newest[10:]
    assert await list_refunds(simulator, account, created={"gte": int(simulator.clock.now) + 1}) == []
    assert await list_refunds(simulator, await simulator.create_onboarded_account(), payment_intent=intent.id) == []
    charge = await simulator.latest_charge(account, intent)
    assert "refunds" not in charge.to_dict()
    expanded = await simulator.client.v1.payment_intents.retrieve_async(
        intent.id, {"expand": ["latest_charge.refunds"]}, request_options(account)
    )
    assert isinstance(expanded.latest_charge, stripe.Charge)
    assert expanded.latest_charge.refunds is not None
    assert [one.id for one in expanded.latest_charge.refunds.data] == newest[:10]
    assert expanded.latest_charge.refunds.has_more


@pytest.mark.parametrize("path", ["latest_charge.colour", "refunds", "latest_charge.refunds.data", "data.customer"])
async def test_unknown_path_is_not_expanded(simulator: SimulatorHarness, path: str) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        await simulator.client.v1.payment_intents.retrieve_async(
            intent.id, {"expand": [path]}, request_options(account)
        )


async def test_its_metadata_is_written_and_nothing_else(simulator: SimulatorHarness) -> None:
    """And none of a card or debit is ever canceled."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    refund_object = await refund(
        simulator, account, payment_intent=intent.id, amount=600, metadata={"a": "1", "b": "2"}
    )
    changed = await simulator.client.v1.refunds.update_async(
        refund_object.id, {"metadata": {"a": "", "c": "3"}}, request_options(account)
    )
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}
    assert simulator.event_types(account)[-1] == "refund.updated"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be canceled"):
        await simulator.client.v1.refunds.cancel_async(refund_object.id, None, request_options(account))
    assert (
        await simulator.client.v1.refunds.retrieve_async(refund_object.id, None, request_options(account))
    ).status == "succeeded"
