"""Everything that is asked of the provider, over a transport that holds it to Stripe's own declarations."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid

import pytest

from gateway import AccountState, FailureCode, IntentStatus, Provider, ProviderObjectNotFound, ProviderRefused
from models import PaymentMethod
from money import Money
from tests.gateway.conftest import BASE_URL, GatewayHarness

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT


def test_the_mode_is_that_of_the_key() -> None:
    """A live key and a test key are told apart by how they begin; restricted keys, too."""
    modes = {"sk_live_1": True, "rk_live_1": True, "sk_test_1": False, "rk_test_1": False}
    for key, livemode in modes.items():
        assert Provider(key, "pk", "whsec").livemode is livemode


def test_browsers_may_reach_the_simulator_at_another_address() -> None:
    """With Stripe itself there is nothing to tell a browser."""
    assert Provider("sk_test_1", "pk", "whsec").api_base is None
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a").api_base == "http://a"
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a", public_api_base="http://b").api_base == "http://b"


async def test_a_firms_own_account(stripe_gateway: GatewayHarness) -> None:
    """Full dashboard, fees of its own, losses borne by Stripe; asking again for the same row makes no second one."""
    connection = uuid.uuid4()
    account = await stripe_gateway.provider.create_account(connection, "FR", "EUR", "Lumière")
    sent = stripe_gateway.last_exchange
    assert sent.form["controller"] == {
        "fees": {"payer": "account"},
        "losses": {"payments": "stripe"},
        "requirement_collection": "stripe",
        "stripe_dashboard": {"type": "full"},
    }
    assert set(sent.form["capabilities"]) == {"card_payments", "transfers", "sepa_debit_payments"}
    assert sent.form["metadata"] == {"acompte_id": str(connection)}
    assert sent.headers["Idempotency-Key"] == f"account:{connection}"
    assert "Stripe-Account" not in sent.headers
    assert await stripe_gateway.provider.create_account(connection, "FR", "EUR", "Lumière") == account


async def test_no_debit_is_requested_where_there_is_none(stripe_gateway: GatewayHarness) -> None:
    """D4: a firm in yen is not asked to take debits."""
    account = await stripe_gateway.create_onboarded_account("JPY", country="JP")
    created = next(one for one in stripe_gateway.transport.exchanges if one.path == "/v1/accounts")
    assert set(created.form["capabilities"]) == {"card_payments", "transfers"}
    assert (await stripe_gateway.provider.fetch_account(account, "JPY")).methods == {CARD}


async def test_an_account_from_its_making_to_its_use(stripe_gateway: GatewayHarness) -> None:
    """D2, D4: its methods are its active capabilities in the firm's currency, as they are at that moment."""
    account = await stripe_gateway.provider.create_account(uuid.uuid4(), "FR", "EUR", "Lumière")
    bare = AccountState(account, details_submitted=False, charges_enabled=False, methods=frozenset())
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == bare
    link = await stripe_gateway.provider.create_account_link(account, "http://house/again", "http://house/done")
    assert link.startswith(f"{BASE_URL}/connect/onboarding/")
    assert link != await stripe_gateway.provider.create_account_link(account, "http://house/again", "http://house/done")
    await stripe_gateway.browser.post(link)
    ready = AccountState(account, details_submitted=True, charges_enabled=True, methods=frozenset({CARD, DEBIT}))
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == ready
    await stripe_gateway.act_on_account(account, "capabilities", sepa_debit_payments="inactive")
    assert (await stripe_gateway.provider.fetch_account(account, "EUR")).methods == {CARD}
    assert (await stripe_gateway.provider.fetch_account(account, "USD")).methods == {CARD}


async def test_an_account_that_stripe_wants_more_of(stripe_gateway: GatewayHarness) -> None:
    """D2: it takes nothing, and asking it for a sum is refused."""
    account = await stripe_gateway.create_onboarded_account(outcome="restricted")
    truth = AccountState(account, details_submitted=True, charges_enabled=False, methods=frozenset())
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == truth
    with pytest.raises(ProviderRefused):
        await stripe_gateway.create_intent(account)


async def test_a_client_is_a_customer_of_the_firms_account(stripe_gateway: GatewayHarness) -> None:
    """D30: made for a charge, and for that charge once, however often it is asked for."""
    account, charge, client = await stripe_gateway.create_onboarded_account(), uuid.uuid4(), uuid.uuid4()
    customer = await stripe_gateway.provider.create_customer(account, charge, client, "Ada")
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == account
    assert stripe_gateway.last_exchange.headers["Idempotency-Key"] == f"customer:{charge}"
    assert stripe_gateway.last_exchange.form == {"name": "Ada", "metadata": {"acompte_id": str(client)}}
    assert await stripe_gateway.provider.create_customer(account, charge, client, "Ada") == customer
    assert await stripe_gateway.provider.create_customer(account, uuid.uuid4(), client, "Ada") != customer


@pytest.mark.parametrize(("method", "scheme"), [(CARD, "card"), (DEBIT, "sepa_debit")])
async def test_create_intent(stripe_gateway: GatewayHarness, method: PaymentMethod, scheme: str) -> None:
    """D8: on the firm's own account, exactly, by one method; nothing has come yet."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account, method=method)
    intent = await stripe_gateway.provider.create_intent(request)
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == account
    assert stripe_gateway.last_exchange.headers["Idempotency-Key"] == f"intent:{request.id}"
    assert stripe_gateway.last_exchange.form == {
        "amount": "2000",
        "currency": "eur",
        "customer": request.customer_id,
        "allowed_payment_method_types": [scheme],
        "description": "Invoice 7, Lumière",
        "metadata": {
            "acompte_id": str(request.id),
            "acompte_firm_id": str(request.firm_id),
            "acompte_client_id": str(request.client_id),
            "acompte_invoice_id": str(request.invoice_id),
        },
    }
    assert (intent.account_id, intent.status) == (account, IntentStatus.REQUIRES_ACTION)
    assert (intent.amount, intent.received) == (Money(20_00, "EUR"), Money(0, "EUR"))
    assert (intent.failure, intent.provider_code) == (None, None)
    assert not intent.has_charge
    assert not intent.livemode
    assert intent.client_secret is not None
    assert await stripe_gateway.provider.fetch_intent(account, intent.id) == intent


async def test_same_row_creates_one_intent(stripe_gateway: GatewayHarness) -> None:
    """D30: the row's id is the key at the provider, one after another and side by side."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.create_intent(request) == intent
    other = dataclasses.replace(request, id=uuid.uuid4())
    assert (await stripe_gateway.provider.create_intent(other)).id != intent.id


async def test_unsupported_bank_debit_is_not_requested(stripe_gateway: GatewayHarness) -> None:
    """D4: refused here, before anybody is asked."""
    account = await stripe_gateway.create_onboarded_account("JPY", country="JP")
    request = await stripe_gateway.build_intent_request(account, Money(2_000, "JPY"), DEBIT)
    before = len(stripe_gateway.transport.exchanges)
    with pytest.raises(ProviderRefused) as refused:
        await stripe_gateway.provider.create_intent(request)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "no_debit_in_this_currency")
    assert len(stripe_gateway.transport.exchanges) == before


async def test_it_succeeds(stripe_gateway: GatewayHarness) -> None:
    """D9: what was received is told, exactly."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received, found.failure) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"), None)
    assert found.has_charge


async def test_a_debit_is_processing_until_the_bank_has_settled_it(stripe_gateway: GatewayHarness) -> None:
    """D15: nothing is received until then."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=DEBIT)
    await stripe_gateway.confirm_intent(intent, "pm_success_fr")
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received.minor) == (IntentStatus.PROCESSING, 0)
    await stripe_gateway.sandbox.tick()
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


@pytest.mark.parametrize("status", ["requires_confirmation", "requires_action", "requires_payment_method"])
async def test_whatever_waits_for_the_payer_requires_action(stripe_gateway: GatewayHarness, status: str) -> None:
    """D23: Stripe's three words are one of ours."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    stripe_gateway.sandbox.tamper(intent.id, status=status)
    found = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert found.status is IntentStatus.REQUIRES_ACTION


async def test_a_word_that_we_do_not_know_is_no_end(stripe_gateway: GatewayHarness) -> None:
    """D23: a status of next year is under way until it is one that we know."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    stripe_gateway.sandbox.tamper(intent.id, status="processing")
    assert (await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)).status is IntentStatus.PROCESSING


async def test_it_is_canceled(stripe_gateway: GatewayHarness) -> None:
    """D35: what is canceled can never succeed; canceling it again says so again."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    for _ in range(2):
        found = await stripe_gateway.provider.cancel_intent(intent.account_id, intent.id)
        assert found.status is IntentStatus.CANCELED
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    assert (await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)).status is IntentStatus.CANCELED


async def test_too_late_to_cancel(stripe_gateway: GatewayHarness) -> None:
    """D35: the payer was faster; what is true comes back, and no error."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    found = await stripe_gateway.provider.cancel_intent(intent.account_id, intent.id)
    assert (found.status, found.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


async def test_what_is_not_there_cannot_be_canceled(stripe_gateway: GatewayHarness) -> None:
    """D23: missing is not canceled."""
    with pytest.raises(ProviderObjectNotFound):
        await stripe_gateway.provider.cancel_intent(await stripe_gateway.create_onboarded_account(), "pi_of_nobody")


async def test_the_intent_of_a_lost_answer_is_found(stripe_gateway: GatewayHarness) -> None:
    """D23: by our id, among all that the client was ever asked for, on however many pages they are."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    wanted = await stripe_gateway.provider.create_intent(request)
    others = [dataclasses.replace(request, id=uuid.uuid4()) for _ in range(100)]
    await asyncio.gather(*(stripe_gateway.provider.create_intent(other) for other in others))
    before = len(stripe_gateway.transport.exchanges)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == wanted
    asked = stripe_gateway.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == account for one in asked)
    assert all(one.form["customer"] == request.customer_id for one in asked)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, uuid.uuid4()) is None


async def test_of_nobody_nothing_is_found(stripe_gateway: GatewayHarness) -> None:
    """D23: a client who was never asked for anything."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) is None
