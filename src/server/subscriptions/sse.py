"""Subscriptions over server-sent events: graphql-sse's "distinct connections" mode."""

import functools
import json
from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send
from strawberry.http import process_result
from strawberry.http.streaming import merge_stream_with_heartbeat

from server.http.auth import Credentials
from server.http.graphql_request import GraphQLRequest
from server.http.locale import locale_from
from server.subscriptions import connections as live
from server.subscriptions.connections import LiveConnections

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 12.0
# Frames end with LF LF, and "complete" has empty data: urql splits at LF LF and parses data that is not empty as JSON.
_HEARTBEAT_FRAME = ":\n\n"
_COMPLETE_FRAME = "event: complete\ndata:\n\n"


def is_only_accepted(request: Request) -> bool:
    """Whether the client accepts server-sent events and nothing else, as graphql-sse does for queries, too."""
    return request.headers.get("accept", "").strip() == MEDIA_TYPE


def single_result(result: bytes) -> Response:
    """The result of a query or mutation, which is JSON, as a stream of one event."""
    # A line end would end the event's data. In JSON it is white space, which PostgreSQL puts between list items.
    data = result.replace(b"\n", b" ")
    body = b"event: next\ndata: %b\n\n%b" % (data, _COMPLETE_FRAME.encode())
    return Response(body, headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


class EventStream(StreamingResponse):
    """Stream of one subscription. A rejected subscription is a `next` event with errors, then `complete`."""

    def __init__(
        self, connections: LiveConnections, request: Request, graphql_request: GraphQLRequest, credentials: Credentials
    ) -> None:
        self._connections = connections
        address = live.client_address(request)
        # The first heartbeat at once shows proxies and the client that the stream is open.
        self._frames: AsyncGenerator[str, None] = merge_stream_with_heartbeat(
            functools.partial(
                _result_frames, connections, graphql_request, credentials, address, locale_from(request.scope)
            ),
            lambda: _HEARTBEAT_FRAME,
            HEARTBEAT_SECONDS,
            send_initial_heartbeat=True,
        )()
        # No proxy may cache or buffer it.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(self._frames, headers=headers, media_type=MEDIA_TYPE)

    async def stream_response(self, send: Send) -> None:
        """Send all frames. When the server shuts down, end without `complete`, so that clients reconnect."""
        with self._connections.shutdown_scope() as scope:
            async with aclosing(self._frames):
                await super().stream_response(send)
        if scope.cancelled_caught:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _result_frames(
    connections: LiveConnections,
    graphql_request: GraphQLRequest,
    credentials: Credentials,
    address: str,
    requested_locale: str | None,
) -> AsyncGenerator[str, None]:
    with ExitStack() as counts:
        subscription = connections.subscribe(
            graphql_request, credentials, address, counts, requested_locale=requested_locale
        )
        async with aclosing(subscription) as results:
            async for result in results:
                yield f"event: next\ndata: {json.dumps(process_result(result), separators=(',', ':'))}\n\n"
    yield _COMPLETE_FRAME
