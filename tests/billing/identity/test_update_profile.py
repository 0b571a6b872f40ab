"""People change their own name and language."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

import models
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.identity.update_profile import UpdateProfileCommand, update_profile
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute


async def person_of(firm: Firm, viewer: Viewer) -> tuple[str, str | None]:
    async with firm.app.services.reads() as session:
        for model in (models.FirmMember, models.ClientUser):
            person_id = await session.scalar(select(model.person_id).where(model.id == viewer.id))
            if person_id is not None:
                person = await session.get_one(models.Person, person_id)
                return person.name, person.locale
    raise AssertionError(viewer)


async def change(firm: Firm, viewer: Viewer, **fields: Any) -> str:
    return (await update_profile(firm.app.services, viewer, UpdateProfileCommand(**fields))).locale


async def newest_event(firm: Firm) -> models.Event:
    async with firm.app.services.reads() as session:
        seq = (await session.get_one(models.Firm, firm.id)).seq
        return await session.get_one(models.Event, (firm.id, seq))


async def test_name_and_language(app: AppHarness) -> None:
    """D65: of members and client users; None gives the firm's language back."""
    firm = await app.create_firm()
    for viewer in (firm.owner, firm.client_user):
        assert await change(firm, viewer, name=" Zoe\u0308 ") == "en"
        assert await person_of(firm, viewer) == ("Zoë", None)
        assert await change(firm, viewer, locale="Fr") == "fr"
        assert await person_of(firm, viewer) == ("Zoë", "fr")
        assert await change(firm, viewer, locale=None) == "en"
        assert await person_of(firm, viewer) == ("Zoë", None)


async def test_clients_are_found_by_the_new_name_of_a_user(app: AppHarness) -> None:
    """D37: and no longer by the old one."""
    firm = await app.create_firm()
    document = "query ($search: String) { firm { clients(search: $search) { totalCount } } }"
    await change(firm, firm.client_user, name="Zoë Umlaut")
    for search, count in (("umlaut", 1), ("zoë", 1)):
        response = await execute(app.services, firm.owner, document, {"search": search})
        assert response.data == {"firm": {"clients": {"totalCount": count}}}


async def test_what_is_refused(app: AppHarness) -> None:
    """D65: with the field; nothing is changed."""
    firm = await app.create_firm()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("name", {"name": "", "locale": "fr"}),
        ("locale", {"name": "Ada", "locale": "klingon"}),
    ]
    async with firm.assert_unchanged():
        for field, fields in cases:
            with pytest.raises(InvalidInput) as refused:
                await change(firm, firm.client_user, **fields)
            assert refused.value.field == field
        await change(firm, firm.owner)
        await change(firm, firm.owner, name="owner", locale=None)


async def test_every_firm_of_the_person_records_it(app: AppHarness) -> None:
    """D32: with the membership there; former memberships and other people's firms record nothing."""
    firm, other, left = [await app.create_firm(name=name) for name in ("One", "Two", "Left")]
    stranger = await app.create_firm(name="Stranger")
    async with app.services.writes.begin() as session:
        owner = await session.get_one(models.FirmMember, (firm.id, firm.owner.id))
        for model, membership in (
            (models.ClientUser, other.client_user), (models.ClientUser, left.client_user),
        ):  # fmt: skip
            await session.execute(update(model).where(model.id == membership.id).values(person_id=owner.person_id))
        gone = update(models.ClientUser).where(models.ClientUser.id == left.client_user.id)
        await session.execute(gone.values(removed_at=app.clock()))
    before = [await each.event_seq() for each in (left, stranger)]
    await change(firm, firm.owner, name="Ada")
    event = await newest_event(firm)
    assert (event.kind, event.member_id, event.client_id) == ("profile.updated", firm.owner.id, None)
    event = await newest_event(other)
    assert (event.kind, event.client_user_id, event.client_id) == (
        "client_user.updated", other.client_user.id, other.client_id,
    )  # fmt: skip
    assert [await each.event_seq() for each in (left, stranger)] == before
    assert await person_of(other, other.client_user) == ("Ada", None)


async def test_concurrent_changes(app: AppHarness) -> None:
    """Two at once, in two firms of the person: both are recorded, and neither fails."""
    firm, other = await app.create_firm(name="One"), await app.create_firm(name="Two")
    async with app.services.writes.begin() as session:
        owner = await session.get_one(models.FirmMember, (firm.id, firm.owner.id))
        second = update(models.FirmMember).where(models.FirmMember.id == other.owner.id)
        await session.execute(second.values(person_id=owner.person_id))
    before = [await each.event_seq() for each in (firm, other)]
    await asyncio.gather(change(firm, firm.owner, name="Ada"), change(other, other.owner, locale="fr"))
    assert [await each.event_seq() for each in (firm, other)] == [seq + 2 for seq in before]
    assert await person_of(firm, firm.owner) == ("Ada", "fr")
