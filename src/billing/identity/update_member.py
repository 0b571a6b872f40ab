"""Change a member's role, rights or assigned clients (D41)."""

import uuid
from dataclasses import dataclass

from billing import event_changes
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Actor, System
from billing.errors import InvalidInput
from billing.identity import member_changes
from billing.identity.member_changes import MemberChange, MemberNotChangeable
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.unset import UNSET
from models import FirmRole
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class UpdateMemberCommand:
    """Input of `updateMember`: the rights and the clients are sets that replace the present ones."""

    member_id: uuid.UUID
    change: MemberChange


async def update_member(services: Services, actor: Actor, command: UpdateMemberCommand) -> uuid.UUID:
    """Change the member, from their next request on. A change that is in effect already does nothing.

    Returns the member's id. Raises NotFound, MemberNotChangeable, InvalidInput.
    """
    if not isinstance(actor, System):
        require_permission(actor, OWNER_OR_ADMIN)
    change = command.change
    async with begin_transaction(services, actor, "member.updated") as transaction:
        member = await member_changes.get_member(transaction, command.member_id)
        if member.role is FirmRole.OWNER:
            raise MemberNotChangeable(_("The owner's role and rights cannot be changed. Transfer the ownership first."))
        if not isinstance(actor, System) and member.id == actor.id and change.role not in (UNSET, member.role):
            raise MemberNotChangeable(_("You cannot change your own role. Ask another admin."))
        if change.role is FirmRole.OWNER:
            raise InvalidInput("role", _("A firm has one owner. Transfer the ownership instead."))
        if change.client_ids is not UNSET:
            await member_changes.require_clients(transaction, actor, change.client_ids)
        async with event_changes.record_member(transaction, member):
            if not await member_changes.apply_change(transaction, member, change):
                raise Unchanged
    return command.member_id
