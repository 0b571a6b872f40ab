"""Memberships: the operator changes roles, rights and assigned clients, and removes members and client users.

Each change locks the firm, is recorded as an event, and applies from the next request. A change that is already in
effect does nothing.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import delete

import ledger
import models
from billing.access.principals import RIGHT_COLUMNS, System
from billing.identity.accounts import OperatorError, find_owner
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import FirmRole, MemberRight


async def set_role(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, role: FirmRole) -> None:
    """Set the role of a member. Setting OWNER makes the previous owner an ADMIN in the same transaction.

    Raises OperatorError for the owner, because a firm must have one, and for an unknown member.
    """
    async with begin_transaction(services, System(firm_id), "member.role_set") as transaction:
        member = await _get_member(transaction, member_id)
        if member.role is role:
            raise Unchanged
        if member.role is FirmRole.OWNER:
            raise OperatorError("A firm needs an OWNER. Make another member the OWNER first.")
        if role is FirmRole.OWNER:
            owner = await find_owner(transaction)
            if owner is not None:
                owner.role = FirmRole.ADMIN
                await transaction.session.flush()
        member.role = role


async def change_rights(
    services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, rights: Collection[MemberRight], *, granted: bool
) -> None:
    """Grant rights to an employee, or revoke them.

    Raises OperatorError for an owner or admin, who have all, and an unknown member.
    """
    async with begin_transaction(services, System(firm_id), "member.rights_set") as transaction:
        member = await _get_employee(transaction, member_id)
        columns = [RIGHT_COLUMNS[right] for right in rights if getattr(member, RIGHT_COLUMNS[right]) is not granted]
        if not columns:
            raise Unchanged
        for column in columns:
            setattr(member, column, granted)


async def assign_client(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Let an employee without VIEW_ALL_CLIENTS see the client.

    Raises OperatorError for an owner or admin, who see all clients, and for an unknown member or client.
    """
    async with begin_transaction(services, System(firm_id), "client.assigned") as transaction:
        await _get_employee(transaction, member_id)
        if await transaction.session.get(models.Client, (firm_id, client_id)) is None:
            raise OperatorError("Client not found.")
        transaction.set_client(client_id)
        if await transaction.session.get(models.Assignment, (firm_id, member_id, client_id)) is not None:
            raise Unchanged
        await transaction.add(models.Assignment(firm_id=firm_id, member_id=member_id, client_id=client_id))


async def unassign_client(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Remove the assignment of a client to an employee. Raises OperatorError for an unknown member."""
    async with begin_transaction(services, System(firm_id), "client.unassigned") as transaction:
        await _get_member(transaction, member_id)
        assignment = await transaction.session.get(models.Assignment, (firm_id, member_id, client_id))
        if assignment is None:
            raise Unchanged
        transaction.set_client(client_id)
        await transaction.session.delete(assignment)


async def remove_member(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Remove a member: end their sessions and delete their client assignments. Their past events keep their name.

    Raises OperatorError for the owner, and for an unknown member.
    """
    async with begin_transaction(services, System(firm_id), "member.removed") as transaction:
        member = await _get_member(transaction, member_id)
        if member.role is FirmRole.OWNER:
            raise OperatorError("The OWNER cannot be removed. Make another member the OWNER first.")
        member.removed_at = transaction.now
        for table in (models.Session, models.Assignment):
            await transaction.session.execute(delete(table).filter_by(firm_id=firm_id, member_id=member_id))


async def remove_client_user(services: Services, firm_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Remove a client user and end their sessions. Their past events keep their name.

    Raises OperatorError for an unknown client user.
    """
    async with begin_transaction(services, System(firm_id), "client_user.removed") as transaction:
        user = await transaction.session.get(models.ClientUser, (firm_id, user_id))
        if user is None or user.removed_at is not None:
            raise OperatorError("Client user not found.")
        transaction.set_client(user.client_id)
        user.removed_at = transaction.now
        await transaction.session.execute(delete(models.Session).filter_by(firm_id=firm_id, client_user_id=user_id))


async def _get_member(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> models.FirmMember:
    member = await transaction.session.get(models.FirmMember, (transaction.firm.id, member_id))
    if member is None or member.removed_at is not None:
        raise OperatorError("Member not found.")
    return member


async def _get_employee(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> models.FirmMember:
    member = await _get_member(transaction, member_id)
    if member.role is not FirmRole.EMPLOYEE:
        raise OperatorError(f"An {member.role.value} has every right and sees every client. Choose an EMPLOYEE.")
    return member
