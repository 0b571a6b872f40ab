"""Directory for the operator: list firms, members, clients and client users, and look them up by id or name."""

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
    """A current member, with the ids of the clients assigned to them."""

    row: models.FirmMember
    person: models.Person
    assigned_client_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class ClientUserEntry:
    """A current client user."""

    row: models.ClientUser
    person: models.Person


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """A client and its current users."""

    row: models.Client
    users: tuple[ClientUserEntry, ...]


async def list_firms(services: Services) -> Sequence[models.Firm]:
    """All firms, by name."""
    async with services.reads() as session:
        return (await session.scalars(select(models.Firm).order_by(models.Firm.name, models.Firm.id))).all()


async def list_members(services: Services, firm_id: uuid.UUID) -> list[MemberEntry]:
    """The current members of the firm, by email address."""
    async with services.reads() as session:
        rows = await session.execute(
            select(models.FirmMember, models.Person)
            .join(models.Person, models.Person.id == models.FirmMember.person_id)
            .where(models.FirmMember.firm_id == firm_id, models.FirmMember.removed_at.is_(None))
            .order_by(models.Person.email)
        )
        members = rows.all()
        assigned: dict[uuid.UUID, list[uuid.UUID]] = {}
        for assignment in await session.scalars(select(models.Assignment).where(models.Assignment.firm_id == firm_id)):
            assigned.setdefault(assignment.member_id, []).append(assignment.client_id)
    return [MemberEntry(member, person, tuple(assigned.get(member.id, ()))) for member, person in members]


async def list_clients(services: Services, firm_id: uuid.UUID) -> list[ClientEntry]:
    """The clients of the firm, by name, each with its users by email address."""
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
        clients = await session.scalars(
            select(models.Client).where(models.Client.firm_id == firm_id).order_by(models.Client.name, models.Client.id)
        )
        return [ClientEntry(client, tuple(users.get(client.id, ()))) for client in clients]


async def find_firm(services: Services, id_or_name: str) -> models.Firm:
    """The firm with this id or name. Raises OperatorError if there is none, or more than one."""
    return await _get_one(
        services, select(models.Firm).where(_matches(models.Firm.id, models.Firm.name, id_or_name)), "firm", id_or_name
    )


async def find_member(services: Services, firm_id: uuid.UUID, id_or_email: str) -> models.FirmMember:
    """The current member with this id or email address. Raises OperatorError if there is none."""
    members = (
        select(models.FirmMember)
        .join(models.Person, models.Person.id == models.FirmMember.person_id)
        .where(models.FirmMember.firm_id == firm_id, models.FirmMember.removed_at.is_(None))
    )
    condition = _matches(models.FirmMember.id, models.Person.email, id_or_email.strip().lower())
    return await _get_one(services, members.where(condition), "member", id_or_email)


async def find_client(services: Services, firm_id: uuid.UUID, id_or_name: str) -> models.Client:
    """The client with this id or name. Raises OperatorError if there is none, or more than one."""
    clients = select(models.Client).where(models.Client.firm_id == firm_id)
    return await _get_one(
        services, clients.where(_matches(models.Client.id, models.Client.name, id_or_name)), "client", id_or_name
    )


async def find_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, id_or_email: str
) -> models.ClientUser:
    """The current user of the client with this id or email address. Raises OperatorError if there is none."""
    users = (
        select(models.ClientUser)
        .join(models.Person, models.Person.id == models.ClientUser.person_id)
        .where(models.ClientUser.firm_id == firm_id, models.ClientUser.client_id == client_id)
        .where(models.ClientUser.removed_at.is_(None))
    )
    condition = _matches(models.ClientUser.id, models.Person.email, id_or_email.strip().lower())
    return await _get_one(services, users.where(condition), "client user", id_or_email)


def _matches(
    id_column: InstrumentedAttribute[uuid.UUID], name_column: InstrumentedAttribute[str], value: str
) -> ColumnElement[bool]:
    try:
        return id_column == uuid.UUID(value)
    except ValueError:
        return name_column == value


async def _get_one(services: Services, statement: Select[Row], noun: str, value: str) -> Row:
    async with services.reads() as session:
        rows = (await session.scalars(statement.limit(2))).all()
    if not rows:
        raise OperatorError(f"There is no {noun} {value!r}.")
    if len(rows) > 1:
        raise OperatorError(f"More than one {noun} is named {value!r}. Use the id instead.")
    return rows[0]
