"""Runs in a process of its own, and forks others from it: see `preloaded_process`."""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

import argon2

from billing.identity import passwords
from server.cli.main import application

_IMPORTED_BY_SERVERS = (
    "server.cli.serve",
    "sandbox",
    "anyio._backends._asyncio",
    "anyio.streams.tls",
    "httpcore._backends.anyio",
    "asyncpg",
    "stripe._event",
    "stripe._test_helpers",
    "stripe._v1_services",
    "stripe._webhook",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
"""What a process would import only when it serves, for the most part."""


def serve(control: socket.socket) -> None:
    """Start a process for each request, until the other end of the socket is closed."""
    for module in _IMPORTED_BY_SERVERS:
        importlib.import_module(module)
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
    if start["module"] is not None:
        sys.argv = [start["module"], *start["command"]]
        runpy.run_module(start["module"], run_name="__main__")
        sys.exit()
    if start["command"][0] == "serve":
        # Hashes are slow on purpose. Those of commands, and of the worker processes of a server, are as in production.
        passwords._hasher = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)
    sys.argv = ["acompte", *start["command"]]
    application()
    sys.exit()
