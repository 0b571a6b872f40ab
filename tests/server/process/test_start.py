"""What the server needs to start, and what it says where that is missing."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from db.migrations import SchemaOutOfDate, check_schema
from tests.support.firm import AppHarness
from tests.support.server_process import ServerProcess, run_server


async def test_it_refuses_a_database_that_is_not_up_to_date(app: AppHarness) -> None:
    """A start on an out-of-date schema says so, and what to do."""
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SchemaOutOfDate, match="run `acompte migrate`"):
        await check_schema(app.database.read_engine, app.database.url)
    async with app.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(SchemaOutOfDate, match="schema is missing"):
        await check_schema(app.database.read_engine, app.database.url)


def test_the_commands_say_what_is_wrong(tmp_path: Path) -> None:
    """Without a schema neither serve nor audit does anything."""
    server = ServerProcess(tmp_path)
    served = server.run_command("serve")
    assert (served.returncode, "run `acompte migrate`" in served.stderr) == (1, True)
    assert server.run_command("audit").returncode == 2
    assert server.run_command("migrate").returncode == 0
    audited = server.run_command("audit")
    assert (audited.returncode, audited.stdout) == (0, "The books are right.\n")


def test_migrations_make_what_the_code_says(tmp_path: Path) -> None:
    """Migrating twice is harmless."""
    server = ServerProcess(tmp_path)
    assert [server.run_command("migrate").returncode for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("command", ["serve", "audit", "list-firms"])
def test_a_refused_command_leaves_no_file(tmp_path: Path, command: str) -> None:
    """An empty file would look like a database."""
    refused = ServerProcess(tmp_path).run_command(command)
    assert refused.returncode in (1, 2)
    assert "the database's schema is missing" in refused.stderr
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".db"]


async def test_one_server_for_one_file(tmp_path: Path) -> None:
    """A second one says so in one line, and does nothing; commands work beside the first; killed, it is in no way."""
    async with run_server(tmp_path) as server:
        second = await asyncio.to_thread(ServerProcess(tmp_path).run_command, "serve")
        assert (second.returncode, second.stdout) == (1, "")
        file = (tmp_path / "acompte.db").resolve()
        assert second.stderr.splitlines() == [
            f"Not started: another server serves {file}. SQLite takes one; for several there is PostgreSQL"
        ]
        for command in (("audit",), ("backup", str(tmp_path / "copy.db"))):
            beside = await asyncio.to_thread(server.run_command, *command)
            assert beside.returncode == 0, beside.stderr
        server.kill()
        await server.start()
        async with server.sign_in("owner@atlas.test") as owner:
            assert await owner.data("{ firm { name } }") == {"name": "Atlas"}


async def test_the_port_is_taken(tmp_path: Path) -> None:
    """One line that says so, and no trace."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = ServerProcess(tmp_path, port=taken.getsockname()[1])
        assert server.run_command("migrate").returncode == 0
        refused = server.run_command("serve")
    assert (refused.returncode, refused.stdout) == (1, "")
    told = f"port {server.port} of 127.0.0.1 is taken, something listens there already: stop it, or set another PORT"
    assert refused.stderr == f"Not started: {told}\n"
