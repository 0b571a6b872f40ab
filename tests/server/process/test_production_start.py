"""A firm set up from nothing in production mode, as docs/production.md says: commands, a server, and Stripe."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from tests.stories.test_end_to_end import PREPAY, confirm, credits_of, set_up, wait_until
from tests.support.server_process import ServerProcess
from tests.support.stripe_simulator import WEBHOOK_SECRET, run_stripe_simulator, stripe_settings

PASSWORD = "acompte-demo"  # as a person of the tests types it
METRICS = "metrics-token-of-many-letters"
OWNER, CLIENT = "owner@atlas.test", "client@atlas.test"
NEW = "--password-stdin"


def create_firm_by_commands(server: ServerProcess) -> None:
    """Schema, firm, client and its user."""
    place = ("--currency", "USD", "--country", "US", "--time-zone", "America/New_York")
    for command in (
        ("migrate",),
        ("create-firm", "Atlas", *place, "--owner-email", OWNER, "--owner-name", "Olivia Stone", NEW),
        ("add-client", "Atlas", "Cedar & Co"),
        ("add-client-user", "Atlas", "Cedar & Co", CLIENT, "--name", "Carl Cedar", NEW),
    ):
        done = server.run_command(*command, stdin=f"{PASSWORD}\n")
        assert done.returncode == 0, done.stderr


async def assert_no_demo(server: ServerProcess) -> None:
    """Neither demo nor stand-in, neither GraphiQL nor introspection."""
    async with httpx.AsyncClient(base_url=server.url) as http:
        for path in ("/sandbox", "/sandbox/v1/accounts", "/graphiql/", "/graphiql/people.json", "/"):
            assert (await http.get(path)).status_code == 404
        asked = await http.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert asked.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        demo = {"email": "owner@lumiere.test", "password": "acompte-demo"}
        query = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }"
        refused = await http.post("/graphql", json={"query": query, "variables": {"i": demo}})
        assert refused.json() == {"data": {"signIn": {"__typename": "SignInFailed"}}}


async def assert_monitored(server: ServerProcess) -> None:
    """Health, readiness and metrics."""
    async with httpx.AsyncClient(base_url=server.url) as http:
        assert (await http.get("/health")).json() == {"status": "ok"}
        ready = await http.get("/ready")
        assert ready.json() == {"status": "ready", "database": "ok", "schema": "ok", "worker": "ok"}
        figures = await http.get("/metrics", headers={"Authorization": f"Bearer {METRICS}"})
        assert 'acompte_webhook_messages_total{outcome="taken"}' in figures.text
        assert (await http.get("/metrics")).status_code == 401


def lines_without(log: str, secrets: Iterable[str]) -> list[dict[str, Any]]:
    """All lines of the log, which are JSON, and hold no secret."""
    found = [secret for secret in secrets if secret in log]
    assert found == []
    return [json.loads(line) for line in log.splitlines()]


async def test_from_nothing_in_production(tmp_path: Path) -> None:
    """D7 to D9: made by commands, set up by its owner, a client prepays; P11: backed up; and no secret in the log."""
    server = ServerProcess(tmp_path)
    async with run_stripe_simulator(tmp_path, f"{server.url}/webhooks/stripe") as stripe:
        server.environment = {**stripe_settings(stripe), "DEMO": "false", "METRICS_TOKEN": METRICS}
        create_firm_by_commands(server)
        await server.start()
        try:
            await assert_no_demo(server)
            await set_up(server)
            async with server.sign_in(CLIENT) as client:
                key = f"key-{uuid.uuid4()}"
                paid = await client.data(PREPAY, i={"amount": "250.00", "method": "CARD", "idempotencyKey": key})
                checkout = paid["prepayment"]["checkout"]
                assert await confirm(checkout, "pm_card_visa") == 200
                await wait_until(lambda: credits_of(client), ("250.00", "250.00"))
                session = client.http.cookies["acompte"]
                backup = server.run_command("backup", str(tmp_path / "backup.db"))
                assert backup.returncode == 0, backup.stderr
            await assert_monitored(server)
        finally:
            server.stop()
    log = (tmp_path / "server.log").read_text()
    keys = (stripe.settings.secret_key, WEBHOOK_SECRET, METRICS, checkout["clientSecret"])
    lines = lines_without(log, (PASSWORD, OWNER, CLIENT, key, session, *keys))
    requests = [line for line in lines if line["event"] == "request"]
    assert {"/graphql", "/webhooks/stripe", "/providers/onboarding/..."} <= {line["path"] for line in requests}
    assert all(line["request_id"] and line["status"] < 500 for line in requests)
    assert not [line for line in lines if line["level"] in ("error", "critical")]
    with contextlib.closing(sqlite3.connect(tmp_path / "backup.db")) as backed_up:
        assert backed_up.execute("SELECT available FROM client").fetchall() == [(25_000,)]
    audited = server.run_command("audit")
    assert (audited.returncode, audited.stdout) == (0, "The books are right.\n")


def test_unsafe_settings_stop_the_start(tmp_path: Path) -> None:
    """All problems in one message, exit 2, no trace of Python, no secret."""
    wrong = {
        "DEMO": "false",
        "STRIPE_SECRET_KEY": "sk_live_hunter2",
        "PUBLIC_URL": "http://pay.example.test",
        "PORTAL_ORIGINS": "*",
    }
    refused = ServerProcess(tmp_path, wrong).run_command("serve")
    assert (refused.returncode, refused.stdout) == (2, "")
    told = [line.strip().partition(":")[0].split()[0] for line in refused.stderr.splitlines()]
    assert told == ["Not", "Set", "PORTAL_ORIGINS", "PUBLIC_URL"]
    assert "hunter2" not in refused.stderr
    assert list(tmp_path.iterdir()) == []
