"""Remove a member from the firm (D41)."""

import uuid

from sqlalchemy import delete

import models
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Actor, System
from billing.identity import member_changes, sessions
from billing.identity.member_changes import MemberNotChangeable
from billing.services import Services
from billing.transaction import begin_transaction
from models import FirmRole
from translation import gettext as _


async def remove_member(services: Services, actor: Actor, member_id: uuid.UUID) -> None:
    """Remove a member: end their sessions and delete their client assignments. Their past events keep their name.

    Raises NotFound, and MemberNotChangeable for the owner and for oneself.
    """
    if not isinstance(actor, System):
        require_permission(actor, OWNER_OR_ADMIN)
    async with begin_transaction(services, actor, "member.removed") as transaction:
        member = await member_changes.get_member(transaction, member_id)
        if member.role is FirmRole.OWNER:
            raise MemberNotChangeable(_("The owner cannot be removed. Transfer the ownership first."))
        if not isinstance(actor, System) and member.id == actor.id:
            raise MemberNotChangeable(_("You cannot remove yourself. Ask another admin."))
        transaction.set_subject(member)
        member.removed_at = transaction.now
        await sessions.end_sessions(transaction.session, sessions.sessions_of_membership(member))
        assignments = delete(models.Assignment).filter_by(firm_id=actor.firm_id, member_id=member_id)
        await transaction.session.execute(assignments)
