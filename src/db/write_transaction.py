"""A transaction that writes for one firm: begun with the firm's lock, ended by a commit or a rollback.

What the transaction reads from then on, nobody else changes. The lock is the firm's row on PostgreSQL, and the whole
file on SQLite. Statements go to the driver directly, one round trip each. For statements that are built as they come
there is a `session`, within the same transaction.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Self

import asyncpg
from sqlalchemy import Connection, Dialect, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.util import greenlet_spawn

import models
from db.batch_writer import BatchWriter, writer_for
from db.unit_of_work import UnitOfWorkSession

_CONNECTION_LOST_ERRORS = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_INTEGRITY_ERRORS = (asyncpg.IntegrityConstraintViolationError, sqlite3.IntegrityError)
_DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, sqlite3.Error)
# Not FOR UPDATE, which rows that refer to the firm, in any transaction, would wait for.
PREPARE_LOCK = "PREPARE lock_firm(uuid) AS SELECT FROM firm WHERE id = $1 FOR NO KEY UPDATE"
"""What a connection to PostgreSQL executes once, before its first write transaction: the lock is then planned for the
first few transactions only.
"""


class WriteTransaction:
    """The transaction of one firm. Leaving its block without `commit` rolls everything back.

    Raises DBAPIError and IntegrityError as SQLAlchemy does, and TimeoutError if no connection is free.
    """

    connection: Any
    """The driver's connection."""
    rows: Sequence[Sequence[Any]] = ()
    """What the first statement has read."""

    def __init__(
        self, engine: AsyncEngine, firm_id: uuid.UUID, first_statement: tuple[str, Sequence[Any]] | None = None
    ) -> None:
        """`first_statement` is executed under the lock and only reads: SQL and its values."""
        self._engine = engine
        self._firm_id = firm_id
        self._first_statement = first_statement
        self._is_open = False
        self._session: AsyncSession | None = None

    async def __aenter__(self) -> Self:
        try:
            # Not `connect`, whose connection object is worth its time for statements of a session only.
            self._pooled_connection: PoolProxiedConnection = await self._engine.raw_connection()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(None, None, error, hide_parameters=True) from error
        try:
            self.connection = self._pooled_connection.driver_connection
            self._is_open = True
            with ErrorTranslation("BEGIN"):
                await self._begin()
        except BaseException as error:
            await self._end(error)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end(error)

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Run one statement. Return all its rows."""
        with ErrorTranslation(sql):
            return await self._fetch(sql, values)

    async def commit(self, added: Iterable[models.Base] = (), changed: Iterable[models.Base] = ()) -> None:
        """Write these rows and commit. Raises RowMissing if a changed row does not exist any more."""
        await self._write_and_commit(writer_for(self._engine.dialect), added, changed)
        self._is_open = False

    @property
    def dialect(self) -> Dialect:
        """The dialect that statements are compiled for."""
        return self._engine.dialect

    @property
    def session(self) -> AsyncSession:
        """A session within this transaction, for statements that are built as they come."""
        if self._session is None:
            connection = AsyncConnection(self._engine, Connection(self._engine.sync_engine, self._pooled_connection))
            self._session = AsyncSession(connection, expire_on_commit=False, sync_session_class=UnitOfWorkSession)
        return self._session

    async def _end(self, error: BaseException | None) -> None:
        is_broken = error is not None and not isinstance(error, Exception)
        try:
            if self._is_open and not is_broken:
                await self._rollback()
        except (*_CONNECTION_LOST_ERRORS, asyncpg.PostgresError, sqlite3.Error, OSError):
            is_broken = True
        finally:
            if is_broken or (isinstance(error, DBAPIError) and error.connection_invalidated):
                self._interrupt()
                if self._pooled_connection.is_valid:  # the session may have invalidated it
                    await greenlet_spawn(self._pooled_connection.invalidate)
            if self._session is not None:
                await self._session.close()
            await greenlet_spawn(self._pooled_connection.close)

    async def _begin(self) -> None:
        raise NotImplementedError

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        raise NotImplementedError

    async def _write_and_commit(
        self, writer: BatchWriter, added: Iterable[models.Base], changed: Iterable[models.Base]
    ) -> None:
        raise NotImplementedError

    async def _rollback(self) -> None:
        raise NotImplementedError

    def _interrupt(self) -> None:
        """End what the database still does for a connection that is given up."""


class PostgresqlWriteTransaction(WriteTransaction):
    """On PostgreSQL: one round trip each for BEGIN with the lock, the first statement, the written rows, and COMMIT."""

    async def _begin(self) -> None:
        if PREPARE_LOCK not in self._pooled_connection.info:
            await self.connection.execute(PREPARE_LOCK)
            self._pooled_connection.info[PREPARE_LOCK] = True
        # Without parameters, several statements can be sent at once.
        await self.connection.execute(f"BEGIN; EXECUTE lock_firm('{self._firm_id}')")
        if self._first_statement is not None:
            self.rows = await self._fetch(*self._first_statement)

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = await self.connection.fetch(sql, *values)
        return rows

    async def _write_and_commit(
        self, writer: BatchWriter, added: Iterable[models.Base], changed: Iterable[models.Base]
    ) -> None:
        for statement in writer.statements(added, changed):
            with ErrorTranslation(statement.sql):
                statement.check(await self.connection.fetchval(statement.sql, *statement.values))
        with ErrorTranslation(None):
            await self.connection.execute("COMMIT")

    async def _rollback(self) -> None:
        await self.connection.execute("ROLLBACK")


class SqliteWriteTransaction(WriteTransaction):
    """On SQLite: the lock is the file's own, and each step is one call into the connection's thread."""

    async def _begin(self) -> None:
        self.rows = await self.connection.begin_immediate(self._first_statement)

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        rows: Sequence[Sequence[Any]] = await self.connection.fetch_rows(sql, values)
        return rows

    async def _write_and_commit(
        self, writer: BatchWriter, added: Iterable[models.Base], changed: Iterable[models.Base]
    ) -> None:
        with ErrorTranslation("COMMIT"):
            await self.connection.write_and_commit(list(writer.statements(added, changed)))

    async def _rollback(self) -> None:
        await self.connection.rollback()

    def _interrupt(self) -> None:
        self.connection.interrupt_statement()


class ErrorTranslation:
    """Raise what the drivers raise as SQLAlchemy's errors, which the rest of the code handles.

    `sql` is None for PostgreSQL's COMMIT, as in SQLAlchemy: if the connection is lost meanwhile, its outcome is
    unknown, and it must not be repeated (`retries.is_connection_lost`). SQLite has no connection to lose.
    """

    def __init__(self, sql: str | None) -> None:
        self._sql = sql

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            return
        if isinstance(error, _INTEGRITY_ERRORS):
            raise IntegrityError(self._sql, None, error, hide_parameters=True) from error
        if isinstance(error, _DRIVER_ERRORS):
            is_lost = isinstance(error, _CONNECTION_LOST_ERRORS)
            raise DBAPIError(self._sql, None, error, hide_parameters=True, connection_invalidated=is_lost) from error
