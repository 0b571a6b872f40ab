"""PostgreSQL: reads of one snapshot each, writes serialized by firm, and time limits for every wait."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy import URL, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from db.driver import DriverRows

READ_POOL_SIZE = 8
"""Connections of the pool for single statements, besides those of the engines."""

_READ_ENGINE_POOL_SIZE, _WRITE_ENGINE_POOL_SIZE = 12, 12


def create_engine(url: URL, *, writes: bool, timeout_seconds: float) -> AsyncEngine:
    """An engine whose transactions all write, or all read one snapshot. It connects when it is first used.

    `timeout_seconds` is how long to wait for a connection, and for a lock; statements and idle transactions are ended
    after twice as long.
    """
    engine = create_async_engine(
        url,
        pool_size=_WRITE_ENGINE_POOL_SIZE if writes else _READ_ENGINE_POOL_SIZE,
        max_overflow=0,
        pool_timeout=timeout_seconds,
        hide_parameters=True,
        # A write transaction locks its firm first, and nobody else changes what it reads after that.
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
        connect_args={"timeout": timeout_seconds, "server_settings": _server_settings(timeout_seconds)},
    )
    _discard_closed_connections(engine)
    # Part of BEGIN, so no further round trip.
    return engine if writes else engine.execution_options(postgresql_readonly=True)


class ReadPool:
    """A connection pool of asyncpg for single statements that read. It connects when it is first used."""

    def __init__(self, url: URL, timeout_seconds: float) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._timeout_seconds = timeout_seconds
        self._pool: Any = None
        self._running_count = 0
        self._is_count_exact = True
        """Whether no connection is on its way back from a caller that was cancelled."""

    async def fetch(self, sql: str, values: Sequence[Any]) -> DriverRows:
        """Run a statement. Return all its rows. Raises TimeoutError if no connection becomes free in time."""
        if self._pool is None:
            # With `min_size=0` this does not suspend, so no second pool is created meanwhile.
            self._pool = await asyncpg.create_pool(
                self._address,
                min_size=0,
                max_size=READ_POOL_SIZE,
                timeout=self._timeout_seconds,
                reset=_keep_state,
                # Every value that a plan should depend on is a literal of the statement. By default PostgreSQL would
                # plan some statements for each request once a client has very many rows, which takes longer than to
                # execute them.
                server_settings={**_server_settings(self._timeout_seconds), "plan_cache_mode": "force_generic_plan"},
            )
        if not (self._is_count_exact or self._running_count):
            self._is_count_exact = not self.connections_in_use
        # Only a caller that has to wait needs a time limit, which costs as much as the rest of `acquire`.
        is_one_free = self._is_count_exact and self._running_count < READ_POOL_SIZE
        timeout_seconds = None if is_one_free else self._timeout_seconds
        self._running_count += 1
        try:
            async with self._pool.acquire(timeout=timeout_seconds) as connection:
                rows: DriverRows = await connection.fetch(sql, *values)
                return rows
        except asyncio.CancelledError:
            self._is_count_exact = False
            raise
        finally:
            self._running_count -= 1

    @property
    def connections_in_use(self) -> int:
        """How many connections run a statement now."""
        return 0 if self._pool is None else self._pool.get_size() - self._pool.get_idle_size()

    async def close(self) -> None:
        """Close all connections. The next statement opens another pool."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()


async def _keep_state(_connection: Any) -> None:
    """Skip the reset: statements that read leave no state, and a reset costs a round trip."""


def _discard_closed_connections(engine: AsyncEngine) -> None:
    """Discard idle connections that a restarted server has closed, without a round trip to find out."""

    @event.listens_for(engine.sync_engine, "checkout")
    def checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError


def _server_settings(timeout_seconds: float) -> dict[str, str]:
    """Settings of each connection. Times are in milliseconds."""
    once, twice = str(int(timeout_seconds * 1000)), str(int(timeout_seconds * 2000))
    return {
        "application_name": "acompte",
        "timezone": "UTC",
        "lock_timeout": once,
        "statement_timeout": twice,
        "idle_in_transaction_session_timeout": twice,
    }
