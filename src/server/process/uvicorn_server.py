"""Uvicorn: the listening socket, the event loop and the server."""

import asyncio
import errno
import functools
import gc
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from server.http import graphql_request
from server.process.http_protocol import ConnectionLimits, LimitedHttpProtocol, default_max_connections
from server.subscriptions.connections import LiveConnections


def run_server(server: Coroutine[Any, Any, None]) -> None:
    """Run a server's coroutine on uvloop if it is installed, otherwise on asyncio's loop."""
    loop = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(server)


class AddressUnavailable(Exception):
    """The server cannot listen on the address. `str()` is a one-line message for the operator."""


def open_listening_socket(host: str, port: int) -> socket.socket:
    """Open a socket that already accepts connections into its backlog. Raises AddressUnavailable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048, reuse_port=False)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} of {host} is in use. Stop the process that listens there, or set another PORT"
        else:
            message = f"cannot listen on port {port} of {host}: {error.strerror or error}"
        raise AddressUnavailable(message) from error


@asynccontextmanager
async def serve_temporarily(application: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """Serve an application without lifespan for the duration of the block. Signals have their usual effect."""
    server = _SignalIgnoringServer(uvicorn.Config(application, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _SignalIgnoringServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class UvicornServer(uvicorn.Server):
    """Sets `listening` after start-up, and ends event streams at shutdown, which would delay it."""

    def __init__(self, application: Starlette, host: str, port: int, limits: ConnectionLimits | None = None) -> None:
        connection_limits = limits or ConnectionLimits(default_max_connections())
        config = uvicorn.Config(
            application,
            host=host,
            port=port,
            http=cast("type[asyncio.Protocol]", functools.partial(LimitedHttpProtocol, connection_limits)),
            log_config=None,
            access_log=False,
            proxy_headers=True,
            ws_max_size=graphql_request.MAX_BODY_BYTES,
            # Clients' messages are small; compression would only cost memory for each connection.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=20,
        )
        super().__init__(config)
        self.listening = asyncio.Event()
        self._connections: LiveConnections = application.state.connections

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tune the garbage collector and the switching of threads for a server, then accept connections."""
        # The schema and the application live as long as the process: no collection of garbage needs to visit them.
        gc.collect()
        gc.freeze()
        # A collection stops all threads, for a microsecond or so for each object that it visits. Reference counts free
        # what queries and mutations leave (`graph/graphql_core_compat.py` sees to that), and what is cached contains no
        # cycles: the young are collected in portions of some milliseconds, the old, which subscriptions leave, seldom.
        gc.set_threshold(10_000, 4, 200)
        # Whenever the event loop has released the GIL, it waits up to this long for the compile thread to release it
        # in turn: several times in each request.
        sys.setswitchinterval(0.0001)
        await super().startup(sockets)
        self.listening.set()

    @asynccontextmanager
    async def serving(self, listener: socket.socket) -> AsyncIterator[None]:
        """Serve until stopped. The block starts when connections are accepted (`started`), or start-up has failed."""
        serving = asyncio.create_task(self.serve([listener]))
        listening = asyncio.create_task(self.listening.wait())
        await asyncio.wait((serving, listening), return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        yield
        await serving

    def stop(self) -> None:
        """Finish running requests, then exit."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut down. Clients with a subscription reconnect."""
        self._connections.shut_down()
        await super().shutdown(sockets)
