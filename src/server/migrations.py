"""The schema's version: brought up to date by one command, checked at every start."""

from __future__ import annotations

import functools
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

import models
from server.settings import ROOT


class OutOfDate(Exception):
    """The database's schema is not the one that this version of the code needs."""


def configuration(url: str) -> Config:
    """Alembic's configuration for the database at this address."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Bring the database up to date, making it where there is none."""
    file = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(configuration(url), "head")


async def check(engine: AsyncEngine, url: str) -> None:
    """Raise OutOfDate where the database needs migrations, or is newer than the code."""
    wanted = _head(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(_current)
    if found != wanted:
        message = (
            f"the database's schema is at {found or 'nothing'}, this version needs {wanted}: run `acompte migrate`"
        )
        raise OutOfDate(message)


@functools.cache
def _head(url: str) -> str | None:
    return ScriptDirectory.from_config(configuration(url)).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> list[object]:
    """What Alembic finds the tables in the code to differ in from those that the migrations made."""
    return list(compare_metadata(MigrationContext.configure(connection), models.Base.metadata))
