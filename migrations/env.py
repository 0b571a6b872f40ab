"""Alembic's environment. It uses the application's tables, but not its engine settings."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, func, select, text
from sqlalchemy.ext.asyncio import create_async_engine

import models
import models.base

_LOCK = 0x41434F4D  # an arbitrary key that no other advisory lock in the database uses


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    # Migrations must not depend on code that changes later: they use SQLAlchemy's own types only.
    if kind == "type" and isinstance(item, models.base.Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, models.base.ExactDecimal):
        return "sa.String(length=40)"
    return False


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Rebuilding a table must not delete the rows that refer to it. Foreign keys are checked below.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    else:
        # If two processes migrate at once, the second waits and finds nothing to do.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    context.configure(
        connection=connection, target_metadata=models.Base.metadata, render_as_batch=True, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        message = "the migration left rows that violate foreign keys"
        raise RuntimeError(message)
    connection.commit()


async def _run(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
    await engine.dispose()


asyncio.run(_run(context.config.get_main_option("sqlalchemy.url") or ""))
