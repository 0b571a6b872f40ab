"""The Stripe simulator on a port of its own, so that it keeps running when the server under test is killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn

from sandbox import SimulatorSettings, StripeSimulator
from tests.support.firm import WEBHOOK_SECRET
from tests.support.server_process import free_port


@asynccontextmanager
async def run_stripe_simulator(folder: Path, webhook_url: str) -> AsyncIterator[StripeSimulator]:
    """The simulator, serving requests and delivering webhooks to `webhook_url`."""
    port = free_port()
    sandbox = StripeSimulator(
        SimulatorSettings(folder / "stripe.db", f"http://127.0.0.1:{port}", webhook_url, WEBHOOK_SECRET)
    )
    server = uvicorn.Server(uvicorn.Config(sandbox.app, port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    delivering = asyncio.create_task(sandbox.run())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield sandbox
    finally:
        delivering.cancel()
        server.should_exit = True
        await asyncio.gather(serving, delivering, return_exceptions=True)


def stripe_settings(sandbox: StripeSimulator) -> dict[str, str]:
    """The settings that make a server use the simulator as Stripe."""
    return {
        "STRIPE_SECRET_KEY": sandbox.settings.secret_key,
        "STRIPE_PUBLISHABLE_KEY": sandbox.settings.publishable_key,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "STRIPE_API_BASE": sandbox.settings.base_url,
    }
