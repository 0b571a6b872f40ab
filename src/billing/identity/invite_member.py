"""Invite somebody to become a member of the firm (D40)."""

import functools
import uuid
from dataclasses import dataclass

import ledger
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.idempotency import KeyedCommand, run_once
from billing.identity import invitation_limits, invitations, member_changes, people
from billing.identity.invitations import InvitationTerms, InviteResult
from billing.identity.locales_and_time_zones import parse_locale
from billing.services import Services
from models import FirmRole, MemberRight
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class InviteMemberCommand:
    """Input of `inviteMember`. Rights and clients, in a fixed order, are those of an EMPLOYEE."""

    email: str
    name: str
    role: FirmRole
    rights: tuple[MemberRight, ...]
    client_ids: tuple[uuid.UUID, ...]
    locale: str | None
    idempotency_key: str


async def invite_member(services: Services, viewer: Viewer, command: InviteMemberCommand) -> InviteResult:
    """Send an invitation that becomes a membership when it is accepted.

    Raises NotFound for a client, AlreadyMember, InvalidInput (also after too many mails), IdempotencyConflict.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    terms = _parse_terms(command)
    keyed = KeyedCommand(viewer, "inviteMember", command.idempotency_key, command)

    async def invite(transaction: ledger.LedgerTransaction) -> InviteResult:
        await member_changes.require_clients(transaction, viewer, command.client_ids)
        operation = await keyed.claim(transaction)
        invitation = await invitations.add_invitation(services, transaction, terms, operation.id)
        if not await invitation_limits.register_mail(transaction, terms.email):
            raise InvalidInput("email", invitation_limits.too_many_message())
        return InviteResult(invitation.id)

    replay = functools.partial(invitations.replay_invite, services)
    return await run_once(services, keyed, "invitation.sent", invite, replay)


def _parse_terms(command: InviteMemberCommand) -> InvitationTerms:
    if command.role is FirmRole.OWNER:
        raise InvalidInput("role", _("A firm has one owner. Invite an admin, and transfer the ownership to them."))
    member_changes.check_fits_role(command.role, command.rights, command.client_ids)
    email, name = people.parse_details(command.email, command.name)
    return InvitationTerms(
        email=email,
        name=name,
        locale=None if command.locale is None else parse_locale(command.locale, "locale"),
        role=command.role,
        rights=command.rights,
        assigned_client_ids=command.client_ids,
    )
