"""Health, readiness and metrics."""

from __future__ import annotations

import dataclasses
import re

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

import models
from billing import worker
from billing.errors import InsufficientCredits
from billing.mail.queue_mail import Recipient, queue_mail_in_session
from models import MailKind
from sandbox import Fault
from server import container
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support.firm import AppHarness, Firm
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL

TOKEN = "a-token-of-twenty-letters"


@pytest.fixture
def settings(app: AppHarness) -> Settings:
    return Settings(
        database_url=SecretStr(app.database.url),
        public_url="https://acompte.test",
        portal_url=PORTAL_URL,
        dashboard_url=DASHBOARD_URL,
        metrics_token=SecretStr(TOKEN),
    )


async def read_metrics(http: httpx.AsyncClient) -> dict[str, float]:
    """Value of every metric, by name and labels."""
    response = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/plain; version=")
    lines = (line.rsplit(" ", 1) for line in response.text.splitlines() if line.startswith("acompte_"))
    return {name: float(value) for name, value in lines}


async def execute(http: httpx.AsyncClient, query: str, **headers: str) -> None:
    await http.post("/graphql", json={"query": query}, headers=headers)


async def test_health_runs_no_query(http: httpx.AsyncClient, app: AppHarness) -> None:
    """It does not depend on the database."""
    await app.database.close()
    response = await http.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_readiness(http: httpx.AsyncClient, app: AppHarness) -> None:
    """Depends on database, schema and worker; 503 names the failed check and no details."""
    not_ready = {"status": "not ready", "database": "ok", "schema": "ok", "worker": "no", "mail": "ok"}
    response = await http.get("/ready")
    assert (response.status_code, response.json()) == (503, not_ready)
    app.services.heartbeat.beat(app.clock())
    response = await http.get("/ready")
    assert (response.status_code, response.json()) == (200, {**not_ready, "status": "ready", "worker": "ok"})
    app.clock.advance(minutes=3)
    assert (await http.get("/ready")).status_code == 503
    app.services.heartbeat.beat(app.clock())
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    response = await http.get("/ready")
    assert (response.status_code, response.json()) == (503, {**not_ready, "schema": "no", "worker": "ok"})


async def test_readiness_without_mail_server(app: AppHarness, settings: Settings) -> None:
    """200, because everything else works, but the answer says that mails wait."""
    services = dataclasses.replace(app.services, mailer=None)
    services.heartbeat.beat(app.clock())
    application = create_asgi_app(container.App(settings, app.database, services, None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://x") as http:
        response = await http.get("/ready")
    body = {"status": "ready", "database": "ok", "schema": "ok", "worker": "ok", "mail": "not configured"}
    assert (response.status_code, response.json()) == (200, body)


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
async def test_metrics_need_the_token(http: httpx.AsyncClient, header: str | None) -> None:
    response = await http.get("/metrics", headers={"Authorization": header} if header else {})
    assert (response.status_code, "acompte_" in response.text) == (401, False)


async def test_metrics_are_off_by_default(app: AppHarness) -> None:
    """Without METRICS_TOKEN, whatever the request's token."""
    settings = Settings(database_url=SecretStr(app.database.url), portal_url=PORTAL_URL, dashboard_url=DASHBOARD_URL)
    application = create_asgi_app(container.App(settings, app.database, app.services, None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://x") as http:
        for header in ("", "Bearer ", "Bearer None"):
            assert (await http.get("/metrics", headers={"Authorization": header})).status_code == 404


async def test_request_metrics(http: httpx.AsyncClient, firm: Firm) -> None:
    """Requests are counted by type of operation and outcome; labels contain nothing that a client chooses."""
    before = await read_metrics(http)
    assert firm.client_id
    await execute(http, "query Chosen { viewer { __typename } }")
    await execute(http, "{ firm { id } }")
    await execute(http, "mutation Chosen { signOut }")
    await execute(http, "{ nonsense }")
    await execute(http, "query A { viewer { __typename } } query B { viewer { __typename } }")
    await http.post("/graphql", content=b"{", headers={"Content-Type": "application/json"})
    after = await read_metrics(http)
    increases = {name: after[name] - before.get(name, 0) for name in after if name.startswith("acompte_requests_total")}
    assert {name: value for name, value in increases.items() if value} == {
        'acompte_requests_total{operation="query",outcome="OK"}': 1,
        'acompte_requests_total{operation="query",outcome="UNAUTHENTICATED"}': 1,
        'acompte_requests_total{operation="mutation",outcome="OK"}': 1,
        'acompte_requests_total{operation="query",outcome="GRAPHQL_VALIDATION_FAILED"}': 2,
        'acompte_requests_total{operation="none",outcome="BAD_REQUEST"}': 1,
    }
    assert after['acompte_request_seconds_count{operation="query"}'] >= 4
    assert not [name for name in after if re.search("Chosen|nonsense", name)]


@pytest.mark.mails_of_notices
async def test_ledger_provider_and_job_metrics(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """Transactions, provider calls and job runs by outcome; due jobs, open alerts, pool sizes."""
    before = await read_metrics(http)
    await firm.prepay("40")
    invoice = await firm.create_invoice("100")
    with pytest.raises(InsufficientCredits):
        await firm.pay(invoice, "50")
    prepayment = await firm.start_prepayment("10")
    app.sandbox.faults.add(Fault("timeout", method="GET", path="/payment_intents", times=2))
    app.clock.advance(minutes=2)
    await worker.run_due_jobs(app.services)
    async with app.services.writes.begin() as session:
        session.add(
            models.Alert(
                firm_id=firm.id, id=models.new_id(), kind="k", subject_id=prepayment.id, message="m",
                raised_at=app.clock(),
            )
        )  # fmt: skip
        await queue_mail_in_session(
            session, firm.id, MailKind.NOTICE, prepayment.id, Recipient("a@b.test", "A", "en"), app.clock()
        )
        await session.execute(update(models.Job).values(run_at=app.clock()))
    app.clock.advance(seconds=90)
    after = await read_metrics(http)

    def increase(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert increase('acompte_transactions_total{outcome="refused"}') == 1
    assert increase('acompte_transactions_total{outcome="committed"}') > 3
    assert increase('acompte_provider_calls_total{outcome="answered"}') > 3
    assert increase('acompte_provider_calls_total{outcome="unavailable"}') == 1
    assert increase('acompte_job_runs_total{outcome="unanswered"}') == 1
    assert increase('acompte_job_runs_total{outcome="done"}') > 0
    assert after["acompte_jobs"] == after["acompte_jobs_due"] >= 1
    assert after["acompte_jobs_oldest_due_seconds"] == 90
    assert after["acompte_alerts_open"] == 1
    assert after["acompte_mails_waiting"] == 2  # that of the test, and the client's receipt
    assert after['acompte_pool_connections{pool="read",state="size"}'] == 8
    assert after["acompte_worker_last_round_timestamp_seconds"] == 0
