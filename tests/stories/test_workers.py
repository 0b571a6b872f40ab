"""Several worker processes on PostgreSQL share one port, and continue each other's work."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox import Fault
from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, new_key, set_up_prepayment, wait_until
from tests.support import postgresql
from tests.support.server_process import BrowserSession, ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings

REQUEST_COUNT = 12
METRICS_TOKEN = "a-token-of-more-than-twenty-characters"
QUERIES = 'acompte_requests_total{operation="query",outcome="OK"}'


@asynccontextmanager
async def run_two_workers(folder: Path) -> AsyncIterator[ServerProcess]:
    """A server with two worker processes on a database of its own, which is audited at the end."""
    admin, name = await asyncio.to_thread(postgresql.server), f"{postgresql.prefix()}_workers_{uuid.uuid4().hex[:12]}"
    await postgresql.run(admin, f"CREATE DATABASE {name} TEMPLATE {postgresql.prefix()}")
    server = ServerProcess(folder, {"DATABASE_URL": postgresql.of_server(admin, name), "WORKERS": "2"})
    yield server
    await server.audit()


def worker_pids(server: ServerProcess) -> list[int]:
    """The worker processes: children of the supervisor, without multiprocessing's own processes."""
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, command in commands.items() if b"spawn_main" in command]


async def send_prepayment(client: BrowserSession, input_fields: dict[str, Any]) -> dict[str, Any] | None:
    """The payload, or None if the response was lost."""
    try:
        payload: dict[str, Any] = await client.data(PREPAY, i=input_fields)
    except httpx.HTTPError:
        return None
    return payload


async def test_kill_a_worker_during_twelve_payments(tmp_path: Path) -> None:
    """P1, P2, P3, D29: kill -9 during requests to Stripe; sent again, each is one charge and one credit."""
    async with (
        run_two_workers(tmp_path) as server,
        run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe,
    ):
        server.environment = {**server.environment, **stripe_settings(stripe)}
        await server.start()
        try:
            await set_up_prepayment(server)
            inputs = [{"amount": "10.00", "method": "CARD", "idempotencyKey": new_key()} for _ in range(REQUEST_COUNT)]
            faults = [
                stripe.faults.add(Fault("pause", when=when, path="/v1/payment_intents$"))
                for when in ("before", "after")
            ]
            async with server.sign_in("client@atlas.test") as client:
                requests = [asyncio.create_task(send_prepayment(client, input_fields)) for input_fields in inputs]
                await asyncio.wait_for(asyncio.gather(*(fault.reached.wait() for fault in faults)), 20)
                before = worker_pids(server)
                assert len(before) == 2
                for pid in before[:1]:
                    os.kill(pid, signal.SIGKILL)
                for fault in faults:
                    fault.release.set()
                await asyncio.gather(*requests)
            async with server.sign_in("client@atlas.test") as client:
                payloads = []
                for input_fields in inputs:
                    payload = None
                    for _ in range(100):
                        payload = payload or await send_prepayment(client, input_fields)
                        if payload is not None and "prepayment" in payload:
                            break
                        payload = None
                        await asyncio.sleep(0.1)
                    assert payload is not None
                    payloads.append(payload)
                assert len({prepaid["prepayment"]["id"] for prepaid in payloads}) == REQUEST_COUNT
                for prepaid in payloads:
                    assert await confirm(prepaid["prepayment"]["checkout"], "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("120.00", "120.00"))
            assert (
                len([event for event in stripe.events() if event["type"] == "payment_intent.created"]) == REQUEST_COUNT
            )
            for _ in range(100):
                if len(worker_pids(server)) == 2 and set(worker_pids(server)) != set(before):
                    break
                await asyncio.sleep(0.1)
            assert set(worker_pids(server)) != set(before)
        finally:
            server.stop()


async def test_workers_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    """They end by themselves, so the port is free for the next start."""
    async with run_two_workers(tmp_path) as server:
        await server.start()
        workers = worker_pids(server)
        assert len(workers) == 2
        server.kill()
        for _ in range(200):
            if not any(Path(f"/proc/{pid}").exists() for pid in workers):
                break
            await asyncio.sleep(0.1)
        async with httpx.AsyncClient() as browser:
            with pytest.raises(httpx.ConnectError):
                await browser.get(f"{server.url}/health")


async def test_port_in_use(tmp_path: Path) -> None:
    """One line on stderr, before any worker starts."""
    async with run_two_workers(tmp_path) as server:
        with socket.create_server(("127.0.0.1", server.port)):
            process = server.run_command("serve")
        assert process.returncode == 1
        assert process.stderr.startswith(f"Not started: port {server.port} of 127.0.0.1 is in use")
        assert len(process.stderr.splitlines()) == 1


def test_several_workers_need_postgresql(tmp_path: Path) -> None:
    """The server says so, and does not start."""
    process = ServerProcess(tmp_path, {"WORKERS": "2"}).run_command("serve")
    assert process.returncode == 2
    assert "WORKERS: several processes need PostgreSQL." in process.stderr


async def read_metrics(server: ServerProcess) -> dict[str, float]:
    """The metrics, as reported by whichever worker responds."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as monitor:
        response = await monitor.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert response.status_code == 200
    lines = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


async def test_every_worker_reports_the_metrics_of_all(tmp_path: Path) -> None:
    """Also those of a worker that is gone."""
    async with run_two_workers(tmp_path) as server:
        server.environment = {**server.environment, "METRICS_TOKEN": METRICS_TOKEN}
        await server.start()
        try:
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
            for _ in range(100):
                if len(worker_pids(server)) == 2 and first not in worker_pids(server):
                    break
                await asyncio.sleep(0.1)
            assert (await read_metrics(server))[QUERIES] == before + 5
        finally:
            server.stop()
