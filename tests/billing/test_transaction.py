"""Each transaction records an event (who, for whom, when, why), or leaves nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import ledger
import models
from billing.access.policy import is_initiator
from billing.access.principals import Member, SessionCheck, System
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.settings import update_payment_settings
from billing.transaction import Unchanged, begin_transaction
from models import CreditApplication, FirmRole, PaymentMethod
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm, new_client
from tests.support.other_process import other_process
from tests.support.round_trips import record_round_trips

MEMBER, USER, SYSTEM = "member", "user", "system"


async def load_events(app: AppHarness, firm: Firm, since: int) -> list[tuple[str, str, bool]]:
    """The kind, the actor, and whether it is of the firm's client, of each event after `since`."""
    actors = {firm.owner.id: MEMBER, firm.client_user.id: USER, None: SYSTEM}
    async with app.services.reads() as session:
        events = await session.scalars(
            select(models.Event)
            .where(models.Event.firm_id == firm.id, models.Event.seq > since)
            .order_by(models.Event.seq)
        )
        return [
            (event.kind, actors[event.member_id or event.client_user_id], event.client_id == firm.client_id)
            for event in events
        ]


async def test_events_record_actor_and_client(app: AppHarness) -> None:
    """D32: a use case is its viewer's event, provider state is the system's, and each is of the client."""
    firm = await app.create_ready_firm()
    since = await firm.event_seq()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    card_payment, _ = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    await cancel_payment(app.services, firm.client_user, card_payment.id)
    await firm.pay(invoice, "5.00", viewer=firm.owner)
    await void_invoice(app.services, firm.owner, invoice, "a duplicate")
    assert await load_events(app, firm, since) == [
        ("prepayment.made", USER, True),
        ("charge.opened", SYSTEM, True),
        ("charge.succeeded", SYSTEM, True),
        ("invoice.issued", MEMBER, True),
        ("invoice.paid", USER, True),
        ("charge.opened", SYSTEM, True),
        ("charge.canceled", USER, True),
        ("invoice.paid", MEMBER, True),
        ("invoice.voided", MEMBER, True),
    ]


async def load_times(app: AppHarness, firm: Firm) -> list[dt.datetime]:
    """The times of the firm's events, in the order of their numbers."""
    event = models.Event
    async with app.services.reads() as session:
        times = await session.scalars(select(event.at).where(event.firm_id == firm.id).order_by(event.seq))
        return list(times)


async def test_clock_is_read_after_the_lock_was_taken(app: AppHarness) -> None:
    """D32, D34: an event that waited for the firm's lock has the time at which it got it."""
    firm = await app.create_firm()
    async with spy_on_driver(app) as spy:
        locked: list[bool] = []

        def clock() -> dt.datetime:
            locked.append(spy.open_transactions > 0)
            return app.clock()

        services = dataclasses.replace(app.services, clock=clock)
        async with begin_transaction(services, System(firm.id), "test.first"):
            pass
    assert locked == [True]


async def test_session_reads_the_clock_after_it_locked_the_firm(app: AppHarness) -> None:
    """D32, D34: as above, for an event that is recorded in a session."""
    firm = await app.create_firm()
    with record_round_trips() as log:
        statements_before: list[int] = []

        def clock() -> dt.datetime:
            statements_before.append(sum("UPDATE firm" in each for each in log.statements))
            return app.clock()

        async with app.services.writes.begin() as session:
            await ledger.record_event(session, firm.id, ledger.EventMeta("test.first"), clock)
    assert statements_before == [1]


async def test_events_are_in_the_order_of_time_although_the_clock_was_set_back(app: AppHarness) -> None:
    """D32, D34: an event is never earlier than the one before it, also if it is recorded by another machine."""
    firm = await app.create_ready_firm()
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    await firm.prepay("30.00")
    app.clock.advance(seconds=20)
    draft = await firm.create_invoice("50.00", issue=False)
    since, latest = await firm.event_seq(), app.clock()
    app.clock.advance(days=-1)
    await issue_invoice(app.services, firm.owner, draft)
    (payment,) = await firm.pay(draft, "20.00", PaymentSource.CARD)
    async with app.services.writes.begin() as session:
        await ledger.record_event(session, firm.id, ledger.EventMeta("test.recorded"), app.clock)
    async with other_process(app) as other:
        await cancel_payment(other.services, firm.client_user, payment.id)
    assert await load_events(app, firm, since) == [
        ("invoice.issued", MEMBER, True),
        ("credits.applied", SYSTEM, True),
        ("invoice.paid", USER, True),
        ("charge.opened", SYSTEM, True),
        ("test.recorded", SYSTEM, False),
        ("charge.canceled", USER, True),
    ]
    assert (await load_times(app, firm))[-6:] == [latest] * 6
    app.clock.advance(days=1, seconds=1)
    await firm.create_invoice("5.00")
    assert (await load_times(app, firm))[-1] == latest + dt.timedelta(seconds=1)


async def test_automatic_application_is_recorded_as_the_systems(app: AppHarness) -> None:
    """D20, D32: issued by a member, paid from credits by the system, in an event of its own."""
    firm = await app.create_prepaid_firm("30.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    draft = await firm.create_invoice("50.00", issue=False)
    since = await firm.event_seq()
    await issue_invoice(app.services, firm.owner, draft)
    assert await load_events(app, firm, since) == [("invoice.issued", MEMBER, True), ("credits.applied", SYSTEM, True)]
    assert await firm.invoice_figures(draft) == ("PARTIALLY_PAID", 30_00, 0, 20_00)


async def test_events_record_time_and_reason(app: AppHarness) -> None:
    """D32: the reason where one is required."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    app.clock.advance(days=3)
    await void_invoice(app.services, firm.owner, invoice, "a duplicate")
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.reason, event.at) == ("invoice.voided", "a duplicate", app.clock())


async def test_only_the_initiator_can_open_the_payment_window(app: AppHarness) -> None:
    """Roles: even a member with the same id as the client user is not the initiator."""
    firm = await app.create_ready_firm()
    colleague = await firm.add_user(firm.client_id, "colleague")
    prepayment = await firm.start_prepayment("20.00")
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, prepayment.event_seq))
    member_with_same_id = Member(firm.id, firm.client_user.id, FirmRole.OWNER, frozenset())
    async with firm.app.services.reads() as session:
        for viewer, expected in (
            (firm.client_user, True),
            (colleague, False),
            (firm.owner, False),
            (member_with_same_id, False),
        ):
            query = select(is_initiator(viewer, models.Event)).where(models.Event.seq == event.seq)
            assert await session.scalar(query) is expected


@pytest.mark.parametrize("error", [Unchanged, ZeroDivisionError])
async def test_failed_or_unchanged_transaction_leaves_nothing(app: AppHarness, error: type[Exception]) -> None:
    """D32: neither an event nor a gap in the numbers."""
    firm = await app.create_ready_firm()

    async def run_and_fail() -> None:
        async with begin_transaction(app.services, firm.owner, "test") as transaction:
            transaction.firm.name = "Renamed"
            await transaction.add(new_client(firm.id, "New", transaction.now))
            raise error

    async with firm.assert_unchanged():
        if error is Unchanged:
            await run_and_fail()
        else:
            with pytest.raises(error):
                await run_and_fail()
    async with app.services.reads() as session:
        assert (await session.get_one(models.Firm, firm.id)).name == "Lumière"
        assert (await session.scalars(select(models.Client.name).where(models.Client.firm_id == firm.id))).all() == [
            "Lumière's client"
        ]


async def test_one_fact_cannot_be_recorded_twice(app: AppHarness) -> None:
    """D9: a transfer's reference is unique, so recording the same fact again fails whatever happened before."""
    firm = await app.create_ready_firm()
    prepayment_id = await firm.prepay("30.00")
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError, match=r"UNIQUE constraint failed|UniqueViolationError"):
            async with begin_transaction(app.services, System(firm.id), "charge.succeeded") as transaction:
                prepayment = await transaction.session.get_one(models.Prepayment, (firm.id, prepayment_id))
                await ledger.payments.receive_from_provider(transaction, prepayment)


async def test_each_firm_numbers_its_own_events(app: AppHarness) -> None:
    """D32, P7: an event of one firm leaves the others unchanged."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    async with other.assert_unchanged():
        await firm.prepay("30.00")
    assert await firm.credits() == (30_00, 0)


@pytest.mark.both_databases
async def test_transaction_of_a_viewer_who_is_not_verified_is_refused(app: AppHarness) -> None:
    """P8: a query that does not verify a cached viewer's session begins no transaction for them."""
    firm = await app.create_firm()
    viewer = dataclasses.replace(firm.owner, session_check=SessionCheck("digest"))
    async with firm.assert_unchanged():
        with pytest.raises(AssertionError, match="verify the session"):
            async with begin_transaction(app.services, viewer, "test"):
                pass
