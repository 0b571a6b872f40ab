"""A signal wakes those whom it concerns; one that is lost only delays."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from sqlalchemy import update

import models
from billing.access.principals import System
from billing.live import poller
from billing.notifications import JOBS_WANTED, Signal, Signals
from billing.transaction import NothingToDo, transaction
from tests.support.firm import House

FIRM, OTHER_FIRM, CLIENT, OTHER_CLIENT = (uuid.uuid4() for _ in range(4))


async def test_those_whom_it_concerns_are_called() -> None:
    """The client's followers, and everybody of the firm where it is of no client; nobody of another firm."""
    signals = Signals()
    with (
        signals.following(FIRM, CLIENT) as ours,
        signals.following(FIRM, OTHER_CLIENT) as beside,
        signals.following(OTHER_FIRM, CLIENT) as theirs,
    ):
        signals.firm_changed(FIRM, CLIENT)
        assert [await each.wait(0.01) for each in (ours, beside, theirs)] == [True, False, False]
        signals.firm_changed(FIRM, None)
        assert [await each.wait(0.01) for each in (ours, beside, theirs)] == [True, True, False]
        signals.look_everywhere()
        assert [await each.wait(0.01) for each in (ours, beside, theirs, signals.jobs)] == [True] * 4
        assert set(signals.followed) == {FIRM, OTHER_FIRM}
    assert not signals.followed
    signals.firm_changed(FIRM, CLIENT)


@pytest.mark.parametrize("steps", range(5))
async def test_who_is_cancelled_as_the_call_comes_stops(steps: int) -> None:
    """However far the call has got: a cancellation that is swallowed leaves a page behind that never ends."""
    with Signals().following(FIRM, CLIENT) as waiter:

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
    with Signals().following(FIRM, CLIENT) as waiter:
        waiter.set()
        waiter.set()
        assert await waiter.wait(0.01)
        assert not await waiter.wait(0.01)


async def test_what_was_heard_is_not_told_on() -> None:
    """Else two processes would call each other for ever."""
    signals, told = Signals(), list[str]()
    signals.tell_others = told.append
    signals.heard(Signal(FIRM, CLIENT))
    assert told == []
    signals.firm_changed(FIRM, CLIENT)
    signals.jobs_wanted()
    assert told == [Signal(FIRM, CLIENT).payload, JOBS_WANTED.payload]


async def test_what_is_committed_is_told_and_what_is_not_is_not(house: House) -> None:
    """After the commit, with the client it concerns; nothing where nothing was to be done."""
    firm = await house.firm()
    told = list[str]()
    house.services.signals.tell_others = told.append

    async def happen(error: Exception | None = None) -> None:
        async with transaction(house.services, System(firm.id), "tried") as book:
            book.concerns(firm.client_id)
            if error is not None:
                raise error
            assert told == []

    await happen()
    assert told == [Signal(firm.id, firm.client_id).payload]
    await happen(NothingToDo())
    try:
        await happen(ValueError())
    except ValueError:
        assert len(told) == 1


async def test_looking_finds_what_no_signal_told_of(house: House) -> None:
    """Another process did it: those whom it concerns are called, and nobody else; nothing new calls nobody."""
    firm = await house.firm()
    other_id = await firm.add_client()
    services, signals = house.services, house.services.signals
    with signals.following(firm.id, firm.client_id) as ours, signals.following(firm.id, other_id) as beside:

        async def called() -> list[bool]:
            return [await each.wait(0.01) for each in (ours, beside)]

        seen = await poller.look(services, {})
        assert (set(seen), await called()) == ({firm.id}, [True, True])
        assert (await poller.look(services, seen), await called()) == (seen, [False, False])
        async with transaction(services, System(firm.id), "tried", client_id=other_id):
            pass
        await called()
        seen = await poller.look(services, seen)
        assert await called() == [False, True]
        async with services.writes.begin() as session:
            await session.execute(update(models.Firm).values(seq=0))
        assert (await poller.look(services, seen), await called()) == ({firm.id: 0}, [True, True])
    house.skip_audit = True
    assert await poller.look(services, seen) == {}


async def test_watching_outlives_a_database_that_is_away(house: House) -> None:
    """It goes on looking, and ends when it is told to."""
    firm = await house.firm()
    away = house.database.read_engine
    await away.dispose()
    with house.services.signals.following(firm.id, firm.client_id) as waiter:
        watching = asyncio.create_task(poller.watch(house.services, 0.01))
        assert await waiter.wait(5)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        assert watching.cancelled()
