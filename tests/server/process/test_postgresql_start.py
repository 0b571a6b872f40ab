"""A server on PostgreSQL: it says in one line what is wrong with the database, and serves where nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db import migrations
from tests.support import postgresql
from tests.support.server_process import ServerProcess, free_port, run_server


@pytest.fixture
def empty_database_url() -> Iterator[str]:
    """The address of a database with nothing in it."""
    with postgresql.new_database() as url:
        yield url


@pytest.fixture
def ascii_database_url() -> Iterator[str]:
    """One that would take letters apart into bytes."""
    with postgresql.new_database("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'") as url:
        yield url


async def check_error(url: str) -> str:
    engine = create_async_engine(url)
    try:
        with pytest.raises(migrations.DatabaseUnusable) as told:
            await migrations.check_database(engine, url)
    finally:
        await engine.dispose()
    return str(told.value)


def test_it_has_to_be_such_as_we_need(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, not too old, and with the schema."""
    nowhere = asyncio.run(check_error(postgresql.of_server(empty_database_url, "nowhere")))
    assert nowhere.startswith('the database cannot be used: database "nowhere"')
    assert "the database's schema is missing" in asyncio.run(check_error(empty_database_url))
    migrations.migrate(empty_database_url)
    with monkeypatch.context() as later:
        later.setattr(migrations, "_OLDEST_POSTGRESQL", 99)
        assert asyncio.run(check_error(empty_database_url)).endswith("this version needs 99 or later")
    assert asyncio.run(differences(empty_database_url)) == []


async def differences(url: str) -> list[object]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(migrations.compare_schema)
    await engine.dispose()
    return found


def test_it_has_to_keep_every_letter(ascii_database_url: str) -> None:
    """UTF8, and nothing else: names come from everywhere."""
    told = asyncio.run(check_error(ascii_database_url))
    assert told == "the database's encoding is SQL_ASCII: recreate it with ENCODING 'UTF8'"
    with pytest.raises(migrations.DatabaseUnusable, match="encoding is SQL_ASCII"):
        migrations.migrate(ascii_database_url)
    assert asyncio.run(tables(ascii_database_url)) == 0


async def tables(url: str) -> int:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    await engine.dispose()
    return int(found or 0)


@pytest.mark.parametrize("command", ["serve", "migrate", "audit"])
def test_nobody_answers(tmp_path: Path, command: str) -> None:
    """One line, no trace, and no password in it."""
    address = f"postgresql+asyncpg://books:secret@127.0.0.1:{free_port()}/books"
    ended = ServerProcess(tmp_path, {"DATABASE_URL": address}).run_command(command)
    assert ended.returncode in (1, 2)
    assert "the database cannot be used: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr


async def test_it_serves(empty_database_url: str, tmp_path: Path) -> None:
    """Migrated, started with its demo, asked something, audited: all by its own commands."""
    async with (
        run_server(tmp_path, DATABASE_URL=empty_database_url) as server,
        server.sign_in("owner@atlas.test") as owner,
    ):
        assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
