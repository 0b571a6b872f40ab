"""Several processes on one database: what is done at one is seen at the other's live pages."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

from pydantic import SecretStr

from billing.credits.add_credit_note import AddCreditNoteCommand, add_credit_note
from billing.identity import sessions
from graph import global_ids
from server import container
from server.settings import Settings
from tests.support import postgresql
from tests.support.server_process import ServerProcess, run_server
from tests.support.websocket_client import open_websocket

FIRST_CLIENT_QUERY = "{ firm { clients(first: 1) { edges { node { id changesCursor } } } } }"
CREATE_INVOICE = """mutation ($i: CreateInvoiceInput!) { createInvoice(input: $i) {
  __typename ... on CreateInvoicePayload { invoice { id } } } }"""
SIGN_IN = "mutation ($i: SignInInput!) { signIn(input: $i) { ... on SignInPayload { accessToken } } }"


@asynccontextmanager
async def two_servers(folder: Path, database_url: str) -> AsyncIterator[tuple[ServerProcess, ServerProcess]]:
    servers = []
    for name in ("one", "two"):
        (folder / name).mkdir()
        servers.append(ServerProcess(folder / name, {"DATABASE_URL": database_url}))
    assert servers[0].run_command("migrate").returncode == 0
    try:
        for server in servers:
            await server.start()
        yield servers[0], servers[1]
    finally:
        for server in servers:
            server.stop()
    audited = servers[0].run_command("audit")
    assert audited.returncode == 0, audited.stdout + audited.stderr


async def assert_change_seen_by_other(one: ServerProcess, two: ServerProcess) -> list[float]:
    """How long it took for each of three invoices made at the first to be told at the second, in seconds."""
    took = []
    async with one.sign_in("owner@lumiere.test") as owner, two.sign_in("owner@lumiere.test") as other:
        told = await other.data(SIGN_IN, i={"email": "owner@lumiere.test", "password": "acompte-demo", "token": True})
        (edge,) = (await owner.data(FIRST_CLIENT_QUERY))["clients"]["edges"]
        async with open_websocket(two.url) as page:
            await page.initialize({"accessToken": told["accessToken"]})
            await page.subscribe(edge["node"]["id"])
            await page.assert_silent(2.5)
            for _ in range(3):
                lines = [{"description": "Work", "unitPrice": "5"}]
                wish = {"clientId": edge["node"]["id"], "lines": lines, "idempotencyKey": uuid.uuid4().hex}
                made = await owner.data(CREATE_INVOICE, i=wish)
                began = time.monotonic()
                change = await page.next_change()
                took.append(time.monotonic() - began)
                assert [each["id"] for each in change["invoices"]] == [made["invoice"]["id"]]
    return took


async def test_another_process_on_sqlite(tmp_path: Path) -> None:
    """No second server, but commands and the like: what they do is seen by looking, twice a second."""
    async with run_server(tmp_path) as server, server.sign_in("owner@lumiere.test") as owner:
        told = await owner.data(SIGN_IN, i={"email": "owner@lumiere.test", "password": "acompte-demo", "token": True})
        (edge,) = (await owner.data(FIRST_CLIENT_QUERY))["clients"]["edges"]
        file = f"sqlite+aiosqlite:///{tmp_path / 'acompte.db'}"
        opened = container.build_app(Settings(var=tmp_path, database_url=SecretStr(file), port=server.port))
        viewer = await sessions.authenticate(opened.services, told["accessToken"])
        assert viewer is not None
        async with open_websocket(server.url) as page:
            await page.initialize({"accessToken": told["accessToken"]})
            await page.subscribe(edge["node"]["id"])
            await page.assert_silent(2.5)
            wish = AddCreditNoteCommand(
                global_ids.require("Client", edge["node"]["id"]), Decimal(5), "Sorry", uuid.uuid4().hex
            )
            await add_credit_note(opened.services, viewer, wish)
            began = time.monotonic()
            change = await page.next_change()
            assert time.monotonic() - began < 2
            assert change["client"] == {"id": edge["node"]["id"]}
        await opened.database.close()


async def test_two_processes_on_postgresql(tmp_path: Path) -> None:
    """By NOTIFY, at once: looking, there, is every two seconds."""
    admin = await asyncio.to_thread(postgresql.server)
    name = f"{postgresql.prefix()}_live_{uuid.uuid4().hex[:12]}"
    await postgresql.run(admin, f"CREATE DATABASE {name}")
    async with two_servers(tmp_path, postgresql.of_server(admin, name)) as (one, two):
        took = await assert_change_seen_by_other(one, two)
        assert max(took) < 1
        assert sum(took) / len(took) < 0.7
