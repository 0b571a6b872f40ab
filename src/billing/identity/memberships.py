"""Memberships, as the operator changes them: roles, rights, assigned clients, removals.

The rules are those of the firm's own people (`update_member`, `remove_member`, `remove_client_user`,
`transfer_ownership`), whose errors are raised as OperatorError. Each change locks the firm, is recorded as an event,
and applies from the next request. A change that is already in effect does nothing.
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import ledger
import models
from billing import event_changes
from billing.access.principals import System, granted_rights
from billing.errors import NotFound
from billing.identity import member_changes, transfer_ownership, update_member
from billing.identity.member_changes import MemberChange, MemberNotChangeable
from billing.identity.operator import OperatorError
from billing.identity.remove_client_user import remove_client_user as remove_user_of_client
from billing.identity.remove_member import remove_member as remove_member_of_firm
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import FirmRole, MemberRight


@contextmanager
def _operator_errors(noun: str) -> Iterator[None]:
    """Raise the domain errors of the block as OperatorError. `noun` is what may not be found."""
    try:
        yield
    except NotFound as error:
        raise OperatorError(f"{noun} not found.") from error
    except MemberNotChangeable as error:
        raise OperatorError("A firm needs an OWNER. Make another member the OWNER first.") from error


async def set_role(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, role: FirmRole) -> None:
    """Set the role of a member. Setting OWNER makes the previous owner an ADMIN in the same transaction.

    Raises OperatorError for an unknown member, and for another role of the owner, because a firm must have one.
    """
    with _operator_errors("Member"):
        if role is FirmRole.OWNER:
            await transfer_ownership.set_owner(services, System(firm_id), member_id)
        else:
            command = update_member.UpdateMemberCommand(member_id, MemberChange(role=role))
            await update_member.update_member(services, System(firm_id), command)


async def change_rights(
    services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, rights: Collection[MemberRight], *, granted: bool
) -> None:
    """Grant rights to an employee, or revoke them.

    Raises OperatorError for an owner or admin, who have all, and an unknown member.
    """
    async with begin_transaction(services, System(firm_id), "member.rights_set") as transaction:
        member = await _get_employee(transaction, member_id)
        present = granted_rights(member)
        change = MemberChange(rights=present | set(rights) if granted else present - set(rights))
        async with event_changes.record_member(transaction, member):
            if not await member_changes.apply_change(transaction, member, change):
                raise Unchanged


async def assign_client(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Let an employee without VIEW_ALL_CLIENTS see the client.

    Raises OperatorError for an owner or admin, who see all clients, and for an unknown member or client.
    """
    async with begin_transaction(services, System(firm_id), "client.assigned") as transaction:
        member = await _get_employee(transaction, member_id)
        with _operator_errors("Client"):
            await member_changes.require_clients(transaction, System(firm_id), (client_id,))
        transaction.set_client(client_id)
        assigned = await member_changes.assigned_client_ids(transaction, member_id)
        change = MemberChange(client_ids=assigned | {client_id})
        async with event_changes.record_member(transaction, member):
            if not await member_changes.apply_change(transaction, member, change):
                raise Unchanged


async def unassign_client(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID, client_id: uuid.UUID) -> None:
    """Remove the assignment of a client to an employee. Raises OperatorError for an unknown member."""
    async with begin_transaction(services, System(firm_id), "client.unassigned") as transaction:
        with _operator_errors("Member"):
            member = await member_changes.get_member(transaction, member_id)
        assigned = await member_changes.assigned_client_ids(transaction, member_id)
        if client_id not in assigned:
            raise Unchanged
        transaction.set_client(client_id)
        async with event_changes.record_member(transaction, member):
            await member_changes.apply_change(transaction, member, MemberChange(client_ids=assigned - {client_id}))


async def remove_member(services: Services, firm_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Remove a member: end their sessions and delete their client assignments. Their past events keep their name.

    Raises OperatorError for the owner, and for an unknown member.
    """
    with _operator_errors("Member"):
        await remove_member_of_firm(services, System(firm_id), member_id)


async def remove_client_user(services: Services, firm_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Remove a client user and end their sessions. Their past events keep their name.

    Raises OperatorError for an unknown client user.
    """
    with _operator_errors("Client user"):
        await remove_user_of_client(services, System(firm_id), user_id)


async def _get_employee(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> models.FirmMember:
    with _operator_errors("Member"):
        member = await member_changes.get_member(transaction, member_id)
    if member.role is not FirmRole.EMPLOYEE:
        raise OperatorError(f"An {member.role.value} has every right and sees every client. Choose an EMPLOYEE.")
    return member
