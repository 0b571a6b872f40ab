"""The database is busy: whoever asked is told so, and to try again; it is never an error of ours with a number."""

from __future__ import annotations

import dataclasses
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import text

from db.engines import Database
from tests.support.asking import ask, gid, known
from tests.support.firm import House
from tests.support.postgresql import size

pytestmark = pytest.mark.both_databases

ISSUE = "mutation ($i: IssueInvoiceInput!) { issueInvoice(input: $i) { __typename } }"
UNAVAILABLE = {"code": "SERVICE_UNAVAILABLE"}


async def test_the_lock_is_not_to_be_had(house: House) -> None:
    """Nothing moves, and it is told what to do."""
    firm = await house.ready_firm()
    draft = await firm.issue("10.00", issue=False)
    hasty = Database(house.database.url, patience=0.2)
    services = dataclasses.replace(house.services, writes=hasty.writes, reads=hasty.reads)
    async with firm.unmoved():
        async with house.database.write_engine.begin() as rival:
            await rival.execute(text("UPDATE firm SET name = name"))
            answer = await ask(services, firm.owner, ISSUE, {"i": {"invoiceId": gid("Invoice", draft)}})
        assert answer.data == {"issueInvoice": None}
        assert [error["extensions"] for error in answer.errors] == [UNAVAILABLE]
        assert answer.errors[0]["message"] == "The server is busy. Please try again."
    await hasty.close()


async def test_no_connection_is_to_be_had(house: House) -> None:
    """All are busy with other people's questions."""
    firm = await house.ready_firm()
    hasty = Database(house.database.url, patience=1)
    services = dataclasses.replace(house.services, reads=hasty.reads, direct=hasty.direct)
    await known(services, firm.owner)
    async with AsyncExitStack() as others:
        for _ in range(size(hasty.read_engine)):
            await others.enter_async_context(hasty.read_engine.connect())
        answer = await ask(services, firm.owner, "{ firm { name } }")
    assert answer.data == {"firm": None}
    assert [error["extensions"] for error in answer.errors] == [UNAVAILABLE]
    await hasty.close()
