"""Provider payments while processes die and answers get lost: one command is one intent and one charge."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.clients.update_client import UpdateClientCommand, update_client
from billing.errors import AmountOutOfRange, ProviderRefused, ProviderUnavailable
from billing.live.change_feed import Changes, find_changes, load_head
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.providers.connect_provider import ConnectProviderCommand, connect_provider
from billing.services import Snapshot
from billing.settings.update_firm import UpdateFirmCommand, update_firm
from db.write_transaction import WriteTransaction
from graph import global_ids
from models import PaymentMethod, PaymentStatus, ProviderKind
from money import Money
from sandbox import Fault
from tests.support.firm import SANDBOX_URL, AppHarness, Firm
from tests.support.graphql_client import execute

FULL = AmountChoice.FULL
CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD


class ProcessDied(BaseException):
    """Simulates the death of the process: application code does not catch it."""


@contextmanager
def die_at_commit(kind: str) -> Iterator[None]:
    """Die at the commit of the transaction that records an event of this kind; earlier ones are committed."""
    commit = WriteTransaction.commit

    async def die_or_commit(writes: WriteTransaction, added: Any = (), changed: Any = ()) -> None:
        added = list(added)
        events = [row for row in (*added, *writes.session.sync_session) if isinstance(row, models.Event)]
        if any(event.kind == kind for event in events):
            raise ProcessDied
        await commit(writes, added, changed)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(ProcessDied):
        patch.setattr(WriteTransaction, "commit", die_or_commit)
        yield


async def cancel_at_fault(fault: Fault, use_case: Awaitable[object]) -> None:
    """Cancel the use case while the provider handles its request, as the death of the process would."""
    task = asyncio.ensure_future(use_case)
    await fault.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def only_row_id(app: AppHarness, table: type[models.Prepayment]) -> uuid.UUID:
    async with app.services.reads() as session:
        (row_id,) = (await session.scalars(select(table.id))).all()
        return row_id


def created_intent_count(app: AppHarness) -> int:
    return len(app.sandbox.events(kind="payment_intent.created"))


async def charged_amount(app: AppHarness, firm: Firm) -> int:
    """The total of all succeeded intents, in Stripe's units."""
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    succeeded = app.sandbox.events(account=account, kind="payment_intent.succeeded")
    return sum(event["data"]["object"]["amount_received"] for event in succeeded)


@pytest.mark.parametrize("continued_by", ["same key", "job"])
@pytest.mark.parametrize("death", ["before its effect", "after its effect", "at our commit"])
async def test_process_dies_during_provider_request(app: AppHarness, death: str, continued_by: str) -> None:
    """P1, P2, D30: whether the caller or the job continues: one intent, one charge, one credit."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    before = created_intent_count(app)

    async def pay() -> list[models.Payment]:
        return await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")

    if death == "at our commit":
        with die_at_commit("charge.opened"):
            await pay()
    else:
        when = "before" if death.startswith("before") else "after"
        fault = Fault("pause", when=when, path="payment_intents$")  # type: ignore[arg-type]
        await cancel_at_fault(app.sandbox.faults.add(fault), pay())
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)
    assert await firm.credits() == (0, 30_00)
    if continued_by == "job":
        app.clock.advance(seconds=31)
        await app.run_due_jobs()
    card_payment, credits_payment = await pay()
    assert (card_payment.status, credits_payment.status) == (PaymentStatus.REQUIRES_ACTION,) * 2
    assert (card_payment.amount, credits_payment.amount) == (20_00, 30_00)
    assert created_intent_count(app) == before + 1
    await firm.settle_charge(card_payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)
    assert await charged_amount(app, firm) == 50_00


async def test_process_dies_before_the_customer_exists(app: AppHarness) -> None:
    """P2: nothing exists at the provider yet; the job creates customer and intent."""
    firm = await app.create_ready_firm()
    for when in ("before", "after"):
        fault = Fault("pause", when=when, path="customers$")
        await cancel_at_fault(app.sandbox.faults.add(fault), firm.start_prepayment("20.00"))
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    assert created_intent_count(app) == 2
    async with app.services.reads() as session:
        statuses = await session.scalars(select(models.Prepayment.status))
        assert statuses.all() == [PaymentStatus.REQUIRES_ACTION] * 2
        assert len((await session.scalars(select(models.ProviderCustomer.customer_id))).all()) == 1


async def test_two_first_payments_at_once_share_a_customer(app: AppHarness) -> None:
    """D30: both answers are lost; each continues with its own key and the same input, and nothing is created twice."""
    firm = await app.create_ready_firm()
    pause_faults = [app.sandbox.faults.add(Fault("pause", when="after", path="customers$")) for _ in range(2)]
    drop_fault = app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=4))
    starting = asyncio.gather(*(firm.start_prepayment("20.00") for _ in range(2)), return_exceptions=True)
    for fault in pause_faults:
        await fault.reached.wait()
    for fault in pause_faults:
        fault.release.set()
    assert [type(error) for error in await starting] == [ProviderUnavailable] * 2
    assert drop_fault.times == 0
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    async with app.services.reads() as session:
        statuses = await session.scalars(select(models.Prepayment.status))
        assert statuses.all() == [PaymentStatus.REQUIRES_ACTION] * 2
    assert created_intent_count(app) == 2


async def test_process_dies_while_success_is_recorded(app: AppHarness) -> None:
    """P2, D9: nothing of the transaction stays; the job records it once."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=60)
    with die_at_commit("charge.succeeded"):
        await app.run_due_jobs()
    assert await firm.credits() == (0, 0)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.REQUIRES_ACTION
    app.clock.advance(minutes=3)
    await app.run_due_jobs()
    assert await firm.credit_entries() == [("PREPAYMENT", 250_00, 250_00)]


async def test_process_dies_before_the_command_is_committed(app: AppHarness) -> None:
    """P2: nothing is reserved or requested, and the key is free."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    before = created_intent_count(app)
    async with firm.assert_unchanged():
        with die_at_commit("invoice.paid"):
            await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")
    assert created_intent_count(app) == before
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    (payment,) = await firm.pay(invoice, "5.00", key="once")
    assert payment.status is PaymentStatus.SUCCEEDED


@pytest.mark.parametrize(("when", "intents"), [("before", 0), ("after", 1)])
async def test_provider_replays_a_stored_500_for_the_key(app: AppHarness, when: str, intents: int) -> None:
    """P5, D35: the outcome stays unknown: nothing FAILED, nothing paid twice; released after 60 minutes."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    before = created_intent_count(app)
    app.sandbox.faults.add(Fault("error", when=when, path="payment_intents$"))  # type: ignore[arg-type]
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")
        app.clock.advance(minutes=15)
        await app.run_due_jobs()
    assert created_intent_count(app) == before + intents
    assert await firm.credits() == (0, 30_00)
    app.clock.advance(minutes=16)
    await app.run_due_jobs()
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == intents
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    card_payment, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")
    assert (card_payment.status, credits_payment.status) == (PaymentStatus.CANCELED,) * 2
    card_payment, credits_payment = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="another")
    await firm.settle_charge(card_payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_rate_limit_is_not_an_outcome(app: AppHarness) -> None:
    """P5: the job requests the intent again."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("rate_limit", path="payment_intents$"))
    with pytest.raises(ProviderUnavailable):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    prepayment = await firm.prepayment(await only_row_id(app, models.Prepayment))
    assert prepayment.status is PaymentStatus.REQUIRES_ACTION
    assert created_intent_count(app) == 1


async def test_intent_is_not_requested_again_after_23_hours(app: AppHarness) -> None:
    """D30: the provider may have forgotten the key, so the intent is looked up and canceled."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="once")
    app.clock.advance(hours=25)
    (payment,) = await firm.pay(invoice, FULL, CARD, key="once")
    assert created_intent_count(app) == 1
    assert payment.client_secret is None
    await app.run_due_jobs()
    assert created_intent_count(app) == 1
    assert len(app.sandbox.events(kind="payment_intent.canceled")) == 1
    assert (await firm.payment(payment.id)).status is PaymentStatus.CANCELED
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)


async def deauthorize(app: AppHarness, firm: Firm) -> None:
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    response = await app.browser.post(
        f"{SANDBOX_URL}/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    assert response.status_code == 200


async def test_account_lost_before_its_answer_releases_credits(app: AppHarness) -> None:
    """D35: nobody ever had the client secret, so nothing can be taken: released after 60 minutes."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await deauthorize(app, firm)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)


async def test_intent_has_description_and_internal_ids(app: AppHarness) -> None:
    """Payer and firm read there which invoice it is for; the internal id finds our row."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, FULL, CARD)
    first, second = (event["data"]["object"] for event in app.sandbox.events(kind="payment_intent.created"))
    assert (first["amount"], first["currency"], first["description"]) == (20_00, "eur", "Prepayment, Lumière")
    assert (second["amount"], second["currency"], second["description"]) == (50_00, "eur", "Invoice 00001, Lumière")
    common_metadata = {"acompte_firm_id": str(firm.id), "acompte_client_id": str(firm.client_id)}
    assert first["metadata"] == {"acompte_id": str(prepayment.id), **common_metadata}
    assert second["metadata"] == {"acompte_id": str(payment.id), "acompte_invoice_id": str(invoice), **common_metadata}


async def delete_customers(app: AppHarness, firm: Firm) -> None:
    """Delete the firm's customers in the provider's dashboard."""
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id or ""
    async with app.services.reads() as session:
        for customer_id in set(await session.scalars(select(models.ProviderCustomer.customer_id))):
            app.sandbox.run_control("delete_customer", account, customer=customer_id)


@pytest.mark.parametrize("found_by", ["repeating the request", "looking it up"])
async def test_customer_is_deleted_while_the_answer_is_lost(app: AppHarness, found_by: str) -> None:
    """D29, D30: the intent is requested and found with the customer that it was created for, whatever became of it."""
    firm = await app.create_prepaid_firm("10.00")
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="lost")
    await delete_customers(app, firm)
    with pytest.raises(ProviderRefused):
        await firm.start_prepayment("20.00")
    await firm.start_prepayment("20.00")  # for another customer
    created = created_intent_count(app)
    if found_by == "repeating the request":
        (payment,) = await firm.pay(invoice, FULL, CARD, key="lost")
        await firm.settle_charge(payment)
        assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    else:
        app.clock.advance(minutes=61)
        await app.run_due_jobs()
        assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
        async with app.services.reads() as session:
            (payment,) = (await session.scalars(select(models.Payment))).all()
        assert (payment.status, payment.intent_id is None) == (PaymentStatus.CANCELED, False)
    assert created_intent_count(app) == created


async def test_deleted_customer_is_not_forgotten_twice(app: AppHarness) -> None:
    """D30: a late answer about a deleted customer leaves the one that has replaced it."""
    firm = await app.create_prepaid_firm("10.00")
    pause = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    late = asyncio.ensure_future(firm.start_prepayment("20.00"))
    await pause.reached.wait()
    await delete_customers(app, firm)
    with pytest.raises(ProviderRefused):
        await firm.start_prepayment("20.00")
    replacement = (await firm.start_prepayment("20.00")).customer_id
    pause.release.set()
    with pytest.raises(ProviderRefused):
        await late
    assert (await firm.start_prepayment("20.00")).customer_id == replacement


async def test_payment_requires_action_from_the_start(app: AppHarness) -> None:
    """D23: while it is being created it is shown as what it becomes; only its window is not there yet."""
    firm = await app.create_prepaid_firm("10.00")
    invoice = await firm.create_invoice("50.00")
    pause = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    paying = asyncio.ensure_future(firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD))
    await pause.reached.wait()
    seen = [await shown_payments(firm, invoice)]
    pause.release.set()
    (charge, _) = await paying
    seen.append(await shown_payments(firm, invoice))
    await firm.settle_charge(charge)
    seen.append(await shown_payments(firm, invoice))
    assert seen == [
        [("REQUIRES_ACTION", False), ("REQUIRES_ACTION", False)],
        [("REQUIRES_ACTION", True), ("REQUIRES_ACTION", False)],
        [("SUCCEEDED", False), ("SUCCEEDED", False)],
    ]


async def test_refused_payment_never_came_about(app: AppHarness) -> None:
    """D16, D30: nobody sees either part; credits, invoice and key are as before, and pages remove what they had."""
    firm = await app.create_ready_firm(currency="ISK", country="IS", time_zone="UTC", name="ISK")
    await firm.prepay("450")
    invoice = await firm.create_invoice("500")
    pause = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    paying = asyncio.ensure_future(firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="key"))
    await pause.reached.wait()
    assert await shown_payments(firm, invoice) == [("REQUIRES_ACTION", False)] * 2
    async with Snapshot(app.services) as snapshot:
        start = (await load_head(snapshot, firm.client_user)).position
        shown = set(await snapshot.scalars(select(models.Payment.id)))
    pause.release.set()
    with pytest.raises(AmountOutOfRange) as refused:
        await paying
    assert (refused.value.minimum, refused.value.maximum) == (None, Money(999_999, "ISK"))
    assert await shown_payments(firm, invoice) == []
    assert await firm.credits() == (450, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 500)
    async with Snapshot(app.services) as snapshot:
        changes = await find_changes(snapshot, firm.client_user, firm.client_id, start)
    assert isinstance(changes, Changes)
    assert (set(changes.removed_payments), changes.payments, changes.invoices) == (shown, [], [invoice])
    await firm.pay(invoice, "450", key="key")
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 450, 0, 50)


async def test_page_removes_a_refused_prepayment(app: AppHarness) -> None:
    """D30, P9: nothing else changes by the refusal, so the removal alone is a change of the feed."""
    firm = await app.create_ready_firm(currency="ISK", country="IS", time_zone="UTC", name="ISK")
    pause = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    paying = asyncio.ensure_future(firm.start_prepayment("99"))
    await pause.reached.wait()
    async with Snapshot(app.services) as snapshot:
        start = (await load_head(snapshot, firm.client_user)).position
        shown = await snapshot.scalars(select(models.Prepayment.id))
    pause.release.set()
    with pytest.raises(AmountOutOfRange):
        await paying
    async with Snapshot(app.services) as snapshot:
        changes = await find_changes(snapshot, firm.client_user, firm.client_id, start)
    assert isinstance(changes, Changes)
    assert (len(shown), changes.removed_prepayments, changes.prepayments) == (1, shown, [])


MAKE = """mutation ($input: MakePrepaymentInput!) { makePrepayment(input: $input) {
    __typename ... on MakePrepaymentPayload { replayed prepayment { status checkout { __typename } } } } }"""


@pytest.mark.parametrize("is_refused", [False, True])
async def test_concurrent_request_waits_for_the_answer(app: AppHarness, *, is_refused: bool) -> None:
    """D30: a second click gets what the first one gets; if that is refused, a result that says that a retry is safe."""
    firm = await app.create_ready_firm(currency="ISK", country="IS", time_zone="UTC", name="ISK")
    input_ = {"amount": "99" if is_refused else "500", "method": "CARD", "idempotencyKey": "key"}

    async def click() -> Any:
        response = await execute(app.services, firm.client_user, MAKE, {"input": input_})
        assert response.errors == []
        return response.data["makePrepayment"]

    pause = app.sandbox.faults.add(Fault("pause", path="payment_intents$"))
    first = asyncio.create_task(click())
    await pause.reached.wait()
    second = asyncio.create_task(click())
    await wait_until_subscribed(app, firm)
    pause.release.set()
    prepayment = {"status": "REQUIRES_ACTION", "checkout": {"__typename": "StripeCheckout"}}
    payload: dict[str, Any] = {"__typename": "MakePrepaymentPayload", "prepayment": prepayment}
    expected = [{**payload, "replayed": False}, {**payload, "replayed": True}]
    if is_refused:
        expected = [{"__typename": "AmountOutOfRange"}, {"__typename": "ProviderUnavailable"}]
    assert [await first, await second] == expected
    assert created_intent_count(app) == (0 if is_refused else 1)
    assert await firm.credits() == (0, 0)


async def wait_until_subscribed(app: AppHarness, firm: Firm) -> None:
    """Wait up to ten seconds until a request waits for changes of the firm."""
    async with asyncio.timeout(10):
        while firm.id not in app.services.notifications.subscribed_firm_ids:
            await asyncio.sleep(0.01)


async def shown_payments(firm: Firm, invoice_id: uuid.UUID) -> list[tuple[str, bool]]:
    """Of the invoice's payments as the client's user reads them: the status, and whether the window can be opened."""
    query = "query ($id: ID!) { invoice(id: $id) { payments { status checkout { __typename } } } }"
    variables = {"id": global_ids.encode("Invoice", invoice_id)}
    payments = (await execute(firm.app.services, firm.client_user, query, variables)).data["invoice"]["payments"]
    return [(payment["status"], payment["checkout"] is not None) for payment in payments]


async def test_description_is_in_the_firms_language(app: AppHarness) -> None:
    """D65: payers and the firm read one stored text, whatever language the payer's request was in."""
    firm = await app.create_ready_firm()
    await update_firm(app.services, firm.owner, UpdateFirmCommand(locale="fr", name="Étude"))
    await firm.start_prepayment("20.00")
    await firm.pay(await firm.create_invoice("50.00"), FULL, CARD)
    created = [event["data"]["object"]["description"] for event in app.sandbox.events(kind="payment_intent.created")]
    assert created == ["Prépaiement, Étude", "Facture 00001, Étude"]


async def test_firm_is_renamed_while_the_answer_is_lost(app: AppHarness) -> None:
    """D30: the text of the intent is another, and the repeated request still gets the first one's intent."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="lost")
    await update_firm(app.services, firm.owner, UpdateFirmCommand(name="Renamed", locale="fr"))
    (payment,) = await firm.pay(invoice, FULL, CARD, key="lost")
    assert payment.status is PaymentStatus.REQUIRES_ACTION
    assert created_intent_count(app) == 1
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await charged_amount(app, firm) == 50_00


async def test_client_is_renamed_while_the_answer_is_lost(app: AppHarness) -> None:
    """D30: the customer's name is another, and the repeated request is answered."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="customers$", times=2))
    invoice = await firm.create_invoice("50.00")
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CARD, key="lost")
    await update_client(app.services, firm.owner, UpdateClientCommand(firm.client_id, name="Renamed"))
    (payment,) = await firm.pay(invoice, FULL, CARD, key="lost")
    assert payment.status is PaymentStatus.REQUIRES_ACTION
    assert created_intent_count(app) == 1
    await firm.settle_charge(payment)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_firm_is_renamed_while_its_new_account_is_not_answered(app: AppHarness) -> None:
    """D2: the account's name is another, and connecting again is answered."""
    firm = await app.create_firm()
    app.sandbox.faults.add(Fault("drop", when="after", path="v1/accounts$", times=2))
    command = ConnectProviderCommand(ProviderKind.STRIPE, None, None)
    with pytest.raises(ProviderUnavailable):
        await connect_provider(app.services, firm.owner, command)
    await update_firm(app.services, firm.owner, UpdateFirmCommand(name="Renamed"))
    connection_id = await connect_provider(app.services, firm.owner, command)
    async with app.services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm.id, connection_id))
    assert connection.account_id is not None
