"""The application as another process runs it: the same database and provider, with connections of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import event

from billing.notifications import NotificationHub
from db.engines import Database
from tests.support.database_backends import disable_fsync
from tests.support.firm import AppHarness, Firm

_DATABASES: dict[str, Database] = {}
"""By URL. Tests share the statements that a `Database` has compiled."""


@asynccontextmanager
async def other_process(app: AppHarness) -> AsyncIterator[AppHarness]:
    """The application of another process, for the duration of the block."""
    database = _DATABASES.pop(app.database.url, None) or _create_database(app.database.url)
    services = dataclasses.replace(
        app.services,
        reads=database.reads,
        writes=database.writes,
        driver=database.driver,
        firm_cache={},
        notifications=NotificationHub(),
    )
    try:
        yield dataclasses.replace(app, services=services, database=database, keys=app.keys + 1000)
    finally:
        await database.close()
        _DATABASES[database.url] = database


def firm_in(app: AppHarness, firm: Firm) -> Firm:
    """The same firm, whose use cases run in this application."""
    other = Firm(app, firm.id, firm.client_id, firm.currency)
    other.owner, other.client_user = firm.owner, firm.client_user
    return other


def _create_database(url: str) -> Database:
    database = Database(url)
    if database.write_engine.dialect.name == "sqlite":
        event.listen(database.write_engine.sync_engine, "connect", disable_fsync)
    return database
