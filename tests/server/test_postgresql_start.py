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
from tests.support.server import Server, free_port, running


@pytest.fixture
def fresh() -> Iterator[str]:
    """The address of a database with nothing in it."""
    with postgresql.new_database() as url:
        yield url


@pytest.fixture
def ascii_only() -> Iterator[str]:
    """One that would take letters apart into bytes."""
    with postgresql.new_database("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'") as url:
        yield url


async def wrong_with(url: str) -> str:
    engine = create_async_engine(url)
    try:
        with pytest.raises(migrations.Unusable) as told:
            await migrations.check_all(engine, url)
    finally:
        await engine.dispose()
    return str(told.value)


def test_it_has_to_be_such_as_we_need(fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, not too old, and with the schema."""
    nowhere = asyncio.run(wrong_with(postgresql.of_server(fresh, "nowhere")))
    assert nowhere.startswith('the database cannot be used: database "nowhere"')
    assert "the database's schema is at nothing" in asyncio.run(wrong_with(fresh))
    migrations.migrate(fresh)
    with monkeypatch.context() as later:
        later.setattr(migrations, "_OLDEST_POSTGRESQL", 99)
        assert asyncio.run(wrong_with(fresh)).endswith("this version needs 99 or later")
    assert asyncio.run(differences(fresh)) == []


async def differences(url: str) -> list[object]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(migrations.differences)
    await engine.dispose()
    return found


def test_it_has_to_keep_every_letter(ascii_only: str) -> None:
    """UTF8, and nothing else: names come from everywhere."""
    told = asyncio.run(wrong_with(ascii_only))
    assert told == "the database's encoding is SQL_ASCII: make it anew with ENCODING 'UTF8'"
    with pytest.raises(migrations.Unusable, match="encoding is SQL_ASCII"):
        migrations.migrate(ascii_only)
    assert asyncio.run(tables(ascii_only)) == 0


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
    ended = Server(tmp_path, {"DATABASE_URL": address}).run(command)
    assert ended.returncode in (1, 2)
    assert "the database cannot be used: " in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr


async def test_it_serves(fresh: str, tmp_path: Path) -> None:
    """Migrated, started with its demo, asked something, audited: all by its own commands."""
    async with running(tmp_path, DATABASE_URL=fresh) as server, server.person("owner@atlas.test") as owner:
        assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
