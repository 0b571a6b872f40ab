"""The plans of one operation: bounded in size, and used only for requests that they were compiled for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from graphql import OperationDefinitionNode, parse

from billing.access.principals import Viewer
from db.compiled import CompiledStatement
from graph.sqlquery import plan_cache
from graph.sqlquery.plan_cache import PreparedOperation, QueryPlan
from models import FirmRole, MemberRight
from tests.support.firm import AppHarness
from tests.support.graphql_client import execute, execute_for_cached_viewer
from tests.support.sessions import session_of


def make_operation() -> PreparedOperation:
    document = parse("{ viewer { __typename } }")
    return PreparedOperation(document, cast("OperationDefinitionNode", document.definitions[0]))


def make_plan(length: int) -> QueryPlan:
    return QueryPlan(CompiledStatement(" " * length, (), ()), {}, resolver_fields=())


def cached_keys(operation: PreparedOperation) -> set[Any]:
    return {key[0] for key in operation.plans}


def test_the_least_recently_used_plans_are_evicted() -> None:
    operation, plan = make_operation(), make_plan(plan_cache.MAX_PLANS_SIZE // 4)
    for key in "abc":
        operation.cache_plan((key,), plan)
    assert operation.plans["a",] is plan
    operation.cache_plan(("d",), plan)
    assert cached_keys(operation) == {"a", "c", "d"}


async def test_a_plan_is_compiling_until_it_is_cached() -> None:
    """Otherwise a request that comes in between would compile it again."""
    operation, plan = make_operation(), make_plan(1)
    compilation = asyncio.create_task(operation.get_or_compile(("key",), lambda: plan))
    await asyncio.sleep(0)
    while not compilation.done():
        assert operation.is_cached_or_compiling(("key",))
        await asyncio.sleep(0)
    assert operation.plans["key",] is plan


def test_a_plan_that_does_not_fit_is_not_cached() -> None:
    operation = make_operation()
    operation.cache_plan(("small",), make_plan(100))
    operation.cache_plan(("large",), make_plan(plan_cache.MAX_PLANS_SIZE))
    assert cached_keys(operation) == {"small"}


def test_the_size_of_an_operation_includes_its_plans() -> None:
    operation = make_operation()
    before = operation.size
    operation.cache_plan(("a",), make_plan(100_000))
    operation.cache_plan(("b",), None)
    assert operation.size - before > 100_000
    assert len(operation.plans) == 2


Query = Callable[..., Awaitable[Any]]


@pytest.fixture(params=["authenticated", "cached viewer"])
def query(request: pytest.FixtureRequest, app: AppHarness) -> Query:
    """Returns the data of a query, by a plan of each kind: with and without the session look-up."""

    async def run(viewer: Viewer, document: str, **variables: Any) -> Any:
        response = await execute(app.services, viewer, document, variables)  # a cached viewer needs a known document
        assert response.errors == []
        if request.param == "authenticated":
            return response.data
        token = await session_of(app.services, viewer)
        text = await execute_for_cached_viewer(app.services, viewer, token, document, variables)
        assert text is not None
        return json.loads(text)

    return run


@pytest.mark.both_databases
async def test_plans_are_not_shared_between_currencies(app: AppHarness, query: Query) -> None:
    """D11: the same minor units are other decimals in another currency."""
    document = "{ viewer { ... on ClientUser { client { amountDue { amount currencyCode } } } } }"
    for currency, country, expected in (("EUR", "FR", "50.00"), ("JPY", "JP", "5000"), ("KWD", "KW", "5.000")):
        firm = await app.create_firm(currency=currency, country=country)
        await firm.create_invoice(expected)
        data = await query(firm.client_user, document)
        assert data["viewer"]["client"]["amountDue"] == {"amount": expected, "currencyCode": currency}


@pytest.mark.both_databases
async def test_plans_depend_on_the_variables_of_skip_and_include(app: AppHarness, query: Query) -> None:
    """One document, other fields at each request."""
    firm = await app.create_firm()
    document = "query ($a: Boolean!, $b: Boolean!) { firm { id name @include(if: $a) timeZone @skip(if: $b) } }"
    for a, b, expected in ((True, True, {"name"}), (False, True, set()), (False, False, {"timeZone"})):
        data = await query(firm.owner, document, a=a, b=b)
        assert set(data["firm"]) == {"id", *expected}


@pytest.mark.both_databases
async def test_plans_are_not_shared_between_rights(app: AppHarness, query: Query) -> None:
    """P7: whose right to all clients a plan relies on; two employees of one role differ by it."""
    firm = await app.create_firm()
    everywhere = await firm.add_member("everywhere", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    nowhere = await firm.add_member("nowhere", FirmRole.EMPLOYEE)
    document = "{ firm { clients(first: 9) { totalCount } } }"
    for viewer, expected in ((everywhere, 1), (nowhere, 0)):
        assert (await query(viewer, document))["firm"]["clients"]["totalCount"] == expected


@pytest.mark.both_databases
async def test_plans_depend_on_which_filters_are_set(app: AppHarness, query: Query) -> None:
    """One document with variables: which filters there are, and which statuses they name, are part of the statement."""
    firm = await app.create_firm()
    await firm.create_invoice("5.00")
    await firm.create_invoice("7.00", issue=False)
    document = "query ($filter: InvoiceFilter) { firm { invoices(filter: $filter) { totalCount } } }"
    for statuses, expected in ((None, 2), (["DRAFT"], 1), (["PAID"], 0), (["DRAFT", "UNPAID"], 2), (["UNPAID"], 1)):
        data = await query(firm.owner, document, filter=None if statuses is None else {"status": statuses})
        assert data["firm"]["invoices"]["totalCount"] == expected
