"""The dependencies of use cases and queries, provided by the server: database, payment provider, clock."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Awaitable, Callable, Sequence
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


# One check takes tens of milliseconds and tens of megabytes: bound what a flood of sign-in attempts can use.
_MAX_CONCURRENT_PASSWORD_CHECKS = 4


@dataclass(slots=True)
class Heartbeat:
    """When the worker last looked for due jobs. The health check and the metrics report it."""

    last_beat_at: dt.datetime | None = None

    def beat(self, now: dt.datetime) -> None:
        """Record that the worker looks for due jobs."""
        self.last_beat_at = now


SEEN_INTERVAL = dt.timedelta(minutes=10)
"""A session that was recorded as used is not recorded again before this time has passed."""
_STORE_INTERVAL = dt.timedelta(seconds=30)
_MAX_SESSIONS = 20_000


@dataclass(slots=True)
class SessionActivity:
    """When sessions were last used in this process, by token digest. Requests record it, the worker stores it.

    So no request waits for a write, and a session is written at most once in `SEEN_INTERVAL`. What a killed process had
    not stored yet is lost: the list of sessions then shows an earlier time.
    """

    _recorded_at: dict[str, dt.datetime] = field(default_factory=dict)
    _unsaved: dict[str, dt.datetime] = field(default_factory=dict)
    _taken_at: dt.datetime | None = None

    def record(self, token_digest: str, now: dt.datetime) -> None:
        """Record that the session is used."""
        last = self._recorded_at.get(token_digest)
        if last is not None and now - last < SEEN_INTERVAL:
            return
        if len(self._recorded_at) >= _MAX_SESSIONS:
            self._recorded_at.clear()
            self._unsaved.clear()
        self._recorded_at[token_digest] = self._unsaved[token_digest] = now

    def take(self, now: dt.datetime, limit: int) -> dict[str, dt.datetime]:
        """Return up to `limit` sessions to store, and forget them. Empty if some were taken just now."""
        if not self._unsaved or (self._taken_at is not None and now - self._taken_at < _STORE_INTERVAL):
            return {}
        self._taken_at = now
        return {digest: self._unsaved.pop(digest) for digest in list(self._unsaved)[:limit]}


@dataclass(frozen=True, slots=True)
class Services:
    """Database sessions, payment provider, clock, notifications and the state that requests share.

    `reads` opens sessions that read one snapshot; `writes` opens sessions for transactions. `password_check_semaphore`
    limits how many passwords are checked concurrently.
    """

    reads: async_sessionmaker[AsyncSession]
    writes: async_sessionmaker[AsyncSession]
    driver: DatabaseDriver
    provider: gateway.Provider
    public_url: str
    return_origins: frozenset[str]
    token_secret: bytes
    """The secret from which `billing.derived_tokens` derives the tokens of links and the secrets of webhooks."""
    portal_url: str
    """Where the clients' pages are, without a trailing slash: links in mails to client users."""
    dashboard_url: str
    """Where the firms' pages are, without a trailing slash: links in mails to members."""
    mailer: gateway.Mailer | None = None
    """Sends mails. None in production without settings of a mail server: then they wait."""
    webhook_sender: gateway.WebhookSender = field(default_factory=gateway.WebhookSender)
    """Sends webhooks to the firms' own systems."""
    passwords_enabled: bool = True
    """Whether people can sign in by password; otherwise only through an identity provider."""
    firm_cache: dict[uuid.UUID, Any] = field(default_factory=dict)
    """The entries of `billing.firm_cache`, by firm id."""
    cached_viewers: dict[str, Viewer] = field(default_factory=dict)
    """Viewers of recent sessions, by token digest: assumed, and verified by each statement that uses them."""
    session_activity: SessionActivity = field(default_factory=SessionActivity)
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    notifications: NotificationHub = field(default_factory=NotificationHub)
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    password_check_semaphore: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_MAX_CONCURRENT_PASSWORD_CHECKS)
    )


class Snapshot:
    """One database snapshot for all queries of a GraphQL operation, opened by the first query.

    Queries of concurrently resolved fields run one after another: a connection executes one statement at a time.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
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
        """Return the connection to the pool. The next query opens a new snapshot, which sees later commits."""
        if self._session is None and not self._lock.locked():
            return
        async with self._lock:
            await self._close_session()

    async def rows(self, statement: Executable) -> Sequence[Row[*tuple[Any, ...]]]:
        """Execute the statement and return all rows."""

        async def execute(session: AsyncSession) -> Sequence[Row[*tuple[Any, ...]]]:
            return (await session.execute(statement)).all()

        return await self._execute(execute)

    async def scalars(self, statement: Select[T]) -> Sequence[T]:
        """Execute the statement and return the first column of every row."""

        async def execute(session: AsyncSession) -> Sequence[T]:
            return (await session.scalars(statement)).all()

        return await self._execute(execute)

    async def scalar(self, statement: Select[T]) -> T | None:
        """Execute the statement and return the first column of the first row, or None if there is no row."""
        values = await self.scalars(statement)
        return values[0] if values else None

    @property
    def dialect(self) -> Dialect:
        """The SQL dialect of the database."""
        return self.services.driver.dialect

    async def text(self, statement: str, values: Sequence[Any], *, single_statement: bool) -> str:
        """Execute SQL that returns one row with one text value, and return the value.

        Pass `single_statement` if no other query needs the same snapshot. If it is not open yet, the statement then
        runs by itself and costs one round trip.
        """
        row = await self._fetch_row(statement, values, single_statement=single_statement)
        assert row is not None  # noqa: S101  (it selects a value)
        text: str = row[0]
        return text

    async def first(self, statement: CompiledStatement, values: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """Execute a compiled statement and return its first row, or None.

        If the snapshot is not open yet, the statement runs by itself and costs one round trip.
        """
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
                return await query(self._open_session())
            except DBAPIError as error:
                if not is_first or not retries.is_connection_lost(error):
                    raise
            # Nothing was read in the lost snapshot, so a new one is consistent as well.
            await self._close_session()
            return await query(self._open_session())

    def _open_session(self) -> AsyncSession:
        if self._is_closed:
            message = "the snapshot is closed: its operation has ended"
            raise RuntimeError(message)
        if self._session is None:
            self._session = self.services.reads()
        return self._session

    async def _close_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            # Also for a caller that is cancelled, the connection returns to the pool.
            await asyncio.shield(session.close())
