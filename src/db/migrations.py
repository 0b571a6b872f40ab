"""The schema's version: brought up to date by one command, checked at every start."""

from __future__ import annotations

import asyncio
import functools
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, NullPool, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

import models
from db import retries

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_OLDEST_POSTGRESQL = 14


class DatabaseUnusable(Exception):
    """The database cannot be used. `str()` of it is for whoever runs the server, in one line."""


class SchemaOutOfDate(DatabaseUnusable):
    """The database's schema is not the one that this version of the code needs."""


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at this address."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Bring the database up to date, making the file where there is none. Raise Unusable."""
    file = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_check_server(url))
        command.upgrade(alembic_config(url), "head")
    except retries.OUTAGE_ERRORS as error:
        raise _unreachable(error) from error


async def _check_server(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            await _check_postgresql(connection)


async def check_database(engine: AsyncEngine, url: str) -> None:
    """Raise Unusable where the database cannot be reached or is not such as we need; OutOfDate as `check` does."""
    try:
        if engine.dialect.name == "postgresql":
            async with engine.connect() as connection:
                await _check_postgresql(connection)
        await check_schema(engine, url)
    except retries.OUTAGE_ERRORS as error:
        raise _unreachable(error) from error


async def _check_postgresql(connection: AsyncConnection) -> None:
    number, encoding = (
        await connection.execute(
            text("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
        )
    ).one()
    if number // 10_000 < _OLDEST_POSTGRESQL:
        message = f"the database is PostgreSQL {number // 10_000}, this version needs {_OLDEST_POSTGRESQL} or later"
        raise DatabaseUnusable(message)
    if encoding != "UTF8":
        message = f"the database's encoding is {encoding}: make it anew with ENCODING 'UTF8'"
        raise DatabaseUnusable(message)


def _unreachable(error: Exception) -> DatabaseUnusable:
    return DatabaseUnusable(f"the database cannot be used: {retries.summarize_error(error)}")


async def check_schema(engine: AsyncEngine, url: str) -> None:
    """Raise OutOfDate where the database needs migrations, or is newer than the code."""
    wanted, found = _head(url), None
    if _exists(engine.url):
        async with engine.connect() as connection:
            found = await connection.run_sync(_current)
    if found != wanted:
        message = (
            f"the database's schema is at {found or 'nothing'}, this version needs {wanted}: run `acompte migrate`"
        )
        raise SchemaOutOfDate(message)


def _exists(url: URL) -> bool:
    """Looking into a file that is not there would make it."""
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


@functools.cache
def _head(url: str) -> str | None:
    return ScriptDirectory.from_config(alembic_config(url)).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def compare_schema(connection: Connection) -> list[object]:
    """What Alembic finds the tables in the code to differ in from those that the migrations made."""
    return list(compare_metadata(MigrationContext.configure(connection), models.Base.metadata))
