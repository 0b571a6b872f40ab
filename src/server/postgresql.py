"""PostgreSQL: reads in one snapshot each, writes one after the other for each firm, and nobody waits for ever."""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_READERS = 8
_WRITERS = 10


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
    # Told with BEGIN itself: no further round trip.
    return made if writes else made.execution_options(postgresql_readonly=True)


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
