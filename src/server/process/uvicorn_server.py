"""The HTTP server that the application runs in."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Coroutine
from typing import Any

import uvicorn
from starlette.applications import Starlette

from server.http import graphql_request
from server.subscriptions.connections import LiveConnections


def run_server(server: Coroutine[Any, Any, None]) -> None:
    """Run what serves, in the fastest loop that there is here: uvloop where it is installed."""
    loop = uvicorn.Config("", loop="auto", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(server)


class AddressUnavailable(Exception):
    """The address cannot be had. `str()` of it is for whoever runs the server, in one line."""


def open_listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there: connections wait in it until somebody takes them. Raise NotListening."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048, reuse_port=False)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} of {host} is taken, something listens there already: stop it, or set another PORT"
        else:
            message = f"cannot listen on port {port} of {host}: {error.strerror or error}"
        raise AddressUnavailable(message) from error


class UvicornServer(uvicorn.Server):
    """Says when it listens: the demo is made through the server's own doors. When it stops, live pages end first."""

    def __init__(self, application: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(
            application,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            proxy_headers=True,
            ws_max_size=graphql_request.MAX_BODY_BYTES,
            # What a page sends is small; what is packed could be anything when it is unpacked.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=20,
        )
        super().__init__(config)
        self.listening = asyncio.Event()
        self._connections: LiveConnections = application.state.connections

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listening.set()

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop. Pages that follow something connect anew, elsewhere or later."""
        self._connections.closing.set()
        await super().shutdown(sockets)
