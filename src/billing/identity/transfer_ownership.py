"""Transfer the ownership of the firm to another member (D42)."""

import uuid
from dataclasses import dataclass

import ledger
import models
from billing import event_changes
from billing.access import visibility
from billing.access.policy import OWNER, PermissionDenied, require_permission
from billing.access.principals import System, Viewer
from billing.errors import InvalidInput
from billing.identity import login_rate_limit, member_changes, passwords, people
from billing.identity.login_rate_limit import Origin
from billing.identity.member_changes import MemberChange
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import FirmRole
from translation import gettext as _

_EVENT_KIND = "ownership.transferred"


@dataclass(frozen=True, slots=True)
class TransferOwnershipCommand:
    """Input of `transferOwnership`: the new owner, and the password of the present one."""

    member_id: uuid.UUID
    password: str
    origin: Origin


async def transfer_ownership(services: Services, viewer: Viewer, command: TransferOwnershipCommand) -> None:
    """Make another member the owner. The previous owner becomes an admin in the same transaction.

    Raises NotFound, WrongPassword, InvalidInput for the owner themselves.
    """
    require_permission(viewer, OWNER)
    if command.member_id == viewer.id:
        raise InvalidInput("memberId", _("You are the owner already."))
    async with services.reads() as session:
        await get_visible(session, models.FirmMember, command.member_id, visibility.members(viewer))
        person = await people.get_person_of(session, viewer)
    attempt = await passwords.check_own_password(services, person, command.password, command.origin)
    async with begin_transaction(services, viewer, _EVENT_KIND) as transaction:
        owner = await member_changes.find_owner(transaction.session, transaction.firm.id)
        if owner is None or owner.id != viewer.id:
            raise PermissionDenied  # transferred meanwhile
        await _transfer(transaction, command.member_id)
        origin = command.origin
        await login_rate_limit.record_success(transaction.session, attempt, person.id, origin, transaction.now)


async def set_owner(services: Services, actor: System, member_id: uuid.UUID) -> None:
    """Make a member the owner as the operator: the present owner becomes an admin; a firm may have none yet.

    Does nothing if the member is the owner already. Raises NotFound.
    """
    async with begin_transaction(services, actor, _EVENT_KIND) as transaction:
        await _transfer(transaction, member_id)


async def _transfer(transaction: ledger.LedgerTransaction, member_id: uuid.UUID) -> None:
    member = await member_changes.get_member(transaction, member_id)
    owner = await member_changes.find_owner(transaction.session, transaction.firm.id)
    if owner is not None and owner.id != member.id:
        await member_changes.apply_change(transaction, owner, MemberChange(role=FirmRole.ADMIN))
        await transaction.record_changes([("previousOwner.role", FirmRole.OWNER.name, FirmRole.ADMIN.name)])
        # A firm never has two owners, not even between two statements.
        await transaction.session.flush()
    async with event_changes.record_member(transaction, member):
        if not await member_changes.apply_change(transaction, member, MemberChange(role=FirmRole.OWNER)):
            raise Unchanged
