"""Live connections, by WebSocket and by event stream: how many there may be, what they follow, and their end."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import HTTPConnection
from strawberry.schema import Schema

from billing.services import Snapshot
from graph.context import Context
from server.container import House
from server.http import auth
from server.http.graphql_request import Wish

MOST_OF_ADDRESS = 200
MOST_OF_SEAT = 20


class Full(Exception):
    """There are as many live connections of this network address, or of this seat, as there may be."""


class Live:
    """All live connections of this process."""

    def __init__(self, house: House, schema: Schema) -> None:
        self.house = house
        self.closing = asyncio.Event()
        """Set once the server stops: event streams end, and their pages connect anew, elsewhere or later."""
        self._schema = schema
        self._open: Counter[str | uuid.UUID] = Counter()

    @contextmanager
    def place(self, owner: str | uuid.UUID) -> Iterator[None]:
        """A connection of a network address, or of a seat, until the block ends. Raise Full."""
        if self._open[owner] >= (MOST_OF_ADDRESS if isinstance(owner, str) else MOST_OF_SEAT):
            raise Full
        self._open[owner] += 1
        try:
            yield
        finally:
            self._open[owner] -= 1
            if not self._open[owner]:
                del self._open[owner]

    @property
    def count(self) -> int:
        """How many connections are open, those of seats counted once more."""
        return self._open.total()

    async def follow(
        self, wish: Wish, sent: auth.Sent, address: str, *, admit: Callable[[uuid.UUID], None] | None = None
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Each change as it goes to the page. One without data is the last: why it was refused, or why it ended.

        `admit` is told the seat, before anything is followed; it may raise Full.
        """
        services = self.house.services
        whose = auth.asker(self.house, sent)
        async with Snapshot(services) as snapshot:
            try:
                viewer = await whose(snapshot)
            except PoolTimeout:
                yield refusal("The server is busy. Please try again.", "SERVICE_UNAVAILABLE")
                return
            if admit is not None and viewer is not None:
                admit(viewer.id)
            context = Context(
                services=services,
                viewer=viewer,
                snapshot=snapshot,
                address=address,
                token=sent.session_token,
                whose=whose,
            )
            results = await self._schema.subscribe(
                wish.query, wish.variables, context_value=context, operation_name=wish.operation_name
            )
            async with aclosing(results):
                async for result in results:
                    errors = [error.formatted for error in result.errors or ()]
                    yield {"data": result.data, **({"errors": errors} if errors else {})}


def refusal(message: str, code: str) -> dict[str, Any]:
    """What is told of something that was not even begun."""
    return {"data": None, "errors": [{"message": message, "extensions": {"code": code}}]}


def address_of(connection: HTTPConnection) -> str:
    """The network address that the connection comes from."""
    return connection.client.host if connection.client else "unknown"
