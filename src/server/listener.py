"""The HTTP server that the application runs in."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from typing import Any

import uvicorn
from starlette.applications import Starlette

from server import wishes
from server.live import Live


def run(serving: Coroutine[Any, Any, None]) -> None:
    """Run what serves, in the fastest loop that there is here: uvloop where it is installed."""
    loop = uvicorn.Config("", loop="auto").get_loop_factory()
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(serving)


class Listener(uvicorn.Server):
    """Says when it listens: the demo is made through the server's own doors. When it stops, live pages end first."""

    def __init__(self, application: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(
            application,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            proxy_headers=True,
            ws_max_size=wishes.LARGEST,
            # What a page sends is small; what is packed could be anything when it is unpacked.
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=20,
        )
        super().__init__(config)
        self.listening = asyncio.Event()
        self._live: Live = application.state.live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listening.set()

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop. Pages that follow something connect anew, elsewhere or later."""
        self._live.closing.set()
        await super().shutdown(sockets)
