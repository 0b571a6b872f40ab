"""Inviting, sending again, revoking: who may invite whom, and what an invitation is worth (D40)."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing import worker
from billing.access.policy import PermissionDenied
from billing.access.principals import Member, Viewer
from billing.errors import DomainError, IdempotencyConflict, InvalidInput, NotFound
from billing.identity import invitation_limits, operator
from billing.identity.invitations import AlreadyMember, InvitationNotChangeable
from billing.identity.invite_member import InviteMemberCommand, invite_member
from billing.identity.remove_client_user import remove_client_user
from billing.identity.remove_member import remove_member
from billing.identity.resend_invitation import resend_invitation
from billing.identity.revoke_invitation import revoke_invitation
from billing.identity.tokens import TokenNotValid, digest_of
from models import FirmRole, MailKind, MemberRight
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.people import (
    accept,
    add_person,
    event_kinds,
    get_invitation,
    invite,
    invite_user,
    queued_mails,
    sign_in_as,
    status_of,
    token_of,
)


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm()


async def test_invitation_stores_no_token_and_queues_one_mail(app: AppHarness, firm: Firm) -> None:
    """D40: pending for 7 days; the token is in no table, its digest is; one mail, in the language of the invitation."""
    invitation_id = await invite(firm, " New@Example.TEST ", locale="fr", rights=(MemberRight.MANAGE_CLIENTS,))
    invitation, token = await get_invitation(firm, invitation_id), await token_of(firm, invitation_id)
    assert (invitation.email, invitation.name, invitation.role) == ("new@example.test", "Nora", FirmRole.EMPLOYEE)
    assert (invitation.manage_clients, invitation.manage_payments) == (True, False)
    assert invitation.expires_at == app.clock() + dt.timedelta(days=7)
    assert (invitation.token_digest, len(token)) == (digest_of(token), 43)
    assert token not in repr(await all_rows(app.services))
    (mail,) = await queued_mails(app, MailKind.INVITATION)
    assert (mail.address, mail.name, mail.locale) == ("new@example.test", "Nora", "fr")
    assert (mail.subject_id, mail.generation) == (invitation_id, 1)
    assert (await event_kinds(firm))[-1] == "invitation.sent"


@pytest.mark.parametrize("is_user", [False, True])
async def test_mail_of_an_invitation(app: AppHarness, firm: Firm, is_user: bool) -> None:
    """D40: its link leads to the dashboard for members, to the portal for client users; revoked, it is not sent."""
    invitation_id = await (invite_user if is_user else invite)(firm)
    (mail,) = await queued_mails(app, MailKind.INVITATION)
    content = await worker.COMPOSERS[MailKind.INVITATION](app.services, mail)
    assert content is not None
    assert content.action is not None
    pages = "http://portal" if is_user else "http://dashboard"
    assert content.action.url == f"{pages}/invitation?token={await token_of(firm, invitation_id)}"
    assert content.subject == "Invitation from Lumière"
    await resend_invitation(app.services, firm.owner, invitation_id)
    assert await worker.COMPOSERS[MailKind.INVITATION](app.services, mail) is None
    _, again = await queued_mails(app, MailKind.INVITATION)
    assert await worker.COMPOSERS[MailKind.INVITATION](app.services, again) is not None
    await revoke_invitation(app.services, firm.owner, invitation_id)
    assert await worker.COMPOSERS[MailKind.INVITATION](app.services, again) is None


async def test_who_may_invite_whom(app: AppHarness, firm: Firm) -> None:
    """D40: members by the owner and admins, client users with MANAGE_CLIENTS for visible clients; nobody an owner."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    manager = await firm.add_member("manager", FirmRole.EMPLOYEE, MemberRight.MANAGE_CLIENTS)
    other = await firm.add_member("other", FirmRole.EMPLOYEE, *set(MemberRight) - {MemberRight.MANAGE_CLIENTS})
    refusals: list[tuple[Viewer, Any, dict[str, Any], type[Exception]]] = [
        (manager, invite, {}, PermissionDenied),
        (other, invite_user, {}, PermissionDenied),
        (firm.client_user, invite_user, {}, PermissionDenied),
        (manager, invite_user, {}, NotFound),
        (firm.owner, invite_user, {"client_id": models.new_id()}, NotFound),
        (firm.owner, invite, {"client_ids": (models.new_id(),)}, NotFound),
        (firm.owner, invite, {"role": FirmRole.OWNER}, InvalidInput),
        (admin, invite, {"role": FirmRole.OWNER}, InvalidInput),
        (admin, invite, {"role": FirmRole.ADMIN, "rights": (MemberRight.MANAGE_CLIENTS,)}, InvalidInput),
        (admin, invite, {"role": FirmRole.ADMIN, "client_ids": (firm.client_id,)}, InvalidInput),
        (admin, invite, {"locale": "xx"}, InvalidInput),
        (admin, invite, {"name": " "}, InvalidInput),
        (admin, invite, {"email": "nobody"}, InvalidInput),
    ]
    before = await all_rows(app.services)
    for viewer, function, more, error in refusals:
        with pytest.raises(error):
            await function(firm, viewer=viewer, **more)
    assert await all_rows(app.services) == before
    await firm.assign(manager, firm.client_id)
    for viewer, function in ((admin, invite), (manager, invite_user)):
        assert await status_of(firm, await function(firm, viewer=viewer)) == "PENDING"


async def test_already_member(app: AppHarness, firm: Firm) -> None:
    """D40: told about the own firm and its clients only; a removed member or user can be invited."""
    other = await app.create_firm(name="Other")
    member = await add_person(firm, "emma@example.test")
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email="emma@example.test", name="Emma", password=None
    )
    before = await all_rows(app.services)
    for function in (invite, invite_user):
        with pytest.raises(AlreadyMember, match="already"):
            await function(firm, "EMMA@example.test")
    assert await all_rows(app.services) == before
    await invite(other, "emma@example.test")
    await remove_member(app.services, firm.owner, member)
    await remove_client_user(app.services, firm.owner, user)
    await invite(firm, "emma@example.test")
    await invite_user(firm, "emma@example.test")


async def test_nobody_is_invited_to_both_sides(app: AppHarness, firm: Firm) -> None:
    """D40: a member does not become a user of a client of the firm, nor a user a member; also not of another client."""
    second_client = await firm.add_client("Second")
    manager = await add_person(firm, "emma@example.test", rights=(MemberRight.MANAGE_CLIENTS,))
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email="nora@example.test", name="Nora", password=None
    )
    viewer = (await sign_in_as(app, "emma@example.test")).viewer
    assert isinstance(viewer, Member)
    await firm.assign(viewer, second_client)
    before = await all_rows(app.services)
    with pytest.raises(AlreadyMember, match="member of the firm"):
        await invite_user(firm, "Emma@example.test", viewer=viewer, client_id=second_client)
    with pytest.raises(AlreadyMember, match="one of the firm's clients"):
        await invite(firm, "nora@example.test")
    assert await all_rows(app.services) == before
    await invite_user(firm, "nora@example.test", client_id=second_client)
    await remove_client_user(app.services, firm.owner, user)
    await invite(firm, "nora@example.test")
    await remove_member(app.services, firm.owner, manager)
    await invite_user(firm, "emma@example.test", client_id=second_client)


async def test_one_pending_invitation_of_an_address(app: AppHarness, firm: Firm) -> None:
    """D40: a second one is refused while the first is pending; an expired one is replaced, and stays EXPIRED."""
    first = await invite(firm)
    of_client = await invite_user(firm)
    before = await all_rows(app.services)
    for function in (invite, invite_user):
        with pytest.raises(InvalidInput, match="invited already") as refused:
            await function(firm, "New@example.test")
        assert refused.value.field == "email"
    assert await all_rows(app.services) == before
    app.clock.advance(days=7)
    assert await status_of(firm, first) == "EXPIRED"
    token = await token_of(firm, first)
    second = await invite(firm)
    assert (await status_of(firm, first), await status_of(firm, second)) == ("EXPIRED", "PENDING")
    with pytest.raises(TokenNotValid):
        await accept(app, token)
    assert await status_of(firm, of_client) == "EXPIRED"


async def test_repeated_request_returns_the_same_invitation(app: AppHarness, firm: Firm) -> None:
    """D30: the same key and input invite once; another input is a conflict."""
    command = InviteMemberCommand("new@example.test", "Nora", FirmRole.EMPLOYEE, (), (), None, "key")
    first = await invite_member(app.services, firm.owner, command)
    before = await all_rows(app.services)
    again = await invite_member(app.services, firm.owner, command)
    assert (again.invitation_id, first.replayed, again.replayed) == (first.invitation_id, False, True)
    different = InviteMemberCommand("new@example.test", "Nora", FirmRole.ADMIN, (), (), None, "key")
    with pytest.raises(IdempotencyConflict):
        await invite_member(app.services, firm.owner, different)
    assert await all_rows(app.services) == before


async def test_sent_again_with_a_new_token(app: AppHarness, firm: Firm) -> None:
    """D40: another 7 days; the old token is dead; an expired invitation comes back, a revoked one does not."""
    invitation_id = await invite(firm)
    old = await token_of(firm, invitation_id)
    app.clock.advance(days=8)
    assert await resend_invitation(app.services, firm.owner, invitation_id) == invitation_id
    assert await status_of(firm, invitation_id) == "PENDING"
    assert (await get_invitation(firm, invitation_id)).expires_at == app.clock() + dt.timedelta(days=7)
    assert [mail.generation for mail in await queued_mails(app, MailKind.INVITATION)] == [1, 2]
    with pytest.raises(TokenNotValid):
        await accept(app, old)
    new = await token_of(firm, invitation_id)
    assert new != old
    await revoke_invitation(app.services, firm.owner, invitation_id)
    assert await status_of(firm, invitation_id) == "REVOKED"
    before = await all_rows(app.services)
    await revoke_invitation(app.services, firm.owner, invitation_id)
    with pytest.raises(InvitationNotChangeable, match="revoked"):
        await resend_invitation(app.services, firm.owner, invitation_id)
    with pytest.raises(TokenNotValid):
        await accept(app, new)
    assert await all_rows(app.services) == before
    assert (await event_kinds(firm))[-3:] == ["invitation.sent", "invitation.resent", "invitation.revoked"]


async def test_who_may_change_an_invitation(app: AppHarness, firm: Firm) -> None:
    """D40: owner and admins all of them, with MANAGE_CLIENTS those of visible clients; an accepted one nobody."""
    manager = await firm.add_member("manager", FirmRole.EMPLOYEE, MemberRight.MANAGE_CLIENTS)
    other = await app.create_firm(name="Other")
    of_firm, of_client = await invite(firm), await invite_user(firm)
    before = await all_rows(app.services)

    async def assert_refused(viewer: Viewer, invitation_id: Any, error: type[DomainError]) -> None:
        for change in (resend_invitation, revoke_invitation):
            with pytest.raises(error):
                await change(app.services, viewer, invitation_id)

    for viewer in (manager, other.owner, firm.client_user):
        for invitation_id in (of_firm, of_client, models.new_id()):
            await assert_refused(viewer, invitation_id, NotFound)
    assert await all_rows(app.services) == before
    await firm.assign(manager, firm.client_id)
    await resend_invitation(app.services, manager, of_client)
    await assert_refused(manager, of_firm, NotFound)
    await accept(app, await token_of(firm, of_firm))
    await assert_refused(firm.owner, of_firm, InvitationNotChangeable)


async def test_added_by_the_operator_meanwhile(app: AppHarness, firm: Firm) -> None:
    """D40: whoever becomes a member without the invitation cannot use it any more."""
    invitation_id = await invite(firm, "emma@example.test")
    token = await token_of(firm, invitation_id)
    await add_person(firm, "emma@example.test")
    assert await status_of(firm, invitation_id) == "REVOKED"
    with pytest.raises(TokenNotValid):
        await accept(app, token)


async def test_owner_is_invited_by_the_operator(app: AppHarness) -> None:
    """D1, D40: a firm can be created with an invitation of its owner; the operator can invite another one instead."""
    invitation = await operator.create_firm_and_invite(
        app.services, name="Dupont", currency="EUR", country="FR", time_zone="Europe/Paris",
        email="Anne@dupont.test", owner_name="Anne",
    )  # fmt: skip
    firm = Firm(app, invitation.firm_id, models.new_id(), "EUR")
    first = await token_of(firm, invitation.id)
    again = await operator.invite_owner(app.services, firm.id, email="olga@dupont.test", name="Olga")
    with pytest.raises(TokenNotValid):
        await accept(app, first)
    result = await accept(app, await token_of(firm, again.id))
    async with app.services.reads() as session:
        members = (await session.scalars(select(models.FirmMember))).all()
    assert [(member.id, member.role) for member in members] == [(result.viewer.id, FirmRole.OWNER)]
    assert await event_kinds(firm) == ["invitation.sent", "invitation.sent", "member.added"]
    before = await all_rows(app.services)
    with pytest.raises(operator.OperatorError, match="already has an OWNER"):
        await operator.invite_owner(app.services, firm.id, email="anne@dupont.test", name="Anne")
    assert await all_rows(app.services) == before


async def test_no_address_is_flooded(app: AppHarness, firm: Firm) -> None:
    """D40: 3 mails to an address in an hour, however they come about; beyond that nothing is written."""
    other_firm = await app.create_firm(name="Other")
    of_firm = await invite(firm)
    await invite_user(firm)
    await resend_invitation(app.services, firm.owner, of_firm)
    second_client = await firm.add_client("Second")
    before = await all_rows(app.services)
    with pytest.raises(InvitationNotChangeable, match="at most 3 an hour"):
        await resend_invitation(app.services, firm.owner, of_firm)
    with pytest.raises(InvalidInput, match="at most 3 an hour") as refused:
        await invite_user(firm, "NEW@example.test", client_id=second_client)
    assert refused.value.field == "email"
    assert await all_rows(app.services) == before
    await invite(firm, "another@example.test")
    await invite(other_firm)
    await revoke_invitation(app.services, firm.owner, of_firm)
    with pytest.raises(InvalidInput, match="at most 3 an hour"):
        await invite(firm)
    app.clock.advance(hours=1)
    await invite(firm)


async def test_concurrent_requests_do_not_pass_the_limit(app: AppHarness, firm: Firm) -> None:
    """D40: 3 mails in all, and one token that is good."""
    invitation_id = await invite(firm)
    again = [resend_invitation(app.services, firm.owner, invitation_id) for _ in range(6)]
    results = await asyncio.gather(*again, return_exceptions=True)
    assert [type(result) for result in results].count(InvitationNotChangeable) == 4
    assert [mail.generation for mail in await queued_mails(app, MailKind.INVITATION)] == [1, 2, 3]


async def test_mails_of_a_firm_in_a_day(app: AppHarness, firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """D40: counted for the whole day, also after hours without one."""
    app.clock.advance(hours=24 - app.clock().hour)  # the first hour of a day
    monkeypatch.setattr(invitation_limits, "MAX_PER_FIRM", 3)
    for number in range(3):
        await invite(firm, f"{number}@example.test")
    app.clock.advance(hours=20)
    with pytest.raises(InvalidInput, match="3 a day"):
        await invite(firm, "3@example.test")
    await invite(await app.create_firm(name="Other"), "3@example.test")
    app.clock.advance(hours=4)
    await invite(firm, "3@example.test")


async def test_operator_is_not_limited(app: AppHarness) -> None:
    """D40: owners are invited as often as the operator wants."""
    invitation = await operator.create_firm_and_invite(
        app.services, name="Dupont", currency="EUR", country="FR", time_zone="Europe/Paris",
        email="anne@dupont.test", owner_name="Anne",
    )  # fmt: skip
    for _ in range(5):
        await operator.invite_owner(app.services, invitation.firm_id, email="anne@dupont.test", name="Anne")
    assert len(await queued_mails(app, MailKind.INVITATION)) == 6
