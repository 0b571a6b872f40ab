"""A notification wakes its subscribers; a lost one only delays."""

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
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness

FIRM, OTHER_FIRM, CLIENT, OTHER_CLIENT = (uuid.uuid4() for _ in range(4))


async def test_subscribers_of_the_client_are_notified() -> None:
    """A change without a client notifies the whole firm; another firm's subscribers are never notified."""
    hub = NotificationHub()
    with (
        hub.subscribe(FIRM, CLIENT) as same_client,
        hub.subscribe(FIRM, OTHER_CLIENT) as other_client,
        hub.subscribe(OTHER_FIRM, CLIENT) as other_firm,
    ):
        hub.notify_firm_changed(FIRM, CLIENT)
        assert [await event.wait(0.01) for event in (same_client, other_client, other_firm)] == [True, False, False]
        hub.notify_firm_changed(FIRM, None)
        assert [await event.wait(0.01) for event in (same_client, other_client, other_firm)] == [True, True, False]
        hub.wake_all()
        assert [await event.wait(0.01) for event in (same_client, other_client, other_firm, hub.jobs_event)] == [
            True
        ] * 4
        assert set(hub.subscribed_firm_ids) == {FIRM, OTHER_FIRM}
    assert not hub.subscribed_firm_ids
    hub.notify_firm_changed(FIRM, CLIENT)


@pytest.mark.parametrize("steps", range(5))
async def test_cancellation_during_a_notification_is_not_lost(steps: int) -> None:
    """However far the notification got: a swallowed cancellation would leave a subscription that never ends."""
    with NotificationHub().subscribe(FIRM, CLIENT) as event:

        async def wait_forever() -> None:
            while True:
                await event.wait(60)

        waiting = asyncio.create_task(wait_forever())
        await asyncio.sleep(0.01)
        event.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        waiting.cancel()
        done, _ = await asyncio.wait({waiting}, timeout=1)
        waiting.cancel()
        assert done == {waiting}


async def test_notification_between_waits_is_not_lost() -> None:
    """Several notifications end one wait; the wait after it waits."""
    with NotificationHub().subscribe(FIRM, CLIENT) as event:
        event.set()
        event.set()
        assert await event.wait(0.01)
        assert not await event.wait(0.01)


async def test_remote_notification_is_not_forwarded() -> None:
    """Otherwise two processes would notify each other for ever."""
    hub, payloads = NotificationHub(), list[str]()
    hub.broadcast = payloads.append
    hub.deliver(Notification(FIRM, CLIENT))
    assert payloads == []
    hub.notify_firm_changed(FIRM, CLIENT)
    hub.notify_jobs_due()
    assert payloads == [Notification(FIRM, CLIENT).payload, JOBS_DUE.payload]


async def test_only_committed_changes_are_notified(app: AppHarness) -> None:
    """After the commit, with the client that changed; not after a rollback or without a change."""
    firm = await app.create_firm()
    payloads = list[str]()
    app.services.notifications.broadcast = payloads.append

    async def commit_event(error: Exception | None = None) -> None:
        async with begin_transaction(app.services, System(firm.id), "tried") as transaction:
            transaction.set_client(firm.client_id)
            if error is not None:
                raise error
            assert payloads == []

    await commit_event()
    assert payloads == [Notification(firm.id, firm.client_id).payload]
    await commit_event(Unchanged())
    try:
        await commit_event(ValueError())
    except ValueError:
        assert len(payloads) == 1


async def test_subscribers_are_notified_after_the_commit(app: AppHarness) -> None:
    """P9: what a subscriber reads at the notification contains the change, whichever way the rows are written."""
    firm = await app.create_firm()
    payloads, before_round_trips = list[str](), list[int]()
    app.services.notifications.broadcast = payloads.append

    async def on_write(_statements: object) -> None:
        before_round_trips.append(len(payloads))

    async with spy_on_driver(app, on_write=on_write):
        async with begin_transaction(app.services, System(firm.id), "one", client_id=firm.client_id):
            pass
        async with begin_transaction(app.services, System(firm.id), "two", client_id=firm.client_id) as transaction:
            await transaction.session.flush()
    # Two round trips each: the beginning with the firm's lock, and the commit.
    assert (before_round_trips, len(payloads)) == ([0, 0, 1, 1], 2)


async def test_polling_finds_changes_without_notification(app: AppHarness) -> None:
    """Of a change by another process, the client's subscribers are notified, and no others."""
    firm = await app.create_firm()
    other_id = await firm.add_client()
    services, hub = app.services, app.services.notifications
    with hub.subscribe(firm.id, firm.client_id) as same_client, hub.subscribe(firm.id, other_id) as other_client:

        async def notified() -> list[bool]:
            return [await event.wait(0.01) for event in (same_client, other_client)]

        seen = await poller.poll_once(services, {})
        assert (set(seen), await notified()) == ({firm.id}, [True, True])
        assert (await poller.poll_once(services, seen), await notified()) == (seen, [False, False])
        async with begin_transaction(services, System(firm.id), "tried", client_id=other_id):
            pass
        await notified()
        seen = await poller.poll_once(services, seen)
        assert await notified() == [False, True]
        async with services.writes.begin() as session:
            await session.execute(update(models.Firm).values(seq=0))
        assert (await poller.poll_once(services, seen), await notified()) == ({firm.id: 0}, [True, True])
    app.skip_audit = True
    assert await poller.poll_once(services, seen) == {}


async def test_poller_survives_a_database_outage(app: AppHarness) -> None:
    """It goes on polling until it is canceled."""
    firm = await app.create_firm()
    engine = app.database.read_engine
    await engine.dispose()
    with app.services.notifications.subscribe(firm.id, firm.client_id) as event:
        polling = asyncio.create_task(poller.run_poller(app.services, 0.01))
        assert await event.wait(5)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        assert polling.cancelled()
