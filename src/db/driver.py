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
_GONE = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_MOST_LOST = 20
"""More than a pool has."""
_REFUSED = (asyncpg.IntegrityConstraintViolationError, sqlite3.IntegrityError)


class Kept:
    """Some of the connections of an engine's pool, kept to be used again: taking one is free. Whoever finds none waits.

    With `given_back`, none is kept: others need it between. `told_first`: what the database is told on each.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        most: int,
        patience: float,
        *,
        given_back: bool = False,
        told_first: str | None = None,
    ) -> None:
        self._engine = engine
        self._given_back = given_back
        self._told_first = told_first
        self._idle: list[Any] = []
        self._free = asyncio.Semaphore(most)
        self._patience = patience

    async def use(self, use: Callable[[Any], Awaitable[Any]]) -> Any:
        """What is asked of a connection's driver. Raise TimeoutError where none is to be had."""
        if self._free.locked():
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        else:
            await self._free.acquire()
        try:
            lent = await self._taken()
            try:
                found = await use(lent.driver_connection)
            except BaseException as error:
                # What was cut off in the middle is in no state to be used again; what is gone is not gone alone.
                if isinstance(error, _GONE):
                    await self.close()
                await greenlet_spawn(_let_go, lent, not isinstance(error, Exception) or isinstance(error, _GONE))
                raise
            if self._given_back:
                await greenlet_spawn(lent.close)
            else:
                self._idle.append(lent)
            return found
        finally:
            self._free.release()

    async def _taken(self) -> Any:
        while self._idle:
            lent = self._idle.pop()
            # A server that was restarted has said goodbye meanwhile.
            if not getattr(lent.driver_connection, "is_closed", bool)():
                return lent
            await greenlet_spawn(_let_go, lent, True)
        return await self._lent()

    async def _lent(self) -> Any:
        lent: Any = await self._engine.raw_connection()
        if self._told_first is not None:
            try:
                await lent.driver_connection.execute(self._told_first)
            except BaseException:
                await greenlet_spawn(_let_go, lent, True)
                raise
        return lent

    @property
    def idle(self) -> int:
        """How many are kept and used by nobody now."""
        return len(self._idle)

    async def close(self) -> None:
        """Give back those that nobody uses."""
        while self._idle:
            await greenlet_spawn(_let_go, self._idle.pop(), False)


def _let_go(lent: Any, is_broken: bool) -> None:
    if is_broken:
        if isinstance(lent.driver_connection, aiosqlite.Connection):
            lent.driver_connection._conn.interrupt()  # SQLite works on for whoever has gone, until it is told
        lent.invalidate()
    lent.close()


class Direct:
    """What both databases have in common. `patience`: seconds to wait for one's turn."""

    def __init__(self, reads: Kept, writes: Kept, dialect: Dialect, patience: float) -> None:
        self.reads = reads
        self.writes = writes
        self.dialect = dialect
        self._patience = patience
        self._turns: WeakValueDictionary[uuid.UUID, asyncio.Lock] = WeakValueDictionary()

    async def close(self) -> None:
        """Give back what is kept."""
        await self.reads.close()
        await self.writes.close()

    @asynccontextmanager
    async def turn(self, firm_id: uuid.UUID) -> AsyncIterator[None]:
        """One after the other in each firm. Raise TimeoutError."""
        lock = self._turns.get(firm_id)
        if lock is None:
            lock = self._turns[firm_id] = asyncio.Lock()
        if lock.locked():
            async with asyncio.timeout(self._patience):
                await lock.acquire()
        else:
            await lock.acquire()
        try:
            yield
        finally:
            lock.release()

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer. Where the connection was lost, another is asked: after a restart all of them are."""
        for _ in range(_MOST_LOST):
            try:
                return await self._ask(text, values)
            except DBAPIError as error:
                if not retries.was_cut_off(error):
                    raise
        return await self._ask(text, values)

    async def _ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        with _told(text):
            found: list[Sequence[Any]] = await self.reads.use(lambda driver: self._fetched(driver, text, values))
            return found

    def _fetched(self, driver: Any, text: str, values: Sequence[Any]) -> Awaitable[Any]:
        raise NotImplementedError


class PostgresqlDirect(Direct):
    """Each statement is a transaction of its own: nothing is begun, and nothing has to be committed."""

    def _fetched(self, driver: Any, text: str, values: Sequence[Any]) -> Awaitable[Any]:
        found: Awaitable[Any] = driver.fetch(text, *values)
        return found

    async def write(self, statements: Sequence[batch_writer.Statement]) -> bool:
        """All of it is one statement, which fails where a row is lost."""
        (statement,) = statements
        with _told(statement.text):
            return bool(await self.writes.use(lambda driver: driver.fetchval(statement.text, *statement.values)))


class SqliteDirect(Direct):
    """A trip to the connection's thread for each call."""

    def _fetched(self, driver: Any, text: str, values: Sequence[Any]) -> Awaitable[Any]:
        found: Awaitable[Any] = driver.asked(text, values)
        return found

    async def write(self, statements: Sequence[batch_writer.Statement]) -> bool:
        """In one transaction, begun with the file's lock and ended in the same trip. Raise batch_writer.Lost."""
        with _told(statements[0].text):
            done: bool = await self.writes.use(lambda driver: driver.written(statements))
            return done


@contextmanager
def _told(text: str) -> Iterator[None]:
    """What the drivers raise, as everybody else here knows it."""
    try:
        yield
    except _REFUSED as error:
        raise IntegrityError(text, None, error, hide_parameters=True) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, sqlite3.Error) as error:
        gone = isinstance(error, _GONE)
        raise DBAPIError(text, None, error, hide_parameters=True, connection_invalidated=gone) from error
