"""Subscriptions over HTTP: an event stream for each, in the way of graphql-sse's distinct connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Send

from server.http.auth import Sent
from server.http.graphql_request import Wish
from server.subscriptions import connections as live
from server.subscriptions.connections import Live

_log = structlog.get_logger()

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 12.0
_COMMENT = ":\n\n"
_COMPLETE = "event: complete\ndata:\n\n"


class EventStream(StreamingResponse):
    """The answer to one subscription. What is wrong with it is told in it, as graphql-sse has it."""

    def __init__(self, connections: Live, request: Request, wish: Wish, sent: Sent) -> None:
        self._frames = _Stream(connections, wish, sent, live.address_of(request)).frames()
        # A proxy must neither keep it nor hold it back.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(self._frames, headers=headers, media_type=MEDIA_TYPE)

    async def stream_response(self, send: Send) -> None:
        """Send it, and leave nothing behind when the page is gone."""
        async with aclosing(self._frames):
            await super().stream_response(send)


class _Stream:
    """One subscription. A task of its own follows it, a queue of one keeps it no faster than the page reads."""

    def __init__(self, connections: Live, wish: Wish, sent: Sent, address: str) -> None:
        self._live, self._wish, self._sent, self._address = connections, wish, sent, address
        self._ready: asyncio.Queue[str | None] = asyncio.Queue(1)

    async def frames(self) -> AsyncGenerator[str, None]:
        """What goes over the wire, until the subscription ends or the server stops."""
        following = asyncio.create_task(self._follow())
        closing = asyncio.create_task(self._live.closing.wait())
        frame = asyncio.create_task(self._ready.get())
        try:
            # So that proxies and the page know at once that the stream is open.
            yield _COMMENT
            while True:
                await asyncio.wait((frame, closing), timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    return
                if not frame.done():
                    yield _COMMENT
                    continue
                told = frame.result()
                if told is None:
                    yield _COMPLETE
                    return
                yield told
                frame = asyncio.create_task(self._ready.get())
        finally:
            for task in (following, closing, frame):
                task.cancel()

    async def _follow(self) -> None:
        with ExitStack() as places:
            try:
                places.enter_context(self._live.place(self._address))
                results = self._live.follow(
                    self._wish,
                    self._sent,
                    self._address,
                    admit=lambda seat: places.enter_context(self._live.place(seat)),
                )
                async with aclosing(results):
                    async for result in results:
                        await self._ready.put(_next(result))
            except live.Full:
                await self._ready.put(_next(live.refusal(TOO_MANY, "TOO_MANY_CONNECTIONS")))
            except Exception:
                # Whatever it is, the page must not wait for ever.
                _log.exception("event stream")
            await self._ready.put(None)


TOO_MANY = "There are too many live connections from here. Close some."


def _next(result: dict[str, Any]) -> str:
    return f"event: next\ndata: {json.dumps(result, separators=(',', ':'))}\n\n"
