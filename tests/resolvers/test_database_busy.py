"""A busy database: the viewer is asked to try again, and it is never reported as an error of the server's."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import text

from billing.services import Services
from db import postgresql
from db.engines import Database
from tests.support.firm import AppHarness
from tests.support.graphql_client import execute, global_id, warm_firm_cache
from tests.support.postgresql import pool_size

pytestmark = pytest.mark.both_databases

ISSUE_MUTATION = "mutation ($i: IssueInvoiceInput!) { issueInvoice(input: $i) { __typename } }"
UNAVAILABLE = {"code": "SERVICE_UNAVAILABLE"}


@asynccontextmanager
async def short_timeouts(app: AppHarness, seconds: float) -> AsyncIterator[tuple[Services, Database]]:
    """Services that wait this long for a connection or a lock, and their database."""
    database = Database(app.database.url, timeout_seconds=seconds)
    try:
        yield (
            dataclasses.replace(app.services, reads=database.reads, writes=database.writes, driver=database.driver),
            database,
        )
    finally:
        await database.close()


@asynccontextmanager
async def all_read_connections_in_use(database: Database) -> AsyncIterator[None]:
    """Use all connections that read, of sessions and of the driver."""
    connection_count = pool_size(database.read_engine)
    statements = []
    async with AsyncExitStack() as stack:
        for _ in range(connection_count):
            await stack.enter_async_context(database.read_engine.connect())
        if database.read_engine.dialect.name == "postgresql":
            connection_count += postgresql.READ_POOL_SIZE
            statements = [
                asyncio.create_task(database.driver.fetch("SELECT pg_sleep(30)", ()))
                for _ in range(postgresql.READ_POOL_SIZE)
            ]
        async with asyncio.timeout(10):
            while database.connections_in_use()[0] < connection_count:
                await asyncio.sleep(0.01)
        yield
        for statement in statements:
            statement.cancel()
        await asyncio.gather(*statements, return_exceptions=True)


async def test_locked_firm(app: AppHarness) -> None:
    """The mutation gives up, and nothing is written."""
    firm = await app.create_ready_firm()
    draft = await firm.create_invoice("10.00", issue=False)
    async with firm.assert_unchanged(), short_timeouts(app, 0.2) as (services, _):
        async with app.database.write_engine.begin() as rival:
            await rival.execute(text("UPDATE firm SET name = name"))
            response = await execute(
                services, firm.owner, ISSUE_MUTATION, {"i": {"invoiceId": global_id("Invoice", draft)}}
            )
        assert response.data == {"issueInvoice": None}
        assert [error["extensions"] for error in response.errors] == [UNAVAILABLE]
        assert response.errors[0]["message"] == "The server is busy. Please try again."


async def test_no_free_connection(app: AppHarness) -> None:
    """The query gives up once it has waited for a connection."""
    firm = await app.create_ready_firm()
    async with short_timeouts(app, 1) as (services, database):
        await warm_firm_cache(services, firm.owner)
        async with all_read_connections_in_use(database):
            response = await execute(services, firm.owner, "{ firm { name } }")
        assert response.data == {"firm": None}
        assert [error["extensions"] for error in response.errors] == [UNAVAILABLE]
        response = await execute(services, firm.owner, "{ firm { name } }")
        assert response.data == {"firm": {"name": "Lumière"}}
