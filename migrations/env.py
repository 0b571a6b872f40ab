"""Alembic's environment: the server's own engine settings are not needed here, only its tables."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import create_async_engine

import models
import models.base

_LOCK = 0x41434F4D  # any number, as long as nobody else in the database takes it


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    # Migrations stay what they were when the code moves on: only SQLAlchemy's own types in them.
    if kind == "type" and isinstance(item, models.base.Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, models.base.ExactDecimal):
        return "sa.String(length=40)"
    return False


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table that is rebuilt must not take its children along; what is left is checked below.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    else:
        # Two that start at once: the second finds everything done.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    context.configure(
        connection=connection, target_metadata=models.Base.metadata, render_as_batch=True, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        message = "the migration left rows that point nowhere"
        raise RuntimeError(message)
    connection.commit()


async def _run(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


asyncio.run(_run(context.config.get_main_option("sqlalchemy.url") or ""))
