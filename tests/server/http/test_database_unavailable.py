"""Database outages: endpoints respond 503, so that Stripe sends its webhooks again, and the log stays small."""

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
from server import container
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import WEBHOOK_SECRET, AppHarness
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL
from tests.support.server_process import free_port


def app_without_database(app: AppHarness) -> Starlette:
    """The application with an unreachable database."""
    url = f"postgresql+asyncpg://acompte@127.0.0.1:{free_port()}/acompte"
    database = Database(url, timeout_seconds=1)
    services = dataclasses.replace(app.services, reads=database.reads, writes=database.writes, driver=database.driver)
    settings = Settings(
        database_url=SecretStr(url),
        public_url="https://acompte.test",
        portal_url=PORTAL_URL,
        dashboard_url=DASHBOARD_URL,
    )
    return create_asgi_app(container.App(settings, database, services, None))


async def test_every_endpoint_answers_503(app: AppHarness) -> None:
    """P3, P5: clients and Stripe try again."""
    transport = httpx.ASGITransport(app=app_without_database(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://acompte.test") as http:
        headers = {"Authorization": "Bearer some-token"}
        response = await http.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
        assert response.status_code == 503
        assert response.json()["errors"][0]["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
        assert (await http.get("/providers/returned/some-token")).status_code == 503
        body = json.dumps(
            {"type": "account.updated", "account": "acct_1", "livemode": False, "data": {"object": {"id": "acct_1"}}}
        )
        headers = {"stripe-signature": signature(body, WEBHOOK_SECRET, int(app.clock().timestamp()))}
        webhook = await http.post("/webhooks/stripe", content=body, headers=headers)
        assert (webhook.status_code, webhook.text) == (503, "The server is busy. Please try again.")


async def test_the_log_is_not_flooded(app: AppHarness) -> None:
    """Worker and poller log one line each for an outage, however often they retry."""
    database = Database(f"postgresql+asyncpg://acompte@127.0.0.1:{free_port()}/acompte", timeout_seconds=1)
    services = dataclasses.replace(
        app.services,
        reads=database.reads,
        writes=database.writes,
        driver=database.driver,
        notifications=NotificationHub(),
    )
    with capture_logs() as lines, services.notifications.subscribe(uuid.uuid4(), uuid.uuid4()):
        tasks = [
            asyncio.create_task(worker.run_worker(services)),
            asyncio.create_task(poller.run_poller(services, 0.01)),
        ]
        for _ in range(20):
            services.notifications.notify_jobs_due()
            await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
    assert sorted(line["event"] for line in lines) == [
        "poller is waiting for the database",
        "worker is waiting for the database",
    ]
    assert not any("exc_info" in line or "\n" in line["reason"] for line in lines)
    outage = retries.OutageLog("the database is unavailable")
    with capture_logs() as lines:
        outage.report(OSError("gone"))
        outage.report(OSError("still gone"))
        outage.reset()
        outage.report(OSError("gone again"))
    assert [line["reason"] for line in lines] == ["gone", "gone again"]
    await database.close()
