"""Refunds, as Stripe documents them: what is refused, what takes days, what comes back."""

from typing import Any

import pytest
import stripe

from tests.sandbox.conftest import House, Params, body, own

DAYS = 20.0
ACH = "us_bank_account"


async def paid(house: House, account: str, method: str = "pm_card_visa", kind: str = "card") -> stripe.PaymentIntent:
    """A PaymentIntent over 2000 that has succeeded."""
    intent = await house.intent(account, allowed_payment_method_types=[kind], metadata={"payment": "1"})
    await house.confirm(account, intent.id, method)
    house.clock.forward(DAYS)
    await house.sandbox.tick()
    return await house.fetch(account, intent.id)


async def refund(house: House, account: str, key: str | None = None, **params: Any) -> stripe.Refund:
    asked: Params = params
    return await house.client.v1.refunds.create_async(asked, own(account, key))


async def refunded(house: House, account: str, intent: stripe.PaymentIntent) -> tuple[int, bool]:
    charge = await house.charge(account, intent)
    return charge.amount_refunded, charge.refunded


async def listed(house: House, account: str, **params: Any) -> list[str]:
    asked: Params = params
    return [one.id for one in (await house.client.v1.refunds.list_async(asked, own(account))).data]


def since(house: House, account: str, start: int) -> list[str]:
    return house.types(account)[start:]


async def refused(house: House, account: str, **params: Any) -> tuple[str | None, str | None]:
    """The code and the parameter of a refusal that left no trace."""
    before = len(house.types(account)), await listed(house, account)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        await refund(house, account, **params)
    assert (len(house.types(account)), await listed(house, account)) == before
    told = body(refusal.value)
    return told.get("code"), told.get("param")


async def test_a_part_and_then_the_rest(house: House) -> None:
    """A card's refund is through at once; without an amount it is all that is left."""
    account = await house.account()
    intent = await paid(house, account)
    start = len(house.types(account))
    part = await refund(house, account, payment_intent=intent.id, amount=600, metadata={"refund": "1"})
    assert (part.amount, part.currency, part.status, part.charge) == (600, "usd", "succeeded", intent.latest_charge)
    assert (part.payment_intent, part.failure_reason, part.pending_reason) == (intent.id, None, None)
    assert part.metadata is not None
    assert part.metadata.to_dict() == {"refund": "1"}
    assert part.id.startswith("re_")
    assert await refunded(house, account, intent) == (600, False)
    rest = await refund(house, account, charge=intent.latest_charge, reason="requested_by_customer")
    assert (rest.amount, rest.reason) == (1400, "requested_by_customer")
    assert await refunded(house, account, intent) == (2000, True)
    assert since(house, account, start) == ["refund.created", "charge.refunded"] * 2
    assert (await house.fetch(account, intent.id)).amount_received == 2000
    assert await house.sandbox.tick() == 4


async def test_an_event_shows_the_object_as_it_was(house: House) -> None:
    account = await house.account()
    intent = await paid(house, account)
    made = await refund(house, account, payment_intent=intent.id, amount=600)
    created, charge = house.sandbox.events(account=account)[-2:]
    assert created["data"]["object"] == made.to_dict()
    assert (charge["data"]["object"]["id"], charge["data"]["object"]["amount_refunded"]) == (made.charge, 600)
    assert charge["data"]["object"]["payment_intent"] == intent.id
    house.endpoint.received.clear()
    await house.sandbox.tick()
    assert house.endpoint.types == ["refund.created", "charge.refunded"]


async def test_more_than_is_left_is_refused(house: House) -> None:
    account = await house.account()
    intent = await paid(house, account)
    assert await refused(house, account, payment_intent=intent.id, amount=2001) == (None, "amount")
    await refund(house, account, payment_intent=intent.id, amount=600)
    assert await refused(house, account, payment_intent=intent.id, amount=1401) == (None, "amount")
    await refund(house, account, payment_intent=intent.id, amount=1400)
    for params in ({}, {"amount": 1}):
        code = ("charge_already_refunded", None)
        assert await refused(house, account, payment_intent=intent.id, **params) == code
    assert await refunded(house, account, intent) == (2000, True)


async def test_nonsense_is_refused(house: House) -> None:
    account = await house.account()
    intent = await paid(house, account)
    other = await paid(house, account)
    assert await refused(house, account) == ("parameter_missing", "payment_intent")
    for amount in (0, -1):
        expected = ("parameter_invalid_integer", "amount")
        assert await refused(house, account, payment_intent=intent.id, amount=amount) == expected
    assert await refused(house, account, payment_intent="pi_none") == ("resource_missing", "payment_intent")
    assert await refused(house, account, charge="ch_none") == ("resource_missing", "charge")
    mixed = {"payment_intent": intent.id, "charge": other.latest_charge}
    assert await refused(house, account, **mixed) == (None, "charge")
    assert await refused(house, account, payment_intent=intent.id, reason="mood") == ("parameter_invalid", "reason")
    foreign = await house.account()
    assert await refused(house, foreign, payment_intent=intent.id) == ("resource_missing", "payment_intent")
    assert await refused(house, foreign, charge=intent.latest_charge) == ("resource_missing", "charge")


async def test_what_has_not_succeeded_is_not_refunded(house: House) -> None:
    account = await house.account()
    unpaid, declined = await house.intent(account), await house.intent(account)
    with pytest.raises(stripe.CardError):
        await house.confirm(account, declined.id, "pm_card_visa_chargeDeclined")
    debit = await house.intent(account, allowed_payment_method_types=[ACH])
    await house.confirm(account, debit.id, "pm_usBankAccount_success")
    for intent in (unpaid, declined, debit):
        assert await refused(house, account, payment_intent=intent.id) == ("charge_not_refundable", None)


async def test_with_one_key_it_is_made_once(house: House) -> None:
    """A refusal is remembered as well: asking again with its key does not try again."""
    account = await house.account()
    intent = await paid(house, account)
    first = await refund(house, account, "key-1", payment_intent=intent.id, amount=600)
    assert (await refund(house, account, "key-1", payment_intent=intent.id, amount=600)).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        await refund(house, account, "key-1", payment_intent=intent.id, amount=601)
    assert await refunded(house, account, intent) == (600, False)
    house.sandbox.dashboard("balance", account, empty="true")
    for empty in ("true", "false"):
        house.sandbox.dashboard("balance", account, empty=empty)
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            await refund(house, account, "key-2", payment_intent=intent.id, amount=1)
        assert refusal.value.code == "balance_insufficient"
    await refund(house, account, "key-3", payment_intent=intent.id, amount=1)
    assert await refunded(house, account, intent) == (601, False)


@pytest.mark.parametrize(
    ("method", "kind"), [("pm_card_pendingRefund", "card"), ("pm_usBankAccount_success", ACH)], ids=["card", "debit"]
)
async def test_a_late_one_is_pending_first(house: House, method: str, kind: str) -> None:
    """Some cards' and every debit's: what is on its way back counts as refunded."""
    account = await house.account()
    intent = await paid(house, account, method, kind)
    made = await refund(house, account, payment_intent=intent.id, amount=600)
    assert (made.status, made.pending_reason) == ("pending", "processing")
    assert made.id.startswith("re_" if kind == "card" else "pyr_")
    assert await refunded(house, account, intent) == (600, False)
    assert await refused(house, account, payment_intent=intent.id, amount=1401) == (None, "amount")
    start = len(house.types(account))
    house.clock.forward(DAYS - 1)
    await house.sandbox.tick()
    assert (await house.client.v1.refunds.retrieve_async(made.id, None, own(account))).status == "pending"
    house.clock.forward(1)
    await house.sandbox.tick()
    found = await house.client.v1.refunds.retrieve_async(made.id, None, own(account))
    assert (found.status, found.pending_reason) == ("succeeded", None)
    assert since(house, account, start) == ["refund.updated", "charge.refund.updated"]
    assert house.sandbox.events(account=account)[-1]["data"]["previous_attributes"] == {"status": "pending"}
    assert await refunded(house, account, intent) == (600, False)
    assert await house.sandbox.tick() == 0


async def test_one_that_succeeded_fails_after_all(house: House) -> None:
    """Then the money is the firm's again, and can be refunded in another way."""
    account = await house.account()
    intent = await paid(house, account, "pm_card_refundFail")
    made = await refund(house, account, payment_intent=intent.id)
    assert made.status == "succeeded"
    assert await refunded(house, account, intent) == (2000, True)
    start = len(house.types(account))
    house.clock.forward(DAYS)
    await house.sandbox.tick()
    found = await house.client.v1.refunds.retrieve_async(made.id, None, own(account))
    assert (found.status, found.failure_reason) == ("failed", "expired_or_canceled_card")
    assert since(house, account, start) == ["refund.failed", "refund.updated", "charge.refund.updated"]
    assert await refunded(house, account, intent) == (0, False)
    await refund(house, account, payment_intent=intent.id, amount=2000)


async def test_they_are_listed_by_payment(house: House) -> None:
    """Newest first, in pages; of this account alone; a charge lists its own when it is asked to."""
    account = await house.account()
    intent, other = await paid(house, account), await paid(house, account)
    made = [(await refund(house, account, payment_intent=intent.id, amount=1)).id for _ in range(12)]
    theirs = (await refund(house, account, payment_intent=other.id)).id
    newest = list(reversed(made))
    assert await listed(house, account) == [theirs, *newest[:9]]
    assert await listed(house, account, payment_intent=intent.id, limit=100) == newest
    assert await listed(house, account, charge=intent.latest_charge, limit=100) == newest
    assert await listed(house, account, payment_intent=intent.id, starting_after=newest[9]) == newest[10:]
    assert await listed(house, account, created={"gte": int(house.clock.now) + 1}) == []
    assert await listed(house, await house.account(), payment_intent=intent.id) == []
    charge = await house.charge(account, intent)
    assert "refunds" not in charge.to_dict()
    expanded = await house.client.v1.payment_intents.retrieve_async(
        intent.id, {"expand": ["latest_charge.refunds"]}, own(account)
    )
    assert isinstance(expanded.latest_charge, stripe.Charge)
    assert expanded.latest_charge.refunds is not None
    assert [one.id for one in expanded.latest_charge.refunds.data] == newest[:10]
    assert expanded.latest_charge.refunds.has_more


@pytest.mark.parametrize("path", ["latest_charge.colour", "refunds", "latest_charge.refunds.data", "data.customer"])
async def test_what_is_not_there_is_not_expanded(house: House, path: str) -> None:
    account = await house.account()
    intent = await paid(house, account)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        await house.client.v1.payment_intents.retrieve_async(intent.id, {"expand": [path]}, own(account))


async def test_its_metadata_is_written_and_nothing_else(house: House) -> None:
    """And none of a card or debit is ever canceled."""
    account = await house.account()
    intent = await paid(house, account)
    made = await refund(house, account, payment_intent=intent.id, amount=600, metadata={"a": "1", "b": "2"})
    changed = await house.client.v1.refunds.update_async(made.id, {"metadata": {"a": "", "c": "3"}}, own(account))
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}
    assert house.types(account)[-1] == "refund.updated"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be canceled"):
        await house.client.v1.refunds.cancel_async(made.id, None, own(account))
    assert (await house.client.v1.refunds.retrieve_async(made.id, None, own(account))).status == "succeeded"
