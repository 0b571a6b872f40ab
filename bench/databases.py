"""Loads the data into PostgreSQL (by COPY) or SQLite (by bulk inserts), and audits it."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url, text

import models
from bench.contenders.common import read_statement
from bench.data import DataSize, FirmData, Row, Viewer, generate_firms
from billing.reporting import audit
from db.engines import Database
from ledger import InvariantViolation
from ledger.invariants import INVARIANTS, check_invariants

ReadRows = Callable[[str, uuid.UUID], Awaitable[list[dict[str, Any]]]]

TABLES = [table.name for table in models.Base.metadata.sorted_tables]


def driver_url(url: str) -> str:
    """The address of a PostgreSQL database as the drivers have it, without SQLAlchemy's word for the driver."""
    parsed = make_url(url)
    folder = parsed.query.get("host")
    if folder is None:
        return parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    return f"postgresql://{parsed.username}@/{parsed.database}?host={folder}"


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the driver, asyncpg."""
    connection = await asyncpg.connect(driver_url(url))
    try:
        yield connection
    finally:
        await connection.close()


async def load_data(url: str, size: DataSize) -> list[Viewer]:
    """Store the data of all firms in a database that has only the schema. Returns the viewers."""
    if make_url(url).get_backend_name() == "sqlite":
        return await asyncio.to_thread(_load_sqlite, Path(str(make_url(url).database)), size)
    viewers = []
    async with connect(url) as connection:
        for firm_data in generate_firms(size):
            await _copy(connection, firm_data)
            viewers += firm_data.viewers
        await _create_functions(connection)
        await connection.execute("VACUUM ANALYZE")
    return viewers


async def _create_functions(connection: asyncpg.Connection) -> None:
    """Create the functions from which PostGraphile makes its fields."""
    text = read_statement("postgraphile")
    for name in ("check", "write"):
        text = text.replace("{" + name + "}", read_statement(f"{name}_payment.postgresql"))
    await connection.execute(text)


async def _copy(connection: asyncpg.Connection, firm_data: FirmData) -> None:
    for table in TABLES:
        rows = firm_data.tables.get(table)
        if rows:
            values = [tuple(_postgresql(value) for value in row.values()) for row in rows]
            await connection.copy_records_to_table(table, records=values, columns=list(rows[0]))


def _postgresql(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _load_sqlite(path: Path, size: DataSize) -> list[Viewer]:
    viewers = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # For speed: nothing else uses the database yet, and foreign keys are checked at the end.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")
        for firm_data in generate_firms(size):
            connection.execute("BEGIN")
            for table in TABLES:
                _insert(connection, table, firm_data.tables.get(table, []))
            connection.execute("COMMIT")
            viewers += firm_data.viewers
        violations = connection.execute("PRAGMA foreign_key_check").fetchall()
        connection.execute("ANALYZE")
    if violations:
        message = f"foreign keys are violated: {violations[:5]}"
        raise AssertionError(message)
    return viewers


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        placeholders = ", ".join("?" * len(rows[0]))
        values = ([_sqlite(value) for value in row.values()] for row in rows)
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({placeholders})", values)


def _sqlite(value: Any) -> Any:
    """The value as SQLAlchemy stores it."""
    match value:
        case uuid.UUID():
            return value.hex
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            return f"{value:%Y-%m-%d %H:%M:%S.%f}"
        case dt.date():
            return value.isoformat()
    return value


@asynccontextmanager
async def open_reader(url: str) -> AsyncIterator[ReadRows]:
    """A function that reads rows by SQL, in which `:firm` is the firm's id."""
    database = Database(url)

    async def read_rows(statement: str, firm: uuid.UUID) -> list[dict[str, Any]]:
        key = firm if database.read_engine.dialect.name == "postgresql" else firm.hex
        async with database.reads() as session:
            return [dict(row) for row in (await session.execute(text(statement), {"firm": key})).mappings()]

    try:
        yield read_rows
    finally:
        await database.close()


async def run_audit(url: str) -> list[InvariantViolation]:
    """The violations that `acompte audit` would find."""
    database = Database(url, timeout_seconds=600)
    try:
        async with database.reads() as session:
            return await check_invariants(session, INVARIANTS | audit.INVARIANTS)
    finally:
        await database.close()
