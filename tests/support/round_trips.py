"""Records every round trip to the database, below SQLAlchemy and below the application's own driver."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest
from asyncpg.prepared_stmt import PreparedStatement

from db import aiosqlite_connection
from db.write_transaction import PREPARE_LOCK

_WRITE = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:public\.)?\"?(\w+)")
_READ = re.compile(r"\b(?:FROM|JOIN)\s+(?:public\.)?\"?(\w+)")
_BEGIN = re.compile(r"BEGIN\b")
LOCK = PREPARE_LOCK.partition(" AS ")[2]
"""The statement that locks a firm on PostgreSQL."""
SQLITE_LOCK = "BEGIN IMMEDIATE"
"""The statement that locks the file on SQLite."""
_EXECUTE = re.compile(r"EXECUTE lock_firm\('[0-9a-f-]{36}'\)")
_END = re.compile(r"(COMMIT|ROLLBACK|END)\b")


@dataclass(frozen=True)
class RoundTrip:
    """The statements that were sent together on one connection."""

    connection: int
    statements: tuple[str, ...]


@dataclass
class RoundTripLog:
    """Round trips in the order in which they began."""

    round_trips: list[RoundTrip] = field(default_factory=list)

    @property
    def statements(self) -> list[str]:
        """All statements except those that begin and end transactions."""
        return [sql for trip in self.round_trips for sql in trip.statements if not is_transaction_control(sql)]

    @property
    def transactions(self) -> list[list[str]]:
        """The statements of each transaction that was begun: with `SQLITE_LOCK`, without other BEGIN, COMMIT, ROLLBACK.

        A statement outside a transaction belongs to none.
        """
        transactions: list[list[str]] = []
        open_transactions: dict[int, list[str]] = {}
        for trip in self.round_trips:
            for sql in trip.statements:
                if _BEGIN.match(sql):
                    open_transactions[trip.connection] = [sql] if sql == SQLITE_LOCK else []
                    transactions.append(open_transactions[trip.connection])
                elif _END.match(sql):
                    open_transactions.pop(trip.connection, None)
                elif trip.connection in open_transactions:
                    open_transactions[trip.connection].append(sql)
        return transactions


def is_transaction_control(sql: str) -> bool:
    """Whether the statement begins or ends a transaction."""
    return bool(_BEGIN.match(sql) or _END.match(sql))


def written_tables(sql: str) -> set[str]:
    """The tables that the statement inserts into, updates or deletes from."""
    return set(_WRITE.findall(sql))


def read_tables(sql: str) -> set[str]:
    """The tables that a SELECT reads; none if the statement writes."""
    return set() if written_tables(sql) else set(_READ.findall(sql))


@contextmanager
def record_round_trips() -> Iterator[RoundTripLog]:
    """Record the round trips of all connections of this process for the duration of the block."""
    log = RoundTripLog()
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (asyncpg.Connection, "execute"),
            (asyncpg.Connection, "executemany"),
            (asyncpg.Connection, "fetch"),
            (asyncpg.Connection, "fetchval"),
            (asyncpg.Connection, "fetchrow"),
            (PreparedStatement, "fetch"),
        ):
            patch.setattr(owner, name, _recorded(log, getattr(owner, name)))
        connection = aiosqlite_connection.Connection
        patch.setattr(connection, "_execute", _recorded_in_thread(log, connection._execute))
        yield log


def _recorded(log: RoundTripLog, method: Callable[..., Any]) -> Callable[..., Any]:
    """Record a method of asyncpg's whose first argument is the SQL, unless it is a prepared statement's."""

    @functools.wraps(method)
    async def recorded(owner: Any, *arguments: Any, **options: Any) -> Any:
        is_prepared = isinstance(owner, PreparedStatement)
        sql = owner.get_query() if is_prepared else arguments[0]
        connection = owner._connection if is_prepared else owner
        if statements := _split(sql):
            log.round_trips.append(RoundTrip(id(connection), statements))
        return await method(owner, *arguments, **options)

    return recorded


def _recorded_in_thread(log: RoundTripLog, execute: Callable[..., Any]) -> Callable[..., Any]:
    """Record a trip to the thread of an aiosqlite connection, with the statements that SQLite ran in it."""

    async def recorded(connection: Any, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        statements: list[str] = []

        def traced(*arguments: Any, **options: Any) -> Any:
            connection._conn.set_trace_callback(statements.append)
            try:
                return function(*arguments, **options)
            finally:
                connection._conn.set_trace_callback(None)

        try:
            return await execute(connection, traced, *arguments, **options)
        finally:
            log.round_trips.append(RoundTrip(id(connection), _split(";".join(statements))))

    return recorded


def _split(script: str) -> tuple[str, ...]:
    """The statements of the script. What a new connection prepares is left out, and named where it is executed."""
    statements = (" ".join(sql.split()) for sql in script.split(";"))
    return tuple(_EXECUTE.sub(LOCK, sql) for sql in statements if sql and sql != PREPARE_LOCK)
