"""People: their names and addresses, and the person that an address belongs to."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing import text_input
from billing.access.principals import ClientUser, Member, Viewer
from billing.errors import InvalidInput
from billing.identity.email_addresses import normalize_email
from db.upsert import insert
from translation import gettext as _

_MAX_NAME_LENGTH = 200
_MAX_EMAIL_LENGTH = 254


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is given an account, unless their address has one. The email address is normalized."""

    email: str
    name: str
    password_hash: str | None


def parse_name(name: str, field: str = "name") -> str:
    """The name, normalized. Raises InvalidInput (D36)."""
    parsed = text_input.parse_line(name, field, _MAX_NAME_LENGTH)
    if text_input.is_blank(parsed):
        raise InvalidInput(field, _("Enter a name of 1 to {count} characters.").format(count=_MAX_NAME_LENGTH))
    return parsed


def parse_email(address: str, field: str = "email") -> str:
    """The address, as it is stored and looked up. Raises InvalidInput."""
    email = address.strip()
    local, _at, domain = email.partition("@")
    is_plain = email.isprintable() and " " not in email
    if not local or not domain or "@" in domain or not is_plain or len(email) > _MAX_EMAIL_LENGTH:
        raise InvalidInput(field, _("{value} is not an email address.").format(value=repr(email)))
    return normalize_email(email)


async def find_person(session: AsyncSession, email: str) -> models.Person | None:
    """The person with this normalized address."""
    person: models.Person | None = await session.scalar(select(models.Person).where(models.Person.email == email))
    return person


async def get_person_of(session: AsyncSession, viewer: Viewer) -> models.Person:
    """The person whose membership the viewer is."""
    membership = models.FirmMember if isinstance(viewer, Member) else models.ClientUser
    statement = (
        select(models.Person)
        .join(membership, membership.person_id == models.Person.id)
        .where(membership.firm_id == viewer.firm_id, membership.id == viewer.id)
    )
    return (await session.scalars(statement)).one()


async def add_person(session: AsyncSession, new: NewPerson, now: object, **columns: object) -> uuid.UUID | None:
    """Add the person. Returns None if the address has an account by now: two firms may add somebody concurrently."""
    person_id = models.new_id()
    inserted = await session.execute(
        insert(session, models.Person)
        .values(
            id=person_id, email=new.email, name=new.name, password_hash=new.password_hash, created_at=now, **columns
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(models.Person.id)
    )
    return person_id if inserted.scalar() is not None else None


def membership_columns(viewer: Viewer) -> dict[str, uuid.UUID | None]:
    """The columns of a session or an event that say whose it is."""
    return {
        "member_id": viewer.id if isinstance(viewer, Member) else None,
        "client_user_id": viewer.id if isinstance(viewer, ClientUser) else None,
    }


def locale_of(_person: models.Person) -> str | None:
    """The language that the person has chosen, if they have."""
    return None
