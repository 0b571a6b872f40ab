"""Asking the API in this very process: one operation, one snapshot, and the answer as it goes over the wire."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from billing import firm_cache
from billing.access.principals import Viewer
from billing.services import Services, Snapshot
from db.driver import Kept
from graph import global_ids
from graph import schema as graph_schema
from graph.context import Context, CookieWish
from models.base import Base
from resolvers import schema_roots

SCHEMA = graph_schema.build_schema(
    query=schema_roots.Query, mutation=schema_roots.Mutation, subscription=schema_roots.Subscription
)
ADDRESS = "192.0.2.1"


@dataclass(frozen=True)
class Answer:
    """What came back. `text` is the answer byte for byte."""

    text: str
    cookie: CookieWish | None

    @property
    def data(self) -> Any:
        """What was answered."""
        return json.loads(self.text)["data"]

    @property
    def errors(self) -> list[Any]:
        """What was refused, each with its message, path and extensions."""
        found: list[Any] = json.loads(self.text).get("errors", [])
        return found

    @property
    def codes(self) -> list[tuple[list[Any], str]]:
        """Path and code of each error."""
        return [(error["path"], error["extensions"]["code"]) for error in self.errors]


async def ask(
    services: Services,
    viewer: Viewer | None,
    query: str,
    variables: dict[str, Any] | None = None,
    *,
    address: str = ADDRESS,
    token: str | None = None,
) -> Answer:
    """Ask as the viewer, or as nobody."""
    if viewer is not None:
        await known(services, viewer)
    async with Snapshot(services) as snapshot:
        context = Context(services=services, viewer=viewer, snapshot=snapshot, address=address, token=token)
        result = await SCHEMA.execute(query, variables, context_value=context)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [error.formatted for error in result.errors]
    return Answer(json.dumps(answer), context.cookie)


async def told_at_once(
    services: Services, viewer: Viewer, token: str, query: str, variables: dict[str, Any] | None
) -> str | None:
    """The data that is told by the statement that finds out who asks; None where the answer is not told so."""
    await known(services, viewer)
    async with Snapshot(services) as snapshot:
        context = Context(services=services, viewer=viewer, snapshot=snapshot, address=ADDRESS, token=token)
        result = await SCHEMA.told(query, variables, context, None, token)
    return None if result is None else result.text


async def known(services: Services, viewer: Viewer) -> None:
    """What never changes of the viewer's firm is known, as it is to a server once it has found who asks."""
    async with Snapshot(services) as snapshot:
        await firm_cache.of_firm(snapshot, viewer.firm_id)


async def read(services: Services, viewer: Viewer | None, query: str, **variables: Any) -> Any:
    """The data of an answer without any error."""
    answer = await ask(services, viewer, query, variables)
    assert answer.errors == []
    return answer.data


async def do(services: Services, viewer: Viewer | None, mutation: str, selection: str, **wish: Any) -> Any:
    """What the mutation answers, without any error; `wish` is its input."""
    name = mutation[0].upper() + mutation[1:]
    query = f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ __typename {selection} }} }}"
    return (await read(services, viewer, query, input=wish))[mutation]


def gid(kind: str, own_id: uuid.UUID) -> str:
    """The global id of an object."""
    return str(global_ids.written(kind, own_id))


async def everything(services: Services) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: equal before and after means that nothing moved at all."""
    found = {}
    async with services.reads() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    return found


@contextmanager
def statements(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements that the database is given inside the block, by either way: SQLAlchemy's, and the straight one.

    Those that begin and end transactions are left out.
    """
    found: list[str] = []
    ask = Kept.use

    async def straight(kept: Kept, use: Any) -> Any:
        found.append("straight")
        return await ask(kept, use)

    def note(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    Kept.use = straight  # type: ignore[method-assign,assignment]
    try:
        yield found
    finally:
        Kept.use = ask  # type: ignore[method-assign]
        event.remove(engine.sync_engine, "before_cursor_execute", note)
