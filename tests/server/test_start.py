"""What the server needs to start, and what it says where that is missing."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from db.migrations import OutOfDate, check
from tests.support.firm import House
from tests.support.server import Server, running


async def test_it_refuses_a_database_that_is_not_up_to_date(house: House) -> None:
    """A start on an out-of-date schema says so, and what to do."""
    async with house.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(OutOfDate, match="run `acompte migrate`"):
        await check(house.database.read_engine, house.database.url)
    async with house.database.write_engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(OutOfDate, match="at nothing"):
        await check(house.database.read_engine, house.database.url)


def test_the_commands_say_what_is_wrong(tmp_path: Path) -> None:
    """Without a schema neither serve nor audit does anything."""
    server = Server(tmp_path)
    served = server.run("serve")
    assert (served.returncode, "run `acompte migrate`" in served.stderr) == (1, True)
    assert server.run("audit").returncode == 2
    assert server.run("migrate").returncode == 0
    audited = server.run("audit")
    assert (audited.returncode, audited.stdout) == (0, "The books are right.\n")


def test_migrations_make_what_the_code_says(tmp_path: Path) -> None:
    """Migrating twice is harmless."""
    server = Server(tmp_path)
    assert [server.run("migrate").returncode for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("command", ["serve", "audit", "list-firms"])
def test_a_refused_command_leaves_no_file(tmp_path: Path, command: str) -> None:
    """An empty file would look like a database."""
    refused = Server(tmp_path).run(command)
    assert refused.returncode in (1, 2)
    assert "the database's schema is at nothing" in refused.stderr
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".db"]


async def test_one_server_for_one_file(tmp_path: Path) -> None:
    """A second one says so in one line, and does nothing; commands work beside the first; killed, it is in no way."""
    async with running(tmp_path) as server:
        second = await asyncio.to_thread(Server(tmp_path).run, "serve")
        assert (second.returncode, second.stdout) == (1, "")
        file = (tmp_path / "acompte.db").resolve()
        assert second.stderr.splitlines() == [
            f"Not started: another server serves {file}. SQLite takes one; for several there is PostgreSQL"
        ]
        for command in (("audit",), ("backup", str(tmp_path / "copy.db"))):
            beside = await asyncio.to_thread(server.run, *command)
            assert beside.returncode == 0, beside.stderr
        server.kill()
        await server.start()
        async with server.person("owner@atlas.test") as owner:
            assert await owner.data("{ firm { name } }") == {"name": "Atlas"}


async def test_the_port_is_taken(tmp_path: Path) -> None:
    """One line that says so, and no trace."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server(tmp_path, port=taken.getsockname()[1])
        assert server.run("migrate").returncode == 0
        refused = server.run("serve")
    assert (refused.returncode, refused.stdout) == (1, "")
    told = f"port {server.port} of 127.0.0.1 is taken, something listens there already: stop it, or set another PORT"
    assert refused.stderr == f"Not started: {told}\n"
