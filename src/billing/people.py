"""Firms, their members and rights, their clients and those clients' users: made by an operator."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.actor import System
from billing.refusals import InvalidInput
from billing.services import Services
from billing.sign_in import hash_password
from billing.transactions import transaction
from billing.upserts import insert
from models import FirmRole, MemberRight
from money import UnknownCurrency, check_currency


async def create_firm(services: Services, *, name: str, currency: str, country: str, time_zone: str) -> uuid.UUID:
    """A brand new firm: nothing set, prepayment off (D1). Its id. Raise InvalidInput."""
    try:
        check_currency(currency)
    except UnknownCurrency as error:
        raise InvalidInput("currency", f"{currency} is no currency of ISO 4217.") from error
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidInput("timeZone", f"{time_zone} is no time zone.") from error
    firm_id = models.new_id()
    async with services.writes.begin() as session:
        session.add(
            models.Firm(
                id=firm_id,
                name=name,
                currency=currency,
                country=country,
                time_zone=time_zone,
                created_at=services.clock(),
            )
        )
        await session.flush()
        session.add(models.PaymentSettings(firm_id=firm_id))
    return firm_id


async def add_member(
    services: Services,
    firm_id: uuid.UUID,
    *,
    email: str,
    name: str,
    password: str | None,
    role: FirmRole,
    rights: Collection[MemberRight] = (),
) -> uuid.UUID:
    """A seat in the firm for the person of this address, who is made where there is none. The seat's id."""
    async with transaction(services, System(firm_id), "member.added") as book:
        person_id = await _person(services, book.session, email, name, password)
        member = models.FirmMember(
            firm_id=firm_id,
            id=models.new_id(),
            person_id=person_id,
            role=role,
            manage_payments=MemberRight.MANAGE_PAYMENTS in rights,
            manage_invoices=MemberRight.MANAGE_INVOICES in rights,
            view_all_clients=MemberRight.VIEW_ALL_CLIENTS in rights,
            created_at=book.now,
        )
        await book.add(member)
        return member.id


async def add_client(services: Services, firm_id: uuid.UUID, *, name: str) -> uuid.UUID:
    """A client of the firm, without any credits. Its id."""
    async with transaction(services, System(firm_id), "client.added") as book:
        client = models.Client(
            firm_id=firm_id, id=models.new_id(), name=name, available=0, held=0, due=0, created_at=book.now
        )
        await book.add(client)
        book.concerns(client.id)
        return client.id


async def add_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, *, email: str, name: str, password: str | None
) -> uuid.UUID:
    """A seat with the client for the person of this address, who is made where there is none. The seat's id."""
    async with transaction(services, System(firm_id), "client_user.added", client_id=client_id) as book:
        person_id = await _person(services, book.session, email, name, password)
        user = models.ClientUser(
            firm_id=firm_id, id=models.new_id(), client_id=client_id, person_id=person_id, created_at=book.now
        )
        await book.add(user)
        return user.id


async def _person(services: Services, session: AsyncSession, email: str, name: str, password: str | None) -> uuid.UUID:
    address = email.strip().lower()
    known = select(models.Person.id).where(models.Person.email == address)
    found = await session.scalar(known)
    if found is not None:
        return found
    # Another firm may be making the same person at this moment.
    fresh = insert(session, models.Person).values(
        id=models.new_id(),
        email=address,
        name=name,
        password_hash=None if password is None else hash_password(password),
        created_at=services.clock(),
    )
    await session.execute(fresh.on_conflict_do_nothing())
    return (await session.scalars(known)).one()
