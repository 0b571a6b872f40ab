"""Clients: created, changed, archived and taken back (D37, D38)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.access.principals import Viewer
from billing.clients import rules
from billing.clients.archive_client import archive_client
from billing.clients.create_client import CreateClientCommand, add_client, create_client
from billing.clients.rules import ClientAction, ClientDetails, ClientHasMoney
from billing.clients.unarchive_client import unarchive_client
from billing.clients.update_client import UpdateClientCommand, update_client
from billing.credits.add_credit_note import AddCreditNoteCommand, add_credit_note
from billing.errors import IdempotencyConflict, InvalidInput, InvoiceNotChangeable, NotFound
from billing.identity import operator
from billing.invoices import rules as invoice_rules
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.quote import PaymentInstruction, decide_payment
from billing.payments.record_offline_payment import (
    RecordOfflinePaymentCommand,
    ToCredits,
    ToInvoice,
    record_offline_payment,
)
from billing.prepayments import availability
from billing.prepayments.make_prepayment import PrepaymentUnavailable
from models import FirmRole, InvoiceStatus, MemberRight, OfflineMethod
from tests.support import actions
from tests.support.firm import AppHarness, Firm

CLIENTS = MemberRight.MANAGE_CLIENTS


def command(
    name: str = "Martin", email: str | None = None, reference: str | None = None, key: str = "k"
) -> CreateClientCommand:
    return CreateClientCommand(name, email, reference, key)


async def load_connections(firm: Firm) -> list[models.ProviderConnection]:
    async with firm.app.services.reads() as session:
        return list(await session.scalars(select(models.ProviderConnection).filter_by(firm_id=firm.id)))


async def last_event(firm: Firm) -> tuple[str, object, object]:
    async with firm.app.services.reads() as session:
        event = await session.get_one(models.Event, (firm.id, await firm.event_seq()))
    return event.kind, event.member_id, event.client_id


async def test_create_client(app: AppHarness) -> None:
    """D37: texts are normalized, keys are set, the event says who; the same key creates nothing twice (D30)."""
    firm = await app.create_firm()
    full = command("  Bou\u0301langerie\u3000Martin ", " Office@Martin.test ", " C-１ ")
    created = await create_client(app.services, firm.owner, full)
    client = await firm.client(created.client_id)
    assert (client.name, client.email, client.reference) == ("Boúlangerie\u3000Martin", "Office@Martin.test", "C-１")
    assert (client.name_key, client.reference_key) == ("boúlangerie martin", "C-1")
    assert client.search_key == "boúlangerie martin\nc-1\noffice@martin.test"
    assert (client.available, client.held, client.due, client.pending, client.archived_at) == (0, 0, 0, 0, None)
    assert await last_event(firm) == ("client.added", firm.owner.id, created.client_id)
    async with firm.assert_unchanged():
        again = await create_client(app.services, firm.owner, full)
        assert (again.client_id, again.replayed, created.replayed) == (created.client_id, True, False)
        with pytest.raises(IdempotencyConflict):
            await create_client(app.services, firm.owner, command("Other", key="k"))


async def test_blank_details_are_none(app: AppHarness) -> None:
    """D36, D37: what nobody can see is no address and no reference."""
    firm = await app.create_firm()
    created = await create_client(app.services, firm.owner, command(email=" ", reference="\u200d"))
    client = await firm.client(created.client_id)
    assert (client.email, client.reference, client.reference_key) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "invalid"),
    [
        ("name", command(" ")),
        ("name", command("x" * 201)),
        ("name", command("a\0")),
        ("email", command(email="nobody")),
        ("email", command(email="a b@c.test")),
        ("email", command(email="a" * 250 + "@c.test")),
        ("email", command(email="\ud800@c.test")),
        ("reference", command(reference="x" * 41)),
        ("reference", command(reference="a\nb")),
        ("reference", command(reference="ＴＡＫＥＮ\u200d")),
        ("idempotencyKey", command(key="")),
    ],
)
async def test_invalid_clients_are_refused(app: AppHarness, field: str, invalid: CreateClientCommand) -> None:
    """D36, D37: each with the field that is wrong; nothing is created."""
    firm = await app.create_firm()
    await add_client(app.services, firm.id, ClientDetails("Other", None, "TAKEN"))
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refused:
            await create_client(app.services, firm.owner, invalid)
    assert refused.value.field == field


async def test_references_are_unique_in_a_firm(app: AppHarness) -> None:
    """D37: by appearance, also among archived clients; another firm has its own."""
    firm, other = await app.create_firm(), await app.create_firm(name="Other")
    first = await add_client(app.services, firm.id, ClientDetails("First", None, "C 1"))
    await archive_client(app.services, firm.owner, first)
    await add_client(app.services, other.id, ClientDetails("First", None, "C 1"))
    second = await add_client(app.services, firm.id, ClientDetails("Second", None, "c 1"))
    for change in ("C\u00a01", "C　1"):
        async with firm.assert_unchanged():
            with pytest.raises(InvalidInput) as refused:
                await update_client(app.services, firm.owner, UpdateClientCommand(second, reference=change))
        assert (refused.value.field, str(refused.value)) == ("reference", "Another client has this reference already.")
    await update_client(app.services, firm.owner, UpdateClientCommand(first, reference="C\u00a01"))
    assert (await firm.client(first)).reference == "C\u00a01"


async def test_employee_is_assigned_to_the_client_they_create(app: AppHarness) -> None:
    """D37: else they could not see it. Whoever sees all clients is not assigned. The right is required."""
    firm = await app.create_firm()
    narrow = await firm.add_member("narrow", FirmRole.EMPLOYEE, CLIENTS)
    wide = await firm.add_member("wide", FirmRole.EMPLOYEE, CLIENTS, MemberRight.VIEW_ALL_CLIENTS)
    others = await firm.add_member(
        "others", FirmRole.EMPLOYEE, *(right for right in MemberRight if right is not CLIENTS)
    )
    own = (await create_client(app.services, narrow, command())).client_id
    await create_client(app.services, wide, command())
    async with app.services.reads() as session:
        assignments = (await session.scalars(select(models.Assignment))).all()
    assert [(row.member_id, row.client_id) for row in assignments] == [(narrow.id, own)]
    await update_client(app.services, narrow, UpdateClientCommand(own, name="Renamed"))
    with pytest.raises(NotFound):
        await update_client(app.services, narrow, UpdateClientCommand(firm.client_id, name="Renamed"))
    for viewer in (others, firm.client_user):
        async with firm.assert_unchanged():
            with pytest.raises(PermissionDenied):
                await create_client(app.services, viewer, command(key="x"))


async def test_replay_for_a_client_that_is_not_seen_any_more(app: AppHarness) -> None:
    """P7, D30: the key of an employee whose assignment was removed does not show the client."""
    firm = await app.create_firm()
    narrow = await firm.add_member("narrow", FirmRole.EMPLOYEE, CLIENTS)
    await create_client(app.services, narrow, command())
    async with app.services.writes.begin() as session:
        await session.delete((await session.scalars(select(models.Assignment))).one())
    with pytest.raises(NotFound):
        await create_client(app.services, narrow, command())


async def test_update_client(app: AppHarness) -> None:
    """D37: omitted fields stay, null clears, all or nothing; without a change there is no event."""
    firm = await app.create_firm()
    client_id = await add_client(app.services, firm.id, ClientDetails("Martin", "a@b.test", "C-1"))

    async def update(**fields: str | None) -> tuple[str, str | None, str | None]:
        await update_client(app.services, firm.owner, UpdateClientCommand(client_id, **fields))  # type: ignore[arg-type]
        client = await firm.client(client_id)
        assert client.search_key == "\n".join(
            (text or "").lower() for text in (client.name, client.reference, client.email)
        )
        assert client.name_key == client.name.lower()
        return client.name, client.email, client.reference

    assert await update(name=" Durand ") == ("Durand", "a@b.test", "C-1")
    assert await last_event(firm) == ("client.updated", firm.owner.id, client_id)
    assert await update(email=None) == ("Durand", None, "C-1")
    assert await update(reference=None, email="x@y.test") == ("Durand", "x@y.test", None)
    async with firm.assert_unchanged():
        assert await update(name="Durand", email=" x@y.test") == ("Durand", "x@y.test", None)
        with pytest.raises(InvalidInput):
            await update(name="Other", email="nobody")
    assert (await firm.client(client_id)).name == "Durand"


async def test_a_client_with_money_is_not_archived(app: AppHarness) -> None:
    """D38: credits, debts, and payments and prepayments in progress; the refusal says how much."""
    firm = await app.create_ready_firm()

    async def refusal() -> tuple[int, int, int]:
        async with firm.assert_unchanged():
            with pytest.raises(ClientHasMoney) as refused:
                await archive_client(app.services, firm.owner, firm.client_id)
        error = refused.value
        return error.balance.minor, error.amount_due.minor, error.amount_pending.minor

    open_prepayment = await firm.start_prepayment("20.00")
    assert await refusal() == (0, 0, 20_00)
    await firm.settle_charge(open_prepayment)
    assert await refusal() == (20_00, 0, 0)
    invoice = await firm.create_invoice("30.00")
    assert await refusal() == (20_00, 30_00, 0)
    paid = await firm.pay(invoice, AmountChoice.REMAINING, remainder_method=models.PaymentMethod.CARD)
    assert await refusal() == (20_00, 30_00, 30_00)
    (charge,) = [payment for payment in paid if payment.connection_id is not None]
    await firm.settle_charge(charge)
    await archive_client(app.services, firm.owner, firm.client_id)
    assert (await firm.client()).archived_at == app.clock()
    assert await last_event(firm) == ("client.archived", firm.owner.id, firm.client_id)


async def test_archiving_and_unarchiving_twice(app: AppHarness) -> None:
    """D30: the second time nothing happens, whatever the client has by then."""
    firm = await app.create_firm()
    await archive_client(app.services, firm.owner, firm.client_id)
    first = (await firm.client()).archived_at
    app.clock.advance(days=1)
    async with firm.assert_unchanged():
        await archive_client(app.services, firm.owner, firm.client_id)
    assert (await firm.client()).archived_at == first
    await unarchive_client(app.services, firm.owner, firm.client_id)
    assert (await firm.client()).archived_at is None
    assert await last_event(firm) == ("client.unarchived", firm.owner.id, firm.client_id)
    async with firm.assert_unchanged():
        await unarchive_client(app.services, firm.owner, firm.client_id)


async def archived_firm(app: AppHarness) -> tuple[Firm, uuid.UUID]:
    """A firm whose client is archived, with a draft."""
    firm = await app.create_ready_firm()
    draft = await firm.create_invoice("5.00", issue=False)
    await archive_client(app.services, firm.owner, firm.client_id)
    return firm, draft


async def test_an_archived_client_takes_nothing_new(app: AppHarness) -> None:
    """D38: no invoice, issue, payment, prepayment, credit note, offline payment or user; the same after taking it back
    is possible again.
    """
    firm, draft = await archived_firm(app)
    services, owner, client = app.services, firm.owner, firm.client_id
    to_credits = ToCredits(client, Decimal(5))

    def record(to: ToCredits | ToInvoice) -> Awaitable[object]:
        key = app.new_key()
        return record_offline_payment(
            services, owner, RecordOfflinePaymentCommand(to, OfflineMethod.CASH, None, None, key)
        )

    refused: dict[str, tuple[type[Exception], Callable[[], Awaitable[object]]]] = {
        "invoice": (InvalidInput, lambda: firm.create_invoice("5.00")),
        "draft": (InvalidInput, lambda: firm.create_invoice("5.00", issue=False)),
        "issue": (InvoiceNotChangeable, lambda: issue_invoice(services, owner, draft)),
        "prepayment": (PrepaymentUnavailable, lambda: firm.start_prepayment("20.00")),
        "prepayment by a member": (PrepaymentUnavailable, lambda: firm.start_prepayment("20.00", viewer=owner)),
        "credit note": (
            InvalidInput,
            lambda: add_credit_note(services, owner, AddCreditNoteCommand(client, Decimal(5), "x", app.new_key())),
        ),
        "offline": (InvalidInput, lambda: record(to_credits)),
        "user": (
            InvalidInput,
            lambda: operator.add_client_user(services, firm.id, client, email="n@n.test", name="N", password=None),
        ),
    }
    for name, (error, act) in refused.items():
        async with firm.assert_unchanged():
            with pytest.raises(error) as raised:
                await act()
        if error is not PrepaymentUnavailable:
            assert "archived" in str(raised.value), name
    await unarchive_client(services, owner, client)
    for _, act in refused.values():
        await act()


async def test_an_archived_client_with_a_debt_pays_when_taken_back(app: AppHarness) -> None:
    """D27, D38: a dispute makes an invoice due again; while the client is archived it cannot be paid."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("20.00")
    (payment,) = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(payment)
    await archive_client(app.services, firm.owner, firm.client_id)
    await actions.act_and_deliver(firm, "dispute", payment)
    assert (await firm.client()).due == 20_00
    key = app.new_key()
    to_invoice = ToInvoice(invoice, AmountChoice.REMAINING, excess_to_credits=False)
    offline = RecordOfflinePaymentCommand(to_invoice, OfflineMethod.CASH, None, None, key)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refused:
            await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD)
        assert refused.value.field == "invoiceId"
        with pytest.raises(InvalidInput):
            await record_offline_payment(app.services, firm.owner, offline)
    row, client, settings = await firm.invoice(invoice), await firm.client(), await firm.settings()
    instruction = PaymentInstruction(AmountChoice.REMAINING, PaymentSource.CREDITS, None)
    with pytest.raises(InvalidInput):
        decide_payment(firm.owner, instruction, row, client, settings, (), "EUR")
    assert invoice_rules.allowed_actions(firm.owner, row, client, (), settings, ()) == (
        invoice_rules.InvoiceAction.UPDATE,
        invoice_rules.InvoiceAction.VOID,
    )
    await unarchive_client(app.services, firm.owner, firm.client_id)
    await record_offline_payment(app.services, firm.owner, offline)
    assert (await firm.invoice(invoice)).status is InvoiceStatus.PAID


async def test_late_money_of_an_archived_client_becomes_credits(app: AppHarness) -> None:
    """D25, D38: a released debit that succeeds after all. The credits are kept until the client is taken back."""
    firm = await app.create_ready_firm()
    invoice = await firm.create_invoice("20.00")
    (payment,) = await firm.pay(invoice, AmountChoice.FULL, PaymentSource.BANK_DEBIT)
    await firm.settle_charge(payment, "pm_success_fr")
    await actions.release(firm, payment)
    await void_invoice(app.services, firm.owner, invoice, "mistake")
    await archive_client(app.services, firm.owner, firm.client_id)
    for _ in range(2):
        app.clock.advance(days=2)
        await app.sandbox.tick()
        await app.run_due_jobs()
    client = await firm.client()
    assert (client.available, client.archived_at is not None) == (20_00, True)
    assert (await firm.credit_entries())[-1] == ("PAYMENT_RECEIVED", 20_00, 20_00)


async def test_actions_of_a_client(app: AppHarness) -> None:
    """D37, D38: what each viewer can do now, by permission, money and state."""
    firm = await app.create_ready_firm()
    settings, connections = await firm.settings(), await load_connections(firm)
    plain = await firm.add_member("plain", FirmRole.EMPLOYEE)
    keeper = await firm.add_member("keeper", FirmRole.EMPLOYEE, CLIENTS)
    everything = set(ClientAction)

    async def allowed(viewer: Viewer, open_prepayments: int = 0) -> set[ClientAction]:
        client = await firm.client()
        return set(rules.allowed_actions(viewer, client, open_prepayments, settings, connections))

    assert await allowed(firm.owner) == everything - {ClientAction.UNARCHIVE}
    assert await allowed(firm.owner, 1) == everything - {ClientAction.UNARCHIVE, ClientAction.ARCHIVE}
    assert await allowed(plain) == set()
    assert await allowed(keeper) == {ClientAction.UPDATE, ClientAction.ARCHIVE, ClientAction.INVITE_USER}
    assert await allowed(firm.client_user) == {ClientAction.MAKE_PREPAYMENT}
    await firm.create_invoice("5.00")
    assert await allowed(keeper) == {ClientAction.UPDATE, ClientAction.INVITE_USER}
    assert await allowed(firm.owner) == everything - {ClientAction.UNARCHIVE, ClientAction.ARCHIVE}


async def test_actions_of_an_archived_client(app: AppHarness) -> None:
    """D38: whoever keeps the clients can change it and take it back; nobody else can do anything."""
    firm, _ = await archived_firm(app)
    client, settings, connections = await firm.client(), await firm.settings(), await load_connections(firm)
    for viewer, expected in ((firm.owner, (ClientAction.UPDATE, ClientAction.UNARCHIVE)), (firm.client_user, ())):
        assert rules.allowed_actions(viewer, client, 0, settings, connections) == expected


async def test_the_offer_of_an_archived_client(app: AppHarness) -> None:
    """D7, D38: prepayment is not available, for a reason that says nothing of the firm's settings."""
    firm, _ = await archived_firm(app)
    client, settings = await firm.client(), await firm.settings()
    offer = availability.prepayment_offer("EUR", settings, await load_connections(firm), client)
    assert (offer.available, offer.methods) == (False, ())
    assert offer.reason == "Prepayments are not available at the moment. Please contact your firm."
