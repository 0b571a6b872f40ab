"""The database is busy: whoever asked is told so, and to try again; it is never an error of ours with a number."""

from __future__ import annotations

import dataclasses
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from db.engines import Database
from tests.support.firm import AppHarness
from tests.support.graphql_client import execute, global_id, warm_firm_cache
from tests.support.postgresql import size

pytestmark = pytest.mark.both_databases

ISSUE_MUTATION = "mutation ($i: IssueInvoiceInput!) { issueInvoice(input: $i) { __typename } }"
UNAVAILABLE = {"code": "SERVICE_UNAVAILABLE"}


async def test_the_lock_is_not_to_be_had(app: AppHarness) -> None:
    """Nothing moves, and it is told what to do."""
    firm = await app.create_ready_firm()
    draft = await firm.create_invoice("10.00", issue=False)
    hasty = Database(app.database.url, timeout_seconds=0.2)
    services = dataclasses.replace(app.services, writes=hasty.writes, reads=hasty.reads)
    async with firm.assert_unchanged():
        async with app.database.write_engine.begin() as rival:
            await rival.execute(text("UPDATE firm SET name = name"))
            answer = await execute(
                services, firm.owner, ISSUE_MUTATION, {"i": {"invoiceId": global_id("Invoice", draft)}}
            )
        assert answer.data == {"issueInvoice": None}
        assert [error["extensions"] for error in answer.errors] == [UNAVAILABLE]
        assert answer.errors[0]["message"] == "The server is busy. Please try again."
    await hasty.close()


async def test_no_connection_is_to_be_had(app: AppHarness) -> None:
    """All are busy with other people's questions."""
    firm = await app.create_ready_firm()
    hasty = Database(app.database.url, timeout_seconds=1)
    services = dataclasses.replace(app.services, reads=hasty.reads, driver=hasty.driver)
    await warm_firm_cache(services, firm.owner)
    async with AsyncExitStack() as others:
        for _ in range(size(hasty.read_engine)):
            await others.enter_async_context(hasty.read_engine.connect())
        answer = await execute(services, firm.owner, "{ firm { name } }")
    assert answer.data == {"firm": None}
    assert [error["extensions"] for error in answer.errors] == [UNAVAILABLE]
    await hasty.close()
