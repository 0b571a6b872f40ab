"""Schema migrations: `acompte migrate` applies them, and every start checks that they are applied."""

import asyncio
import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, NullPool, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db import retries

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_OLDEST_POSTGRESQL = 14


class DatabaseUnusable(Exception):
    """The database cannot be used. The message is one line for the operator."""


class SchemaOutOfDate(DatabaseUnusable):
    """The database's schema is not at the revision that this version needs."""


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for the database at this URL."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Apply all migrations, creating the SQLite file if needed. Raises DatabaseUnusable."""
    path = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_check_before_migration(create_async_engine(url, poolclass=NullPool), url))
        command.upgrade(alembic_config(url), "head")
    except retries.DATABASE_ERRORS as error:
        raise _unreachable(error) from error


async def _check_before_migration(engine: AsyncEngine, url: str) -> None:
    await _check_server(engine)
    _check_is_known(await _current_revision(engine), url)


async def check_database(engine: AsyncEngine, url: str) -> None:
    """Raise DatabaseUnusable if the database is unreachable or unsuitable, SchemaOutOfDate as `check_schema` does."""
    try:
        await _check_server(engine)
        await check_schema(engine, url)
    except retries.DATABASE_ERRORS as error:
        raise _unreachable(error) from error


async def _check_server(engine: AsyncEngine) -> None:
    if engine.dialect.name != "postgresql":
        return
    settings = text("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
    async with engine.connect() as connection:
        version, encoding = (await connection.execute(settings)).one()
    if version // 10_000 < _OLDEST_POSTGRESQL:
        message = f"the database is PostgreSQL {version // 10_000}, this version needs {_OLDEST_POSTGRESQL} or later"
        raise DatabaseUnusable(message)
    if encoding != "UTF8":
        raise DatabaseUnusable(f"the database's encoding is {encoding}: recreate it with ENCODING 'UTF8'")


def _unreachable(error: Exception) -> DatabaseUnusable:
    return DatabaseUnusable(f"the database cannot be used: {retries.summarize_error(error)}")


async def check_schema(engine: AsyncEngine, url: str) -> None:
    """Raise SchemaOutOfDate if the database needs migrations, or is newer than the code."""
    required, current = _revisions(url)[0], await _current_revision(engine)
    _check_is_known(current, url)
    if current != required:
        schema = f"schema is at revision {current}" if current else "schema is missing"
        raise SchemaOutOfDate(f"the database's {schema}, this version needs revision {required}: run `acompte migrate`")


def _check_is_known(revision: str | None, url: str) -> None:
    """Raise SchemaOutOfDate if a newer version has migrated the database: migrations cannot take it back."""
    if revision is not None and revision not in _revisions(url):
        raise SchemaOutOfDate(
            f"the database's schema is at revision {revision}, which this version does not know: install the version of"
            f" Acompte that knows revision {revision}, or restore a backup"
        )


async def _current_revision(engine: AsyncEngine) -> str | None:
    if not _exists(engine.url):
        return None
    async with engine.connect() as connection:
        return await connection.run_sync(_read_revision)


def _exists(url: URL) -> bool:
    # Connecting to a missing SQLite file would create it.
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


@functools.cache
def _revisions(url: str) -> list[str]:
    """All revisions that this version knows, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(alembic_config(url)).walk_revisions()]


def _read_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
