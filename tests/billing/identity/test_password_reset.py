"""Forgotten and changed passwords: once, by whoever reads the mail; nothing tells which addresses are known."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing import worker
from billing.access.principals import Viewer
from billing.identity import memberships, operator
from billing.identity import request_password_reset as limits
from billing.identity.authentication import authenticate
from billing.identity.change_password import ChangePasswordCommand, change_password
from billing.identity.login_rate_limit import Origin
from billing.identity.passwords import WeakPassword, WrongPassword
from billing.identity.request_password_reset import (
    RequestPasswordResetCommand,
    queue_reset_mails,
    request_password_reset,
)
from billing.identity.reset_password import ResetPasswordCommand, reset_password
from billing.identity.sign_in import SignInFailed
from billing.identity.tokens import TokenNotValid
from models import MailKind
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, record_statements
from tests.support.people import (
    ORIGIN,
    PASSWORD,
    add_person,
    event_kinds,
    invite,
    queued_mails,
    reset_tokens,
    sign_in_as,
)

ADDRESS, NEW = "emma@example.test", "another long password"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm with a member who has a password."""
    firm = await app.create_firm()
    await add_person(firm, ADDRESS)
    return firm


async def request(app: AppHarness, email: str = ADDRESS, origin: Origin = ORIGIN) -> None:
    await request_password_reset(app.services, RequestPasswordResetCommand(email, origin, None))


async def request_token(app: AppHarness) -> str:
    """Request a reset, and return the token in the mail's link."""
    await request(app)
    await queue_reset_mails(app.services)
    return (await reset_tokens(app))[-1]


async def reset(app: AppHarness, token: str, password: str = NEW) -> None:
    await reset_password(app.services, ResetPasswordCommand(token, password))


async def resets(app: AppHarness) -> Sequence[models.PasswordReset]:
    async with app.services.reads() as session:
        return (await session.scalars(select(models.PasswordReset).order_by(models.PasswordReset.id))).all()


async def test_reset_ends_all_sessions(app: AppHarness, firm: Firm) -> None:
    """D44: of all memberships; the old password is worth nothing, and each firm records an event."""
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email=ADDRESS, name="Emma", password=None
    )
    signed_in = [await sign_in_as(app, ADDRESS, membership_id=id_) for id_ in (user, (await member_of(app, firm)).id)]
    token = await request_token(app)
    await reset(app, token)
    for session in signed_in:
        assert await authenticate(app.services, session.token) is None
    with pytest.raises(SignInFailed):
        await sign_in_as(app, ADDRESS, membership_id=user)
    assert (await sign_in_as(app, ADDRESS, NEW, user)).viewer.id == user
    assert (await event_kinds(firm))[-1] == "password.set"
    assert await resets(app) == []


async def member_of(app: AppHarness, firm: Firm) -> models.FirmMember:
    async with app.services.reads() as session:
        statement = select(models.FirmMember).join(models.Person).where(models.Person.email == ADDRESS)
        return (await session.scalars(statement.where(models.FirmMember.firm_id == firm.id))).one()


async def test_token_serves_once(app: AppHarness, firm: Firm) -> None:
    """D44: of eight at the same time one sets the password."""
    token = await request_token(app)
    passwords = [f"{NEW} {number}" for number in range(8)]
    results = await asyncio.gather(*(reset(app, token, password) for password in passwords), return_exceptions=True)
    (winner,) = [password for password, result in zip(passwords, results, strict=True) if result is None]
    assert [type(result) for result in results if result is not None] == [TokenNotValid] * 7
    await sign_in_as(app, ADDRESS, winner)
    assert (await event_kinds(firm)).count("password.set") == 1


async def test_bad_tokens_change_nothing(app: AppHarness, firm: Firm) -> None:
    """D44: unknown, used, expired after 30 minutes, or together with a weak password."""
    token = await request_token(app)
    before = await all_rows(app.services)
    for invalid in ("", "x", f"{token}x", "\udcff", "x" * 10_000):
        with pytest.raises(TokenNotValid):
            await reset(app, invalid)
    for weak in ("x" * 11, "x" * 1001):
        with pytest.raises(WeakPassword):
            await reset(app, token, weak)
    app.clock.advance(minutes=30)
    with pytest.raises(TokenNotValid):
        await reset(app, token)
    assert await all_rows(app.services) == before
    await sign_in_as(app, ADDRESS)
    assert firm.id


async def test_other_tokens_die(app: AppHarness, firm: Firm) -> None:
    """D44: a reset, a change and the operator's new password make all outstanding links worthless."""
    first, second = await request_token(app), await request_token(app)
    await reset(app, second)
    third = await request_token(app)
    await operator.set_password(app.services, ADDRESS, PASSWORD)
    app.clock.advance(hours=1)
    fourth = await request_token(app)
    viewer = (await sign_in_as(app, ADDRESS)).viewer
    await change_password(app.services, viewer, ChangePasswordCommand(PASSWORD, NEW, None, ORIGIN))
    for token in (first, second, third, fourth):
        with pytest.raises(TokenNotValid):
            await reset(app, token)
    assert firm.id


async def test_mail_goes_to_current_members_only(app: AppHarness, firm: Firm) -> None:
    """D44: not to unknown addresses, nor to whoever was removed; but to whoever is invited back."""
    await request(app, "nobody@example.test")
    await queue_reset_mails(app.services)
    assert (await queued_mails(app, MailKind.PASSWORD_RESET), await resets(app)) == ([], [])
    await memberships.remove_member(app.services, firm.id, (await member_of(app, firm)).id)
    await request(app)
    await queue_reset_mails(app.services)
    assert (await queued_mails(app, MailKind.PASSWORD_RESET), await resets(app)) == ([], [])
    await invite(firm, ADDRESS)
    await request(app, " EMMA@example.test")
    await queue_reset_mails(app.services)
    (mail,) = await queued_mails(app, MailKind.PASSWORD_RESET)
    assert (mail.address, mail.name, mail.firm_id) == (ADDRESS, "Emma", firm.id)


async def test_mail_of_a_reset(app: AppHarness, firm: Firm) -> None:
    """D44: its link is in no table, leads members to the dashboard, and is not sent once it is used."""
    token = await request_token(app)
    (mail,) = await queued_mails(app, MailKind.PASSWORD_RESET)
    content = await worker.COMPOSERS[MailKind.PASSWORD_RESET](app.services, mail)
    assert content is not None
    assert content.action is not None
    assert content.action.url == f"http://dashboard/reset-password?token={token}"
    assert token not in repr(await all_rows(app.services))
    await reset(app, token)
    assert await worker.COMPOSERS[MailKind.PASSWORD_RESET](app.services, mail) is None
    assert firm.id


async def test_request_does_the_same_for_every_address(app: AppHarness, firm: Firm) -> None:
    """D46: the same statements and rows, so that neither the answer nor its time depends on the address."""
    statements: list[list[str]] = []
    rows: list[int] = []
    for email in (ADDRESS, "nobody@example.test", "not an address"):
        with record_statements(app.database.write_engine) as recorded:
            await request(app, email, Origin(f"192.0.2.{len(rows) + 10}"))
        statements.append(
            [statement for statement in recorded if "password_reset" in statement or "throttle" in statement]
        )
        rows.append(len(await resets(app)))
    assert statements[0] == statements[1] == statements[2]
    assert rows == [1, 2, 3]
    assert firm.id


async def test_requests_are_limited(app: AppHarness, firm: Firm) -> None:
    """D44: of an address and a network, of a network, and of an address from everywhere; known or not."""
    for _ in range(limits.MAX_PER_ORIGIN + 2):
        await request(app)
    assert len(await resets(app)) == limits.MAX_PER_ORIGIN
    for number in range(limits.MAX_PER_ADDRESS + 2):
        await request(app, origin=Origin(f"198.51.100.{number}"))
    assert len(await resets(app)) == limits.MAX_PER_ADDRESS
    for number in range(limits.MAX_PER_NETWORK + 2):
        await request(app, f"nobody-{number}@example.test", Origin("203.0.113.1"))
    assert len(await resets(app)) == limits.MAX_PER_ADDRESS + limits.MAX_PER_NETWORK
    await sign_in_as(app, ADDRESS)
    app.clock.advance(hours=2)
    await request(app)
    assert [row.created_at for row in await resets(app)] == [app.clock()]
    assert firm.id


async def test_workers_take_each_request_once(app: AppHarness, firm: Firm) -> None:
    """D44: several workers queue one mail."""
    await request(app)
    await asyncio.gather(*(queue_reset_mails(app.services) for _ in range(4)))
    assert len(await queued_mails(app, MailKind.PASSWORD_RESET)) == 1
    assert firm.id


async def test_expired_request_is_not_mailed(app: AppHarness, firm: Firm) -> None:
    """D44: if no worker ran for 30 minutes."""
    await request(app)
    app.clock.now += dt.timedelta(minutes=30)
    await queue_reset_mails(app.services)
    assert (await queued_mails(app, MailKind.PASSWORD_RESET), await resets(app)) == ([], [])
    assert firm.id


async def change(app: AppHarness, viewer: Viewer, **more: Any) -> None:
    values: dict[str, Any] = {"current": PASSWORD, "new": NEW, "session_token": None, "origin": ORIGIN, **more}
    await change_password(app.services, viewer, ChangePasswordCommand(**values))


async def test_changed_password_keeps_this_session(app: AppHarness, firm: Firm) -> None:
    """D43: all other sessions of the person end."""
    this, other = await sign_in_as(app, ADDRESS), await sign_in_as(app, ADDRESS)
    await change(app, this.viewer, session_token=this.token)
    assert await authenticate(app.services, this.token) == this.viewer
    assert await authenticate(app.services, other.token) is None
    with pytest.raises(SignInFailed):
        await sign_in_as(app, ADDRESS)
    assert (await sign_in_as(app, ADDRESS, NEW)).viewer == this.viewer
    assert (await event_kinds(firm))[-1] == "password.set"


async def test_change_is_refused(app: AppHarness, firm: Firm) -> None:
    """D43: with a wrong or a weak password, and while attempts are limited; everything stays as it was."""
    this = await sign_in_as(app, ADDRESS)
    for more, error in (
        ({"current": "wrong"}, WrongPassword),
        ({"new": "x" * 11}, WeakPassword),
        ({"current": "wrong", "new": "x"}, WeakPassword),
    ):
        async with firm.assert_unchanged():
            with pytest.raises(error):
                await change(app, this.viewer, **more)
    for _ in range(4):
        with pytest.raises(WrongPassword):
            await change(app, this.viewer, current="wrong")
    async with firm.assert_unchanged():
        with pytest.raises(WrongPassword):
            await change(app, this.viewer)
    assert await authenticate(app.services, this.token) == this.viewer
    app.clock.advance(minutes=15)
    await change(app, this.viewer)


async def test_concurrent_changes(app: AppHarness, firm: Firm) -> None:
    """D43: of two changes of the same password one succeeds."""
    this = await sign_in_as(app, ADDRESS)
    changes = (change(app, this.viewer, new=f"{NEW} {number}", session_token=this.token) for number in range(2))
    results = await asyncio.gather(*changes, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "WrongPassword"]
    assert (await event_kinds(firm)).count("password.set") == 1
