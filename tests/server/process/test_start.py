"""Start-up checks: the schema, the port, and one server per SQLite file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from db.migrations import SchemaOutOfDate, check_schema
from tests.stories.test_end_to_end import credits_of
from tests.stories.test_workers import run_two_workers
from tests.support.firm import AppHarness
from tests.support.server_process import ServerProcess, run_server


async def test_out_of_date_schema(app: AppHarness) -> None:
    """The error names the command to run."""
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SchemaOutOfDate, match="run `acompte migrate`"):
        await check_schema(app.database.read_engine, app.database.url)
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(SchemaOutOfDate, match="schema is missing"):
        await check_schema(app.database.read_engine, app.database.url)


def test_commands_without_a_schema(tmp_path: Path) -> None:
    """`serve` and `audit` fail and create no database. `migrate` is idempotent."""
    server = ServerProcess(tmp_path)
    for command, exit_code in (("serve", 1), ("audit", 2)):
        failed = server.run_command(command)
        assert (failed.returncode, "the database's schema is missing" in failed.stderr) == (exit_code, True)
        assert "run `acompte migrate`" in failed.stderr
        assert not [file for file in tmp_path.iterdir() if file.suffix == ".db"]
    assert server.run_command("migrate").returncode == 0
    assert server.invoke("migrate").exit_code == 0


async def test_one_server_per_sqlite_file(tmp_path: Path) -> None:
    """A second server exits with one line; commands may run beside a server."""
    async with run_server(tmp_path) as server:
        second = await asyncio.to_thread(ServerProcess(tmp_path).run_command, "serve")
        assert (second.returncode, second.stdout) == (1, "")
        file = (tmp_path / "acompte.db").resolve()
        assert second.stderr.splitlines() == [
            f"Not started: another server uses {file}. Use PostgreSQL for several servers"
        ]
        backup = await asyncio.to_thread(server.run_command, "backup", str(tmp_path / "copy.db"))
        assert backup.returncode == 0, backup.stderr


async def assert_first_response_is_ready(server: ServerProcess) -> None:
    """Send requests while the server starts for the first time: the first responses find the demo complete."""
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
    finally:
        starting.cancel()
        server.stop()


async def test_first_response_finds_the_demo_complete(tmp_path: Path) -> None:
    """The people, the settings and the credits exist before the first request is answered."""
    server = ServerProcess(tmp_path)
    await server.migrate()
    await assert_first_response_is_ready(server)
    await server.audit()


async def test_first_response_of_two_workers_finds_the_demo_complete(tmp_path: Path) -> None:
    """Also with several worker processes."""
    async with run_two_workers(tmp_path) as server:
        await assert_first_response_is_ready(server)
