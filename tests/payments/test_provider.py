"""Everything that is asked of the provider, over a transport that holds it to Stripe's own declarations."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid

import pytest

from gateway import AccountTruth, FailureCode, IntentStatus, Provider, ProviderMissing, ProviderRefused
from models import PaymentMethod
from money import Money
from tests.payments.conftest import BASE_URL, Door

CARD, DEBIT = PaymentMethod.CARD, PaymentMethod.BANK_DEBIT


def test_the_mode_is_that_of_the_key() -> None:
    """A live key and a test key are told apart by how they begin; restricted keys, too."""
    modes = {"sk_live_1": True, "rk_live_1": True, "sk_test_1": False, "rk_test_1": False}
    for key, livemode in modes.items():
        assert Provider(key, "pk", "whsec").livemode is livemode


def test_browsers_may_reach_the_stand_in_elsewhere() -> None:
    """With Stripe itself there is nothing to tell a browser."""
    assert Provider("sk_test_1", "pk", "whsec").api_base is None
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a").api_base == "http://a"
    assert Provider("sk_test_1", "pk", "whsec", api_base="http://a", window_base="http://b").api_base == "http://b"


async def test_a_firms_own_account(door: Door) -> None:
    """Full dashboard, fees of its own, losses borne by Stripe; asking again for the same row makes no second one."""
    connection = uuid.uuid4()
    account = await door.provider.create_account(connection, "FR", "EUR", "Lumière")
    sent = door.last
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
    assert await door.provider.create_account(connection, "FR", "EUR", "Lumière") == account


async def test_no_debit_is_requested_where_there_is_none(door: Door) -> None:
    """D4: a firm in yen is not asked to take debits."""
    account = await door.account("JPY", country="JP")
    created = next(one for one in door.transport.exchanges if one.path == "/v1/accounts")
    assert set(created.form["capabilities"]) == {"card_payments", "transfers"}
    assert (await door.provider.fetch_account(account, "JPY")).methods == {CARD}


async def test_an_account_from_its_making_to_its_use(door: Door) -> None:
    """D2, D4: its methods are its active capabilities in the firm's currency, as they are at that moment."""
    account = await door.provider.create_account(uuid.uuid4(), "FR", "EUR", "Lumière")
    bare = AccountTruth(account, details_submitted=False, charges_enabled=False, methods=frozenset())
    assert await door.provider.fetch_account(account, "EUR") == bare
    link = await door.provider.account_link(account, "http://house/again", "http://house/done")
    assert link.startswith(f"{BASE_URL}/connect/onboarding/")
    assert link != await door.provider.account_link(account, "http://house/again", "http://house/done")
    await door.browser.post(link)
    ready = AccountTruth(account, details_submitted=True, charges_enabled=True, methods=frozenset({CARD, DEBIT}))
    assert await door.provider.fetch_account(account, "EUR") == ready
    await door.control(account, "capabilities", sepa_debit_payments="inactive")
    assert (await door.provider.fetch_account(account, "EUR")).methods == {CARD}
    assert (await door.provider.fetch_account(account, "USD")).methods == {CARD}


async def test_an_account_that_stripe_wants_more_of(door: Door) -> None:
    """D2: it takes nothing, and asking it for a sum is refused."""
    account = await door.account(outcome="restricted")
    truth = AccountTruth(account, details_submitted=True, charges_enabled=False, methods=frozenset())
    assert await door.provider.fetch_account(account, "EUR") == truth
    with pytest.raises(ProviderRefused):
        await door.intent(account)


async def test_a_client_is_a_customer_of_the_firms_account(door: Door) -> None:
    """D30: made for a charge, and for that charge once, however often it is asked for."""
    account, charge, client = await door.account(), uuid.uuid4(), uuid.uuid4()
    customer = await door.provider.create_customer(account, charge, client, "Ada")
    assert door.last.headers["Stripe-Account"] == account
    assert door.last.headers["Idempotency-Key"] == f"customer:{charge}"
    assert door.last.form == {"name": "Ada", "metadata": {"acompte_id": str(client)}}
    assert await door.provider.create_customer(account, charge, client, "Ada") == customer
    assert await door.provider.create_customer(account, uuid.uuid4(), client, "Ada") != customer


@pytest.mark.parametrize(("method", "scheme"), [(CARD, "card"), (DEBIT, "sepa_debit")])
async def test_a_sum_is_asked_for(door: Door, method: PaymentMethod, scheme: str) -> None:
    """D8: on the firm's own account, exactly, by one method; nothing has come yet."""
    account = await door.account()
    request = await door.request(account, method=method)
    intent = await door.provider.create_intent(request)
    assert door.last.headers["Stripe-Account"] == account
    assert door.last.headers["Idempotency-Key"] == f"intent:{request.id}"
    assert door.last.form == {
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
    assert not intent.reached_bank
    assert not intent.livemode
    assert intent.client_secret is not None
    assert await door.provider.fetch_intent(account, intent.id) == intent


async def test_the_same_row_is_never_asked_for_twice(door: Door) -> None:
    """D30: the row's id is the key at the provider, one after another and side by side."""
    request = await door.request(await door.account())
    intent = await door.provider.create_intent(request)
    assert await door.provider.create_intent(request) == intent
    other = dataclasses.replace(request, id=uuid.uuid4())
    assert (await door.provider.create_intent(other)).id != intent.id


async def test_no_debit_is_asked_for_where_there_is_none(door: Door) -> None:
    """D4: refused here, before anybody is asked."""
    account = await door.account("JPY", country="JP")
    request = await door.request(account, Money(2_000, "JPY"), DEBIT)
    before = len(door.transport.exchanges)
    with pytest.raises(ProviderRefused) as refused:
        await door.provider.create_intent(request)
    assert (refused.value.code, refused.value.provider_code) == (FailureCode.OTHER, "no_debit_in_this_currency")
    assert len(door.transport.exchanges) == before


async def test_it_succeeds(door: Door) -> None:
    """D9: what was received is told, exactly."""
    intent = await door.intent(await door.account())
    await door.confirm(intent, "pm_card_visa")
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received, found.failure) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"), None)
    assert found.reached_bank


async def test_a_debit_is_processing_until_the_bank_has_settled_it(door: Door) -> None:
    """D15: nothing is received until then."""
    intent = await door.intent(await door.account(), method=DEBIT)
    await door.confirm(intent, "pm_success_fr")
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received.minor) == (IntentStatus.PROCESSING, 0)
    await door.sandbox.tick()
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert (found.status, found.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


@pytest.mark.parametrize("status", ["requires_confirmation", "requires_action", "requires_payment_method"])
async def test_whatever_waits_for_the_payer_requires_action(door: Door, status: str) -> None:
    """D23: Stripe's three words are one of ours."""
    intent = await door.intent(await door.account())
    door.sandbox.tamper(intent.id, status=status)
    found = await door.provider.fetch_intent(intent.account_id, intent.id)
    assert found.status is IntentStatus.REQUIRES_ACTION


async def test_a_word_that_we_do_not_know_is_no_end(door: Door) -> None:
    """D23: a status of next year is under way until it is one that we know."""
    intent = await door.intent(await door.account())
    door.sandbox.tamper(intent.id, status="processing")
    assert (await door.provider.fetch_intent(intent.account_id, intent.id)).status is IntentStatus.PROCESSING


async def test_it_is_canceled(door: Door) -> None:
    """D35: what is canceled can never succeed; canceling it again says so again."""
    intent = await door.intent(await door.account())
    for _ in range(2):
        found = await door.provider.cancel_intent(intent.account_id, intent.id)
        assert found.status is IntentStatus.CANCELED
    await door.confirm(intent, "pm_card_visa")
    assert (await door.provider.fetch_intent(intent.account_id, intent.id)).status is IntentStatus.CANCELED


async def test_too_late_to_cancel(door: Door) -> None:
    """D35: the payer was faster; what is true comes back, and no error."""
    intent = await door.intent(await door.account())
    await door.confirm(intent, "pm_card_visa")
    found = await door.provider.cancel_intent(intent.account_id, intent.id)
    assert (found.status, found.received) == (IntentStatus.SUCCEEDED, Money(20_00, "EUR"))


async def test_what_is_not_there_cannot_be_canceled(door: Door) -> None:
    """D23: missing is not canceled."""
    with pytest.raises(ProviderMissing):
        await door.provider.cancel_intent(await door.account(), "pi_of_nobody")


async def test_the_intent_of_a_lost_answer_is_found(door: Door) -> None:
    """D23: by our id, among all that the client was ever asked for, on however many pages they are."""
    account = await door.account()
    request = await door.request(account)
    wanted = await door.provider.create_intent(request)
    others = [dataclasses.replace(request, id=uuid.uuid4()) for _ in range(100)]
    await asyncio.gather(*(door.provider.create_intent(other) for other in others))
    before = len(door.transport.exchanges)
    assert await door.provider.find_intent(account, request.customer_id, request.id) == wanted
    asked = door.transport.exchanges[before:]
    assert len(asked) == 2
    assert all(one.headers["Stripe-Account"] == account for one in asked)
    assert all(one.form["customer"] == request.customer_id for one in asked)
    assert await door.provider.find_intent(account, request.customer_id, uuid.uuid4()) is None


async def test_of_nobody_nothing_is_found(door: Door) -> None:
    """D23: a client who was never asked for anything."""
    account = await door.account()
    request = await door.request(account)
    assert await door.provider.find_intent(account, request.customer_id, request.id) is None
