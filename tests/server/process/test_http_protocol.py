"""Connections whose requests do not arrive, are too large, or are too many; each over a real socket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import structlog
from starlette.applications import Starlette

from server.http import graphql_request, pages, request_body
from server.process.http_protocol import ConnectionLimits
from tests.server.running_app import RunningApp, serve_app
from tests.support.websocket_client import open_websocket

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
LIMITS = ConnectionLimits(
    max_connections=100, headers_seconds=0.3, body_seconds=0.9, pause_seconds=0.3, unread_seconds=0.3
)
POST = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
QUERY = b'{"query": "{ viewer { __typename } }"}'
ANSWER = b'{"data":{"viewer":null}}'
MAX_WAIT_SECONDS = 8.0


@pytest.fixture
async def server(application: Starlette) -> AsyncIterator[RunningApp]:
    """A server with short limits."""
    async with serve_app(application, LIMITS) as running:
        yield running


@contextlib.asynccontextmanager
async def connect(server: RunningApp) -> AsyncIterator[Connection]:
    """A connection, closed at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def read_all(reader: asyncio.StreamReader) -> bytes:
    """Everything until the server closes."""
    return await asyncio.wait_for(reader.read(), MAX_WAIT_SECONDS)


async def read_response(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The status line and the body of one response."""
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), MAX_WAIT_SECONDS)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return head.split(b"\r\n")[0], await reader.readexactly(length)


async def assert_is_served(server: RunningApp) -> None:
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Content-Length: %d\r\n\r\n%b" % (len(QUERY), QUERY))
        assert await read_response(reader) == (b"HTTP/1.1 200 OK", ANSWER)


async def test_a_silent_connection_is_closed(server: RunningApp) -> None:
    """P10: without a word, since nothing was asked."""
    async with connect(server) as (reader, _):
        assert await read_all(reader) == b""


@pytest.mark.parametrize("sent", [b"P", b"POST /graphql HTTP/1.1\r\nHost: x\r\n", POST + b"X-Long: " + b"x" * 1000])
async def test_headers_that_never_end(server: RunningApp, sent: bytes) -> None:
    """P10: 408, however little of them has arrived."""
    async with connect(server) as (reader, writer):
        writer.write(sent)
        answer = await read_all(reader)
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert answer.endswith(b"\r\n\r\nThe request did not arrive in time.")


async def test_headers_that_trickle(server: RunningApp) -> None:
    """P10: the limit is of all headers together, not of each byte."""
    async with connect(server) as (reader, writer):
        writer.write(b"GET /health HTTP/1.1\r\n")
        answer, started_at = asyncio.create_task(read_all(reader)), time.monotonic()
        while not answer.done():
            assert time.monotonic() - started_at < MAX_WAIT_SECONDS
            writer.write(b"X-More: 1\r\n")
            await asyncio.wait((answer,), timeout=0.05)
        assert (await answer).startswith(b"HTTP/1.1 408 Request Timeout\r\n")


async def test_a_body_that_stops(application: Starlette) -> None:
    """P10: 408, long before the limit of the whole body; and one line in the log that is no error."""
    limits = ConnectionLimits(max_connections=100, body_seconds=900, pause_seconds=0.3)
    async with serve_app(application, limits) as server:
        with structlog.testing.capture_logs() as logs:
            async with connect(server) as (reader, writer):
                writer.write(POST + b"Content-Length: 100\r\n\r\n{")
                assert (await read_all(reader)).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert [(line["event"], line["log_level"], line["status"]) for line in logs] == [("request", "info", 499)]


async def test_a_body_that_trickles(server: RunningApp) -> None:
    """P10: each byte arrives in time, and all of them do not."""
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Content-Length: 10000\r\n\r\n")
        answer, started_at = asyncio.create_task(read_all(reader)), time.monotonic()
        while not answer.done():
            assert time.monotonic() - started_at < MAX_WAIT_SECONDS
            writer.write(b" ")
            await asyncio.wait((answer,), timeout=0.05)
        assert (await answer).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert time.monotonic() - started_at >= LIMITS.body_seconds


async def test_requests_in_pieces_and_one_after_another_are_answered(server: RunningApp) -> None:
    """The limit of headers begins with a request's first byte, so an idle connection is not cut off by it."""
    async with connect(server) as (reader, writer):
        for _ in range(3):
            whole = POST + b"Content-Length: %d\r\n\r\n%b" % (len(QUERY), QUERY)
            for start in range(0, len(whole), 60):
                writer.write(whole[start : start + 60])
                await asyncio.sleep(0.001)
            assert await read_response(reader) == (b"HTTP/1.1 200 OK", ANSWER)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 2 * LIMITS.headers_seconds)
        writer.write(POST + b"Content-Length: %d\r\n\r\n%b" % (len(QUERY), QUERY))
        assert await read_response(reader) == (b"HTTP/1.1 200 OK", ANSWER)


async def test_line_ends_between_requests_do_not_keep_a_connection(server: RunningApp) -> None:
    """P10: they stop uvicorn's own limit of idle connections."""
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Content-Length: %d\r\n\r\n%b\r\n" % (len(QUERY), QUERY))
        assert await read_response(reader) == (b"HTTP/1.1 200 OK", ANSWER)
        writer.write(b"\r\n")
        assert (await read_all(reader)).startswith(b"HTTP/1.1 408 ")


async def test_subscriptions_outlive_the_limits_of_requests(server: RunningApp) -> None:
    """A WebSocket that has been opened, and one that has not yet said anything else."""
    async with open_websocket(server.url) as websocket:
        await websocket.initialize()
        await websocket.assert_silent(3 * LIMITS.headers_seconds)
        await websocket.send(type="ping")
        assert await websocket.receive() == {"type": "pong"}


async def test_a_client_that_leaves_in_the_middle_of_a_body(server: RunningApp) -> None:
    """Is no unexpected error: one line in the log, with the status that nginx gives it."""
    with structlog.testing.capture_logs() as logs:
        async with connect(server) as (_, writer):
            writer.write(POST + b"Content-Length: 100\r\n\r\n{")
            await writer.drain()
            await assert_is_served(server)
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            while len(logs) < 2:
                await asyncio.sleep(0.01)
    assert [(line["event"], line["log_level"], line["status"]) for line in logs] == [
        ("request", "info", 200),
        ("request", "info", 499),
    ]


def post_with_urllib(url: str, body: bytes, path: str = "/graphql") -> tuple[int, bytes]:
    """A client that sends `Connection: close`, and reads only when all is sent."""
    request = urllib.request.Request(url + path, body, {"Content-Type": "application/json"})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=MAX_WAIT_SECONDS)  # noqa: S310
    return refused.value.code, refused.value.read()


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/graphql", 413, b"The request is too large."),
        ("/webhooks/stripe", 413, b"The body is too large."),
        ("/health", 405, b"Method Not Allowed"),
        ("/nothing", 404, b"Not Found"),
    ],
)
async def test_a_large_body_is_answered_before_the_connection_is_closed(
    server: RunningApp, path: str, status: int, message: bytes
) -> None:
    """P10: of 12 MB; a reset would take the answer away."""
    answered = await asyncio.to_thread(post_with_urllib, server.url, b"x" * 12_000_000, path)
    assert (answered[0], message in answered[1]) == (status, True)
    await assert_is_served(server)


async def test_a_refused_body_ends_the_connection(server: RunningApp) -> None:
    """The answer comes before the body is there, and says so; what follows the body is not a request."""
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Content-Length: 600000\r\n\r\n" + b" " * 540_000)
        status, body = await read_response(reader)
        assert (status, b"too large" in body) == (b"HTTP/1.1 413 Request Entity Too Large", True)
        writer.write(b" " * 60_000 + b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await read_all(reader) == b""


async def test_a_body_without_end_is_not_read_for_ever(server: RunningApp) -> None:
    """P10: 16 MiB of it; nor is one that stops."""
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk, sent = b"10000\r\n" + b" " * 65_536 + b"\r\n", 0
        with contextlib.suppress(ConnectionError):
            while sent <= 4 * request_body.MAX_DISCARDED_BYTES:
                writer.write(chunk)
                await writer.drain()
                sent += 65_536
        assert sent < 2 * request_body.MAX_DISCARDED_BYTES
    async with connect(server) as (reader, writer):
        writer.write(POST + b"Content-Length: 600000\r\n\r\n" + b" " * (graphql_request.MAX_BODY_BYTES + 1))
        assert (await read_response(reader))[0] == b"HTTP/1.1 413 Request Entity Too Large"
        assert await read_all(reader) == b""


async def test_connections_are_bounded(application: Starlette) -> None:
    """P10: one more is answered 503; when one is closed, there is room again."""
    limits = ConnectionLimits(max_connections=3, headers_seconds=60)
    async with serve_app(application, limits) as server, contextlib.AsyncExitStack() as held:
        silent = [await held.enter_async_context(connect(server)) for _ in range(2)]
        async with open_websocket(server.url) as websocket:
            await websocket.initialize()
            async with connect(server) as (reader, writer):
                writer.write(POST + b"Content-Length: %d\r\n\r\n%b" % (len(QUERY), QUERY))
                answer = await read_all(reader)
                assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n")
                assert answer.endswith(b"\r\n\r\nThe server has too many connections. Please try again.")
            refused = await asyncio.to_thread(post_with_urllib, server.url, b"x" * 1_000_000)
            assert refused == (503, b"The server has too many connections. Please try again.")
            silent[0][1].close()
            await silent[0][1].wait_closed()
            async with asyncio.timeout(MAX_WAIT_SECONDS):
                while len(server.uvicorn_server.server_state.connections) > 2:
                    await asyncio.sleep(0.01)
            await assert_is_served(server)


async def test_a_client_that_does_not_read_is_cut_off(server: RunningApp) -> None:
    """P10: with more on its way than the network holds."""
    largest = max((pages.GRAPHIQL / "assets").iterdir(), key=lambda file: file.stat().st_size)
    request = f"GET /graphiql/assets/{largest.name} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    connections = server.uvicorn_server.server_state.connections
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with contextlib.closing(client):
        client.connect(("127.0.0.1", urlsplit(server.url).port))
        client.sendall(request * 20)
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            while not connections:
                await asyncio.sleep(0.01)
            while connections:
                await asyncio.sleep(0.01)
