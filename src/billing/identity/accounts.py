"""Accounts: the operator creates firms, people and their memberships, and sets passwords.

See `memberships` for later changes of roles and rights, and for removals.
"""

import asyncio
import dataclasses
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from babel import Locale
from sqlalchemy import ColumnElement, delete, or_, select, update

import ledger
import models
from billing import text_input
from billing.access.principals import RIGHT_COLUMNS, System
from billing.active_clients import require_active
from billing.email_addresses import normalize_email, parse_email
from billing.errors import InvalidInput
from billing.identity.details import default_locale, parse_locale, parse_time_zone
from billing.identity.sign_in import hash_password
from billing.jobs import queue
from billing.services import Services
from billing.transaction import begin_transaction, build_event_meta
from db.upsert import insert
from models import FirmRole, JobKind, MemberRight
from money import UnknownCurrency, check_currency
from translation import gettext as _

MIN_PASSWORD_LENGTH = 12
_MAX_PASSWORD_LENGTH = 1000


class OperatorError(Exception):
    """A use case of the operator cannot be done; nothing has changed. `str()` is the message for the operator."""


@dataclass(frozen=True, slots=True)
class CreateFirmResult:
    """The new firm and the membership of its owner."""

    firm_id: uuid.UUID
    owner_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """The person who gets a membership.

    A person already known by the email address keeps their name and password: `password` must then be None. A new
    person without a password signs in through an identity provider, or after `set_password`.
    """

    email: str
    name: str
    password: str | None


async def create_firm(
    services: Services,
    *,
    name: str,
    currency: str,
    country: str,
    time_zone: str,
    owner: PersonDetails,
    locale: str | None = None,
) -> CreateFirmResult:
    """Create a firm with its owner, default settings and prepayment off (D1); by default in a language of its country.

    Raises InvalidInput and OperatorError.
    """
    firm_name = text_input.parse_name(name, "name")
    try:
        check_currency(currency)
    except UnknownCurrency as error:
        raise InvalidInput("currency", _("{value} is not an ISO 4217 currency code.").format(value=currency)) from error
    if len(country) != 2 or country not in Locale("en").territories:
        text = _("{value} is not an ISO 3166 country code (two capital letters, such as FR).")
        raise InvalidInput("country", text.format(value=country))
    parse_time_zone(time_zone, "timeZone")
    firm_locale = default_locale(country) if locale is None else parse_locale(locale, "locale")
    owner, password_hash = await _validate_person(owner)
    firm_id, owner_id = models.new_id(), models.new_id()
    async with services.driver.begin(firm_id) as writes:
        now = services.clock()
        firm = models.Firm(
            id=firm_id, name=firm_name, currency=currency, country=country, time_zone=time_zone, locale=firm_locale,
            created_at=now, seq=1,
        )  # fmt: skip
        event = build_event_meta(System(firm_id), "member.added")
        transaction = ledger.LedgerTransaction.begin_firm(writes, firm, event, now)
        await transaction.add(models.PaymentSettings(firm_id=firm_id))
        await transaction.add(queue.new_job(firm_id, JobKind.FIND_OVERDUE_INVOICES, firm_id, run_at=now))
        person_id = await _get_or_create_person(transaction, owner, password_hash)
        await _add_member(transaction, owner_id, person_id, FirmRole.OWNER, ())
        await transaction.commit()
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
    """Add a member to the firm, creating the person if the address is unknown. Returns the id of the membership.

    A removed member gets the same membership back, with this role and exactly these rights. Raises InvalidInput, and
    OperatorError for a current member or a second OWNER.
    """
    details, password_hash = await _validate_person(PersonDetails(email, name, password))
    async with begin_transaction(services, System(firm_id), "member.added") as transaction:
        if role is FirmRole.OWNER and await find_owner(transaction) is not None:
            raise OperatorError("This firm already has an OWNER. To transfer it, set the role of a member to OWNER.")
        person_id = await _get_or_create_person(transaction, details, password_hash)
        return await _add_member(transaction, models.new_id(), person_id, role, rights)


async def find_owner(transaction: ledger.LedgerTransaction) -> models.FirmMember | None:
    """The firm's owner; None only while the firm is being created."""
    owners = select(models.FirmMember).filter_by(firm_id=transaction.firm.id, role=FirmRole.OWNER, removed_at=None)
    owner: models.FirmMember | None = await transaction.session.scalar(owners)
    return owner


async def add_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, *, email: str, name: str, password: str | None
) -> uuid.UUID:
    """Add a user to the client, creating the person if the address is unknown. Returns the id of the membership.

    A removed user gets the same membership back. Raises InvalidInput, also if the client is archived (D38), and
    OperatorError for a current user of the client or an unknown client.
    """
    details, password_hash = await _validate_person(PersonDetails(email, name, password))
    async with begin_transaction(services, System(firm_id), "client_user.added") as transaction:
        client = await transaction.session.get(models.Client, (firm_id, client_id))
        if client is None:
            raise OperatorError("Client not found.")
        require_active(client)
        transaction.set_client(client_id)
        person_id = await _get_or_create_person(transaction, details, password_hash)
        key = {"firm_id": firm_id, "client_id": client_id, "person_id": person_id}
        user = await transaction.session.scalar(select(models.ClientUser).filter_by(**key))
        if user is None:
            user = models.ClientUser(**key, id=models.new_id(), created_at=transaction.now)
            await transaction.add(user)
        elif user.removed_at is None:
            raise OperatorError("This person is already a user of this client.")
        user.removed_at = None
        return user.id


async def set_password(services: Services, email: str, password: str) -> None:
    """Set the password of the person, for all their memberships, and end all their sessions.

    Raises InvalidInput, and OperatorError for an unknown email address.
    """
    password_hash = await _hash_valid_password(password)
    async with services.reads() as session:
        person = await session.scalar(select(models.Person).where(models.Person.email == normalize_email(email)))
        if person is None:
            raise OperatorError(f"No person has the email address {email}.")
        members = select(models.FirmMember.firm_id).where(models.FirmMember.person_id == person.id)
        users = select(models.ClientUser.firm_id).where(models.ClientUser.person_id == person.id)
        # Locks are taken in the order of the ids, so that concurrent calls cannot deadlock.
        firm_ids = sorted({*await session.scalars(members), *await session.scalars(users)})
    async with services.writes.begin() as session:
        for firm_id in firm_ids:
            meta = build_event_meta(System(firm_id), "password.set")
            await ledger.record_event(session, firm_id, meta, services.clock)
        await session.execute(
            update(models.Person).where(models.Person.id == person.id).values(password_hash=password_hash)
        )
        await session.execute(delete(models.Session).where(_sessions_of_person(person.id)))


def _sessions_of_person(person_id: uuid.UUID) -> ColumnElement[bool]:
    members = select(models.FirmMember.id).where(models.FirmMember.person_id == person_id)
    users = select(models.ClientUser.id).where(models.ClientUser.person_id == person_id)
    return or_(models.Session.member_id.in_(members), models.Session.client_user_id.in_(users))


async def person_exists(services: Services, email: str) -> bool:
    """Whether a person has this email address. A new membership of theirs needs no name or password."""
    async with services.reads() as session:
        statement = select(models.Person.id).where(models.Person.email == normalize_email(email))
        return await session.scalar(statement) is not None


async def _validate_person(person: PersonDetails) -> tuple[PersonDetails, str | None]:
    """Returns the details with the name normalized, and the hash of the password.

    Call it before taking a lock: hashing is slow on purpose. Raises InvalidInput.
    """
    parse_email(person.email, "email")
    valid = dataclasses.replace(person, name=text_input.parse_name(person.name, "name"))
    return valid, None if person.password is None else await _hash_valid_password(person.password)


async def _hash_valid_password(password: str) -> str:
    if not MIN_PASSWORD_LENGTH <= len(password) <= _MAX_PASSWORD_LENGTH:
        text = _("Enter a password of {minimum} to {maximum} characters.")
        raise InvalidInput("password", text.format(minimum=MIN_PASSWORD_LENGTH, maximum=_MAX_PASSWORD_LENGTH))
    return await asyncio.to_thread(hash_password, password)


def person_search_key(name: str, email: str) -> str:
    """The key by which a person is searched: their name and email address (D36)."""
    return text_input.joint_search_key(name, email)


async def _get_or_create_person(
    transaction: ledger.LedgerTransaction, details: PersonDetails, password_hash: str | None
) -> uuid.UUID:
    """The id of the person with this address. An upsert: two firms may add the same new person concurrently."""
    person_id, email = models.new_id(), normalize_email(details.email)
    inserted = await transaction.session.execute(
        insert(transaction.session, models.Person)
        .values(
            id=person_id,
            email=email,
            name=details.name,
            search_key=person_search_key(details.name, email),
            password_hash=password_hash,
            created_at=transaction.now,
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(models.Person.id)
    )
    if inserted.scalar() is not None:
        return person_id
    if password_hash is not None:
        raise OperatorError(f"{details.email} already has an account and keeps its password. Do not set a password.")
    known = select(models.Person.id).where(models.Person.email == email)
    return (await transaction.session.scalars(known)).one()


async def _add_member(
    transaction: ledger.LedgerTransaction,
    member_id: uuid.UUID,
    person_id: uuid.UUID,
    role: FirmRole,
    rights: Collection[MemberRight],
) -> uuid.UUID:
    known = select(models.FirmMember).filter_by(firm_id=transaction.firm.id, person_id=person_id)
    member = await transaction.session.scalar(known)
    if member is None:
        member = models.FirmMember(
            firm_id=transaction.firm.id, id=member_id, person_id=person_id, role=role, created_at=transaction.now
        )
        transaction.session.add(member)
    elif member.removed_at is None:
        raise OperatorError("This person is already a member of this firm.")
    member.role = role
    member.removed_at = None
    for right, column in RIGHT_COLUMNS.items():
        setattr(member, column, right in rights)
    await transaction.session.flush()
    return member.id
