"""The application on a real port, by uvicorn, in the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette

from server.process.uvicorn_server import Listener
from server.subscriptions.connections import Live


@dataclass
class Serving:
    """Where it serves, and what it serves live."""

    url: str
    live: Live
    server: Listener

    async def empty(self) -> None:
        """Until no live connection is left; nobody is followed then."""
        async with asyncio.timeout(5):
            while self.live.count or self.live.house.services.signals.followed:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def serving(application: Starlette) -> AsyncIterator[Serving]:
    """Serve until the block ends."""
    live: Live = application.state.live
    server = Listener(application, "127.0.0.1", 0)
    task = asyncio.create_task(server.serve())
    await asyncio.wait((task, asyncio.create_task(server.listening.wait())), return_when=asyncio.FIRST_COMPLETED)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Serving(f"http://127.0.0.1:{port}", live, server)
    finally:
        server.should_exit = True
        await task
