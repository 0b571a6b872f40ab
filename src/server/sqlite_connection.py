"""SQLite's connection, with one trip to its thread for each statement, where the driver makes four."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite


async def connect(path: str) -> Connection:
    """A connection to this file. Its thread keeps no process from ending."""
    connection = Connection(partial(sqlite3.connect, path), iter_chunk_size=0)
    connection._thread.daemon = True
    await connection
    return connection


class Connection(aiosqlite.Connection):
    """The driver's own, but for its cursors."""

    def cursor(self) -> Any:
        """One that has all that its statement answers as soon as that is done."""
        return _Cursor(self)

    async def row(self, statement: str, values: Sequence[Any]) -> Sequence[Any] | None:
        """The first row of a statement that reads."""
        in_thread: Any = self._execute
        found: Sequence[Any] | None = await in_thread(self._row, statement, values)
        return found

    def _row(self, statement: str, values: Sequence[Any]) -> Any:
        cursor = self._conn.execute(statement, values)
        try:
            return cursor.fetchone()
        finally:
            cursor.close()


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
