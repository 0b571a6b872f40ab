"""PostgreSQL was restarted, or cut a connection: whoever comes next is done for, once, and hears nothing of it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import NullPool, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

import models
from billing.services import Snapshot
from db.engines import Database
from db.retries import is_outage, retry_on_conflict
from tests.support.firm import AppHarness

pytestmark = pytest.mark.postgresql


async def terminate_connections(house: AppHarness) -> None:
    """End all connections, idle ones too, as a server does that is restarted."""
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    admin = create_async_engine(house.database.url, poolclass=NullPool)
    async with admin.connect() as connection:
        await connection.execute(text(f"{ours} AND pid <> pg_backend_pid()"))
    await admin.dispose()


async def fill_pool(database: Database) -> None:
    """Have several idle connections in both pools, and none that an earlier goodbye is still on its way to."""
    await database.read_engine.dispose()
    await database.write_engine.dispose()
    async with AsyncExitStack() as opened:
        for engine in (database.read_engine, database.write_engine) * 3:
            connection = await opened.enter_async_context(engine.connect())
            await connection.execute(text("SELECT 1"))


@pytest.mark.parametrize("pause", [0, 0.2], ids=["at once", "later"])
async def test_the_database_was_restarted(app: AppHarness, pause: float) -> None:
    """P3: connections that were idle are dead; whoever comes next is not told of it, and is done for once."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    await fill_pool(app.database)
    await terminate_connections(app)
    await asyncio.sleep(pause)
    assert [*(await app.database.driver.fetch("SELECT 'read'", ()))[0]] == ["read"]
    await fill_pool(app.database)
    await terminate_connections(app)
    await asyncio.sleep(pause)
    async with Snapshot(app.services) as snapshot:
        assert await snapshot.scalars(select(models.Firm.id)) == [firm.id]
    await fill_pool(app.database)
    await terminate_connections(app)
    await asyncio.sleep(pause)
    (payment,) = await retry_on_conflict(firm.pay, invoice, "20.00")
    assert payment.amount == 20_00
    assert await firm.credits() == (10_00, 0)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)


async def test_use_case_is_retried_after_lost_connection(app: AppHarness) -> None:
    """P1: in the middle of its transaction, of which nothing was kept; and not for ever."""
    lost, tries = 2, 0

    async def deed() -> None:
        nonlocal lost, tries
        tries += 1
        async with app.services.writes.begin() as session:
            await session.execute(text("UPDATE firm SET name = name || '.'"))
            if lost:
                lost -= 1
                await terminate_connections(app)
                await session.execute(text("SELECT 1"))

    firm = await app.create_firm()
    async with app.services.reads() as session:
        name = await session.scalar(select(models.Firm.name))
    with pytest.raises(DBAPIError) as told:
        await retry_on_conflict(deed)
    assert is_outage(told.value)
    assert tries == 2
    lost = 1
    await retry_on_conflict(deed)
    assert tries == 4
    async with app.services.reads() as session:
        assert await session.scalar(select(models.Firm.name).where(models.Firm.id == firm.id)) == f"{name}."


async def test_what_was_cut_off_while_it_was_committed_is_not_done_again(app: AppHarness) -> None:
    """P1: nobody can say what became of it."""
    tries = 0

    async def deed() -> None:
        nonlocal tries
        tries += 1
        async with app.services.writes.begin() as session:
            await session.execute(text("UPDATE firm SET name = name"))
            await terminate_connections(app)
            await asyncio.sleep(0.1)

    await app.create_firm()
    with pytest.raises(DBAPIError) as told:
        await retry_on_conflict(deed)
    assert is_outage(told.value)
    assert tries == 1
