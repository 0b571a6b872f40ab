"""A server in a process and directory of its own, with real HTTP."""

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
from typer.testing import CliRunner, Result

from billing.reporting import audit
from db import migrations
from db.engines import Database
from ledger.invariants import INVARIANTS, check_invariants
from server.cli.main import application
from tests.support.database_backends import migrated_file
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL
from tests.support.preloaded_process import PreloadedProcess

_PAGES_ELSEWHERE = {"PORTAL_URL": PORTAL_URL, "DASHBOARD_URL": DASHBOARD_URL}
PAGES_HERE = dict.fromkeys(_PAGES_ELSEWHERE, "")
"""Settings of a server that serves the pages itself."""
_OTHER_SETTINGS = ("STRIPE_", "DATABASE_", "SMTP_", "MAIL_", "TOKEN_")
"""Prefixes of environment variables that a server does not inherit from the test run."""


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class BrowserSession:
    """A signed-in user: HTTP requests with the session cookie and the preflight header."""

    http: httpx.AsyncClient

    async def execute(self, query: str, **variables: Any) -> dict[str, Any]:
        """Execute an operation and return the response."""
        response = await self.http.post(
            "/graphql", json={"query": query, "variables": variables}, headers={"Acompte-Request": "1"}
        )
        assert response.status_code == 200, response.text
        result: dict[str, Any] = response.json()
        return result

    async def data(self, query: str, **variables: Any) -> Any:
        """Execute an operation with one root field, and return its value. Asserts that there are no errors."""
        result = await self.execute(query, **variables)
        assert "errors" not in result, result
        (value,) = result["data"].values()
        return value


@dataclass
class ServerProcess:
    """One server, which can be killed and started again in the same directory."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: PreloadedProcess | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        name = "acompte-test.db" if "STRIPE_SECRET_KEY" in self.environment else "acompte.db"
        return self.environment.get("DATABASE_URL", f"sqlite+aiosqlite:///{self.folder / name}")

    async def migrate(self) -> None:
        """Create the schema: on SQLite, as a copy of a file that was migrated before."""
        if not self.database_url.startswith("sqlite"):
            await asyncio.to_thread(migrations.migrate, self.database_url)
            return
        file = Path(self.database_url.partition(":///")[2])
        file.touch(0o600)  # as the command does
        file.write_bytes(await asyncio.to_thread(migrated_file))

    async def audit(self) -> None:
        """Assert that no invariant of the ledger is violated."""
        database = Database(self.database_url)
        async with database.reads() as session:
            assert await check_invariants(session, INVARIANTS | audit.INVARIANTS) == []
        await database.close()

    def run_command(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one `acompte` command to its end, from the beginning: not one that is preloaded."""
        return subprocess.run(
            ("acompte", *command),
            executable=Path(sys.executable).with_name("acompte"),
            env=self.process_environment(),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def invoke(self, *command: str, stdin: str = "") -> Result:
        """Run one `acompte` command to its end in the test's process: without the second that a new process takes."""
        unset = {name: None for name in os.environ if name.startswith(_OTHER_SETTINGS)}
        return CliRunner().invoke(application, command, input=stdin, env={**unset, **self.process_environment()})

    def run_in_terminal(self, keystrokes: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one command in a terminal, which answers each prompt with one line. `stdout` is the terminal's output."""
        controller, terminal = os.openpty()
        process = PreloadedProcess.start(
            command, self.process_environment(), terminal, terminal, terminal, new_session=True
        )
        os.close(terminal)
        output = b""
        for line in keystrokes.splitlines(keepends=True):
            prompt_count = output.count(b": ")
            while output.count(b": ") == prompt_count:
                output += os.read(controller, 1024)
            os.write(controller, line.encode())
        with contextlib.suppress(OSError):  # Linux raises EIO when the terminal is closed
            while chunk := os.read(controller, 1024):
                output += chunk
        os.close(controller)
        return subprocess.CompletedProcess(command, process.wait(30), output.decode())

    def process_environment(self) -> dict[str, str]:
        """The environment variables of a server or command."""
        defaults = {"VAR": str(self.folder), "PORT": str(self.port), "PUBLIC_URL": self.url, **_PAGES_ELSEWHERE}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(_OTHER_SETTINGS)}
        return {**inherited, **defaults, **self.environment}

    async def start(self) -> None:
        """Start the server, and wait until it serves."""
        log, banner = self.folder / "server.log", self.folder / "banner.txt"
        with Path(os.devnull).open() as nothing, log.open("ab") as stderr, banner.open("wb") as stdout:
            self.process = PreloadedProcess.start(("serve",), self.process_environment(), nothing, stdout, stderr)
        for _ in range(1200):
            if b"Acompte serves" in banner.read_bytes():
                return
            assert self.process.poll() is None, log.read_text()
            await asyncio.sleep(0.05)
        self.stop()
        raise AssertionError(log.read_text())

    def kill(self) -> None:
        """Send SIGKILL."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Send SIGTERM if the server is running, and wait for its end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    @asynccontextmanager
    async def sign_in(self, email: str) -> AsyncIterator[BrowserSession]:
        """Sign in as a demo user."""
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            session = BrowserSession(http)
            payload = await session.data(
                "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }",
                i={"email": email, "password": "acompte-demo"},
            )
            assert payload == {"__typename": "SignInPayload"}
            yield session


@asynccontextmanager
async def run_server(folder: Path, **environment: str) -> AsyncIterator[ServerProcess]:
    """Serve for the duration of the block, on a new database unless it exists, and then audit the ledger."""
    server = ServerProcess(folder, environment)
    await server.migrate()
    await server.start()
    try:
        yield server
    finally:
        server.stop()
    await server.audit()
