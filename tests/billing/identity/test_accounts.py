"""Firms, and seats in them, as an operator makes and changes them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import Member
from billing.errors import InvalidInput
from billing.identity import accounts, directory, memberships
from billing.identity.accounts import CreateFirmResult, OperatorError, PersonDetails
from billing.identity.sessions import authenticate
from billing.identity.sign_in import SignInCommand, SignInFailed, SignInResult, sign_in
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm

OWNER_INPUT = PersonDetails("Owner@Example.test", "Olga", "long enough for a person")
RIGHTS = (MemberRight.MANAGE_PAYMENTS, MemberRight.VIEW_ALL_CLIENTS)


async def create_firm(
    house: AppHarness, name: str = "Dupont", owner: PersonDetails = OWNER_INPUT, **changes: str
) -> CreateFirmResult:
    wish = {"currency": "EUR", "country": "FR", "time_zone": "Europe/Paris", **changes}
    return await accounts.create_firm(house.services, name=name, owner=owner, **wish)


async def events(house: AppHarness, firm_id: uuid.UUID) -> Sequence[str]:
    async with house.services.reads() as session:
        kinds = select(models.Event.kind).where(models.Event.firm_id == firm_id).order_by(models.Event.seq)
        return (await session.scalars(kinds)).all()


async def try_sign_in(house: AppHarness, email: str, password: str = "long enough for a person") -> SignInResult:
    return await sign_in(house.services, SignInCommand(email, password, "192.0.2.1"))


async def add_member(firm: Firm, email: str, role: FirmRole = FirmRole.EMPLOYEE, **more: Any) -> uuid.UUID:
    wish = {"name": "Emma", "password": "long enough for a person", **more}
    return await accounts.add_member(firm.app.services, firm.id, email=email, role=role, **wish)


async def test_a_firm_is_made_with_its_owner(app: AppHarness) -> None:
    """D1: both or neither, with prepayment off; the owner signs in whatever the case of their address."""
    firm = await create_firm(app)
    assert await events(app, firm.firm_id) == ["member.added"]
    viewer = (await try_sign_in(app, "oWNER@example.TEST")).viewer
    assert viewer == Member(firm.firm_id, firm.owner_id, FirmRole.OWNER, frozenset(MemberRight))
    async with app.services.reads() as session:
        assert (await session.get_one(models.PaymentSettings, firm.firm_id)).prepayment_enabled is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "a\nb"},
        {"name": "x" * 201},
        {"currency": "XXX"},
        {"country": "fr"},
        {"country": "FRA"},
        {"country": "ZX"},
        {"time_zone": "../etc"},
        {"owner": PersonDetails("no address", "Olga", None)},
        {"owner": PersonDetails("a@b@c", "Olga", None)},
        {"owner": PersonDetails("a@b.test", "", None)},
        {"owner": PersonDetails("a@b.test", "Olga", "too short")},
    ],
    ids=str,
)
async def test_what_a_firm_cannot_be_made_of(app: AppHarness, wrong: dict[str, Any]) -> None:
    """D11 and what else a firm and a person need: refused, and nothing is there."""
    with pytest.raises(InvalidInput):
        await create_firm(app, **wrong)
    assert await directory.list_firms(app.services) == []
    assert not await accounts.person_exists(app.services, "a@b.test")


async def test_one_password_for_all_memberships(app: AppHarness) -> None:
    """Roles: known by their address, whatever its case; a second password is refused, and no firm is made."""
    first = await create_firm(app)
    with pytest.raises(OperatorError, match="keeps its password"):
        await create_firm(app, "Second", OWNER_INPUT)
    assert [one.name for one in await directory.list_firms(app.services)] == ["Dupont"]
    second = await create_firm(app, "Second", PersonDetails("OWNER@EXAMPLE.test ", "Someone", None))
    (one,) = await directory.list_members(app.services, first.firm_id)
    (two,) = await directory.list_members(app.services, second.firm_id)
    assert (one.person.id, one.person.name, one.person.email) == (two.person.id, "Olga", "owner@example.test")


async def test_two_firms_add_the_same_new_person_concurrently(app: AppHarness) -> None:
    """Both have the one person there is."""
    firms = [await app.create_firm(name=name) for name in ("One", "Two")]
    await asyncio.gather(*(add_member(firm, "new@example.test", password=None) for firm in firms))
    people_of = [await directory.list_members(app.services, firm.id) for firm in firms]
    assert len({one.person.id for found in people_of for one in found if one.person.email == "new@example.test"}) == 1


async def test_membership_is_unique_and_can_be_removed(app: AppHarness) -> None:
    """A second seat in one place is refused; one that was taken away comes back, with what is given now alone."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test", rights=RIGHTS)
    user = await accounts.add_client_user(
        app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
    )
    async with firm.assert_unchanged():
        with pytest.raises(OperatorError, match="already"):
            await add_member(firm, "emma@example.test", password=None)
        with pytest.raises(OperatorError, match="already"):
            await accounts.add_client_user(
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
    assert user == await accounts.add_client_user(
        app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
    )


async def test_rights_count_from_the_next_request(app: AppHarness) -> None:
    """P8: given and taken one by one; given twice, nothing happens."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test")
    token = (await try_sign_in(app, "emma@example.test")).token

    async def rights() -> frozenset[MemberRight]:
        viewer = await authenticate(app.services, token)
        assert isinstance(viewer, Member)
        return viewer.rights

    await memberships.grant_rights(app.services, firm.id, member, RIGHTS)
    assert await rights() == frozenset(RIGHTS)
    async with firm.assert_unchanged():
        await memberships.grant_rights(app.services, firm.id, member, RIGHTS)
    await memberships.revoke_rights(app.services, firm.id, member, RIGHTS[:1])
    assert await rights() == frozenset(RIGHTS[1:])
    async with firm.assert_unchanged():
        with pytest.raises(OperatorError, match="OWNER has every right"):
            await memberships.revoke_rights(app.services, firm.id, firm.owner.id, RIGHTS)
        with pytest.raises(OperatorError, match="Member not found"):
            await memberships.grant_rights(app.services, firm.id, uuid.uuid4(), RIGHTS)
    assert (await events(app, firm.id))[-2:] == ["member.rights_set"] * 2


async def test_a_client_is_assigned_and_taken_away(app: AppHarness) -> None:
    """Only to an employee, and only a client of this firm."""
    firm, other = await app.create_firm(), await app.create_firm(name="Other")
    member = await add_member(firm, "emma@example.test")

    async def assigned() -> list[tuple[uuid.UUID, ...]]:
        return [
            one.assigned_client_ids
            for one in await directory.list_members(app.services, firm.id)
            if one.row.id == member
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


async def test_a_removed_member_is_out_at_once(app: AppHarness) -> None:
    """P8: their sessions end, and the clients assigned to them are not theirs any more."""
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
    """Roles: the owner is neither removed nor demoted, nor is there a second; handing over is one step."""
    firm = await app.create_firm()
    member = await add_member(firm, "emma@example.test")
    async with firm.assert_unchanged():
        for deed in (
            memberships.remove_member(app.services, firm.id, firm.owner.id),
            memberships.set_role(app.services, firm.id, firm.owner.id, FirmRole.ADMIN),
            add_member(firm, "second@example.test", FirmRole.OWNER),
        ):
            with pytest.raises(OperatorError, match="OWNER"):
                await deed
    before = await firm.event_seq()
    await memberships.set_role(app.services, firm.id, member, FirmRole.OWNER)
    roles = {one.row.id: one.row.role for one in await directory.list_members(app.services, firm.id)}
    assert roles == {member: FirmRole.OWNER, firm.owner.id: FirmRole.ADMIN}
    assert await firm.event_seq() == before + 1
    await memberships.remove_member(app.services, firm.id, firm.owner.id)


async def test_another_password_ends_all_sessions(app: AppHarness) -> None:
    """In every firm where the person has a seat, and an event there."""
    first = await create_firm(app)
    second = await create_firm(app, "Second", PersonDetails("owner@example.test", "Olga", None))
    other = await app.create_firm()
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Session))).all() == []
    opened = await sign_in(
        app.services, SignInCommand("owner@example.test", "long enough for a person", "192.0.2.1", first.owner_id)
    )
    async with other.assert_unchanged():
        await accounts.set_password(app.services, "OWNER@example.test", "another long password")
        with pytest.raises(OperatorError, match="No person has"):
            await accounts.set_password(app.services, "nobody@example.test", "another long password")
    assert await authenticate(app.services, opened.token) is None
    for firm in (first, second):
        assert await events(app, firm.firm_id) == ["member.added", "password.set"]
    with pytest.raises(SignInFailed):
        await try_sign_in(app, "owner@example.test")


async def test_what_is_meant_by_a_name_or_an_id(app: AppHarness) -> None:
    """Never a guess: several of one name are told, and another firm's are not there."""
    firm, other = await app.create_firm(), await app.create_firm(name="Other")
    twins = [await firm.add_client("Twin") for _ in range(2)]
    services = app.services
    assert (await directory.find_firm(services, "Other")).id == other.id
    assert (await directory.find_firm(services, str(other.id))).id == other.id
    assert (await directory.find_client(services, firm.id, str(twins[0]))).id == twins[0]
    (owner, *_) = await directory.list_members(services, firm.id)
    assert (await directory.find_member(services, firm.id, owner.person.email.upper())).id == owner.row.id
    for asked, told in (
        (directory.find_firm(services, "Nowhere"), "no firm 'Nowhere'"),
        (directory.find_client(services, firm.id, "Twin"), "Use the id"),
        (directory.find_client(services, other.id, str(twins[0])), "no client"),
        (directory.find_member(services, other.id, owner.person.email), "no member"),
        (directory.find_client_user(services, firm.id, twins[0], "x@y.test"), "no client user"),
    ):
        with pytest.raises(OperatorError, match=told):
            await asked
