"""Invitations: their status, tokens and mails, and what inviting to a firm and to a client have in common (D40)."""

import datetime as dt
import enum
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing.access import visibility
from billing.access.principals import Viewer, set_granted_rights
from billing.active_clients import is_active
from billing.errors import DomainError, InvalidInput
from billing.identity import member_changes, tokens
from billing.mail.queue_mail import Recipient, queue_mail
from billing.rows import get_claimed, get_visible
from billing.services import Services
from models import FirmRole, MailKind, MemberRight
from translation import gettext as _
from translation import negotiate_locale


class InvitationStatus(enum.Enum):
    """What became of an invitation."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class AlreadyMember(DomainError):
    """The address is that of a current member of the firm, or of a current user of the client or, for an invitation to
    become a member, of any client of the firm.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)


class InvitationNotChangeable(DomainError):
    """The invitation has been accepted or revoked, its client is archived, it was mailed too often, or it is the
    operator's.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class InvitationTerms:
    """Who is invited to what: to a client of the firm as its user, or to the firm as a member with a role.

    The email address and the name are normalized. Rights and assigned clients are those of an employee to be.
    """

    email: str
    name: str
    locale: str | None
    client_id: uuid.UUID | None = None
    role: FirmRole | None = None
    rights: Collection[MemberRight] = ()
    assigned_client_ids: Collection[uuid.UUID] = ()


def status_of(invitation: models.Invitation, now: dt.datetime) -> InvitationStatus:
    """What has become of the invitation by now. An expired one that was replaced by another one stays EXPIRED."""
    if invitation.accepted_at is not None:
        return InvitationStatus.ACCEPTED
    if (invitation.revoked_at or now) >= invitation.expires_at:
        return InvitationStatus.EXPIRED
    return InvitationStatus.PENDING if invitation.revoked_at is None else InvitationStatus.REVOKED


def is_pending(invitation: models.Invitation, now: dt.datetime) -> bool:
    """Neither accepted, revoked nor expired."""
    return status_of(invitation, now) is InvitationStatus.PENDING


def status_sql(invitation: Any, now: ColumnElement[dt.datetime]) -> ColumnElement[str]:
    """SQL: the name of the status, as `status_of` says."""
    return case(
        (invitation.accepted_at.is_not(None), InvitationStatus.ACCEPTED.name),
        (func.coalesce(invitation.revoked_at, now) >= invitation.expires_at, InvitationStatus.EXPIRED.name),
        (invitation.revoked_at.is_not(None), InvitationStatus.REVOKED.name),
        else_=InvitationStatus.PENDING.name,
    )


@dataclass(frozen=True, slots=True)
class InviteResult:
    """The invitation; `replayed` if an earlier request with the same key made it."""

    invitation_id: uuid.UUID
    replayed: bool = False


async def replay_invite(services: Services, operation: models.Operation) -> InviteResult:
    """The result of the request that claimed the key."""
    invitation = await get_claimed(services, models.Invitation, operation)
    return InviteResult(invitation.id, replayed=True)


async def find_acceptable(session: AsyncSession, token: str, now: dt.datetime) -> models.Invitation | None:
    """The invitation that this is the newest token of; None if it cannot be accepted."""
    statement = select(models.Invitation).where(models.Invitation.token_digest == tokens.digest_of(token))
    invitation: models.Invitation | None = await session.scalar(statement)
    return invitation if invitation is not None and await can_be_accepted(session, invitation, now) else None


async def can_be_accepted(session: AsyncSession, invitation: models.Invitation, now: dt.datetime) -> bool:
    """Whether it is pending, and what has happened since it was sent does not forbid the membership (D38, D40)."""
    client = await find_client(session, invitation)
    if not is_pending(invitation, now) or (client is not None and not is_active(client)):
        return False
    if invitation.role is FirmRole.OWNER and await member_changes.find_owner(session, invitation.firm_id) is not None:
        return False
    key = (invitation.firm_id, invitation.email, invitation.client_id)
    return not await has_conflicting_membership(session, *key)


async def find_client(session: AsyncSession, invitation: models.Invitation) -> models.Client | None:
    """The client that the invitation is to; None if it is to the firm."""
    if invitation.client_id is None:
        return None
    return await session.get_one(models.Client, (invitation.firm_id, invitation.client_id))


async def add_invitation(
    services: Services,
    transaction: ledger.LedgerTransaction,
    terms: InvitationTerms,
    operation_id: uuid.UUID | None = None,
) -> models.Invitation:
    """Invite somebody in the transaction, and queue the mail.

    Raises AlreadyMember, and InvalidInput if the address has a pending invitation to the same firm or client; an
    expired one is replaced.
    """
    await _check_not_member(transaction, terms)
    await _replace_expired(transaction, terms)
    invitation_id = models.new_id()
    invitation = models.Invitation(
        firm_id=transaction.firm.id,
        id=invitation_id,
        event_seq=transaction.seq,
        operation_id=operation_id,
        client_id=terms.client_id,
        email=terms.email,
        name=terms.name,
        locale=terms.locale,
        role=terms.role,
        generation=0,
        token_digest="",
        created_at=transaction.now,
        expires_at=transaction.now,
    )
    set_granted_rights(invitation, terms.rights)
    await renew_and_queue_mail(services, transaction, invitation)
    await transaction.add(invitation)
    transaction.set_subject(invitation)
    for client_id in sorted(set(terms.assigned_client_ids)):
        await transaction.add(
            models.InvitationClient(firm_id=transaction.firm.id, invitation_id=invitation_id, client_id=client_id)
        )
    return invitation


async def _replace_expired(transaction: ledger.LedgerTransaction, terms: InvitationTerms) -> None:
    """Raises InvalidInput if the address has a pending invitation."""
    earlier = await _find_open(transaction, terms.email, terms.client_id)
    if earlier is None:
        return
    if is_pending(earlier, transaction.now):
        message = _("This address has been invited already. Send that invitation again, or revoke it.")
        raise InvalidInput("email", message)
    earlier.revoked_at = transaction.now
    await transaction.session.flush()


async def renew_and_queue_mail(
    services: Services, transaction: ledger.LedgerTransaction, invitation: models.Invitation
) -> None:
    """Give the invitation a new token and a new week, and queue the mail. Earlier tokens become worthless."""
    invitation.generation += 1
    token = tokens.invitation_token(services, invitation.id, invitation.generation)
    invitation.token_digest = tokens.digest_of(token)
    invitation.expires_at = transaction.now + tokens.INVITATION_LIFETIME
    chosen = await transaction.session.scalar(
        select(models.Person.locale).where(models.Person.email == invitation.email)
    )
    locale = negotiate_locale(chosen, invitation.locale, transaction.firm.locale)
    recipient = Recipient(invitation.email, invitation.name, locale)
    await queue_mail(transaction, MailKind.INVITATION, invitation.id, recipient, generation=invitation.generation)


async def get_changeable(
    transaction: ledger.LedgerTransaction, viewer: Viewer, invitation_id: uuid.UUID
) -> models.Invitation:
    """An invitation that the viewer sees and may change. Raises NotFound, InvitationNotChangeable."""
    is_visible = visibility.invitations(viewer)
    invitation = await get_visible(transaction.session, models.Invitation, invitation_id, is_visible)
    if invitation.client_id is not None:
        transaction.set_client(invitation.client_id)
    if invitation.role is FirmRole.OWNER:
        raise InvitationNotChangeable(_("This invitation was sent by the operator, who alone can change it."))
    if invitation.accepted_at is not None:
        raise InvitationNotChangeable(_("This invitation has been accepted."))
    return invitation


async def close_open(transaction: ledger.LedgerTransaction, email: str, client_id: uuid.UUID | None) -> None:
    """Revoke the open invitation of somebody who became a member of the firm, or user of the client, without it."""
    open_invitation = await _find_open(transaction, email, client_id)
    if open_invitation is not None:
        open_invitation.revoked_at = transaction.now


async def _find_open(
    transaction: ledger.LedgerTransaction, email: str, client_id: uuid.UUID | None
) -> models.Invitation | None:
    """The invitation of this address to the client, or to the firm itself, that was neither accepted nor revoked."""
    statement = select(models.Invitation).filter_by(
        firm_id=transaction.firm.id, client_id=client_id, email=email, accepted_at=None, revoked_at=None
    )
    found: models.Invitation | None = await transaction.session.scalar(statement)
    return found


async def has_conflicting_membership(
    session: AsyncSession, firm_id: uuid.UUID, email: str, client_id: uuid.UUID | None
) -> bool:
    """Whether somebody invited to the client is a current member of its firm or, with None for an invitation to the
    firm, a current user of one of its clients.

    Nobody becomes both by invitations (D40): who keeps a client's account could otherwise spend its credits.
    """
    table: Any = models.ClientUser if client_id is None else models.FirmMember
    current = select(table.id).join(models.Person, models.Person.id == table.person_id)
    found = current.where(table.firm_id == firm_id, table.removed_at.is_(None), models.Person.email == email)
    return await session.scalar(found.limit(1)) is not None


async def _check_not_member(transaction: ledger.LedgerTransaction, terms: InvitationTerms) -> None:
    session, firm_id = transaction.session, transaction.firm.id
    person_id = select(models.Person.id).where(models.Person.email == terms.email).scalar_subquery()
    if terms.client_id is None:
        members = select(models.FirmMember.id).filter_by(firm_id=firm_id, removed_at=None)
        if await session.scalar(members.where(models.FirmMember.person_id == person_id)) is not None:
            raise AlreadyMember(_("This person is already a member of the firm."))
    else:
        users = select(models.ClientUser.id).filter_by(firm_id=firm_id, client_id=terms.client_id, removed_at=None)
        if await session.scalar(users.where(models.ClientUser.person_id == person_id)) is not None:
            raise AlreadyMember(_("This person is already a user of this client."))
    if await has_conflicting_membership(session, firm_id, terms.email, terms.client_id):
        if terms.client_id is None:
            raise AlreadyMember(_("This person is already a user of one of the firm's clients."))
        raise AlreadyMember(_("This person is already a member of the firm."))
