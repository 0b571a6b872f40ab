"""What PostgreSQL does and SQLite cannot: concurrent write transactions, with deadlocks, conflicts and time-outs."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from billing.errors import InsufficientCredits
from billing.invoices.void_invoice import void_invoice
from db.engines import Database
from db.retries import is_conflict, is_outage, retry_on_conflict
from tests.support.firm import AppHarness, Firm
from tests.support.ledger import ledger_transaction
from tests.support.postgresql import pool_size
from tests.support.round_trips import LOCK as FIRM_LOCK
from tests.support.round_trips import RoundTripLog, record_round_trips
from tests.support.server_process import free_port

pytestmark = pytest.mark.postgresql

LOCK = text("UPDATE firm SET name = name")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
SHOWN_SETTINGS = ("transaction_isolation", "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


@pytest.fixture
async def short_timeout_database(app: AppHarness) -> AsyncIterator[Database]:
    """The same database, with time-outs of half a second and one second."""
    database = Database(app.database.url, timeout_seconds=0.5)
    yield database
    await database.close()


@asynccontextmanager
async def default_isolation_level(app: AppHarness, level: str) -> AsyncIterator[None]:
    """Run the application's ledger transactions at another isolation level for the duration of the block."""
    services, database = app.services, Database(app.database.url)

    @event.listens_for(database.write_engine.sync_engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.run_async(lambda driver: driver.execute(f"SET default_transaction_isolation = '{level}'"))

    app.services = dataclasses.replace(services, writes=database.writes, driver=database.driver)
    try:
        yield
    finally:
        app.services = services
        await database.close()


async def wait_for_lock_waiters(app: AppHarness, count: int = 1) -> None:
    async with asyncio.timeout(10), app.database.write_engine.connect() as connection:
        while (await connection.scalar(WAITING) or 0) < count:
            await connection.rollback()


def attempt_count(log: RoundTripLog) -> int:
    """How many ledger transactions were begun."""
    return log.statements.count(FIRM_LOCK)


@pytest.mark.parametrize("use_case", ["pay", "void"])
async def test_deadlock_is_retried(app: AppHarness, use_case: str) -> None:
    """P1, P4: the use case is rolled back; its second attempt succeeds, and moves its amount once.

    A payment writes through the driver, a voided invoice through a session.
    """
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "1.00")
    with record_round_trips() as log:
        async with app.database.write_engine.connect() as rival:
            # So that the use case finds the deadlock, and is its victim.
            await rival.execute(text("SET LOCAL deadlock_timeout = '10min'"))
            await rival.execute(text("UPDATE client SET name = name"))
            task: asyncio.Task[Any]
            if use_case == "pay":
                task = asyncio.create_task(retry_on_conflict(firm.pay, invoice, "20.00"))
            else:
                task = asyncio.create_task(
                    retry_on_conflict(void_invoice, app.services, firm.owner, invoice, "mistake")
                )
            await wait_for_lock_waiters(app)
            await rival.execute(LOCK)
            await rival.rollback()
        await task
    assert attempt_count(log) == 2
    if use_case == "pay":
        assert await firm.credits() == (9_00, 0)
        assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 21_00, 0, 29_00)
    else:
        assert await firm.credits() == (30_00, 0)
        assert (await firm.invoice_figures(invoice))[0] == "VOID"


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
async def test_serialization_failure_is_retried(app: AppHarness, level: str) -> None:
    """P4, D12: of five concurrent payers all but one are rolled back at first; three pay, and the credits are spent."""
    firm = await app.create_prepaid_firm("30.00")
    invoices = [await firm.create_invoice("10.00") for _ in range(5)]
    async with default_isolation_level(app, level):
        with record_round_trips() as log:
            async with app.database.write_engine.connect() as rival:
                # Until all wait, so that all but one conflict.
                await rival.execute(LOCK)
                tasks = [asyncio.create_task(retry_on_conflict(firm.pay, invoice, "10.00")) for invoice in invoices]
                await wait_for_lock_waiters(app, len(invoices))
                await rival.commit()
            results = await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["InsufficientCredits"] * 2 + ["list"] * 3
    assert [result.missing.minor for result in results if isinstance(result, InsufficientCredits)] == [10_00] * 2
    assert attempt_count(log) > 5
    assert await firm.credits() == (0, 0)


async def has_lock_waiters(app: AppHarness, count: int, *, unless: asyncio.Task[Any]) -> bool:
    """Wait until as many wait for a lock; False if the task ends first."""
    waiting = asyncio.create_task(wait_for_lock_waiters(app, count))
    await asyncio.wait((waiting, unless), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return not unless.done()


async def test_retries_are_limited(app: AppHarness) -> None:
    """After five attempts the error is raised, as an outage, and nothing has moved."""
    firm = await app.create_prepaid_firm("30.00")
    invoice = await firm.create_invoice("50.00")
    async with default_isolation_level(app, "repeatable read"), firm.assert_unchanged():
        with record_round_trips() as log:
            async with AsyncExitStack() as rivals:
                rival = await rivals.enter_async_context(app.database.write_engine.connect())
                await rival.execute(LOCK)
                payment = asyncio.create_task(retry_on_conflict(firm.pay, invoice, "20.00"))
                while await has_lock_waiters(app, 1, unless=payment):
                    # Behind the payment, so that the payment never finds the firm unlocked.
                    next_rival = await rivals.enter_async_context(app.database.write_engine.connect())
                    locking = asyncio.create_task(next_rival.execute(LOCK))
                    await wait_for_lock_waiters(app, 2)
                    await rival.commit()
                    await locking
                    rival = next_rival
        with pytest.raises(DBAPIError) as refused:
            await payment
    assert is_conflict(refused.value)
    assert is_outage(refused.value)
    assert attempt_count(log) == 5


async def test_other_errors_are_not_retried(app: AppHarness) -> None:
    """An error in our own SQL is raised by the first attempt."""
    attempts = 0

    async def execute_wrong_sql() -> None:
        nonlocal attempts
        attempts += 1
        async with app.services.writes.begin() as session:
            await session.execute(text("SELECT 1 FROM nowhere"))

    with pytest.raises(DBAPIError) as refused:
        await retry_on_conflict(execute_wrong_sql)
    assert not is_conflict(refused.value)
    assert not is_outage(refused.value)
    assert attempts == 1


async def test_reads_use_one_snapshot_and_cannot_write(app: AppHarness) -> None:
    """A read session does not see what is committed after its first statement."""
    firm = await app.create_ready_firm()
    async with app.services.reads() as session:
        before = (await session.execute(text("SELECT seq FROM firm"))).scalar_one()
        await firm.create_invoice("10.00")
        assert (await session.execute(text("SELECT seq FROM firm"))).scalar_one() == before
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await session.execute(LOCK)
    assert await firm.event_seq() > before


async def test_write_transactions_have_time_outs_and_read_what_is_committed(app: AppHarness) -> None:
    """Sessions and ledger transactions alike: READ COMMITTED, since the firm's lock comes first."""
    firm = await app.create_firm()
    expected = ["read committed", "30s", "1min", "1min"]
    async with app.database.write_engine.connect() as connection:
        assert [await connection.scalar(text(f"SHOW {name}")) for name in SHOWN_SETTINGS] == expected
    async with app.services.driver.begin(firm.id) as writes:
        settings = [await writes.fetch(f"SHOW {name}", ()) for name in SHOWN_SETTINGS]
        assert [rows[0][0] for rows in settings] == expected


async def session_error(database: Database, *statements: str, wait: float = 0) -> BaseException:
    with pytest.raises((DBAPIError, PoolTimeout, OSError)) as raised:
        async with database.writes.begin() as session:
            for statement in statements:
                await session.execute(text(statement))
            await asyncio.sleep(wait)
    return raised.value


async def driver_error(database: Database, firm_id: uuid.UUID, sql: str, wait: float = 0) -> BaseException:
    with pytest.raises((DBAPIError, PoolTimeout, OSError)) as raised:
        async with database.driver.begin(firm_id) as writes:
            await asyncio.sleep(wait)
            await writes.fetch(sql, ())
            await writes.commit()
    return raised.value


async def test_rows_that_refer_to_a_locked_firm_are_added(app: AppHarness) -> None:
    """The firm's lock excludes other transactions that lock it, and no reference to the firm."""
    firm = await app.create_firm()
    async with ledger_transaction(app, firm.id) as transaction:
        await asyncio.wait_for(firm.add_client("While it is locked"), 5)
        await transaction.session.flush()
        await asyncio.wait_for(firm.add_client("While it is written"), 5)


async def test_locked_table_is_an_outage(app: AppHarness, short_timeout_database: Database) -> None:
    """As by CREATE INDEX, on connections that have not prepared the lock yet; sessions do not wait for it."""
    firm = await app.create_firm()
    async with app.database.write_engine.begin() as rival:
        await rival.execute(text("LOCK TABLE firm IN EXCLUSIVE MODE"))
        refused = await driver_error(short_timeout_database, firm.id, "SELECT 1")
        async with short_timeout_database.writes.begin() as session:
            assert await session.scalar(text("SELECT 1")) == 1
    assert "lock timeout" in str(refused)
    assert is_outage(refused)
    async with short_timeout_database.driver.begin(firm.id) as writes:
        assert await writes.fetch("SELECT 1", ()) == [(1,)]


async def test_time_outs_are_outages(app: AppHarness, short_timeout_database: Database) -> None:
    """For the lock, a slow statement, an idle transaction and a connection; nothing is written."""
    firm = await app.create_firm()
    database = short_timeout_database
    async with app.database.write_engine.begin() as rival:
        await rival.execute(LOCK)
        locked = [
            await session_error(database, "UPDATE firm SET seq = seq + 1"),
            await driver_error(database, firm.id, "SELECT 1"),
        ]
    assert all("lock timeout" in str(error) for error in locked)
    slow = [
        await session_error(database, "SELECT pg_sleep(5)"),
        await driver_error(database, firm.id, "SELECT pg_sleep(5)"),
    ]
    assert all("statement timeout" in str(error) for error in slow)
    idle = [
        await session_error(database, "UPDATE firm SET seq = 99", wait=2),
        await driver_error(database, firm.id, "SELECT 1", wait=2),
    ]
    async with AsyncExitStack() as stack:
        for _ in range(pool_size(database.write_engine)):
            await stack.enter_async_context(database.write_engine.connect())
        full = [await session_error(database, "SELECT 1"), await driver_error(database, firm.id, "SELECT 1")]
    assert all(isinstance(error, PoolTimeout) for error in full)
    assert all(is_outage(error) for error in (*locked, *slow, *idle, *full))
    assert database.connections_in_use() == (0, 0)
    assert await firm.event_seq() == 0


async def test_unreachable_database_is_an_outage() -> None:
    """The error says so, however the database is used."""
    database = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/acompte", timeout_seconds=1)
    assert is_outage(await session_error(database, "SELECT 1"))
    assert is_outage(await driver_error(database, uuid.uuid4(), "SELECT 1"))
    with pytest.raises(ConnectionRefusedError):
        await database.driver.fetch("SELECT 1", ())
    await database.close()


def test_other_database_url_is_refused() -> None:
    """The message names the databases that are supported."""
    with pytest.raises(ValueError, match=r"^DATABASE_URL must begin with sqlite\+aiosqlite:// or postgresql"):
        Database("mysql://localhost/acompte")


async def test_firms_do_not_wait_for_each_other(app: AppHarness, short_timeout_database: Database) -> None:
    """One writer per firm, not one for all firms."""
    first, second = await app.create_ready_firm(), await app.create_ready_firm()
    async with app.database.write_engine.begin() as rival:
        await rival.execute(text("UPDATE firm SET name = name WHERE id = :id"), {"id": first.id})
        database = short_timeout_database
        app.services = dataclasses.replace(app.services, writes=database.writes, driver=database.driver)
        assert await invoice_total(second) == 1_00
        with pytest.raises(DBAPIError, match="lock timeout"):
            await invoice_total(first)


async def invoice_total(firm: Firm) -> int:
    """Create an invoice of 1.00, and return the total that is stored."""
    return (await firm.invoice(await firm.create_invoice("1.00"))).total
