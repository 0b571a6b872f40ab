"""Several worker processes that share one port and one database. A worker process that dies is replaced."""

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
from multiprocessing.synchronize import Semaphore
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
    """Runs the worker processes until SIGTERM or SIGINT. Calls `on_ready` once all of them accept connections."""

    def __init__(self, settings: Settings, on_ready: Callable[[], None]) -> None:
        self._settings = settings
        self._on_ready = on_ready
        self._stopping = False
        self._workers: list[SpawnProcess] = []
        self._ready: Semaphore = _spawn.Semaphore(0)  # a killed process cannot leave it locked, as it could an Event

    def run(self, listener: socket.socket) -> int:
        """Serve until stopped. Returns the exit code: 1 if start-up was stopped or no worker process survived it."""
        with tempfile.TemporaryDirectory(prefix="acompte-metrics-") as folder:
            os.environ[metrics.MULTIPROCESS_DIR_VARIABLE] = folder
            return self._run(listener)

    def _run(self, listener: socket.socket) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        numbers = range(self._settings.workers)
        self._workers = [self._start_worker(listener, catches_up=number == 0) for number in numbers]
        ready_count = 0
        while ready_count == 0 or ready_count < sum(worker.is_alive() for worker in self._workers):
            if self._stopping or not any(worker.is_alive() for worker in self._workers):
                self._terminate_all()
                return 1
            ready_count += self._ready.acquire(timeout=0.1)
        self._on_ready()
        while not self._stopping:
            connection.wait([worker.sentinel for worker in self._workers], timeout=_RESTART_DELAY_SECONDS)
            for index, worker in enumerate(self._workers):
                if not worker.is_alive() and not self._stopping:
                    _log.error("worker process died, starting another", pid=worker.pid, exit_code=worker.exitcode)
                    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
                    time.sleep(_RESTART_DELAY_SECONDS)  # for processes that cannot start, such as during an outage
                    self._workers[index] = self._start_worker(listener, catches_up=True)
        self._terminate_all()
        return 0

    def _start_worker(self, listener: socket.socket, *, catches_up: bool) -> SpawnProcess:
        worker = _spawn.Process(target=_run_worker, args=(listener, self._ready, catches_up))
        worker.start()
        return worker

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _terminate_all(self) -> None:
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join(_SHUTDOWN_GRACE_SECONDS)
            worker.kill()


def _run_worker(listener: socket.socket, ready: Semaphore, catches_up: bool) -> None:
    settings = settings_or_exit()
    logging.configure(always_json=not settings.demo)
    run_server(_serve(settings, listener, ready, catches_up=catches_up))


async def _serve(settings: Settings, listener: socket.socket, ready: Semaphore, *, catches_up: bool) -> None:
    app = container.build_app(settings, with_simulator=True)
    server = UvicornServer(create_asgi_app(app, catches_up=catches_up), settings.host, settings.port)
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        # A killed supervisor terminates no process, and the processes would keep the port.
        asyncio.get_running_loop().add_reader(supervisor.sentinel, server.stop)
    async with server.serving(listener):
        if server.started:
            ready.release()
