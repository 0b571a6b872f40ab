"""A signal wakes those whom it concerns; one that is lost only delays."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from sqlalchemy import update

import models
from billing.access.principals import System
from billing.live import poller
from billing.notifications import JOBS_DUE, Notification, NotificationHub
from billing.transaction import Unchanged, begin_transaction
from tests.support.firm import AppHarness

FIRM, OTHER_FIRM, CLIENT, OTHER_CLIENT = (uuid.uuid4() for _ in range(4))


async def test_those_whom_it_concerns_are_called() -> None:
    """The client's followers, and everybody of the firm where it is of no client; nobody of another firm."""
    signals = NotificationHub()
    with (
        signals.subscribe(FIRM, CLIENT) as ours,
        signals.subscribe(FIRM, OTHER_CLIENT) as beside,
        signals.subscribe(OTHER_FIRM, CLIENT) as theirs,
    ):
        signals.notify_firm_changed(FIRM, CLIENT)
        assert [await each.wait(0.01) for each in (ours, beside, theirs)] == [True, False, False]
        signals.notify_firm_changed(FIRM, None)
        assert [await each.wait(0.01) for each in (ours, beside, theirs)] == [True, True, False]
        signals.wake_all()
        assert [await each.wait(0.01) for each in (ours, beside, theirs, signals.jobs_event)] == [True] * 4
        assert set(signals.subscribed_firm_ids) == {FIRM, OTHER_FIRM}
    assert not signals.subscribed_firm_ids
    signals.notify_firm_changed(FIRM, CLIENT)


@pytest.mark.parametrize("steps", range(5))
async def test_who_is_cancelled_as_the_call_comes_stops(steps: int) -> None:
    """However far the call has got: a cancellation that is swallowed leaves a page behind that never ends."""
    with NotificationHub().subscribe(FIRM, CLIENT) as waiter:

        async def follow() -> None:
            while True:
                await waiter.wait(60)

        following = asyncio.create_task(follow())
        await asyncio.sleep(0.01)
        waiter.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        following.cancel()
        done, _ = await asyncio.wait({following}, timeout=1)
        following.cancel()
        assert done == {following}


async def test_a_call_while_something_else_is_done_is_not_lost() -> None:
    """Many calls are one: the next wait is over at once, and the one after it waits."""
    with NotificationHub().subscribe(FIRM, CLIENT) as waiter:
        waiter.set()
        waiter.set()
        assert await waiter.wait(0.01)
        assert not await waiter.wait(0.01)


async def test_remote_notification_is_not_forwarded() -> None:
    """Else two processes would call each other for ever."""
    signals, told = NotificationHub(), list[str]()
    signals.broadcast = told.append
    signals.deliver(Notification(FIRM, CLIENT))
    assert told == []
    signals.notify_firm_changed(FIRM, CLIENT)
    signals.notify_jobs_due()
    assert told == [Notification(FIRM, CLIENT).payload, JOBS_DUE.payload]


async def test_only_committed_changes_are_notified(app: AppHarness) -> None:
    """After the commit, with the client it concerns; nothing where nothing was to be done."""
    firm = await app.create_firm()
    told = list[str]()
    app.services.notifications.broadcast = told.append

    async def happen(error: Exception | None = None) -> None:
        async with begin_transaction(app.services, System(firm.id), "tried") as transaction:
            transaction.set_client(firm.client_id)
            if error is not None:
                raise error
            assert told == []

    await happen()
    assert told == [Notification(firm.id, firm.client_id).payload]
    await happen(Unchanged())
    try:
        await happen(ValueError())
    except ValueError:
        assert len(told) == 1


async def test_polling_finds_changes_without_notification(app: AppHarness) -> None:
    """Another process did it: those whom it concerns are called, and nobody else; nothing new calls nobody."""
    firm = await app.create_firm()
    other_id = await firm.add_client()
    services, signals = app.services, app.services.notifications
    with signals.subscribe(firm.id, firm.client_id) as ours, signals.subscribe(firm.id, other_id) as beside:

        async def called() -> list[bool]:
            return [await each.wait(0.01) for each in (ours, beside)]

        seen = await poller.poll_once(services, {})
        assert (set(seen), await called()) == ({firm.id}, [True, True])
        assert (await poller.poll_once(services, seen), await called()) == (seen, [False, False])
        async with begin_transaction(services, System(firm.id), "tried", client_id=other_id):
            pass
        await called()
        seen = await poller.poll_once(services, seen)
        assert await called() == [False, True]
        async with services.writes.begin() as session:
            await session.execute(update(models.Firm).values(seq=0))
        assert (await poller.poll_once(services, seen), await called()) == ({firm.id: 0}, [True, True])
    app.skip_audit = True
    assert await poller.poll_once(services, seen) == {}


async def test_watching_outlives_a_database_that_is_away(app: AppHarness) -> None:
    """It goes on looking, and ends when it is told to."""
    firm = await app.create_firm()
    away = app.database.read_engine
    await away.dispose()
    with app.services.notifications.subscribe(firm.id, firm.client_id) as waiter:
        watching = asyncio.create_task(poller.run_poller(app.services, 0.01))
        assert await waiter.wait(5)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        assert watching.cancelled()
