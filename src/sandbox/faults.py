"""Faults that a test plans: the network or Stripe fails at a chosen request, before or after its effect."""

import asyncio
import dataclasses
import re
from typing import Literal

import httpx

Action = Literal["drop", "timeout", "error", "rate_limit", "delay", "pause"]
When = Literal["before", "after"]

CONNECTION_LOST_ERRORS = (httpx.ReadError, httpx.ReadTimeout)
"""What a request that gets no answer ends with."""


@dataclasses.dataclass(eq=False)
class Fault:
    """What happens to the next requests that match.

    `drop` and `timeout` end the connection without an answer (httpx.ReadError, httpx.ReadTimeout in process; a cut
    connection on a port). `error` is a 500, kept for the idempotency key; `rate_limit` a 429, kept for nothing.
    `delay` waits `seconds`, `pause` waits until `release` is set; both then go on as usual. `before` means that the
    request has had no effect, `after` that its effect is committed.
    """

    action: Action
    when: When = "before"
    method: str = "POST"
    path: str = ""
    """A regular expression, searched for in the path from /v1 on."""
    times: int = 1
    seconds: float = 0.0
    release: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    reached: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    """Set when a request has met this fault."""

    def matches(self, method: str, path: str) -> bool:
        """Whether a request meets this fault."""
        return self.times > 0 and self.method in ("*", method) and re.search(self.path, path) is not None


class Faults:
    """The faults that are planned, met in the order in which they were added."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan one."""
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """Plan none, and let go of every request that is paused."""
        for fault in self._planned:
            fault.times = 0
            fault.release.set()
        self._planned.clear()

    @property
    def pending(self) -> list[Fault]:
        """Those that no request, or not enough requests, have met yet."""
        return [fault for fault in self._planned if fault.times > 0]

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, used once."""
        for fault in self._planned:
            if fault.matches(method, path):
                fault.times -= 1
                fault.reached.set()
                return fault
        return None


async def apply_timing(fault: Fault | None, when: When) -> None:
    """Live through the part of a fault that is about time and the network."""
    if fault is None or fault.when != when:
        return
    if fault.action == "delay":
        await asyncio.sleep(fault.seconds)
    elif fault.action == "pause":
        await fault.release.wait()
    elif fault.action == "drop":
        raise httpx.ReadError("The stand-in dropped the connection.")
    elif fault.action == "timeout":
        await asyncio.sleep(fault.seconds)
        raise httpx.ReadTimeout("The stand-in never answered.")
