"""Directory for the operator: list firms, members, clients and client users, and look them up by id or name."""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

import models
from billing import text_input
from billing.email_addresses import normalize_email
from billing.identity.operator import OperatorError
from billing.services import Services

Row = TypeVar("Row", bound=models.Base)
Membership = TypeVar("Membership", models.FirmMember, models.ClientUser)


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
        members = (await session.execute(_current(models.FirmMember, firm_id))).all()
        assigned: dict[uuid.UUID, list[uuid.UUID]] = {}
        for assignment in await session.scalars(select(models.Assignment).where(models.Assignment.firm_id == firm_id)):
            assigned.setdefault(assignment.member_id, []).append(assignment.client_id)
    return [MemberEntry(member, person, tuple(assigned.get(member.id, ()))) for member, person in members]


async def list_clients(services: Services, firm_id: uuid.UUID) -> list[ClientEntry]:
    """The clients of the firm, by name, each with its users by email address."""
    async with services.reads() as session:
        users: dict[uuid.UUID, list[ClientUserEntry]] = {}
        for user, person in await session.execute(_current(models.ClientUser, firm_id)):
            users.setdefault(user.client_id, []).append(ClientUserEntry(user, person))
        by_name = select(models.Client).filter_by(firm_id=firm_id).order_by(models.Client.name, models.Client.id)
        clients = await session.scalars(by_name)
        return [ClientEntry(client, tuple(users.get(client.id, ()))) for client in clients]


async def get_firm(services: Services, id_or_name: str) -> models.Firm:
    """The firm with this id or name. Raises OperatorError if there is none, or more than one."""
    condition = _matches(models.Firm.id, models.Firm.name, id_or_name)
    return await _get_one(services, select(models.Firm).where(condition), "firm", id_or_name)


async def get_only_firm(services: Services) -> models.Firm:
    """The firm, if there is one only. Raises OperatorError if there is none, or more than one."""
    firms = await list_firms(services)
    if not firms:
        raise OperatorError("There is no firm.")
    if len(firms) > 1:
        raise OperatorError("There is more than one firm. Choose one with --firm.")
    return firms[0]


async def get_member(services: Services, firm_id: uuid.UUID, id_or_email: str) -> models.FirmMember:
    """The current member with this id or email address. Raises OperatorError if there is none."""
    condition = _matches(models.FirmMember.id, models.Person.email, normalize_email(id_or_email))
    return await _get_one(services, _current(models.FirmMember, firm_id).where(condition), "member", id_or_email)


async def get_client(services: Services, firm_id: uuid.UUID, id_or_name: str) -> models.Client:
    """The client with this id or name. Raises OperatorError if there is none, or more than one."""
    clients = select(models.Client).where(models.Client.firm_id == firm_id)
    condition = _matches(models.Client.id, models.Client.name, id_or_name)
    return await _get_one(services, clients.where(condition), "client", id_or_name)


async def get_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, id_or_email: str
) -> models.ClientUser:
    """The current user of the client with this id or email address. Raises OperatorError if there is none."""
    users = _current(models.ClientUser, firm_id).where(models.ClientUser.client_id == client_id)
    condition = _matches(models.ClientUser.id, models.Person.email, normalize_email(id_or_email))
    return await _get_one(services, users.where(condition), "client user", id_or_email)


def _matches(
    id_column: InstrumentedAttribute[uuid.UUID], name_column: InstrumentedAttribute[str], value: str
) -> ColumnElement[bool]:
    try:
        return id_column == uuid.UUID(value)
    except ValueError:
        # Names and addresses are stored in Unicode's form NFC; some terminals send NFD (D36).
        return name_column == unicodedata.normalize("NFC", value).strip()


def _current(membership: type[Membership], firm_id: uuid.UUID) -> Select[Membership, models.Person]:
    """The firm's current members or client users, each with its person, by email address."""
    return (
        select(membership, models.Person)
        .join(models.Person, models.Person.id == membership.person_id)
        .where(membership.firm_id == firm_id, membership.removed_at.is_(None))
        .order_by(models.Person.email)
    )


async def _get_one(services: Services, statement: Select[Row, *tuple[Any, ...]], noun: str, value: str) -> Row:
    rows: Sequence[Any] = ()
    if text_input.is_storable(value):
        async with services.reads() as session:
            rows = (await session.scalars(statement.limit(2))).all()
    if not rows:
        raise OperatorError(f"There is no {noun} {value!r}.")
    if len(rows) > 1:
        raise OperatorError(f"More than one {noun} is named {value!r}. Use the id instead.")
    row: Row = rows[0]
    return row
