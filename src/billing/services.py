"""What deeds and questions stand on, handed in by the server: the database, the provider, the clock."""

from __future__ import annotations

import asyncio
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Dialect, Executable, Row, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import gateway
from billing.access.principals import Viewer
from billing.notifications import NotificationHub
from db import retries
from db.compiled import CompiledStatement
from db.driver import DatabaseDriver

T = TypeVar("T")
A = TypeVar("A")


# Each takes tens of milliseconds and as many megabytes: a flood of guesses must not take all of either.
_MAX_CONCURRENT_PASSWORD_CHECKS = 4


@dataclass(slots=True)
class Heartbeat:
    """When the worker last looked for what is due: whether it lives."""

    last_beat_at: dt.datetime | None = None

    def beat(self, now: dt.datetime) -> None:
        """The worker lives."""
        self.last_beat_at = now


@dataclass(frozen=True, slots=True)
class Services:
    """The database, the payment provider, the clock, the signals that wake who waits, and the worker's pulse.

    `password_checks` is held while a password is looked at.
    """

    reads: async_sessionmaker[AsyncSession]
    writes: async_sessionmaker[AsyncSession]
    driver: DatabaseDriver
    provider: gateway.Provider
    public_url: str
    return_origins: frozenset[str]
    passwords_enabled: bool = True
    """Whether people sign in by password; else only by an identity provider."""
    firm_cache: dict[uuid.UUID, Any] = field(default_factory=dict)
    """What `billing.firm_cache` knows of firms."""
    cached_viewers: dict[str, Viewer] = field(default_factory=dict)
    """Viewers of recent sessions, by token digest: assumed, and verified by each statement that uses them."""
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    notifications: NotificationHub = field(default_factory=NotificationHub)
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    password_check_semaphore: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_MAX_CONCURRENT_PASSWORD_CHECKS)
    )


class Snapshot:
    """One state of the database for everything that one operation reads, opened with the first question.

    Questions of fields that resolve side by side wait for each other: a connection answers one at a time.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self._stack = AsyncExitStack()
        self._session: AsyncSession | None = None
        self._lock = asyncio.Lock()
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        await self.close()

    async def close(self) -> None:
        """Give the connection back. The next question opens a new snapshot: after a deed, its own effects are seen."""
        async with self._lock:
            self._session = None
            await self._stack.aclose()

    async def rows(self, statement: Executable) -> Sequence[Row[*tuple[Any, ...]]]:
        """All rows of the answer."""

        async def execute(session: AsyncSession) -> Sequence[Row[*tuple[Any, ...]]]:
            return (await session.execute(statement)).all()

        return await self._execute(execute)

    async def scalars(self, statement: Select[T]) -> Sequence[T]:
        """The first column of every row."""

        async def execute(session: AsyncSession) -> Sequence[T]:
            return (await session.scalars(statement)).all()

        return await self._execute(execute)

    async def scalar(self, statement: Select[T]) -> T | None:
        """The first column of the first row, or None."""
        found = await self.scalars(statement)
        return found[0] if found else None

    @property
    def dialect(self) -> Dialect:
        """Which words the database understands."""
        return self.services.driver.dialect

    async def text(self, statement: str, values: Sequence[Any], *, single_statement: bool) -> str:
        """The text of the one value that a statement in the database's own words answers with.

        `alone`: nothing else is to be read in the same state of the database. Then it costs one round trip.
        """
        row = await self._fetch_row(statement, values, single_statement=single_statement)
        assert row is not None  # noqa: S101  (it selects a value)
        text: str = row[0]
        return text

    async def first(self, statement: CompiledStatement, values: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """The first row; None where there is none. Where nothing was read before, it is read by itself."""
        row = await self._fetch_row(statement.sql, statement.bind_values(values), single_statement=True)
        return None if row is None else statement.convert_row(row)

    async def _fetch_row(
        self, statement: str, values: Sequence[Any], *, single_statement: bool
    ) -> Sequence[Any] | None:
        if single_statement and self._session is None and not self._is_closed:
            rows = await self.services.driver.fetch(statement, values)
            return rows[0] if rows else None

        async def execute(session: AsyncSession) -> Sequence[Any] | None:
            connection = await session.connection()
            return (await connection.exec_driver_sql(statement, tuple(values))).first()

        return await self._execute(execute)

    async def _execute(self, query: Callable[[AsyncSession], Awaitable[A]]) -> A:
        async with self._lock:
            is_first = self._session is None
            try:
                return await query(await self._open_session())
            except DBAPIError as error:
                if not is_first or not retries.is_connection_lost(error):
                    raise
            # Nothing was read from the one that is lost: another is as good.
            self._session = None
            await self._stack.aclose()
            return await query(await self._open_session())

    async def _open_session(self) -> AsyncSession:
        if self._is_closed:
            message = "this operation has ended: its questions have, too"
            raise RuntimeError(message)
        if self._session is None:
            self._session = await self._stack.enter_async_context(self.services.reads())
        return self._session
