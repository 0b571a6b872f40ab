"""Several processes on one database: live pages of one process receive what another one changes."""

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
from billing.identity import authentication
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
    try:
        for server in servers:
            await server.start()
        yield servers[0], servers[1]
    finally:
        for server in servers:
            server.stop()
    await servers[0].audit()


async def delays_of_changes(first: ServerProcess, second: ServerProcess) -> list[float]:
    """Create three invoices at the first server; how long until the second server's page receives each, in seconds."""
    delays = []
    async with first.sign_in("owner@lumiere.test") as owner, second.sign_in("owner@lumiere.test") as other:
        signed_in = await other.data(
            SIGN_IN, i={"email": "owner@lumiere.test", "password": "acompte-demo", "token": True}
        )
        (edge,) = (await owner.data(FIRST_CLIENT_QUERY))["clients"]["edges"]
        async with open_websocket(second.url) as page:
            await page.initialize({"accessToken": signed_in["accessToken"]})
            await page.subscribe(edge["node"]["id"])
            await page.assert_silent(2.5)
            for _ in range(3):
                lines = [{"description": "Work", "unitPrice": "5"}]
                input_fields = {"clientId": edge["node"]["id"], "lines": lines, "idempotencyKey": uuid.uuid4().hex}
                created = await owner.data(CREATE_INVOICE, i=input_fields)
                start = time.monotonic()
                change = await page.next_change()
                delays.append(time.monotonic() - start)
                assert [invoice["id"] for invoice in change["invoices"]] == [created["invoice"]["id"]]
    return delays


async def test_another_process_on_sqlite(tmp_path: Path) -> None:
    """Changes of a command-line process are found by polling, twice a second."""
    async with run_server(tmp_path) as server, server.sign_in("owner@lumiere.test") as owner:
        signed_in = await owner.data(
            SIGN_IN, i={"email": "owner@lumiere.test", "password": "acompte-demo", "token": True}
        )
        (edge,) = (await owner.data(FIRST_CLIENT_QUERY))["clients"]["edges"]
        file = f"sqlite+aiosqlite:///{tmp_path / 'acompte.db'}"
        app = container.build_app(Settings(var=tmp_path, database_url=SecretStr(file), port=server.port))
        viewer = await authentication.authenticate(app.services, signed_in["accessToken"])
        assert viewer is not None
        async with open_websocket(server.url) as page:
            await page.initialize({"accessToken": signed_in["accessToken"]})
            await page.subscribe(edge["node"]["id"])
            await page.assert_silent(2.5)
            command = AddCreditNoteCommand(
                global_ids.require("Client", edge["node"]["id"]), Decimal(5), "Sorry", uuid.uuid4().hex
            )
            await add_credit_note(app.services, viewer, command)
            start = time.monotonic()
            change = await page.next_change()
            assert time.monotonic() - start < 2
            assert change["client"] == {"id": edge["node"]["id"]}
        await app.database.close()


async def test_two_processes_on_postgresql(tmp_path: Path) -> None:
    """Changes are announced by NOTIFY at once; polling takes two seconds."""
    admin = await asyncio.to_thread(postgresql.server)
    name = f"{postgresql.prefix()}_live_{uuid.uuid4().hex[:12]}"
    await postgresql.run(admin, f"CREATE DATABASE {name} TEMPLATE {postgresql.prefix()}")
    async with two_servers(tmp_path, postgresql.of_server(admin, name)) as (first, second):
        delays = await delays_of_changes(first, second)
        assert max(delays) < 1
        assert sum(delays) / len(delays) < 0.7
