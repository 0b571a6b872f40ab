"""Start-up on PostgreSQL: problems of the database are reported in one line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db import migrations
from tests.support import postgresql
from tests.support.schema_differences import compare_schema
from tests.support.server_process import ServerProcess, free_port


@pytest.fixture
def empty_database_url() -> Iterator[str]:
    """URL of an empty database."""
    with postgresql.new_database() as url:
        yield url


@pytest.fixture
def ascii_database_url() -> Iterator[str]:
    """URL of a database whose encoding is not UTF8."""
    with postgresql.new_database("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'") as url:
        yield url


async def check_error(url: str) -> str:
    engine = create_async_engine(url)
    try:
        with pytest.raises(migrations.DatabaseUnusable) as raised:
            await migrations.check_database(engine, url)
    finally:
        await engine.dispose()
    return str(raised.value)


def test_database_requirements(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database must exist, have the schema, and be recent enough."""
    missing = asyncio.run(check_error(postgresql.of_server(empty_database_url, "missing")))
    assert missing.startswith('the database cannot be used: database "missing"')
    assert "the database's schema is missing" in asyncio.run(check_error(empty_database_url))
    migrations.migrate(empty_database_url)
    with monkeypatch.context() as later:
        later.setattr(migrations, "_OLDEST_POSTGRESQL", 99)
        assert asyncio.run(check_error(empty_database_url)).endswith("this version needs 99 or later")
    assert asyncio.run(schema_differences(empty_database_url)) == []


async def schema_differences(url: str) -> list[object]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        differences = await connection.run_sync(compare_schema)
    await engine.dispose()
    return differences


def test_database_encoding_must_be_utf8(ascii_database_url: str) -> None:
    error = asyncio.run(check_error(ascii_database_url))
    assert error == "the database's encoding is SQL_ASCII: recreate it with ENCODING 'UTF8'"
    with pytest.raises(migrations.DatabaseUnusable, match="encoding is SQL_ASCII"):
        migrations.migrate(ascii_database_url)
    assert asyncio.run(table_count(ascii_database_url)) == 0


async def table_count(url: str) -> int:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        count = await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
    await engine.dispose()
    return int(count or 0)


def test_unreachable_database(tmp_path: Path) -> None:
    """The error is one line, without traceback and password."""
    url = f"postgresql+asyncpg://acompte:secret@127.0.0.1:{free_port()}/acompte"
    server = ServerProcess(tmp_path, {"DATABASE_URL": url})
    served, listed, migrated = [server.invoke(command) for command in ("serve", "list-firms", "migrate")]
    assert (served.exit_code, listed.exit_code, migrated.exit_code) == (1, 1, 1)
    for output in (served.stderr, listed.stderr, migrated.stderr):
        assert "the database cannot be used: " in output
        assert "Traceback" not in output
        assert "secret" not in output


async def test_serve_on_postgresql(empty_database_url: str, tmp_path: Path) -> None:
    """Migrate, serve the demo and audit by the commands."""
    server = ServerProcess(tmp_path, {"DATABASE_URL": empty_database_url})
    assert (await asyncio.to_thread(server.invoke, "migrate")).exit_code == 0
    await server.start()
    async with server.sign_in("owner@atlas.test") as owner:
        assert await owner.data("{ firm { name } }") == {"name": "Atlas"}
    server.stop()
    audited = await asyncio.to_thread(server.invoke, "audit")
    assert (audited.exit_code, audited.stdout) == (0, "The ledger is consistent.\n")
