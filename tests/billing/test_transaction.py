"""Every transaction is an event: who, for whom, when, why; and all of it or nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import ledger
import models
from billing.access.policy import is_initiator
from billing.access.principals import Member, System
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.settings import update_payment_settings
from billing.transaction import Unchanged, begin_transaction
from models import CreditApplication, FirmRole, PaymentMethod
from tests.support.firm import AppHarness, Firm

MEMBER, USER, SYSTEM = "member", "user", "system"


async def load_events(house: AppHarness, firm: Firm, since: int) -> list[tuple[str, str, bool]]:
    """Kind, who, and whether for the client, of every event after `since`."""
    who = {firm.owner.id: MEMBER, firm.client_user.id: USER, None: SYSTEM}
    async with house.services.reads() as session:
        found = await session.scalars(
            select(models.Event)
            .where(models.Event.firm_id == firm.id, models.Event.seq > since)
            .order_by(models.Event.seq)
        )
        return [(one.kind, who[one.member_id or one.client_user_id], one.client_id == firm.client_id) for one in found]


async def test_who_did_what_for_whom(app: AppHarness) -> None:
    """D32: each deed is its actor's, what the provider says is the system's, and all of it is for the client."""
    firm = await app.create_ready_firm()
    since = await firm.event_seq()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    charge, _ = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CREDITS, PaymentMethod.CARD)
    await cancel_payment(app.services, firm.client_user, charge.id)
    await firm.pay(invoice, "5.00", viewer=firm.owner)
    await void_invoice(app.services, firm.owner, invoice, "made twice")
    assert await load_events(app, firm, since) == [
        ("prepayment.made", USER, True),
        ("charge.opened", SYSTEM, True),
        ("charge.succeeded", SYSTEM, True),
        ("invoice.created", MEMBER, True),
        ("invoice.paid", USER, True),
        ("charge.opened", SYSTEM, True),
        ("charge.canceled", USER, True),
        ("invoice.paid", MEMBER, True),
        ("invoice.voided", MEMBER, True),
    ]


async def test_automatic_application_is_the_system_s(app: AppHarness) -> None:
    """D20, D32: issued by a member, paid from credits by the system, as an event of its own."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    on_issue = update_payment_settings.UpdatePaymentSettingsCommand(credit_application=CreditApplication.ON_ISSUE)
    await update_payment_settings.update_payment_settings(app.services, firm.owner, on_issue)
    draft = await firm.create_invoice("50.00", issue=False)
    since = await firm.event_seq()
    await issue_invoice(app.services, firm.owner, draft)
    assert await load_events(app, firm, since) == [("invoice.issued", MEMBER, True), ("credits.applied", SYSTEM, True)]
    assert await firm.invoice_figures(draft) == ("PARTIALLY_PAID", 30_00, 0, 20_00)


async def test_when_and_why(app: AppHarness) -> None:
    """D32: at which moment, and the reason where one is asked for."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("50.00")
    app.clock.advance(days=3)
    await void_invoice(app.services, firm.owner, invoice, "made twice")
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    assert (event.kind, event.reason, event.at) == ("invoice.voided", "made twice", app.clock())


async def test_a_window_is_for_whoever_started_it(app: AppHarness) -> None:
    """Roles: a payment window is opened by whoever started that payment, and nobody else."""
    firm = await app.create_ready_firm()
    colleague = await firm.add_user(firm.client_id, "colleague")
    prepayment = await firm.start_prepayment("20.00")
    async with app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, prepayment.event_seq))
    twin = Member(firm.id, firm.client_user.id, FirmRole.OWNER, frozenset())
    async with firm.app.services.reads() as session:
        for who, did in ((firm.client_user, True), (colleague, False), (firm.owner, False), (twin, False)):
            found = select(is_initiator(who, models.Event)).where(models.Event.seq == event.seq)
            assert await session.scalar(found) is did


@pytest.mark.parametrize("ending", [Unchanged, ZeroDivisionError])
async def test_all_or_nothing(app: AppHarness, ending: type[Exception]) -> None:
    """D32: what ends badly, or had nothing to do, leaves no trace: no event, no number taken."""
    firm = await app.create_ready_firm()

    async def end() -> None:
        async with begin_transaction(app.services, firm.owner, "test") as transaction:
            transaction.firm.name = "Renamed"
            await transaction.add(
                models.Client(firm_id=firm.id, id=models.new_id(), name="New", created_at=transaction.now)
            )
            raise ending

    async with firm.assert_unchanged():
        if ending is Unchanged:
            await end()
        else:
            with pytest.raises(ending):
                await end()
    async with app.services.reads() as session:
        assert (await session.get_one(models.Firm, firm.id)).name == "Lumière"
        assert (await session.scalars(select(models.Client.name).where(models.Client.firm_id == firm.id))).all() == [
            "Lumière's client"
        ]


async def test_the_same_fact_cannot_be_booked_twice(app: AppHarness) -> None:
    """D9: a cause is unique: whoever comes with the same fact again gets nothing booked, whatever went before."""
    firm = await app.create_ready_firm()
    prepayment_id = await firm.prepay("30.00")
    async with firm.assert_unchanged():
        with pytest.raises(IntegrityError, match=r"UNIQUE constraint failed|UniqueViolationError"):
            async with begin_transaction(app.services, System(firm.id), "charge.succeeded") as transaction:
                prepayment = await transaction.session.get_one(models.Prepayment, (firm.id, prepayment_id))
                await ledger.payments.receive_from_provider(transaction, prepayment)


async def test_events_of_two_firms_do_not_mix(app: AppHarness) -> None:
    """D32, P7: each firm counts its own."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    async with other.assert_unchanged():
        await firm.prepay("30.00")
    assert await firm.credits() == (30_00, 0)
