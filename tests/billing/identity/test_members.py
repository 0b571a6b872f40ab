"""Changing and removing members and client users, and transferring the ownership (D41, D42)."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Collection
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.access.principals import Member, Viewer
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.errors import InvalidInput, NotFound
from billing.identity import operator
from billing.identity.authentication import authenticate
from billing.identity.member_changes import MemberChange, MemberNotChangeable
from billing.identity.passwords import WrongPassword
from billing.identity.remove_client_user import remove_client_user
from billing.identity.remove_member import remove_member
from billing.identity.sign_in import SignInFailed
from billing.identity.transfer_ownership import TransferOwnershipCommand, transfer_ownership
from billing.identity.update_member import UpdateMemberCommand, update_member
from billing.transaction import begin_transaction
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.people import ORIGIN, PASSWORD, add_person, event_kinds, sign_in_as
from tests.support.sessions import session_of

OWNER = "olga@example.test"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm whose owner has a password."""
    created = await operator.create_firm(
        app.services, name="Dupont", currency="EUR", country="FR", time_zone="Europe/Paris",
        owner=operator.PersonDetails(OWNER, "Olga", PASSWORD),
    )  # fmt: skip
    client_id = await create_client.add_client(app.services, created.firm_id, ClientDetails("Martin"))
    firm = Firm(app, created.firm_id, client_id, "EUR")
    firm.owner = Member(created.firm_id, created.owner_id, FirmRole.OWNER, frozenset(MemberRight))
    firm.client_user = await firm.add_user(client_id, "client")
    return firm


async def update(firm: Firm, viewer: Viewer, member_id: uuid.UUID, **change: Any) -> None:
    await update_member(firm.app.services, viewer, UpdateMemberCommand(member_id, MemberChange(**change)))


async def transfer(firm: Firm, viewer: Viewer, member_id: uuid.UUID, password: str = PASSWORD) -> None:
    await transfer_ownership(firm.app.services, viewer, TransferOwnershipCommand(member_id, password, ORIGIN))


async def rows_of(firm: Firm, member_id: uuid.UUID) -> tuple[FirmRole, set[str], Collection[uuid.UUID]]:
    """Role, columns of granted rights, assigned clients."""
    async with firm.app.services.reads() as session:
        member = await session.get_one(models.FirmMember, (firm.id, member_id))
        assigned = await session.scalars(select(models.Assignment.client_id).filter_by(member_id=member_id))
        columns = ("manage_payments", "manage_invoices", "view_all_clients", "manage_clients")
        return member.role, {name for name in columns if getattr(member, name)}, set(assigned)


async def roles(firm: Firm) -> dict[uuid.UUID, FirmRole]:
    async with firm.app.services.reads() as session:
        members = await session.scalars(select(models.FirmMember).filter_by(firm_id=firm.id, removed_at=None))
        return {member.id: member.role for member in members}


async def test_rights_and_clients_are_sets(app: AppHarness, firm: Firm) -> None:
    """D41, P8: what is given replaces what was; from the next request on; what is in effect already does nothing."""
    employee = await add_person(firm, "emma@example.test", rights=(MemberRight.MANAGE_PAYMENTS,))
    second = await firm.add_client("Second")
    token = (await sign_in_as(app, "emma@example.test")).token
    await update(firm, firm.owner, employee, client_ids=(firm.client_id,))
    await update(
        firm,
        firm.owner,
        employee,
        rights={MemberRight.MANAGE_CLIENTS, MemberRight.MANAGE_INVOICES},
        client_ids={second},
    )
    assert await rows_of(firm, employee) == (FirmRole.EMPLOYEE, {"manage_clients", "manage_invoices"}, {second})
    viewer = await authenticate(app.services, token)
    assert isinstance(viewer, Member)
    assert viewer.rights == {MemberRight.MANAGE_CLIENTS, MemberRight.MANAGE_INVOICES}
    before = await all_rows(app.services)
    await update(firm, firm.owner, employee, rights=viewer.rights, role=FirmRole.EMPLOYEE)
    assert await all_rows(app.services) == before
    await update(firm, firm.owner, employee, rights=(), client_ids=())
    assert await rows_of(firm, employee) == (FirmRole.EMPLOYEE, set(), set())
    assert (await event_kinds(firm))[-1] == "member.updated"


async def test_admin_has_no_individual_rights(firm: Firm) -> None:
    """D41: they are cleared when somebody becomes an admin, and do not come back."""
    employee = await add_person(firm, "emma@example.test", rights=(MemberRight.MANAGE_PAYMENTS,))
    await update(firm, firm.owner, employee, client_ids=(firm.client_id,))
    await update(firm, firm.owner, employee, role=FirmRole.ADMIN)
    assert await rows_of(firm, employee) == (FirmRole.ADMIN, set(), set())
    async with firm.assert_unchanged():
        for change in ({"rights": {MemberRight.MANAGE_CLIENTS}}, {"client_ids": {firm.client_id}}):
            with pytest.raises(InvalidInput):
                await update(firm, firm.owner, employee, **change)
        await update(firm, firm.owner, employee, rights=(), client_ids=())
    await update(firm, firm.owner, employee, role=FirmRole.EMPLOYEE)
    assert await rows_of(firm, employee) == (FirmRole.EMPLOYEE, set(), set())


async def test_what_cannot_be_changed(app: AppHarness, firm: Firm) -> None:
    """D41: the owner, one's own role, other firms' members, clients that do not exist; by whoever is not an admin."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    gone = await firm.add_member("gone", FirmRole.EMPLOYEE)
    await remove_member(app.services, firm.owner, gone.id)
    other = await app.create_firm(name="Other")
    before = await all_rows(app.services)
    for viewer, member_id, change, error in (
        (admin, firm.owner.id, {"role": FirmRole.EMPLOYEE}, MemberNotChangeable),
        (admin, firm.owner.id, {"rights": ()}, MemberNotChangeable),
        (firm.owner, firm.owner.id, {"role": FirmRole.ADMIN}, MemberNotChangeable),
        (admin, admin.id, {"role": FirmRole.EMPLOYEE}, MemberNotChangeable),
        (firm.owner, employee.id, {"role": FirmRole.OWNER}, InvalidInput),
        (admin, employee.id, {"client_ids": {other.client_id}}, NotFound),
        (admin, employee.id, {"rights": (), "client_ids": {models.new_id()}}, NotFound),
        (admin, other.owner.id, {"role": FirmRole.ADMIN}, NotFound),
        (admin, gone.id, {"role": FirmRole.ADMIN}, NotFound),
        (employee, employee.id, {"role": FirmRole.ADMIN}, PermissionDenied),
        (firm.client_user, employee.id, {"rights": ()}, PermissionDenied),
    ):
        with pytest.raises(error):
            await update(firm, viewer, member_id, **change)
    for viewer, member_id, error in (
        (admin, firm.owner.id, MemberNotChangeable),
        (firm.owner, firm.owner.id, MemberNotChangeable),
        (admin, admin.id, MemberNotChangeable),
        (admin, gone.id, NotFound),
        (admin, other.owner.id, NotFound),
        (employee, gone.id, PermissionDenied),
    ):
        with pytest.raises(error):
            await remove_member(app.services, viewer, member_id)
    assert await all_rows(app.services) == before


async def test_removed_client_user(app: AppHarness, firm: Firm) -> None:
    """D41, P8: with MANAGE_CLIENTS, of visible clients; their sessions end at once."""
    manager = await firm.add_member("manager", FirmRole.EMPLOYEE, MemberRight.MANAGE_CLIENTS)
    token = await session_of(app.services, firm.client_user)
    before = await all_rows(app.services)
    for viewer, error in ((manager, NotFound), (firm.client_user, PermissionDenied)):
        with pytest.raises(error):
            await remove_client_user(app.services, viewer, firm.client_user.id)
    assert await all_rows(app.services) == before
    await firm.assign(manager, firm.client_id)
    assert await remove_client_user(app.services, manager, firm.client_user.id) == firm.client_id
    assert await authenticate(app.services, token) is None
    with pytest.raises(NotFound):
        await remove_client_user(app.services, manager, firm.client_user.id)


async def test_ownership_is_transferred(app: AppHarness, firm: Firm) -> None:
    """D42: the previous owner becomes an admin, in one event; the new owner has nothing granted individually."""
    employee = await add_person(firm, "emma@example.test", rights=(MemberRight.MANAGE_PAYMENTS,))
    before = await firm.event_seq()
    await transfer(firm, firm.owner, employee)
    assert {id_: role for id_, role in (await roles(firm)).items() if id_ in (employee, firm.owner.id)} == {
        employee: FirmRole.OWNER,
        firm.owner.id: FirmRole.ADMIN,
    }
    assert await rows_of(firm, employee) == (FirmRole.OWNER, set(), set())
    assert await firm.event_seq() == before + 1
    assert (await event_kinds(firm))[-1] == "ownership.transferred"
    async with app.services.reads() as session:
        rows = await session.scalars(select(models.EventChange).filter_by(firm_id=firm.id, event_seq=before + 1))
        changes = {row.field: (row.before, row.after) for row in rows}
    assert changes["previousOwner.role"] == ("OWNER", "ADMIN")
    assert changes["role"] == ("EMPLOYEE", "OWNER")
    viewer = (await sign_in_as(app, "emma@example.test")).viewer
    assert viewer == Member(firm.id, employee, FirmRole.OWNER, frozenset(MemberRight))


async def test_transfer_is_refused(app: AppHarness, firm: Firm) -> None:
    """D42: by nobody but the owner, with the right password, to another current member."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    other = await app.create_firm(name="Other")
    before = await roles(firm), await firm.event_seq()
    for viewer, member_id, password, error in (
        (admin, admin.id, PASSWORD, PermissionDenied),
        (firm.client_user, admin.id, PASSWORD, PermissionDenied),
        (firm.owner, admin.id, "wrong", WrongPassword),
        (firm.owner, firm.owner.id, PASSWORD, InvalidInput),
        (firm.owner, other.owner.id, PASSWORD, NotFound),
        (firm.owner, models.new_id(), PASSWORD, NotFound),
    ):
        with pytest.raises(error):
            await transfer(firm, viewer, member_id, password)
    assert (await roles(firm), await firm.event_seq()) == before


async def test_guesses_of_the_owners_password_are_counted(app: AppHarness, firm: Firm) -> None:
    """D43: as sign-ins are; after 5 failures the right one is refused, too."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await transfer(firm, firm.owner, admin.id, "wrong")
    with pytest.raises(WrongPassword):
        await transfer(firm, firm.owner, admin.id)
    with pytest.raises(SignInFailed):
        await sign_in_as(app, OWNER)
    app.clock.advance(minutes=15)
    await transfer(firm, firm.owner, admin.id)


async def test_concurrent_transfers(firm: Firm) -> None:
    """D42: of two at the same time one succeeds; the other one is not the owner's any more."""
    members = [(await firm.add_member(f"admin-{number}", FirmRole.ADMIN)).id for number in range(2)]
    results = await asyncio.gather(*(transfer(firm, firm.owner, one) for one in members), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "PermissionDenied"]
    assert list((await roles(firm)).values()).count(FirmRole.OWNER) == 1


async def changes_of(firm: Firm) -> list[tuple[str | None, str | None]]:
    """The assigned clients, before and after, as the firm's events tell them, the oldest first."""
    change = models.EventChange
    async with firm.app.services.reads() as session:
        found = select(change.before, change.after).filter_by(firm_id=firm.id, field="assignedClients")
        return [(before, after) for before, after in await session.execute(found.order_by(change.event_seq))]


async def test_assigned_clients_added_and_removed(firm: Firm) -> None:
    """D63: only the clients that were removed and added; what fits, and how many more there are."""
    employee = await add_person(firm, "emma@example.test")
    clients = [await firm.add_client(f"{number:02} {'x' * 190}") for number in range(5)]
    beta = await firm.add_client("Beta")
    await update(firm, firm.owner, employee, client_ids=clients)
    await update(firm, firm.owner, employee, client_ids=[*clients[1:], beta])
    await update(firm, firm.owner, employee, client_ids=[beta])
    await update(firm, firm.owner, employee, role=FirmRole.ADMIN)
    names = [f"{number:02} {'x' * 190}" for number in range(5)]
    assert await changes_of(firm) == [
        (None, f"{names[0]}, {names[1]}, +3"),
        (names[0], "Beta"),
        (f"{names[1]}, {names[2]}, +2", None),
        ("Beta", None),
    ]


async def test_no_value_of_a_change_is_long(firm: Firm) -> None:
    """D63: cut to 1,000 characters; what is equal then is no change."""
    async with begin_transaction(firm.app.services, firm.owner, "firm.updated") as transaction:
        await transaction.record_changes(
            [("name", "a" * 1000, "b" * 1001), ("replyTo", "c" * 1001, "c" * 1002), ("locale", None, "fr")]
        )
    change = models.EventChange
    async with firm.app.services.reads() as session:
        found = select(change.field, change.before, change.after).filter_by(firm_id=firm.id).order_by(change.event_seq)
        rows = (await session.execute(found.order_by(change.position))).all()
    assert [tuple(row) for row in rows[-2:]] == [("name", "a" * 1000, "b" * 999 + "…"), ("locale", None, "fr")]
