"""SQLite: one file, many readers, one writer at a time; commits survive a power failure."""

import stat
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from db import aiosqlite_connection, opaque_ids
from db.driver import DRIVER_TRANSACTION, DriverRows, PooledDriver

_READ_POOL_SIZE = 8
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_engine(url: URL, *, writes: bool, timeout_seconds: float) -> AsyncEngine:
    """An engine whose transactions all write, each begun with the file's lock, or all read one snapshot.

    `timeout_seconds` is how long to wait for a connection and for the lock. Raises ValueError for a database in memory.
    """
    file = file_of(url)
    if file is None:
        raise ValueError("SQLite needs a file, because readers and the writer are different connections")
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    # With one connection that writes, transactions queue fairly for it; SQLite's own lock is not fair.
    engine = create_async_engine(
        url,
        async_creator=partial(aiosqlite_connection.connect, file),
        pool_size=1 if writes else _READ_POOL_SIZE,
        max_overflow=0,
        pool_timeout=timeout_seconds,
        hide_parameters=True,
    )
    _configure_connections(engine, writes=writes, timeout_seconds=timeout_seconds)
    return engine


def file_of(url: URL) -> str | None:
    """The file of the SQLite database at this URL; None for a database in memory."""
    return None if url.database in ("", ":memory:") else url.database


def files_open_to_others(database: Path) -> list[Path]:
    """The files of a database, and their folder, that users other than their owner may read or change."""
    folder = database.resolve().parent
    paths = [folder, *(folder / f"{database.name}{suffix}" for suffix in ("", "-wal", "-shm"))]
    return [path for path in paths if path.exists() and path.stat().st_mode & _OTHERS]


def create_driver(read_engine: AsyncEngine, write_engine: AsyncEngine) -> PooledDriver:
    """A driver on the engines' connections: each statement is one call into a connection's thread."""

    async def fetch_once(sql: str, values: Sequence[Any]) -> DriverRows:
        pooled_connection: Any = await read_engine.raw_connection()
        try:
            rows: DriverRows = await pooled_connection.driver_connection.fetch_rows(sql, values)
        except BaseException as error:
            if not isinstance(error, Exception):
                # The caller was cancelled: end the statement, and do not reuse the connection.
                pooled_connection.driver_connection.interrupt_statement()
                pooled_connection.invalidate()
            await greenlet_spawn(pooled_connection.close)
            raise
        await greenlet_spawn(pooled_connection.close)
        return rows

    return PooledDriver(fetch_once, write_engine)


def _global_id(type_name: str, raw_id: str | None) -> str | None:
    return None if raw_id is None else opaque_ids.encode_global_id(type_name, uuid.UUID(raw_id))


def _list_cursor(list_name: str, raw_id: str | None, key: str) -> str | None:
    return None if raw_id is None else opaque_ids.encode_cursor(list_name, uuid.UUID(raw_id), key)


def _configure_connections(engine: AsyncEngine, *, writes: bool, timeout_seconds: float) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # sqlite3 would begin transactions itself, late and without the lock.
        connection.isolation_level = None
        # SQL functions that SQLite lacks.
        connection.create_function("global_id", 2, _global_id, deterministic=True)
        connection.create_function("list_cursor", 3, _list_cursor, deterministic=True)
        if not writes:
            connection.run_async(lambda driver: driver.set_statement_timeout(2 * timeout_seconds))
        cursor = connection.cursor()
        pragmas = ["journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={int(timeout_seconds * 1000)}"]
        # FULL: a commit survives a power failure.
        pragmas.append("synchronous=FULL" if writes else "query_only=ON")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(DRIVER_TRANSACTION):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
