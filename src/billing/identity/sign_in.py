"""Sign in with email address and password, for one membership."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing import firm_cache
from billing.access.principals import ClientUser, Member, Viewer, rights_of
from billing.email_addresses import normalize_email
from billing.errors import DomainError
from billing.firm_cache import FirmInfo
from billing.identity import login_rate_limit, passwords, people, sessions
from billing.identity.login_rate_limit import Origin
from billing.services import Services
from translation import gettext as _
from translation import negotiate_locale

NO_MEMBERSHIP = uuid.UUID(int=0)
"""An id that no membership has, for input that is not a valid id."""


class SignInFailed(DomainError):
    """Wrong credentials, or too many attempts. Does not reveal whether the address exists."""

    def __init__(self, message: str | None = None) -> None:
        wrong = _("Wrong email or password. After several attempts, please wait before you try again.")
        super().__init__(message or wrong)


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership that a person can sign in to: in a firm, or with a client of it."""

    id: uuid.UUID
    firm_name: str
    client_name: str | None
    role: models.FirmRole | None


class MembershipSelectionRequired(DomainError):
    """The password is right, but the person has several memberships. Sign in again with the id of one."""

    def __init__(self, memberships: tuple[Membership, ...]) -> None:
        super().__init__(_("Choose the account to sign in to."))
        self.memberships = memberships


@dataclass(frozen=True, slots=True)
class SignInCommand:
    """Credentials, where they come from, and the membership to sign in to (None if the person has only one)."""

    email: str
    password: str
    origin: Origin
    membership_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SignInResult:
    """The viewer, and the token of the new session, used as cookie and as bearer token.

    `device_token` is what the same device sends with its later attempts, so that nobody else's failures delay it.
    """

    viewer: Viewer
    token: str
    expires_at: dt.datetime
    device_token: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A membership that its person can sign in to: as a viewer, and as the list of memberships shows it."""

    viewer: Viewer
    membership: Membership
    firm_info: FirmInfo


async def sign_in(services: Services, command: SignInCommand) -> SignInResult:
    """Create a session for one membership.

    Raises SignInFailed (also while rate limited, or if passwords are disabled) and MembershipSelectionRequired.
    """
    if not services.passwords_enabled:
        raise SignInFailed
    email = normalize_email(command.email)
    attempt = await login_rate_limit.register_attempt(services, email, command.origin)
    if attempt is None:
        raise SignInFailed
    async with services.reads() as db_session:
        person = await people.find_person(db_session, email)
    password_hash = person.password_hash if person is not None else None
    is_correct = await passwords.is_correct(services, password_hash, command.password)
    if person is None or password_hash is None or not is_correct:
        raise SignInFailed
    origin = with_device_token(command.origin)
    async with services.writes.begin() as db_session:
        if not await passwords.lock_password(db_session, person.id, password_hash):
            raise SignInFailed
        now = services.clock()
        await login_rate_limit.record_success(db_session, attempt, person.id, origin, now)
        candidates = _select_candidates(await load_candidates(db_session, person, lock=True), command.membership_id)
        if len(candidates) == 1:
            return await create_session(db_session, candidates[0].viewer, origin, now)
    if not candidates:
        raise SignInFailed
    raise MembershipSelectionRequired(tuple(candidate.membership for candidate in candidates))


def with_device_token(origin: Origin) -> Origin:
    """The origin, with a new device token if it has none."""
    return replace(origin, device_token=origin.device_token or secrets.token_urlsafe(32))


async def find_viewer_by_email(services: Services, email: str, membership_id: uuid.UUID | None) -> Viewer | None:
    """The viewer for an address that an identity provider has verified; None if they lack this (or any) membership.

    Creates no session. Raises MembershipSelectionRequired if `membership_id` is None and there are several.
    """
    async with services.reads() as db_session:
        person = await people.find_person(db_session, normalize_email(email))
        candidates = [] if person is None else await load_candidates(db_session, person, lock=False)
    matching = _select_candidates(candidates, membership_id)
    if len(matching) > 1:
        raise MembershipSelectionRequired(tuple(candidate.membership for candidate in matching))
    if not matching:
        return None
    firm_cache.cache_firm_info(services, matching[0].viewer.firm_id, matching[0].firm_info)
    return matching[0].viewer


def _select_candidates(candidates: list[Candidate], membership_id: uuid.UUID | None) -> list[Candidate]:
    """The candidate with this membership, or with None all of them."""
    return [candidate for candidate in candidates if membership_id in (None, candidate.membership.id)]


async def load_candidates(db_session: AsyncSession, person: models.Person, *, lock: bool) -> list[Candidate]:
    """The person's memberships. With `lock`, none of them is removed before the transaction ends."""
    members = _select_members(person.id).order_by(models.Firm.name)
    users = _select_users(person.id).order_by(models.Firm.name, models.Client.name)
    if lock:
        members = members.with_for_update(read=True, of=models.FirmMember)
        users = users.with_for_update(read=True, of=models.ClientUser)
    candidates = []
    for row, of_firm in await db_session.execute(members):
        locale = negotiate_locale(person.locale, of_firm.locale)
        viewer = Member(row.firm_id, row.id, row.role, rights_of(row), locale=locale)
        membership = Membership(row.id, of_firm.name, None, row.role)
        candidates.append(Candidate(viewer, membership, FirmInfo(of_firm.currency, of_firm.time_zone)))
    for user_row, of_firm, client_name in await db_session.execute(users):
        locale = negotiate_locale(person.locale, of_firm.locale)
        client_user = ClientUser(user_row.firm_id, user_row.id, user_row.client_id, locale=locale)
        membership = Membership(user_row.id, of_firm.name, client_name, None)
        candidates.append(Candidate(client_user, membership, FirmInfo(of_firm.currency, of_firm.time_zone)))
    return candidates


def select_memberships(membership: Any) -> Select[*tuple[Any, ...]]:
    """Select the fields of `Membership` for all memberships of a membership's person, numbered as `ordinal` in the
    order of `load_candidates`. Correlated to the enclosing statement's row `membership`.
    """
    firm, client = models.Firm, models.Client
    member, user = models.FirmMember, models.ClientUser
    no_client, no_role = null().cast(client.name.type), null().cast(member.role.type)
    members = _select_members(membership.person_id).with_only_columns(
        member.id, firm.name.label("firm_name"), no_client.label("client_name"), member.role
    )
    users = _select_users(membership.person_id).with_only_columns(user.id, firm.name, client.name, no_role)
    found = union_all(members.correlate(membership), users.correlate(membership)).subquery()
    offered = (found.c.client_name.is_not(None), found.c.firm_name, found.c.client_name)
    return select(found, func.row_number().over(order_by=offered).label("ordinal"))


def _select_members(person_id: Any) -> Select[models.FirmMember, models.Firm]:
    member, firm = models.FirmMember, models.Firm
    members = select(member, firm).join(firm, firm.id == member.firm_id)
    return members.where(member.person_id == person_id, member.removed_at.is_(None))


def _select_users(person_id: Any) -> Select[models.ClientUser, models.Firm, str]:
    user, firm, client = models.ClientUser, models.Firm, models.Client
    users = select(user, firm, client.name).join(firm, firm.id == user.firm_id)
    users = users.join(client, (client.firm_id == user.firm_id) & (client.id == user.client_id))
    return users.where(user.person_id == person_id, user.removed_at.is_(None))


async def create_session(db_session: AsyncSession, viewer: Viewer, origin: Origin, now: dt.datetime) -> SignInResult:
    """Sign the viewer in, within a transaction that has checked who they are."""
    token, expires_at = await sessions.create_session(db_session, viewer, origin.user_agent, now)
    return SignInResult(viewer, token, expires_at, origin.device_token or "")
