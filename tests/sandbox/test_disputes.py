"""Disputes, as Stripe documents them: opened by test methods or by hand, and what each does to the money."""

from typing import Any

import pytest
import stripe

from sandbox import errors
from tests.sandbox.conftest import House, Params, body, own
from tests.sandbox.test_refunds import ACH, paid, refund, refunded, refused, since

WITHDRAWN = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


async def disputes(house: House, account: str, **params: Any) -> list[stripe.Dispute]:
    asked: Params = params
    return (await house.client.v1.disputes.list_async(asked, own(account))).data


async def only(house: House, account: str) -> tuple[str, list[int], bool]:
    """The one dispute that there is: its status, what it moved, and whether its charge can be refunded."""
    (found,) = await disputes(house, account)
    fetched = await house.client.v1.disputes.retrieve_async(found.id, None, own(account))
    assert fetched == found
    return found.status, [one.amount for one in found.balance_transactions], found.is_charge_refundable


def do(house: House, account: str, deed: str, **form: str | int) -> str:
    """Have it happen; gives the id of the dispute."""
    return str(house.sandbox.dashboard(deed, account, **form)["id"])


@pytest.mark.parametrize(
    ("method", "reason", "status", "moved", "told"),
    [
        ("pm_card_createDispute", "fraudulent", "needs_response", [-2000], WITHDRAWN),
        ("pm_card_createDisputeProductNotReceived", "product_not_received", "needs_response", [-2000], WITHDRAWN),
        ("pm_card_createDisputeInquiry", "fraudulent", "warning_needs_response", [], WITHDRAWN[:1]),
        ("pm_usBankAccount_dispute", "debit_not_authorized", "lost", [-2000], [*WITHDRAWN, "charge.dispute.closed"]),
    ],
)
async def test_the_documented_ones(
    house: House, method: str, reason: str, status: str, moved: list[int], told: list[str]
) -> None:
    """The payment succeeds, and is disputed at once."""
    account = await house.account()
    intent = await paid(house, account, method, "card" if "card" in method else ACH)
    assert intent.status == "succeeded"
    (found,) = await disputes(house, account, payment_intent=intent.id)
    assert (found.reason, found.amount, found.currency) == (reason, 2000, "usd")
    assert (found.charge, found.payment_intent) == (intent.latest_charge, intent.id)
    assert await only(house, account) == (status, moved, not moved)
    assert (await house.charge(account, intent)).disputed
    types = house.types(account)
    assert types[types.index("payment_intent.succeeded") + 1 :] == told


async def test_one_payment_disputed_several_times(house: House) -> None:
    """Together, the disputes are of the whole payment."""
    account = await house.account()
    intent = await house.intent(account, amount=2001)
    await house.confirm(account, intent.id, "pm_card_createMultipleDisputes")
    assert [one.amount for one in await disputes(house, account)] == [1000, 1001]


async def test_lost_is_lost(house: House) -> None:
    """Nothing more is moved, and the charge stays disputed."""
    account = await house.account()
    intent = await paid(house, account)
    start = len(house.types(account))
    dispute = do(house, account, "dispute", payment_intent=intent.id, amount=700)
    assert await only(house, account) == ("needs_response", [-700], False)
    do(house, account, "lose", dispute=dispute)
    assert await only(house, account) == ("lost", [-700], False)
    assert since(house, account, start) == [*WITHDRAWN, "charge.dispute.closed"]
    closed = house.sandbox.events(account=account)[-1]
    assert closed["data"]["previous_attributes"] == {"status": "needs_response"}
    assert closed["data"]["object"]["payment_intent"] == intent.id
    assert (await house.charge(account, intent)).disputed


async def test_won_gives_back_and_may_be_taken_up_again(house: House) -> None:
    """A second round takes the money a second time; an appeal gives it back."""
    account = await house.account()
    intent = await paid(house, account)
    dispute = do(house, account, "dispute", payment_intent=intent.id)
    start = len(house.types(account))
    do(house, account, "win", dispute=dispute)
    assert await only(house, account) == ("won", [-2000, 2000], True)
    assert since(house, account, start) == ["charge.dispute.closed", "charge.dispute.funds_reinstated"]
    do(house, account, "escalate", dispute=dispute)
    assert await only(house, account) == ("needs_response", [-2000, 2000, -2000], False)
    do(house, account, "lose", dispute=dispute)
    do(house, account, "win", dispute=dispute)
    assert await only(house, account) == ("won", [-2000, 2000, -2000, 2000], True)


async def test_an_inquiry_moves_nothing_until_it_escalates(house: House) -> None:
    account = await house.account()
    intent = await paid(house, account)
    inquiry = do(house, account, "inquire", payment_intent=intent.id)
    assert await only(house, account) == ("warning_needs_response", [], True)
    start = len(house.types(account))
    do(house, account, "escalate", dispute=inquiry)
    assert await only(house, account) == ("needs_response", [-2000], False)
    assert since(house, account, start) == ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]


async def test_an_inquiry_is_closed(house: House) -> None:
    account = await house.account()
    intent = await paid(house, account)
    inquiry = do(house, account, "inquire", payment_intent=intent.id)
    start = len(house.types(account))
    do(house, account, "win", dispute=inquiry)
    assert await only(house, account) == ("warning_closed", [], True)
    assert since(house, account, start) == ["charge.dispute.closed"]


@pytest.mark.parametrize(
    ("before", "deed"),
    [
        (("dispute",), "escalate"),
        (("dispute", "lose"), "escalate"),
        (("dispute", "lose"), "lose"),
        (("dispute", "win"), "win"),
        (("dispute", "win"), "lose"),
        (("inquire",), "lose"),
        (("inquire", "win"), "win"),
        (("inquire", "win"), "escalate"),
        (("inquire", "win"), "lose"),
    ],
)
async def test_what_cannot_happen_does_not(house: House, before: tuple[str, ...], deed: str) -> None:
    """And leaves no trace."""
    account = await house.account()
    intent = await paid(house, account)
    dispute = do(house, account, before[0], payment_intent=intent.id)
    for earlier in before[1:]:
        do(house, account, earlier, dispute=dispute)
    was, start = await only(house, account), len(house.types(account))
    with pytest.raises(errors.ApiError, match="has a status of"):
        do(house, account, deed, dispute=dispute)
    assert (await only(house, account), since(house, account, start)) == (was, [])


async def test_a_bank_does_not_look_at_refunds(house: House) -> None:
    """100 taken, 50 refunded, 100 disputed."""
    account = await house.account()
    intent = await paid(house, account)
    await refund(house, account, payment_intent=intent.id, amount=1000)
    do(house, account, "dispute", payment_intent=intent.id, amount=2000)
    assert await only(house, account) == ("needs_response", [-2000], False)
    assert await refunded(house, account, intent) == (1000, False)


async def test_no_refund_while_a_bank_has_the_money(house: House) -> None:
    """Of two disputes both have to be over; an inquiry hinders nothing."""
    account = await house.account()
    intent = await paid(house, account)
    do(house, account, "inquire", payment_intent=intent.id)
    await refund(house, account, payment_intent=intent.id, amount=1)
    first, second = [do(house, account, "dispute", payment_intent=intent.id, amount=500) for _ in range(2)]
    for won in (first, second):
        assert await refused(house, account, payment_intent=intent.id) == ("charge_disputed", None)
        do(house, account, "win", dispute=won)
    await refund(house, account, payment_intent=intent.id, amount=1)


async def test_a_dispute_stops_what_is_on_its_way_back(house: House) -> None:
    """A pending refund fails when a bank takes the money; one that has arrived stands."""
    account = await house.account()
    intent = await paid(house, account, "pm_card_pendingRefund")
    arrived = await refund(house, account, payment_intent=intent.id, amount=300)
    do(house, account, "settle_refund", refund=arrived.id)
    pending = await refund(house, account, payment_intent=intent.id, amount=600)
    start = len(house.types(account))
    do(house, account, "dispute", payment_intent=intent.id)
    found = await house.client.v1.refunds.retrieve_async(pending.id, None, own(account))
    assert (found.status, found.failure_reason) == ("failed", "charge_for_pending_refund_disputed")
    assert await refunded(house, account, intent) == (300, False)
    failed = ["refund.failed", "refund.updated", "charge.refund.updated"]
    assert since(house, account, start) == [*WITHDRAWN, *failed]
    house.clock.forward(1000)
    await house.sandbox.tick()
    assert (await house.client.v1.refunds.retrieve_async(pending.id, None, own(account))).status == "failed"
    assert await refunded(house, account, intent) == (300, False)


async def test_a_debit_comes_back_after_it_settled(house: House) -> None:
    """Lost from the start, as there is nothing to say against it; nobody inquires about debits, and cards do not."""
    account = await house.account()
    intent = await paid(house, account, "pm_usBankAccount_success", ACH)
    start = len(house.types(account))
    do(house, account, "bounce", payment_intent=intent.id, amount=500)
    assert await only(house, account) == ("lost", [-500], False)
    (found,) = await disputes(house, account)
    assert (found.reason, found.payment_method_details) == ("insufficient_funds", None)
    assert since(house, account, start) == [*WITHDRAWN, "charge.dispute.closed"]
    card = await paid(house, account)
    for deed, wrong in (("inquire", intent), ("bounce", card)):
        with pytest.raises(errors.ApiError):
            do(house, account, deed, payment_intent=wrong.id)
    assert len(await disputes(house, account)) == 1


async def test_what_has_not_succeeded_is_not_disputed(house: House) -> None:
    account = await house.account()
    succeeded, unpaid = await paid(house, account), await house.intent(account)
    debit = await house.intent(account, allowed_payment_method_types=[ACH])
    await house.confirm(account, debit.id, "pm_usBankAccount_success")
    start = len(house.types(account))
    for intent, amount in ((unpaid, 1), (debit, 1), (succeeded, 0), (succeeded, -1)):
        with pytest.raises(errors.ApiError):
            do(house, account, "dispute", payment_intent=intent.id, amount=amount)
    assert since(house, account, start) == []
    assert await disputes(house, account) == []


async def test_they_are_listed_by_payment(house: House) -> None:
    """Newest first, in pages; of this account alone."""
    account = await house.account()
    intent, other = await paid(house, account), await paid(house, account)
    made = [do(house, account, "inquire", payment_intent=intent.id, amount=1) for _ in range(12)]
    theirs = do(house, account, "dispute", payment_intent=other.id)
    newest = list(reversed(made))
    assert [one.id for one in await disputes(house, account)] == [theirs, *newest[:9]]
    for narrowed in ({"payment_intent": intent.id}, {"charge": intent.latest_charge}):
        assert [one.id for one in await disputes(house, account, limit=100, **narrowed)] == newest
    assert [one.id for one in await disputes(house, account, starting_after=newest[9])] == newest[10:]
    foreign = await house.account()
    assert await disputes(house, foreign, payment_intent=intent.id) == []
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        await house.client.v1.disputes.retrieve_async(theirs, None, own(foreign))
    assert body(refusal.value)["code"] == "resource_missing"


async def test_they_are_told_like_everything_else(house: House) -> None:
    """Signed, held back and put in another order as a test likes."""
    account = await house.account()
    intent = await paid(house, account)
    house.endpoint.received.clear()
    house.sandbox.hold_webhooks = True
    dispute = do(house, account, "dispute", payment_intent=intent.id)
    do(house, account, "win", dispute=dispute)
    assert await house.sandbox.tick() == 0
    told = house.sandbox.events(account=account)[-4:]
    for event in reversed(told):
        assert await house.sandbox.deliver(event["id"]) == 200
    assert house.endpoint.types == [
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.created",
    ]
    seen = [len(event.data.object["balance_transactions"]) for event in house.endpoint.received]
    assert seen == [2, 2, 1, 1]
