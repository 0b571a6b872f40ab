"""Roles, rights and assigned clients of members: what may be changed, and the change itself (D41)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.access import visibility
from billing.access.principals import Actor, granted_rights, has_every_right, set_granted_rights
from billing.errors import DomainError, InvalidInput, NotFound
from billing.unset import UNSET, Unset
from models import FirmRole, MemberRight
from translation import gettext as _


class MemberNotChangeable(DomainError):
    """The change is not allowed for the owner's membership, or for the member's own."""

    def __init__(self, message: str) -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class MemberChange:
    """A member's new role, rights and assigned clients; what is UNSET stays."""

    role: FirmRole | Unset = UNSET
    rights: Collection[MemberRight] | Unset = UNSET
    client_ids: Collection[uuid.UUID] | Unset = UNSET


def check_fits_role(role: FirmRole, rights: Collection[MemberRight], client_ids: Collection[uuid.UUID]) -> None:
    """Raises InvalidInput for individual rights or clients of an owner or admin, who have all of them (D41)."""
    if not has_every_right(role):
        return
    if rights:
        raise InvalidInput("rights", _("An admin has every right. Leave the rights out, or choose EMPLOYEE."))
    if client_ids:
        raise InvalidInput("clientIds", _("An admin sees every client. Leave the clients out, or choose EMPLOYEE."))


async def require_clients(
    transaction: ledger.LedgerTransaction, actor: Actor, client_ids: Collection[uuid.UUID]
) -> None:
    """Raises NotFound unless the actor can see all of these clients."""
    if not client_ids:
        return
    visible = select(models.Client.id).where(visibility.clients(actor), models.Client.id.in_(client_ids))
    if set(await transaction.session.scalars(visible)) != set(client_ids):
        raise NotFound


async def get_member(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> models.FirmMember:
    """The current member of the firm. Raises NotFound."""
    member = await transaction.session.get(models.FirmMember, (transaction.firm.id, member_id))
    if member is None or member.removed_at is not None:
        raise NotFound
    return member


async def find_owner(session: AsyncSession, firm_id: uuid.UUID) -> models.FirmMember | None:
    """The firm's owner; None only until the first owner has accepted their invitation."""
    owners = select(models.FirmMember).filter_by(firm_id=firm_id, role=FirmRole.OWNER, removed_at=None)
    owner: models.FirmMember | None = await session.scalar(owners)
    return owner


async def assigned_client_ids(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The ids of the clients that are assigned to the member."""
    assigned = select(models.Assignment.client_id).filter_by(firm_id=transaction.firm.id, member_id=member_id)
    return frozenset(await transaction.session.scalars(assigned))


async def apply_change(transaction: ledger.LedgerTransaction, member: models.FirmMember, change: MemberChange) -> bool:
    """Change the member. Returns whether that changed anything.

    Whoever becomes an owner or admin loses what was granted and assigned individually, so that they start with nothing
    if they become an employee again. Raises InvalidInput.
    """
    role = member.role if change.role is UNSET else change.role
    assigned = await assigned_client_ids(transaction, member.id)
    rights = granted_rights(member) if change.rights is UNSET else frozenset(change.rights)
    client_ids = assigned if change.client_ids is UNSET else frozenset(change.client_ids)
    if has_every_right(role):
        check_fits_role(
            role,
            () if change.rights is UNSET else change.rights,
            () if change.client_ids is UNSET else change.client_ids,
        )
        rights, client_ids = frozenset(), frozenset()
    if (role, rights, client_ids) == (member.role, granted_rights(member), assigned):
        return False
    member.role = role
    set_granted_rights(member, rights)
    await _assign(transaction, member.id, assigned, client_ids)
    return True


async def _assign(
    transaction: ledger.LedgerTransaction,
    member_id: uuid.UUID,
    before: frozenset[uuid.UUID],
    after: frozenset[uuid.UUID],
) -> None:
    key = {"firm_id": transaction.firm.id, "member_id": member_id}
    if before - after:
        removed = delete(models.Assignment).filter_by(**key)
        await transaction.session.execute(removed.where(models.Assignment.client_id.in_(before - after)))
    for client_id in sorted(after - before):
        await transaction.add(models.Assignment(**key, client_id=client_id))
