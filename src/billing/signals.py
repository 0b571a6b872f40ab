"""Who waits for something to happen, and what wakes them. A signal says where to look, and nothing of what is there.

A signal may be lost: whoever waits looks by themselves after a while. So it makes things quick, never right.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


class Waiter:
    """Somebody who waits, and may be called while they do something else: then the next wait is over at once."""

    def __init__(self) -> None:
        self._called = asyncio.Event()

    def call(self) -> None:
        """End the wait, this one or the next."""
        self._called.set()

    async def wait(self, seconds: float) -> bool:
        """Whether the call came, within so many seconds."""
        with suppress(TimeoutError):
            # Not wait_for: before Python 3.12 it swallows a cancellation that comes at the moment of the call.
            async with asyncio.timeout(seconds):
                await self._called.wait()
        called = self._called.is_set()
        self._called.clear()
        return called


@dataclass(frozen=True, slots=True)
class Signal:
    """Jobs are wanted; or a firm changed: in what is one client's, or (`client_id` None) in what may be everybody's."""

    firm_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None


JOBS_WANTED = Signal()


class Signals:
    """The signals of one process, told once what they are about is committed.

    `tell_others` is handed each of them, to be carried to the other processes.
    """

    def __init__(self) -> None:
        self.jobs = Waiter()
        self.tell_others: Callable[[Signal], None] | None = None
        self._followers: dict[uuid.UUID, dict[Waiter, uuid.UUID]] = {}

    @property
    def followed(self) -> Collection[uuid.UUID]:
        """The firms that somebody in this process follows."""
        return self._followers.keys()

    def jobs_wanted(self) -> None:
        """A job was committed that is due now."""
        self._tell(JOBS_WANTED)

    def firm_changed(self, firm_id: uuid.UUID, client_id: uuid.UUID | None) -> None:
        """An event of the firm was committed; of which client, if it was of one."""
        self._tell(Signal(firm_id, client_id))

    def heard(self, signal: Signal) -> None:
        """Something that happened elsewhere, or here: call those whom it concerns, in this process."""
        if signal.firm_id is None:
            self.jobs.call()
            return
        for waiter, client_id in self._followers.get(signal.firm_id, {}).items():
            if signal.client_id in (None, client_id):
                waiter.call()

    def look_everywhere(self) -> None:
        """Signals may have been lost: everybody looks by themselves, now."""
        self.jobs.call()
        for firm_id in self._followers:
            self.heard(Signal(firm_id))

    @contextmanager
    def following(self, firm_id: uuid.UUID, client_id: uuid.UUID) -> Iterator[Waiter]:
        """Somebody who is called whenever something changed that may be of this client, until the block ends."""
        waiter = Waiter()
        self._followers.setdefault(firm_id, {})[waiter] = client_id
        try:
            yield waiter
        finally:
            del self._followers[firm_id][waiter]
            if not self._followers[firm_id]:
                del self._followers[firm_id]

    def _tell(self, signal: Signal) -> None:
        self.heard(signal)
        if self.tell_others is not None:
            self.tell_others(signal)
