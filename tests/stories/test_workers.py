"""Several workers on PostgreSQL share one port: what one of them begins, the others see through."""

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
from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, new_key, set_up, wait_until
from tests.support import postgresql
from tests.support.server_process import BrowserSession, ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings

REQUEST_COUNT = 12
METRICS_TOKEN = "a-token-of-more-than-twenty-characters"
QUERIES = 'acompte_requests_total{operation="query",outcome="OK"}'


@asynccontextmanager
async def run_two_workers(folder: Path) -> AsyncIterator[ServerProcess]:
    """A server of two workers on a database of its own; its books are audited at the end."""
    admin, name = await asyncio.to_thread(postgresql.server), f"{postgresql.prefix()}_workers_{uuid.uuid4().hex[:12]}"
    await postgresql.run(admin, f"CREATE DATABASE {name}")
    server = ServerProcess(folder, {"DATABASE_URL": postgresql.of_server(admin, name), "WORKERS": "2"})
    yield server
    audited = server.run_command("audit")
    assert audited.returncode == 0, audited.stdout + audited.stderr


def worker_pids(server: ServerProcess) -> list[int]:
    """The processes that answer: children of the one that was started, without multiprocessing's own."""
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, command in commands.items() if b"spawn_main" in command]


async def send_prepayment(client: BrowserSession, input_fields: dict[str, Any]) -> dict[str, Any] | None:
    """What one press of the button was answered; None where the answer was lost."""
    try:
        answer: dict[str, Any] = await client.data(PREPAY, i=input_fields)
    except httpx.HTTPError:
        return None
    return answer


async def test_a_worker_is_killed_in_the_middle_of_twelve_payments(tmp_path: Path) -> None:
    """P1, P2, P3, D29: kill -9 while Stripe is being asked: sent again, each is one charge and one credit."""
    async with (
        run_two_workers(tmp_path) as server,
        run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe,
    ):
        server.environment = {**server.environment, **stripe_settings(stripe)}
        assert server.run_command("migrate").returncode == 0
        await server.start()
        try:
            await set_up(server)
            wishes = [{"amount": "10.00", "method": "CARD", "idempotencyKey": new_key()} for _ in range(REQUEST_COUNT)]
            pauses = [
                stripe.faults.add(Fault("pause", when=when, path="/v1/payment_intents$"))
                for when in ("before", "after")
            ]
            async with server.sign_in("client@atlas.test") as client:
                presses = [asyncio.create_task(send_prepayment(client, wish)) for wish in wishes]
                await asyncio.wait_for(asyncio.gather(*(pause.reached.wait() for pause in pauses)), 20)
                before = worker_pids(server)
                assert len(before) == 2
                for pid in before[:1]:
                    os.kill(pid, signal.SIGKILL)
                for pause in pauses:
                    pause.release.set()
                await asyncio.gather(*presses)
            async with server.sign_in("client@atlas.test") as client:
                made = []
                for wish in wishes:
                    answer = None
                    for _ in range(100):
                        answer = answer or await send_prepayment(client, wish)
                        if answer is not None and "prepayment" in answer:
                            break
                        answer = None
                        await asyncio.sleep(0.1)
                    assert answer is not None
                    made.append(answer)
                assert len({each["prepayment"]["id"] for each in made}) == REQUEST_COUNT
                for each in made:
                    assert await confirm(each["prepayment"]["checkout"], "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("120.00", "120.00"))
            assert len([one for one in stripe.events() if one["type"] == "payment_intent.created"]) == REQUEST_COUNT
            for _ in range(100):
                if len(worker_pids(server)) == 2 and set(worker_pids(server)) != set(before):
                    break
                await asyncio.sleep(0.1)
            assert set(worker_pids(server)) != set(before)
        finally:
            server.stop()


async def test_workers_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Killed, it can tell nobody: its workers end by themselves, and the port is free for the next start."""
    async with run_two_workers(tmp_path) as server:
        assert server.run_command("migrate").returncode == 0
        await server.start()
        left = worker_pids(server)
        assert len(left) == 2
        server.kill()
        for _ in range(200):
            if not any(Path(f"/proc/{pid}").exists() for pid in left):
                break
            await asyncio.sleep(0.1)
        async with httpx.AsyncClient() as browser:
            with pytest.raises(httpx.ConnectError):
                await browser.get(f"{server.url}/health")


async def test_the_port_is_taken(tmp_path: Path) -> None:
    """One line, before any worker is started."""
    async with run_two_workers(tmp_path) as server:
        assert server.run_command("migrate").returncode == 0
        with socket.create_server(("127.0.0.1", server.port)):
            refused = server.run_command("serve")
        assert refused.returncode == 1
        assert refused.stderr.startswith(f"Not started: port {server.port} of 127.0.0.1 is in use")
        assert len(refused.stderr.splitlines()) == 1


def test_several_workers_need_postgresql(tmp_path: Path) -> None:
    """SQLite has one writer: the server says so, and does not start."""
    refused = ServerProcess(tmp_path, {"WORKERS": "2"}).run_command("serve")
    assert refused.returncode == 2
    assert "WORKERS: several processes need PostgreSQL." in refused.stderr


async def read_metrics(server: ServerProcess) -> dict[str, float]:
    """What whoever answers tells."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as monitor:
        answer = await monitor.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert answer.status_code == 200
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


async def test_every_worker_reports_metrics_of_all(tmp_path: Path) -> None:
    """A monitor sees one server: what each counted, together, also when one of them is gone."""
    async with run_two_workers(tmp_path) as server:
        server.environment = {**server.environment, "METRICS_TOKEN": METRICS_TOKEN}
        assert server.run_command("migrate").returncode == 0
        await server.start()
        try:
            first, second = worker_pids(server)
            before = (await read_metrics(server)).get(QUERIES, 0)
            for silent, asked in ((first, 2), (second, 3)):
                os.kill(silent, signal.SIGSTOP)
                for _ in range(asked):
                    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
                        assert (await client.post("/graphql", json={"query": "{ __typename }"})).status_code == 200
                found = await read_metrics(server)
                os.kill(silent, signal.SIGCONT)
            assert found[QUERIES] == before + 5
            assert found['acompte_pool_connections{pool="write",state="size"}'] == 24
            assert found["acompte_worker_last_round_timestamp_seconds"] > 0
            os.kill(first, signal.SIGKILL)
            for _ in range(100):
                if len(worker_pids(server)) == 2 and first not in worker_pids(server):
                    break
                await asyncio.sleep(0.1)
            assert (await read_metrics(server))[QUERIES] == before + 5
        finally:
            server.stop()
