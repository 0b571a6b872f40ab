"""Clients of the measurement: blocking, so that they cost little CPU themselves."""

from __future__ import annotations

import http.client
import itertools
import time
from collections import Counter
from collections.abc import Callable

from tests.hostile.kinds import KINDS

_DIFFERENT_BODIES = 100


class Client:
    """One connection, which sends the same hundred requests in turn."""

    def __init__(self, port: int, cookie: str, body: Callable[[int], bytes]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Content-Type": "application/json", "Acompte-Request": "1", "Cookie": cookie}
        self._bodies = itertools.cycle([body(number) for number in range(_DIFFERENT_BODIES)])
        self.statuses: Counter[int] = Counter()

    def send(self) -> float:
        """Send the next request, and return how many milliseconds its answer took."""
        content, start = next(self._bodies), time.perf_counter()
        try:
            response = self._exchange(content)
        except (ConnectionError, http.client.RemoteDisconnected):  # closed while it was idle, or before all was sent
            self._connection.close()
            response = self._exchange(content)
        self.statuses[response.status] += 1
        return (time.perf_counter() - start) * 1000

    def _exchange(self, content: bytes) -> http.client.HTTPResponse:
        self._connection.request("POST", "/graphql", content, self._headers)
        response = self._connection.getresponse()
        response.read()
        return response


def attack(port: int, cookie: str, kind_name: str, seconds: float) -> Counter[int]:
    """Send requests of a kind without a pause, in a process of its own; return how often each status was answered."""
    (kind,) = (kind for kind in KINDS if kind.name == kind_name)
    attacker = Client(port, cookie, kind.body)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        attacker.send()
    return attacker.statuses
