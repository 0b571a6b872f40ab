"""Accept an invitation: become a member or client user, and be signed in as one (D40)."""

import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import ledger
import models
from billing import event_changes, text_input
from billing.access.principals import ClientUser, Member, System, Viewer, rights_of
from billing.active_clients import is_active
from billing.identity import invitations, login_rate_limit, member_changes, membership_rows, passwords, people, sign_in
from billing.identity.login_rate_limit import Attempt, Origin
from billing.identity.member_changes import MemberChange
from billing.identity.passwords import WrongPassword
from billing.identity.people import NewPerson
from billing.identity.sign_in import SignInResult
from billing.identity.tokens import TokenNotValid
from billing.services import Services
from billing.transaction import begin_transaction
from models import FirmRole
from translation import negotiate_locale


@dataclass(frozen=True, slots=True)
class InvitationPreview:
    """What an invitation is to. `needs_password`: whoever accepts chooses a password, because they have none yet."""

    firm_name: str
    client_name: str | None
    role: FirmRole | None
    email: str
    name: str
    needs_password: bool


@dataclass(frozen=True, slots=True)
class AcceptInvitationCommand:
    """Input of `acceptInvitation`: a new password, or the one of whoever has one already.

    `name` replaces that of the invitation for somebody new; None leaves it.
    """

    token: str
    password: str
    name: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class AcceptInvitationResult:
    """The new viewer, and their session; None if the server does not sign in by password."""

    viewer: Viewer
    session: SignInResult | None


@dataclass(frozen=True, slots=True)
class _Identity:
    """Who accepts: somebody new, or a person with the password hash that was checked."""

    new: NewPerson
    person_id: uuid.UUID | None
    checked_hash: str | None
    attempt: Attempt | None


_MAX_ATTEMPTS = 5


class _PersonChanged(Exception):
    """Meanwhile the address got an account, or its password changed: look again."""


async def preview_invitation(services: Services, token: str) -> InvitationPreview | None:
    """What the token invites to; None for a token that cannot be accepted (any more), whatever the reason."""
    async with services.reads() as session:
        invitation = await invitations.find_by_token(session, token)
        if invitation is None or not invitations.is_pending(invitation, services.clock()):
            return None
        client = await _find_client(session, invitation)
        if client is not None and not is_active(client):
            return None
        if await _is_on_other_side(session, invitation):
            return None
        firm = await session.get_one(models.Firm, invitation.firm_id)
        person = await people.find_person(session, invitation.email)
        return InvitationPreview(
            firm_name=firm.name,
            client_name=None if client is None else client.name,
            role=invitation.role,
            email=invitation.email,
            name=invitation.name if person is None else person.name,
            needs_password=services.passwords_enabled and (person is None or person.password_hash is None),
        )


async def accept_invitation(services: Services, command: AcceptInvitationCommand) -> AcceptInvitationResult:
    """Turn the invitation into a membership and a session, once, however many try at the same time.

    A new address gets an account with this name and password; for a known one, its own password is checked. A removed
    member or user gets the same membership back. Raises TokenNotValid, WrongPassword, WeakPassword, InvalidInput.
    """
    for _ in range(_MAX_ATTEMPTS):
        try:
            return await _accept(services, command)
        except _PersonChanged:
            continue
    raise WrongPassword  # somebody changes the password all the time


async def _accept(services: Services, command: AcceptInvitationCommand) -> AcceptInvitationResult:
    async with services.reads() as session:
        invitation = await invitations.find_by_token(session, command.token)
        if invitation is None or not invitations.is_pending(invitation, services.clock()):
            raise TokenNotValid
        if await _is_on_other_side(session, invitation):
            raise TokenNotValid
        person = await people.find_person(session, invitation.email)
    name = invitation.name if command.name is None else text_input.parse_name(command.name, "name")
    new = NewPerson(invitation.email, name, None, invitation.locale if person is None else person.locale)
    identity = await _identify(services, command, person, new)
    async with begin_transaction(services, System(invitation.firm_id), _event_kind(invitation)) as transaction:
        invitation = await _get_pending(transaction, command.token)
        person_id = await _get_person(transaction, identity)
        viewer = await _add_membership(transaction, invitation, person_id)
        viewer = replace(viewer, locale=negotiate_locale(identity.new.locale, transaction.firm.locale))
        invitation.accepted_at = transaction.now
        await transaction.session.flush()
        # Whoever accepts is the actor, whose membership did not exist when the event began.
        for column, value in people.membership_columns(viewer).items():
            setattr(transaction.event, column, value)
        session_result = None
        if services.passwords_enabled:
            session_result = await _sign_in(transaction, command.origin, identity.attempt, person_id, viewer)
        return AcceptInvitationResult(viewer, session_result)


def _event_kind(invitation: models.Invitation) -> str:
    return "member.added" if invitation.client_id is None else "client_user.added"


async def _identify(
    services: Services, command: AcceptInvitationCommand, person: models.Person | None, new: NewPerson
) -> _Identity:
    """Check the password of a known person, or hash the one of a new one; both before any lock is taken.

    Raises WrongPassword, WeakPassword.
    """
    person_id = None if person is None else person.id
    if not services.passwords_enabled:
        # The identity provider vouches for the address at each request. The link only says that it accepts.
        return _Identity(new, person_id, None, None)
    if person is None or person.password_hash is None:
        password_hash = await passwords.hash_new_password(services, command.password)
        return _Identity(replace(new, password_hash=password_hash), person_id, None, None)
    attempt = await passwords.check_own_password(services, person, command.password, command.origin)
    return _Identity(new, person_id, person.password_hash, attempt)


async def _get_pending(transaction: ledger.LedgerTransaction, token: str) -> models.Invitation:
    """The invitation, now that nobody else can accept or change it. Raises TokenNotValid."""
    invitation = await invitations.find_by_token(transaction.session, token)
    if invitation is None or not invitations.is_pending(invitation, transaction.now):
        raise TokenNotValid
    client = await _find_client(transaction.session, invitation)
    if client is not None:
        transaction.set_client(client.id)
        if not is_active(client):
            raise TokenNotValid
    if invitation.role is FirmRole.OWNER and await member_changes.find_owner(transaction) is not None:
        raise TokenNotValid
    if await _is_on_other_side(transaction.session, invitation):
        raise TokenNotValid
    return invitation


async def _is_on_other_side(session: AsyncSession, invitation: models.Invitation) -> bool:
    return await invitations.is_on_other_side(session, invitation.firm_id, invitation.email, invitation.client_id)


async def _find_client(session: AsyncSession, invitation: models.Invitation) -> models.Client | None:
    if invitation.client_id is None:
        return None
    return await session.get_one(models.Client, (invitation.firm_id, invitation.client_id))


async def _get_person(transaction: ledger.LedgerTransaction, identity: _Identity) -> uuid.UUID:
    """The id of whoever accepts. Raises _PersonChanged if they are not as they were when they were identified."""
    session, new = transaction.session, identity.new
    if identity.person_id is None:
        person_id = await people.add_person(session, new, transaction.now)
    elif identity.checked_hash is not None:
        is_unchanged = await passwords.lock_password(session, identity.person_id, identity.checked_hash)
        person_id = identity.person_id if is_unchanged else None
    elif new.password_hash is not None:
        person_id = await passwords.set_first_password(session, identity.person_id, new.password_hash)
    else:
        person_id = identity.person_id
    if person_id is None:
        raise _PersonChanged
    return person_id


async def _add_membership(
    transaction: ledger.LedgerTransaction, invitation: models.Invitation, person_id: uuid.UUID
) -> Viewer:
    """Raises TokenNotValid if the person became a member or user without the invitation."""
    try:
        if invitation.client_id is not None:
            user = await membership_rows.add_client_user(transaction, invitation.client_id, person_id)
            await event_changes.record_user(transaction, user, is_added=True)
            return ClientUser(user.firm_id, user.id, user.client_id)
        assert invitation.role is not None  # noqa: S101  (a CHECK: it has a role or a client)
        rights = member_changes.granted_rights(invitation)
        member = await membership_rows.add_member(transaction, person_id, invitation.role, rights)
    except membership_rows.MembershipExists:
        raise TokenNotValid from None
    assigned = select(models.InvitationClient.client_id).filter_by(
        firm_id=invitation.firm_id, invitation_id=invitation.id
    )
    change = MemberChange(client_ids=tuple(await transaction.session.scalars(assigned)))
    await member_changes.apply_change(transaction, member, change)
    await event_changes.record_new_member(transaction, member)
    return Member(member.firm_id, member.id, member.role, rights_of(member))


async def _sign_in(
    transaction: ledger.LedgerTransaction, origin: Origin, attempt: Attempt | None, person_id: uuid.UUID, viewer: Viewer
) -> SignInResult:
    origin, session, now = sign_in.with_device_token(origin), transaction.session, transaction.now
    if attempt is None:
        await login_rate_limit.remember_origin(session, person_id, origin, now)
    else:
        await login_rate_limit.record_success(session, attempt, person_id, origin, now)
    return await sign_in.create_session(session, viewer, origin, now)
