"""What becomes of seats: roles, rights, assigned clients, and seats taken away. All of it counts from the next request.

Each is done by an operator, in the firm's lock, and is an event. Asked for what is so already, nothing happens.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import delete, select

import ledger
import models
from billing.access.principals import System
from billing.identity.accounts import Impossible, owner_of
from billing.services import Services
from billing.transaction import NothingToDo, transaction
from models import FirmRole, MemberRight

_COLUMNS = {
    MemberRight.MANAGE_PAYMENTS: "manage_payments",
    MemberRight.MANAGE_INVOICES: "manage_invoices",
    MemberRight.VIEW_ALL_CLIENTS: "view_all_clients",
}


async def set_role(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, role: FirmRole) -> None:
    """Another role. OWNER hands the firm over: who was it becomes ADMIN, at the same instant.

    Raise Impossible for a firm that would have no owner, and for who has no seat.
    """
    async with transaction(services, System(firm_id), "member.role_set") as book:
        member = await _member(book, member_id)
        if member.role is role:
            raise NothingToDo
        if member.role is FirmRole.OWNER:
            raise Impossible("A firm has one OWNER: make somebody else the OWNER, and this one becomes ADMIN.")
        if role is FirmRole.OWNER:
            owner = await owner_of(book)
            if owner is not None:
                owner.role = FirmRole.ADMIN
                await book.session.flush()
        member.role = role


async def grant(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, rights: Collection[MemberRight]) -> None:
    """Give an employee these rights too. Raise Impossible for an owner or admin, who have all, and for no seat."""
    await _change_rights(services, firm_id, member_id, rights, has=True)


async def revoke(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, rights: Collection[MemberRight]) -> None:
    """Take these rights from an employee. Raise Impossible for an owner or admin, who have all, and for no seat."""
    await _change_rights(services, firm_id, member_id, rights, has=False)


async def _change_rights(
    services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, rights: Collection[MemberRight], *, has: bool
) -> None:
    async with transaction(services, System(firm_id), "member.rights_set") as book:
        member = await _employee(book, member_id)
        columns = [_COLUMNS[right] for right in rights if getattr(member, _COLUMNS[right]) is not has]
        if not columns:
            raise NothingToDo
        for column in columns:
            setattr(member, column, has)


async def assign(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Let an employee see this client, without VIEW_ALL_CLIENTS. Raise Impossible for an owner or admin, who see all,
    and for no seat or client."""
    async with transaction(services, System(firm_id), "client.assigned") as book:
        await _employee(book, member_id)
        if await book.session.get(models.Client, (firm_id, client_id)) is None:
            raise Impossible("There is no such client.")
        book.concerns(client_id)
        if await book.session.get(models.Assignment, (firm_id, member_id, client_id)) is not None:
            raise NothingToDo
        await book.add(models.Assignment(firm_id=firm_id, member_id=member_id, client_id=client_id))


async def unassign(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Take the client from what the employee sees. Raise Impossible for no seat."""
    async with transaction(services, System(firm_id), "client.unassigned") as book:
        await _member(book, member_id)
        found = await book.session.get(models.Assignment, (firm_id, member_id, client_id))
        if found is None:
            raise NothingToDo
        book.concerns(client_id)
        await book.session.delete(found)


async def remove_member(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Take the seat away: its sessions end, its clients are nobody's in particular. What they did stays theirs.

    Raise Impossible for the owner, and for who has no seat.
    """
    async with transaction(services, System(firm_id), "member.removed") as book:
        member = await _member(book, member_id)
        if member.role is FirmRole.OWNER:
            raise Impossible("The OWNER cannot be removed: make somebody else the OWNER first.")
        member.removed_at = book.now
        for rows in (
            delete(models.Session).where(models.Session.firm_id == firm_id, models.Session.member_id == member_id),
            delete(models.Assignment).where(
                models.Assignment.firm_id == firm_id, models.Assignment.member_id == member_id
            ),
        ):
            await book.session.execute(rows)


async def remove_client_user(services: Services, firm_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Take a client user's seat away: its sessions end. The client, and what they did, stay. Raise Impossible for
    no seat."""
    async with transaction(services, System(firm_id), "client_user.removed") as book:
        user = await book.session.get(models.ClientUser, (firm_id, user_id))
        if user is None or user.removed_at is not None:
            raise Impossible("There is no such client user.")
        book.concerns(user.client_id)
        user.removed_at = book.now
        await book.session.execute(
            delete(models.Session).where(models.Session.firm_id == firm_id, models.Session.client_user_id == user_id)
        )


async def _member(book: ledger.Book, member_id: uuid.UUID) -> models.FirmMember:
    member: models.FirmMember | None = await book.session.scalar(
        select(models.FirmMember).where(
            models.FirmMember.firm_id == book.firm.id,
            models.FirmMember.id == member_id,
            models.FirmMember.removed_at.is_(None),
        )
    )
    if member is None:
        raise Impossible("There is no such member.")
    return member


async def _employee(book: ledger.Book, member_id: uuid.UUID) -> models.FirmMember:
    member = await _member(book, member_id)
    if member.role is not FirmRole.EMPLOYEE:
        raise Impossible(f"An {member.role.value} has every right and sees every client: this is for an EMPLOYEE.")
    return member
