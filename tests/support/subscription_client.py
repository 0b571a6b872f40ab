"""Subscribing to a client's changes in this process: each result as a page receives it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

import models
from billing.access.principals import ClientUser, Member, Viewer, rights_of
from billing.services import Services, Snapshot
from graph.context import Context
from tests.support.graphql_client import CLIENT_ADDRESS, SCHEMA, global_id

Reauthenticate = Callable[[Snapshot], Awaitable[Viewer | None]]

CHANGES = """subscription ($client: ID!, $after: String) { clientChanges(clientId: $client, after: $after) {
  cursor reload client { id creditAccount { balance { amount } available { amount } } }
  invoices { id status amountPaid { amount } } payments { id status } prepayments { id status remaining { amount } }
  entries { id kind amount { amount } remaining { amount } } removedIds
} }"""


def reauthenticate_as(viewer: Viewer | None) -> Reauthenticate:
    """Return the viewer with their current rights, or None if the membership was removed."""

    async def reauthenticate(snapshot: Snapshot) -> Viewer | None:
        if isinstance(viewer, Member):
            member = await snapshot.scalar(select(models.FirmMember).where(models.FirmMember.id == viewer.id))
            assert member is not None
            removed_at, current = member.removed_at, Member(member.firm_id, member.id, member.role, rights_of(member))
            return None if removed_at else current
        if isinstance(viewer, ClientUser):
            user = await snapshot.scalar(select(models.ClientUser).where(models.ClientUser.id == viewer.id))
            assert user is not None
            return None if user.removed_at else viewer
        return None

    return reauthenticate


@dataclass
class Subscriber:
    """A page that subscribes, and the changes that it has received."""

    results: AsyncGenerator[Any, None]
    changes: list[dict[str, Any]] = field(default_factory=list)
    _next_result: asyncio.Task[Any] | None = None

    async def wait_until_subscribed(self, services: Services) -> None:
        """Wait until it is subscribed, or was refused."""
        before = subscriber_count(services)
        self._next_result = asyncio.ensure_future(anext(self.results))
        while not self._next_result.done() and subscriber_count(services) == before:
            await asyncio.sleep(0.001)

    async def next_change(self, seconds: float = 8) -> dict[str, Any]:
        """The next change; asserts that it has no errors."""
        result = await self.next_result(seconds)
        assert "errors" not in result, result
        change: dict[str, Any] = result["data"]["clientChanges"]
        self.changes.append(change)
        return change

    async def next_result(self, seconds: float = 8) -> dict[str, Any]:
        """The next result as sent over the wire. After a timeout, the wait can be continued."""
        if self._next_result is None:
            self._next_result = asyncio.ensure_future(anext(self.results))
        result = await asyncio.wait_for(asyncio.shield(self._next_result), seconds)
        self._next_result = None
        errors = [error.formatted for error in result.errors or ()]
        response = {"data": result.data, **({"errors": errors} if errors else {})}
        decoded: dict[str, Any] = json.loads(json.dumps(response))
        return decoded

    async def next_error(self, seconds: float = 8) -> tuple[str, list[Any] | None]:
        """Code and path of the single error that ended the subscription."""
        result = await self.next_result(seconds)
        assert result["data"] is None
        (error,) = result["errors"]
        return error["extensions"]["code"], error.get("path")

    async def assert_no_result(self, seconds: float = 0.3) -> None:
        """No result arrives within this time."""
        try:
            result = await self.next_result(seconds)
        except TimeoutError:
            return
        raise AssertionError(result)

    async def close(self) -> None:
        if self._next_result is not None:
            self._next_result.cancel()
            await asyncio.gather(self._next_result, return_exceptions=True)
        await self.results.aclose()


def subscriber_count(services: Services) -> int:
    """How many subscriptions the application has."""
    return sum(map(len, services.notifications._subscribers.values()))


@asynccontextmanager
async def subscribe(
    services: Services,
    viewer: Viewer | None,
    client_id: uuid.UUID | str,
    after: str | None = None,
    *,
    query: str = CHANGES,
    reauthenticate: Reauthenticate | None = None,
) -> AsyncIterator[Subscriber]:
    """Subscribe to a client, given by its database id or by any string in place of a global id."""
    client_argument = client_id if isinstance(client_id, str) else global_id("Client", client_id)
    async with Snapshot(services) as snapshot:
        context = Context(
            services=services,
            viewer=viewer,
            snapshot=snapshot,
            address=CLIENT_ADDRESS,
            reauthenticate=reauthenticate or reauthenticate_as(viewer),
        )
        results = await SCHEMA.subscribe(query, {"client": client_argument, "after": after}, context_value=context)
        page = Subscriber(results)
        async with aclosing(results):
            try:
                await page.wait_until_subscribed(services)
                yield page
            finally:
                await page.close()
