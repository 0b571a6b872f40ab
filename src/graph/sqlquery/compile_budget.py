"""The compile budget: how many fields of new documents are compiled for one membership, or network, within a minute."""

import math
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cachetools import LRUCache

from graph.errors import TooManyNewDocuments

Owner: TypeAlias = uuid.UUID | str
"""A membership, or the network of viewers who are not signed in."""
_WINDOW_SECONDS = 60.0
_MAX_OWNERS = 10_000


@dataclass(slots=True)
class _Window:
    """What an owner has used since its first new document of the last minute."""

    started_at: float
    fields: int = 0


class CompileBudget:
    """Counts the fields that are compiled for each owner, in this process: a membership, or a network of strangers."""

    def __init__(self, fields_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._fields_per_minute, self._clock = fields_per_minute, clock
        self._windows: LRUCache[Owner, _Window] = LRUCache(_MAX_OWNERS)

    def check(self, owner: Owner, fields: int) -> None:
        """Raise TooManyNewDocuments if the owner may not have so many more fields compiled now.

        The first document of a window is always compiled.
        """
        window = self._window(owner)
        if window.fields and window.fields + fields > self._fields_per_minute:
            raise TooManyNewDocuments(math.ceil(window.started_at + _WINDOW_SECONDS - self._clock()))

    def charge(self, owner: Owner, fields: int) -> None:
        """Count compiled fields, whether or not they fit."""
        self._window(owner).fields += fields

    def _window(self, owner: Owner) -> _Window:
        now = self._clock()
        window = self._windows.get(owner)
        if window is None or now >= window.started_at + _WINDOW_SECONDS:
            window = self._windows[owner] = _Window(now)
        return window
