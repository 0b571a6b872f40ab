"""SQLite's connection, with one trip to its thread for each statement, where the driver makes four."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

from db import batch_writer


async def connect(path: str) -> Connection:
    """A connection to this file. Its thread keeps no process from ending."""
    connection = Connection(partial(sqlite3.connect, path), iter_chunk_size=0)
    connection._thread.daemon = True
    await connection
    return connection


_PROGRESS_STEPS = 100_000
"""So many steps of SQLite's machine are some milliseconds: as often it asks whether to go on."""


class Connection(aiosqlite.Connection):
    """The driver's own, but for its cursors."""

    statement_started_at = 0.0
    """When the statement began that it works on."""

    def cursor(self) -> Any:
        """One that has all that its statement answers as soon as that is done."""
        return _Cursor(self)

    async def rollback(self) -> None:
        """Goes nowhere where there is nothing to be undone."""
        if self.in_transaction:
            await super().rollback()

    async def fetch_rows(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        """All rows of an answer, in one trip. Raise what SQLite raises."""
        in_thread: Any = self._execute
        rows: list[Any] = await in_thread(self._fetch_in_thread, statement, parameters)
        return rows

    async def begin_immediate(self, statement: str, parameters: Sequence[Any]) -> None:
        """Begin a transaction with the file's lock, and run its first statement, in one trip. Raise what SQLite raises."""
        in_thread: Any = self._execute
        await in_thread(self._begin_in_thread, statement, parameters)

    async def write_and_commit(self, statements: Sequence[batch_writer.DriverStatement]) -> None:
        """Run these statements and commit, in one trip. Raise what SQLite raises, and RowMissing: nothing is committed."""
        in_thread: Any = self._execute
        await in_thread(self._write_in_thread, statements)

    def interrupt_statement(self) -> None:
        """End the statement that runs now: SQLite works on for a caller that has gone, until it is told."""
        self._conn.interrupt()

    def _fetch_in_thread(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        self.statement_started_at = time.monotonic()
        return self._conn.execute(statement, parameters).fetchall()

    async def set_statement_timeout(self, seconds: float) -> None:
        """End statements that take longer; SQLite itself has no such limit. They fail as interrupted."""

        def is_over() -> bool:
            return time.monotonic() > self.statement_started_at + seconds

        in_thread: Any = self._execute
        await in_thread(self._conn.set_progress_handler, is_over, _PROGRESS_STEPS)

    def _begin_in_thread(self, statement: str, parameters: Sequence[Any]) -> None:
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            self._conn.execute(statement, parameters)
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise

    def _write_in_thread(self, statements: Sequence[batch_writer.DriverStatement]) -> None:
        for each in statements:
            run = self._conn.executemany if isinstance(each.values, list) else self._conn.execute
            each.check(run(each.sql, each.values).rowcount)
        self._conn.execute("COMMIT")


class _Cursor:
    """What SQLAlchemy asks of a cursor. Fetching and closing go nowhere: everything is here by then."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._in_thread: Any = connection._execute
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> _Cursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run it and fetch all its rows. Raise what SQLite raises."""
        await self._in_thread(self._run, sqlite3.Connection.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run it once for each of them. Raise what SQLite raises."""
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
        """All rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""
