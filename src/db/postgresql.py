"""PostgreSQL: reads in one snapshot each, writes one after the other for each firm, and nobody waits for ever."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.driver import Kept, PostgresqlDirect

_READERS = 12
_WRITERS = 12
_STRAIGHT_READERS, _STRAIGHT_WRITERS = 8, 6
# What is asked the straight way has all written into it that a plan should depend on. Left to itself, PostgreSQL plans
# some of it anew each time, once one client has very many rows: that takes longer than to answer.
_PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan"


def engine(url: URL, *, writes: bool, patience: float) -> AsyncEngine:
    """An engine whose transactions all write, or all only read one snapshot. It connects with its first use.

    `patience`: seconds to wait for a connection, and for a lock; a statement, and a transaction in which nothing
    happens, are given up after twice as long.
    """
    made = create_async_engine(
        url,
        pool_size=_WRITERS if writes else _READERS,
        max_overflow=0,
        pool_timeout=patience,
        hide_parameters=True,
        # The firm's lock comes first, and what a transaction reads after it nobody else changes: no more is needed.
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
        connect_args={"timeout": patience, "server_settings": _settings(patience)},
    )
    _none_that_is_dead(made)
    # Told with BEGIN itself: no further round trip.
    return made if writes else made.execution_options(postgresql_readonly=True)


def straight(reads: AsyncEngine, writes: AsyncEngine, patience: float) -> PostgresqlDirect:
    """The straight way, on some of the engines' connections."""
    readers = Kept(reads, _STRAIGHT_READERS, patience, told_first=_PLANNED_ONCE)
    kept = readers, Kept(writes, _STRAIGHT_WRITERS, patience)
    return PostgresqlDirect(*kept, reads.dialect, patience)


def _none_that_is_dead(made: AsyncEngine) -> None:
    """A server that was restarted has said goodbye to idle connections: the pool makes new ones. Nobody is asked."""

    @event.listens_for(made.sync_engine, "checkout")
    def checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError


def _settings(patience: float) -> dict[str, str]:
    """What the server is told when a connection is made; in milliseconds."""
    once, twice = str(int(patience * 1000)), str(int(patience * 2000))
    return {
        "application_name": "acompte",
        "timezone": "UTC",
        "lock_timeout": once,
        "statement_timeout": twice,
        "idle_in_transaction_session_timeout": twice,
    }
