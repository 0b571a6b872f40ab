"""Several processes that share one port and one database. One that dies is started anew; nothing is lost with it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from types import FrameType

import structlog
from prometheus_client.multiprocess import mark_process_dead

from server import container, logging
from server.cli.runner import settings_or_exit
from server.http.app import create_asgi_app
from server.ops import metrics
from server.process.uvicorn_server import UvicornServer, run_server
from server.settings import Settings

_log = structlog.get_logger()

_spawn = multiprocessing.get_context("spawn")
_RESTART_DELAY_SECONDS = 1.0
_SHUTDOWN_GRACE_SECONDS = 30.0


class WorkerSupervisor:
    """As many processes as the settings say, until SIGTERM or SIGINT. `ready` is called once the first listens."""

    def __init__(self, settings: Settings, on_ready: Callable[[], None]) -> None:
        self._settings = settings
        self._on_ready = on_ready
        self._stopping = False
        self._running: list[SpawnProcess] = []
        self._listening: Event = _spawn.Event()

    def run(self, listener: socket.socket) -> int:
        """Serve until told to stop. The exit code: not 0 where none of them ever listened."""
        with tempfile.TemporaryDirectory(prefix="acompte-metrics-") as folder:
            os.environ[metrics.MULTIPROCESS_DIR_VARIABLE] = folder
            return self._run(listener)

    def _run(self, listener: socket.socket) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self._running = [self._start(listener) for _ in range(self._settings.workers)]
        while not self._listening.wait(0.1):
            if self._stopping or not any(process.is_alive() for process in self._running):
                self._terminate_all()
                return 1
        self._on_ready()
        while not self._stopping:
            connection.wait([process.sentinel for process in self._running], timeout=_RESTART_DELAY_SECONDS)
            for place, process in enumerate(self._running):
                if not process.is_alive() and not self._stopping:
                    _log.error("a worker died, another takes its place", pid=process.pid, exit_code=process.exitcode)
                    mark_process_dead(process.pid)  # type: ignore[no-untyped-call]
                    time.sleep(_RESTART_DELAY_SECONDS)  # one that cannot start must not start a thousand times a second
                    self._running[place] = self._start(listener)
        self._terminate_all()
        return 0

    def _start(self, listener: socket.socket) -> SpawnProcess:
        process = _spawn.Process(target=_run_worker, args=(listener, self._listening))
        process.start()
        return process

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _terminate_all(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.join(_SHUTDOWN_GRACE_SECONDS)
            process.kill()


def _run_worker(listener: socket.socket, listening: Event) -> None:
    """One worker, from its own start to its own end."""
    settings = settings_or_exit()
    logging.configure(always_json=not settings.demo)
    run_server(_serve(settings, listener, listening))


async def _serve(settings: Settings, listener: socket.socket, listening: Event) -> None:
    server = UvicornServer(create_asgi_app(container.build_app(settings)), settings.host, settings.port)
    parent = multiprocessing.parent_process()
    if parent is not None:
        # Killed, it cannot tell: without it nobody would stop this one, and the port would stay taken.
        asyncio.get_running_loop().add_reader(parent.sentinel, server.stop)
    serving = asyncio.create_task(server.serve([listener]))
    told = asyncio.create_task(server.listening.wait())
    await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if server.started:
        listening.set()
    await serving
