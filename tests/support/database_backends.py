"""SQLite and PostgreSQL for tests: empty databases with the schema that the migrations create."""

from __future__ import annotations

import asyncio
import functools
import itertools
import re
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import asyncpg
from sqlalchemy import event

import models
from db import migrations
from db.engines import Database
from tests.support import postgresql

_TABLES = [table.name for table in models.Base.metadata.sorted_tables]
_DELETE_ALL_ROWS = ";".join(f"DELETE FROM {table}" for table in reversed(_TABLES))

_RowsByTable = dict[str, list[tuple[Any, ...]]]
_WHICH_TABLES_HAVE_ROWS = f"SELECT {', '.join(f'EXISTS (SELECT 1 FROM {table})' for table in _TABLES)}"

_WITHOUT_CHECKS = """DO $$ BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
EXCEPTION WHEN insufficient_privilege THEN
END $$"""
"""Rows that were checked once are deleted and restored without PostgreSQL's checks of references, where this user may
say so.
"""


class ExecuteQuery(Protocol):
    """Runs a query, with `?` for parameters, and returns all rows; ids are hexadecimal strings."""

    def __call__(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]: ...


class DatabaseBackend(Protocol):
    """Provides databases of one kind."""

    def open(self) -> AbstractAsyncContextManager[Database]:
        """A database without rows, for the duration of the block."""
        ...

    def inspect(self, database: Database) -> AbstractContextManager[ExecuteQuery]:
        """Queries for synchronous code, on a connection of their own."""
        ...

    async def save_snapshot(self, database: Database, name: str) -> None:
        """Save all rows under a name."""
        ...

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """Restore the rows saved under the name. There must be no open transaction."""
        ...

    @property
    def snapshot_data(self) -> dict[Database, Any]:
        """What tests need to know about a database's snapshots. Databases are used by many tests."""
        ...

    @property
    def folder(self) -> Path:
        """A directory for the files of snapshots."""
        ...


@dataclass
class SqliteBackend:
    """Files that are copies of a migrated one, emptied after each test.

    Connections stay open between tests that run in `loop`, with the statements that SQLite has compiled on them. They
    are closed after tests that run in another loop, that use them to the end, or that change the schema.
    """

    template: Path
    loop: asyncio.AbstractEventLoop | None = None
    database_count: int = 0
    closed_databases: list[Database] = field(default_factory=list)
    connected_databases: list[Database] = field(default_factory=list)
    snapshot_data: dict[Database, Any] = field(default_factory=dict)
    _rows: dict[Database, _SqliteRows] = field(default_factory=dict)
    _saved_rows: dict[tuple[Database, str], _RowsByTable] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path) -> SqliteBackend:
        """Create a migrated file to copy from, in this directory."""
        path = folder / "template.db"
        path.touch(0o600)  # as the command leaves it, which would warn of anything else
        path.write_bytes(migrated_file())
        return cls(path)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        """A database without rows, for the duration of the block."""
        in_loop = asyncio.get_running_loop() is self.loop
        if in_loop and self.connected_databases:
            database = self.connected_databases.pop()
        else:
            database = self.closed_databases.pop() if self.closed_databases else self._create_database()
            self._copy_template(database)
        try:
            yield database
        finally:
            if in_loop and database.connections_in_use() == (0, 0) and self._rows[database].delete_all():
                self.connected_databases.append(database)
            else:
                await self._close(database)
                self.closed_databases.append(database)

    async def close(self) -> None:
        """Close all connections."""
        for database in self.connected_databases:
            await self._close(database)

    def _create_database(self) -> Database:
        self.database_count += 1
        database = Database(f"sqlite+aiosqlite:///{self.template.parent / f'{self.database_count}.db'}")
        event.listen(database.write_engine.sync_engine, "connect", disable_fsync)
        return database

    def _copy_template(self, database: Database) -> None:
        file = _database_path(database)
        for leftover in (file.with_name(f"{file.name}{suffix}") for suffix in ("", "-wal", "-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copy(self.template, file)
        self._rows[database] = _SqliteRows(file)

    async def _close(self, database: Database) -> None:
        self._rows.pop(database).close()
        await database.close()

    @property
    def folder(self) -> Path:
        """The directory of all files."""
        return self.template.parent

    @contextmanager
    def inspect(self, database: Database) -> Iterator[ExecuteQuery]:
        """Queries for synchronous code, on a connection of their own."""
        connection = sqlite3.connect(_database_path(database), isolation_level=None)

        def execute(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            return connection.execute(statement, parameters).fetchall()

        with closing(connection):
            yield execute

    async def save_snapshot(self, database: Database, name: str) -> None:
        """Save all rows under a name, in memory."""
        self._saved_rows[database, name] = self._rows[database].read_all()

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """Restore the rows saved under the name. There must be no open transaction."""
        self._rows[database].replace_all(self._saved_rows[database, name])


class _SqliteRows:
    """All rows of a database, on a connection that does not check references."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._schema = self._read_schema()

    def delete_all(self) -> bool:
        """Delete all rows, or return that this does not make the database a new one: it has another schema."""
        if self._read_schema() != self._schema:
            return False
        with self._transaction():
            self._delete()
        return True

    def read_all(self) -> _RowsByTable:
        """All rows of the tables that have any."""
        return {
            table: self._connection.execute(f"SELECT * FROM {table}").fetchall() for table in self._tables_with_rows()
        }

    def replace_all(self, rows_by_table: _RowsByTable) -> None:
        """Delete all rows, and insert these."""
        with self._transaction():
            self._delete()
            for table, rows in rows_by_table.items():
                values = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({values})", rows)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _read_schema(self) -> list[Any]:
        """What changes with the schema, and with the revision that the database says it has."""
        statements = "PRAGMA schema_version", "SELECT version_num FROM alembic_version"
        return [self._connection.execute(statement).fetchall() for statement in statements]

    def _tables_with_rows(self) -> list[str]:
        has_rows = self._connection.execute(_WHICH_TABLES_HAVE_ROWS).fetchone()
        return list(itertools.compress(_TABLES, has_rows))

    def _delete(self) -> None:
        for table in self._tables_with_rows():
            self._connection.execute(f"DELETE FROM {table}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        self._connection.execute("COMMIT")


@functools.cache
def migrated_file() -> bytes:
    """The content of a SQLite database with the schema, and without rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        migrations.migrate(f"sqlite+aiosqlite:///{file}")
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        return file.read_bytes()


def copy_sqlite_file(source: Path, target: Path) -> None:
    """Copy a SQLite database. Connections to the target may be open; their next transaction sees the new content."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def disable_fsync(connection: Any, _record: Any) -> None:
    """Listen to `connect` of an SQLite engine."""
    # No test cuts the power. That the server waits for the disk is tested elsewhere.
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class PostgresqlBackend:
    """Databases on one server, emptied after each test.

    Connections stay open between tests that run in `loop`, and are closed after tests that run in another loop.
    """

    server: str
    worker: str
    folder: Path
    loop: asyncio.AbstractEventLoop | None = None
    database_count: int = 0
    closed_databases: list[Database] = field(default_factory=list)
    connected_databases: list[Database] = field(default_factory=list)
    snapshot_data: dict[Database, Any] = field(default_factory=dict)

    @classmethod
    def create(cls, worker: str, folder: Path) -> PostgresqlBackend:
        """Start the server unless it runs. `worker` is part of the names of databases."""
        return cls(postgresql.server(), worker, folder)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        """A database without rows, for the duration of the block."""
        keeps_connections = asyncio.get_running_loop() is self.loop
        idle = self.connected_databases if keeps_connections and self.connected_databases else self.closed_databases
        database = idle.pop() if idle else await self._create_database()
        try:
            yield database
        finally:
            await _execute_script(database, f"{_WITHOUT_CHECKS};{_DELETE_ALL_ROWS}")
            if not keeps_connections:
                await database.close()
            (self.connected_databases if keeps_connections else self.closed_databases).append(database)

    async def close(self) -> None:
        """Close all connections."""
        for database in self.connected_databases:
            await database.close()

    @contextmanager
    def inspect(self, database: Database) -> Iterator[ExecuteQuery]:
        """Queries for synchronous code, on a connection whose loop runs in a thread of its own."""
        url = database.write_engine.url

        async def fetch(connection: asyncpg.Connection, statement: str, parameters: Sequence[object]) -> list[Any]:
            rows: list[Any] = await connection.fetch(statement, *parameters)
            return rows

        def execute(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            numbers = itertools.count(1)
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", statement)
            rows = thread.submit(runner.run, fetch(connection, numbered, parameters)).result()
            return [tuple(value.hex if isinstance(value, uuid.UUID) else value for value in row) for row in rows]

        async def connect() -> asyncpg.Connection:
            return await asyncpg.connect(
                host=url.query.get("host") or url.host,
                port=url.port,
                user=url.username,
                password=url.password,
                database=url.database,
            )

        with ThreadPoolExecutor(1) as thread:
            runner = asyncio.Runner()
            connection = thread.submit(runner.run, connect()).result()
            try:
                yield execute
            finally:
                thread.submit(runner.run, connection.close()).result()
                thread.submit(runner.close).result()

    async def save_snapshot(self, database: Database, name: str) -> None:
        """Save all rows under a name, in the tables of a second schema."""
        schema = f"snapshot_{name}"
        tables = (f"CREATE TABLE {schema}.{table} AS TABLE public.{table}" for table in _TABLES)
        statements = (f"DROP SCHEMA IF EXISTS {schema} CASCADE", f"CREATE SCHEMA {schema}", *tables)
        await _execute_script(database, ";".join(statements))

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """Restore the rows saved under the name. There must be no open transaction."""
        rows = (f"INSERT INTO public.{table} TABLE snapshot_{name}.{table}" for table in _TABLES)
        await _execute_script(database, ";".join((_WITHOUT_CHECKS, _DELETE_ALL_ROWS, *rows)))

    async def _create_database(self) -> Database:
        self.database_count += 1
        name = f"{postgresql.prefix()}_{self.worker}_{self.database_count}"
        await postgresql.run(self.server, f"CREATE DATABASE {name} TEMPLATE {postgresql.prefix()}")
        return Database(postgresql.of_server(self.server, name))


def _database_path(database: Database) -> Path:
    return Path(str(database.write_engine.url.database))


async def _execute_script(database: Database, statements: str) -> None:
    async with database.write_engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(statements)
