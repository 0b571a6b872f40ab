"""People: the person that an address belongs to, and new ones."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing import text_input
from billing.access.principals import ClientUser, Member, Viewer
from billing.email_addresses import normalize_email, parse_email
from db.upsert import insert


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is given an account, unless their address has one. The email address is normalized."""

    email: str
    name: str
    password_hash: str | None
    locale: str | None = None


def parse_details(email: str, name: str) -> tuple[str, str]:
    """The address and the name of a person, as they are stored. Raises InvalidInput."""
    return normalize_email(parse_email(email, "email")), text_input.parse_name(name, "name")


def search_key(name: str, email: str) -> str:
    """The key by which a person is searched: their name and email address (D36)."""
    return text_input.joint_search_key(name, email)


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
            id=person_id,
            email=new.email,
            name=new.name,
            search_key=search_key(new.name, new.email),
            locale=new.locale,
            password_hash=new.password_hash,
            created_at=now,
            **columns,
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
