"""Database outages and conflicts: which errors they are, and retrying what was rolled back.

A conflict is a deadlock or serialization failure. An outage is a database without connection, lock or time for us.
"""

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

DATABASE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, OSError)
"""Types of all errors that the database can cause. A failed connection attempt is an OSError."""

_log = structlog.get_logger()

_MAX_ATTEMPTS = 5
_BASE_DELAY_SECONDS = 0.02
_LOG_INTERVAL_SECONDS = 60.0
_CONFLICT_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock
# Connection exception, insufficient resources, operator intervention; lock timeout, idle transaction timeout.
_OUTAGE_SQLSTATES = ("08", "53", "57", "55P03", "25P03")
_CONNECTION_LOST_SQLSTATES = ("08", "57P01", "57P02")  # connection exception, shutdown, crash
# SQLITE_INTERRUPT is our statement timeout.
_SQLITE_OUTAGE_CODES = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_INTERRUPT}
)


def is_conflict(error: BaseException) -> bool:
    """Whether the database rolled the transaction back because of a concurrent one. A retry can succeed."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in _CONFLICT_SQLSTATES


def is_outage(error: BaseException) -> bool:
    """Whether the database is unavailable, busy or too slow, or the error is a conflict that retries did not resolve.

    Callers respond 503; a retry can succeed later.
    """
    if not isinstance(error, DBAPIError):
        return isinstance(error, DATABASE_ERRORS)
    if isinstance(error.orig, sqlite3.Error):
        # The lower byte is the primary result code.
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _SQLITE_OUTAGE_CODES
    # asyncpg's error for a connection that is already closed has no SQLSTATE.
    is_disconnected = error.connection_invalidated or "connection is closed" in str(error.orig)
    return is_disconnected or is_conflict(error) or _sqlstate(error).startswith(_OUTAGE_SQLSTATES)


def summarize_error(error: BaseException) -> str:
    """Return the first line of the driver's or system's message, without the SQL statement."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return lines[0] if lines else type(error).__name__


def is_connection_lost(error: BaseException) -> bool:
    """Whether the connection was lost while a statement was executed, so that its transaction is rolled back.

    False for a connection lost during COMMIT: its outcome is unknown.
    """
    if not isinstance(error, DBAPIError) or error.statement is None:
        return False
    return error.connection_invalidated or _sqlstate(error).startswith(_CONNECTION_LOST_SQLSTATES)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


class OutageLog:
    """Logs an outage in one line at its start and then once a minute, however many operations fail."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._last: float | None = None

    def report(self, error: BaseException) -> None:
        """Log the error, unless one was logged within the last minute."""
        now = time.monotonic()
        if self._last is None or now - self._last >= _LOG_INTERVAL_SECONDS:
            self._last = now
            _log.warning(self._event, reason=summarize_error(error))

    def reset(self) -> None:
        """End the outage: the next error is logged at once."""
        self._last = None


async def retry_on_conflict(
    command_handler: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call the command handler; retry after conflicts, up to 5 attempts in all, and once after a lost connection.

    The failed transaction was rolled back, and a repeated handler continues where it stopped (D30): with the same
    idempotency key here and at the provider. Raises the error of the last attempt.
    """
    was_disconnected = False
    for attempt in range(1, _MAX_ATTEMPTS):
        try:
            return await command_handler(*args, **kwargs)
        except DBAPIError as error:
            if not is_conflict(error) and (was_disconnected or not is_connection_lost(error)):
                raise
            was_disconnected = was_disconnected or is_connection_lost(error)
            _log.info("transaction rolled back, retrying", attempt=attempt, sqlstate=_sqlstate(error))
        # With jitter, so that conflicting transactions do not retry at the same time.
        await asyncio.sleep(random.uniform(0.5, 1) * _BASE_DELAY_SECONDS * 2**attempt)  # noqa: S311  (no secret)
    return await command_handler(*args, **kwargs)
