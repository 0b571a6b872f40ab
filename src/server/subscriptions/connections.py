"""Open subscription connections of this process: their limits, and the results they send."""

import uuid
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractContextManager, ExitStack, aclosing, contextmanager

import anyio
import structlog
from graphql import GraphQLError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import HTTPConnection
from strawberry.types import ExecutionResult

from billing.identity.networks import network_of
from billing.services import Snapshot
from graph.context import Context
from graph.errors import Code
from graph.schema import Schema
from server.container import App
from server.http import auth
from server.http.graphql_request import GraphQLRequest
from translation import gettext as _

_log = structlog.get_logger()

MAX_PER_NETWORK = 200
MAX_PER_MEMBERSHIP = 20


class TooManyConnections(Exception):
    """A network or a membership has reached its limit of open connections."""


class LiveConnections:
    """Subscription connections of this process, over WebSocket and server-sent events."""

    def __init__(self, app: App, schema: Schema) -> None:
        self.app = app
        self.schema = schema
        self._open: Counter[str | uuid.UUID] = Counter()
        self._shutting_down = False
        self._shutdown_scopes: set[anyio.CancelScope] = set()

    def count_by_network(self, address: str) -> AbstractContextManager[None]:
        """Count one connection of the IP address's network for the duration of the block. Raises TooManyConnections."""
        return self._count(network_of(address), MAX_PER_NETWORK)

    def count_by_membership(self, membership_id: uuid.UUID) -> AbstractContextManager[None]:
        """Count one connection of the membership for the duration of the block. Raises TooManyConnections."""
        return self._count(membership_id, MAX_PER_MEMBERSHIP)

    @contextmanager
    def _count(self, owner: str | uuid.UUID, maximum: int) -> Iterator[None]:
        if self._open[owner] >= maximum:
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
        """Sum of all counts; an authenticated connection is counted twice, by its network and by its membership."""
        return self._open.total()

    @contextmanager
    def shutdown_scope(self) -> Iterator[anyio.CancelScope]:
        """Cancel the block when the server shuts down."""
        with anyio.CancelScope() as scope:
            if self._shutting_down:
                scope.cancel()
            self._shutdown_scopes.add(scope)
            try:
                yield scope
            finally:
                self._shutdown_scopes.discard(scope)

    def shut_down(self) -> None:
        """Cancel every `shutdown_scope`, now and from now on."""
        self._shutting_down = True
        for scope in self._shutdown_scopes:
            scope.cancel()

    async def subscribe(
        self,
        graphql_request: GraphQLRequest,
        credentials: auth.Credentials,
        address: str,
        counts: ExitStack | None = None,
        *,
        requested_locale: str | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """Run one subscription in a context of its own. A result without data is the last: a rejection or an error.

        Iterate over the results in a task of the subscription's own: messages are in the requested language, or else in
        the viewer's. With `counts`, the subscription is a connection by itself, and is counted by its network
        and its membership until the stack is closed. No exception reaches the caller.
        """
        try:
            if counts is not None:
                counts.enter_context(self.count_by_network(address))
            async with Snapshot(self.app.services) as snapshot:
                context = await self._create_context(snapshot, credentials, address, requested_locale)
                if counts is not None and context.viewer is not None:
                    counts.enter_context(self.count_by_membership(context.viewer.id))
                results = await self.schema.subscribe(
                    graphql_request.query,
                    graphql_request.variables,
                    context_value=context,
                    operation_name=graphql_request.operation_name,
                )
                async with aclosing(results):
                    async for result in results:
                        yield result
        except TooManyConnections:
            yield error_result(_("Too many live connections. Close some and try again."), "TOO_MANY_CONNECTIONS")
        except PoolTimeout:
            yield error_result(_("The server is busy. Please try again."), Code.SERVICE_UNAVAILABLE)
        except Exception:
            _log.exception("subscription failed")
            yield error_result(_("Something went wrong on our side."), Code.INTERNAL_SERVER_ERROR)

    async def _create_context(
        self, snapshot: Snapshot, credentials: auth.Credentials, address: str, requested_locale: str | None
    ) -> Context:
        reauthenticate = auth.viewer_resolver(self.app, credentials)
        context = Context(
            self.app.services, await reauthenticate(snapshot), snapshot, address,
            token=credentials.session_token, reauthenticate=reauthenticate, requested_locale=requested_locale,
        )  # fmt: skip
        context.apply_locale()
        return context


def error_result(message: str, code: str) -> ExecutionResult:
    """Result of an operation that was not run."""
    return ExecutionResult(data=None, errors=[GraphQLError(message, extensions={"code": code})])


def client_address(connection: HTTPConnection) -> str:
    """IP address of the client."""
    return connection.client.host if connection.client else "unknown"
