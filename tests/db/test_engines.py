"""The engines, as several processes use them."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

import models
from db.engines import Database
from db.retries import is_outage
from tests.support.firm import AppHarness

ROLE = f"busy_{uuid.uuid4().hex}"


async def test_two_processes_read_and_then_write(app: AppHarness) -> None:
    """Write transactions lock when they begin: none fails because another process wrote after its first read."""
    other = Database(app.database.url)
    firm = await app.create_firm()
    increment = "last_invoice_number = last_invoice_number + 1 WHERE id = "

    async def use_sessions(database: Database) -> None:
        for _ in range(20):
            async with database.writes.begin() as session:
                await session.execute(text("SELECT seq FROM firm"))
                await asyncio.sleep(0)
                await session.execute(text(f"UPDATE firm SET {increment} :id"), {"id": firm.id.hex})

    async def use_driver(database: Database) -> None:
        for _ in range(20):
            async with database.driver.begin(firm.id) as writes:
                ((seq,),) = await writes.fetch("SELECT seq FROM firm", ())
                await asyncio.sleep(0)
                await writes.fetch(f"UPDATE firm SET seq = seq + 1, {increment} ?", (firm.id.hex,))
                event = models.Event(firm_id=firm.id, seq=seq + 1, kind="test.posted", at=app.clock())
                await writes.commit([event])

    try:
        databases = (app.database, other)
        await asyncio.gather(*(use(database) for database in databases for use in (use_sessions, use_driver)))
    finally:
        await other.close()
    async with app.services.reads() as session:
        assert (await session.execute(text("SELECT last_invoice_number FROM firm"))).scalar_one() == 80
    assert await firm.event_seq() == 40


async def test_write_connection_never_begins_by_itself(app: AppHarness) -> None:
    """Python's driver would begin transactions late and without the lock, also after a ledger transaction."""
    firm = await app.create_firm()
    async with app.database.driver.begin(firm.id) as writes:
        connection = writes.connection
    assert connection.isolation_level is None
    async with app.database.write_engine.connect() as session_connection:
        sessions_connection: Any = (await session_connection.get_raw_connection()).driver_connection
        assert sessions_connection is connection
        assert sessions_connection.isolation_level is None


async def test_commits_survive_a_power_failure(app: AppHarness) -> None:
    """P2: WAL with synchronous FULL (2), foreign keys in force; readers cannot write."""
    database = Database(app.database.url)  # as the server opens it: the tests' own does not wait for the disk
    async with database.write_engine.connect() as connection:
        values = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]
    async with database.read_engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA query_only"))).scalar_one() == 1
    await database.close()


@pytest.mark.both_databases
async def test_failed_connection_is_an_outage(app: AppHarness, tmp_path: Path) -> None:
    """P10: a database that takes no connection is busy, to a ledger transaction as to a session."""
    url = make_url(app.database.url)
    if url.get_backend_name() == "sqlite":
        unavailable = url.set(database=str(tmp_path))  # a folder, which SQLite cannot open
    else:
        async with app.database.write_engine.begin() as connection:
            await connection.execute(text(f"CREATE ROLE {ROLE} LOGIN CONNECTION LIMIT 0"))
        unavailable = url.set(username=ROLE)
    database = Database(unavailable.render_as_string(hide_password=False))

    async def begin_session() -> None:
        async with database.writes.begin() as session:
            await session.execute(text("SELECT 1"))

    async def begin_ledger_transaction() -> None:
        async with database.driver.begin(uuid.uuid4()):
            pass

    try:
        for begin in (begin_session, begin_ledger_transaction):
            with pytest.raises(DBAPIError) as refused:
                await begin()
            assert is_outage(refused.value), begin
    finally:
        await database.close()
        if url.get_backend_name() == "postgresql":
            async with app.database.write_engine.begin() as connection:
                await connection.execute(text(f"DROP ROLE {ROLE}"))
