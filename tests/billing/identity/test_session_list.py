"""The list of one's sessions, ending one, and switching memberships (D45)."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid

import pytest

from billing.errors import NotFound
from billing.identity import operator
from billing.identity.authentication import authenticate, find_cached_viewer
from billing.identity.remove_member import remove_member
from billing.identity.revoke_session import revoke_session
from billing.identity.sessions import list_sessions, store_activity
from billing.identity.sign_in import SignInResult
from billing.identity.switch_membership import switch_membership
from billing.services import SEEN_INTERVAL
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows
from tests.support.people import add_person, session_rows, sign_in_as
from tests.support.round_trips import record_round_trips, written_tables
from tests.support.sessions import session_of

ADDRESS = "emma@example.test"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm()


async def add_memberships(app: AppHarness, firm: Firm) -> list[uuid.UUID]:
    """One person as a member and as a client user of the firm, and as a member of another one."""
    other = await app.create_firm(name="Other")
    member = await add_person(firm, ADDRESS)
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email=ADDRESS, name="Emma", password=None
    )
    return [member, user, await add_person(other, ADDRESS, password=None)]


async def test_sessions_of_all_memberships(app: AppHarness, firm: Firm) -> None:
    """D45: those of the person, newest use first, without expired ones and without those of others."""
    signed_in: list[SignInResult] = []
    for membership_id in await add_memberships(app, firm):
        signed_in.append(await sign_in_as(app, ADDRESS, membership_id=membership_id))
        app.clock.advance(seconds=1)
    await session_of(app.services, firm.owner)
    expired = await session_of(app.services, signed_in[0].viewer, days=1)
    app.clock.advance(days=2)
    assert await authenticate(app.services, expired) is None
    first = signed_in[0]
    listed = await list_sessions(app.services, first.viewer, first.token)
    assert [session.is_current for session in listed] == [False, False, True]
    assert {session.device for session in listed} == {"Firefox, Windows"}
    assert [session.created_at for session in listed] == sorted((s.created_at for s in listed), reverse=True)


async def test_session_is_ended(app: AppHarness, firm: Firm) -> None:
    """D45: in any membership of the person; others' sessions are not found."""
    ids = await add_memberships(app, firm)
    this, other = [await sign_in_as(app, ADDRESS, membership_id=id_) for id_ in ids[:2]]
    await session_of(app.services, firm.owner)
    rows = {row.member_id or row.client_user_id: row.id for row in await session_rows(app)}
    before = await all_rows(app.services)
    for session_id in (rows[firm.owner.id], uuid.uuid4()):
        with pytest.raises(NotFound):
            await revoke_session(app.services, this.viewer, session_id, this.token)
    assert await all_rows(app.services) == before
    result = await revoke_session(app.services, this.viewer, rows[ids[1]], this.token)
    assert ([session.id for session in result.sessions], result.was_current) == ([rows[ids[0]]], False)
    assert await authenticate(app.services, other.token) is None
    result = await revoke_session(app.services, this.viewer, rows[ids[0]], this.token)
    assert (result.sessions, result.was_current) == ([], True)
    assert await authenticate(app.services, this.token) is None


async def test_membership_is_switched(app: AppHarness, firm: Firm) -> None:
    """D45: the same token is of the other membership from the next request on; no second session, no password."""
    ids = await add_memberships(app, firm)
    this = await sign_in_as(app, ADDRESS, membership_id=ids[0])
    assert await authenticate(app.services, this.token) == this.viewer
    viewer = this.viewer
    for membership_id in (*ids[1:], ids[0]):
        viewer = await switch_membership(app.services, viewer, membership_id, this.token)
        assert viewer.id == membership_id
        assert find_cached_viewer(app.services, this.token) is None
        assert await authenticate(app.services, this.token) == viewer
    assert len(await session_rows(app)) == 1


async def test_switch_is_refused(app: AppHarness, firm: Firm) -> None:
    """D45: to somebody else's membership, a removed one, or without a session."""
    member, user, _ = await add_memberships(app, firm)
    this = await sign_in_as(app, ADDRESS, membership_id=user)
    await remove_member(app.services, firm.owner, member)
    before = await all_rows(app.services)
    for membership_id, token in (
        (firm.owner.id, this.token),
        (member, this.token),
        (uuid.uuid4(), this.token),
        (user, None),
        (user, "another token"),
    ):
        with pytest.raises(NotFound):
            await switch_membership(app.services, this.viewer, membership_id, token)
    assert await all_rows(app.services) == before


async def test_switch_to_a_membership_that_is_being_removed(app: AppHarness, firm: Firm) -> None:
    """P8: whichever comes first, no session of the removed membership is left."""
    member, user, _ = await add_memberships(app, firm)
    this = await sign_in_as(app, ADDRESS, membership_id=user)
    await asyncio.gather(
        switch_membership(app.services, this.viewer, member, this.token),
        remove_member(app.services, firm.owner, member),
        return_exceptions=True,
    )
    viewer = await authenticate(app.services, this.token)
    assert viewer is None or viewer.id == user


async def test_last_use_is_stored_by_the_worker(app: AppHarness, firm: Firm) -> None:
    """D45: exact to ten minutes, by at most one write in ten minutes for each session; requests write nothing."""
    token, start = await session_of(app.services, firm.owner), app.clock()

    async def use_for(minutes: int) -> dt.datetime:
        for _ in range(minutes):
            app.clock.advance(minutes=1)
            assert find_cached_viewer(app.services, token) or await authenticate(app.services, token)
        before = await all_rows(app.services)
        assert await authenticate(app.services, token)
        assert await all_rows(app.services) == before
        await store_activity(app.services)
        return (await session_rows(app))[0].last_seen_at

    assert await use_for(9) == start
    first = await use_for(12)
    assert first - start >= dt.timedelta(minutes=10)
    assert app.clock() - first <= dt.timedelta(minutes=11)
    assert await use_for(5) == first
    app.clock.advance(days=1)
    assert await use_for(1) == app.clock()
    assert dt.timedelta(minutes=10) == SEEN_INTERVAL


async def test_the_use_of_many_sessions_is_stored_at_once(app: AppHarness, firm: Firm) -> None:
    """D45: in one round trip, and each at most once in `SEEN_INTERVAL`."""
    tokens = [await session_of(app.services, firm.owner) for _ in range(5)]
    app.clock.advance(seconds=SEEN_INTERVAL.total_seconds())
    for token in tokens:
        assert await authenticate(app.services, token) is not None
    with record_round_trips() as log:
        await store_activity(app.services)
    writes = [trip for trip in log.round_trips if any(map(written_tables, trip.statements))]
    assert len(writes) == 1
    now = app.clock()
    assert [session.last_seen_at for session in await list_sessions(app.services, firm.owner, None)] == [now] * 5
    app.clock.advance(seconds=SEEN_INTERVAL.total_seconds() - 1)
    for token in tokens:
        await authenticate(app.services, token)
    before = await all_rows(app.services)
    await store_activity(app.services)
    assert await all_rows(app.services) == before
