"""Every door answers 503 while the database is gone: a browser shows it, and Stripe sends its message again."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import uuid

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from structlog.testing import capture_logs

from billing import worker
from billing.live import poller
from billing.notifications import NotificationHub
from db import retries
from db.engines import Database
from sandbox.webhooks import signature
from server import container as server_house
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import WEBHOOK_SECRET, AppHarness
from tests.support.server_process import free_port


def app_without_database(house: AppHarness) -> Starlette:
    """The application, on a database that nobody answers for."""
    url = f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/books"
    database = Database(url, timeout_seconds=1)
    services = dataclasses.replace(house.services, reads=database.reads, writes=database.writes, driver=database.driver)
    settings = Settings(database_url=SecretStr(url), public_url="https://acompte.test")
    return create_asgi_app(server_house.App(settings, database, services, None))


async def test_every_endpoint_answers_503(app: AppHarness) -> None:
    """P3, P5: nothing is lost by it, and nobody is told that it is an error of ours."""
    transport = httpx.ASGITransport(app=app_without_database(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as http:
        signed_in = {"Authorization": "Bearer some-token"}
        answer = await http.post("/graphql", json={"query": "{ __typename }"}, headers=signed_in)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
        assert (await http.get("/providers/returned/some-token")).status_code == 503
        body = json.dumps(
            {"type": "account.updated", "account": "acct_1", "livemode": False, "data": {"object": {"id": "acct_1"}}}
        )
        signed = signature(body, WEBHOOK_SECRET, int(app.clock().timestamp()))
        told = await http.post("/webhooks/stripe", content=body, headers={"stripe-signature": signed})
        assert (told.status_code, told.text) == (503, "The server is busy. Please try again.")


async def test_the_log_is_not_flooded(app: AppHarness) -> None:
    """However often they look, each says it in one line; and again once the database was there in between."""
    database = Database(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/books", timeout_seconds=1)
    services = dataclasses.replace(
        app.services,
        reads=database.reads,
        writes=database.writes,
        driver=database.driver,
        notifications=NotificationHub(),
    )
    with capture_logs() as said, services.notifications.subscribe(uuid.uuid4(), uuid.uuid4()):
        beside = [
            asyncio.create_task(worker.run_worker(services)),
            asyncio.create_task(poller.run_poller(services, 0.01)),
        ]
        for _ in range(20):
            services.notifications.notify_jobs_due()
            await asyncio.sleep(0.02)
        for task in beside:
            task.cancel()
    assert sorted(line["event"] for line in said) == [
        "poller is waiting for the database",
        "worker is waiting for the database",
    ]
    assert not any("exc_info" in line or "\n" in line["why"] for line in said)
    outage = retries.OutageLog("it is away")
    with capture_logs() as said:
        outage.report(OSError("gone"))
        outage.report(OSError("still gone"))
        outage.reset()
        outage.report(OSError("gone again"))
    assert [line["why"] for line in said] == ["gone", "gone again"]
    await database.close()
