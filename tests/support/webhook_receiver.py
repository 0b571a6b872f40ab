"""A firm's own system on this machine: it receives webhooks, and answers as a test says."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import standardwebhooks

ACCEPTED = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """An HTTP answer of this status."""
    lines = [f"HTTP/1.1 {status} Status", *headers, f"content-length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass(frozen=True)
class ReceivedWebhook:
    """A request, as it came."""

    request_line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def data(self) -> Any:
        return json.loads(self.body)["data"]

    def is_signed_with(self, secret: str) -> bool:
        """Whether the library accepts the request now."""
        try:
            standardwebhooks.Webhook(secret).verify(self.body, self.headers)
        except standardwebhooks.WebhookVerificationError:
            return False
        return True


@dataclass
class WebhookReceiver:
    """Accepts webhooks, unless answers are planned: the next one first. An empty answer closes the connection."""

    port: int = 0
    received: list[ReceivedWebhook] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    accepts_retries: bool = False
    """Whether planned answers are for the first request with an id only."""
    paused: bool = False
    """While true, nothing is answered."""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a request came whose answer is paused."""
    release: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?key=1"

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each request."""
        return [request.id for request in self.received]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                await self._answer(reader, writer)
            finally:
                writer.close()
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-1])}
        body = await reader.readexactly(int(headers["content-length"]))
        is_retry = headers["webhook-id"] in self.ids
        self.received.append(ReceivedWebhook(head[0], headers, body))
        if self.paused:
            self.reached.set()
            await self.release.wait()
        is_planned = self.answers and not (is_retry and self.accepts_retries)
        writer.write(self.answers.pop(0) if is_planned else ACCEPTED)
        await writer.drain()


@asynccontextmanager
async def run_receiver(
    receiver: WebhookReceiver | None = None, *, tls: ssl.SSLContext | None = None, hosts: Sequence[str] = ("127.0.0.1",)
) -> AsyncIterator[WebhookReceiver]:
    """Serve on a free port for the duration of the block. A receiver that is passed serves again, on its port."""
    receiver = receiver or WebhookReceiver()
    server = await asyncio.start_server(receiver.handle, list(hosts), receiver.port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.close()
        await server.wait_closed()
