"""PostgreSQL: reads in one snapshot each, writes one after the other for each firm, and nobody waits for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.driver import DriverPool, PostgresqlDriver

_READ_POOL_SIZE = 12
_WRITE_POOL_SIZE = 12
_DRIVER_READ_POOL_SIZE, _DRIVER_WRITE_POOL_SIZE = 8, 6
# What is asked the straight way has all written into it that a plan should depend on. Left to itself, PostgreSQL plans
# some of it anew each time, once one client has very many rows: that takes longer than to answer.
_FORCE_GENERIC_PLANS = "SET plan_cache_mode = force_generic_plan"


def create_engine(url: URL, *, writes: bool, timeout_seconds: float) -> AsyncEngine:
    """An engine whose transactions all write, or all only read one snapshot. It connects with its first use.

    `patience`: seconds to wait for a connection, and for a lock; a statement, and a transaction in which nothing
    happens, are given up after twice as long.
    """
    made = create_async_engine(
        url,
        pool_size=_WRITE_POOL_SIZE if writes else _READ_POOL_SIZE,
        max_overflow=0,
        pool_timeout=timeout_seconds,
        hide_parameters=True,
        # The firm's lock comes first, and what a transaction reads after it nobody else changes: no more is needed.
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
        connect_args={"timeout": timeout_seconds, "server_settings": _server_settings(timeout_seconds)},
    )
    _discard_closed_connections(made)
    # Told with BEGIN itself: no further round trip.
    return made if writes else made.execution_options(postgresql_readonly=True)


def create_driver(read_engine: AsyncEngine, write_engine: AsyncEngine, timeout_seconds: float) -> PostgresqlDriver:
    """The straight way, on some of the engines' connections."""
    readers = DriverPool(read_engine, _DRIVER_READ_POOL_SIZE, timeout_seconds, setup_statement=_FORCE_GENERIC_PLANS)
    kept = readers, DriverPool(write_engine, _DRIVER_WRITE_POOL_SIZE, timeout_seconds)
    return PostgresqlDriver(*kept, read_engine.dialect, timeout_seconds)


def _discard_closed_connections(engine: AsyncEngine) -> None:
    """A server that was restarted has said goodbye to idle connections: the pool makes new ones. Nobody is asked."""

    @event.listens_for(engine.sync_engine, "checkout")
    def checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError


def _server_settings(timeout_seconds: float) -> dict[str, str]:
    """What the server is told when a connection is made; in milliseconds."""
    once, twice = str(int(timeout_seconds * 1000)), str(int(timeout_seconds * 2000))
    return {
        "application_name": "acompte",
        "timezone": "UTC",
        "lock_timeout": once,
        "statement_timeout": twice,
        "idle_in_transaction_session_timeout": twice,
    }
