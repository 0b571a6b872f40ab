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
from server import migrations
from server.engine import Database
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

    def open(self, folder: Path) -> AbstractAsyncContextManager[Database]:
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


@dataclass(frozen=True)
class SqliteBooks:
    """A file in the test's folder, copied from one that the migrations made."""

    template: Path

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
    async def open(self, folder: Path) -> AsyncIterator[Database]:
        """A copy of the template."""
        shutil.copy(self.template, folder / "acompte.db")
        database = Database(f"sqlite+aiosqlite:///{folder / 'acompte.db'}")
        event.listen(database.write_engine.sync_engine, "connect", _hurry)
        try:
            yield database
        finally:
            await database.close()

    @contextmanager
    def looking(self, database: Database) -> Iterator[Look]:
        """Through a connection that knows nothing of ours."""
        connection = sqlite3.connect(str(database.write_engine.url.database), isolation_level=None)

        def look(statement: str, *parameters: object) -> list[tuple[Any, ...]]:
            return connection.execute(statement, parameters).fetchall()

        with closing(connection):
            yield look

    async def keep(self, database: Database, name: str) -> None:
        """In a file beside it."""
        file = Path(str(database.write_engine.url.database))
        copy(file, file.with_name(name))

    async def restore(self, database: Database, name: str) -> None:
        """From that file."""
        file = Path(str(database.write_engine.url.database))
        copy(file.with_name(name), file)


def copy(source: Path, target: Path) -> None:
    """Also while others have it open; they see its new content from their next transaction on."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def _hurry(connection: Any, _record: Any) -> None:
    # No test cuts the power; that the server itself waits for the disk has a test of its own.
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class PostgresqlBooks:
    """Databases on the run's one server, each used again once it has been emptied."""

    server: str
    worker: str
    made: int = 0
    free: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, worker: str) -> PostgresqlBooks:
        """See that the server runs, and that it has what new databases are copied from."""
        return cls(postgresql.server(), worker)

    @asynccontextmanager
    async def open(self, folder: Path) -> AsyncIterator[Database]:  # noqa: ARG002  (nothing is kept in files of ours)
        """One that is empty."""
        name = self.free.pop() if self.free else await self._new()
        database = Database(postgresql.of_server(self.server, name))
        try:
            yield database
        finally:
            await database.close()
            await self._empty(name)
            self.free.append(name)

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
        await postgresql.run(_address(database), ";".join(make))

    async def restore(self, database: Database, name: str) -> None:
        """From those tables."""
        rows = (f"INSERT INTO public.{table} TABLE kept_{name}.{table}" for table in _TABLES)
        await postgresql.run(_address(database), ";".join((_EVERYTHING, *rows)))

    async def _new(self) -> str:
        self.made += 1
        name = f"{postgresql.TEMPLATE}_{self.worker}_{self.made}"
        await postgresql.run(self.server, f"CREATE DATABASE {name} TEMPLATE {postgresql.TEMPLATE}")
        return name

    async def _empty(self, name: str) -> None:
        await postgresql.run(postgresql.of_server(self.server, name), _EVERYTHING)


def _address(database: Database) -> str:
    return database.write_engine.url.render_as_string(hide_password=False)
