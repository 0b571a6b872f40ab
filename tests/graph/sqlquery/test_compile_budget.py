"""New documents are compiled off the event loop, once, and within a budget of each membership."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from billing.services import Snapshot
from graph import schema as graph_schema
from graph.context import Context
from graph.errors import TooManyNewDocuments
from graph.sqlquery import plan_cache
from graph.sqlquery.compile_budget import CompileBudget
from resolvers import mutations, queries, subscriptions
from tests.support import graphql_client
from tests.support.firm import AppHarness


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_budget_of_a_minute() -> None:
    """It is counted from the first document, for each membership by itself, and starts anew after a minute."""
    clock, mine, other = _Clock(), uuid.uuid4(), uuid.uuid4()
    budget = CompileBudget(100, clock)
    budget.check(mine, 60)
    budget.charge(mine, 60)
    clock.now += 20.5
    budget.check(mine, 40)
    with pytest.raises(TooManyNewDocuments) as refused:
        budget.check(mine, 41)
    assert refused.value.retry_after == 40
    budget.check(other, 41)
    clock.now += 39.5
    budget.check(mine, 100)


def test_the_first_document_of_a_minute_is_always_compiled() -> None:
    CompileBudget(100, _Clock()).check(uuid.uuid4(), 101)


def build_schema(new_fields_per_minute: int) -> graph_schema.Schema:
    return graph_schema.build_schema(
        query=queries.Query,
        mutation=mutations.Mutation,
        subscription=subscriptions.Subscription,
        new_fields_per_minute=new_fields_per_minute,
    )


async def execute(app: AppHarness, schema: graph_schema.Schema, viewer: Any, query: str) -> Any:
    await graphql_client.warm_firm_cache(app.services, viewer)
    async with Snapshot(app.services) as snapshot:
        context = Context(app.services, viewer, snapshot, graphql_client.CLIENT_ADDRESS)
        return await schema.execute(query, None, context_value=context)


def me(number: int) -> str:
    return f"{{ a{number}: viewer {{ ... on ClientUser {{ name email }} ... on FirmMember {{ name }} }} }}"


@pytest.mark.both_databases
async def test_a_spent_budget_refuses_new_documents_only(app: AppHarness) -> None:
    """P10: what is compiled is answered, and others' documents are compiled."""
    firm = await app.create_ready_firm()
    schema = build_schema(new_fields_per_minute=8)
    first, second = [await execute(app, schema, firm.client_user, me(number)) for number in (1, 2)]
    assert (first.errors, second.errors) == (None, None)
    refused = await execute(app, schema, firm.client_user, me(3))
    (error,) = refused.errors
    assert refused.data is None
    assert error.extensions["code"] == "RATE_LIMITED"
    assert 0 < error.extensions["retryAfter"] <= 60
    assert (await execute(app, schema, firm.client_user, me(1))).errors is None
    assert (await execute(app, schema, firm.owner, me(3))).errors is None
    assert (await execute(app, schema, firm.client_user, me(3))).errors is not None


async def test_strangers_share_the_budget_of_their_network(app: AppHarness) -> None:
    """P10: introspection costs them as many fields as it computes; the same document again costs nothing."""
    schema = build_schema(60)
    query = "{ __schema { types { name } } } # %d"

    async def introspect(number: int, address: str) -> list[Any]:
        async with Snapshot(app.services) as snapshot:
            context = Context(app.services, None, snapshot, address)
            result = await schema.execute(query % number, context_value=context)
        return [(error.extensions or {})["code"] for error in result.errors or []]

    refused = ["RATE_LIMITED"]
    assert [await introspect(number, "2001:db8::1") for number in range(13)].count([]) == 12
    assert await introspect(13, "2001:db8::2") == refused
    assert await introspect(0, "2001:db8::2") == []
    assert await introspect(13, "2001:db8:0:1::1") == []


async def test_a_refused_mutation_has_changed_nothing(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    schema = build_schema(new_fields_per_minute=4)
    await execute(app, schema, firm.owner, me(1))
    before = await graphql_client.all_rows(app.services)
    client_id = graphql_client.global_id("Client", firm.client_user.client_id)
    mutation = f"""mutation {{ createInvoice(input: {{clientId: "{client_id}", lines: [{{description: "x",
        unitPrice: "1.00"}}], idempotencyKey: "k"}}) {{ ... on CreateInvoicePayload {{ invoice {{ id }} }} }} }}"""
    refused = await execute(app, schema, firm.owner, mutation)
    assert [error.extensions["code"] for error in refused.errors] == ["RATE_LIMITED"]
    assert await graphql_client.all_rows(app.services) == before


async def test_persisted_documents_are_free(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    schema = build_schema(new_fields_per_minute=4)
    for number in range(5):
        assert list(schema.preload_document(me(number))) == []
        assert (await execute(app, schema, firm.client_user, me(number))).errors is None


@pytest.mark.both_databases
async def test_concurrent_requests_wait_for_one_compilation(app: AppHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = await app.create_ready_firm()
    calls: list[str] = []
    prepare, build = plan_cache.prepare_operation, plan_cache.build_plan
    schema = build_schema(new_fields_per_minute=1000)

    def counting(name: str, function: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            calls.append(name)
            return function(*args, **more)

        return call

    monkeypatch.setattr("graph.sqlquery.document_cache.prepare_operation", counting("prepare", prepare))
    monkeypatch.setattr("graph.sqlquery.runner.build_plan", counting("build", build))
    results = await asyncio.gather(*(execute(app, schema, firm.client_user, me(1)) for _ in range(5)))
    assert [result.errors for result in results] == [None] * 5
    assert calls == ["prepare", "build"]


async def test_the_event_loop_runs_while_a_document_is_compiled(
    app: AppHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P10: the compilation waits for something that only the event loop can do."""
    firm, loop = await app.create_ready_firm(), asyncio.get_running_loop()
    build = plan_cache.build_plan

    async def on_loop() -> bool:
        return True

    def build_waiting(*args: Any, **more: Any) -> Any:
        assert asyncio.run_coroutine_threadsafe(on_loop(), loop).result(10)
        return build(*args, **more)

    monkeypatch.setattr("graph.sqlquery.runner.build_plan", build_waiting)
    result = await execute(app, build_schema(new_fields_per_minute=1000), firm.client_user, me(1))
    assert result.errors is None
