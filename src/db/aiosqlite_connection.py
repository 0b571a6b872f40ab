"""A connection of aiosqlite that calls into its thread once for each statement, instead of four times."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

from db import batch_writer


async def connect(path: str) -> Connection:
    """Connect to this file. The connection's thread does not keep the process from exiting."""
    connection = Connection(partial(sqlite3.connect, path), iter_chunk_size=0)
    connection._thread.daemon = True
    await connection
    return connection


_PROGRESS_STEPS = 100_000
"""How many steps of SQLite's virtual machine run between two checks of the time limit: a few milliseconds."""


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, whose cursors fetch all rows at once. Each step of a write transaction is one call."""

    statement_started_at = 0.0
    """When the current statement started."""

    @property
    def _in_thread(self) -> Any:
        return self._execute

    def cursor(self) -> Any:
        """A cursor that fetches all rows of a statement in the call that executes it."""
        return _Cursor(self)

    async def rollback(self) -> None:
        """Roll back, without a call into the thread if no transaction is open."""
        if self.in_transaction:
            await super().rollback()

    async def fetch_rows(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        """Execute a statement and return all its rows, in one call into the connection's thread."""
        rows: list[Any] = await self._in_thread(self._fetch_in_thread, statement, parameters)
        return rows

    async def begin_immediate(self, query: tuple[str, Sequence[Any]] | None) -> list[Any]:
        """Begin a transaction with the file's lock, and return the rows of the query, in one call into the thread."""
        rows: list[Any] = await self._in_thread(self._begin_in_thread, query)
        return rows

    async def write_and_commit(self, statements: Sequence[batch_writer.DriverStatement]) -> None:
        """Execute these statements and commit, in one call into the thread.

        Raises RowMissing, with the transaction still open.
        """
        await self._in_thread(self._write_in_thread, statements)

    def stop(self) -> asyncio.Future[Any] | None:
        """Stop the thread. Returns None if it is stopping already.

        A caller that is cancelled twice makes SQLAlchemy close the connection and then stop it. aiosqlite's `close`
        would wait forever for the second stop, which the thread does not get to.
        """
        return super().stop() if self._running else None

    def interrupt_statement(self) -> None:
        """Interrupt the current statement; SQLite would go on executing it for a caller that was cancelled."""
        self._conn.interrupt()

    def _fetch_in_thread(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        self.statement_started_at = time.monotonic()
        return self._conn.execute(statement, parameters).fetchall()

    async def set_statement_timeout(self, seconds: float) -> None:
        """Interrupt statements that take longer. SQLite has no such limit of its own."""

        def is_over() -> bool:
            return time.monotonic() > self.statement_started_at + seconds

        await self._in_thread(self._conn.set_progress_handler, is_over, _PROGRESS_STEPS)

    def _begin_in_thread(self, query: tuple[str, Sequence[Any]] | None) -> list[Any]:
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            return [] if query is None else self._fetch_in_thread(*query)
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise

    def _write_in_thread(self, statements: Sequence[batch_writer.DriverStatement]) -> None:
        for each in statements:
            run = self._conn.executemany if isinstance(each.values, list) else self._conn.execute
            each.check(run(each.sql, each.values).rowcount)
        self._conn.execute("COMMIT")


class _Cursor:
    """The cursor that SQLAlchemy uses. It has all rows, so fetching and closing need no call into the thread."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._in_thread = connection._in_thread
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement and fetch all its rows."""
        await self._in_thread(self._run, sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Execute a statement once for each tuple of parameters."""
        await self._in_thread(self._run, sqlite3.Connection.executemany, statement, parameters)

    def _run(self, execute: Any, statement: str, parameters: Any) -> None:
        self._connection.statement_started_at = time.monotonic()
        cursor: sqlite3.Cursor = execute(self._connection._conn, statement, parameters)
        try:
            self._rows = cursor.fetchall()
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        """Return all rows of the last statement; none when called again."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the cursor of SQLite is closed already."""
