"""PostgreSQL's pool for single statements: nobody waits for a connection without a time limit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio
import pytest
from sqlalchemy import URL
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.postgresql import READ_POOL_SIZE, ReadPool
from tests.support.firm import AppHarness

pytestmark = pytest.mark.postgresql

TIMEOUT_SECONDS = 1.0
"""Statements may take twice as long."""


@asynccontextmanager
async def run_proxy(database: URL, is_flowing: asyncio.Event) -> AsyncIterator[URL]:
    """A proxy before the database, which passes nothing on while it is not flowing. Returns its address."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await is_flowing.wait()
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await is_flowing.wait()
        folder, port = database.query.get("host"), database.port or 5432
        connect = asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}") if folder else None
        to_reader, to_writer = await (connect or asyncio.open_connection(database.host, port))
        await asyncio.gather(pass_on(reader, to_writer), pass_on(to_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield database.set(host="127.0.0.1", port=server.sockets[0].getsockname()[1], query={})


async def test_wait_has_a_limit_after_cancelled_reads(app: AppHarness) -> None:
    """Connections of callers that were cancelled come back later: who comes next waits no longer than the limit."""
    is_flowing = asyncio.Event()
    is_flowing.set()
    async with run_proxy(app.database.write_engine.url, is_flowing) as address:
        pool = ReadPool(address, TIMEOUT_SECONDS)

        async def read_within(scope: anyio.CancelScope) -> None:
            with scope:
                await pool.fetch("SELECT pg_sleep(2)", ())

        await asyncio.gather(*(pool.fetch("SELECT pg_sleep(0.05)", ()) for _ in range(READ_POOL_SIZE)))
        scopes = [anyio.CancelScope() for _ in range(READ_POOL_SIZE)]
        reads = [asyncio.create_task(read_within(scope)) for scope in scopes]
        while pool.connections_in_use < READ_POOL_SIZE:
            await asyncio.sleep(0)
        is_flowing.clear()
        for scope in scopes:
            scope.cancel()
        await asyncio.wait_for(asyncio.gather(*reads), 5)
        assert pool.connections_in_use == READ_POOL_SIZE
        started_at = time.monotonic()
        with pytest.raises((TimeoutError, PoolTimeout)):
            await asyncio.wait_for(pool.fetch("SELECT 1", ()), 20 * TIMEOUT_SECONDS)
        assert time.monotonic() - started_at < 10 * TIMEOUT_SECONDS
        is_flowing.set()
        while pool.connections_in_use:
            await asyncio.sleep(0.01)
        assert await pool.fetch("SELECT 1", ()) == [(1,)]
        await pool.close()
