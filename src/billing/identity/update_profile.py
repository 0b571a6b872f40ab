"""Change one's own name and language, which hold in all memberships of the person."""

import uuid
from dataclasses import dataclass

import ledger
import models
from billing import text_input
from billing.access.policy import ANY_VIEWER, require_permission
from billing.access.principals import Viewer
from billing.identity import people
from billing.identity.locales_and_time_zones import parse_locale
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
    locale = parse_locale(command.locale, "locale") if isinstance(command.locale, str) else command.locale
    events: dict[uuid.UUID, ledger.EventMeta] = {}
    async with services.writes.begin() as session:
        person = await people.get_person_of(session, viewer)
        new_name = person.name if name is UNSET else name
        new_locale = person.locale if locale is UNSET else locale
        if (new_name, new_locale) != (person.name, person.locale):
            memberships = await people.load_memberships_by_firm(session, person.id, preferred_id=viewer.id)
            events = {firm_id: _build_event_meta(membership) for firm_id, membership in memberships.items()}
            # Locks are taken in the order of the ids, so that concurrent calls cannot deadlock.
            for firm_id in sorted(events):
                event = await ledger.record_event(session, firm_id, events[firm_id], services.clock)
                await session.flush()
                changes = [("name", person.name, new_name), ("locale", person.locale, new_locale)]
                session.add_all(ledger.build_event_changes(event, changes))
            person.name, person.locale = new_name, new_locale
            person.search_key = people.search_key(new_name, person.email)
        firm = await session.get_one(models.Firm, viewer.firm_id)
        result = UpdateProfileResult(negotiate_locale(person.locale, firm.locale))
    for firm_id, meta in events.items():
        services.notifications.notify_firm_changed(firm_id, meta.client_id)
    return result


def _build_event_meta(membership: models.FirmMember | models.ClientUser) -> ledger.EventMeta:
    if isinstance(membership, models.ClientUser):
        client_id = membership.client_id
        return ledger.EventMeta("client_user.updated", client_user_id=membership.id, client_id=client_id)
    return ledger.EventMeta("profile.updated", member_id=membership.id)
