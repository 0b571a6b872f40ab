"""Several worker processes on PostgreSQL share one port, and continue each other's work."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from sandbox import Fault
from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, new_key, set_up_prepayment, wait_until
from tests.support import postgresql
from tests.support.server_process import BrowserSession, ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings

REQUEST_COUNT = 12


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
