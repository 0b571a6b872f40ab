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
from billing.providers.connect_provider import ConnectProvider, connect_provider
from billing.settings import update_payment_settings
from models import FirmRole, MemberRight, PaymentMethod
from tests.support import returns
from tests.support.asking import gid
from tests.support.firm import Firm, House

STOLEN = "pm_card_visa_chargeDeclinedStolenCard"


@dataclass(frozen=True)
class Who:
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
    def is_nobody(self) -> bool:
        return self.viewer is None

    @property
    def is_client_user(self) -> bool:
        return isinstance(self.viewer, ClientUser)

    @property
    def leads(self) -> bool:
        """An owner or an admin."""
        return self.role in (FirmRole.OWNER, FirmRole.ADMIN)

    def has(self, *rights: MemberRight) -> bool:
        """A member with all of these rights; an owner and an admin have every right."""
        return self.leads or (self.role is not None and self.rights.issuperset(rights))


@dataclass(frozen=True, eq=False)
class Thing:
    """An object of the API, and the row it is made of."""

    kind: str
    own_id: uuid.UUID
    firm_id: uuid.UUID
    client_id: uuid.UUID | None
    row: Any
    doer: uuid.UUID | None = None
    """The seat that started it; None for the system, and where nobody is told."""

    @property
    def id(self) -> str:
        return gid(self.kind, self.own_id)


@dataclass
class Side:
    """One of the firms, after everything that happened in it."""

    firm: Firm
    clients: list[uuid.UUID] = field(default_factory=list)
    invoices: dict[str, dict[uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    """By what is special about them, then by client."""
    settled: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """A payment that succeeded, by client."""
    payers: list[ClientUser] = field(default_factory=list)
    """Of each client, the user who started some of its payments."""
    disconnected: uuid.UUID = field(init=False)
    """A provider that was disconnected."""

    def keep(self, name: str, client_id: uuid.UUID, invoice_id: uuid.UUID) -> uuid.UUID:
        self.invoices.setdefault(name, {})[client_id] = invoice_id
        return invoice_id


@dataclass(eq=False)
class Neighbours:
    """The whole street."""

    house: House
    sides: list[Side]
    people: dict[str, Who]
    things: dict[str, Thing]
    """Everything there is, by global id."""


async def settle_in(house: House) -> Neighbours:
    """Build it: the second firm hides its invoices from clients."""
    sides = [await _side(house, "open", two_clients=True), await _side(house, "hiding", two_clients=False)]
    for side in sides:
        for place, client_id in enumerate(side.clients):
            await _waiting(_with(side, place), client_id)
    house.clock.move(seconds=60)
    await house.work()
    people = [Who("nobody"), *await _everybody(sides[0]), *await _some(sides[1], sides[0])]
    hide = update_payment_settings.UpdatePaymentSettings(hide_invoices_from_clients=True)
    hiding = sides[1].firm
    await update_payment_settings.update_payment_settings(house.services, hiding.owner, hide)
    things = {thing.id: thing for thing in await _things(house)}
    return Neighbours(house, sides, {who.name: who for who in people}, things)


async def _side(house: House, name: str, *, two_clients: bool) -> Side:
    side = Side(await house.ready_firm(name=name))
    firm, services = side.firm, house.services
    connected = (await firm.settings()).default_connection_id
    side.disconnected = await firm.connect()
    await disconnect_provider.disconnect_provider(services, firm.owner, side.disconnected)
    await connect_provider(services, firm.owner, ConnectProvider(models.ProviderKind.STRIPE, "Half way", None))
    assert (await firm.settings()).default_connection_id == connected
    side.clients = [firm.client_id, *([await firm.add_client("The other one")] if two_clients else [])]
    for place, client_id in enumerate(side.clients):
        side.payers.append(await firm.add_user(client_id, f"payer-{place}"))
        await _settled(_with(side, place), client_id)
        await _returned(side)
        await _leavings(side, client_id, f"gone-{place}")
    return side


def _with(side: Side, place: int) -> Side:
    """From here on, what the firm's client does is done by this one."""
    side.firm.client_id, side.firm.client_user = side.clients[place], side.payers[place]
    return side


async def _settled(side: Side, client_id: uuid.UUID) -> None:
    """What has come to its end: prepaid, paid from credits and by card, void, drafts."""
    firm, services = side.firm, side.firm.house.services
    await firm.prepay("100.00")
    by_card = await firm.issue("12.00")
    await firm.come((await firm.pay(by_card, AmountChoice.FULL, PaymentSource.CARD))[0])
    paid = side.keep("paid", client_id, await firm.issue("40.00"))
    side.settled[client_id] = (await firm.pay(paid, "40.00"))[0].id
    void = side.keep("void", client_id, await firm.issue("40.00"))
    await firm.pay(void, "5.00")
    await void_invoice.void_invoice(services, firm.owner, void, "A mistake")
    side.keep("draft", client_id, await firm.issue("7.00", issue=False))
    unseen = await firm.issue("8.00", issue=False)
    await void_invoice.void_invoice(services, firm.owner, unseen, "Never mind")


async def _returned(side: Side) -> None:
    """What went back, or was to: a refund that failed, disputes; and what came without a provider."""
    firm = side.firm
    prepayment = await firm.prepayment(await firm.prepay("9.00"))
    refund = await returns.refund(firm, prepayment, "2.00")
    await returns.happens(firm, "fail_refund", prepayment, refund=refund.provider_refund_id or "")
    await returns.happens(firm, "dispute", prepayment, amount=300)
    (payment,) = await firm.pay(await firm.issue("6.00"), AmountChoice.FULL, PaymentSource.CARD)
    await firm.come(payment)
    await returns.happens(firm, "dispute", payment)
    await returns.offline(firm, "4.00", await firm.issue("3.00"), excess=True)


async def _waiting(side: Side, client_id: uuid.UUID) -> None:
    """What waits for somebody: the client's user or the owner; declined at first, or not tried; canceled."""
    firm, services = side.firm, side.firm.house.services
    await firm.confirm(await firm.ask_prepayment("30.00"), STOLEN)
    await firm.ask_prepayment("35.00", viewer=firm.owner)
    canceled = await firm.ask_prepayment("20.00", PaymentMethod.BANK_DEBIT, viewer=firm.owner)
    await cancel_payment.cancel_payment(services, firm.owner, canceled.id)
    await firm.pay(await firm.issue("80.00"), AmountChoice.REMAINING, rest=PaymentMethod.CARD)
    pending = side.keep("pending", client_id, await firm.issue("25.00"))
    (tried,) = await firm.pay(pending, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
    await firm.confirm(tried, STOLEN)


async def _leavings(side: Side, client_id: uuid.UUID, name: str) -> None:
    """What a member did who has left since; and a user who is gone."""
    firm = side.firm
    await firm.prepay("3.00")
    member = await firm.add_member(name, FirmRole.EMPLOYEE, *MemberRight)
    user = await firm.add_user(client_id, f"user-{name}")
    await firm.pay(await firm.issue("50.00", due_on=dt.date(2026, 2, 1)), "3.00", viewer=member)
    now = firm.house.clock()
    async with firm.house.services.writes.begin() as session:
        for model, seat in ((models.FirmMember, member.id), (models.ClientUser, user.id)):
            await session.execute(update(model).where(model.id == seat).values(removed_at=now))


async def _everybody(side: Side) -> Iterable[Who]:
    """Everybody of one firm: employees with every choice of rights, assigned to the first client and not."""
    firm, (first, second) = side.firm, side.clients
    found = [_lead(side, "owner", firm.owner), _lead(side, "admin", await firm.add_member("admin", FirmRole.ADMIN))]
    for size in range(len(MemberRight) + 1):
        for rights in itertools.combinations(MemberRight, size):
            name = " and ".join(right.name.lower().replace("_", " ") for right in rights) or "no right"
            found.append(await _employee(side, f"employee with {name}", *rights))
            found.append(await _employee(side, f"assigned employee with {name}", *rights, assigned=first))
    return [
        *found,
        _user("user who pays", side.payers[0]),
        _user("user", await firm.add_user(first, "another")),
        _user("user of the other client", await firm.add_user(second, "stranger")),
    ]


async def _some(side: Side, other: Side) -> Iterable[Who]:
    """A few of the firm that hides its invoices, one of them a person with a seat in the other firm too."""
    both = await _employee(side, "somebody with a seat in each firm", MemberRight.MANAGE_PAYMENTS)
    assert both.viewer is not None
    in_the_other = select(models.ClientUser.person_id).where(models.ClientUser.id == other.payers[0].id)
    async with side.firm.house.services.writes.begin() as session:
        await session.execute(
            update(models.FirmMember)
            .where(models.FirmMember.id == both.viewer.id)
            .values(person_id=in_the_other.scalar_subquery())
        )
    return [
        _lead(side, "other firm's owner", side.firm.owner),
        await _employee(side, "other firm's employee", *MemberRight, assigned=side.clients[0]),
        _user("other firm's user who pays", side.payers[0], hidden=True),
        both,
    ]


def _lead(side: Side, name: str, member: Member) -> Who:
    return Who(name, member, side.firm.id, member.role, clients=None)


def _user(name: str, user: ClientUser, *, hidden: bool = False) -> Who:
    return Who(name, user, user.firm_id, clients=frozenset({user.client_id}), hidden=hidden)


async def _employee(side: Side, name: str, *rights: MemberRight, assigned: uuid.UUID | None = None) -> Who:
    member = await side.firm.add_member(name, FirmRole.EMPLOYEE, *rights)
    if assigned is not None:
        await side.firm.assign(member, assigned)
    clients = None if MemberRight.VIEW_ALL_CLIENTS in rights else frozenset({assigned} if assigned else ())
    return Who(name, member, side.firm.id, FirmRole.EMPLOYEE, frozenset(rights), clients)


async def _things(house: House) -> list[Thing]:
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
                found.append(Thing(kind, row.id, row.firm_id, client_id, row, doer))
        for firm in await session.scalars(select(models.Firm)):
            found += [Thing(kind, firm.id, firm.id, None, firm) for kind in ("Firm", "PaymentSettings")]
    return found
