"""Start-up checks: the schema, the port, and one server per SQLite file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from db.migrations import SchemaOutOfDate, check_schema
from tests.stories.test_end_to_end import credits_of
from tests.support.firm import AppHarness
from tests.support.server_process import ServerProcess


async def test_out_of_date_schema(app: AppHarness) -> None:
    """The error names the remedy, which is another if the database is newer than the code."""
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(SchemaOutOfDate, match="run `acompte migrate`"):
        await check_schema(app.database.read_engine, app.database.url)
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaOutOfDate, match=r"install the version .* that knows revision 9999, or restore a backup"):
        await check_schema(app.database.read_engine, app.database.url)
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(SchemaOutOfDate, match="schema is missing"):
        await check_schema(app.database.read_engine, app.database.url)


def test_commands_without_a_schema(tmp_path: Path) -> None:
    """`serve` and `audit` fail and create no database. `migrate` is idempotent."""
    server = ServerProcess(tmp_path)
    served, audited = server.run_command("serve"), server.invoke("audit")
    assert (served.returncode, audited.exit_code) == (1, 2)
    for message in (served.stderr, audited.stderr):
        assert "the database's schema is missing" in message
        assert "run `acompte migrate`" in message
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".db"]
    for _ in range(2):
        assert server.invoke("migrate").exit_code == 0


@asynccontextmanager
async def run_first_time(server: ServerProcess) -> AsyncIterator[None]:
    """Serve on a new database. While it starts, requests are sent: the first responses find the demo complete."""
    starting = asyncio.create_task(server.start())

    async def read_first_status() -> int:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as browser:
            while True:
                try:
                    return (await browser.get("/ready")).status_code
                except httpx.ConnectError:
                    await asyncio.sleep(0.01)

    try:
        async with asyncio.timeout(60):
            assert await read_first_status() == 200
            async with server.sign_in("client@lumiere.test") as client:
                assert await credits_of(client) == ("150.00", "150.00")
        await starting
        yield
    finally:
        starting.cancel()
        server.stop()


async def test_one_server_per_sqlite_file(tmp_path: Path) -> None:
    """A second server exits with one line; commands may run beside a server.

    Of the first one, the first response finds the demo complete: the people, the settings and the credits exist.
    """
    server = ServerProcess(tmp_path)
    await server.migrate()
    async with run_first_time(server):
        second = await asyncio.to_thread(ServerProcess(tmp_path).invoke, "serve")
        assert (second.exit_code, second.stdout) == (1, "")
        file = (tmp_path / "acompte.db").resolve()
        assert second.stderr.splitlines() == [
            f"Not started: another server uses {file}. Use PostgreSQL for several servers"
        ]
        backup = await asyncio.to_thread(server.invoke, "backup", str(tmp_path / "copy.db"))
        assert backup.exit_code == 0, backup.stderr
    await server.audit()
