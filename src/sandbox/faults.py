"""Planned faults: the network or Stripe fails at a chosen request, before or after its effect."""

import asyncio
import dataclasses
import re
from typing import Literal

import httpx

Action = Literal["drop", "timeout", "error", "rate_limit", "delay", "pause"]
When = Literal["before", "after"]

CONNECTION_LOST_ERRORS = (httpx.ReadError, httpx.ReadTimeout)
"""Exceptions of requests without a response."""


@dataclasses.dataclass(eq=False)
class Fault:
    """A fault of the next matching requests.

    `drop` and `timeout` end the connection without a response (httpx.ReadError, httpx.ReadTimeout in process; a closed
    connection on a port). `error` is a 500, which is stored for the idempotency key; `rate_limit` is a 429, which is
    not. `delay` waits `seconds` and `pause` until `release` is set; both then continue. `before`: the request has had
    no effect; `after`: its effect is committed.
    """

    action: Action
    when: When = "before"
    method: str = "POST"
    path: str = ""
    """Regular expression that is searched in the path, which starts with /v1."""
    times: int = 1
    seconds: float = 0.0
    release: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    reached: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    """Set when a request has matched."""

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault applies to a request."""
        return self.times > 0 and self.method in ("*", method) and re.search(self.path, path) is not None


class Faults:
    """Planned faults, which apply in the order in which they were added."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan a fault."""
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """Remove all faults and release paused requests."""
        for fault in self._planned:
            fault.times = 0
            fault.release.set()
        self._planned.clear()

    @property
    def pending(self) -> list[Fault]:
        """Faults that still apply to further requests."""
        return [fault for fault in self._planned if fault.times > 0]

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault that applies to this request, and count its use."""
        for fault in self._planned:
            if fault.matches(method, path):
                fault.times -= 1
                fault.reached.set()
                return fault
        return None


async def apply_timing(fault: Fault | None, when: When) -> None:
    """Wait, pause or drop the connection as the fault says. Raises one of CONNECTION_LOST_ERRORS."""
    if fault is None or fault.when != when:
        return
    if fault.action == "delay":
        await asyncio.sleep(fault.seconds)
    elif fault.action == "pause":
        await fault.release.wait()
    elif fault.action == "drop":
        raise httpx.ReadError("The simulator dropped the connection.")
    elif fault.action == "timeout":
        await asyncio.sleep(fault.seconds)
        raise httpx.ReadTimeout("The simulator did not respond.")
