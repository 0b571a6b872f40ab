"""The straight way to each database: the driver itself, on a connection out of the engines' own pools."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from weakref import WeakValueDictionary

import asyncpg
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only, greenlet_spawn

import ledger

_GONE = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
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
        with _told(text):
            found: list[Sequence[Any]] = await _lent(self._reads, lambda driver: driver.fetch(text, *values))
            return found

    async def write(self, statements: Sequence[ledger.Statement]) -> bool:
        """All of it is one statement, which fails where a row is lost."""
        (statement,) = statements
        with _told(statement.text):
            return bool(await _lent(self._writes, lambda driver: driver.fetchval(statement.text, *statement.values)))


class SqliteDirect(Direct):
    """A trip to the connection's thread for each call."""

    async def ask(self, text: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of the answer."""
        with _told(text):
            found: list[Sequence[Any]] = await _lent(self._reads, lambda driver: driver.asked(text, values))
            return found

    async def write(self, statements: Sequence[ledger.Statement]) -> bool:
        """In one transaction, begun with the file's lock and ended in the same trip. Raise ledger.Lost."""
        with _told(statements[0].text):
            done: bool = await _lent(self._writes, lambda driver: driver.written(statements))
            return done


async def _lent(engine: AsyncEngine, use: Callable[[Any], Awaitable[Any]]) -> Any:
    """What is asked of a connection of the engine's pool, which gets it back at once."""
    pool = engine.sync_engine.pool

    def used() -> Any:
        lent = pool.connect()
        try:
            return await_only(use(lent.driver_connection))
        except BaseException as error:
            # What was cut off in the middle is in no state to be used again; nor is what is gone.
            if not isinstance(error, Exception) or isinstance(error, _GONE):
                lent.invalidate(error)
            raise
        finally:
            lent.close()

    return await greenlet_spawn(used)


@contextmanager
def _told(text: str) -> Iterator[None]:
    """What the drivers raise, as everybody else here knows it."""
    try:
        yield
    except _REFUSED as error:
        raise IntegrityError(text, None, error, hide_parameters=True) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, sqlite3.Error) as error:
        gone = isinstance(error, _GONE)
        raise DBAPIError(text, None, error, hide_parameters=True, connection_invalidated=gone) from error
