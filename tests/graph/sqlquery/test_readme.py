"""The example in the compiler's README is what really happens."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from graph.sqlquery import plan_cache
from tests.architecture.conftest import SOURCE
from tests.support.firm import AppHarness
from tests.support.graphql_client import SCHEMA, execute

README = (SOURCE / "graph" / "sqlquery" / "README.md").read_text(encoding="utf-8")


def code_block(language: str) -> str:
    match = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert match is not None
    return match[1]


def without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.postgresql
async def test_example(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    for due_on in (None, None, dt.date(2026, 3, 31)):
        await firm.create_invoice("12.50", due_on=due_on)
    response = await execute(app.services, firm.client_user, code_block("graphql"))
    assert response.data == json.loads(code_block("json"))
    operation = SCHEMA.document_cache.get(code_block("graphql"), None)
    assert isinstance(operation, plan_cache.PreparedOperation)
    (plan,) = [operation.plans[key] for key in list(operation.plans)]
    assert plan is not None
    assert without_spaces(plan.statement.sql) == without_spaces(code_block("sql"))
