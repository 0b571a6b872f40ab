"""The database's engine, as several processes use it."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from db.engines import Database
from tests.support.firm import AppHarness


async def test_two_processes_that_read_and_then_write(app: AppHarness) -> None:
    """Who writes takes the lock when it begins: nobody is told "locked" for having read before another wrote."""
    other = Database(app.database.url)
    firm = await app.create_firm()
    count = text("UPDATE firm SET last_invoice_number = last_invoice_number + 1 WHERE id = :id")

    async def read_then_write(database: Database) -> None:
        for _ in range(20):
            async with database.writes.begin() as session:
                await session.execute(text("SELECT seq FROM firm"))
                await asyncio.sleep(0)
                await session.execute(count, {"id": firm.id.hex})

    try:
        await asyncio.gather(read_then_write(app.database), read_then_write(other))
    finally:
        await other.close()
    async with app.services.reads() as session:
        assert (await session.execute(text("SELECT last_invoice_number FROM firm"))).scalar_one() == 40


async def test_what_is_acknowledged_survives_a_power_cut(app: AppHarness) -> None:
    """P2: WAL with synchronous FULL (2), foreign keys in force; readers cannot write."""
    database = Database(app.database.url)  # as a server opens it: the test's own is in more of a hurry
    async with database.write_engine.connect() as connection:
        found = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]
    async with database.read_engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA query_only"))).scalar_one() == 1
    await database.close()
