"""The operator's use cases: create firms, people and their memberships, invite owners, and set passwords.

See `memberships` for later changes of roles and rights, and for removals.
"""

import uuid
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from babel import Locale
from sqlalchemy import select

import ledger
import models
from billing import event_changes, text_input
from billing.access.principals import System
from billing.active_clients import require_active
from billing.email_addresses import normalize_email
from billing.errors import InvalidInput
from billing.identity import invitations, mails, member_changes, membership_rows, passwords, people
from billing.identity.invitations import AlreadyMember, InvitationTerms
from billing.identity.locales_and_time_zones import default_locale, parse_locale, parse_time_zone
from billing.identity.people import NewPerson
from billing.jobs import queue
from billing.services import Services
from billing.transaction import begin_transaction, build_event_meta
from models import FirmRole, JobKind, MemberRight
from money import UnknownCurrency, check_currency
from translation import gettext as _


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

    Raises InvalidInput, WeakPassword, and OperatorError if the owner is a known person and a password is given.
    """
    firm = _build_firm(services, name, currency, country, time_zone, locale)
    person = await _validate_person(services, owner)
    async with _begin_firm(services, firm, "member.added") as transaction:
        owner_id = await _add_member(transaction, person, FirmRole.OWNER, ())
    return CreateFirmResult(firm.id, owner_id)


async def create_firm_and_invite(
    services: Services,
    *,
    name: str,
    currency: str,
    country: str,
    time_zone: str,
    email: str,
    owner_name: str,
    locale: str | None = None,
) -> models.Invitation:
    """Create a firm as `create_firm` does, whose owner-to-be gets an invitation. Returns it. Raises InvalidInput."""
    firm = _build_firm(services, name, currency, country, time_zone, locale)
    terms = _owner_terms(email, owner_name)
    async with _begin_firm(services, firm, "invitation.sent") as transaction:
        return await invitations.add_invitation(services, transaction, terms)


@asynccontextmanager
async def _begin_firm(
    services: Services, firm: models.Firm, event_kind: str
) -> AsyncIterator[ledger.LedgerTransaction]:
    """Add the firm and its settings; commit when the block ends."""
    async with services.driver.begin(firm.id) as writes:
        meta = build_event_meta(System(firm.id), event_kind)
        transaction = ledger.LedgerTransaction.begin_firm(writes, firm, meta, firm.created_at)
        await transaction.add(models.PaymentSettings(firm_id=firm.id))
        overdue_job = queue.new_job(firm.id, JobKind.FIND_OVERDUE_INVOICES, firm.id, run_at=firm.created_at)
        await transaction.add(overdue_job)
        yield transaction
        await transaction.commit()


def _build_firm(
    services: Services, name: str, currency: str, country: str, time_zone: str, locale: str | None
) -> models.Firm:
    """A new firm. Raises InvalidInput."""
    firm_name = text_input.parse_name(name, "name")
    try:
        check_currency(currency)
    except UnknownCurrency as error:
        raise InvalidInput("currency", _("{value} is not an ISO 4217 currency code.").format(value=currency)) from error
    if len(country) != 2 or country not in Locale("en").territories:
        text = _("{value} is not an ISO 3166 country code (two capital letters, such as FR).")
        raise InvalidInput("country", text.format(value=country))
    parse_time_zone(time_zone, "timeZone")
    return models.Firm(
        id=models.new_id(),
        name=firm_name,
        currency=currency,
        country=country,
        time_zone=time_zone,
        locale=default_locale(country) if locale is None else parse_locale(locale, "locale"),
        created_at=services.clock(),
        seq=1,
    )


async def invite_owner(services: Services, firm_id: uuid.UUID, *, email: str, name: str) -> models.Invitation:
    """Invite the owner of a firm that has none yet. Earlier invitations to become its owner are revoked.

    Raises InvalidInput, and OperatorError if the firm has an owner, or if the person is a member of the firm or a user
    of one of its clients.
    """
    terms = _owner_terms(email, name)
    async with begin_transaction(services, System(firm_id), "invitation.sent") as transaction:
        await _check_no_owner(transaction)
        earlier = select(models.Invitation).filter_by(
            firm_id=firm_id, role=FirmRole.OWNER, accepted_at=None, revoked_at=None
        )
        for invitation in await transaction.session.scalars(earlier):
            invitation.revoked_at = transaction.now
        await invitations.close_open(transaction, terms.email, None)
        await transaction.session.flush()
        try:
            return await invitations.add_invitation(services, transaction, terms)
        except AlreadyMember as error:
            raise OperatorError(
                "This person is a member of the firm, whose role can be set to OWNER, or a user of one of its clients."
            ) from error


async def _check_no_owner(transaction: ledger.LedgerTransaction) -> None:
    if await member_changes.find_owner(transaction.session, transaction.firm.id) is not None:
        raise OperatorError(
            "This firm already has an OWNER. To transfer the ownership, set the role of a member to OWNER."
        )


def _owner_terms(email: str, name: str) -> InvitationTerms:
    return InvitationTerms(*people.parse_details(email, name), None, role=FirmRole.OWNER)


def invitation_link(services: Services, invitation: models.Invitation) -> str:
    """The link of the invitation's mail, for an operator who passes it on in another way."""
    return mails.invitation_link(services, invitation)


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

    A removed member gets the same membership back, with this role and exactly these rights. Raises InvalidInput,
    WeakPassword, and OperatorError for a current member or a second OWNER.
    """
    person = await _validate_person(services, PersonDetails(email, name, password))
    async with begin_transaction(services, System(firm_id), "member.added") as transaction:
        if role is FirmRole.OWNER:
            await _check_no_owner(transaction)
        return await _add_member(transaction, person, role, rights)


async def add_client_user(
    services: Services, firm_id: uuid.UUID, client_id: uuid.UUID, *, email: str, name: str, password: str | None
) -> uuid.UUID:
    """Add a user to the client, creating the person if the address is unknown. Returns the id of the membership.

    A removed user gets the same membership back. Raises InvalidInput, also if the client is archived (D38),
    WeakPassword, and OperatorError for a current user of the client or an unknown client.
    """
    person = await _validate_person(services, PersonDetails(email, name, password))
    async with begin_transaction(services, System(firm_id), "client_user.added") as transaction:
        client = await transaction.session.get(models.Client, (firm_id, client_id))
        if client is None:
            raise OperatorError("Client not found.")
        require_active(client)
        transaction.set_client(client_id)
        person_id = await _get_or_create_person(transaction, person)
        try:
            user = await membership_rows.add_client_user(transaction, client_id, person_id)
        except membership_rows.MembershipExists as error:
            raise OperatorError("This person is already a user of this client.") from error
        await invitations.close_open(transaction, person.email, client_id)
        await event_changes.record_user(transaction, user, is_added=True)
        return user.id


async def set_password(services: Services, email: str, password: str) -> None:
    """Set the password of the person, for all their memberships, and end all their sessions.

    Raises WeakPassword, and OperatorError for an unknown email address.
    """
    password_hash = await passwords.hash_new_password(services, password)
    async with services.reads() as session:
        person = await people.find_person(session, normalize_email(email))
    if person is None:
        raise OperatorError(f"No person has the email address {email}.")
    async with services.writes.begin() as session:
        await passwords.record_new_password(services, session, person.id, is_operator=True)
        await passwords.replace_password(session, person.id, password_hash)


async def person_exists(services: Services, email: str) -> bool:
    """Whether a person has this email address. A new membership of theirs needs no name or password."""
    async with services.reads() as session:
        return await people.find_person(session, normalize_email(email)) is not None


async def _validate_person(services: Services, details: PersonDetails) -> NewPerson:
    """Returns the details normalized, with the hash of the password.

    Call it before taking a lock: hashing is slow on purpose. Raises InvalidInput, WeakPassword.
    """
    email, name = people.parse_details(details.email, details.name)
    if details.password is None:
        return NewPerson(email, name, None)
    return NewPerson(email, name, await passwords.hash_new_password(services, details.password))


async def _get_or_create_person(transaction: ledger.LedgerTransaction, new: NewPerson) -> uuid.UUID:
    """The id of the person with this address, who keeps their name and password. Raises OperatorError."""
    person_id = await people.add_person(transaction.session, new, transaction.now)
    if person_id is not None:
        return person_id
    if new.password_hash is not None:
        raise OperatorError(f"{new.email} belongs to a known person, who keeps their password. Do not set a password.")
    known = select(models.Person.id).where(models.Person.email == new.email)
    return (await transaction.session.scalars(known)).one()


async def _add_member(
    transaction: ledger.LedgerTransaction, person: NewPerson, role: FirmRole, rights: Collection[MemberRight]
) -> uuid.UUID:
    person_id = await _get_or_create_person(transaction, person)
    try:
        member = await membership_rows.add_member(transaction, person_id, role, rights)
    except membership_rows.MembershipExists as error:
        raise OperatorError("This person is already a member of this firm.") from error
    await invitations.close_open(transaction, person.email, None)
    await event_changes.record_new_member(transaction, member)
    return member.id
