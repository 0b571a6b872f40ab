"""Production mode as docs/production.md describes it: commands, a server and Stripe."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, set_up_prepayment, wait_until
from tests.support.firm import WEBHOOK_SECRET
from tests.support.server_process import ServerProcess
from tests.support.stripe_simulator import run_stripe_simulator, stripe_settings

PASSWORD = "acompte-demo"  # the one that `ServerProcess.sign_in` uses
METRICS = "metrics-token-of-many-letters"
OWNER, CLIENT = "owner@atlas.test", "client@atlas.test"
PASSWORD_STDIN = "--password-stdin"


def create_firm_by_commands(server: ServerProcess) -> None:
    """Create the schema, a firm, a client and a client user."""
    firm = ("--currency", "USD", "--country", "US", "--time-zone", "America/New_York")
    for command in (
        ("migrate",),
        ("create-firm", "Atlas", *firm, "--owner-email", OWNER, "--owner-name", "Olivia Stone", PASSWORD_STDIN),
        ("add-client", "Atlas", "Cedar & Co"),
        ("add-client-user", "Atlas", "Cedar & Co", CLIENT, "--name", "Carl Cedar", PASSWORD_STDIN),
    ):
        completed = server.invoke(*command, stdin=f"{PASSWORD}\n")
        assert completed.exit_code == 0, completed.stderr


async def assert_no_demo(server: ServerProcess) -> None:
    """Assert that there are no demo users, no Stripe simulator, no GraphiQL and no introspection."""
    async with httpx.AsyncClient(base_url=server.url) as http:
        for path in ("/sandbox", "/sandbox/v1/accounts", "/graphiql/", "/graphiql/people.json"):
            assert (await http.get(path)).status_code == 404
        introspection = await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert introspection.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        demo_user = {"email": "owner@lumiere.test", "password": "acompte-demo"}
        query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
        sign_in = await http.post("/graphql", json={"query": query, "variables": {"i": demo_user}})
        assert sign_in.json() == {"data": {"signIn": {"__typename": "SignInFailed"}}}


async def assert_monitored(server: ServerProcess) -> None:
    """Assert that health, readiness and metrics are served."""
    async with httpx.AsyncClient(base_url=server.url) as http:
        assert (await http.get("/health")).json() == {"status": "ok"}
        ready = await http.get("/ready")
        assert ready.json() == {
            **dict.fromkeys(("database", "schema", "worker"), "ok"),
            "status": "ready",
            "mail": "not configured",
        }
        metrics = await http.get("/metrics", headers={"Authorization": f"Bearer {METRICS}"})
        assert 'acompte_webhook_messages_total{outcome="taken"}' in metrics.text
        assert (await http.get("/metrics")).status_code == 401


def log_lines_without(log: str, secrets: Iterable[str]) -> list[dict[str, Any]]:
    """Parse the lines of a log, which must not contain any of the secrets."""
    assert [secret for secret in secrets if secret in log] == []
    return [json.loads(line) for line in log.splitlines()]


async def test_set_up_in_production(tmp_path: Path) -> None:
    """D7 to D9: a firm created by commands takes a prepayment; P11: it is backed up; the log contains no secret."""
    server = ServerProcess(tmp_path)
    async with run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe:
        server.environment = {
            **stripe_settings(stripe), "DEMO": "false", "METRICS_TOKEN": METRICS, "TOKEN_SECRET": "s" * 32,
        }  # fmt: skip
        await asyncio.to_thread(create_firm_by_commands, server)
        await server.start()
        try:
            await assert_no_demo(server)
            await set_up_prepayment(server)
            async with server.sign_in(CLIENT) as client:
                key = f"key-{uuid.uuid4()}"
                payload = await client.data(PREPAY, i={"amount": "250.00", "method": "CARD", "idempotencyKey": key})
                checkout = payload["prepayment"]["checkout"]
                assert await confirm(checkout, "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("250.00", "250.00"))
                session = client.http.cookies["acompte"]
                backup = await asyncio.to_thread(server.invoke, "backup", str(tmp_path / "backup.db"))
                assert backup.exit_code == 0, backup.stderr
            await assert_monitored(server)
        finally:
            server.stop()
    log = (tmp_path / "server.log").read_text()
    keys = (stripe.settings.secret_key, WEBHOOK_SECRET, METRICS, checkout["clientSecret"])
    lines = log_lines_without(log, (PASSWORD, OWNER, CLIENT, key, session, *keys))
    requests = [line for line in lines if line["event"] == "request"]
    assert {"/graphql", "/webhooks/stripe", "/providers/onboarding/..."} <= {line["path"] for line in requests}
    assert all(line["request_id"] and line["status"] < 500 for line in requests)
    assert not [line for line in lines if line["level"] in ("error", "critical")]
    with contextlib.closing(sqlite3.connect(tmp_path / "backup.db")) as backed_up:
        assert backed_up.execute("SELECT available FROM client").fetchall() == [(25_000,)]
    await server.audit()


def test_unsafe_settings_prevent_the_start(tmp_path: Path) -> None:
    """The server exits with 2 and one line for each problem, without traceback and secrets, and creates no file."""
    environment = {
        "DEMO": "false",
        "STRIPE_SECRET_KEY": "sk_live_hunter2",
        "PUBLIC_URL": "http://pay.example.test",
        "PORTAL_ORIGINS": "*",
    }
    failed = ServerProcess(tmp_path, environment).invoke("serve")
    assert (failed.exit_code, failed.stdout) == (2, "")
    first_words = [line.strip().partition(":")[0].split()[0] for line in failed.stderr.splitlines()]
    assert first_words == ["Not", "Set", "PORTAL_ORIGINS", "PUBLIC_URL", "TOKEN_SECRET"]
    assert "hunter2" not in failed.stderr
    assert list(tmp_path.iterdir()) == []
