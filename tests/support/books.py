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
_EVERYTHING = ";".join(f"DELETE FROM {table}" for table in reversed(_TABLES))


class Look(Protocol):
    """Ask a question while nobody writes, with `?` for parameters. All rows; ids as hexadecimal digits."""

    def __call__(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The answer."""
        ...


class Books(Protocol):
    """Where a test's books are kept."""

    def open(self) -> AbstractAsyncContextManager[Database]:
        """A database with the schema and nothing in it, for nobody else until the block ends."""
        ...

    def looking(self, database: Database) -> AbstractContextManager[Look]:
        """A way to look at what is in it from plain, synchronous code, whatever loop may be running."""
        ...

    async def keep(self, database: Database, name: str) -> None:
        """Keep everything that is in it, under this name."""
        ...

    async def restore(self, database: Database, name: str) -> None:
        """Go back to what was kept, as often as is needed. Nobody may be in a transaction."""
        ...

    @property
    def notes(self) -> dict[Database, Any]:
        """What somebody wants to remember of what they kept of a database, from one test to the next."""
        ...


@dataclass
class SqliteBooks:
    """Files, each written over with one that the migrations made.

    A `Database` is used again, too, as a server uses one for all its life: what it has compiled stays compiled.
    """

    template: Path
    made: int = 0
    free: list[Database] = field(default_factory=list)
    notes: dict[Database, Any] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path) -> SqliteBooks:
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
        database = self.free.pop() if self.free else self._new()
        file = _file(database)
        for leftover in file.parent.glob(f"{file.name}*"):
            leftover.unlink()
        shutil.copy(self.template, file)
        try:
            yield database
        finally:
            await database.close()
            self.free.append(database)

    def _new(self) -> Database:
        self.made += 1
        database = Database(f"sqlite+aiosqlite:///{self.template.parent / f'{self.made}.db'}")
        event.listen(database.write_engine.sync_engine, "connect", _hurry)
        return database

    @contextmanager
    def looking(self, database: Database) -> Iterator[Look]:
        """Through a connection that knows nothing of ours."""
        connection = sqlite3.connect(_file(database), isolation_level=None)

        def look(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            return connection.execute(statement, parameters).fetchall()

        with closing(connection):
            yield look

    async def keep(self, database: Database, name: str) -> None:
        """In a file beside it."""
        copy(_file(database), _file(database).with_suffix(f".{name}"))

    async def restore(self, database: Database, name: str) -> None:
        """From that file."""
        copy(_file(database).with_suffix(f".{name}"), _file(database))


def copy(source: Path, target: Path) -> None:
    """Also while others have it open; they see its new content from their next transaction on."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def _hurry(connection: Any, _record: Any) -> None:
    # No test cuts the power; that the server itself waits for the disk has a test of its own.
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class PostgresqlBooks:
    """Databases on the run's one server, each used again once it has been emptied.

    On the loop that most tests share their connections stay, as a server's do; on any other they are closed.
    """

    server: str
    worker: str
    loop: asyncio.AbstractEventLoop | None = None
    made: int = 0
    closed: list[Database] = field(default_factory=list)
    connected: list[Database] = field(default_factory=list)
    notes: dict[Database, Any] = field(default_factory=dict)

    @classmethod
    def make(cls, worker: str) -> PostgresqlBooks:
        """See that the server runs, and that it has what new databases are copied from."""
        return cls(postgresql.server(), worker)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Database]:
        """One that is empty."""
        stays = asyncio.get_running_loop() is self.loop
        free = self.connected if stays and self.connected else self.closed
        database = free.pop() if free else await self._new()
        try:
            yield database
        finally:
            await _run(database, _EVERYTHING)
            if not stays:
                await database.close()
            (self.connected if stays else self.closed).append(database)

    async def close(self) -> None:
        """Let go of all connections."""
        for database in self.connected:
            await database.close()

    @contextmanager
    def looking(self, database: Database) -> Iterator[Look]:
        """Through a connection that knows nothing of ours, and has a thread and a loop of its own."""
        address = database.write_engine.url

        async def ask(connection: asyncpg.Connection, statement: str, parameters: Sequence[object]) -> list[Any]:
            found: list[Any] = await connection.fetch(statement, *parameters)
            return found

        def look(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            numbers = itertools.count(1)
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", statement)
            rows = thread.submit(runner.run, ask(connection, numbered, parameters)).result()
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

    async def keep(self, database: Database, name: str) -> None:
        """In tables of the same names, in a schema of its own."""
        tables = (f"CREATE TABLE kept_{name}.{table} AS TABLE public.{table}" for table in _TABLES)
        make = (f"DROP SCHEMA IF EXISTS kept_{name} CASCADE", f"CREATE SCHEMA kept_{name}", *tables)
        await _run(database, ";".join(make))

    async def restore(self, database: Database, name: str) -> None:
        """From those tables."""
        rows = (f"INSERT INTO public.{table} TABLE kept_{name}.{table}" for table in _TABLES)
        await _run(database, ";".join((_EVERYTHING, *rows)))

    async def _new(self) -> Database:
        self.made += 1
        name = f"{postgresql.prefix()}_{self.worker}_{self.made}"
        await postgresql.run(self.server, f"CREATE DATABASE {name} TEMPLATE {postgresql.prefix()}")
        return Database(postgresql.of_server(self.server, name))


def _file(database: Database) -> Path:
    return Path(str(database.write_engine.url.database))


async def _run(database: Database, statements: str) -> None:
    async with database.write_engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute(statements)
