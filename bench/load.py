"""The load: so many connections, each of which asks again as soon as it was answered. Small, so that it is no brake."""

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

from bench.contenders.wire import written
from bench.data import Payer

_OPERATIONS = Path(__file__).parent / "operations"
_LENGTH = b"content-length:"
_PATIENCE = 60.0
_END = b"\r\n\r\n"

Body = Callable[[Payer], dict[str, object]]


def document(name: str) -> str:
    """The query document of this name."""
    return (_OPERATIONS / f"{name}.graphql").read_text()


def request(body: dict[str, object], token: str) -> bytes:
    """One request, as it goes over the wire."""
    content = json.dumps(body).encode()
    head = (
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def portal_home(_payer: Payer) -> dict[str, object]:
    """Ask for the portal's home."""
    return {"operationName": "PortalHome", "query": _PORTAL_HOME}


def pay_invoice(payer: Payer) -> dict[str, object]:
    """Pay a cent from credits, with a fresh key."""
    wish = {
        "invoiceId": written("Invoice", payer.invoice_id),
        "amount": {"partial": "0.01"},
        "from": "CREDITS",
        "idempotencyKey": secrets.token_hex(16),
    }
    return {"operationName": "PayInvoice", "query": _PAY_INVOICE, "variables": {"input": wish}}


_PORTAL_HOME, _PAY_INVOICE = document("portal_home"), document("pay_invoice")


def requests(payers: Sequence[Payer], body: Body, seed: int) -> Iterator[bytes]:
    """Requests of one after the other, drawn from all: the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311  (load, no secret)
    while True:
        payer = draw.choice(payers)
        yield request(body(payer), payer.token)


@dataclass
class Measured:
    """What came of a load: milliseconds of each answer in `latencies`; `wrong`: answers with an error in them."""

    seconds: float = 0.0
    wrong: int = 0
    latencies: list[float] = field(default_factory=list)
    example: bytes = b""

    @property
    def answers(self) -> int:
        """How many came."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """How many came in a second."""
        return self.answers / self.seconds

    def latency(self, percent: int) -> float:
        """The milliseconds within which so many in a hundred came."""
        several = self.latencies if len(self.latencies) > 1 else self.latencies * 2
        return statistics.quantiles(several, n=100)[percent - 1]


class _Connection(asyncio.Protocol):
    """One connection: sends the next request when it has been answered, until the time is up."""

    transport: asyncio.Transport

    def __init__(self, measured: Measured, requests: Iterator[bytes], until: float) -> None:
        self.measured, self.requests, self.until = measured, requests, until
        self.done = asyncio.get_running_loop().create_future()
        self._received, self._began = b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._began = time.perf_counter()
        if self._began > self.until:
            self.transport.close()
            return
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        """Some of the answer is here, or all of it."""
        self._received += data
        if self._is_whole():
            self.measured.latencies.append((time.perf_counter() - self._began) * 1000)
            if b'"errors"' in self._received or not self._received.startswith(b"HTTP/1.1 200"):
                self.measured.wrong += 1
                self.measured.example = self._received[:2000]
            self._received = b""
            self._ask()

    def _is_whole(self) -> bool:
        end = self._received.find(_END)
        if end < 0:
            return False
        head = self._received[:end].lower()
        start = head.find(_LENGTH)
        if start < 0:
            return self._received.endswith(b"0\r\n\r\n")
        length = int(head[start + len(_LENGTH) :].split(b"\r\n", 1)[0])
        return len(self._received) >= end + len(_END) + length

    def connection_lost(self, exc: Exception | None) -> None:
        """The time is up, or the server hung up."""
        if exc is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(exc)


async def load(port: int, asked: Iterator[bytes], *, seconds: float, connections: int = 16) -> Measured:
    """Ask the server at this port for so many seconds."""
    measured = Measured()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Connection(measured, asked, began + seconds), "127.0.0.1", port)
        for _ in range(connections)
    ]
    async with asyncio.timeout(seconds + _PATIENCE):
        await asyncio.gather(*(protocol.done for _, protocol in made))
    measured.seconds = time.perf_counter() - began
    return measured
