"""Calls to Stripe: what is sent, and how the responses are mapped."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid

import pytest

from gateway import AccountState, FailureCode, IntentStatus, Provider, ProviderObjectNotFound, ProviderRefused
from gateway.stripe.mapping import to_intent
from models import PaymentMethod
from money import Money
from tests.gateway.conftest import BASE_URL, GatewayHarness

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT


def test_mode_of_the_api_key() -> None:
    """The key's prefix tells live from test mode, also of restricted keys."""
    modes = {"sk_live_1": True, "rk_live_1": True, "sk_test_1": False, "rk_test_1": False}
    for key, livemode in modes.items():
        assert Provider(key, "pk", "whsec").livemode is livemode


def test_browsers_may_reach_the_simulator_at_another_address() -> None:
    """With Stripe itself, browsers need no address."""
    assert Provider("sk_test_1", "pk", "whsec").api_base is None
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a").api_base == "http://a"
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a", public_api_base="http://b").api_base == "http://b"


async def test_create_account(stripe_gateway: GatewayHarness) -> None:
    """Full dashboard, own fees, losses borne by Stripe; one account per row of ours."""
    connection = uuid.uuid4()
    account = await stripe_gateway.provider.create_account(connection, "FR", "EUR", "Lumière")
    request = stripe_gateway.last_exchange
    assert request.form["controller"] == {
        "fees": {"payer": "account"},
        "losses": {"payments": "stripe"},
        "requirement_collection": "stripe",
        "stripe_dashboard": {"type": "full"},
    }
    assert set(request.form["capabilities"]) == {"card_payments", "transfers", "sepa_debit_payments"}
    assert request.form["metadata"] == {"acompte_id": str(connection)}
    assert request.headers["Idempotency-Key"].startswith(f"account:{connection}:")
    assert "Stripe-Account" not in request.headers
    assert await stripe_gateway.provider.create_account(connection, "FR", "EUR", "Lumière") == account


async def test_no_debit_is_requested_where_there_is_none(stripe_gateway: GatewayHarness) -> None:
    """D4: an account in yen does not request a bank debit capability."""
    account = await stripe_gateway.create_onboarded_account("JPY", country="JP")
    created = next(exchange for exchange in stripe_gateway.transport.exchanges if exchange.path == "/v1/accounts")
    assert set(created.form["capabilities"]) == {"card_payments", "transfers"}
    assert (await stripe_gateway.provider.fetch_account(account, "JPY")).methods == {CARD}


async def test_account_state_through_onboarding(stripe_gateway: GatewayHarness) -> None:
    """D2, D4: the methods are the active capabilities in the firm's currency, now."""
    account = await stripe_gateway.provider.create_account(uuid.uuid4(), "FR", "EUR", "Lumière")
    created = AccountState(account, details_submitted=False, charges_enabled=False, methods=frozenset())
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == created
    link = await stripe_gateway.provider.create_account_link(account, "http://app/refresh", "http://app/return")
    assert link.startswith(f"{BASE_URL}/connect/onboarding/")
    assert link != await stripe_gateway.provider.create_account_link(account, "http://app/refresh", "http://app/return")
    await stripe_gateway.browser.post(link)
    ready = AccountState(account, details_submitted=True, charges_enabled=True, methods=frozenset({CARD, DEBIT}))
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == ready
    await stripe_gateway.act_on_account(account, "capabilities", sepa_debit_payments="inactive")
    assert (await stripe_gateway.provider.fetch_account(account, "EUR")).methods == {CARD}
    assert (await stripe_gateway.provider.fetch_account(account, "USD")).methods == {CARD}


async def test_restricted_account(stripe_gateway: GatewayHarness) -> None:
    """D2: it has no methods, and intents are refused."""
    account = await stripe_gateway.create_onboarded_account(outcome="restricted")
    restricted = AccountState(account, details_submitted=True, charges_enabled=False, methods=frozenset())
    assert await stripe_gateway.provider.fetch_account(account, "EUR") == restricted
    with pytest.raises(ProviderRefused):
        await stripe_gateway.create_intent(account)


async def test_create_customer(stripe_gateway: GatewayHarness) -> None:
    """D30: one customer per charge, however often it is requested."""
    account, charge, client = await stripe_gateway.create_onboarded_account(), uuid.uuid4(), uuid.uuid4()
    customer = await stripe_gateway.provider.create_customer(account, charge, client, "Ada")
    assert stripe_gateway.last_exchange.headers["Stripe-Account"] == account
    assert stripe_gateway.last_exchange.headers["Idempotency-Key"].startswith(f"customer:{charge}:")
    assert stripe_gateway.last_exchange.form == {"name": "Ada", "metadata": {"acompte_id": str(client)}}
    assert await stripe_gateway.provider.create_customer(account, charge, client, "Ada") == customer
    assert await stripe_gateway.provider.create_customer(account, uuid.uuid4(), client, "Ada") != customer


@pytest.mark.parametrize(("method", "scheme"), [(CARD, "card"), (DEBIT, "sepa_debit")])
async def test_create_intent(stripe_gateway: GatewayHarness, method: PaymentMethod, scheme: str) -> None:
    """D8: on the firm's own account, of the exact amount and one method; nothing is received yet."""
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
    """D30: the row's id is the idempotency key."""
    request = await stripe_gateway.build_intent_request(await stripe_gateway.create_onboarded_account())
    intent = await stripe_gateway.provider.create_intent(request)
    assert await stripe_gateway.provider.create_intent(request) == intent
    other = dataclasses.replace(request, id=uuid.uuid4())
    assert (await stripe_gateway.provider.create_intent(other)).id != intent.id


async def test_unsupported_bank_debit_is_not_requested(stripe_gateway: GatewayHarness) -> None:
    """D4: refused without a call to Stripe."""
    account = await stripe_gateway.create_onboarded_account("JPY", country="JP")
    request = await stripe_gateway.build_intent_request(account, Money(2_000, "JPY"), DEBIT)
    before = len(stripe_gateway.transport.exchanges)
    with pytest.raises(ProviderRefused) as caught:
        await stripe_gateway.provider.create_intent(request)
    assert (caught.value.code, caught.value.provider_code) == (FailureCode.OTHER, "no_debit_in_this_currency")
    assert len(stripe_gateway.transport.exchanges) == before


async def test_succeeded_intent(stripe_gateway: GatewayHarness) -> None:
    """D9: the exact amount is received."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (fetched.status, fetched.received, fetched.failure) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"), None)
    assert fetched.has_charge


async def test_debit_is_processing_until_it_settles(stripe_gateway: GatewayHarness) -> None:
    """D15: nothing is received until then."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account(), method=DEBIT)
    await stripe_gateway.confirm_intent(intent, "pm_success_fr")
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (fetched.status, fetched.received.minor) == (IntentStatus.PROCESSING, 0)
    await stripe_gateway.sandbox.tick()
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert (fetched.status, fetched.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


@pytest.mark.parametrize("status", ["requires_confirmation", "requires_action", "requires_payment_method"])
async def test_statuses_that_require_action(stripe_gateway: GatewayHarness, status: str) -> None:
    """D23: three statuses of Stripe's are one of ours."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    stripe_gateway.sandbox.tamper(intent.id, status=status)
    fetched = await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)
    assert fetched.status is IntentStatus.REQUIRES_ACTION


def test_unknown_status_is_processing() -> None:
    """D23: a status that Stripe adds later does not end a payment."""
    body = {"id": "pi_1", "status": "added_later", "amount": 5_00, "currency": "eur", "livemode": False}
    assert to_intent(body, "acct_1").status is IntentStatus.PROCESSING


async def test_cancel_intent(stripe_gateway: GatewayHarness) -> None:
    """D35: a canceled intent cannot succeed, and can be canceled again."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    for _ in range(2):
        canceled = await stripe_gateway.provider.cancel_intent(intent.account_id, intent.id)
        assert canceled.status is IntentStatus.CANCELED
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    assert (await stripe_gateway.provider.fetch_intent(intent.account_id, intent.id)).status is IntentStatus.CANCELED


async def test_too_late_to_cancel(stripe_gateway: GatewayHarness) -> None:
    """D35: the payer was faster: the intent's state is returned, without an error."""
    intent = await stripe_gateway.create_intent(await stripe_gateway.create_onboarded_account())
    await stripe_gateway.confirm_intent(intent, "pm_card_visa")
    fetched = await stripe_gateway.provider.cancel_intent(intent.account_id, intent.id)
    assert (fetched.status, fetched.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


async def test_cancel_missing_intent(stripe_gateway: GatewayHarness) -> None:
    """D23: missing is not canceled."""
    with pytest.raises(ProviderObjectNotFound):
        await stripe_gateway.provider.cancel_intent(await stripe_gateway.create_onboarded_account(), "pi_unknown")


async def test_find_intent_after_a_lost_response(stripe_gateway: GatewayHarness) -> None:
    """D23: by our id, among all intents of the customer, on all pages."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    intent = await stripe_gateway.provider.create_intent(request)
    others = [dataclasses.replace(request, id=uuid.uuid4()) for _ in range(100)]
    await asyncio.gather(*(stripe_gateway.provider.create_intent(other) for other in others))
    before = len(stripe_gateway.transport.exchanges)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) == intent
    exchanges = stripe_gateway.transport.exchanges[before:]
    assert len(exchanges) == 2
    assert all(exchange.headers["Stripe-Account"] == account for exchange in exchanges)
    assert all(exchange.form["customer"] == request.customer_id for exchange in exchanges)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, uuid.uuid4()) is None


async def test_find_intent_of_a_new_customer(stripe_gateway: GatewayHarness) -> None:
    """D23: None for a customer without intents."""
    account = await stripe_gateway.create_onboarded_account()
    request = await stripe_gateway.build_intent_request(account)
    assert await stripe_gateway.provider.find_intent(account, request.customer_id, request.id) is None
