"""An event that resets itself once a waiter has seen it."""

import asyncio
from contextlib import suppress


class AutoResetEvent:
    """An event for one waiter. A `set` while nobody waits ends the next wait at once; several count as one."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """End the current wait, or the next one."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for `set`, at most this many seconds, and reset. Return whether it was set."""
        with suppress(TimeoutError):
            # Not wait_for: before Python 3.12 it swallows a cancellation that arrives together with the event.
            async with asyncio.timeout(seconds):
                await self._event.wait()
        is_set = self._event.is_set()
        self._event.clear()
        return is_set
