"""Start-up checks: the schema, the port, and one server per SQLite file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from db.migrations import SchemaOutOfDate, check_schema
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
