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

from server.http.auth import Credentials
from server.http.graphql_request import GraphQLRequest
from server.subscriptions import connections as live
from server.subscriptions.connections import LiveConnections

_log = structlog.get_logger()

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 12.0
_HEARTBEAT_FRAME = ":\n\n"
_COMPLETE_FRAME = "event: complete\ndata:\n\n"


class EventStream(StreamingResponse):
    """The answer to one subscription. What is wrong with it is told in it, as graphql-sse has it."""

    def __init__(
        self, connections: LiveConnections, request: Request, graphql_request: GraphQLRequest, credentials: Credentials
    ) -> None:
        self._frames = _Subscription(connections, graphql_request, credentials, live.client_address(request)).frames()
        # A proxy must neither keep it nor hold it back.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(self._frames, headers=headers, media_type=MEDIA_TYPE)

    async def stream_response(self, send: Send) -> None:
        """Send it, and leave nothing behind when the page is gone."""
        async with aclosing(self._frames):
            await super().stream_response(send)


class _Subscription:
    """One subscription. A task of its own follows it, a queue of one keeps it no faster than the page reads."""

    def __init__(
        self, connections: LiveConnections, graphql_request: GraphQLRequest, credentials: Credentials, address: str
    ) -> None:
        self._connections, self._graphql_request, self._credentials, self._address = (
            connections,
            graphql_request,
            credentials,
            address,
        )
        self._frame_queue: asyncio.Queue[str | None] = asyncio.Queue(1)

    async def frames(self) -> AsyncGenerator[str, None]:
        """What goes over the wire, until the subscription ends or the server stops."""
        following = asyncio.create_task(self._run_subscription())
        closing = asyncio.create_task(self._connections.closing.wait())
        frame = asyncio.create_task(self._frame_queue.get())
        try:
            # So that proxies and the page know at once that the stream is open.
            yield _HEARTBEAT_FRAME
            while True:
                await asyncio.wait((frame, closing), timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    return
                if not frame.done():
                    yield _HEARTBEAT_FRAME
                    continue
                told = frame.result()
                if told is None:
                    yield _COMPLETE_FRAME
                    return
                yield told
                frame = asyncio.create_task(self._frame_queue.get())
        finally:
            for task in (following, closing, frame):
                task.cancel()

    async def _run_subscription(self) -> None:
        with ExitStack() as places:
            try:
                places.enter_context(self._connections.acquire_slot(self._address))
                results = self._connections.subscribe(
                    self._graphql_request,
                    self._credentials,
                    self._address,
                    on_viewer=lambda seat: places.enter_context(self._connections.acquire_slot(seat)),
                )
                async with aclosing(results):
                    async for result in results:
                        await self._frame_queue.put(_next_frame(result))
            except live.TooManyConnections:
                await self._frame_queue.put(
                    _next_frame(live.error_result(TOO_MANY_CONNECTIONS, "TOO_MANY_CONNECTIONS"))
                )
            except Exception:
                # Whatever it is, the page must not wait for ever.
                _log.exception("event stream")
            await self._frame_queue.put(None)


TOO_MANY_CONNECTIONS = "There are too many live connections from here. Close some."


def _next_frame(result: dict[str, Any]) -> str:
    return f"event: next\ndata: {json.dumps(result, separators=(',', ':'))}\n\n"
