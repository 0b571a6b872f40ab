"""Measures each kind of hostile request on a server of its own, and writes the table of docs/limits.md.

The server runs on one core; the victim and the attacker are processes on the other, where the victim runs first: what
the server does after its answer has arrived must not be counted. What the victim waits is measured by the clock, and in
the CPU time that the server uses from the victim's request to its answer: on one core, that is the wait on a machine
that does nothing else, however loaded this one is.
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
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import client, connections
from tests.hostile.client import Wait
from tests.hostile.connections import ConnectionKind
from tests.hostile.kinds import KINDS, Kind
from tests.support.server_process import PAGES_HERE, BrowserSession, ServerProcess, run_server

_TABLE_START = "<!-- The table is written by `make test-hostile`. -->\n"
_LIMITS = Path(__file__).parents[2] / "docs" / "limits.md"
_PAGE = (Path(__file__).parents[2] / "bench" / "operations" / "portal_home.graphql").read_text()
_SECONDS_ALONE = 1.0
_SECONDS_BESIDE = 2.5
_INTERVAL_SECONDS = 0.02
_PRIORITY = -10
"""Where that is permitted, for other load of the machine not to be measured."""
_MAX_CPU_OF_REFUSAL = 20.0
_MAX_SLOWDOWN = 5.0
_MAX_ATTEMPTS = 3
"""Other load of the machine looks like a slow answer, so a kind that exceeds its bound is measured again."""


@dataclass
class Measurement:
    """What one kind costs: CPU of the server for a request, and the victim's p99, in milliseconds."""

    kind: Kind | ConnectionKind
    cpu: float
    alone: Wait
    beside: Wait
    statuses: Counter[int] | Counter[str]

    @property
    def faults(self) -> list[str]:
        """Server errors and limits that were exceeded."""
        found = []
        if isinstance(self.kind, Kind) and any(int(status) >= 500 for status in self.statuses):
            found.append("a server error")
        if "open" in self.statuses:
            found.append("connections stay open")
        if isinstance(self.kind, Kind) and self.kind.is_refused and self.cpu > _MAX_CPU_OF_REFUSAL:
            found.append(f"{self.cpu:.0f} ms of CPU")
        is_hostile = isinstance(self.kind, ConnectionKind) or self.kind.is_hostile
        if is_hostile and self.beside.server_cpu > _MAX_SLOWDOWN * self.alone.server_cpu:
            found.append("the victim waits too long")
        return found


@dataclass
class Stage:
    """The server, with the processes of the victim and of the attacker."""

    server: ServerProcess
    victims: Executor
    attackers: Executor
    victim_cookie: str
    attacker_cookie: str

    def measure(self, kind: Kind) -> Measurement:
        """Measure one kind."""
        before = self._visit(_SECONDS_ALONE)
        port, cookie = self.server.port, self.attacker_cookie if kind.is_signed_in else ""
        attacking = self.attackers.submit(client.attack, port, cookie, kind.name, _SECONDS_BESIDE + 0.5)
        time.sleep(0.3)
        beside = self._visit(_SECONDS_BESIDE)
        statuses = attacking.result()
        start = client.cpu_seconds(self.pid)
        sent = self.attackers.submit(client.attack, port, cookie, kind.name, 30, 20).result()
        cpu = (client.cpu_seconds(self.pid) - start) * 1000 / sent.total()
        alone = [*before, *self._visit(_SECONDS_ALONE)]
        return Measurement(kind, cpu, _p99(alone), _p99(beside), statuses)

    def measure_connections(self, kind: ConnectionKind) -> Measurement:
        """Measure one kind of connections. Its CPU is that of opening one. The victim has a connection before them."""
        alone = self._visit(_SECONDS_ALONE)
        visiting = self._start_visit(_SECONDS_BESIDE + 1)
        time.sleep(0.2)
        start = client.cpu_seconds(self.pid)
        attacking = self.attackers.submit(connections.hold, self.server.port, kind)
        time.sleep(1.0)
        cpu = (client.cpu_seconds(self.pid) - start) * 1000 / kind.count
        beside = visiting.result()
        endings = attacking.result()
        return Measurement(kind, cpu, _p99([*alone, *self._visit(_SECONDS_ALONE)]), _p99(beside), endings)

    def _visit(self, seconds: float) -> Sequence[Wait]:
        return self._start_visit(seconds).result()

    def _start_visit(self, seconds: float) -> Future[Sequence[Wait]]:
        arguments = self.server.port, self.pid, self.victim_cookie, _PAGE, seconds, _INTERVAL_SECONDS
        return self.victims.submit(client.visit, *arguments)

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.server.process is not None
        return self.server.process.pid


def _p99(waits: Sequence[Wait]) -> Wait:
    """Return the 99th percentile of each measure."""
    return Wait(_percentile([wait.clock for wait in waits]), _percentile([wait.server_cpu for wait in waits]))


def _percentile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def _measure(stage: Stage, kind: Kind | ConnectionKind) -> Measurement:
    """Return the measurement without faults, or else the last one."""
    attempt = 0
    while True:
        measurement = stage.measure(kind) if isinstance(kind, Kind) else stage.measure_connections(kind)
        print(_row(measurement), *measurement.faults, sep="", flush=True)
        attempt += 1
        if not measurement.faults or attempt == _MAX_ATTEMPTS:
            return measurement


def _row(one: Measurement) -> str:
    statuses = ", ".join(str(status) for status in sorted(one.statuses))
    waits = f"{one.alone.server_cpu:.1f} | {one.beside.server_cpu:.1f} | {one.alone.clock:.0f} | {one.beside.clock:.0f}"
    return f"| {one.kind.name} | {statuses} | {one.cpu:.1f} | {waits} |\n"


def _table(first_column: str, measurements: list[Measurement]) -> str:
    columns = (
        first_column,
        "status",
        "CPU",
        "victim alone",
        "beside it",
        "alone, by the clock",
        "beside it, by the clock",
    )
    return "| " + " | ".join(columns) + " |\n" + "|---|---|---|---|---|---|---|\n" + "".join(map(_row, measurements))


def _write_tables(requests: list[Measurement], held: list[Measurement]) -> None:
    text = _LIMITS.read_text("utf-8").partition(_TABLE_START)[0]
    tables = _table("request", requests), _table("connections", held)
    _LIMITS.write_text(text + _TABLE_START + "\n" + "\n".join(tables), "utf-8")


def _cookie(session: BrowserSession) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.http.cookies.jar)


async def _create_invoices(server: ServerProcess, client_user: BrowserSession) -> None:
    """Give the victim a page that is full: 20 invoices of three lines."""
    client_id = (await client_user.data("{ viewer { ... on ClientUser { client { id } } } }"))["client"]["id"]
    create = "mutation ($i: CreateInvoiceInput!) { createInvoice(input: $i) { __typename } }"
    lines = [{"description": f"Consultation {number}", "unitPrice": "120.00"} for number in range(3)]
    async with server.sign_in("owner@lumiere.test") as owner:
        for number in range(20):
            key = {"clientId": client_id, "lines": lines, "idempotencyKey": f"hostile-{number}"}
            assert await owner.data(create, i=key) == {"__typename": "CreateInvoicePayload"}


async def _main(names: list[str]) -> int:
    server_core, client_core = (sorted(os.sched_getaffinity(0)) * 2)[:2]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        client.run_on(server_core, _PRIORITY)  # the server inherits it
        server = await stack.enter_async_context(run_server(folder, **PAGES_HERE))
        client.run_on(client_core, _PRIORITY)
        victim = await stack.enter_async_context(server.sign_in("client@lumiere.test"))
        await _create_invoices(server, victim)
        attacker = await stack.enter_async_context(server.sign_in("client@atlas.test"))
        spawn = multiprocessing.get_context("spawn")
        stage = Stage(
            server,
            stack.enter_context(ProcessPoolExecutor(1, spawn, client.run_first_on, (client_core,))),
            stack.enter_context(ProcessPoolExecutor(1, spawn, client.run_on, (client_core, _PRIORITY))),
            _cookie(victim),
            _cookie(attacker),
        )
        stage.measure(KINDS[0])
        requests = [_measure(stage, kind) for kind in KINDS if _is_named(kind, names)]
        held = [_measure(stage, kind) for kind in connections.CONNECTION_KINDS if _is_named(kind, names)]
    if not names:
        _write_tables(requests, held)
    return int(any(measurement.faults for measurement in [*requests, *held]))


def _is_named(kind: Kind | ConnectionKind, names: list[str]) -> bool:
    return not names or any(name in kind.name for name in names)


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
