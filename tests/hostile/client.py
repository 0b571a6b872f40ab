"""Clients of the measurement: raw sockets and requests that were prepared, so that they cost little CPU themselves."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.hostile.kinds import KINDS, document

_DIFFERENT_BODIES = 100


def post(body: bytes, cookie: str) -> bytes:
    """Return a whole request to /graphql."""
    head = (
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAcompte-Request: 1\r\n"
        f"Cookie: {cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Client:
    """One connection, opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def exchange(self, request: bytes) -> int:
        """Send a request, read the whole response, and return its status."""
        try:
            return self._exchange(request)
        except OSError:  # closed while it was idle, or before all was sent
            self.close()
            return self._exchange(request)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> int:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = self._socket.recv(65_536)
        while b"\r\n\r\n" not in received:
            received += self._receive_more()
        head, _, body = received.partition(b"\r\n\r\n")
        missing = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(body)
        while missing > 0:
            missing -= len(self._receive_more())
        if b"connection: close" in head.lower():
            self.close()
        return int(head[9:12])

    def _receive_more(self) -> bytes:
        assert self._socket is not None
        received = self._socket.recv(65_536)
        if not received:
            raise ConnectionResetError
        return received


def attack(port: int, cookie: str, kind_name: str, seconds: float, count: int | None = None) -> Counter[int]:
    """Send requests of a kind without a pause for so long, or so many; return how often each status was answered."""
    (kind,) = (kind for kind in KINDS if kind.name == kind_name)
    requests = itertools.cycle([post(kind.body(number), cookie) for number in range(_DIFFERENT_BODIES)])
    client, statuses = Client(port), Counter[int]()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until and (count is None or statuses.total() < count):
        statuses[client.exchange(next(requests))] += 1
    client.close()
    return statuses


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a page took, in milliseconds: on the clock, and of the server's CPU time."""

    clock: float
    server_cpu: float


def visit(port: int, server_pid: int, cookie: str, query: str, seconds: float, interval: float) -> Sequence[Wait]:
    """Read a page at a steady pace."""
    request, client, waits = post(document(query), cookie), Client(port), []
    start = due = time.perf_counter()
    while due < start + seconds:
        time.sleep(max(0.0, due - time.perf_counter()))
        sent_at, cpu = time.perf_counter(), cpu_seconds(server_pid)
        assert client.exchange(request) == 200
        cpu_used, arrived_at = cpu_seconds(server_pid) - cpu, time.perf_counter()
        waits.append(Wait((arrived_at - sent_at) * 1000, cpu_used * 1000))
        due = max(due + interval, arrived_at)
    client.close()
    return waits


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used: clock_getcpuclockid(3), which Python has for threads only."""
    return time.clock_gettime((~pid << 3) | 2)


def run_on(core: int, niceness: int) -> None:
    """Run this process, and those that it starts from now on, on one core, with a priority if that is permitted."""
    os.sched_setaffinity(0, {core})
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, niceness)


def run_first_on(core: int) -> None:
    """Run this process on one core, before all others, if that is permitted: it sees its answer when it arrives."""
    os.sched_setaffinity(0, {core})
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
