"""Invite somebody to become a user of a client (D40)."""

import functools
import uuid
from dataclasses import dataclass

import ledger
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import get_active_client
from billing.errors import InvalidInput
from billing.idempotency import KeyedCommand, run_once
from billing.identity import invitation_limits, invitations, people
from billing.identity.invitations import InvitationTerms, InviteResult
from billing.identity.locales_and_time_zones import parse_locale
from billing.services import Services


@dataclass(frozen=True, slots=True)
class InviteClientUserCommand:
    """Input of `inviteClientUser`."""

    client_id: uuid.UUID
    email: str
    name: str
    locale: str | None
    idempotency_key: str


async def invite_client_user(services: Services, viewer: Viewer, command: InviteClientUserCommand) -> InviteResult:
    """Send an invitation that becomes a client user's membership when it is accepted.

    Raises NotFound, AlreadyMember, InvalidInput (also for an archived client, and after too many mails),
    IdempotencyConflict.
    """
    require_permission(viewer, MANAGE_CLIENTS)
    keyed = KeyedCommand(viewer, "inviteClientUser", command.idempotency_key, command)
    email, name = people.parse_details(command.email, command.name)
    terms = InvitationTerms(
        email=email,
        name=name,
        locale=None if command.locale is None else parse_locale(command.locale, "locale"),
        client_id=command.client_id,
    )

    async def invite(transaction: ledger.LedgerTransaction) -> InviteResult:
        client = await get_active_client(transaction.session, viewer, command.client_id)
        transaction.set_client(client.id)
        operation = await keyed.claim(transaction, client_id=client.id)
        invitation = await invitations.add_invitation(services, transaction, terms, operation.id)
        if not await invitation_limits.register_mail(transaction, terms.email):
            raise InvalidInput("email", invitation_limits.too_many_message())
        return InviteResult(invitation.id)

    replay = functools.partial(invitations.replay_invite, services)
    return await run_once(services, keyed, "invitation.sent", invite, replay)
