"""People: the person that an address belongs to, new ones, and a person's memberships."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing import text_input
from billing.access.principals import Member, Viewer
from billing.email_addresses import normalize_email, parse_email
from db.upsert import insert


@dataclass(frozen=True, slots=True)
class NewPerson:
    """The person to add, unless the address has one. The email address is normalized."""

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


async def add_person(session: AsyncSession, new: NewPerson, now: dt.datetime) -> uuid.UUID | None:
    """Add the person. Returns None if the address has one by now: two firms may add the same person concurrently."""
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
        )
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(models.Person.id)
    )
    return person_id if inserted.scalar() is not None else None


async def load_memberships_by_firm(
    session: AsyncSession, person_id: uuid.UUID, *, preferred_id: uuid.UUID | None = None
) -> dict[uuid.UUID, models.FirmMember | models.ClientUser]:
    """One current membership of the person in each of their firms, for an event there.

    Where there are several: the preferred one, else that of a member, else the first one.
    """
    member, user = models.FirmMember, models.ClientUser
    members = select(member).where(member.person_id == person_id, member.removed_at.is_(None)).order_by(member.id)
    users = select(user).where(user.person_id == person_id, user.removed_at.is_(None)).order_by(user.id)
    found: dict[uuid.UUID, models.FirmMember | models.ClientUser] = {}
    for row in (*await session.scalars(members), *await session.scalars(users)):
        if row.firm_id not in found or row.id == preferred_id:
            found[row.firm_id] = row
    return found


def membership_columns(membership: Viewer | models.FirmMember | models.ClientUser) -> dict[str, uuid.UUID | None]:
    """The columns of a session or an event that say whose it is."""
    is_member = isinstance(membership, Member | models.FirmMember)
    return {"member_id": membership.id if is_member else None, "client_user_id": None if is_member else membership.id}
