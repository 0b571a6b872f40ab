"""What there is, for the operator: firms, members, clients and their users; found by a name or an id."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

import models
from billing.identity.accounts import Impossible
from billing.services import Services

Row = TypeVar("Row", bound=models.Base)


@dataclass(frozen=True, slots=True)
class Member:
    """A member who has a seat now, with the ids of the clients assigned to them."""

    row: models.FirmMember
    person: models.Person
    assigned: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A client user who has a seat now."""

    row: models.ClientUser
    person: models.Person


@dataclass(frozen=True, slots=True)
class Client:
    """A client and its users."""

    row: models.Client
    users: tuple[User, ...]


async def firms(services: Services) -> Sequence[models.Firm]:
    """All firms, by name."""
    async with services.reads() as session:
        return (await session.scalars(select(models.Firm).order_by(models.Firm.name, models.Firm.id))).all()


async def members(services: Services, firm_id: uuid.UUID) -> list[Member]:
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
    return [Member(member, person, tuple(assigned.get(member.id, ()))) for member, person in found]


async def clients(services: Services, firm_id: uuid.UUID) -> list[Client]:
    """All clients of the firm, by name, each with its users by e-mail address."""
    async with services.reads() as session:
        rows = await session.execute(
            select(models.ClientUser, models.Person)
            .join(models.Person, models.Person.id == models.ClientUser.person_id)
            .where(models.ClientUser.firm_id == firm_id, models.ClientUser.removed_at.is_(None))
            .order_by(models.Person.email)
        )
        users: dict[uuid.UUID, list[User]] = {}
        for user, person in rows:
            users.setdefault(user.client_id, []).append(User(user, person))
        found = await session.scalars(
            select(models.Client).where(models.Client.firm_id == firm_id).order_by(models.Client.name, models.Client.id)
        )
        return [Client(client, tuple(users.get(client.id, ()))) for client in found]


async def find_firm(services: Services, text: str) -> models.Firm:
    """The firm of this id or this name. Raise Impossible where it is none, or several."""
    return await _one(services, select(models.Firm).where(_is(models.Firm.id, models.Firm.name, text)), "firm", text)


async def find_member(services: Services, firm_id: uuid.UUID, text: str) -> models.FirmMember:
    """The member of this id or e-mail address, who has a seat now. Raise Impossible where there is none."""
    found = (
        select(models.FirmMember)
        .join(models.Person, models.Person.id == models.FirmMember.person_id)
        .where(models.FirmMember.firm_id == firm_id, models.FirmMember.removed_at.is_(None))
    )
    meant = _is(models.FirmMember.id, models.Person.email, text.strip().lower())
    return await _one(services, found.where(meant), "member", text)


async def find_client(services: Services, firm_id: uuid.UUID, text: str) -> models.Client:
    """The client of this id or this name. Raise Impossible where it is none, or several."""
    found = select(models.Client).where(models.Client.firm_id == firm_id)
    return await _one(services, found.where(_is(models.Client.id, models.Client.name, text)), "client", text)


async def find_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, text: str
) -> models.ClientUser:
    """The client's user of this id or e-mail address, who has a seat now. Raise Impossible where there is none."""
    found = (
        select(models.ClientUser)
        .join(models.Person, models.Person.id == models.ClientUser.person_id)
        .where(models.ClientUser.firm_id == firm_id, models.ClientUser.client_id == client_id)
        .where(models.ClientUser.removed_at.is_(None))
    )
    meant = _is(models.ClientUser.id, models.Person.email, text.strip().lower())
    return await _one(services, found.where(meant), "client user", text)


def _is(own_id: InstrumentedAttribute[uuid.UUID], name: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    try:
        return own_id == uuid.UUID(text)
    except ValueError:
        return name == text


async def _one(services: Services, statement: Select[Row], what: str, text: str) -> Row:
    async with services.reads() as session:
        found = (await session.scalars(statement.limit(2))).all()
    if not found:
        raise Impossible(f"There is no {what} {text!r}.")
    if len(found) > 1:
        raise Impossible(f"Several are called {text!r}: say which {what} by its id.")
    return found[0]
