"""Measures each kind of hostile request on a server of its own, and writes the table of docs/limits.md.

Exits with 1 if a request is answered by a server error, if a refused one costs too much, or if a victim waits too long.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.client import Client, attack
from tests.hostile.kinds import KINDS, Kind, document
from tests.support.server_process import ServerProcess, run_server

_TABLE_START = "<!-- The table is written by `make test-hostile`. -->\n"
_LIMITS = Path(__file__).parents[2] / "docs" / "limits.md"
_VICTIM_QUERY = (Path(__file__).parents[2] / "bench" / "operations" / "portal_home.graphql").read_text()
_SECONDS = 2.0
_PAUSE_SECONDS = 0.005
_MAX_CPU_OF_REFUSAL = 20.0
_MAX_SLOWDOWN = 5.0
_MIN_ALONE = 4.0
"""Milliseconds: the machine's own noise makes shorter times incomparable."""


@dataclass
class Measurement:
    """What one kind costs: CPU of the server for a request, and the victim's p99, in milliseconds."""

    kind: Kind
    cpu: float
    alone: float
    beside: float
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def faults(self) -> list[str]:
        """What must not be."""
        found = []
        if any(status >= 500 for status in self.statuses):
            found.append("a server error")
        if self.kind.is_refused and self.cpu > _MAX_CPU_OF_REFUSAL:
            found.append(f"{self.cpu:.0f} ms of CPU")
        if self.beside > _MAX_SLOWDOWN * max(self.alone, _MIN_ALONE):
            found.append(f"the victim waits {self.beside:.0f} instead of {self.alone:.0f} ms")
        return found


def _cpu_seconds(server: ServerProcess) -> float:
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _p99(victim: Client) -> float:
    """Return the p99 of the victim's requests, in milliseconds."""
    times, until = [], time.perf_counter() + _SECONDS
    while time.perf_counter() < until:
        times.append(victim.send())
        time.sleep(_PAUSE_SECONDS)
    return statistics.quantiles(times, n=100)[98]


def _measure(server: ServerProcess, kind: Kind, cookie: str, victim: Client, processes: Executor) -> Measurement:
    alone = _p99(victim)
    attacking = processes.submit(attack, server.port, cookie, kind.name, _SECONDS + 1)
    time.sleep(0.5)
    beside = _p99(victim)
    statuses = attacking.result()
    attacker, count = Client(server.port, cookie, kind.body), 20
    start = _cpu_seconds(server)
    for _ in range(count):
        attacker.send()
    cpu = (_cpu_seconds(server) - start) * 1000 / count
    return Measurement(kind, cpu, alone, beside, statuses)


def _row(one: Measurement) -> str:
    statuses = ", ".join(str(status) for status in sorted(one.statuses))
    return f"| {one.kind.name} | {statuses} | {one.cpu:.0f} | {one.alone:.0f} | {one.beside:.0f} |\n"


def _write_table(measurements: list[Measurement]) -> None:
    head = "| request | status | CPU, ms | victim's p99 alone, ms | beside it, ms |\n|---|---|---|---|---|\n"
    text = _LIMITS.read_text("utf-8").partition(_TABLE_START)[0]
    _LIMITS.write_text(text + _TABLE_START + "\n" + head + "".join(map(_row, measurements)), "utf-8")


async def _sign_in(server: ServerProcess, email: str) -> str:
    async with server.sign_in(email) as session:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.http.cookies.jar)


async def _main(names: list[str]) -> int:
    kinds = [kind for kind in KINDS if not names or any(name in kind.name for name in names)]
    measurements = []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = await stack.enter_async_context(run_server(folder))
        victim = Client(server.port, await _sign_in(server, "client@atlas.test"), lambda _: document(_VICTIM_QUERY))
        cookie = await _sign_in(server, "client@lumiere.test")
        processes = stack.enter_context(ProcessPoolExecutor(1, multiprocessing.get_context("spawn")))
        _p99(victim)
        for kind in kinds:
            measurement = _measure(server, kind, cookie if kind.is_signed_in else "", victim, processes)
            measurements.append(measurement)
            print(_row(measurement), *measurement.faults, sep="", flush=True)
    if not names:
        _write_table(measurements)
    return int(any(measurement.faults for measurement in measurements))


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
