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
from server.container import App
from server.http import auth
from server.http.graphql_request import GraphQLRequest

MAX_PER_ADDRESS = 200
MAX_PER_MEMBERSHIP = 20


class TooManyConnections(Exception):
    """There are as many live connections of this network address, or of this seat, as there may be."""


class LiveConnections:
    """All live connections of this process."""

    def __init__(self, app: App, schema: Schema) -> None:
        self.app = app
        self.closing = asyncio.Event()
        """Set once the server stops: event streams end, and their pages connect anew, elsewhere or later."""
        self._schema = schema
        self._open: Counter[str | uuid.UUID] = Counter()

    @contextmanager
    def acquire_slot(self, owner: str | uuid.UUID) -> Iterator[None]:
        """A connection of a network address, or of a seat, until the block ends. Raise Full."""
        if self._open[owner] >= (MAX_PER_ADDRESS if isinstance(owner, str) else MAX_PER_MEMBERSHIP):
            raise TooManyConnections
        self._open[owner] += 1
        try:
            yield
        finally:
            self._open[owner] -= 1
            if not self._open[owner]:
                del self._open[owner]

    @property
    def open_count(self) -> int:
        """How many connections are open, those of seats counted once more."""
        return self._open.total()

    async def subscribe(
        self,
        graphql_request: GraphQLRequest,
        credentials: auth.Credentials,
        address: str,
        *,
        on_viewer: Callable[[uuid.UUID], None] | None = None,
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Each change as it goes to the page. One without data is the last: why it was refused, or why it ended.

        `admit` is told the seat, before anything is followed; it may raise Full.
        """
        services = self.app.services
        whose = auth.viewer_resolver(self.app, credentials)
        async with Snapshot(services) as snapshot:
            try:
                viewer = await whose(snapshot)
            except PoolTimeout:
                yield error_result("The server is busy. Please try again.", "SERVICE_UNAVAILABLE")
                return
            if on_viewer is not None and viewer is not None:
                on_viewer(viewer.id)
            context = Context(
                services=services,
                viewer=viewer,
                snapshot=snapshot,
                address=address,
                token=credentials.session_token,
                reauthenticate=whose,
            )
            results = await self._schema.subscribe(
                graphql_request.query,
                graphql_request.variables,
                context_value=context,
                operation_name=graphql_request.operation_name,
            )
            async with aclosing(results):
                async for result in results:
                    errors = [error.formatted for error in result.errors or ()]
                    yield {"data": result.data, **({"errors": errors} if errors else {})}


def error_result(message: str, code: str) -> dict[str, Any]:
    """What is told of something that was not even begun."""
    return {"data": None, "errors": [{"message": message, "extensions": {"code": code}}]}


def client_address(connection: HTTPConnection) -> str:
    """The network address that the connection comes from."""
    return connection.client.host if connection.client else "unknown"
