"""Two firms, the first with two clients; of everything one with each client, and everybody who could ask about it.

What there is, is read from the tables themselves, row by row, so that a test can say for each who may know of it.
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
from billing.invoices import void_invoice
from billing.payments import cancel_payment
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.providers import disconnect_provider
from billing.providers.connect_provider import ConnectProviderCommand, connect_provider
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id

STOLEN = "pm_card_visa_chargeDeclinedStolenCard"


@dataclass(frozen=True)
class Requester:
    """Somebody who asks, in the words of the roles' table. `clients` None: all of the firm's."""

    name: str
    viewer: Viewer | None = None
    firm_id: uuid.UUID | None = None
    role: FirmRole | None = None
    rights: frozenset[MemberRight] = frozenset()
    clients: frozenset[uuid.UUID] | None = frozenset()
    hidden: bool = False
    """A client's user whose firm hides its invoices."""

    @property
    def is_anonymous(self) -> bool:
        return self.viewer is None

    @property
    def is_client_user(self) -> bool:
        return isinstance(self.viewer, ClientUser)

    @property
    def is_owner_or_admin(self) -> bool:
        """An owner or an admin."""
        return self.role in (FirmRole.OWNER, FirmRole.ADMIN)

    def has_rights(self, *rights: MemberRight) -> bool:
        """A member with all of these rights; an owner and an admin have every right."""
        return self.is_owner_or_admin or (self.role is not None and self.rights.issuperset(rights))


@dataclass(frozen=True, eq=False)
class ApiObject:
    """An object of the API, and the row it is made of."""

    type_name: str
    own_id: uuid.UUID
    firm_id: uuid.UUID
    client_id: uuid.UUID | None
    row: Any
    actor_id: uuid.UUID | None = None
    """The seat that started it; None for the system, and where nobody is told."""

    @property
    def id(self) -> str:
        return global_id(self.type_name, self.own_id)


@dataclass
class FirmFixture:
    """One of the firms, after everything that happened in it."""

    firm: Firm
    clients: list[uuid.UUID] = field(default_factory=list)
    invoices: dict[str, dict[uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    """By what is special about them, then by client."""
    settled_payments: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """A payment that succeeded, by client."""
    payers: list[ClientUser] = field(default_factory=list)
    """Of each client, the user who started some of its payments."""
    disconnected_provider_id: uuid.UUID = field(init=False)
    """A provider that was disconnected."""

    def add_invoice(self, name: str, client_id: uuid.UUID, invoice_id: uuid.UUID) -> uuid.UUID:
        self.invoices.setdefault(name, {})[client_id] = invoice_id
        return invoice_id


@dataclass(eq=False)
class TwoFirms:
    """The whole street."""

    app: AppHarness
    firms: list[FirmFixture]
    requesters: dict[str, Requester]
    objects: dict[str, ApiObject]
    """Everything there is, by global id."""


async def build_two_firms(house: AppHarness) -> TwoFirms:
    """Build it: the second firm hides its invoices from clients."""
    sides = [await _build_firm(house, "open", two_clients=True), await _build_firm(house, "hiding", two_clients=False)]
    for side in sides:
        for place, client_id in enumerate(side.clients):
            await _create_open_charges(_act_as_client(side, place), client_id)
    house.clock.advance(seconds=60)
    await house.run_due_jobs()
    people = [
        Requester("nobody"),
        *await _first_firm_requesters(sides[0]),
        *await _second_firm_requesters(sides[1], sides[0]),
    ]
    hide = update_payment_settings.UpdatePaymentSettingsCommand(hide_invoices_from_clients=True)
    hiding = sides[1].firm
    await update_payment_settings.update_payment_settings(house.services, hiding.owner, hide)
    things = {thing.id: thing for thing in await _load_objects(house)}
    return TwoFirms(house, sides, {who.name: who for who in people}, things)


async def _build_firm(house: AppHarness, name: str, *, two_clients: bool) -> FirmFixture:
    side = FirmFixture(await house.create_ready_firm(name=name))
    firm, services = side.firm, house.services
    connected = (await firm.settings()).default_connection_id
    side.disconnected_provider_id = await firm.connect()
    await disconnect_provider.disconnect_provider(services, firm.owner, side.disconnected_provider_id)
    await connect_provider(services, firm.owner, ConnectProviderCommand(models.ProviderKind.STRIPE, "Half way", None))
    assert (await firm.settings()).default_connection_id == connected
    side.clients = [firm.client_id, *([await firm.add_client("The other one")] if two_clients else [])]
    for place, client_id in enumerate(side.clients):
        side.payers.append(await firm.add_user(client_id, f"payer-{place}"))
        await _create_settled(_act_as_client(side, place), client_id)
        await _create_refunds_and_disputes(side)
        await _create_removed_members(side, client_id, f"gone-{place}")
    return side


def _act_as_client(side: FirmFixture, index: int) -> FirmFixture:
    """From here on, what the firm's client does is done by this one."""
    side.firm.client_id, side.firm.client_user = side.clients[index], side.payers[index]
    return side


async def _create_settled(side: FirmFixture, client_id: uuid.UUID) -> None:
    """What has come to its end: prepaid, paid from credits and by card, void, drafts."""
    firm, services = side.firm, side.firm.app.services
    await firm.prepay("100.00")
    by_card = await firm.create_invoice("12.00")
    await firm.settle_charge((await firm.pay(by_card, AmountChoice.FULL, PaymentSource.CARD))[0])
    paid = side.add_invoice("paid", client_id, await firm.create_invoice("40.00"))
    side.settled_payments[client_id] = (await firm.pay(paid, "40.00"))[0].id
    void = side.add_invoice("void", client_id, await firm.create_invoice("40.00"))
    await firm.pay(void, "5.00")
    await void_invoice.void_invoice(services, firm.owner, void, "A mistake")
    side.add_invoice("draft", client_id, await firm.create_invoice("7.00", issue=False))
    unseen = await firm.create_invoice("8.00", issue=False)
    await void_invoice.void_invoice(services, firm.owner, unseen, "Never mind")


async def _create_refunds_and_disputes(side: FirmFixture) -> None:
    """What went back, or was to: a refund that failed, disputes; and what came without a provider."""
    firm = side.firm
    prepayment = await firm.prepayment(await firm.prepay("9.00"))
    refund = await actions.refund(firm, prepayment, "2.00")
    await actions.act_and_deliver(firm, "fail_refund", prepayment, refund=refund.provider_refund_id or "")
    await actions.act_and_deliver(firm, "dispute", prepayment, amount=300)
    (payment,) = await firm.pay(await firm.create_invoice("6.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.settle_charge(payment)
    await actions.act_and_deliver(firm, "dispute", payment)
    await actions.record_offline(firm, "4.00", await firm.create_invoice("3.00"), excess_to_credits=True)


async def _create_open_charges(side: FirmFixture, client_id: uuid.UUID) -> None:
    """What waits for somebody: the client's user or the owner; declined at first, or not tried; canceled."""
    firm, services = side.firm, side.firm.app.services
    await firm.confirm(await firm.start_prepayment("30.00"), STOLEN)
    await firm.start_prepayment("35.00", viewer=firm.owner)
    canceled = await firm.start_prepayment("20.00", PaymentMethod.BANK_DEBIT, viewer=firm.owner)
    await cancel_payment.cancel_payment(services, firm.owner, canceled.id)
    await firm.pay(await firm.create_invoice("80.00"), AmountChoice.REMAINING, remainder_method=PaymentMethod.CARD)
    pending = side.add_invoice("pending", client_id, await firm.create_invoice("25.00"))
    (tried,) = await firm.pay(pending, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
    await firm.confirm(tried, STOLEN)


async def _create_removed_members(side: FirmFixture, client_id: uuid.UUID, name: str) -> None:
    """What a member did who has left since; and a user who is gone."""
    firm = side.firm
    await firm.prepay("3.00")
    member = await firm.add_member(name, FirmRole.EMPLOYEE, *MemberRight)
    user = await firm.add_user(client_id, f"user-{name}")
    await firm.pay(await firm.create_invoice("50.00", due_on=dt.date(2026, 2, 1)), "3.00", viewer=member)
    now = firm.app.clock()
    async with firm.app.services.writes.begin() as session:
        for model, seat in ((models.FirmMember, member.id), (models.ClientUser, user.id)):
            await session.execute(update(model).where(model.id == seat).values(removed_at=now))


async def _first_firm_requesters(side: FirmFixture) -> Iterable[Requester]:
    """Everybody of one firm: employees with every choice of rights, assigned to the first client and not."""
    firm, (first, second) = side.firm, side.clients
    found = [
        _owner_or_admin(side, "owner", firm.owner),
        _owner_or_admin(side, "admin", await firm.add_member("admin", FirmRole.ADMIN)),
    ]
    for size in range(len(MemberRight) + 1):
        for rights in itertools.combinations(MemberRight, size):
            name = " and ".join(right.name.lower().replace("_", " ") for right in rights) or "no right"
            found.append(await _employee(side, f"employee with {name}", *rights))
            found.append(await _employee(side, f"assigned employee with {name}", *rights, assigned=first))
    return [
        *found,
        _client_user("user who pays", side.payers[0]),
        _client_user("user", await firm.add_user(first, "another")),
        _client_user("user of the other client", await firm.add_user(second, "stranger")),
    ]


async def _second_firm_requesters(side: FirmFixture, other: FirmFixture) -> Iterable[Requester]:
    """A few of the firm that hides its invoices, one of them a person with a seat in the other firm too."""
    both = await _employee(side, "somebody with a seat in each firm", MemberRight.MANAGE_PAYMENTS)
    assert both.viewer is not None
    in_the_other = select(models.ClientUser.person_id).where(models.ClientUser.id == other.payers[0].id)
    async with side.firm.app.services.writes.begin() as session:
        await session.execute(
            update(models.FirmMember)
            .where(models.FirmMember.id == both.viewer.id)
            .values(person_id=in_the_other.scalar_subquery())
        )
    return [
        _owner_or_admin(side, "other firm's owner", side.firm.owner),
        await _employee(side, "other firm's employee", *MemberRight, assigned=side.clients[0]),
        _client_user("other firm's user who pays", side.payers[0], hidden=True),
        both,
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


async def _load_objects(house: AppHarness) -> list[ApiObject]:
    """Everything there is, told by the tables alone."""
    async with house.services.reads() as session:
        doers = {
            (event.firm_id, event.seq): event.member_id or event.client_user_id
            for event in await session.scalars(select(models.Event))
        }
        found = []
        for kind, model, client in (
            ("Client", models.Client, "id"),
            ("CreditAccount", models.Client, "id"),
            ("ClientUser", models.ClientUser, "client_id"),
            ("CreditEntry", models.CreditEntry, "client_id"),
            ("Invoice", models.Invoice, "client_id"),
            ("Payment", models.Payment, "client_id"),
            ("Prepayment", models.Prepayment, "client_id"),
            ("Refund", models.Refund, "client_id"),
            ("FirmMember", models.FirmMember, None),
            ("PaymentProvider", models.ProviderConnection, None),
        ):
            rows: Iterable[Any] = await session.scalars(select(model))
            for row in rows:
                client_id = None if client is None else getattr(row, client)
                doer = doers.get((row.firm_id, getattr(row, "event_seq", 0)))
                found.append(ApiObject(kind, row.id, row.firm_id, client_id, row, doer))
        for firm in await session.scalars(select(models.Firm)):
            found += [ApiObject(kind, firm.id, firm.id, None, firm) for kind in ("Firm", "PaymentSettings")]
    return found
