"""The rows of memberships: a new one, or that of somebody who returns (D40)."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

import ledger
import models
from billing.access.principals import set_granted_rights
from models import FirmRole, MemberRight


class MembershipExists(Exception):
    """The person is a current member of the firm, or a current user of the client."""


async def add_member(
    transaction: ledger.LedgerTransaction, person_id: uuid.UUID, role: FirmRole, rights: Collection[MemberRight]
) -> models.FirmMember:
    """Make the person a member with exactly these rights. A removed member gets the same row back.

    Raises MembershipExists.
    """
    known = select(models.FirmMember).filter_by(firm_id=transaction.firm.id, person_id=person_id)
    member = await transaction.session.scalar(known)
    if member is None:
        member = models.FirmMember(
            firm_id=transaction.firm.id, id=models.new_id(), person_id=person_id, role=role, created_at=transaction.now
        )
        await transaction.add(member)
    elif member.removed_at is None:
        raise MembershipExists
    member.role = role
    member.removed_at = None
    set_granted_rights(member, rights)
    await transaction.session.flush()
    return member


async def add_client_user(
    transaction: ledger.LedgerTransaction, client_id: uuid.UUID, person_id: uuid.UUID
) -> models.ClientUser:
    """Make the person a user of the client. A removed user gets the same row back. Raises MembershipExists."""
    key = {"firm_id": transaction.firm.id, "client_id": client_id, "person_id": person_id}
    user = await transaction.session.scalar(select(models.ClientUser).filter_by(**key))
    if user is None:
        user = models.ClientUser(**key, id=models.new_id(), created_at=transaction.now)
        await transaction.add(user)
    elif user.removed_at is None:
        raise MembershipExists
    user.removed_at = None
    await transaction.session.flush()
    return user
