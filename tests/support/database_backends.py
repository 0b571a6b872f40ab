"""The two kinds of database that tests run on, each with the schema that the migrations make, empty at the start."""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
import sqlite3
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


class ExecuteQuery(Protocol):
    """Ask a question while nobody writes, with `?` for parameters. All rows; ids as hexadecimal digits."""

    def __call__(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The answer."""
        ...


class DatabaseBackend(Protocol):
    """Where a test's books are kept."""

    def open(self) -> AbstractAsyncContextManager[Database]:
        """A database with the schema and nothing in it, for nobody else until the block ends."""
        ...

    def inspect(self, database: Database) -> AbstractContextManager[ExecuteQuery]:
        """A way to look at what is in it from plain, synchronous code, whatever loop may be running."""
        ...

    async def save_snapshot(self, database: Database, name: str) -> None:
        """Keep everything that is in it, under this name."""
        ...

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """Go back to what was kept, as often as is needed. Nobody may be in a transaction."""
        ...

    @property
    def snapshot_data(self) -> dict[Database, Any]:
        """What somebody wants to remember of what they kept of a database, from one test to the next."""
        ...


@dataclass
class SqliteBackend:
    """Files, each written over with one that the migrations made.

    A `Database` is used again, too, as a server uses one for all its life: what it has compiled stays compiled.
    """

    template: Path
    database_count: int = 0
    idle_databases: list[Database] = field(default_factory=list)
    snapshot_data: dict[Database, Any] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path) -> SqliteBackend:
        """Run the migrations."""
        path = folder / "template.db"
        migrations.migrate(f"sqlite+aiosqlite:///{path}")
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        return cls(path)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        """A copy of the template."""
        database = self.idle_databases.pop() if self.idle_databases else self._create_database()
        file = _database_path(database)
        for leftover in file.parent.glob(f"{file.name}*"):
            leftover.unlink()
        shutil.copy(self.template, file)
        try:
            yield database
        finally:
            await database.close()
            self.idle_databases.append(database)

    def _create_database(self) -> Database:
        self.database_count += 1
        database = Database(f"sqlite+aiosqlite:///{self.template.parent / f'{self.database_count}.db'}")
        event.listen(database.write_engine.sync_engine, "connect", _disable_fsync)
        return database

    @contextmanager
    def inspect(self, database: Database) -> Iterator[ExecuteQuery]:
        """Through a connection that knows nothing of ours."""
        connection = sqlite3.connect(_database_path(database), isolation_level=None)

        def look(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            return connection.execute(statement, parameters).fetchall()

        with closing(connection):
            yield look

    async def save_snapshot(self, database: Database, name: str) -> None:
        """In a file beside it."""
        copy_sqlite_file(_database_path(database), _database_path(database).with_suffix(f".{name}"))

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """From that file."""
        copy_sqlite_file(_database_path(database).with_suffix(f".{name}"), _database_path(database))


def copy_sqlite_file(source: Path, target: Path) -> None:
    """Also while others have it open; they see its new content from their next transaction on."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def _disable_fsync(connection: Any, _record: Any) -> None:
    # No test cuts the power; that the server itself waits for the disk has a test of its own.
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class PostgresqlBackend:
    """Databases on the run's one server, each used again once it has been emptied.

    On the loop that most tests share their connections stay, as a server's do; on any other they are closed.
    """

    server: str
    worker: str
    loop: asyncio.AbstractEventLoop | None = None
    database_count: int = 0
    closed_databases: list[Database] = field(default_factory=list)
    connected_databases: list[Database] = field(default_factory=list)
    snapshot_data: dict[Database, Any] = field(default_factory=dict)

    @classmethod
    def create(cls, worker: str) -> PostgresqlBackend:
        """See that the server runs, and that it has what new databases are copied from."""
        return cls(postgresql.server(), worker)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        """One that is empty."""
        stays = asyncio.get_running_loop() is self.loop
        free = self.connected_databases if stays and self.connected_databases else self.closed_databases
        database = free.pop() if free else await self._create_database()
        try:
            yield database
        finally:
            await _execute_script(database, _DELETE_ALL_ROWS)
            if not stays:
                await database.close()
            (self.connected_databases if stays else self.closed_databases).append(database)

    async def close(self) -> None:
        """Let go of all connections."""
        for database in self.connected_databases:
            await database.close()

    @contextmanager
    def inspect(self, database: Database) -> Iterator[ExecuteQuery]:
        """Through a connection that knows nothing of ours, and has a thread and a loop of its own."""
        address = database.write_engine.url

        async def fetch(connection: asyncpg.Connection, statement: str, parameters: Sequence[object]) -> list[Any]:
            found: list[Any] = await connection.fetch(statement, *parameters)
            return found

        def look(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            numbers = itertools.count(1)
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", statement)
            rows = thread.submit(runner.run, fetch(connection, numbered, parameters)).result()
            return [tuple(one.hex if isinstance(one, uuid.UUID) else one for one in row) for row in rows]

        async def connect() -> asyncpg.Connection:
            return await asyncpg.connect(
                host=address.query.get("host") or address.host,
                port=address.port,
                user=address.username,
                password=address.password,
                database=address.database,
            )

        with ThreadPoolExecutor(1) as thread:
            runner = asyncio.Runner()
            connection = thread.submit(runner.run, connect()).result()
            try:
                yield look
            finally:
                thread.submit(runner.run, connection.close()).result()
                thread.submit(runner.close).result()

    async def save_snapshot(self, database: Database, name: str) -> None:
        """In tables of the same names, in a schema of its own."""
        tables = (f"CREATE TABLE kept_{name}.{table} AS TABLE public.{table}" for table in _TABLES)
        make = (f"DROP SCHEMA IF EXISTS kept_{name} CASCADE", f"CREATE SCHEMA kept_{name}", *tables)
        await _execute_script(database, ";".join(make))

    async def restore_snapshot(self, database: Database, name: str) -> None:
        """From those tables."""
        rows = (f"INSERT INTO public.{table} TABLE kept_{name}.{table}" for table in _TABLES)
        await _execute_script(database, ";".join((_DELETE_ALL_ROWS, *rows)))

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
