"""The supervisor of worker processes, where uvicorn's own would behave differently."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.server.process.test_start import run_first_time
from tests.stories.test_workers import run_two_workers, worker_pids
from tests.support.server_process import ServerProcess

METRICS_TOKEN = "a-token-of-more-than-twenty-characters"
QUERIES = 'acompte_requests_total{operation="query",outcome="OK"}'
CHANGES = "subscription($client: ID!) { clientChanges(clientId: $client) { cursor } }"
CLIENT_ID = "{ viewer { ... on ClientUser { client { id } } } }"


async def set_revision(server: ServerProcess, revision: str) -> str:
    """Set the revision of the database's schema, and return the previous one."""
    engine = create_async_engine(server.environment["DATABASE_URL"])
    async with engine.begin() as connection:
        previous = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        await connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    await engine.dispose()
    return str(previous)


async def count_catch_ups(server: ServerProcess) -> float:
    """How often a start made all jobs due: each time, the sweep of the demo's account is enqueued twice."""
    engine = create_async_engine(server.environment["DATABASE_URL"])
    async with engine.begin() as connection:
        wakes = await connection.scalar(text("SELECT wakes FROM job WHERE kind = 'SWEEP_CONNECTION'"))
    await engine.dispose()
    return ((wakes or 0) - 1) / 2


async def test_workers_start_again_and_end_with_the_supervisor(tmp_path: Path) -> None:
    """A worker that cannot start does not stop the others. If the supervisor is killed, the port becomes free.

    All jobs are due once after a start, however many workers there are, and once after each worker that died (P3).
    """
    async with run_two_workers(tmp_path) as server:
        await server.start()
        try:
            assert await count_catch_ups(server) == 1
            killed, remaining = worker_pids(server)
            revision = await set_revision(server, "0000")
            os.kill(killed, signal.SIGKILL)
            async with asyncio.timeout(60):
                while (tmp_path / "server.log").read_text().count("worker process died") < 2:
                    await asyncio.sleep(0.1)
            async with server.sign_in("owner@atlas.test") as owner:
                assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
            await set_revision(server, revision)
            os.kill(remaining, signal.SIGKILL)
            async with server.sign_in("owner@atlas.test") as owner:
                assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
            await wait_for_workers(server, without=remaining)
            async with asyncio.timeout(30):
                while await count_catch_ups(server) < 3:
                    await asyncio.sleep(0.1)
            workers = worker_pids(server)
        finally:
            server.kill()
        async with asyncio.timeout(20):
            while any(Path(f"/proc/{pid}").exists() for pid in workers):
                await asyncio.sleep(0.1)
        assert await count_catch_ups(server) == 3
        async with httpx.AsyncClient() as browser:
            with pytest.raises(httpx.ConnectError):
                await browser.get(f"{server.url}/health")


async def wait_for_workers(server: ServerProcess, *, without: int) -> None:
    """Wait until two workers run, and the killed one does not."""
    async with asyncio.timeout(30):
        while len(worker_pids(server)) != 2 or without in worker_pids(server):
            await asyncio.sleep(0.1)


async def read_metrics(server: ServerProcess) -> dict[str, float]:
    """The metrics, as reported by whichever worker responds."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as monitor:
        response = await monitor.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert response.status_code == 200
    lines = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


async def test_metrics_of_all_workers_and_shutdown_with_open_streams(tmp_path: Path) -> None:
    """Each worker reports the metrics of all, also of one that is gone. Event streams end at once at shutdown.

    Also with several worker processes, the first response finds the demo complete.
    """
    async with run_two_workers(tmp_path) as server:
        server.environment = {**server.environment, "METRICS_TOKEN": METRICS_TOKEN}
        async with run_first_time(server):
            first, second = worker_pids(server)
            before = (await read_metrics(server)).get(QUERIES, 0)
            for stopped_worker, request_count in ((first, 2), (second, 3)):
                os.kill(stopped_worker, signal.SIGSTOP)
                for _ in range(request_count):
                    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
                        assert (await client.post("/graphql", json={"query": "{ __typename }"})).status_code == 200
                metrics = await read_metrics(server)
                os.kill(stopped_worker, signal.SIGCONT)
            assert metrics[QUERIES] == before + 5
            assert metrics['acompte_pool_connections{pool="write",state="size"}'] == 24
            assert metrics['acompte_pool_connections{pool="read",state="size"}'] == 40
            assert metrics["acompte_worker_last_round_timestamp_seconds"] > 0
            os.kill(first, signal.SIGKILL)
            await wait_for_workers(server, without=first)
            assert (await read_metrics(server))[QUERIES] == before + 5
            await assert_open_stream_does_not_delay_the_shutdown(server)


async def assert_open_stream_does_not_delay_the_shutdown(server: ServerProcess) -> None:
    """Other requests have 20 seconds to finish."""
    async with server.sign_in("client@atlas.test") as user:
        variables = {"client": (await user.data(CLIENT_ID))["client"]["id"]}
        body = {"query": CHANGES, "variables": variables}
        headers = {"Accept": "text/event-stream", "Acompte-Request": "1"}
        async with user.http.stream("POST", "/graphql", json=body, headers=headers) as response:
            await anext(response.aiter_raw())
            async with asyncio.timeout(15):
                await asyncio.to_thread(server.stop)


async def test_port_in_use(tmp_path: Path) -> None:
    """One line on stderr, before any worker starts."""
    async with run_two_workers(tmp_path) as server:
        with socket.create_server(("127.0.0.1", server.port)):
            process = await asyncio.to_thread(server.invoke, "serve")
    assert (process.exit_code, process.stdout) == (1, "")
    message = f"port {server.port} of 127.0.0.1 is in use. Stop the process that listens there, or set another PORT"
    assert process.stderr == f"Not started: {message}\n"
