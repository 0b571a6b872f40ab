"""Accepting an invitation: once, by whoever has the link, and with the right password (D40)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.principals import ClientUser, Member
from billing.clients.archive_client import archive_client
from billing.clients.unarchive_client import unarchive_client
from billing.errors import InvalidInput
from billing.identity import operator
from billing.identity.accept_invitation import InvitationPreview, preview_invitation
from billing.identity.authentication import authenticate
from billing.identity.invitations import InvitationNotChangeable
from billing.identity.mails import compose_invitation
from billing.identity.passwords import WeakPassword, WrongPassword
from billing.identity.remove_client_user import remove_client_user
from billing.identity.remove_member import remove_member
from billing.identity.resend_invitation import resend_invitation
from billing.identity.sign_in import SignInFailed
from billing.identity.tokens import TokenNotValid
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.people import (
    PASSWORD,
    accept,
    add_person,
    event_kinds,
    invite,
    invite_user,
    queued_mails,
    session_rows,
    sign_in_as,
    status_of,
    token_of,
)

ADDRESS = "new@example.test"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm()


async def test_new_member(app: AppHarness, firm: Firm) -> None:
    """D40: role, rights and clients as invited; the name can be changed; signed in at once, and later by password."""
    rights = (MemberRight.MANAGE_PAYMENTS,)
    token = await token_of(firm, await invite(firm, rights=rights, client_ids=(firm.client_id,)))
    preview = await preview_invitation(app.services, token)
    assert preview == InvitationPreview("Lumière", None, FirmRole.EMPLOYEE, ADDRESS, "Nora", needs_password=True)
    result = await accept(app, token, name=" Nora\u0308 ")
    assert isinstance(result.viewer, Member)
    assert result.viewer == Member(firm.id, result.viewer.id, FirmRole.EMPLOYEE, frozenset(rights))
    assert result.session is not None
    assert await authenticate(app.services, result.session.token) == result.viewer
    async with app.services.reads() as session:
        assigned = (await session.scalars(select(models.Assignment))).all()
        person = (await session.scalars(select(models.Person).filter_by(email=ADDRESS))).one()
        event = (await session.scalars(select(models.Event).order_by(models.Event.seq.desc()).limit(1))).one()
    assert [(row.member_id, row.client_id) for row in assigned] == [(result.viewer.id, firm.client_id)]
    assert person.name == "Norä"
    assert (event.kind, event.member_id) == ("member.added", result.viewer.id)
    assert (await sign_in_as(app, ADDRESS)).viewer == result.viewer
    assert await preview_invitation(app.services, token) is None


async def test_new_client_user(app: AppHarness, firm: Firm) -> None:
    """D40: a user of that client only."""
    invitation_id = await invite_user(firm)
    token = await token_of(firm, invitation_id)
    preview = await preview_invitation(app.services, token)
    assert preview == InvitationPreview("Lumière", "Lumière's client", None, ADDRESS, "Nora", needs_password=True)
    result = await accept(app, token)
    assert result.viewer == ClientUser(firm.id, result.viewer.id, firm.client_id)
    assert await status_of(firm, invitation_id) == "ACCEPTED"
    assert (await event_kinds(firm))[-1] == "client_user.added"


async def test_known_address_needs_its_own_password(app: AppHarness, firm: Firm) -> None:
    """D40: not a new one; the name stays; the account's other memberships stay."""
    other = await app.create_firm(name="Other")
    member = await add_person(other, ADDRESS)
    invitation_id = await invite(firm)
    token = await token_of(firm, invitation_id)
    preview = await preview_invitation(app.services, token)
    assert preview is not None
    assert (preview.name, preview.needs_password) == ("Emma", False)
    async with firm.assert_unchanged():
        with pytest.raises(WrongPassword):
            await accept(app, token, "another long password")
    assert await status_of(firm, invitation_id) == "PENDING"
    assert await session_rows(app) == []
    result = await accept(app, token, name="Somebody")
    for membership_id in (member, result.viewer.id):
        assert (await sign_in_as(app, ADDRESS, membership_id=membership_id)).viewer.id == membership_id
    async with app.services.reads() as session:
        assert (await session.scalars(select(models.Person.name).filter_by(email=ADDRESS))).one() == "Emma"


async def test_guesses_are_counted_as_sign_ins(app: AppHarness, firm: Firm) -> None:
    """D43: an invitation is no way to guess a password faster: after 5 failures the right one is refused, too."""
    await add_person(await app.create_firm(name="Other"), ADDRESS)
    token = await token_of(firm, await invite(firm))
    for _ in range(5):
        with pytest.raises(WrongPassword):
            await accept(app, token, "wrong")
    async with firm.assert_unchanged():
        with pytest.raises(WrongPassword):
            await accept(app, token)
        with pytest.raises(SignInFailed):
            await sign_in_as(app, ADDRESS)
    app.clock.advance(minutes=15)
    assert (await accept(app, token)).session is not None


@pytest.mark.parametrize("is_known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize("is_user", [False, True], ids=["member", "user"])
async def test_token_serves_once(app: AppHarness, firm: Firm, is_known: bool, is_user: bool) -> None:
    """D40: of eight at the same time one accepts; the others change nothing."""
    if is_known:
        await add_person(await app.create_firm(name="Other"), ADDRESS)
    token = await token_of(firm, await (invite_user if is_user else invite)(firm))
    results = await asyncio.gather(*(accept(app, token) for _ in range(8)), return_exceptions=True)
    accepted = [result for result in results if not isinstance(result, BaseException)]
    assert len(accepted) == 1
    assert {type(result) for result in results if isinstance(result, BaseException)} <= {TokenNotValid, WrongPassword}
    assert len(await session_rows(app)) == 1
    assert (await event_kinds(firm)).count("client_user.added" if is_user else "member.added") == 1
    before = await all_rows(app.services)
    with pytest.raises(TokenNotValid):
        await accept(app, token)
    assert await all_rows(app.services) == before


async def test_two_firms_invite_the_same_new_address(app: AppHarness, firm: Firm) -> None:
    """D40: one account, whose password is that of whoever was first; the other one is asked for it."""
    other = await app.create_firm(name="Other")
    tokens = [await token_of(one, await invite(one)) for one in (firm, other)]
    results = await asyncio.gather(*(accept(app, token) for token in tokens))
    assert len({result.viewer.firm_id for result in results}) == 2
    async with app.services.reads() as session:
        assert len((await session.scalars(select(models.Person).filter_by(email=ADDRESS))).all()) == 1


@pytest.mark.parametrize("is_user", [False, True])
async def test_removed_person_returns(app: AppHarness, firm: Firm, is_user: bool) -> None:
    """D40: the same membership, with the new role and rights only."""
    invite_one: Any = invite_user if is_user else invite
    first = await accept(app, await token_of(firm, await invite_one(firm)))
    remove = remove_client_user if is_user else remove_member
    await remove(app.services, firm.owner, first.viewer.id)
    with pytest.raises(SignInFailed):
        await sign_in_as(app, ADDRESS)
    again = await accept(app, await token_of(firm, await invite_one(firm)))
    assert again.viewer == first.viewer


@pytest.mark.parametrize("is_user", [False, True], ids=["member", "user"])
async def test_nobody_accepts_both_sides(app: AppHarness, firm: Firm, is_user: bool) -> None:
    """D40: of an invitation to the firm and one to its client, the second is worth nothing while the first holds."""
    invitations = [await token_of(firm, await one(firm)) for one in (invite, invite_user)]
    first, second = reversed(invitations) if is_user else invitations
    viewer = (await accept(app, first)).viewer
    assert await preview_invitation(app.services, second) is None
    before = await all_rows(app.services)
    with pytest.raises(TokenNotValid):
        await accept(app, second)
    assert await all_rows(app.services) == before
    remove = remove_client_user if is_user else remove_member
    await remove(app.services, firm.owner, viewer.id)
    assert isinstance((await accept(app, second)).viewer, Member if is_user else ClientUser)


async def test_refused_input_changes_nothing(app: AppHarness, firm: Firm) -> None:
    """D43: weak passwords, blank names, and everything that is no token; the token stays good."""
    token = await token_of(firm, await invite(firm))
    before = await all_rows(app.services)
    for password in ("x" * 11, "x" * 1001, ""):
        with pytest.raises(WeakPassword):
            await accept(app, token, password)
    with pytest.raises(InvalidInput):
        await accept(app, token, name=" ")
    for invalid in ("", "x", token[:-1], f"{token}x", "\udcff", "\0", "x" * 10_000):
        assert await preview_invitation(app.services, invalid) is None
        with pytest.raises(TokenNotValid):
            await accept(app, invalid)
    assert await all_rows(app.services) == before
    app.clock.advance(days=7)
    assert await preview_invitation(app.services, token) is None
    with pytest.raises(TokenNotValid):
        await accept(app, token)
    assert await all_rows(app.services) == before


async def test_inviter_was_removed(app: AppHarness, firm: Firm) -> None:
    """D40: an invitation is the firm's, whatever becomes of whoever sent it."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    token = await token_of(firm, await invite(firm, viewer=admin))
    await remove_member(app.services, firm.owner, admin.id)
    assert (await accept(app, token)).session is not None


async def test_person_without_a_password_chooses_one(app: AppHarness, firm: Firm) -> None:
    """D40: whoever signed in through an identity provider only, so far."""
    await add_person(await app.create_firm(name="Other"), ADDRESS, password=None)
    token = await token_of(firm, await invite(firm))
    preview = await preview_invitation(app.services, token)
    assert preview is not None
    assert preview.needs_password
    result = await accept(app, token)
    assert (await sign_in_as(app, ADDRESS, membership_id=result.viewer.id)).viewer == result.viewer


async def test_password_changes_while_accepting(app: AppHarness, firm: Firm) -> None:
    """D43: a password that is being replaced signs nobody in."""
    await add_person(await app.create_firm(name="Other"), ADDRESS)
    token = await token_of(firm, await invite(firm))
    await operator.set_password(app.services, ADDRESS, "another long password")
    with pytest.raises(WrongPassword):
        await accept(app, token, PASSWORD)
    assert await session_rows(app) == []
    assert (await accept(app, token, "another long password")).session is not None


async def test_invitation_to_own_a_firm_that_has_an_owner(app: AppHarness) -> None:
    """D40: the page, the mail and the mutation agree that it cannot be accepted."""
    invitation = await operator.create_firm_and_invite(
        app.services, name="Dupont", currency="EUR", country="FR", time_zone="Europe/Paris",
        email="anne@dupont.test", owner_name="Anne",
    )  # fmt: skip
    firm = Firm(app, invitation.firm_id, models.new_id(), "EUR")
    token = await token_of(firm, invitation.id)
    assert await preview_invitation(app.services, token) is not None
    await add_person(firm, "olga@dupont.test", FirmRole.OWNER)
    assert await preview_invitation(app.services, token) is None
    with pytest.raises(TokenNotValid):
        await accept(app, token)
    (mail,) = await queued_mails(app, models.MailKind.INVITATION)
    assert await compose_invitation(app.services, mail) is None


@pytest.mark.parametrize("is_user", [False, True])
async def test_no_mail_to_a_person_with_a_conflicting_membership(app: AppHarness, firm: Firm, is_user: bool) -> None:
    """D40: an invitation that its person can no longer accept is not mailed."""
    await (invite_user if is_user else invite)(firm)
    if is_user:
        await add_person(firm, ADDRESS)
    else:
        person = {"email": ADDRESS, "name": "Nora", "password": PASSWORD}
        await operator.add_client_user(app.services, firm.id, firm.client_id, **person)
    (mail,) = await queued_mails(app, models.MailKind.INVITATION)
    assert await compose_invitation(app.services, mail) is None


async def test_invitations_of_an_archived_client(app: AppHarness, firm: Firm) -> None:
    """D38, D40: nobody is invited to it, and an earlier invitation waits until it is taken back."""
    invitation_id = await invite_user(firm)
    token = await token_of(firm, invitation_id)
    await archive_client(app.services, firm.owner, firm.client_id)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refused:
            await invite_user(firm, "another@example.test")
        assert refused.value.field == "clientId"
        with pytest.raises(InvitationNotChangeable, match="archived"):
            await resend_invitation(app.services, firm.owner, invitation_id)
        assert await preview_invitation(app.services, token) is None
        with pytest.raises(TokenNotValid):
            await accept(app, token)
    (mail,) = await queued_mails(app, models.MailKind.INVITATION)
    assert await compose_invitation(app.services, mail) is None
    await unarchive_client(app.services, firm.owner, firm.client_id)
    assert (await accept(app, token)).viewer.firm_id == firm.id
