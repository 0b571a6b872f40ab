"""Hostile connections: requests that never arrive, and more connections than one client needs."""

from __future__ import annotations

import contextlib
import resource
import select
import socket
import time
from collections import Counter
from dataclasses import dataclass

_MAX_SECONDS = 40.0
_HEAD = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@dataclass(frozen=True, slots=True)
class ConnectionKind:
    """So many connections, which send `first`, and then `more` every half second."""

    name: str
    count: int
    first: bytes = b""
    more: bytes = b""


CONNECTION_KINDS = [
    ConnectionKind("200 that are silent", 200),
    ConnectionKind("200 whose headers never end", 200, _HEAD, b"X-More: 1\r\n"),
    ConnectionKind("200 whose body stops", 200, _HEAD + b"Content-Length: 1000\r\n\r\n{"),
    ConnectionKind("200 whose body is slow", 200, _HEAD + b"Content-Length: 1000\r\n\r\n{", b" "),
    ConnectionKind("1,100 from one address, all silent", 1100),
]


def hold(port: int, kind: ConnectionKind) -> Counter[str]:
    """Open connections of a kind, and return how each ended: its status, or nothing, and after how many seconds."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
    poll, connections, endings = select.poll(), dict[int, socket.socket](), Counter[str]()
    start = time.monotonic()
    for _ in range(kind.count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(kind.first)
        connections[connection.fileno()] = connection
        poll.register(connection, select.POLLIN)
    while connections and time.monotonic() < start + _MAX_SECONDS:
        until = time.monotonic() + 0.5
        for file, _ in poll.poll(500):
            received = b""
            with contextlib.suppress(ConnectionError):
                received = connections[file].recv(1000)
            status = received[9:12].decode() if received else "closed"
            endings[f"{status} after {time.monotonic() - start:.0f} s"] += 1
            poll.unregister(file)
            connections.pop(file).close()
        time.sleep(max(0.0, until - time.monotonic()))
        for connection in connections.values():
            with contextlib.suppress(ConnectionError):
                connection.sendall(kind.more)
    endings["open"] += len(connections)
    for connection in connections.values():
        connection.close()
    return +endings
