"""What PostgreSQL does that SQLite cannot: transactions side by side, that collide, wait and are cut off."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import async_sessionmaker

from billing.errors import InsufficientCredits
from billing.services import Services
from db.engines import Database
from db.retries import is_conflict, is_outage, retry_on_conflict
from tests.support.driver_spy import spy_on_driver
from tests.support.firm import AppHarness, Firm
from tests.support.postgresql import size
from tests.support.server_process import free_port

pytestmark = pytest.mark.postgresql

LOCK = text("UPDATE firm SET name = name")
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
async def short_timeout_database(app: AppHarness) -> AsyncIterator[Database]:
    """The same database, for somebody who does not wait."""
    database = Database(app.database.url, timeout_seconds=0.5)
    yield database
    await database.close()


def set_isolation_level(house: AppHarness, level: str) -> Services:
    """The house's services, with transactions of another isolation: as databases have it that know no other."""
    engine = house.database.write_engine.execution_options(isolation_level=level)
    return dataclasses.replace(house.services, writes=async_sessionmaker(engine, expire_on_commit=False))


async def wait_for_lock_waiters(house: AppHarness, many: int = 1) -> None:
    async with asyncio.timeout(10), house.database.write_engine.connect() as looking:
        while (await looking.scalar(WAITING) or 0) < many:
            await looking.rollback()


@pytest.fixture
def transaction_starts(app: AppHarness) -> Iterator[list[str]]:
    """How often a transaction of money was begun, from when the list was cleared last."""
    found: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE firm SET seq"):
            found.append(statement)

    engine = app.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", see)
    yield found
    event.remove(engine, "before_cursor_execute", see)


async def test_a_deadlock_is_done_again(app: AppHarness, transaction_starts: list[str]) -> None:
    """P1, P4: the deed is the one that is undone; the second time it goes through, once, for exactly its amount."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    transaction_starts.clear()
    async with app.database.write_engine.connect() as rival:
        await rival.execute(text("SET LOCAL deadlock_timeout = '10min'"))
        await rival.execute(text("UPDATE client SET name = name"))
        paying = asyncio.create_task(retry_on_conflict(firm.pay, invoice, "20.00"))
        await wait_for_lock_waiters(app)
        await rival.execute(LOCK)
        await rival.rollback()
    (payment,) = await paying
    assert len(transaction_starts) == 2
    assert payment.amount == 20_00
    assert await firm.credits() == (10_00, 0)
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 20_00, 0, 30_00)


async def test_a_deadlock_without_the_lock_is_done_again(app: AppHarness) -> None:
    """The same of a deed that goes straight to the database: it has the firm's row first there, too."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    await firm.pay(invoice, "1.00")
    written: list[object] = []

    async def note(texts: object) -> None:
        written.append(texts)

    async with spy_on_driver(app, on_write=note), app.database.write_engine.connect() as rival:
        await rival.execute(text("SET LOCAL deadlock_timeout = '10min'"))
        await rival.execute(text("UPDATE client SET name = name"))
        paying = asyncio.create_task(retry_on_conflict(firm.pay, invoice, "20.00"))
        await wait_for_lock_waiters(app)
        await rival.execute(LOCK)
        await rival.rollback()
        (payment,) = await paying
    assert len(written) == 2
    assert payment.amount == 20_00
    assert await firm.invoice_figures(invoice) == ("PARTIALLY_PAID", 21_00, 0, 29_00)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
async def test_what_could_not_be_put_in_order_is_done_again(
    app: AppHarness, level: str, transaction_starts: list[str]
) -> None:
    """P4, D12: of five payers at once all but one are undone at first: three are paid, the credits are gone."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoices = [await firm.create_invoice("10.00") for _ in range(5)]
    transaction_starts.clear()
    app.services = set_isolation_level(app, level)
    async with app.database.write_engine.connect() as rival:
        # Held until they all wait, so that all but one have to come again.
        await rival.execute(LOCK)
        paying = [asyncio.create_task(retry_on_conflict(firm.pay, invoice, "10.00")) for invoice in invoices]
        await wait_for_lock_waiters(app, len(invoices))
        await rival.commit()
    answers = await asyncio.gather(*paying, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["InsufficientCredits"] * 2 + ["list"] * 3
    assert [one.missing.minor for one in answers if isinstance(one, InsufficientCredits)] == [10_00] * 2
    assert len(transaction_starts) > 5
    assert await firm.credits() == (0, 0)


async def test_it_is_not_done_again_for_ever(app: AppHarness, transaction_starts: list[str]) -> None:
    """Five times; then the caller is told that the server is busy, and nothing has moved."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    invoice = await firm.create_invoice("50.00")
    transaction_starts.clear()
    app.services = set_isolation_level(app, "REPEATABLE READ")
    async with firm.assert_unchanged():
        paying = asyncio.create_task(retry_on_conflict(firm.pay, invoice, "20.00"))
        while not paying.done():
            async with app.database.write_engine.begin() as rival:
                await rival.execute(LOCK)
                waiting = asyncio.create_task(wait_for_lock_waiters(app))
                await asyncio.wait((waiting, paying), return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
        with pytest.raises(DBAPIError) as refused:
            await paying
    assert is_conflict(refused.value)
    assert is_outage(refused.value)
    assert len(transaction_starts) == 5


async def test_what_is_no_collision_is_done_once(app: AppHarness) -> None:
    """An error of ours is told at once."""
    tries = 0

    async def wrong() -> None:
        nonlocal tries
        tries += 1
        async with app.services.writes.begin() as session:
            await session.execute(text("SELECT 1 FROM nowhere"))

    with pytest.raises(DBAPIError) as refused:
        await retry_on_conflict(wrong)
    assert not is_conflict(refused.value)
    assert not is_outage(refused.value)
    assert tries == 1


async def test_reads_see_one_moment_and_write_nothing(app: AppHarness) -> None:
    """One operation reads one snapshot, and no way of reading changes anything."""
    firm = await app.create_ready_firm()
    async with app.services.reads() as session:
        before = (await session.execute(text("SELECT seq FROM firm"))).scalar_one()
        await firm.create_invoice("10.00")
        assert (await session.execute(text("SELECT seq FROM firm"))).scalar_one() == before
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await session.execute(LOCK)
    assert await firm.event_seq() > before


async def test_transactions_that_write(app: AppHarness) -> None:
    """Each waits for the firm's lock alone, no longer than is said, and reads what is committed."""
    async with app.database.write_engine.connect() as connection:
        found = {
            name: await connection.scalar(text(f"SHOW {name}"))
            for name in (
                "transaction_isolation",
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
            )
        }
    assert found == {
        "transaction_isolation": "read committed",
        "lock_timeout": "30s",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "1min",
    }


async def database_error(database: Database, *statements: str, wait: float = 0) -> BaseException:
    with pytest.raises((DBAPIError, PoolTimeout, OSError)) as told:
        async with database.writes.begin() as session:
            for statement in statements:
                await session.execute(text(statement))
            await asyncio.sleep(wait)
    return told.value


async def test_lock_timeout_is_reported(app: AppHarness, short_timeout_database: Database) -> None:
    """For the lock, for an answer, for a connection; and a transaction in which nothing happens is cut off."""
    firm = await app.create_firm()
    async with app.database.write_engine.begin() as rival:
        await rival.execute(LOCK)
        locked = await database_error(short_timeout_database, "UPDATE firm SET seq = seq + 1")
    assert "lock timeout" in str(locked)
    slow = await database_error(short_timeout_database, "SELECT pg_sleep(5)")
    assert "statement timeout" in str(slow)
    idle = await database_error(short_timeout_database, "UPDATE firm SET seq = 99", wait=2)
    async with AsyncExitStack() as others:
        for _ in range(size(short_timeout_database.write_engine)):
            await others.enter_async_context(short_timeout_database.write_engine.connect())
        full = await database_error(short_timeout_database, "SELECT 1")
    assert isinstance(full, PoolTimeout)
    assert all(is_outage(one) for one in (locked, slow, idle, full))
    assert await firm.event_seq() == 0


async def test_nobody_answers_for_the_database() -> None:
    """Whoever asks is told, by every way of asking."""
    nobody = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/books", timeout_seconds=1)
    assert is_outage(await database_error(nobody, "SELECT 1"))
    with pytest.raises(ConnectionRefusedError):
        await nobody.driver.fetch("SELECT 1", ())
    await nobody.close()


def test_an_address_of_no_database_of_ours() -> None:
    """It is told which there are."""
    with pytest.raises(ValueError, match=r"^DATABASE_URL has to begin with sqlite\+aiosqlite:// or postgresql"):
        Database("mysql://localhost/books")


async def test_firms_do_not_wait_for_each_other(app: AppHarness, short_timeout_database: Database) -> None:
    """One writer for each firm, not one for all."""
    first, second = await app.create_ready_firm(), await app.create_ready_firm()
    async with app.database.write_engine.begin() as rival:
        await rival.execute(text("UPDATE firm SET name = name WHERE id = :id"), {"id": first.id})
        app.services = dataclasses.replace(app.services, writes=short_timeout_database.writes)
        assert await create_invoice(second) == 1_00


async def create_invoice(firm: Firm) -> int:
    return (await firm.invoice(await firm.create_invoice("1.00"))).total
