"""Disputes, as Stripe documents them: opened by test methods or by hand, and what each does to the money."""

from typing import Any

import pytest
import stripe

from sandbox import errors
from tests.sandbox.conftest import Params, SimulatorHarness, error_body, request_options
from tests.sandbox.test_refunds import ACH, pay_intent, refund, refund_error, refunded_amount, since

WITHDRAWN = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


async def disputes(simulator: SimulatorHarness, account: str, **params: Any) -> list[stripe.Dispute]:
    fields: Params = params
    return (await simulator.client.v1.disputes.list_async(fields, request_options(account))).data


async def only_dispute(simulator: SimulatorHarness, account: str) -> tuple[str, list[int], bool]:
    """The one dispute that there is: its status, what it moved, and whether its charge can be refunded."""
    (found,) = await disputes(simulator, account)
    fetched = await simulator.client.v1.disputes.retrieve_async(found.id, None, request_options(account))
    assert fetched == found
    return found.status, [one.amount for one in found.balance_transactions], found.is_charge_refundable


def act_on_dispute(simulator: SimulatorHarness, account: str, control: str, **form: str | int) -> str:
    """Have it happen; gives the id of the dispute."""
    return str(simulator.sandbox.run_control(control, account, **form)["id"])


@pytest.mark.parametrize(
    ("method", "reason", "status", "moved", "event_types"),
    [
        ("pm_card_createDispute", "fraudulent", "needs_response", [-2000], WITHDRAWN),
        ("pm_card_createDisputeProductNotReceived", "product_not_received", "needs_response", [-2000], WITHDRAWN),
        ("pm_card_createDisputeInquiry", "fraudulent", "warning_needs_response", [], WITHDRAWN[:1]),
        ("pm_usBankAccount_dispute", "debit_not_authorized", "lost", [-2000], [*WITHDRAWN, "charge.dispute.closed"]),
    ],
)
async def test_documented_payment_method_is_disputed(
    simulator: SimulatorHarness, method: str, reason: str, status: str, moved: list[int], event_types: list[str]
) -> None:
    """The payment succeeds, and is disputed at once."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account, method, "card" if "card" in method else ACH)
    assert intent.status == "succeeded"
    (found,) = await disputes(simulator, account, payment_intent=intent.id)
    assert (found.reason, found.amount, found.currency) == (reason, 2000, "usd")
    assert (found.charge, found.payment_intent) == (intent.latest_charge, intent.id)
    assert await only_dispute(simulator, account) == (status, moved, not moved)
    assert (await simulator.latest_charge(account, intent)).disputed
    types = simulator.event_types(account)
    assert types[types.index("payment_intent.succeeded") + 1 :] == event_types


async def test_one_payment_disputed_several_times(simulator: SimulatorHarness) -> None:
    """Together, the disputes are of the whole payment."""
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account, amount=2001)
    await simulator.confirm_intent(account, intent.id, "pm_card_createMultipleDisputes")
    assert [one.amount for one in await disputes(simulator, account)] == [1000, 1001]


async def test_lost_dispute_moves_no_more_money(simulator: SimulatorHarness) -> None:
    """Nothing more is moved, and the charge stays disputed."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    start = len(simulator.event_types(account))
    dispute = act_on_dispute(simulator, account, "dispute", payment_intent=intent.id, amount=700)
    assert await only_dispute(simulator, account) == ("needs_response", [-700], False)
    act_on_dispute(simulator, account, "lose", dispute=dispute)
    assert await only_dispute(simulator, account) == ("lost", [-700], False)
    assert since(simulator, account, start) == [*WITHDRAWN, "charge.dispute.closed"]
    closed = simulator.sandbox.events(account=account)[-1]
    assert closed["data"]["previous_attributes"] == {"status": "needs_response"}
    assert closed["data"]["object"]["payment_intent"] == intent.id
    assert (await simulator.latest_charge(account, intent)).disputed


async def test_won_gives_back_and_may_be_taken_up_again(simulator: SimulatorHarness) -> None:
    """A second round takes the money a second time; an appeal gives it back."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    dispute = act_on_dispute(simulator, account, "dispute", payment_intent=intent.id)
    start = len(simulator.event_types(account))
    act_on_dispute(simulator, account, "win", dispute=dispute)
    assert await only_dispute(simulator, account) == ("won", [-2000, 2000], True)
    assert since(simulator, account, start) == ["charge.dispute.closed", "charge.dispute.funds_reinstated"]
    act_on_dispute(simulator, account, "escalate", dispute=dispute)
    assert await only_dispute(simulator, account) == ("needs_response", [-2000, 2000, -2000], False)
    act_on_dispute(simulator, account, "lose", dispute=dispute)
    act_on_dispute(simulator, account, "win", dispute=dispute)
    assert await only_dispute(simulator, account) == ("won", [-2000, 2000, -2000, 2000], True)


async def test_an_inquiry_moves_nothing_until_it_escalates(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    inquiry = act_on_dispute(simulator, account, "inquire", payment_intent=intent.id)
    assert await only_dispute(simulator, account) == ("warning_needs_response", [], True)
    start = len(simulator.event_types(account))
    act_on_dispute(simulator, account, "escalate", dispute=inquiry)
    assert await only_dispute(simulator, account) == ("needs_response", [-2000], False)
    assert since(simulator, account, start) == ["charge.dispute.updated", "charge.dispute.funds_withdrawn"]


async def test_an_inquiry_is_closed(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    inquiry = act_on_dispute(simulator, account, "inquire", payment_intent=intent.id)
    start = len(simulator.event_types(account))
    act_on_dispute(simulator, account, "win", dispute=inquiry)
    assert await only_dispute(simulator, account) == ("warning_closed", [], True)
    assert since(simulator, account, start) == ["charge.dispute.closed"]


@pytest.mark.parametrize(
    ("before", "control"),
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
async def test_control_that_the_status_excludes_is_refused(
    simulator: SimulatorHarness, before: tuple[str, ...], control: str
) -> None:
    """And leaves no trace."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    dispute = act_on_dispute(simulator, account, before[0], payment_intent=intent.id)
    for earlier in before[1:]:
        act_on_dispute(simulator, account, earlier, dispute=dispute)
    was, start = await only_dispute(simulator, account), len(simulator.event_types(account))
    with pytest.raises(errors.ApiError, match="has a status of"):
        act_on_dispute(simulator, account, control, dispute=dispute)
    assert (await only_dispute(simulator, account), since(simulator, account, start)) == (was, [])


async def test_a_bank_does_not_look_at_refunds(simulator: SimulatorHarness) -> None:
    """100 taken, 50 refunded, 100 disputed."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    await refund(simulator, account, payment_intent=intent.id, amount=1000)
    act_on_dispute(simulator, account, "dispute", payment_intent=intent.id, amount=2000)
    assert await only_dispute(simulator, account) == ("needs_response", [-2000], False)
    assert await refunded_amount(simulator, account, intent) == (1000, False)


async def test_no_refund_while_a_bank_has_the_money(simulator: SimulatorHarness) -> None:
    """Of two disputes both have to be over; an inquiry hinders nothing."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    act_on_dispute(simulator, account, "inquire", payment_intent=intent.id)
    await refund(simulator, account, payment_intent=intent.id, amount=1)
    first, second = [
        act_on_dispute(simulator, account, "dispute", payment_intent=intent.id, amount=500) for _ in range(2)
    ]
    for won in (first, second):
        assert await refund_error(simulator, account, payment_intent=intent.id) == ("charge_disputed", None)
        act_on_dispute(simulator, account, "win", dispute=won)
    await refund(simulator, account, payment_intent=intent.id, amount=1)


async def test_a_dispute_stops_what_is_on_its_way_back(simulator: SimulatorHarness) -> None:
    """A pending refund fails when a bank takes the money; one that has arrived stands."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account, "pm_card_pendingRefund")
    arrived = await refund(simulator, account, payment_intent=intent.id, amount=300)
    act_on_dispute(simulator, account, "settle_refund", refund=arrived.id)
    pending = await refund(simulator, account, payment_intent=intent.id, amount=600)
    start = len(simulator.event_types(account))
    act_on_dispute(simulator, account, "dispute", payment_intent=intent.id)
    found = await simulator.client.v1.refunds.retrieve_async(pending.id, None, request_options(account))
    assert (found.status, found.failure_reason) == ("failed", "charge_for_pending_refund_disputed")
    assert await refunded_amount(simulator, account, intent) == (300, False)
    failed = ["refund.failed", "refund.updated", "charge.refund.updated"]
    assert since(simulator, account, start) == [*WITHDRAWN, *failed]
    simulator.clock.advance(1000)
    await simulator.sandbox.tick()
    assert (
        await simulator.client.v1.refunds.retrieve_async(pending.id, None, request_options(account))
    ).status == "failed"
    assert await refunded_amount(simulator, account, intent) == (300, False)


async def test_a_debit_comes_back_after_it_settled(simulator: SimulatorHarness) -> None:
    """Lost from the start, as there is nothing to say against it; nobody inquires about debits, and cards do not."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account, "pm_usBankAccount_success", ACH)
    start = len(simulator.event_types(account))
    act_on_dispute(simulator, account, "bounce", payment_intent=intent.id, amount=500)
    assert await only_dispute(simulator, account) == ("lost", [-500], False)
    (found,) = await disputes(simulator, account)
    assert (found.reason, found.payment_method_details) == ("insufficient_funds", None)
    assert since(simulator, account, start) == [*WITHDRAWN, "charge.dispute.closed"]
    card = await pay_intent(simulator, account)
    for name, wrong in (("inquire", intent), ("bounce", card)):
        with pytest.raises(errors.ApiError):
            act_on_dispute(simulator, account, name, payment_intent=wrong.id)
    assert len(await disputes(simulator, account)) == 1


async def test_what_has_not_succeeded_is_not_disputed(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    succeeded, unpaid = await pay_intent(simulator, account), await simulator.create_intent(account)
    debit = await simulator.create_intent(account, allowed_payment_method_types=[ACH])
    await simulator.confirm_intent(account, debit.id, "pm_usBankAccount_success")
    start = len(simulator.event_types(account))
    for intent, amount in ((unpaid, 1), (debit, 1), (succeeded, 0), (succeeded, -1)):
        with pytest.raises(errors.ApiError):
            act_on_dispute(simulator, account, "dispute", payment_intent=intent.id, amount=amount)
    assert since(simulator, account, start) == []
    assert await disputes(simulator, account) == []


async def test_disputes_are_listed_by_payment(simulator: SimulatorHarness) -> None:
    """Newest first, in pages; of this account alone."""
    account = await simulator.create_onboarded_account()
    intent, other = await pay_intent(simulator, account), await pay_intent(simulator, account)
    inquiries = [act_on_dispute(simulator, account, "inquire", payment_intent=intent.id, amount=1) for _ in range(12)]
    theirs = act_on_dispute(simulator, account, "dispute", payment_intent=other.id)
    newest = list(reversed(inquiries))
    assert [one.id for one in await disputes(simulator, account)] == [theirs, *newest[:9]]
    for narrowed in ({"payment_intent": intent.id}, {"charge": intent.latest_charge}):
        assert [one.id for one in await disputes(simulator, account, limit=100, **narrowed)] == newest
    assert [one.id for one in await disputes(simulator, account, starting_after=newest[9])] == newest[10:]
    foreign = await simulator.create_onboarded_account()
    assert await disputes(simulator, foreign, payment_intent=intent.id) == []
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        await simulator.client.v1.disputes.retrieve_async(theirs, None, request_options(foreign))
    assert error_body(refusal.value)["code"] == "resource_missing"


async def test_dispute_events_are_delivered(simulator: SimulatorHarness) -> None:
    """Signed, held back and put in another order as a test likes."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    simulator.endpoint.received.clear()
    simulator.sandbox.hold_webhooks = True
    dispute = act_on_dispute(simulator, account, "dispute", payment_intent=intent.id)
    act_on_dispute(simulator, account, "win", dispute=dispute)
    assert await simulator.sandbox.tick() == 0
    events = simulator.sandbox.events(account=account)[-4:]
    for event in reversed(events):
        assert await simulator.sandbox.deliver(event["id"]) == 200
    assert simulator.endpoint.types == [
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.created",
    ]
    seen = [len(event.data.object["balance_transactions"]) for event in simulator.endpoint.received]
    assert seen == [2, 2, 1, 1]
