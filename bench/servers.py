"""Starts the servers under test on a core of their own, sends them single requests, and stops them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import databases
from bench.data import Viewer
from bench.dialects import ACOMPTE, Dialect
from bench.load import RequestBody

_FOLDER = Path(__file__).parent
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SERVER_CORE, OTHER_CORE = "0", "1"


@dataclass(frozen=True, slots=True)
class Contender:
    """A server to compare: its command, environment and dialect."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    dialect: Dialect = ACOMPTE


@dataclass
class RunningContender:
    """A contender that serves requests."""

    contender: Contender
    process: subprocess.Popen[bytes]
    port: int

    @property
    def cpu_seconds(self) -> float:
        """The user and system time of its process and all children."""
        return sum(_cpu_seconds(pid) for pid in _process_tree(self.process.pid))

    def portal_home(self, viewer: Viewer) -> Any:
        """Its response to the portal home query, in Acompte's form."""
        dialect = self.contender.dialect
        return dialect.normalize(self.execute(dialect.portal_home, viewer))

    def pay_invoice(self, viewer: Viewer) -> Any:
        """Its response to a payment, in Acompte's form."""
        dialect = self.contender.dialect
        return dialect.normalize(self.execute(dialect.pay_invoice, viewer))

    def execute(self, body: RequestBody, viewer: Viewer) -> Any:
        """Send one request, and decode the response. Raises RuntimeError if it is refused."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps(body(viewer)).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {viewer.token}"},
        )
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{self.contender.name}: {error.read()!r:.1000}") from error


def _process_tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in _process_tree(int(child)))]


def _cpu_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS_PER_SECOND


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serve(
    contender: Contender, database: str, folder: Path, *, cores: str = SERVER_CORE, **environment: str
) -> Iterator[RunningContender]:
    """Run the contender until the block ends."""
    port = _free_port()
    log = folder / f"{port}.log"
    own_environment = {"PORT": str(port), "DATABASE_URL": database, "NODE_ENV": "production", "VAR": str(folder)}
    if database.startswith("postgresql"):
        own_environment["POSTGRESQL_URL"] = databases.driver_url(database)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  (our own commands)
            ("/usr/bin/env", "taskset", "-c", cores, *contender.command),
            cwd=_FOLDER.parent,
            env={**os.environ, **own_environment, **dict(contender.environment), **environment},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for_port(process, port, log)
        yield RunningContender(contender, process, port)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(log.read_text())


def serve_all(
    stack: contextlib.ExitStack, contenders: Sequence[Contender], database: str, folder: Path
) -> list[RunningContender]:
    """Run all contenders until the stack is closed."""
    return [stack.enter_context(serve(contender, database, folder)) for contender in contenders]
