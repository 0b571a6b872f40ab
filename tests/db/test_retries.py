"""Retries after PostgreSQL was restarted or cut a connection."""

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
from tests.support.firm import AppHarness, new_client
from tests.support.ledger import ledger_transaction

pytestmark = pytest.mark.postgresql


async def terminate_connections(app: AppHarness) -> None:
    """End all connections, idle ones too, as a server does that is restarted."""
    terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    admin = create_async_engine(app.database.url, poolclass=NullPool)
    async with admin.connect() as connection:
        await connection.execute(text(f"{terminate} AND pid <> pg_backend_pid()"))
    await admin.dispose()


async def fill_pool(database: Database) -> None:
    """Have several new, idle connections in both pools."""
    await database.read_engine.dispose()
    await database.write_engine.dispose()
    async with AsyncExitStack() as stack:
        for engine in (database.read_engine, database.write_engine) * 3:
            connection = await stack.enter_async_context(engine.connect())
            await connection.execute(text("SELECT 1"))


@pytest.mark.parametrize("pause", [0, 0.2], ids=["at once", "later"])
async def test_restart_is_not_noticed(app: AppHarness, pause: float) -> None:
    """P3: idle connections are lost; the next read, snapshot and use case succeed, each once."""
    firm = await app.create_prepaid_firm("30.00")
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
    """P1: once, since nothing of its transaction was written."""
    losses, attempts = 2, 0

    async def rename() -> None:
        nonlocal losses, attempts
        attempts += 1
        async with app.services.writes.begin() as session:
            await session.execute(text("UPDATE firm SET name = name || '.'"))
            if losses:
                losses -= 1
                await terminate_connections(app)
                await session.execute(text("SELECT 1"))

    firm = await app.create_firm()
    async with app.services.reads() as session:
        name = await session.scalar(select(models.Firm.name))
    with pytest.raises(DBAPIError) as raised:
        await retry_on_conflict(rename)
    assert is_outage(raised.value)
    assert attempts == 2
    losses = 1
    await retry_on_conflict(rename)
    assert attempts == 4
    async with app.services.reads() as session:
        assert await session.scalar(select(models.Firm.name).where(models.Firm.id == firm.id)) == f"{name}."


@pytest.mark.parametrize("lost_at", ["a session's statement", "the write"])
async def test_ledger_transaction_is_retried_after_lost_connection(app: AppHarness, lost_at: str) -> None:
    """P1: the same for a transaction of the ledger, wherever its connection is lost before COMMIT."""
    firm = await app.create_firm()
    attempts = 0

    async def add_client() -> None:
        nonlocal attempts
        attempts += 1
        async with ledger_transaction(app, firm.id) as transaction:
            client = new_client(firm.id, "New", transaction.now)
            await transaction.add(client)
            if attempts == 1:
                await terminate_connections(app)
            if lost_at == "a session's statement":
                await transaction.session.execute(text("SELECT 1"))

    await retry_on_conflict(add_client)
    assert attempts == 2
    assert await firm.event_seq() == 1
    async with app.services.reads() as session:
        assert len((await session.scalars(select(models.Client.id).where(models.Client.name == "New"))).all()) == 1


@pytest.mark.parametrize("transaction", ["session", "ledger"])
async def test_connection_lost_at_commit_is_not_retried(app: AppHarness, transaction: str) -> None:
    """P1: the outcome is unknown."""
    firm = await app.create_firm()
    attempts = 0

    async def commit() -> None:
        nonlocal attempts
        attempts += 1
        if transaction == "session":
            async with app.services.writes.begin() as session:
                await session.execute(text("UPDATE firm SET name = name"))
                await terminate_connections(app)
                await asyncio.sleep(0.1)
        else:
            async with app.services.driver.begin(firm.id) as writes:
                await terminate_connections(app)
                await asyncio.sleep(0.1)
                await writes.commit()

    with pytest.raises(DBAPIError) as raised:
        await retry_on_conflict(commit)
    assert is_outage(raised.value)
    assert attempts == 1
