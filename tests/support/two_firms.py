"""Two firms, the first with two clients, with every kind of object for each client, and every kind of viewer.

The objects are read from the tables row by row, so that a test can state for each of them who may see it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

import models
from billing.access.principals import ClientUser, Member, Viewer
from billing.clients import update_client
from billing.identity.revoke_invitation import revoke_invitation
from billing.invoices import void_invoice
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.providers import disconnect_provider
from billing.providers.connect_provider import ConnectProviderCommand, connect_provider
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod
from tests.support import actions, people
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, global_id
from tests.support.notices import load_notices
from tests.support.webhooks import create_endpoint

PENDING_ADDRESS = "invited@example.test"
"""Has a pending invitation to every client."""
STOLEN = "pm_card_visa_chargeDeclinedStolenCard"


@dataclass(frozen=True)
class Requester:
    """A viewer, or nobody, as a row of the table of roles. `clients` None: all clients of the firm."""

    name: str
    viewer: Viewer | None = None
    firm_id: uuid.UUID | None = None
    role: FirmRole | None = None
    rights: frozenset[MemberRight] = frozenset()
    clients: frozenset[uuid.UUID] | None = frozenset()
    hidden: bool = False
    """A client user whose firm hides its invoices."""

    @property
    def is_anonymous(self) -> bool:
        return self.viewer is None

    @property
    def is_client_user(self) -> bool:
        return isinstance(self.viewer, ClientUser)

    @property
    def is_owner_or_admin(self) -> bool:
        return self.role in (FirmRole.OWNER, FirmRole.ADMIN)

    def has_rights(self, *rights: MemberRight) -> bool:
        """Whether it is a member with all of these rights; owner and admin have every right."""
        return self.is_owner_or_admin or (self.role is not None and self.rights.issuperset(rights))


@dataclass(frozen=True, eq=False)
class ApiObject:
    """An object of the API, and the row behind it."""

    type_name: str
    database_id: uuid.UUID
    firm_id: uuid.UUID
    client_id: uuid.UUID | None
    row: Any
    actor_id: uuid.UUID | None = None
    """The membership that started it; None for the system, and for types without an actor."""
    is_of_draft: bool = False
    """Whether it is an activity of an invoice that was never issued."""

    @property
    def id(self) -> str:
        return global_id(self.type_name, self.database_id)


@dataclass
class FirmFixture:
    """One of the two firms, and what tests need of it."""

    firm: Firm
    clients: list[uuid.UUID] = field(default_factory=list)
    invoices: dict[str, dict[uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    """By a name for their state, then by client."""
    settled_payments: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """A succeeded payment, by client."""
    revoked_invitations: list[uuid.UUID] = field(default_factory=list)
    """To the clients, and to the firm."""
    payers: list[ClientUser] = field(default_factory=list)
    """For each client, the user who started some of its payments."""
    disconnected_provider_id: uuid.UUID = field(init=False)
    """A disconnected provider."""

    def add_invoice(self, name: str, client_id: uuid.UUID, invoice_id: uuid.UUID) -> uuid.UUID:
        self.invoices.setdefault(name, {})[client_id] = invoice_id
        return invoice_id


@dataclass(eq=False)
class TwoFirms:
    """Both firms, all requesters by name, and all objects."""

    app: AppHarness
    firms: list[FirmFixture]
    requesters: dict[str, Requester]
    objects: dict[str, ApiObject]
    """All objects by global id."""
    rows: dict[str, list[tuple[Any, ...]]]
    """Every row of every table: what a refusal leaves as it was."""


async def build_two_firms(app: AppHarness) -> TwoFirms:
    """Create everything through the use cases. The second firm hides its invoices from clients."""
    sides = [await _build_firm(app, "open", two_clients=True), await _build_firm(app, "hiding", two_clients=False)]
    for side in sides:
        for index, client_id in enumerate(side.clients):
            await _create_open_payments(_act_as_client(side, index), client_id)
    app.clock.advance(seconds=60)
    await app.run_due_jobs()
    await app.choose_mails_by_default()
    requesters = [
        Requester("anonymous"),
        *await _first_firm_requesters(sides[0]),
        *await _second_firm_requesters(sides[1], sides[0]),
    ]
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    second_firm = sides[1].firm
    await update_payment_settings.update_payment_settings(app.services, second_firm.owner, hide)
    async with app.services.writes.begin() as session:
        await session.execute(update(models.Firm).values(locale="fr", reply_to="answers@firm.test"))
        await session.execute(update(models.Person).values(locale="fr"))
    for side in sides:
        await _create_webhook_endpoint(side.firm)
    objects = {object_.id: object_ for object_ in await _load_objects(app)}
    rows = await all_rows(app.services)
    return TwoFirms(app, sides, {requester.name: requester for requester in requesters}, objects, rows)


async def _build_firm(app: AppHarness, name: str, *, two_clients: bool) -> FirmFixture:
    side = FirmFixture(await app.create_ready_firm(name=name))
    firm, services = side.firm, app.services
    connected = (await firm.settings()).default_connection_id
    side.disconnected_provider_id = await firm.connect()
    await disconnect_provider.disconnect_provider(services, firm.owner, side.disconnected_provider_id)
    await connect_provider(services, firm.owner, ConnectProviderCommand(models.ProviderKind.STRIPE, "Half way", None))
    assert (await firm.settings()).default_connection_id == connected
    side.clients = [firm.client_id, *([await firm.add_client("The other one")] if two_clients else [])]
    for index, client_id in enumerate(side.clients):
        side.payers.append(await firm.add_user(client_id, f"payer-{index}"))
        details = update_client.UpdateClientCommand(client_id, email="office@client.test", reference=f"C-{index}")
        await update_client.update_client(services, firm.owner, details)
        await _create_settled(_act_as_client(side, index), client_id)
        await _create_refunds_and_disputes(side)
        await _create_removed_members(side, client_id, f"gone-{index}")
        await _create_invitations(side, client_id, index)
    return side


def _act_as_client(side: FirmFixture, index: int) -> FirmFixture:
    """From here on, the firm's shortcuts act for this client and its user."""
    side.firm.client_id, side.firm.client_user = side.clients[index], side.payers[index]
    return side


async def _create_settled(side: FirmFixture, client_id: uuid.UUID) -> None:
    """Settled prepayments and payments, void invoices and drafts."""
    firm, services = side.firm, side.firm.app.services
    await firm.prepay("100.00")
    invoice_by_card = await firm.create_invoice("12.00")
    await firm.settle_charge((await firm.pay(invoice_by_card, AmountChoice.FULL, PaymentSource.CARD))[0])
    paid = side.add_invoice("paid", client_id, await firm.create_invoice("40.00"))
    side.settled_payments[client_id] = (await firm.pay(paid, "40.00"))[0].id
    void = side.add_invoice("void", client_id, await firm.create_invoice("40.00"))
    await firm.pay(void, "5.00")
    await void_invoice.void_invoice(services, firm.owner, void, "A mistake")
    side.add_invoice("draft", client_id, await firm.create_invoice("7.00", issue=False))
    voided_draft = await firm.create_invoice("8.00", issue=False)
    await void_invoice.void_invoice(services, firm.owner, voided_draft, "Never mind")


async def _create_refunds_and_disputes(side: FirmFixture) -> None:
    """A failed refund, disputes, and an offline payment."""
    firm = side.firm
    prepayment = await firm.prepayment(await firm.prepay("9.00"))
    refund = await actions.refund(firm, prepayment, "2.00")
    await actions.act_and_deliver(firm, "fail_refund", prepayment, refund=refund.provider_refund_id or "")
    await actions.act_and_deliver(firm, "dispute", prepayment, amount=300)
    (payment,) = await firm.pay(await firm.create_invoice("6.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(payment)
    dispute = await actions.act_and_deliver(firm, "dispute", payment)
    await actions.act_and_deliver(firm, "lose", payment, dispute=dispute["id"])
    invoice = await firm.create_invoice("3.00")
    await actions.record_offline(firm, "4.00", invoice, excess_to_credits=True, reason="Cheque 4711")


async def _create_open_payments(side: FirmFixture, client_id: uuid.UUID) -> None:
    """Open payments, of the client's user and of the owner: declined or not yet confirmed, and a canceled one."""
    firm, services = side.firm, side.firm.app.services
    await firm.confirm(await firm.start_prepayment("30.00", memo="For the spring"), STOLEN)
    await firm.start_prepayment("35.00", viewer=firm.owner)
    canceled = await firm.start_prepayment("20.00", PaymentMethod.BANK_DEBIT, viewer=firm.owner)
    await cancel_payment.cancel_payment(services, firm.owner, canceled.id)
    await firm.pay(await firm.create_invoice("80.00"), AmountChoice.REMAINING, remainder_method=PaymentMethod.CARD)
    pending = side.add_invoice("pending", client_id, await firm.create_invoice("25.00"))
    (declined,) = await firm.pay(pending, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
    await firm.confirm(declined, STOLEN)


async def _create_webhook_endpoint(firm: Firm) -> None:
    """A webhook endpoint with a delivery that succeeded, and one that failed and waits."""
    kinds = [models.NoticeKind.PREPAYMENT_RECEIVED]
    endpoint, now = await create_endpoint(firm, "http://127.0.0.1:9/hooks", kinds), firm.app.clock()
    succeeded, failed = (await load_notices(firm, *kinds))[:2]
    common = {"firm_id": firm.id, "endpoint_id": endpoint.id, "attempts": 2, "created_at": now}
    failure = {"last_error": models.WebhookFailure.STATUS, "last_status": 500}
    async with firm.app.services.writes.begin() as session:
        session.add_all(
            [
                models.WebhookDelivery(id=models.new_id(), notice_id=succeeded.id, succeeded_at=now, **common),
                models.WebhookDelivery(
                    id=models.new_id(), notice_id=failed.id, next_attempt_at=now, **common, **failure
                ),
            ]
        )


async def _create_removed_members(side: FirmFixture, client_id: uuid.UUID, name: str) -> None:
    """A member who left after making a payment, and a removed client user."""
    firm = side.firm
    await firm.prepay("3.00")
    member = await firm.add_member(name, FirmRole.EMPLOYEE, *MemberRight)
    user = await firm.add_user(client_id, f"user-{name}")
    await firm.pay(await firm.create_invoice("50.00", due_on=dt.date(2026, 2, 1)), "3.00", viewer=member)
    now = firm.app.clock()
    async with firm.app.services.writes.begin() as session:
        for model, membership_id in ((models.FirmMember, member.id), (models.ClientUser, user.id)):
            await session.execute(update(model).where(model.id == membership_id).values(removed_at=now))


async def _create_invitations(side: FirmFixture, client_id: uuid.UUID, index: int) -> None:
    """To the client and to the firm, one of each pending and one revoked."""
    firm = side.firm
    for email in (PENDING_ADDRESS, f"revoked-{PENDING_ADDRESS}"):
        of_client = await people.invite_user(firm, email, client_id=client_id)
        rights, client_ids = (MemberRight.MANAGE_CLIENTS,), (client_id,)
        of_firm = await people.invite(firm, f"{index}-{email}", rights=rights, client_ids=client_ids)
        if email != PENDING_ADDRESS:
            for invitation_id in (of_client, of_firm):
                await revoke_invitation(firm.app.services, firm.owner, invitation_id)
                side.revoked_invitations.append(invitation_id)


async def _first_firm_requesters(side: FirmFixture) -> Iterable[Requester]:
    """Owner, admin, employees with each combination of rights, assigned to the first client or not, client users."""
    firm, (first, second) = side.firm, side.clients
    requesters = [
        _owner_or_admin(side, "owner", firm.owner),
        _owner_or_admin(side, "admin", await firm.add_member("admin", FirmRole.ADMIN)),
    ]
    for size in range(len(MemberRight) + 1):
        for rights in itertools.combinations(MemberRight, size):
            name = " and ".join(right.name.lower().replace("_", " ") for right in rights) or "no right"
            requesters.append(await _employee(side, f"employee with {name}", *rights))
            requesters.append(await _employee(side, f"assigned employee with {name}", *rights, assigned=first))
    return [
        *requesters,
        _client_user("paying user", side.payers[0]),
        _client_user("user", await firm.add_user(first, "another")),
        _client_user("user of the other client", await firm.add_user(second, "stranger")),
    ]


async def _second_firm_requesters(side: FirmFixture, other: FirmFixture) -> Iterable[Requester]:
    """Some of the firm that hides its invoices; one of them also has a membership in the first firm."""
    member_of_both = await _employee(side, "member of both firms", MemberRight.MANAGE_PAYMENTS)
    assert member_of_both.viewer is not None
    other_person = select(models.ClientUser.person_id).where(models.ClientUser.id == other.payers[0].id)
    async with side.firm.app.services.writes.begin() as session:
        await session.execute(
            update(models.FirmMember)
            .where(models.FirmMember.id == member_of_both.viewer.id)
            .values(person_id=other_person.scalar_subquery())
        )
    return [
        _owner_or_admin(side, "other firm's owner", side.firm.owner),
        await _employee(side, "other firm's employee", *MemberRight, assigned=side.clients[0]),
        _client_user("other firm's paying user", side.payers[0], hidden=True),
        member_of_both,
    ]


def _owner_or_admin(side: FirmFixture, name: str, member: Member) -> Requester:
    return Requester(name, member, side.firm.id, member.role, clients=None)


def _client_user(name: str, user: ClientUser, *, hidden: bool = False) -> Requester:
    return Requester(name, user, user.firm_id, clients=frozenset({user.client_id}), hidden=hidden)


async def _employee(side: FirmFixture, name: str, *rights: MemberRight, assigned: uuid.UUID | None = None) -> Requester:
    member = await side.firm.add_member(name, FirmRole.EMPLOYEE, *rights)
    if assigned is not None:
        await side.firm.assign(member, assigned)
    clients = None if MemberRight.VIEW_ALL_CLIENTS in rights else frozenset({assigned} if assigned else ())
    return Requester(name, member, side.firm.id, FirmRole.EMPLOYEE, frozenset(rights), clients)


async def _load_objects(app: AppHarness) -> list[ApiObject]:
    """All objects, read from the tables alone."""
    async with app.services.reads() as session:
        actors = {
            (event.firm_id, event.seq): event.member_id or event.client_user_id
            for event in await session.scalars(select(models.Event))
        }
        drafts = set(await session.scalars(select(models.Invoice.id).where(models.Invoice.issued_on.is_(None))))
        objects = []
        for type_name, model, client in (
            ("Client", models.Client, "id"),
            ("CreditAccount", models.Client, "id"),
            ("ClientUser", models.ClientUser, "client_id"),
            ("CreditEntry", models.CreditEntry, "client_id"),
            ("Invoice", models.Invoice, "client_id"),
            ("Payment", models.Payment, "client_id"),
            ("Prepayment", models.Prepayment, "client_id"),
            ("Refund", models.Refund, "client_id"),
            ("Notice", models.Notice, "client_id"),
            ("Dispute", models.Dispute, "client_id"),
            ("Activity", models.Event, "client_id"),
            ("FirmMember", models.FirmMember, None),
            ("Invitation", models.Invitation, "client_id"),
            ("PaymentProvider", models.ProviderConnection, None),
            ("WebhookEndpoint", models.WebhookEndpoint, None),
            ("WebhookDelivery", models.WebhookDelivery, None),
        ):
            rows: Iterable[Any] = await session.scalars(select(model))
            for row in rows:
                client_id = None if client is None else getattr(row, client)
                seq = row.seq if isinstance(row, models.Event) else getattr(row, "event_seq", 0)
                actor_id = actors.get((row.firm_id, seq))
                is_of_draft = getattr(row, "subject_id", None) in drafts
                objects.append(ApiObject(type_name, row.id, row.firm_id, client_id, row, actor_id, is_of_draft))
        for firm in await session.scalars(select(models.Firm)):
            objects += [ApiObject(type_name, firm.id, firm.id, None, firm) for type_name in ("Firm", "PaymentSettings")]
    return objects
