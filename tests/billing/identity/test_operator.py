"""Firms, persons and memberships, as an operator creates and changes them."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import Member
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.errors import InvalidInput
from billing.identity import directory, memberships, operator
from billing.identity.authentication import authenticate
from billing.identity.login_rate_limit import Origin
from billing.identity.operator import CreateFirmResult, OperatorError, PersonDetails
from billing.identity.passwords import WeakPassword
from billing.identity.sign_in import SignInCommand, SignInFailed, SignInResult, sign_in
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm

OWNER_INPUT = PersonDetails("Owner@Example.test", "Olga", "long enough for a person")
RIGHTS = (MemberRight.MANAGE_PAYMENTS, MemberRight.VIEW_ALL_CLIENTS)


async def create_firm(
    app: AppHarness, name: str = "Dupont", owner: PersonDetails = OWNER_INPUT, **changes: str
) -> CreateFirmResult:
    values = {"currency": "EUR", "country": "FR", "time_zone": "Europe/Paris", **changes}
    return await operator.create_firm(app.services, name=name, owner=owner, **values)


async def events(app: AppHarness, firm_id: uuid.UUID) -> Sequence[str]:
    async with app.services.reads() as session:
        kinds = select(models.Event.kind).where(models.Event.firm_id == firm_id).order_by(models.Event.seq)
        return (await session.scalars(kinds)).all()


async def try_sign_in(app: AppHarness, email: str, password: str = "long enough for a person") -> SignInResult:
    return await sign_in(app.services, SignInCommand(email, password, Origin("192.0.2.1")))


async def add_member(firm: Firm, email: str, role: FirmRole = FirmRole.EMPLOYEE, **more: Any) -> uuid.UUID:
    values = {"name": "Emma", "password": "long enough for a person", **more}
    return await operator.add_member(firm.app.services, firm.id, email=email, role=role, **values)


async def test_create_firm_with_its_owner(app: AppHarness) -> None:
    """D1: firm and owner are created together, prepayment disabled; the owner's email address is not case-sensitive."""
    firm = await create_firm(app)
    assert await events(app, firm.firm_id) == ["member.added"]
    viewer = (await try_sign_in(app, "oWNER@example.TEST")).viewer
    assert viewer == Member(firm.firm_id, firm.owner_id, FirmRole.OWNER, frozenset(MemberRight))
    async with app.services.reads() as session:
        assert (await session.get_one(models.PaymentSettings, firm.firm_id)).prepayment_enabled is False


@pytest.mark.parametrize(
    ("country", "locale", "stored"), [("FR", None, "fr"), ("CH", None, "fr"), ("US", None, "en"), ("JP", None, "en"),
                                      ("FR", "EN", "en"), ("US", "fr", "fr")]
)  # fmt: skip
async def test_language_of_a_new_firm(app: AppHarness, country: str, locale: str | None, stored: str) -> None:
    """D65: the one that is named, else an official one of its country that there are texts in, else English."""
    changes = {"country": country} if locale is None else {"country": country, "locale": locale}
    created = await create_firm(app, "Dupont", OWNER_INPUT, **changes)
    async with app.services.reads() as session:
        assert (await session.get_one(models.Firm, created.firm_id)).locale == stored


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "a\nb"},
        {"name": "a\x01b"},
        {"name": "a\u202eb"},
        {"name": "\u200b"},
        {"name": "x" * 201},
        {"currency": "XXX"},
        {"locale": "fr-CA"},
        {"country": "fr"},
        {"country": "FRA"},
        {"country": "ZX"},
        {"time_zone": "../etc"},
        {"owner": PersonDetails("no address", "Olga", None)},
        {"owner": PersonDetails("a@b@c", "Olga", None)},
        {"owner": PersonDetails("a@b.test", "", None)},
    ],
    ids=str,
)
async def test_invalid_firm_is_refused(app: AppHarness, wrong: dict[str, Any]) -> None:
    """D11: a firm needs a currency, country, time zone and owner that are valid; on refusal nothing is stored."""
    with pytest.raises(InvalidInput):
        await create_firm(app, **wrong)
    assert await directory.list_firms(app.services) == []
    assert not await operator.person_exists(app.services, "a@b.test")


async def test_weak_password_is_refused(app: AppHarness) -> None:
    """D43: a password has 12 to 1000 characters; on refusal nothing is stored."""
    for password in ("x" * 11, "x" * 1001):
        with pytest.raises(WeakPassword, match="12 to 1000 characters"):
            await create_firm(app, owner=PersonDetails("a@b.test", "Olga", password))
    assert await directory.list_firms(app.services) == []
    assert not await operator.person_exists(app.services, "a@b.test")


async def test_one_password_for_all_memberships(app: AppHarness) -> None:
    """Roles: a person is found by email address, in any case; a second password is refused, and no firm is created."""
    first = await create_firm(app)
    with pytest.raises(OperatorError, match="keeps their password"):
        await create_firm(app, "Second", OWNER_INPUT)
    assert [firm.name for firm in await directory.list_firms(app.services)] == ["Dupont"]
    second = await create_firm(app, "Second", PersonDetails("OWNER@EXAMPLE.test ", "Someone", None))
    (first_owner,) = await directory.list_members(app.services, first.firm_id)
    (second_owner,) = await directory.list_members(app.services, second.firm_id)
    assert (first_owner.person.id, first_owner.person.name, first_owner.person.email) == (
        second_owner.person.id,
        "Olga",
        "owner@example.test",
    )


async def test_two_firms_add_the_same_new_person_concurrently(app: AppHarness) -> None:
    """Only one person is created, and both firms have it."""
    firms = [await app.create_firm(name=name) for name in ("One", "Two")]
    await asyncio.gather(*(add_member(firm, "new@example.test", password=None) for firm in firms))
    member_lists = [await directory.list_members(app.services, firm.id) for firm in firms]
    assert (
        len(
            {
                member.person.id
                for members in member_lists
                for member in members
                if member.person.email == "new@example.test"
            }
        )
        == 1
    )


async def test_membership_is_unique_and_can_be_removed(app: AppHarness) -> None:
    """A duplicate membership is refused; a removed one can be restored, with the new rights only."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test", rights=RIGHTS)
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
    )
    async with firm.assert_unchanged():
        with pytest.raises(OperatorError, match="already"):
            await add_member(firm, "emma@example.test", password=None)
        with pytest.raises(OperatorError, match="already"):
            await operator.add_client_user(
                app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
            )
    await memberships.remove_member(app.services, firm.id, member)
    await memberships.remove_client_user(app.services, firm.id, user)
    with pytest.raises(SignInFailed):
        await try_sign_in(app, "emma@example.test")
    again = await add_member(firm, "emma@example.test", password=None, rights=(MemberRight.MANAGE_INVOICES,))
    assert again == member
    viewer = (await try_sign_in(app, "emma@example.test")).viewer
    assert viewer == Member(firm.id, member, FirmRole.EMPLOYEE, frozenset({MemberRight.MANAGE_INVOICES}))
    assert user == await operator.add_client_user(
        app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
    )


async def test_rights_apply_from_the_next_request(app: AppHarness) -> None:
    """P8: rights are granted and revoked one by one; granting one again changes nothing."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test")
    token = (await try_sign_in(app, "emma@example.test")).token

    async def rights() -> frozenset[MemberRight]:
        viewer = await authenticate(app.services, token)
        assert isinstance(viewer, Member)
        return viewer.rights

    await memberships.change_rights(app.services, firm.id, member, RIGHTS, granted=True)
    assert await rights() == frozenset(RIGHTS)
    async with firm.assert_unchanged():
        await memberships.change_rights(app.services, firm.id, member, RIGHTS, granted=True)
    await memberships.change_rights(app.services, firm.id, member, RIGHTS[:1], granted=False)
    assert await rights() == frozenset(RIGHTS[1:])
    async with firm.assert_unchanged():
        with pytest.raises(OperatorError, match="OWNER has every right"):
            await memberships.change_rights(app.services, firm.id, firm.owner.id, RIGHTS, granted=False)
        with pytest.raises(OperatorError, match="Member not found"):
            await memberships.change_rights(app.services, firm.id, uuid.uuid4(), RIGHTS, granted=True)
    assert (await events(app, firm.id))[-2:] == ["member.rights_set"] * 2


async def test_assign_and_unassign_a_client(app: AppHarness) -> None:
    """Only employees can be assigned, and only to a client of their own firm."""
    firm, other = await app.create_firm(), await app.create_firm(name="Other")
    member = await add_member(firm, "emma@example.test")

    async def assigned() -> list[tuple[uuid.UUID, ...]]:
        return [
            member_entry.assigned_client_ids
            for member_entry in await directory.list_members(app.services, firm.id)
            if member_entry.row.id == member
        ]

    await memberships.assign_client(app.services, firm.id, member, firm.client_id)
    assert await assigned() == [(firm.client_id,)]
    async with firm.assert_unchanged():
        await memberships.assign_client(app.services, firm.id, member, firm.client_id)
        with pytest.raises(OperatorError, match="Client not found"):
            await memberships.assign_client(app.services, firm.id, member, other.client_id)
        with pytest.raises(OperatorError, match="every client"):
            await memberships.assign_client(app.services, firm.id, firm.owner.id, firm.client_id)
    await memberships.unassign_client(app.services, firm.id, member, firm.client_id)
    assert await assigned() == [()]
    async with firm.assert_unchanged():
        await memberships.unassign_client(app.services, firm.id, member, firm.client_id)


async def test_removed_member_loses_sessions_and_assignments(app: AppHarness) -> None:
    """P8: their sessions end at once."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test")
    await memberships.assign_client(app.services, firm.id, member, firm.client_id)
    token = (await try_sign_in(app, "emma@example.test")).token
    await memberships.remove_member(app.services, firm.id, member)
    assert await authenticate(app.services, token) is None
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Session))).all() == []
        assert (await session.scalars(select(models.Assignment))).all() == []
    async with firm.assert_unchanged():
        with pytest.raises(OperatorError, match="Member not found"):
            await memberships.remove_member(app.services, firm.id, member)


async def test_a_firm_always_has_one_owner(app: AppHarness) -> None:
    """Roles: the owner cannot be removed or demoted, and there is no second one; ownership moves in one step."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test")
    async with firm.assert_unchanged():
        for operation in (
            memberships.remove_member(app.services, firm.id, firm.owner.id),
            memberships.set_role(app.services, firm.id, firm.owner.id, FirmRole.ADMIN),
            add_member(firm, "second@example.test", FirmRole.OWNER),
        ):
            with pytest.raises(OperatorError, match="OWNER"):
                await operation
    before = await firm.event_seq()
    await memberships.set_role(app.services, firm.id, member, FirmRole.OWNER)
    roles = {
        member_entry.row.id: member_entry.row.role
        for member_entry in await directory.list_members(app.services, firm.id)
    }
    assert roles == {member: FirmRole.OWNER, firm.owner.id: FirmRole.ADMIN}
    assert await firm.event_seq() == before + 1
    async with firm.assert_unchanged():
        await memberships.set_role(app.services, firm.id, member, FirmRole.OWNER)
    await memberships.remove_member(app.services, firm.id, firm.owner.id)


async def test_new_password_ends_all_sessions(app: AppHarness) -> None:
    """In every firm of the person, and each firm records an event."""
    first = await create_firm(app)
    second = await create_firm(app, "Second", PersonDetails("owner@example.test", "Olga", None))
    other = await app.create_firm()
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Session))).all() == []
    signed_in = await sign_in(
        app.services,
        SignInCommand("owner@example.test", "long enough for a person", Origin("192.0.2.1"), first.owner_id),
    )
    async with other.assert_unchanged():
        await operator.set_password(app.services, "OWNER@example.test", "another long password")
        with pytest.raises(OperatorError, match="No person has"):
            await operator.set_password(app.services, "nobody@example.test", "another long password")
    assert await authenticate(app.services, signed_in.token) is None
    for firm in (first, second):
        assert await events(app, firm.firm_id) == ["member.added", "password.set"]
    with pytest.raises(SignInFailed):
        await try_sign_in(app, "owner@example.test")


async def test_names_are_normalized_and_found_in_either_form(app: AppHarness) -> None:
    """D36: the names of firms, people and clients; what a terminal types is found."""
    owner = dataclasses.replace(OWNER_INPUT, name=" Zoe\u0308 👩\u200d💼 ")
    created = await create_firm(app, name="Socie\u0301te\u0301\u202fX", owner=owner)
    firm = await directory.get_firm(app.services, "Socie\u0301te\u0301\u202fX ")
    assert (firm.id, firm.name) == (created.firm_id, "Société\u202fX")
    (member,) = await directory.list_members(app.services, firm.id)
    assert member.person.name == "Zoë 👩\u200d💼"
    client_id = await create_client.add_client(app.services, firm.id, ClientDetails("山田\u3000太郎 Café"))
    client = await directory.get_client(app.services, firm.id, "山田\u3000太郎 Cafe\u0301")
    assert (client.id, client.name, client.search_key) == (client_id, "山田\u3000太郎 Café", "山田 太郎 café\n\n")
    # As Python reads the byte 0xFF of a command line.
    with pytest.raises(OperatorError, match="There is no client"):
        await directory.get_client(app.services, firm.id, "\udcff")
    with pytest.raises(InvalidInput):
        await create_client.add_client(app.services, firm.id, ClientDetails("\udcff"))


async def test_find_by_name_or_id(app: AppHarness) -> None:
    """An ambiguous name is refused, and objects of other firms are not found."""
    firm, other = await app.create_firm(), await app.create_firm(name="Other")
    namesakes = [await firm.add_client("Namesake") for _ in range(2)]
    services = app.services
    assert (await directory.get_firm(services, "Other")).id == other.id
    assert (await directory.get_firm(services, str(other.id))).id == other.id
    assert (await directory.get_client(services, firm.id, str(namesakes[0]))).id == namesakes[0]
    (owner, *_) = await directory.list_members(services, firm.id)
    assert (await directory.get_member(services, firm.id, owner.person.email.upper())).id == owner.row.id
    for lookup, message in (
        (directory.get_firm(services, "Nowhere"), "no firm 'Nowhere'"),
        (directory.get_client(services, firm.id, "Namesake"), "Use the id"),
        (directory.get_client(services, other.id, str(namesakes[0])), "no client"),
        (directory.get_member(services, other.id, owner.person.email), "no member"),
        (directory.get_client_user(services, firm.id, namesakes[0], "x@y.test"), "no client user"),
    ):
        with pytest.raises(OperatorError, match=message):
            await lookup
