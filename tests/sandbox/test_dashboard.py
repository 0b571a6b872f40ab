"""Controls, which a person clicks on the dashboard and a test sends: actions outside of Stripe's API."""

import re
from typing import Any

import pytest
import stripe

from sandbox import currencies, dashboard, errors
from tests.sandbox.conftest import SimulatorHarness, request_options
from tests.sandbox.test_disputes import disputes, only_dispute
from tests.sandbox.test_refunds import ACH, pay_intent, refund, refunded_amount

SECRET = {"Authorization": "Bearer sk_test_sandbox"}


async def control(simulator: SimulatorHarness, account: str, action: str, **form: Any) -> dict[str, Any]:
    response = await simulator.browser.post(f"/_control/accounts/{account}/{action}", data=form, headers=SECRET)
    return {"status": response.status_code, **response.json()}


async def click(simulator: SimulatorHarness, address: str, control: str, **form: str) -> str:
    """Send a form of the page; gives what the page shows then."""
    sent = await simulator.browser.post(address, data={"control": control, **form})
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"].endswith(address)
    return (await simulator.browser.get(sent.headers["location"])).text


def offered_actions(text: str) -> list[str]:
    return re.findall(r'name="control" value="(\w+)"', text)


async def test_a_person_refunds_and_disputes(simulator: SimulatorHarness) -> None:
    """From the list of firms to a dispute that is won, by links and buttons alone."""
    account = await simulator.create_onboarded_account(business_profile={"name": "<b>Firm</b>"})
    intent = await pay_intent(simulator, account)
    firms = (await simulator.browser.get("/dashboard")).text
    assert "&lt;b&gt;Firm" in firms
    assert f"/dashboard/{account}" in firms
    address = f"/dashboard/{account}/{intent.id}"
    payments = (await simulator.browser.get(f"/dashboard/{account}")).text
    assert address in payments
    assert "20.00 USD succeeded" in payments
    assert offered_actions((await simulator.browser.get(address)).text) == ["refund", "dispute", "inquire"]
    page = await click(simulator, address, "refund", amount="6.00")
    assert "Refund of 6.00 USD: succeeded" in page
    assert await refunded_amount(simulator, account, intent) == (600, False)
    page = await click(simulator, address, "dispute", amount="")
    assert "Dispute of 20.00 USD: needs_response" in page
    assert offered_actions(page)[-2:] == ["win", "lose"]
    (dispute,) = await disputes(simulator, account)
    assert f'name="dispute" value="{dispute.id}"' in page
    page = await click(simulator, address, "win", dispute=dispute.id)
    assert "Dispute of 20.00 USD: won" in page
    assert await only_dispute(simulator, account) == ("won", [-2000, 2000], True)
    assert "<script" not in page


async def test_a_payment_is_found_without_its_account(simulator: SimulatorHarness) -> None:
    """At the path that Stripe's dashboard has for it. Nothing else is a payment."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    found = await simulator.browser.get(f"/dashboard/payments/{intent.id}")
    assert (found.status_code, found.headers["location"].endswith(f"/dashboard/{account}/{intent.id}")) == (303, True)
    for other in ("pi_none", account):
        assert (await simulator.browser.get(f"/dashboard/payments/{other}")).status_code == 404


@pytest.mark.parametrize(
    ("method", "kind", "begins"),
    [
        ("pm_card_pendingRefund", "card", ["refund", "dispute", "inquire"]),
        ("pm_usBankAccount_success", ACH, ["refund", "bounce"]),
    ],
)
async def test_every_button_that_is_offered_works(
    simulator: SimulatorHarness, method: str, kind: str, begins: list[str]
) -> None:
    """Whatever a page offers for what was begun can be done: the first of it, and the last."""
    account = await simulator.create_onboarded_account()
    for begin in begins:
        for place in (0, -1):
            intent = await pay_intent(simulator, account, method, kind)
            address = f"/dashboard/{account}/{intent.id}"
            page = await click(simulator, address, begin, amount="1")
            assert offered_actions(page)[: len(begins)] == begins
            about = dict(re.findall(r'name="(refund|dispute)" value="(\w+)"', page))
            before = simulator.event_types(account)
            await click(simulator, address, offered_actions(page)[len(begins) :][place], **about)
            assert len(simulator.event_types(account)) > len(before)


async def test_the_window_leads_there(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    query = {"client_secret": str(intent.client_secret), "account": account}
    page = (await simulator.browser.get(f"/window/{intent.id}", params=query)).text
    assert f"/dashboard/{account}/{intent.id}" in page


async def test_before_it_is_paid_there_is_nothing_to_click(simulator: SimulatorHarness) -> None:
    account = await simulator.create_onboarded_account()
    assert "no payments yet" in (await simulator.browser.get(f"/dashboard/{account}")).text
    intent = await simulator.create_intent(account)
    assert offered_actions((await simulator.browser.get(f"/dashboard/{account}/{intent.id}")).text) == []


async def test_unknown_object_or_control_is_refused(simulator: SimulatorHarness) -> None:
    """No account yet, another account's payment, an unknown control, an invalid amount."""
    assert "no accounts yet" in (await simulator.browser.get("/dashboard")).text
    account, other = await simulator.create_onboarded_account(), await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    address = f"/dashboard/{account}/{intent.id}"
    for missing in (f"/dashboard/{other}/{intent.id}", f"/dashboard/{account}/pi_none", "/dashboard/acct_none"):
        assert (await simulator.browser.get(missing)).status_code in (403, 404)
    start = len(simulator.event_types(account))
    for form in (
        {"control": "nothing"},
        {},
        {"control": "refund", "amount": "x"},
        {"control": "refund", "amount": "20.01"},
    ):
        assert (await simulator.browser.post(address, data=form)).status_code in (400, 404)
    assert simulator.event_types(account)[start:] == []


@pytest.mark.parametrize(
    ("text", "currency", "units"),
    [("12.50", "eur", 1250), ("12,5", "eur", 1250), (" 12 ", "eur", 1200), ("12", "jpy", 12), ("1.234", "kwd", 1234)],
)
def test_amount_is_parsed(text: str, currency: str, units: int) -> None:
    assert currencies.parse_amount(text, currency) == units


@pytest.mark.parametrize(
    ("text", "currency"),
    [("12.505", "eur"), ("12.0", "jpy"), ("-1", "eur"), ("1e3", "eur"), (".5", "eur"), ("", "eur")],
)
def test_invalid_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(errors.ApiError):
        currencies.parse_amount(text, currency)


async def test_a_test_does_the_same_by_the_controls(simulator: SimulatorHarness) -> None:
    """Each control over HTTP, with the secret key; the object is the answer."""
    account = await simulator.create_onboarded_account()
    card, debit = (
        await pay_intent(simulator, account),
        await pay_intent(simulator, account, "pm_usBankAccount_success", ACH),
    )
    refund_object = await control(simulator, account, "refund", payment_intent=card.id, amount=500)
    assert (refund_object["status"], refund_object["object"], refund_object["amount"]) == ("succeeded", "refund", 500)
    refund_object = await control(
        simulator, account, "fail_refund", refund=refund_object["id"], reason="lost_or_stolen_card"
    )
    assert (refund_object["status"], refund_object["failure_reason"]) == ("failed", "lost_or_stolen_card")
    pending = await refund(simulator, account, payment_intent=debit.id, amount=1)
    assert (await control(simulator, account, "settle_refund", refund=pending.id))["status"] == "succeeded"
    inquiry = await control(simulator, account, "inquire", payment_intent=card.id)
    assert (inquiry["status"], inquiry["object"]) == ("warning_needs_response", "dispute")
    assert (await control(simulator, account, "escalate", dispute=inquiry["id"]))["status"] == "needs_response"
    assert (await control(simulator, account, "lose", dispute=inquiry["id"]))["status"] == "lost"
    second = await control(simulator, account, "dispute", payment_intent=card.id, amount=1)
    assert (await control(simulator, account, "win", dispute=second["id"]))["status"] == "won"
    assert (await control(simulator, account, "bounce", payment_intent=debit.id))["status"] == "lost"
    assert (await control(simulator, account, "balance", empty="true"))["object"] == "account"


@pytest.mark.parametrize("control_name", dashboard.CONTROLS)
async def test_the_controls_are_not_for_everybody(simulator: SimulatorHarness, control_name: str) -> None:
    """Nor without what they need, nor on an account that locked us out."""
    account = await simulator.create_onboarded_account()
    address = f"/_control/accounts/{account}/{control_name}"
    start = len(simulator.event_types(account))
    assert (await simulator.browser.post(address)).status_code == 401
    assert (await simulator.browser.post(address, headers=SECRET)).status_code == 400
    unknown = await simulator.browser.post(address, data={"colour": "red"}, headers=SECRET)
    assert unknown.json()["error"]["code"] == "parameter_unknown"
    assert simulator.event_types(account)[start:] == []
    await control(simulator, account, "deauthorize")
    with pytest.raises(stripe.PermissionError):
        await simulator.client.v1.refunds.list_async(None, request_options(account))
    assert (await simulator.browser.post(address, headers=SECRET)).status_code == 403


async def test_a_refund_that_ended_ends_once(simulator: SimulatorHarness) -> None:
    """Failed stays failed, and one that arrived does not arrive again; it may come back once."""
    account = await simulator.create_onboarded_account()
    intent = await pay_intent(simulator, account)
    refund_object = await refund(simulator, account, payment_intent=intent.id, amount=600)
    assert (await control(simulator, account, "settle_refund", refund=refund_object.id))["status"] == 400
    assert (await control(simulator, account, "fail_refund", refund=refund_object.id))["status"] == "failed"
    start = len(simulator.event_types(account))
    for name in ("settle_refund", "fail_refund"):
        assert (await control(simulator, account, name, refund=refund_object.id))["status"] == 400
    assert simulator.event_types(account)[start:] == []
    assert await refunded_amount(simulator, account, intent) == (0, False)
