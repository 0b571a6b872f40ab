"""Invitations, links of mails, and people who sign in, for tests."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

import models
from billing.access.principals import Viewer
from billing.identity import invitations, mails, operator, tokens
from billing.identity.accept_invitation import AcceptInvitationCommand, AcceptInvitationResult, accept_invitation
from billing.identity.invite_client_user import InviteClientUserCommand, invite_client_user
from billing.identity.invite_member import InviteMemberCommand, invite_member
from billing.identity.login_rate_limit import Origin
from billing.identity.sign_in import SignInCommand, SignInResult, sign_in
from models import FirmRole
from tests.support.firm import AppHarness, Firm

PASSWORD = "long enough for a person"
ORIGIN = Origin("192.0.2.1", user_agent="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")


async def add_person(firm: Firm, email: str, role: FirmRole = FirmRole.EMPLOYEE, **more: Any) -> uuid.UUID:
    """Add a member who signs in by PASSWORD. Returns the id of the membership."""
    values = {"name": "Emma", "password": PASSWORD, **more}
    return await operator.add_member(firm.app.services, firm.id, email=email, role=role, **values)


async def sign_in_as(
    app: AppHarness, email: str, password: str = PASSWORD, membership_id: uuid.UUID | None = None
) -> SignInResult:
    return await sign_in(app.services, SignInCommand(email, password, ORIGIN, membership_id))


async def invite(
    firm: Firm, email: str = "new@example.test", *, viewer: Viewer | None = None, **more: Any
) -> uuid.UUID:
    """Invite a member, by default an employee without rights. Returns the id of the invitation."""
    values: dict[str, Any] = {
        "name": "Nora", "role": FirmRole.EMPLOYEE, "rights": (), "client_ids": (), "locale": None,
        "idempotency_key": firm.app.new_key(), **more,
    }  # fmt: skip
    command = InviteMemberCommand(email=email, **values)
    return (await invite_member(firm.app.services, viewer or firm.owner, command)).invitation_id


async def invite_user(
    firm: Firm, email: str = "new@example.test", *, viewer: Viewer | None = None, **more: Any
) -> uuid.UUID:
    """Invite a user of the firm's client. Returns the id of the invitation."""
    values: dict[str, Any] = {
        "client_id": firm.client_id, "name": "Nora", "locale": None, "idempotency_key": firm.app.new_key(), **more,
    }  # fmt: skip
    command = InviteClientUserCommand(email=email, **values)
    return (await invite_client_user(firm.app.services, viewer or firm.owner, command)).invitation_id


async def get_invitation(firm: Firm, invitation_id: uuid.UUID) -> models.Invitation:
    async with firm.app.services.reads() as session:
        return await session.get_one(models.Invitation, (firm.id, invitation_id))


async def token_of(firm: Firm, invitation_id: uuid.UUID) -> str:
    """The token in the link of the invitation's newest mail."""
    link = mails.invitation_link(firm.app.services, await get_invitation(firm, invitation_id))
    return parse_qs(urlsplit(link).query)["token"][0]


async def status_of(firm: Firm, invitation_id: uuid.UUID) -> str:
    return invitations.status_of(await get_invitation(firm, invitation_id), firm.app.clock()).name


async def accept(
    app: AppHarness, token: str, password: str = PASSWORD, name: str | None = None
) -> AcceptInvitationResult:
    return await accept_invitation(app.services, AcceptInvitationCommand(token, password, name, ORIGIN))


async def queued_mails(app: AppHarness, kind: models.MailKind) -> Sequence[models.Mail]:
    """The mails of this kind, the oldest first."""
    async with app.services.reads() as session:
        return (await session.scalars(select(models.Mail).filter_by(kind=kind).order_by(models.Mail.id))).all()


async def reset_tokens(app: AppHarness) -> list[str]:
    """The tokens in the links of all password resets that were mailed and are not used, the oldest first."""
    async with app.services.reads() as session:
        resets = await session.scalars(select(models.PasswordReset).order_by(models.PasswordReset.id))
        return [tokens.password_reset_token(app.services, reset.id) for reset in resets if reset.person_id]


async def session_rows(app: AppHarness) -> Sequence[models.Session]:
    async with app.services.reads() as session:
        return (await session.scalars(select(models.Session).order_by(models.Session.id))).all()


async def event_kinds(firm: Firm) -> Sequence[str]:
    async with firm.app.services.reads() as session:
        kinds = select(models.Event.kind).where(models.Event.firm_id == firm.id).order_by(models.Event.seq)
        return (await session.scalars(kinds)).all()
