"""The straight way to the database, for deeds of which every step is known beforehand: ask once, write once.

Nothing is locked between the two. What was asked is one state of the database, and what is written is written only if
the firm still is in that state (`batch_writer.Guard`): else nothing is, and the deed takes the firm's lock.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from sqlalchemy import Dialect

from db import batch_writer


class ConcurrentWrite(Exception):
    """Somebody else wrote in the firm between asking and writing: nothing was written. Take the firm's lock."""


class DatabaseDriver(Protocol):
    """A trip to the database for each call."""

    @property
    def dialect(self) -> Dialect:
        """What statements have to be written in."""
        ...

    def firm_lock(self, firm_id: uuid.UUID) -> AbstractAsyncContextManager[None]:
        """Wait until no other deed of this process that goes this way is in the firm: they would only collide."""
        ...

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer, as one state of the database has it."""
        ...

    async def write(self, statements: Sequence[batch_writer.DriverStatement]) -> bool:
        """Write all of it, for good, or nothing; whether the firm was where the first statement says."""
        ...
