"""The load generator: each connection sends the next request when the last is answered. Minimal, to cost little CPU."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from bench.contenders.common import global_id
from bench.data import Viewer

_OPERATIONS = Path(__file__).parent / "operations"
_CONTENT_LENGTH = b"content-length:"
_TIMEOUT_SECONDS = 60.0
_HEADER_END = b"\r\n\r\n"

RequestBody = Callable[[Viewer], dict[str, object]]


def read_document(name: str) -> str:
    """The GraphQL document of this name."""
    return (_OPERATIONS / f"{name}.graphql").read_text()


def encode_request(body: dict[str, object], token: str) -> bytes:
    """The HTTP request as bytes."""
    content = json.dumps(body).encode()
    head = (
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def portal_home_body(_viewer: Viewer) -> dict[str, object]:
    """The request for the portal home."""
    return {"operationName": "PortalHome", "query": _PORTAL_HOME}


def pay_invoice_body(viewer: Viewer) -> dict[str, object]:
    """The request to pay 0.01 from credits, with a fresh key."""
    input_fields = {
        "invoiceId": global_id("Invoice", viewer.invoice_id),
        "amount": {"partial": "0.01"},
        "from": "CREDITS",
        "idempotencyKey": secrets.token_hex(16),
    }
    return {"operationName": "PayInvoice", "query": _PAY_INVOICE, "variables": {"input": input_fields}}


_PORTAL_HOME, _PAY_INVOICE = read_document("portal_home"), read_document("pay_invoice")


def random_requests(viewers: Sequence[Viewer], body: RequestBody, seed: int) -> Iterator[bytes]:
    """Requests of random viewers, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  (load, no secret)
    while True:
        viewer = rng.choice(viewers)
        yield encode_request(body(viewer), viewer.token)


@dataclass
class LoadResult:
    """The latency of each response in milliseconds, and the number of wrong responses."""

    seconds: float = 0.0
    error_count: int = 0
    latencies: list[float] = field(default_factory=list)
    error_example: bytes = b""

    @property
    def response_count(self) -> int:
        """The number of responses."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Responses per second."""
        return self.response_count / self.seconds

    def latency(self, percent: int) -> float:
        """The latency at this percentile, in milliseconds."""
        latencies = self.latencies if len(self.latencies) > 1 else self.latencies * 2
        return statistics.quantiles(latencies, n=100)[percent - 1]


class _Connection(asyncio.Protocol):
    """A connection that sends the next request after each response, until the time is up."""

    transport: asyncio.Transport

    def __init__(self, result: LoadResult, requests: Iterator[bytes], until: float) -> None:
        self.result, self.requests, self.until = result, requests, until
        self.done = asyncio.get_running_loop().create_future()
        self._received, self._sent_at = b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self.transport = cast("asyncio.Transport", transport)
        self._send_next()

    def _send_next(self) -> None:
        self._sent_at = time.perf_counter()
        if self._sent_at > self.until:
            self.transport.close()
            return
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        """Receive a part of the response, and send the next request when it is complete."""
        self._received += data
        if self._is_complete():
            self.result.latencies.append((time.perf_counter() - self._sent_at) * 1000)
            if b'"errors"' in self._received or not self._received.startswith(b"HTTP/1.1 200"):
                self.result.error_count += 1
                self.result.error_example = self._received[:2000]
            self._received = b""
            self._send_next()

    def _is_complete(self) -> bool:
        end = self._received.find(_HEADER_END)
        if end < 0:
            return False
        head = self._received[:end].lower()
        start = head.find(_CONTENT_LENGTH)
        if start < 0:
            return self._received.endswith(b"0\r\n\r\n")
        length = int(head[start + len(_CONTENT_LENGTH) :].split(b"\r\n", 1)[0])
        return len(self._received) >= end + len(_HEADER_END) + length

    def connection_lost(self, exc: Exception | None) -> None:
        """The time is up, or the server closed the connection."""
        if exc is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(exc)


async def run_load(port: int, requests: Iterator[bytes], *, seconds: float, connections: int = 16) -> LoadResult:
    """Send requests to the server at this port for this many seconds."""
    result = LoadResult()
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    protocols = [
        await loop.create_connection(lambda: _Connection(result, requests, start + seconds), "127.0.0.1", port)
        for _ in range(connections)
    ]
    async with asyncio.timeout(seconds + _TIMEOUT_SECONDS):
        await asyncio.gather(*(protocol.done for _, protocol in protocols))
    result.seconds = time.perf_counter() - start
    return result
