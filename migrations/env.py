"""Alembic's environment: the server's own engine settings are not needed here, only its tables."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, create_engine, make_url, text

import models
import models.base


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    # Migrations stay what they were when the code moves on: only SQLAlchemy's own types in them.
    if kind == "type" and isinstance(item, models.base.Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, models.base.ExactDecimal):
        return "sa.String(length=40)"
    return False


def _url() -> str:
    # Migrations run one statement after the other: the plain driver does.
    url = make_url(context.config.get_main_option("sqlalchemy.url") or "")
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite").render_as_string(hide_password=False)
    return url.render_as_string(hide_password=False)


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # A table that is rebuilt must not take its children along; what is left is checked below.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection, target_metadata=models.Base.metadata, render_as_batch=True, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        message = "the migration left rows that point nowhere"
        raise RuntimeError(message)
    connection.commit()


def _run() -> None:
    engine = create_engine(_url())
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


_run()
