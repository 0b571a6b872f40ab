"""The compile budget: how many fields of new documents are compiled for one membership within a minute."""

import math
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from graph.errors import TooManyNewDocuments

_WINDOW_SECONDS = 60.0
_MAX_MEMBERSHIPS = 10_000


@dataclass(slots=True)
class _Window:
    """What a membership has used since its first new document of the last minute."""

    started_at: float
    fields: int = 0


class CompileBudget:
    """Counts the fields that are compiled for each membership, in this process."""

    def __init__(self, fields_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._fields_per_minute, self._clock = fields_per_minute, clock
        self._windows: LRUCache[uuid.UUID, _Window] = LRUCache(_MAX_MEMBERSHIPS)

    def check(self, membership_id: uuid.UUID, fields: int) -> None:
        """Raise TooManyNewDocuments if the membership may not have so many more fields compiled now.

        The first document of a window is always compiled.
        """
        window = self._window(membership_id)
        if window.fields and window.fields + fields > self._fields_per_minute:
            raise TooManyNewDocuments(math.ceil(window.started_at + _WINDOW_SECONDS - self._clock()))

    def charge(self, membership_id: uuid.UUID, fields: int) -> None:
        """Count compiled fields, whether or not they fit."""
        self._window(membership_id).fields += fields

    def _window(self, membership_id: uuid.UUID) -> _Window:
        now = self._clock()
        window = self._windows.get(membership_id)
        if window is None or now >= window.started_at + _WINDOW_SECONDS:
            window = self._windows[membership_id] = _Window(now)
        return window
