"""What there is, for the operator: firms, members, clients and their users; found by a name or an id."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

import models
from billing.identity.accounts import OperatorError
from billing.services import Services

Row = TypeVar("Row", bound=models.Base)


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """A member who has a seat now, with the ids of the clients assigned to them."""

    row: models.FirmMember
    person: models.Person
    assigned_client_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class ClientUserEntry:
    """A client user who has a seat now."""

    row: models.ClientUser
    person: models.Person


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """A client and its users."""

    row: models.Client
    users: tuple[ClientUserEntry, ...]


async def list_firms(services: Services) -> Sequence[models.Firm]:
    """All firms, by name."""
    async with services.reads() as session:
        return (await session.scalars(select(models.Firm).order_by(models.Firm.name, models.Firm.id))).all()


async def list_members(services: Services, firm_id: uuid.UUID) -> list[MemberEntry]:
    """All members of the firm, by e-mail address."""
    async with services.reads() as session:
        rows = await session.execute(
            select(models.FirmMember, models.Person)
            .join(models.Person, models.Person.id == models.FirmMember.person_id)
            .where(models.FirmMember.firm_id == firm_id, models.FirmMember.removed_at.is_(None))
            .order_by(models.Person.email)
        )
        found = rows.all()
        assigned: dict[uuid.UUID, list[uuid.UUID]] = {}
        for one in await session.scalars(select(models.Assignment).where(models.Assignment.firm_id == firm_id)):
            assigned.setdefault(one.member_id, []).append(one.client_id)
    return [MemberEntry(member, person, tuple(assigned.get(member.id, ()))) for member, person in found]


async def list_clients(services: Services, firm_id: uuid.UUID) -> list[ClientEntry]:
    """All clients of the firm, by name, each with its users by e-mail address."""
    async with services.reads() as session:
        rows = await session.execute(
            select(models.ClientUser, models.Person)
            .join(models.Person, models.Person.id == models.ClientUser.person_id)
            .where(models.ClientUser.firm_id == firm_id, models.ClientUser.removed_at.is_(None))
            .order_by(models.Person.email)
        )
        users: dict[uuid.UUID, list[ClientUserEntry]] = {}
        for user, person in rows:
            users.setdefault(user.client_id, []).append(ClientUserEntry(user, person))
        found = await session.scalars(
            select(models.Client).where(models.Client.firm_id == firm_id).order_by(models.Client.name, models.Client.id)
        )
        return [ClientEntry(client, tuple(users.get(client.id, ()))) for client in found]


async def find_firm(services: Services, id_or_name: str) -> models.Firm:
    """The firm of this id or this name. Raise Impossible where it is none, or several."""
    return await _get_one(
        services, select(models.Firm).where(_matches(models.Firm.id, models.Firm.name, id_or_name)), "firm", id_or_name
    )


async def find_member(services: Services, firm_id: uuid.UUID, id_or_email: str) -> models.FirmMember:
    """The member of this id or e-mail address, who has a seat now. Raise Impossible where there is none."""
    found = (
        select(models.FirmMember)
        .join(models.Person, models.Person.id == models.FirmMember.person_id)
        .where(models.FirmMember.firm_id == firm_id, models.FirmMember.removed_at.is_(None))
    )
    meant = _matches(models.FirmMember.id, models.Person.email, id_or_email.strip().lower())
    return await _get_one(services, found.where(meant), "member", id_or_email)


async def find_client(services: Services, firm_id: uuid.UUID, id_or_name: str) -> models.Client:
    """The client of this id or this name. Raise Impossible where it is none, or several."""
    found = select(models.Client).where(models.Client.firm_id == firm_id)
    return await _get_one(
        services, found.where(_matches(models.Client.id, models.Client.name, id_or_name)), "client", id_or_name
    )


async def find_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, id_or_email: str
) -> models.ClientUser:
    """The client's user of this id or e-mail address, who has a seat now. Raise Impossible where there is none."""
    found = (
        select(models.ClientUser)
        .join(models.Person, models.Person.id == models.ClientUser.person_id)
        .where(models.ClientUser.firm_id == firm_id, models.ClientUser.client_id == client_id)
        .where(models.ClientUser.removed_at.is_(None))
    )
    meant = _matches(models.ClientUser.id, models.Person.email, id_or_email.strip().lower())
    return await _get_one(services, found.where(meant), "client user", id_or_email)


def _matches(
    own_id: InstrumentedAttribute[uuid.UUID], name: InstrumentedAttribute[str], value: str
) -> ColumnElement[bool]:
    try:
        return own_id == uuid.UUID(value)
    except ValueError:
        return name == value


async def _get_one(services: Services, statement: Select[Row], noun: str, value: str) -> Row:
    async with services.reads() as session:
        found = (await session.scalars(statement.limit(2))).all()
    if not found:
        raise OperatorError(f"There is no {noun} {value!r}.")
    if len(found) > 1:
        raise OperatorError(f"Several are called {value!r}: say which {noun} by its id.")
    return found[0]
