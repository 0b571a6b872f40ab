"""Processes that need not import `acompte`: each is forked from one process that has, and does nothing else.

To import the modules takes most of what a start costs. What a process is beyond that, it does not share with tests: it
can be killed, and has its own environment, signals and files.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

_SERVE = "import socket, tests.support.fork_server as f; "
_REPOSITORY = __file__.rpartition("/tests/")[0]


@dataclass
class PreloadedProcess:
    """A running process, as `subprocess.Popen` has it."""

    pid: int
    _reports: IO[bytes]
    returncode: int | None = field(default=None)

    @classmethod
    def start(
        cls,
        command: Sequence[str],
        environment: Mapping[str, str],
        stdin: IO[Any] | int,
        stdout: IO[Any] | int,
        stderr: IO[Any] | int,
        *,
        new_session: bool = False,
        module: str | None = None,
    ) -> PreloadedProcess:
        """Run one `acompte` command; with `module`, run it as `python -m` does, with the command as its arguments."""
        read_end, write_end = os.pipe()
        standard = [file if isinstance(file, int) else file.fileno() for file in (stdin, stdout, stderr)]
        request = {
            "command": list(command), "environment": dict(environment), "new_session": new_session, "module": module,
        }  # fmt: skip
        control = _fork_server()
        message = json.dumps(request).encode() + b"\n"
        sent = socket.send_fds(control, [message], [*standard, write_end])
        control.sendall(message[sent:])
        os.close(write_end)
        reports = os.fdopen(read_end, "rb", buffering=0)
        return cls(int(reports.readline()), reports)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while the process runs."""
        if self.returncode is None and select.select([self._reports], [], [], 0)[0]:
            self._finish()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once the process has ended. Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._reports], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("acompte", timeout or 0)
            self._finish()
        assert self.returncode is not None
        return self.returncode

    def _finish(self) -> None:
        self.returncode = int(self._reports.readline())
        self._reports.close()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)


@functools.cache
def _fork_server() -> socket.socket:
    """The socket of this process' own fork server, which ends with it."""
    control, theirs = socket.socketpair()
    code = f"{_SERVE} f.serve(socket.socket(fileno={theirs.fileno()}))"
    process = subprocess.Popen(
        (sys.executable, "-c", code), cwd=_REPOSITORY, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL
    )
    theirs.close()

    def stop() -> None:
        control.close()
        process.wait()

    atexit.register(stop)
    return control
