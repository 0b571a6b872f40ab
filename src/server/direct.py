"""The straight way to each database: the driver itself, on a connection out of the engines' own pools."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from weakref import WeakValueDictionary

import asyncpg
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn

import ledger

_REFUSED = (asyncpg.IntegrityConstraintViolationError, sqlite3.IntegrityError)


class Direct:
    """What both databases have in common. `patience`: seconds to wait for one's turn."""

    def __init__(self, reads: AsyncEngine, writes: AsyncEngine, patience: float) -> None:
        self._reads = reads
        self._writes = writes
        self._patience = patience
        self._turns: WeakValueDictionary[uuid.UUID, asyncio.Lock] = WeakValueDictionary()

    @property
    def dialect(self) -> Dialect:
        """The database's."""
        return self._writes.dialect

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


class PostgresqlDirect(Direct):
    """Each statement is a transaction of its own: nothing is begun, and nothing has to be committed."""

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer."""
        async with _driver(self._reads) as driver:
            with _told(text):
                found: list[Sequence[Any]] = await driver.fetch(text, *values)
                return found

    async def write(self, statements: Sequence[ledger.Statement]) -> bool:
        """All of it is one statement, which fails where a row is lost."""
        (statement,) = statements
        async with _driver(self._writes) as driver:
            with _told(statement.text):
                return bool(await driver.fetchval(statement.text, *statement.values))


class SqliteDirect(Direct):
    """A trip to the connection's thread for each call."""

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer."""
        async with _driver(self._reads) as driver:
            with _told(text):
                found: list[Sequence[Any]] = await driver.asked(text, values)
                return found

    async def write(self, statements: Sequence[ledger.Statement]) -> bool:
        """In one transaction, begun with the file's lock and ended in the same trip. Raise ledger.Lost."""
        async with _driver(self._writes) as driver:
            with _told(statements[0].text):
                done: bool = await driver.written(statements)
                return done


@asynccontextmanager
async def _driver(engine: AsyncEngine) -> AsyncIterator[Any]:
    lent: Any = await engine.raw_connection()
    try:
        yield lent.driver_connection
    except DBAPIError as error:
        if error.connection_invalidated:
            lent.invalidate(error)
        raise
    finally:
        await greenlet_spawn(lent.close)


@contextmanager
def _told(text: str) -> Iterator[None]:
    """What the drivers raise, as everybody else here knows it."""
    try:
        yield
    except _REFUSED as error:
        raise IntegrityError(text, None, error, hide_parameters=True) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, sqlite3.Error) as error:
        gone = isinstance(error, (asyncpg.PostgresConnectionError, asyncpg.InterfaceError))
        raise DBAPIError(text, None, error, hide_parameters=True, connection_invalidated=gone) from error
