"""Runs in a process of its own, and forks processes of `acompte` from it: see `preloaded_process`."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

import server.cli.serve  # noqa: F401  (which the command imports only when it runs)
from server.cli.main import application


def serve(control: socket.socket) -> None:
    """Start a process for each request, until the other end of the socket is closed."""
    gc.collect()
    gc.freeze()
    with suppress(KeyboardInterrupt):
        while request := _receive(control):
            start, descriptors = request
            # The parent of each process waits for it, and reports its end.
            if os.fork() == 0:
                control.close()
                _run_and_report(start, descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            _reap()
        _reap()


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """What to start, and its standard input, output and error and the pipe for reports. None at the end."""
    text, descriptors, _flags, _address = socket.recv_fds(control, 65536, 4)
    while text and not text.endswith(b"\n"):
        text += control.recv(65536)
    return (json.loads(text), descriptors) if text else None


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run_and_report(start: dict[str, Any], descriptors: list[int]) -> NoReturn:
    *standard, reports = descriptors
    process = os.fork()
    if process == 0:
        os.close(reports)
        _run(start, standard)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for descriptor in standard:
        os.close(descriptor)
    os.write(reports, b"%d\n" % process)
    _, status = os.waitpid(process, 0)
    os.write(reports, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _run(start: dict[str, Any], standard: list[int]) -> NoReturn:
    if start["new_session"]:
        os.setsid()
    for number, descriptor in enumerate(standard):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(start["environment"])
    sys.argv = ["acompte", *start["command"]]
    application()
    sys.exit()
