"""Firms, their clients, and the seats that people get: made by an operator. See `seats` for what changes later."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from sqlalchemy import ColumnElement, delete, or_, select, update

import ledger
import models
from billing.access.principals import System
from billing.errors import InvalidInput
from billing.identity.sign_in import hash_password
from billing.services import Services
from billing.transaction import begin_transaction, build_event_meta
from db.upsert import insert
from models import FirmRole, MemberRight
from money import UnknownCurrency, check_currency

MIN_PASSWORD_LENGTH = 12
_MAX_PASSWORD_LENGTH = 1000
_MAX_NAME_LENGTH = 200
_MAX_EMAIL_LENGTH = 254


class OperatorError(Exception):
    """Told to the operator, who can do something about it. Nothing has moved. `str()` of it is for people."""


@dataclass(frozen=True, slots=True)
class CreateFirmResult:
    """A firm, and the seat of its owner."""

    firm_id: uuid.UUID
    owner_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """For whom a seat is made. Who is known by the e-mail address keeps their name and password: then `password` has
    to be None. None for somebody new: they sign in by an identity provider, or once a password is set."""

    email: str
    name: str
    password: str | None


async def create_firm(
    services: Services, *, name: str, currency: str, country: str, time_zone: str, owner: PersonDetails
) -> CreateFirmResult:
    """A brand new firm with its OWNER: nothing set, prepayment off (D1). Raise InvalidInput and Impossible."""
    _check_name("name", name)
    try:
        check_currency(currency)
    except UnknownCurrency as error:
        raise InvalidInput("currency", f"{currency} is no currency of ISO 4217.") from error
    if len(country) != 2 or country not in Locale("en").territories:
        raise InvalidInput("country", f"{country} is no country of ISO 3166 (two capital letters, like FR).")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput("timeZone", f"{time_zone} is no time zone (like Europe/Paris).") from error
    password_hash = await _validate_person(owner)
    firm_id, owner_id = models.new_id(), models.new_id()
    async with services.writes.begin() as session:
        now = services.clock()
        session.add(
            models.Firm(id=firm_id, name=name, currency=currency, country=country, time_zone=time_zone, created_at=now)
        )
        await session.flush()
        session.add(models.PaymentSettings(firm_id=firm_id))
        transaction = await ledger.LedgerTransaction.begin(
            session, firm_id, build_event_meta(System(firm_id), "member.added"), now
        )
        await _add_member(
            transaction, owner_id, await _get_or_create_person(transaction, owner, password_hash), FirmRole.OWNER, ()
        )
    return CreateFirmResult(firm_id, owner_id)


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
    """A seat in the firm for the person of this address, who is made where there is none. The seat's id.

    Somebody who had a seat here gets the same one back, with this role and these rights alone. Raise InvalidInput and
    Impossible: for who has a seat, and for a second OWNER.
    """
    wish = PersonDetails(email, name, password)
    password_hash = await _validate_person(wish)
    async with begin_transaction(services, System(firm_id), "member.added") as transaction:
        if role is FirmRole.OWNER and await find_owner(transaction) is not None:
            raise OperatorError("A firm has one OWNER, and this one has: hand the firm over with the role of a member.")
        person_id = await _get_or_create_person(transaction, wish, password_hash)
        return await _add_member(transaction, models.new_id(), person_id, role, rights)


async def find_owner(transaction: ledger.LedgerTransaction) -> models.FirmMember | None:
    """The firm's owner; None while the firm is being made."""
    owner: models.FirmMember | None = await transaction.session.scalar(
        select(models.FirmMember).where(
            models.FirmMember.firm_id == transaction.firm.id,
            models.FirmMember.role == FirmRole.OWNER,
            models.FirmMember.removed_at.is_(None),
        )
    )
    return owner


async def add_client(services: Services, firm_id: uuid.UUID, *, name: str) -> uuid.UUID:
    """A client of the firm, without any credits. Its id. Raise InvalidInput."""
    _check_name("name", name)
    async with begin_transaction(services, System(firm_id), "client.added") as transaction:
        client = models.Client(
            firm_id=firm_id, id=models.new_id(), name=name, available=0, held=0, due=0, created_at=transaction.now
        )
        await transaction.add(client)
        transaction.set_client(client.id)
        return client.id


async def add_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, *, email: str, name: str, password: str | None
) -> uuid.UUID:
    """A seat with the client for the person of this address, who is made where there is none. The seat's id.

    Somebody who had a seat here gets the same one back. Raise InvalidInput, and Impossible for who has
    one, and for no client.
    """
    wish = PersonDetails(email, name, password)
    password_hash = await _validate_person(wish)
    async with begin_transaction(services, System(firm_id), "client_user.added") as transaction:
        if await transaction.session.get(models.Client, (firm_id, client_id)) is None:
            raise OperatorError("There is no such client.")
        transaction.set_client(client_id)
        person_id = await _get_or_create_person(transaction, wish, password_hash)
        known = await transaction.session.scalar(
            select(models.ClientUser).where(
                models.ClientUser.firm_id == firm_id,
                models.ClientUser.client_id == client_id,
                models.ClientUser.person_id == person_id,
            )
        )
        if known is None:
            known = models.ClientUser(
                firm_id=firm_id,
                id=models.new_id(),
                client_id=client_id,
                person_id=person_id,
                created_at=transaction.now,
            )
            await transaction.add(known)
        elif known.removed_at is None:
            raise OperatorError("This person has a seat with this client already.")
        known.removed_at = None
        return known.id


async def set_password(services: Services, email: str, password: str) -> None:
    """Another password for this person, in all their seats; all their sessions end.

    Raise InvalidInput, and Impossible for who is not known.
    """
    password_hash = await _hash_valid_password(password)
    async with services.reads() as session:
        person = await session.scalar(select(models.Person).where(models.Person.email == email.strip().lower()))
        if person is None:
            raise OperatorError(f"Nobody is known by the address {email}.")
        members = select(models.FirmMember.firm_id).where(models.FirmMember.person_id == person.id)
        users = select(models.ClientUser.firm_id).where(models.ClientUser.person_id == person.id)
        # Firms are locked in one order, so that two such deeds never wait for each other.
        firm_ids = sorted({*await session.scalars(members), *await session.scalars(users)})
    async with services.writes.begin() as session:
        for firm_id in firm_ids:
            await ledger.LedgerTransaction.begin(
                session, firm_id, build_event_meta(System(firm_id), "password.set"), services.clock()
            )
        await session.execute(
            update(models.Person).where(models.Person.id == person.id).values(password_hash=password_hash)
        )
        await session.execute(delete(models.Session).where(_sessions_of_person(person.id)))


def _sessions_of_person(person_id: uuid.UUID) -> ColumnElement[bool]:
    members = select(models.FirmMember.id).where(models.FirmMember.person_id == person_id)
    users = select(models.ClientUser.id).where(models.ClientUser.person_id == person_id)
    return or_(models.Session.member_id.in_(members), models.Session.client_user_id.in_(users))


async def person_exists(services: Services, email: str) -> bool:
    """Whether there is a person of this address, so that neither name nor password is to be asked for."""
    async with services.reads() as session:
        known = select(models.Person.id).where(models.Person.email == email.strip().lower())
        return await session.scalar(known) is not None


def _check_name(field: str, name: str) -> None:
    if not name.strip() or len(name) > _MAX_NAME_LENGTH or not name.isprintable():
        raise InvalidInput(field, f"A name has 1 to {_MAX_NAME_LENGTH} letters, and no others than can be printed.")


async def _validate_person(details: PersonDetails) -> str | None:
    """The hash of the password: made before any lock is taken, because it takes its time."""
    local, _, domain = details.email.strip().partition("@")
    plain = details.email.strip().isprintable() and " " not in details.email.strip()
    if not local or not domain or "@" in domain or not plain or len(details.email.lower()) > _MAX_EMAIL_LENGTH:
        raise InvalidInput("email", f"{details.email!r} is no e-mail address.")
    _check_name("name", details.name)
    return None if details.password is None else await _hash_valid_password(details.password)


async def _hash_valid_password(password: str) -> str:
    if not MIN_PASSWORD_LENGTH <= len(password) <= _MAX_PASSWORD_LENGTH:
        raise InvalidInput("password", f"A password has {MIN_PASSWORD_LENGTH} to {_MAX_PASSWORD_LENGTH} characters.")
    return await asyncio.to_thread(hash_password, password)


async def _get_or_create_person(
    transaction: ledger.LedgerTransaction, details: PersonDetails, password_hash: str | None
) -> uuid.UUID:
    """The person of this address. Two firms may ask for the same new one at once: both get the one there is."""
    person_id = models.new_id()
    made = await transaction.session.execute(
        insert(transaction.session, models.Person)
        .values(
            id=person_id,
            email=details.email.strip().lower(),
            name=details.name,
            password_hash=password_hash,
            created_at=transaction.now,
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(models.Person.id)
    )
    if made.scalar() is not None:
        return person_id
    if password_hash is not None:
        raise OperatorError(f"{details.email} is known, and keeps the password they have: give none.")
    known = await transaction.session.scalars(
        select(models.Person.id).where(models.Person.email == details.email.strip().lower())
    )
    return known.one()


async def _add_member(
    transaction: ledger.LedgerTransaction,
    member_id: uuid.UUID,
    person_id: uuid.UUID,
    role: FirmRole,
    rights: Collection[MemberRight],
) -> uuid.UUID:
    member = await transaction.session.scalar(
        select(models.FirmMember).where(
            models.FirmMember.firm_id == transaction.firm.id, models.FirmMember.person_id == person_id
        )
    )
    if member is None:
        member = models.FirmMember(
            firm_id=transaction.firm.id, id=member_id, person_id=person_id, role=role, created_at=transaction.now
        )
        transaction.session.add(member)
    elif member.removed_at is None:
        raise OperatorError("This person is a member of this firm already.")
    member.role = role
    member.removed_at = None
    member.manage_payments = MemberRight.MANAGE_PAYMENTS in rights
    member.manage_invoices = MemberRight.MANAGE_INVOICES in rights
    member.view_all_clients = MemberRight.VIEW_ALL_CLIENTS in rights
    await transaction.session.flush()
    return member.id
