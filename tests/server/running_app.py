"""The application on a real port, served by uvicorn in the test's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette

from server.process.http_protocol import ConnectionLimits
from server.process.uvicorn_server import UvicornServer
from server.subscriptions.connections import LiveConnections


@dataclass
class RunningApp:
    """A served application."""

    url: str
    live_connections: LiveConnections
    uvicorn_server: UvicornServer

    async def wait_until_idle(self) -> None:
        """Wait until there are no subscription connections and no subscribers."""
        async with asyncio.timeout(5):
            while (
                self.live_connections.open_count or self.live_connections.app.services.notifications.subscribed_firm_ids
            ):
                await asyncio.sleep(0.01)


@asynccontextmanager
async def serve_app(application: Starlette, limits: ConnectionLimits | None = None) -> AsyncIterator[RunningApp]:
    """Serve for the duration of the block."""
    connections: LiveConnections = application.state.connections
    server = UvicornServer(application, "127.0.0.1", 0, limits)
    task = asyncio.create_task(server.serve())
    await asyncio.wait((task, asyncio.create_task(server.listening.wait())), return_when=asyncio.FIRST_COMPLETED)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield RunningApp(f"http://127.0.0.1:{port}", connections, server)
    finally:
        server.should_exit = True
        await task
