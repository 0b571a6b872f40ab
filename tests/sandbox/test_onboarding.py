"""Accounts become able to charge through a page that serves once, and can leave again."""

import pytest
import stripe

from tests.sandbox.conftest import Params, SimulatorHarness

WANTED: Params = {"capabilities": {"card_payments": {"requested": True}, "sepa_debit_payments": {"requested": True}}}


async def test_a_new_account_can_do_nothing_yet(simulator: SimulatorHarness) -> None:
    wanted: Params = {**WANTED, "country": "DE", "email": "o@firm.test"}
    account = await simulator.client.v1.accounts.create_async(wanted)
    assert (account.details_submitted, account.charges_enabled, account.payouts_enabled) == (False, False, False)
    assert account.capabilities is not None
    assert account.capabilities.to_dict() == {"card_payments": "inactive", "sepa_debit_payments": "inactive"}
    assert (account.default_currency, account.country, account.type) == ("eur", "DE", "standard")


async def test_completing_onboarding_enables_the_account_and_sends_event(simulator: SimulatorHarness) -> None:
    account = await simulator.client.v1.accounts.create_async(WANTED)
    url = await simulator.create_onboarding_link(account.id)
    assert url.startswith("http://simulator.test/sandbox/connect/onboarding/")
    page = await simulator.browser.get(url)
    assert f"onboarding of {account.id}" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    done = await simulator.browser.post(url, data={"outcome": "complete"})
    assert (done.status_code, done.headers["location"]) == (303, "http://firm.test/done")
    now = await simulator.client.v1.accounts.retrieve_async(account.id)
    assert (now.details_submitted, now.charges_enabled, now.payouts_enabled) == (True, True, True)
    assert now.capabilities is not None
    assert set(now.capabilities.to_dict().values()) == {"active"}
    events = simulator.sandbox.events(account=account.id)
    assert [event["type"] for event in events] == ["capability.updated", "capability.updated", "account.updated"]
    assert {event["account"] for event in events} == {account.id}
    assert events[-1]["data"]["object"]["charges_enabled"] is True
    assert events[-1]["data"]["previous_attributes"]["charges_enabled"] is False


async def test_leaving_something_out_restricts_the_account(simulator: SimulatorHarness) -> None:
    account = await simulator.client.v1.accounts.create_async(WANTED)
    await simulator.browser.post(await simulator.create_onboarding_link(account.id), data={"outcome": "restricted"})
    now = await simulator.client.v1.accounts.retrieve_async(account.id)
    assert (now.details_submitted, now.charges_enabled) == (True, False)
    assert now.requirements is not None
    assert now.requirements.disabled_reason == "requirements.past_due"
    await simulator.browser.post(await simulator.create_onboarding_link(account.id), data={"outcome": "complete"})
    assert (await simulator.client.v1.accounts.retrieve_async(account.id)).charges_enabled


async def test_a_link_serves_once_and_not_for_long(simulator: SimulatorHarness) -> None:
    """A used or expired one sends its owner for another."""
    account = await simulator.client.v1.accounts.create_async(WANTED)
    used, old = await simulator.create_onboarding_link(account.id), await simulator.create_onboarding_link(account.id)
    assert (await simulator.browser.head(used)).status_code == 200
    assert (await simulator.browser.get(used)).status_code == 200
    again = await simulator.browser.get(used)
    assert (again.status_code, again.headers["location"]) == (303, "http://firm.test/again")
    simulator.clock.advance(5 * 60 + 1)
    expired = await simulator.browser.get(old)
    assert (expired.status_code, expired.headers["location"]) == (303, "http://firm.test/again")
    assert (await simulator.browser.post(used, data={})).headers["location"] == "http://firm.test/done"
    assert (await simulator.browser.post(used, data={})).headers["location"] == "http://firm.test/again"
    assert (await simulator.browser.get("/connect/onboarding/nothing")).status_code == 404
    assert simulator.event_types(account.id).count("account.updated") == 1


async def test_names_are_escaped(simulator: SimulatorHarness) -> None:
    wanted: Params = {**WANTED, "business_profile": {"name": "<script>alert(1)</script>"}}
    account = await simulator.client.v1.accounts.create_async(wanted)
    page = await simulator.browser.get(await simulator.create_onboarding_link(account.id))
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_a_full_dashboard_means_that_stripe_bears_losses(simulator: SimulatorHarness) -> None:
    wanted: Params = {"controller": {"stripe_dashboard": {"type": "full"}, "losses": {"payments": "application"}}}
    with pytest.raises(stripe.InvalidRequestError, match="bear losses"):
        await simulator.client.v1.accounts.create_async(wanted)
    params: Params = {
        "account": "acct_none",
        "type": "account_onboarding",
        "refresh_url": "x",
        "return_url": "http://x.test",
    }
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await simulator.client.v1.account_links.create_async(params)
    assert (refused.value.code, refused.value.param) == ("url_invalid", "refresh_url")


async def test_an_account_that_leaves_is_out_of_reach(simulator: SimulatorHarness) -> None:
    """The platform gets an event, and can then do nothing more with it; nor can browsers."""
    account = await simulator.create_onboarded_account()
    intent = await simulator.create_intent(account)
    control = f"/_control/accounts/{account}/deauthorize"
    assert (await simulator.browser.post(control)).status_code == 401
    headers = {"Authorization": "Bearer sk_test_sandbox"}
    assert (await simulator.browser.post(control, headers=headers)).status_code == 200
    assert simulator.event_types(account)[-1] == "account.application.deauthorized"
    for attempt in (
        simulator.client.v1.accounts.retrieve_async(account),
        simulator.retrieve_intent(account, intent.id),
    ):
        with pytest.raises(stripe.PermissionError):
            await attempt
    assert (await simulator.browser.post(control, headers=headers)).status_code == 403
    await simulator.sandbox.tick()
    assert simulator.endpoint.types[-1] == "account.application.deauthorized"
