"""The server is killed after Stripe has created the intent, before we have recorded it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from sandbox import Fault
from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, new_key, set_up_prepayment, wait_until
from tests.support.server_process import ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings


async def test_kill_between_stripes_response_and_our_commit(tmp_path: Path, database: dict[str, str]) -> None:
    """P1, P2, D30: after the restart the same key gives one charge, one credit, and an audit without findings."""
    server = ServerProcess(tmp_path)
    async with run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe:
        server.environment = {**stripe_settings(stripe), **database}
        await server.migrate()
        await server.start()
        try:
            await set_up_prepayment(server)
            input_fields = {"amount": "250.00", "method": "CARD", "idempotencyKey": new_key()}
            fault = stripe.faults.add(Fault("pause", when="after", path="/v1/payment_intents$"))
            async with server.sign_in("client@atlas.test") as client:
                prepaying = asyncio.create_task(client.data(PREPAY, i=input_fields))
                await asyncio.wait_for(fault.reached.wait(), 10)
                server.kill()
                fault.release.set()
                assert isinstance((await asyncio.gather(prepaying, return_exceptions=True))[0], httpx.HTTPError)
            await server.start()
            async with server.sign_in("client@atlas.test") as client:
                prepaid = await client.data(PREPAY, i=input_fields)
                assert (prepaid["replayed"], prepaid["prepayment"]["status"]) == (True, "REQUIRES_ACTION")
                assert await confirm(prepaid["prepayment"]["checkout"], "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("250.00", "250.00"))
            created = [event for event in stripe.events() if event["type"] == "payment_intent.created"]
            assert len(created) == 1
        finally:
            server.stop()
    await server.audit()
