"""Sums asked for at the provider: whatever dies or is lost on the way, one wish is one intent and one charge."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

import models
from billing.errors import ProviderUnavailable
from billing.payments.allocation import AmountChoice, PaymentSource
from models import PaymentMethod, PaymentStatus
from sandbox import Fault
from tests.support.firm import AppHarness, Firm

FULL = AmountChoice.FULL
CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD


class ProcessDied(BaseException):
    """The process is gone: nothing of ours catches this."""


@asynccontextmanager
async def die_at_commit(house: AppHarness, kind: str) -> AsyncIterator[None]:
    """The process dies at the commit of the transaction that is an event of this kind; all before it is committed."""
    engine = house.database.write_engine.sync_engine
    is_it: list[bool] = []

    def look(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if "INSERT INTO event " in statement:
            is_it.append(kind in parameters)

    def die(_connection: Any) -> None:
        if is_it and is_it[-1]:
            raise ProcessDied

    event.listen(engine, "before_cursor_execute", look)
    event.listen(engine, "commit", die)
    try:
        with pytest.raises(ProcessDied):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", look)
        event.remove(engine, "commit", die)


async def cancel_at_fault(fault: Fault, use_case: Awaitable[object]) -> None:
    """The process is gone while the provider is asked."""
    task = asyncio.ensure_future(use_case)
    await fault.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def only_row_id(house: AppHarness, table: type[models.Prepayment]) -> uuid.UUID:
    async with house.services.reads() as session:
        (found,) = (await session.scalars(select(table.id))).all()
        return found


def created_intent_count(house: AppHarness) -> int:
    return len(house.sandbox.events(kind="payment_intent.created"))


async def charged_amount(house: AppHarness, firm: Firm) -> int:
    """What was taken at the provider, in its units."""
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    succeeded = house.sandbox.events(account=account, kind="payment_intent.succeeded")
    return sum(one["data"]["object"]["amount_received"] for one in succeeded)


@pytest.mark.parametrize("goes_on", ["same key", "job"])
@pytest.mark.parametrize("dies", ["before its effect", "after its effect", "at our commit"])
async def test_process_dies_during_provider_request(app: AppHarness, dies: str, goes_on: str) -> None:
    """P1, P2, D30: whoever goes on, the same caller or the job: one intent, one charge, one credit."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    before = created_intent_count(app)

    async def press() -> list[models.Payment]:
        return await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")

    if dies == "at our commit":
        async with die_at_commit(app, "charge.opened"):
            await press()
    else:
        when = "before" if dies.startswith("before") else "after"
        fault = Fault("pause", when=when, path="payment_intents$")  # type: ignore[arg-type]
        await cancel_at_fault(app.sandbox.faults.add(fault), press())
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 50_00, 0)
    assert await firm.credits() == (0, 30_00)
    if goes_on == "job":
        app.clock.advance(seconds=31)
        await app.run_due_jobs()
    charge, part = await press()
    assert (charge.status, part.status) == (PaymentStatus.REQUIRES_ACTION,) * 2
    assert (charge.amount, part.amount) == (20_00, 30_00)
    assert created_intent_count(app) == before + 1
    await firm.settle_charge(charge)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)
    assert await firm.credits() == (0, 0)
    assert await charged_amount(app, firm) == 50_00


async def test_the_process_dies_before_the_client_is_a_customer_there(app: AppHarness) -> None:
    """P2: nothing at the provider yet: the job makes both."""
    firm = await app.create_ready_firm()
    for when in ("before", "after"):
        fault = Fault("pause", when=when, path="customers$")
        await cancel_at_fault(app.sandbox.faults.add(fault), firm.start_prepayment("20.00"))
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    assert created_intent_count(app) == 2
    async with app.services.reads() as session:
        found = await session.scalars(select(models.Prepayment.status))
        assert found.all() == [PaymentStatus.REQUIRES_ACTION] * 2
        assert len((await session.scalars(select(models.ProviderCustomer.customer_id))).all()) == 1


async def test_two_first_charges_at_once_are_of_one_customer(app: AppHarness) -> None:
    """D30: with both answers lost, each goes on with its own key and the same input: nothing is asked for twice."""
    firm = await app.create_ready_firm()
    pauses = [app.sandbox.faults.add(Fault("pause", when="after", path="customers$")) for _ in range(2)]
    lost = app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=4))
    asking = asyncio.gather(*(firm.start_prepayment("20.00") for _ in range(2)), return_exceptions=True)
    for pause in pauses:
        await pause.reached.wait()
    for pause in pauses:
        pause.release.set()
    assert [type(one) for one in await asking] == [ProviderUnavailable] * 2
    assert lost.times == 0
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    async with app.services.reads() as session:
        found = await session.scalars(select(models.Prepayment.status))
        assert found.all() == [PaymentStatus.REQUIRES_ACTION] * 2
    assert created_intent_count(app) == 2


async def test_the_process_dies_while_the_money_is_booked(app: AppHarness) -> None:
    """P2, D9: all of it or nothing of it; the job books it, once."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("250.00")
    await firm.confirm(prepayment, "pm_card_visa")
    app.clock.advance(seconds=60)
    async with die_at_commit(app, "charge.succeeded"):
        await app.run_due_jobs()
    assert await firm.credits() == (0, 0)
    assert (await firm.prepayment(prepayment.id)).status is PaymentStatus.REQUIRES_ACTION
    app.clock.advance(minutes=3)
    await app.run_due_jobs()
    assert await firm.credit_entries() == [("PREPAYMENT", 250_00, 250_00)]


async def test_the_process_dies_before_anything_is_written(app: AppHarness) -> None:
    """P2: a wish that was not committed was never made: nothing is held, nothing asked, and the key is free."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    before = created_intent_count(app)
    async with firm.assert_unchanged(), die_at_commit(app, "invoice.paid"):
        await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")
    assert created_intent_count(app) == before
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)
    (paid,) = await firm.pay(invoice, "5.00", key="once")
    assert paid.status is PaymentStatus.SUCCEEDED


@pytest.mark.parametrize(("when", "intents"), [("before", 0), ("after", 1)])
async def test_the_provider_keeps_a_500_for_the_key(app: AppHarness, when: str, intents: int) -> None:
    """P5, D35: it is never known: nothing is called failed, nothing is paid twice; free again after 60 minutes."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
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
    charge, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="once")
    assert (charge.status, part.status) == (PaymentStatus.CANCELED,) * 2
    charge, part = await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD, key="another")
    await firm.settle_charge(charge)
    assert await firm.invoice_figures(invoice) == ("PAID", 50_00, 0, 0)


async def test_too_many_requests_is_no_end(app: AppHarness) -> None:
    """P5: a 429 says nothing of the wish: the job asks again by itself."""
    firm = await app.create_ready_firm()
    app.sandbox.faults.add(Fault("rate_limit", path="payment_intents$"))
    with pytest.raises(ProviderUnavailable):
        await firm.start_prepayment("20.00")
    app.clock.advance(seconds=31)
    await app.run_due_jobs()
    prepayment = await firm.prepayment(await only_row_id(app, models.Prepayment))
    assert prepayment.status is PaymentStatus.REQUIRES_ACTION
    assert created_intent_count(app) == 1


async def test_a_key_is_never_used_again_when_the_provider_may_have_forgotten_it(app: AppHarness) -> None:
    """D30: after 23 hours what became of it is looked up; nothing is ever created again, whoever asks."""
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


async def deauthorize(house: AppHarness, firm: Firm) -> None:
    account = (await firm.connection((await firm.settings()).default_connection_id or firm.id)).account_id
    answer = await house.browser.post(
        f"http://stand-in/_control/accounts/{account}/deauthorize", headers={"Authorization": "Bearer sk_test_sandbox"}
    )
    assert answer.status_code == 200


async def test_an_account_lost_before_its_answer_came_holds_nothing_for_ever(app: AppHarness) -> None:
    """D35: nobody ever had the secret, so nothing can be taken: free again after 60 minutes, though nobody answers."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    app.sandbox.faults.add(Fault("drop", when="after", path="payment_intents$", times=2))
    with pytest.raises(ProviderUnavailable):
        await firm.pay(invoice, FULL, CREDITS, PaymentMethod.CARD)
    await deauthorize(app, firm)
    app.clock.advance(minutes=61)
    await app.run_due_jobs()
    assert await firm.credits() == (30_00, 0)
    assert await firm.invoice_figures(invoice) == ("UNPAID", 0, 0, 50_00)


async def test_the_description_names_what_it_is_for(app: AppHarness) -> None:
    """What the payer and the firm read at the provider: which invoice; and our id, by which it is found again."""
    firm = await app.create_ready_firm()
    prepayment = await firm.start_prepayment("20.00")
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, FULL, CARD)
    first, second = (one["data"]["object"] for one in app.sandbox.events(kind="payment_intent.created"))
    assert (first["amount"], first["currency"], first["description"]) == (20_00, "eur", "Prepayment, Lumière")
    assert (second["amount"], second["currency"], second["description"]) == (50_00, "eur", "Invoice 00001, Lumière")
    of_both = {"acompte_firm_id": str(firm.id), "acompte_client_id": str(firm.client_id)}
    assert first["metadata"] == {"acompte_id": str(prepayment.id), **of_both}
    assert second["metadata"] == {"acompte_id": str(payment.id), "acompte_invoice_id": str(invoice), **of_both}
