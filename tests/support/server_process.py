"""The server as a user runs it: its own process, its own folder, real HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

_ACOMPTE = (sys.executable, "-c", "from server.cli.main import application; application()")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class BrowserSession:
    """Somebody at their browser: the session's cookie, and the header that our own pages send."""

    http: httpx.AsyncClient

    async def execute(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer to one operation."""
        answer = await self.http.post(
            "/graphql", json={"query": query, "variables": variables}, headers={"Acompte-Request": "1"}
        )
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def data(self, query: str, **variables: Any) -> Any:
        """The answer's only field, where nothing was refused."""
        answer = await self.execute(query, **variables)
        assert "errors" not in answer, answer
        (value,) = answer["data"].values()
        return value


@dataclass
class ServerProcess:
    """One server, that can be killed and started again on the same folder."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run_command(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command of the command line to its end; `said` is what its standard input has."""
        return subprocess.run(
            (*_ACOMPTE, *command), env=self._environment(), input=stdin, capture_output=True, text=True, check=False
        )

    def run_in_terminal(self, keystrokes: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one command at a terminal of its own; what it shows there is `stdout`."""
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            (*_ACOMPTE, *command),
            env=self._environment(),
            start_new_session=True,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        for line in keystrokes.splitlines(keepends=True):
            asked = shown.count(b": ")
            while shown.count(b": ") == asked:
                shown += os.read(ours, 1024)
            os.write(ours, line.encode())
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while more := os.read(ours, 1024):
                shown += more
        os.close(ours)
        return subprocess.CompletedProcess(command, process.wait(30), shown.decode())

    def _environment(self) -> dict[str, str]:
        own = {"VAR": str(self.folder), "PORT": str(self.port), "PUBLIC_URL": self.url}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("STRIPE_", "DATABASE_"))}
        return {**inherited, **own, **self.environment}

    async def start(self) -> None:
        """Start, and wait until it has said where to sign in."""
        with (self.folder / "server.log").open("ab") as log, (self.folder / "said.txt").open("wb") as said:
            self.process = subprocess.Popen((*_ACOMPTE, "serve"), env=self._environment(), stdout=said, stderr=log)
        for _ in range(600):
            if b"Acompte serves" in (self.folder / "said.txt").read_bytes():
                return
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            await asyncio.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text())

    def kill(self) -> None:
        """As the power cut does: no goodbye."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    @asynccontextmanager
    async def sign_in(self, email: str) -> AsyncIterator[BrowserSession]:
        """Somebody of the demo, signed in."""
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            person = BrowserSession(http)
            signed_in = await person.data(
                "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }",
                i={"email": email, "password": "acompte-demo"},
            )
            assert signed_in == {"__typename": "SignInPayload"}
            yield person


@asynccontextmanager
async def run_server(folder: Path, **environment: str) -> AsyncIterator[ServerProcess]:
    """A server with its schema made, serving; at its end the books are audited by its own command."""
    server = ServerProcess(folder, environment)
    assert server.run_command("migrate").returncode == 0
    await server.start()
    try:
        yield server
    finally:
        server.stop()
    audited = server.run_command("audit")
    assert audited.returncode == 0, audited.stdout + audited.stderr
