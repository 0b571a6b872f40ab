"""The server is killed where it hurts most: after Stripe has done it, before we have written it down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from sandbox import Fault
from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, new_key, set_up, wait_until
from tests.support.server_process import ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings


async def test_killed_between_stripes_answer_and_our_commit(tmp_path: Path, database: dict[str, str]) -> None:
    """P1, P2, D30: the same key again after the restart: one charge at Stripe, one credit, books in order."""
    server = ServerProcess(tmp_path)
    async with run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe:
        server.environment = {**stripe_settings(stripe), **database}
        assert server.run_command("migrate").returncode == 0
        await server.start()
        try:
            await set_up(server)
            wish = {"amount": "250.00", "method": "CARD", "idempotencyKey": new_key()}
            pause = stripe.faults.add(Fault("pause", when="after", path="/v1/payment_intents$"))
            async with server.sign_in("client@atlas.test") as client:
                pressing = asyncio.create_task(client.data(PREPAY, i=wish))
                await asyncio.wait_for(pause.reached.wait(), 10)
                server.kill()
                pause.release.set()
                assert isinstance((await asyncio.gather(pressing, return_exceptions=True))[0], httpx.HTTPError)
            await server.start()
            async with server.sign_in("client@atlas.test") as client:
                made = await client.data(PREPAY, i=wish)
                assert (made["replayed"], made["prepayment"]["status"]) == (True, "REQUIRES_ACTION")
                assert await confirm(made["prepayment"]["checkout"], "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("250.00", "250.00"))
            created = [one for one in stripe.events() if one["type"] == "payment_intent.created"]
            assert len(created) == 1
        finally:
            server.stop()
    audited = server.run_command("audit")
    assert audited.returncode == 0, audited.stdout
