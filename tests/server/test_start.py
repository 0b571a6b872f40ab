"""What the server needs to start, and what it says where that is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.migrations import OutOfDate, check
from tests.support.firm import House
from tests.support.server import Server


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
