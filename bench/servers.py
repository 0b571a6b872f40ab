"""The servers that are measured: started on a core of their own, asked once they listen, ended when all is done."""

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
from bench.data import Payer
from bench.dialects import ACOMPTE, Dialect
from bench.load import RequestBody

_FOLDER = Path(__file__).parent
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SERVER_CORE, OTHER_CORE = "0", "1"


@dataclass(frozen=True, slots=True)
class Contender:
    """A server to be compared."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    dialect: Dialect = ACOMPTE


@dataclass
class RunningContender:
    """A contender that serves."""

    contender: Contender
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def cpu_seconds(self) -> float:
        """What it and its children have used of a processor: user and system time."""
        return sum(_cpu_seconds(each) for each in _process_tree(self.process.pid))

    def portal_home(self, payer: Payer) -> Any:
        """Its answer to whoever asks for the portal's home, in Acompte's words."""
        dialect = self.contender.dialect
        return dialect.normalize(self.execute(dialect.portal_home, payer))

    def pay_invoice(self, payer: Payer) -> Any:
        """Its answer to whoever pays, in Acompte's words."""
        dialect = self.contender.dialect
        return dialect.normalize(self.execute(dialect.pay_invoice, payer))

    def execute(self, body: RequestBody, payer: Payer) -> Any:
        """One answer, read."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps(body(payer)).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {payer.token}"},
        )
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{self.contender.name}: {refused.read()!r:.1000}") from refused


def _process_tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _process_tree(int(child)))]


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
    """The contender, serving until the block ends."""
    port = _free_port()
    log = folder / f"{port}.log"
    own = {"PORT": str(port), "DATABASE_URL": database, "NODE_ENV": "production", "VAR": str(folder)}
    if database.startswith("postgresql"):
        own["POSTGRESQL_URL"] = databases.driver_url(database)
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603  (our own commands)
            ("/usr/bin/env", "taskset", "-c", cores, *contender.command),
            cwd=_FOLDER.parent,
            env={**os.environ, **own, **dict(contender.environment), **environment},
            stdout=said,
            stderr=said,
        )
    try:
        _wait_for_port(process, port, log)
        yield RunningContender(contender, process, port, log)
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
    """All of them, until the stack is left."""
    return [stack.enter_context(serve(contender, database, folder)) for contender in contenders]
