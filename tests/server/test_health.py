"""Health, readiness and metrics: small, without secrets, and the figures for those who have the token alone."""

from __future__ import annotations

import re

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

import models
from billing import worker
from billing.errors import InsufficientCredits
from sandbox import Fault
from server import container as server_house
from server.http.app import create_application
from server.settings import Settings
from tests.support.firm import Firm, House

TOKEN = "a-token-of-twenty-letters"


@pytest.fixture
def settings(house: House) -> Settings:
    return Settings(
        database_url=SecretStr(house.database.url),
        public_url="https://acompte.test",
        metrics_token=SecretStr(TOKEN),
    )


async def figures(http: httpx.AsyncClient) -> dict[str, float]:
    """Every figure, by name and labels."""
    answer = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    lines = (line.rsplit(" ", 1) for line in answer.text.splitlines() if line.startswith("acompte_"))
    return {name: float(value) for name, value in lines}


async def ask(http: httpx.AsyncClient, query: str, **headers: str) -> None:
    await http.post("/graphql", json={"query": query}, headers=headers)


async def test_health_asks_nothing(http: httpx.AsyncClient, house: House) -> None:
    """The process lives, whatever the database does."""
    await house.database.close()
    answer = await http.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready_when_it_can_work(http: httpx.AsyncClient, house: House) -> None:
    """Database, schema and worker; what is missing is named, with 503, and nothing else is said."""
    told = {"status": "not ready", "database": "ok", "schema": "ok", "worker": "no"}
    answer = await http.get("/ready")
    assert (answer.status_code, answer.json()) == (503, told)
    house.services.pulse.beat(house.clock())
    answer = await http.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {**told, "status": "ready", "worker": "ok"})
    house.clock.move(minutes=3)
    assert (await http.get("/ready")).status_code == 503
    house.services.pulse.beat(house.clock())
    async with house.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    answer = await http.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {**told, "schema": "no", "worker": "ok"})


@pytest.mark.parametrize("given", [None, "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
async def test_metrics_are_for_who_has_the_token(http: httpx.AsyncClient, given: str | None) -> None:
    """401 and no figure without it."""
    answer = await http.get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, "acompte_" in answer.text) == (401, False)


async def test_metrics_are_off_by_default(house: House) -> None:
    """Without METRICS_TOKEN there are none, whatever is sent."""
    settings = Settings(database_url=SecretStr(house.database.url))
    application = create_application(server_house.House(settings, house.database, house.services, None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://x") as http:
        for header in ("", "Bearer ", "Bearer None"):
            assert (await http.get("/metrics", headers={"Authorization": header})).status_code == 404


async def test_requests_are_counted_without_callers_words(http: httpx.AsyncClient, firm: Firm) -> None:
    """By type of operation and outcome; no name that a caller chose becomes a label."""
    before = await figures(http)
    assert firm.client_id
    await ask(http, "query Chosen { viewer { __typename } }")
    await ask(http, "{ firm { id } }")
    await ask(http, "mutation Chosen { signOut }")
    await ask(http, "{ nonsense }")
    await ask(http, "query A { viewer { __typename } } query B { viewer { __typename } }")
    await http.post("/graphql", content=b"{", headers={"Content-Type": "application/json"})
    after = await figures(http)
    grown = {name: after[name] - before.get(name, 0) for name in after if name.startswith("acompte_requests_total")}
    assert {name: value for name, value in grown.items() if value} == {
        'acompte_requests_total{operation="query",outcome="OK"}': 1,
        'acompte_requests_total{operation="query",outcome="UNAUTHENTICATED"}': 1,
        'acompte_requests_total{operation="mutation",outcome="OK"}': 1,
        'acompte_requests_total{operation="query",outcome="GRAPHQL_VALIDATION_FAILED"}': 2,
        'acompte_requests_total{operation="none",outcome="BAD_REQUEST"}': 1,
    }
    assert after['acompte_request_seconds_count{operation="query"}'] >= 4
    assert not [name for name in after if re.search("Chosen|nonsense", name)]


async def test_money_the_provider_and_jobs_are_counted(http: httpx.AsyncClient, house: House, firm: Firm) -> None:
    """Transactions, calls to the provider and runs of jobs by outcome; what waits, and what a person has to see."""
    before = await figures(http)
    await firm.prepay("40")
    invoice = await firm.issue("100")
    with pytest.raises(InsufficientCredits):
        await firm.pay(invoice, "50")
    prepayment = await firm.ask_prepayment("10")
    house.sandbox.faults.add(Fault("timeout", method="GET", path="/payment_intents", times=2))
    house.clock.move(minutes=2)
    await worker.run_due(house.services)
    async with house.services.writes.begin() as session:
        session.add(
            models.Alert(
                firm_id=firm.id, id=models.new_id(), kind="k", subject_id=prepayment.id, message="m",
                raised_at=house.clock(),
            )
        )  # fmt: skip
        await session.execute(update(models.Job).values(run_at=house.clock()))
    house.clock.move(seconds=90)
    after = await figures(http)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('acompte_transactions_total{outcome="refused"}') == 1
    assert grown('acompte_transactions_total{outcome="committed"}') > 3
    assert grown('acompte_provider_calls_total{outcome="answered"}') > 3
    assert grown('acompte_provider_calls_total{outcome="unavailable"}') == 1
    assert grown('acompte_job_runs_total{outcome="unanswered"}') == 1
    assert grown('acompte_job_runs_total{outcome="done"}') > 0
    assert after["acompte_jobs"] == after["acompte_jobs_due"] >= 1
    assert after["acompte_jobs_oldest_due_seconds"] == 90
    assert after["acompte_alerts_open"] == 1
    assert after['acompte_pool_connections{pool="read",state="size"}'] == 8
    assert after["acompte_worker_last_round_timestamp_seconds"] == 0
