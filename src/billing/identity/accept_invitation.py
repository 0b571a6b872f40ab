"""Accept an invitation: become a member or client user, and be signed in as one (D40)."""

import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select

import ledger
import models
from billing import event_changes, text_input
from billing.access.principals import ClientUser, Member, System, Viewer, granted_rights, rights_of
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
    """What an invitation is to. `needs_password`: the person has no password yet, and chooses one to accept."""

    firm_name: str
    client_name: str | None
    role: FirmRole | None
    email: str
    name: str
    needs_password: bool


@dataclass(frozen=True, slots=True)
class AcceptInvitationCommand:
    """Input of `acceptInvitation`. `password` is the person's own, or a new one if they have none yet.

    A new person is called `name`, or as in the invitation if that is None.
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
class _AcceptingPerson:
    """The person who accepts, as found before any lock was taken. `person_id` is None if the address is unknown.

    `new.password_hash` is that of a chosen password, `checked_hash` that of the person's own, and `attempt` how its
    check was counted. All are None if the server does not sign in by password.
    """

    new: NewPerson
    person_id: uuid.UUID | None
    checked_hash: str | None = None
    attempt: Attempt | None = None


_MAX_ATTEMPTS = 5


class _PersonChanged(Exception):
    """Since it was looked up, the address got a person, or the person another password."""


async def preview_invitation(services: Services, token: str) -> InvitationPreview | None:
    """What the token invites to; None for a token that cannot be accepted (any more), whatever the reason."""
    async with services.reads() as db_session:
        invitation = await invitations.find_acceptable(db_session, token, services.clock())
        if invitation is None:
            return None
        client = await invitations.find_client(db_session, invitation)
        firm = await db_session.get_one(models.Firm, invitation.firm_id)
        person = await people.find_person(db_session, invitation.email)
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

    Adds a person with this name for an unknown address, and sets the password of a person without one; the password of
    any other person is checked. If the server does not sign in by password, it is ignored. A removed member or user
    gets the same membership back. Raises TokenNotValid, WrongPassword, WeakPassword, InvalidInput.
    """
    for _ in range(_MAX_ATTEMPTS):
        try:
            return await _accept(services, command)
        except _PersonChanged:
            continue
    raise WrongPassword  # the password changed during each attempt


async def _accept(services: Services, command: AcceptInvitationCommand) -> AcceptInvitationResult:
    async with services.reads() as db_session:
        invitation = await invitations.find_acceptable(db_session, command.token, services.clock())
        if invitation is None:
            raise TokenNotValid
        person = await people.find_person(db_session, invitation.email)
    name = invitation.name if command.name is None else text_input.parse_name(command.name, "name")
    new = NewPerson(invitation.email, name, None, invitation.locale if person is None else person.locale)
    accepting = await _check_password(services, command, person, new)
    async with begin_transaction(services, System(invitation.firm_id), _event_kind(invitation)) as transaction:
        # The firm is locked, so nobody else can accept or change the invitation now.
        invitation = await invitations.find_acceptable(transaction.session, command.token, transaction.now)
        if invitation is None:
            raise TokenNotValid
        if invitation.client_id is not None:
            transaction.set_client(invitation.client_id)
        person_id = await _get_or_add_person(transaction, accepting)
        viewer = await _add_membership(transaction, invitation, person_id)
        viewer = replace(viewer, locale=negotiate_locale(new.locale, transaction.firm.locale))
        invitation.accepted_at = transaction.now
        await transaction.session.flush()
        # Whoever accepts is the actor, whose membership did not exist when the event began.
        for column, value in people.membership_columns(viewer).items():
            setattr(transaction.event, column, value)
        session_result = None
        if services.passwords_enabled:
            session_result = await _sign_in(transaction, command.origin, accepting.attempt, person_id, viewer)
        return AcceptInvitationResult(viewer, session_result)


def _event_kind(invitation: models.Invitation) -> str:
    return "member.added" if invitation.client_id is None else "client_user.added"


async def _check_password(
    services: Services, command: AcceptInvitationCommand, person: models.Person | None, new: NewPerson
) -> _AcceptingPerson:
    """Check the password of a person who has one, or hash the chosen one, before any lock is taken.

    Raises WrongPassword, WeakPassword.
    """
    person_id = None if person is None else person.id
    if not services.passwords_enabled:
        # The identity provider vouches for the address at each request. The link only says that it accepts.
        return _AcceptingPerson(new, person_id)
    if person is None or person.password_hash is None:
        password_hash = await passwords.hash_new_password(services, command.password)
        return _AcceptingPerson(replace(new, password_hash=password_hash), person_id)
    attempt = await passwords.check_own_password(services, person, command.password, command.origin)
    return _AcceptingPerson(new, person_id, person.password_hash, attempt)


async def _get_or_add_person(transaction: ledger.LedgerTransaction, accepting: _AcceptingPerson) -> uuid.UUID:
    """The id of the person, who is added if the address is unknown. Sets a chosen password.

    Raises _PersonChanged if the person has changed since `_check_password`.
    """
    db_session, new = transaction.session, accepting.new
    if accepting.person_id is None:
        person_id = await people.add_person(db_session, new, transaction.now)
    elif accepting.checked_hash is not None:
        is_unchanged = await passwords.lock_password(db_session, accepting.person_id, accepting.checked_hash)
        person_id = accepting.person_id if is_unchanged else None
    elif new.password_hash is not None:
        person_id = await passwords.set_first_password(db_session, accepting.person_id, new.password_hash)
    else:
        person_id = accepting.person_id
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
        rights = granted_rights(invitation)
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
    origin, db_session, now = sign_in.with_device_token(origin), transaction.session, transaction.now
    if attempt is None:
        await login_rate_limit.remember_origin(db_session, person_id, origin, now)
    else:
        await login_rate_limit.record_success(db_session, attempt, person_id, origin, now)
    return await sign_in.create_session(db_session, viewer, origin, now)
