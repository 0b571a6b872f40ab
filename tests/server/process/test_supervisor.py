"""The supervisor of worker processes, where uvicorn's own would behave differently."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.stories.test_workers import run_two_workers, worker_pids
from tests.support.server_process import ServerProcess

CHANGES = "subscription($client: ID!) { clientChanges(clientId: $client) { cursor } }"
CLIENT_ID = "{ viewer { ... on ClientUser { client { id } } } }"


async def set_revision(server: ServerProcess, revision: str) -> str:
    """Set the revision of the database's schema, and return the previous one."""
    engine = create_async_engine(server.environment["DATABASE_URL"])
    async with engine.begin() as connection:
        previous = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        await connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    await engine.dispose()
    return str(previous)


async def test_worker_that_cannot_start_does_not_stop_the_others(tmp_path: Path) -> None:
    """It is started again until it can."""
    async with run_two_workers(tmp_path) as server:
        await server.start()
        try:
            killed, remaining = worker_pids(server)
            revision = await set_revision(server, "0000")
            os.kill(killed, signal.SIGKILL)
            async with asyncio.timeout(60):
                while (tmp_path / "server.log").read_text().count("worker process died") < 2:
                    await asyncio.sleep(0.1)
            async with server.sign_in("owner@atlas.test") as owner:
                assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
            await set_revision(server, revision)
            os.kill(remaining, signal.SIGKILL)
            async with server.sign_in("owner@atlas.test") as owner:
                assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
        finally:
            server.stop()


async def test_open_streams_do_not_delay_the_shutdown(tmp_path: Path) -> None:
    """Requests have 20 seconds to finish; event streams are ended at once."""
    async with run_two_workers(tmp_path) as server:
        await server.start()
        try:
            async with server.sign_in("client@atlas.test") as user:
                variables = {"client": (await user.data(CLIENT_ID))["client"]["id"]}
                body = {"query": CHANGES, "variables": variables}
                headers = {"Accept": "text/event-stream", "Acompte-Request": "1"}
                async with user.http.stream("POST", "/graphql", json=body, headers=headers) as response:
                    await anext(response.aiter_raw())
                    async with asyncio.timeout(15):
                        await asyncio.to_thread(server.stop)
        finally:
            server.stop()
