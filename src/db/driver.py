"""The straight way to each database: the driver itself, on a connection out of the engines' own pools."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from weakref import WeakValueDictionary

import aiosqlite
import asyncpg
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn

from db import batch_writer, retries

# The last one: the server said goodbye at the moment when it was asked.
_CONNECTION_LOST_ERRORS = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_MAX_RECONNECTS = 20
"""More than a pool has."""
_INTEGRITY_ERRORS = (asyncpg.IntegrityConstraintViolationError, sqlite3.IntegrityError)


class DriverPool:
    """Some of the connections of an engine's pool, kept to be used again: taking one is free. Whoever finds none waits.

    With `given_back`, none is kept: others need it between. `told_first`: what the database is told on each.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        max_connections: int,
        timeout_seconds: float,
        *,
        release_after_use: bool = False,
        setup_statement: str | None = None,
    ) -> None:
        self._engine = engine
        self._release_after_use = release_after_use
        self._setup_statement = setup_statement
        self._idle: list[Any] = []
        self._permits = asyncio.Semaphore(max_connections)
        self._timeout_seconds = timeout_seconds

    async def run(self, operation: Callable[[Any], Awaitable[Any]]) -> Any:
        """What is asked of a connection's driver. Raise TimeoutError where none is to be had."""
        if self._permits.locked():
            async with asyncio.timeout(self._timeout_seconds):
                await self._permits.acquire()
        else:
            await self._permits.acquire()
        try:
            lent = await self._acquire()
            try:
                found = await operation(lent.driver_connection)
            except BaseException as error:
                # What was cut off in the middle is in no state to be used again; what is gone is not gone alone.
                if isinstance(error, _CONNECTION_LOST_ERRORS):
                    await self.close()
                await greenlet_spawn(
                    _release_connection,
                    lent,
                    not isinstance(error, Exception) or isinstance(error, _CONNECTION_LOST_ERRORS),
                )
                raise
            if self._release_after_use:
                await greenlet_spawn(lent.close)
            else:
                self._idle.append(lent)
            return found
        finally:
            self._permits.release()

    async def _acquire(self) -> Any:
        while self._idle:
            lent = self._idle.pop()
            # A server that was restarted has said goodbye meanwhile.
            if not getattr(lent.driver_connection, "is_closed", bool)():
                return lent
            await greenlet_spawn(_release_connection, lent, True)
        return await self._connect()

    async def _connect(self) -> Any:
        lent: Any = await self._engine.raw_connection()
        if self._setup_statement is not None:
            try:
                await lent.driver_connection.execute(self._setup_statement)
            except BaseException:
                await greenlet_spawn(_release_connection, lent, True)
                raise
        return lent

    @property
    def idle_count(self) -> int:
        """How many are kept and used by nobody now."""
        return len(self._idle)

    async def close(self) -> None:
        """Give back those that nobody uses."""
        while self._idle:
            await greenlet_spawn(_release_connection, self._idle.pop(), False)


def _release_connection(connection: Any, is_broken: bool) -> None:
    if is_broken:
        if isinstance(connection.driver_connection, aiosqlite.Connection):
            connection.driver_connection._conn.interrupt()  # SQLite works on for whoever has gone, until it is told
        connection.invalidate()
    connection.close()


class BaseDriver:
    """What both databases have in common. `patience`: seconds to wait for one's turn."""

    def __init__(self, read_pool: DriverPool, write_pool: DriverPool, dialect: Dialect, timeout_seconds: float) -> None:
        self.read_pool = read_pool
        self.write_pool = write_pool
        self.dialect = dialect
        self._timeout_seconds = timeout_seconds
        self._firm_locks: WeakValueDictionary[uuid.UUID, asyncio.Lock] = WeakValueDictionary()

    async def close(self) -> None:
        """Give back what is kept."""
        await self.read_pool.close()
        await self.write_pool.close()

    @asynccontextmanager
    async def firm_lock(self, firm_id: uuid.UUID) -> AsyncIterator[None]:
        """One after the other in each firm. Raise TimeoutError."""
        lock = self._firm_locks.get(firm_id)
        if lock is None:
            lock = self._firm_locks[firm_id] = asyncio.Lock()
        if lock.locked():
            async with asyncio.timeout(self._timeout_seconds):
                await lock.acquire()
        else:
            await lock.acquire()
        try:
            yield
        finally:
            lock.release()

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer. Where the connection was lost, another is asked: after a restart all of them are."""
        for _ in range(_MAX_RECONNECTS):
            try:
                return await self._fetch_once(sql, values)
            except DBAPIError as error:
                if not retries.is_connection_lost(error):
                    raise
        return await self._fetch_once(sql, values)

    async def _fetch_once(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        with _translate_driver_errors(sql):
            found: list[Sequence[Any]] = await self.read_pool.run(lambda driver: self._fetch_rows(driver, sql, values))
            return found

    def _fetch_rows(self, connection: Any, sql: str, values: Sequence[Any]) -> Awaitable[Any]:
        raise NotImplementedError


class PostgresqlDriver(BaseDriver):
    """Each statement is a transaction of its own: nothing is begun, and nothing has to be committed."""

    def _fetch_rows(self, connection: Any, sql: str, values: Sequence[Any]) -> Awaitable[Any]:
        found: Awaitable[Any] = connection.fetch(sql, *values)
        return found

    async def write(self, statements: Sequence[batch_writer.DriverStatement]) -> bool:
        """All of it is one statement, which fails where a row is lost."""
        (statement,) = statements
        with _translate_driver_errors(statement.text):
            return bool(await self.write_pool.run(lambda driver: driver.fetchval(statement.text, *statement.values)))


class SqliteDriver(BaseDriver):
    """A trip to the connection's thread for each call."""

    def _fetch_rows(self, connection: Any, sql: str, values: Sequence[Any]) -> Awaitable[Any]:
        found: Awaitable[Any] = connection.fetch_rows(sql, values)
        return found

    async def write(self, statements: Sequence[batch_writer.DriverStatement]) -> bool:
        """In one transaction, begun with the file's lock and ended in the same trip. Raise batch_writer.Lost."""
        with _translate_driver_errors(statements[0].text):
            done: bool = await self.write_pool.run(lambda driver: driver.write_transaction(statements))
            return done


@contextmanager
def _translate_driver_errors(sql: str) -> Iterator[None]:
    """What the drivers raise, as everybody else here knows it."""
    try:
        yield
    except _INTEGRITY_ERRORS as error:
        raise IntegrityError(sql, None, error, hide_parameters=True) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, sqlite3.Error) as error:
        gone = isinstance(error, _CONNECTION_LOST_ERRORS)
        raise DBAPIError(sql, None, error, hide_parameters=True, connection_invalidated=gone) from error
