"""When the database could not do it, and nobody is to blame: it is busy or gone, or two transactions collided."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

P = ParamSpec("P")
T = TypeVar("T")

OUTAGE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, OSError)
"""What an outage may come as. A connection that cannot be made comes as the system tells it."""

_log = structlog.get_logger()

_MAX_ATTEMPTS = 5
_BASE_DELAY_SECONDS = 0.02
_LOG_INTERVAL_SECONDS = 60.0
_CONFLICT_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock
# Connection, resources, the operator's intervention; lock not in time; idle in a transaction for too long.
_OUTAGE_SQLSTATES = ("08", "53", "57", "55P03", "25P03")
_CONNECTION_LOST_SQLSTATES = ("08", "57P01", "57P02")  # connection; shut down by the operator; crashed
# Interrupted: it took too long.
_SQLITE_OUTAGE_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
    }
)


def is_conflict(error: BaseException) -> bool:
    """Whether the transaction was undone for the sake of another: done again, it may well succeed."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in _CONFLICT_SQLSTATES


def is_outage(error: BaseException) -> bool:
    """Whether the database had no connection, no lock or no time for us, or is not there: try again later."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OUTAGE_ERRORS)
    if isinstance(error.orig, sqlite3.Error):
        # The lower byte is the kind of error, the rest tells it more exactly.
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_OUTAGE_CODES
    # A driver whose connection was cut off before it was asked has no state to tell.
    cut_off = error.connection_invalidated or "connection is closed" in str(error.orig)
    return cut_off or is_conflict(error) or _sqlstate(error).startswith(_OUTAGE_SQLSTATES)


def summarize_error(error: BaseException) -> str:
    """What the database or the system says of it, in one line, without the statement."""
    told = str(getattr(error, "orig", None) or error).splitlines()
    return told[0] if told else type(error).__name__


def is_connection_lost(error: BaseException) -> bool:
    """Whether the connection was lost while a statement was asked: its transaction was not kept.

    Not so while it was being committed: nobody can say then what became of it.
    """
    if not isinstance(error, DBAPIError) or error.statement is None:
        return False
    return error.connection_invalidated or _sqlstate(error).startswith(_CONNECTION_LOST_SQLSTATES)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


class OutageLog:
    """Says in the log that there is an outage: in one line, at its start and once a minute, however often it is met."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._last: float | None = None

    def report(self, error: BaseException) -> None:
        """There is one, and this is how it shows."""
        now = time.monotonic()
        if self._last is None or now - self._last >= _LOG_INTERVAL_SECONDS:
            self._last = now
            _log.warning(self._event, why=summarize_error(error))

    def reset(self) -> None:
        """There is none, or none any more: the next is told at once."""
        self._last = None


async def retry_on_conflict(
    command_handler: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
) -> T:
    """What the deed answers; done again where its transaction collided with another, a few times, or was cut off, once.

    Nothing of that transaction was kept, and a deed that is done twice goes on where it was (D30): with the same key
    here and at the provider. Raise what the last attempt was told.
    """
    cut_off = False
    for attempt in range(1, _MAX_ATTEMPTS):
        try:
            return await command_handler(*args, **kwargs)
        except DBAPIError as error:
            if not is_conflict(error) and (cut_off or not is_connection_lost(error)):
                raise
            cut_off = cut_off or is_connection_lost(error)
            _log.info("transaction undone by the database", attempt=attempt, state=_sqlstate(error))
        # Not all at the same instant again.
        await asyncio.sleep(random.uniform(0.5, 1) * _BASE_DELAY_SECONDS * 2**attempt)  # noqa: S311  (no secret)
    return await command_handler(*args, **kwargs)
