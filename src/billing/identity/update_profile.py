"""Change one's own name and language, which hold in all memberships of the person."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing import text_input
from billing.access.policy import ANY_VIEWER, require_permission
from billing.access.principals import ClientUser, Viewer
from billing.identity import details, people
from billing.services import Services
from billing.unset import UNSET, Unset
from translation import negotiate_locale


@dataclass(frozen=True, slots=True)
class UpdateProfileCommand:
    """UNSET leaves a field unchanged. `locale` can be cleared with None: the language is then that of the firm."""

    name: str | Unset = UNSET
    locale: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class UpdateProfileResult:
    """The language that the person now reads in this membership: one of `translation.LOCALES`."""

    locale: str


async def update_profile(services: Services, viewer: Viewer, command: UpdateProfileCommand) -> UpdateProfileResult:
    """Change the viewer's own name and language (D65). Each firm where the person has a membership records an event.

    Raises InvalidInput.
    """
    require_permission(viewer, ANY_VIEWER)
    name = command.name if command.name is UNSET else text_input.parse_name(command.name, "name")
    locale = details.parse_locale(command.locale, "locale") if isinstance(command.locale, str) else command.locale
    events: dict[uuid.UUID, ledger.EventMeta] = {}
    async with services.writes.begin() as session:
        person = await _load_person(session, viewer)
        new_name = person.name if name is UNSET else name
        new_locale = person.locale if locale is UNSET else locale
        if (new_name, new_locale) != (person.name, person.locale):
            events = await _events_of_person(session, person.id, viewer)
            # Locks are taken in the order of the ids, so that concurrent calls cannot deadlock.
            for firm_id in sorted(events):
                event = await ledger.record_event(session, firm_id, events[firm_id], services.clock)
                await session.flush()
                session.add_all(_changes(event, person, new_name, new_locale))
            person.name, person.locale = new_name, new_locale
            person.search_key = people.search_key(new_name, person.email)
        firm = await session.get_one(models.Firm, viewer.firm_id)
        result = UpdateProfileResult(negotiate_locale(person.locale, firm.locale))
    for firm_id, meta in events.items():
        services.notifications.notify_firm_changed(firm_id, meta.client_id)
    return result


def _changes(event: models.Event, person: models.Person, name: str, locale: str | None) -> Iterator[models.EventChange]:
    """What the activity shows of the event (D63)."""
    changes = [("name", person.name, name), ("locale", person.locale, locale)]
    for position, (field, before, after) in enumerate(change for change in changes if change[1] != change[2]):
        yield models.EventChange(
            firm_id=event.firm_id, event_seq=event.seq, position=position, field=field, before=before, after=after
        )


async def _load_person(session: AsyncSession, viewer: Viewer) -> models.Person:
    membership = models.ClientUser if isinstance(viewer, ClientUser) else models.FirmMember
    own = (membership.firm_id == viewer.firm_id, membership.id == viewer.id)
    persons = select(models.Person).join(membership, membership.person_id == models.Person.id).where(*own)
    return (await session.scalars(persons)).one()


async def _events_of_person(
    session: AsyncSession, person_id: uuid.UUID, viewer: Viewer
) -> dict[uuid.UUID, ledger.EventMeta]:
    """One event for each firm of the person, by the membership there; by the viewer's where there are several."""
    member, user = models.FirmMember, models.ClientUser
    users = select(user).where(user.person_id == person_id, user.removed_at.is_(None)).order_by(user.id)
    members = select(member).where(member.person_id == person_id, member.removed_at.is_(None)).order_by(member.id)
    events: dict[uuid.UUID, ledger.EventMeta] = {}
    for row in (*await session.scalars(users), *await session.scalars(members)):
        if isinstance(row, models.ClientUser):
            meta = ledger.EventMeta("client_user.updated", client_user_id=row.id, client_id=row.client_id)
        else:
            meta = ledger.EventMeta("profile.updated", member_id=row.id)
        if row.firm_id not in events or row.id == viewer.id:
            events[row.firm_id] = meta
    return events
