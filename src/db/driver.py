"""The database's own driver: reads of one statement, and transactions that lock a firm, without the ORM's overhead.

Reads take a connection from a pool for the time of one statement, which is a snapshot of its own. A write transaction
is a `WriteTransaction`.
"""

import uuid
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from db import retries
from db.write_transaction import ErrorTranslation, PostgresqlWriteTransaction, SqliteWriteTransaction, WriteTransaction

DriverRows = Sequence[Sequence[Any]]

DRIVER_TRANSACTION = "driver_transaction"
"""The execution option of engines whose transactions `WriteTransaction` begins."""

_MAX_RECONNECTS = 20
"""More connections than a pool has: after a restart of the server, all of them may be lost."""


class DatabaseDriver(Protocol):
    """What use cases and queries need of a driver."""

    @property
    def dialect(self) -> Dialect:
        """The dialect that statements are compiled for."""
        ...

    async def fetch(self, sql: str, values: Sequence[Any]) -> DriverRows:
        """Run one statement that reads, in a snapshot of its own. Return all its rows."""
        ...

    def begin(
        self, firm_id: uuid.UUID, first_statement: tuple[str, Sequence[Any]] | None = None
    ) -> AbstractAsyncContextManager[WriteTransaction]:
        """Begin a transaction that has locked this firm, and has run a first statement that reads."""
        ...


class PooledDriver:
    """A driver that reads through `fetch_once`, and writes through an engine.

    A read whose connection turns out to be lost is repeated on another connection.
    """

    def __init__(
        self, fetch_once: Callable[[str, Sequence[Any]], Coroutine[Any, Any, DriverRows]], write_engine: AsyncEngine
    ) -> None:
        self._fetch_once = fetch_once
        is_sqlite = write_engine.dialect.name == "sqlite"
        self._transaction_class = SqliteWriteTransaction if is_sqlite else PostgresqlWriteTransaction
        # `WriteTransaction` begins and ends the transaction, not the engine. SQLite does not need AUTOCOMMIT for that,
        # which would take three calls into the connection's thread for each transaction.
        options: dict[str, Any] = {} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._write_engine = write_engine.execution_options(**{DRIVER_TRANSACTION: True}, **options)

    @property
    def dialect(self) -> Dialect:
        """The dialect that statements are compiled for."""
        return self._write_engine.dialect

    async def fetch(self, sql: str, values: Sequence[Any]) -> DriverRows:
        """Run one statement that reads, in a snapshot of its own. Return all its rows."""
        for _ in range(_MAX_RECONNECTS):
            try:
                return await self._fetch(sql, values)
            except DBAPIError as error:
                if not retries.is_connection_lost(error):
                    raise
        return await self._fetch(sql, values)

    async def _fetch(self, sql: str, values: Sequence[Any]) -> DriverRows:
        with ErrorTranslation(sql):
            return await self._fetch_once(sql, values)

    def begin(self, firm_id: uuid.UUID, first_statement: tuple[str, Sequence[Any]] | None = None) -> WriteTransaction:
        """Begin a transaction that has locked this firm, and has run a first statement that reads."""
        return self._transaction_class(self._write_engine, firm_id, first_statement)
