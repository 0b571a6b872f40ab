"""Executes operations against the schema in this process: one snapshot each, responses as sent over the wire."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from billing import firm_cache
from billing.access.principals import Viewer
from billing.services import Services, Snapshot
from db.batch_writer import writer_for
from db.driver import PooledDriver
from db.write_transaction import WriteTransaction
from graph import global_ids
from graph import schema as graph_schema
from graph.context import Context, SessionCookie
from graph.results import PreserializedResult
from models.base import Base
from resolvers import mutations, queries, subscriptions

SCHEMA = graph_schema.build_schema(
    query=queries.Query,
    mutation=mutations.Mutation,
    subscription=subscriptions.Subscription,
    new_fields_per_minute=None,  # generated tests send thousands of documents
)
CLIENT_ADDRESS = "192.0.2.1"


@dataclass(frozen=True)
class Response:
    """`text` is the response, byte for byte."""

    text: str
    cookie: SessionCookie | None

    @property
    def data(self) -> Any:
        return json.loads(self.text)["data"]

    @property
    def errors(self) -> list[Any]:
        """Each with message, path and extensions."""
        errors: list[Any] = json.loads(self.text).get("errors", [])
        return errors

    @property
    def codes(self) -> list[tuple[list[Any], str]]:
        """Path and code of each error."""
        return [(error["path"], error["extensions"]["code"]) for error in self.errors]


async def execute(
    services: Services,
    viewer: Viewer | None,
    query: str,
    variables: dict[str, Any] | None = None,
    *,
    address: str = CLIENT_ADDRESS,
    token: str | None = None,
) -> Response:
    """Execute as the viewer, or anonymously."""
    if viewer is not None:
        await warm_firm_cache(services, viewer)
    async with Snapshot(services) as snapshot:
        context = Context(services=services, viewer=viewer, snapshot=snapshot, address=address, token=token)
        result = await SCHEMA.execute(query, variables, context_value=context)
    response: dict[str, Any] = {"data": result.data}
    if result.errors:
        response["errors"] = [error.formatted for error in result.errors]
    return Response(json.dumps(response), context.cookie)


async def execute_for_cached_viewer(
    services: Services, viewer: Viewer, token: str, query: str, variables: dict[str, Any] | None
) -> str | None:
    """The data, if one statement authenticates and answers; None if the operation takes the other path.

    Fails if a field of such an answer has an error.
    """
    await warm_firm_cache(services, viewer)
    async with Snapshot(services) as snapshot:
        context = Context(services=services, viewer=viewer, snapshot=snapshot, address=CLIENT_ADDRESS, token=token)
        result = await SCHEMA.execute_for_cached_viewer(query, variables, context, None, token)
    if result is None or isinstance(result, PreserializedResult):
        return None if result is None else result.text
    assert not result.errors, result.errors
    return json.dumps(result.data)


async def warm_firm_cache(services: Services, viewer: Viewer) -> None:
    """Load the cached facts of the viewer's firm, as a server has them after authentication."""
    async with Snapshot(services) as snapshot:
        await firm_cache.get_firm_info(snapshot, viewer.firm_id)


async def query_data(services: Services, viewer: Viewer | None, query: str, **variables: Any) -> Any:
    """The data of a response without errors."""
    response = await execute(services, viewer, query, variables)
    assert response.errors == []
    return response.data


async def run_mutation(
    services: Services, viewer: Viewer | None, mutation: str, selection: str, **input_fields: Any
) -> Any:
    """The mutation's result, without errors."""
    name = mutation[0].upper() + mutation[1:]
    query = f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename {selection} }} }}"
    return (await query_data(services, viewer, query, input=input_fields))[mutation]


def global_id(kind: str, database_id: uuid.UUID) -> str:
    """The global id of an object."""
    return str(global_ids.encode(kind, database_id))


async def all_rows(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: equal before and after means that nothing changed."""
    rows_by_table = {}
    async with services.reads() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(select(table).order_by(*table.primary_key.columns))
            rows_by_table[table.name] = [tuple(row) for row in rows]
    return rows_by_table


@contextmanager
def record_statements(engine: AsyncEngine) -> Iterator[list[str]]:
    """Record the statements that the engine executes inside the block, through SQLAlchemy or through the driver.

    BEGIN, COMMIT and ROLLBACK are left out.
    """
    statements: list[str] = []
    fetch, fetch_in_transaction, commit = PooledDriver._fetch, WriteTransaction.fetch, WriteTransaction.commit

    async def spied_fetch(driver: PooledDriver, sql: str, values: Any) -> Any:
        statements.append(sql)
        return await fetch(driver, sql, values)

    async def spied_fetch_in_transaction(writes: WriteTransaction, sql: str, values: Any) -> Any:
        statements.append(sql)
        return await fetch_in_transaction(writes, sql, values)

    async def spied_commit(writes: WriteTransaction, added: Any = (), changed: Any = ()) -> None:
        added, changed = list(added), list(changed)
        statements.extend(batch.sql for batch in writer_for(writes.dialect).statements(added, changed))
        await commit(writes, added, changed)

    def record(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", record)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PooledDriver, "_fetch", spied_fetch)
        patch.setattr(WriteTransaction, "fetch", spied_fetch_in_transaction)
        patch.setattr(WriteTransaction, "commit", spied_commit)
        yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", record)
